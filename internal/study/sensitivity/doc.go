// Package sensitivity says which uncertain numbers drive an answer: Morris'
// screening of all of them, then Sobol' indices of those that matter, the
// share of an output's variance that each explains by itself and together with others.
//
// Chance is one factor more. A run is a function of its parameters and of the key of
// its random streams; the key is swapped like a parameter, so that its total
// index is the share of the variance that would stay if every parameter were known.
//
//	Plan -> study.go: factors (factor.go) and outputs (output.go)
//	     -> screening: trajectories (morris.go), run (run.go), effects
//	     -> a Saltelli design (saltelli.go) over Sobol' points, run, indices (indices.go)
//	     -> Result, its lines in words (words.go), its files (write.go)
//
// Sampling and analysis are apart: the estimators see a table of runs and no
// model, and are tested on functions whose indices are known.
package sensitivity
