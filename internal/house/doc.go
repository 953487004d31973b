// Package house holds the tests that keep the project in order: which package
// may import which, how long a file may be, and that nothing of one machine
// gets into the repository. Its command tally closes a test run.
package house
