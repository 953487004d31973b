// Package movement is the model: cohorts of people in identical situations,
// and the day's step that moves them. The step is seven functions, one file
// each, in the order in which they happen.
package movement
