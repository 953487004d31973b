package movement

import (
	"testing"

	"haven/scenario"
)

// Citizens of the origins' country count as such at every crossing, also where
// they come from a third country; * stands for the days without a row.
func TestUsualTravelKnowsItsDaysAndItsCitizens(t *testing.T) {
	row := func(weekday, whose string) scenario.UsualTravel {
		return scenario.UsualTravel{At: "a", Direction: "out", Weekday: weekday, Whose: whose}
	}
	toy := &Frame{sc: &scenario.Scenario{UsualTravel: []scenario.UsualTravel{
		row("*", "RUS"), row("sat", "RUS"), row("*", "other"), row("sun", "RUS"),
	}}}
	want := [][7]bool{
		{false, true, true, true, true, true, false},
		{false, false, false, false, false, false, true},
		{true, true, true, true, true, true, true},
		{true, false, false, false, false, false, false},
	}
	for i, got := range toy.usualDays() {
		if got != want[i] {
			t.Errorf("row %d goes on at %v, want %v (Sunday first)", i, got, want[i])
		}
	}

	sc, f := russia(t)
	russia, err := f.Compile(sc)
	if err != nil {
		t.Fatal(err)
	}
	citizens := 0
	for _, u := range russia.usual {
		if u.lane == none || sc.Crossings[u.lane].ID != "sarpi_tur_geo" {
			continue
		}
		if !u.citizen {
			t.Errorf("Russians who enter Georgia from Turkey do not count as citizens of the origins")
		}
		citizens++
	}
	if citizens == 0 {
		t.Errorf("no usual travel at sarpi_tur_geo")
	}
}
