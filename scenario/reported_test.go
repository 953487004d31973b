package scenario_test

import (
	"fmt"
	"strings"
	"testing"

	"haven/scenario"
)

// TestWhatWasCountedCanBeComparedWith lists the figures that a run of the rule neighbours
// is held against: only days on which people were counted.
func TestWhatWasCountedCanBeComparedWith(t *testing.T) {
	for _, c := range []struct {
		name  string
		edits []edit
		want  string
	}{
		{"counts as published, scaled where a correction came later", nil, "n1 near 2030-03-01 60, n2 near 2030-03-21 200, f1 far 2030-03-01 20 (40), f2 far 2030-03-11 20, f3 far 2030-03-21 100"},
		{"hasten divides no count", at("scenario.yaml", "insert_day0: true", "hasten: 7"), "n1 near 2030-03-01 60, n2 near 2030-03-21 200, f1 far 2030-03-01 20 (40), f2 far 2030-03-11 20, f3 far 2030-03-21 100"},
		{"of lists the days that all of them have", at("registrations.csv", "f1,Far", "n3,Near camp,near,2030-03-01,5,1,assumed: x\nn4,Near camp,near,2030-03-11,7,1,assumed: x\nf1,Far"), "n1 near 2030-03-01 65, f1 far 2030-03-01 20 (40), f2 far 2030-03-11 20, f3 far 2030-03-21 100"},
		{"counted anew on the same day", at("registrations.csv", "f1,Far", "n3,Near camp,near,2030-03-21,180,,assumed: x\nf1,Far"), "n1 near 2030-03-01 60, n3 near 2030-03-21 180, f1 far 2030-03-01 20 (40), f2 far 2030-03-11 20, f3 far 2030-03-21 100"},
		{"no registrations", []edit{{"registrations.csv", "", ""}, {"registration_corrections.csv", "", ""}, {"scenario.yaml", "insert_day0: true", "conflict_driven_spawning: constant"}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, found := scenario.Read(wander(t, c.edits...))
			if len(found.Mistakes()) > 0 {
				t.Fatal(found)
			}
			var got []string
			for _, o := range s.Reported() {
				if !scenario.IsRegistration(o.ID) || o.Measure != "stock" || o.Kind != "point" || o.KnownFrom != o.DateTo {
					t.Errorf("%+v", o)
				}
				text := fmt.Sprintf("%s %s %s %g", strings.TrimPrefix(o.ID, "registrations."), o.Place, o.DateTo, o.Value)
				if _, published, scaled := strings.Cut(o.Scope, "published as "); scaled {
					text += " (" + published + ")"
				} else if o.Scope != scenario.AsRegistered {
					t.Errorf("%s: %q", o.ID, o.Scope)
				}
				got = append(got, text)
			}
			if list := strings.Join(got, ", "); list != c.want {
				t.Errorf("%s\nwant %s", list, c.want)
			}
		})
	}
}
