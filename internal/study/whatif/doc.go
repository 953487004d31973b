// Package whatif compares a scenario with what it would be after a change:
// the same members, with the same parameters and the same random streams, with and without it
// (common random numbers), so that a difference is what the change did.
//
// The base is run once and kept in a folder, with every member's state once a
// week; a variant goes on from the last state before its first change. Before a change takes
// effect, base and variant are equal byte for byte.
//
//	study, err := whatif.New(whatif.Plan{Scenario: sc, Changes: changes, Members: 200, Seed: 1, Base: "base"})
//	base, err := study.RunBase(ctx, nil)
//	outcome, err := study.Run(ctx, base, "work", nil)
//	differences, err := whatif.Compare(base, outcome)
package whatif
