// Package ensemble runs one scenario many times and sums up what the runs say
// together. A run of the ensemble is a member: it has its own draw of the
// scenario's uncertain numbers (prior.go, design.go) and its own random
// streams, keyed by seed and member. Members are run in batches by a Runner;
// batches are kept on disk so that an interrupted ensemble goes on where it
// stopped (store.go). A Summary holds what all members say about every cell
// (a measure of an entity on a day), and two summaries merge exactly, so that
// the order of members, the number of threads and the cut into batches never
// show in a result.
package ensemble
