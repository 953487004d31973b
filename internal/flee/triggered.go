package flee

import "haven/scenario"

// Triggered are the quirks of Flee's program that can act in a scenario, by
// what stands in it.
func Triggered(s *scenario.Scenario) []scenario.Quirk {
	return nil
}
