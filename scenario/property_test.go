package scenario_test

import (
	"math"
	"testing"

	_ "haven/internal/house/sameseed"

	"pgregory.net/rapid"

	"haven/evidence"
	"haven/internal/calendar"
	"haven/scenario"
)

// words are texts as people and spreadsheets write them, odd ones included.
var words = rapid.Custom(func(t *rapid.T) string {
	s := rapid.StringOfN(rapid.SampledFrom([]rune("aZ9 ,;:'\"#-?&*!|>{}[]%@`~=é中\u00a0\u2028😀\n\tнто")), 1, 40, -1).Draw(t, "words")
	return "x" + s + "x" // cells neither begin nor end with a space
})

var amounts = rapid.OneOf(
	rapid.Float64Range(0, 1), rapid.Float64Range(0, 1e6), rapid.Float64Range(0, math.MaxFloat64/2),
	rapid.SampledFrom([]float64{0, 1, 1e-300, 5e-324, 1e21, 123456789012345678, 0.1, 1.0 / 3}),
)

// anyScenario is a synthetic world with odd texts and numbers put in.
func anyScenario(t *rapid.T) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Generate(scenario.GenerateOptions{
		Name: "any", Places: rapid.IntRange(12, 60).Draw(t, "places"), People: rapid.Int64Range(600, 1e12).Draw(t, "people"),
		Seed: rapid.Uint64().Draw(t, "seed"), Groups: rapid.IntRange(1, 20).Draw(t, "groups"), Days: rapid.IntRange(30, 400).Draw(t, "days"),
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Title, s.Description, s.Licence = words.Draw(t, "title"), words.Draw(t, "description"), words.Draw(t, "licence")
	if rapid.Bool().Draw(t, "ends a line") {
		s.Description += "\n"
	}
	s.Places[0].Name = words.Draw(t, "name")
	s.Places[1].Evidence = "assumed: " + words.Draw(t, "reason")
	s.Links[0].KM, s.Links[0].FareUSD = amounts.Draw(t, "km"), amounts.Draw(t, "fare")
	s.Crossings[0].Room = rapid.SampledFrom([]float64{math.NaN(), 5, 0.25}).Draw(t, "room")
	s.Crossings[1].Opens = float64(rapid.IntRange(0, 1439).Draw(t, "opens")) / 60
	s.Links[1].BothWays = rapid.Bool().Draw(t, "both ways")
	s.Parameters.Stay = rapid.Float64().Draw(t, "stay")
	s.ParameterEvidence["stay"] = "assumed: " + words.Draw(t, "why")
	s.Evidence = []evidence.Claim{{
		ID: "A1", Claim: words.Draw(t, "claim"), Value: amounts.Draw(t, "value"), Low: math.NaN(), High: math.NaN(),
		DateFrom: calendar.Date(rapid.IntRange(-25000, 80000).Draw(t, "date")), DateTo: calendar.None, KnownFrom: calendar.None,
		Published: calendar.None, Note: words.Draw(t, "note"),
	}}
	s.Uncertain = []scenario.Uncertain{
		{Address: "parameters.cost_per_hour", Distribution: scenario.Distribution{Kind: "lognormal", Spread: rapid.Float64Range(1.0001, 10).Draw(t, "spread")}, Evidence: "A1"},
		{Address: "group_shares.*/*.share", Distribution: scenario.Distribution{Kind: "dirichlet", A: 5}},
	}
	if len(s.GroupShares) < 2 {
		s.Uncertain = s.Uncertain[:1]
	}
	s.Fit = []string{"parameters.cost_per_hour"}
	return s
}

func TestAnyScenarioIsTheSameAfterWritingAndReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyScenario(t)
		files, err := scenario.Files(s)
		if err != nil {
			t.Fatal(err)
		}
		again, found := scenario.Read(files)
		if len(found.Mistakes()) > 0 {
			t.Fatalf("what was written is wrong:\n%v", found)
		}
		if s.Title != again.Title || s.Description != again.Description || s.Parameters.Stay != again.Parameters.Stay {
			t.Fatalf("%q %q %v became %q %q %v", s.Title, s.Description, s.Parameters.Stay, again.Title, again.Description, again.Parameters.Stay)
		}
		if s.Hash() != again.Hash() {
			t.Fatal("the scenario changed by writing and reading")
		}
	})
}

func TestWithChangesTheCopyAlone(t *testing.T) {
	s, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	before := s.Hash()
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(1, 1e6).Draw(t, "capacity")
		changed, err := s.With(map[string]float64{"crossings.bridge_all.exit_per_day": v, "parameters.scale": 2, "places.mill.population": v})
		if err != nil {
			t.Fatal(err)
		}
		if s.Hash() != before {
			t.Fatal("the original changed")
		}
		if got, err := changed.Value("crossings.bridge_all.exit_per_day"); err != nil || got != v {
			t.Fatalf("%v, %v", got, err)
		}
		if changed.Places[0].Population != int64(math.Round(v)) || &changed.Links[0] != &s.Links[0] {
			t.Fatal("population was not rounded, or an untouched table was copied")
		}
	})
}

func TestCellsTakeOneSetOfValuesAfterAnother(t *testing.T) {
	s, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	addresses := []string{"places.mill.population", "parameters.scale", "crossings.bridge_all.exit_per_day"}
	cells := s.Cells(addresses)
	for _, v := range []float64{3, 800} {
		once, err1 := s.With(map[string]float64{addresses[0]: v, addresses[1]: v + 1, addresses[2]: v + 2})
		again, err2 := cells.With([]float64{v, v + 1, v + 2})
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if once.Hash() != again.Hash() || once.Hash() == s.Hash() {
			t.Errorf("%g: what Cells.With gives is not what With gives", v)
		}
	}
	if _, err := cells.With([]float64{3, -1, 3}); err == nil {
		t.Error("a scale of -1 was taken")
	}
}

func TestWithTellsEveryWrongAddress(t *testing.T) {
	s, err := scenario.Builtin("toy-border")
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.With(map[string]float64{
		"parameters.scale": -1, "crossings.bridge_al.exit_per_day": 5, "policies.list.value": 2, "parameters.spread_way": math.NaN(),
	})
	if err == nil {
		t.Fatal("nothing was found")
	}
	expect := `crossings.csv has no row "bridge_al" (in "crossings.bridge_al.exit_per_day"); key: id; did you mean bridge_all?
parameters.scale: scale is -1; allowed: above 0, up to 1000000000
parameters.spread_way: spread_way is NaN; a number
policies.list.value: value is 2; allowed: 0 to 1; per cent? write 0.02`
	if err.Error() != expect {
		t.Errorf("got\n%v\nwant\n%s", err, expect)
	}
}
