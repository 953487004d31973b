// Package flee reads the folders of Flee, an agent-based simulator of
// displacement, into scenarios of the rule neighbours, and writes Flee's output files.
//
// What Flee runs is read, with a warning where Flee is silent; what makes Flee
// stop is an error that says where, or the documented behaviour with a
// warning. docs/flee.md describes files, settings and quirks.
package flee
