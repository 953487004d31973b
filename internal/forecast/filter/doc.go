// Package filter is the mathematics of taking in observations one day after
// the other with a cloud of particles: weights and how many particles they are
// worth (weights.go), a likelihood tempered within the day, resampling and
// renewal (assimilate.go), and the ensemble Kalman update that takes over
// where too few particles would be left (kalman.go). It knows nothing of
// displacement: what a particle is, its Cloud says.
package filter
