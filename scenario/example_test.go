package scenario_test

import (
	"fmt"

	"haven/scenario"
)

func ExampleOpen() {
	s, err := scenario.Open("toy-border")
	if err != nil {
		fmt.Println(err) // every mistake, one a line
		return
	}
	fmt.Println(s.Title)
	fmt.Println(s.Period.Days(), "days,", len(s.Places), "places")
	// Output:
	// A town, a bridge, an airfield
	// 28 days, 5 places
}

func ExampleScenario_With() {
	s, err := scenario.Builtin("toy-border")
	if err != nil {
		fmt.Println(err)
		return
	}
	wider, err := s.With(map[string]float64{"crossings.bridge_all.exit_per_day": 120})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(wider.Value("crossings.bridge_all.exit_per_day"))
	_, err = s.With(map[string]float64{"crossings.bridge.exit_per_day": 120})
	fmt.Println(err)
	// Output:
	// 120 <nil>
	// crossings.csv has no row "bridge" (in "crossings.bridge.exit_per_day"); key: id
}

func ExampleLevel() {
	fmt.Println(scenario.Level("entry", "conditional", 0.65))
	fmt.Println(scenario.Level("asylum", "reserved", nan))
	// Output:
	// 0.65
	// 0.25
}
