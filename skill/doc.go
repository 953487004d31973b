// Package skill says how far a run is from what was reported. Observation
// operators (observe.go) turn a member's record into the figure that each of
// the scenario's observations would have read; Compare sets the ensemble's
// distribution of that figure beside the reported one, the misses as plainly
// as the hits. Scores stand one in a file, each with its formula, range,
// orientation, source and a worked example.
package skill
