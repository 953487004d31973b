// Package scenario reads, checks, changes, describes and writes scenarios: a
// folder with scenario.yaml and CSV tables that holds all that is known or
// assumed about one situation.
//
// One schema (schema*.go) says what every column may hold; reading, checking,
// writing, the description for other tools (datapackage.json) and
// docs/scenario.md all follow from it. What is wrong in a folder is a list of
// Problems with file, line and column, complete at once; a Scenario is only
// handed out when nothing is wrong, so that no later package checks input
// again. A Scenario is read only and safe for concurrent use.
//
//	sc, err := scenario.Open("russia-2022") // built in, or a folder
//	twice, err := sc.With(map[string]float64{"parameters.scale": 2})
package scenario
