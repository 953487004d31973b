// Package forecast takes what has become known into a cloud of simulated
// members and lets them go on from there. A Filter holds the cloud: To brings it to a
// day, taking in one day's observations after the other (cloud.go, stops.go, update.go,
// jitter.go; the mathematics is package filter), Branch lets a copy of every particle
// run on (branch.go), and Save keeps the cloud so that one more day takes
// seconds and no new fit (save.go). Nothing known after the day that a
// forecast is made on enters it: the scenario is the one of scenario.KnownBy.
package forecast
