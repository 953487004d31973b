package scenario_test

import (
	"strings"
	"testing"

	"haven/internal/calendar"
	"haven/scenario"
)

// registering makes a scenario of registrations alone: label, day of March 2030, people, list.
func registering(rows ...[4]any) *scenario.Scenario {
	s := &scenario.Scenario{Rule: "neighbours"}
	s.Period.From, s.Period.To = calendar.Day(2030, 3, 1), calendar.Day(2030, 6, 1)
	for i, r := range rows {
		s.Registrations = append(s.Registrations, scenario.Registration{
			ID: "r" + string(rune('a'+i)), Label: r[0].(string), Place: strings.ToLower(r[0].(string)),
			Date: calendar.Day(2030, 3, r[1].(int)), People: float64(r[2].(int)), List: int64(r[3].(int)),
		})
	}
	return s
}

func corrected(s *scenario.Scenario, label string, day int) *scenario.Scenario {
	s.Corrections = append(s.Corrections, scenario.RegistrationCorrection{ID: "k", Label: label, Date: calendar.Day(2030, 3, day)})
	return s
}

func TestCountedBy(t *testing.T) {
	type counts map[int]float64 // by day of March
	for _, c := range []struct {
		name    string
		s       *scenario.Scenario
		on      int
		want    counts
		dropped string // part of the reason
	}{
		{"a count is known from its own day", registering([4]any{"A", 2, 10, 0}, [4]any{"A", 9, 30, 0}), 8, counts{2: 10}, ""},
		{"and on it", registering([4]any{"A", 2, 10, 0}, [4]any{"A", 9, 30, 0}), 9, counts{2: 10, 9: 30}, ""},
		{"zeros before the first count are placeholders", registering([4]any{"A", 1, 0, 0}, [4]any{"A", 9, 30, 0}), 20, counts{9: 30}, "placeholder"},
		{"a zero after a count stands: the camp is empty", registering([4]any{"A", 1, 5, 0}, [4]any{"A", 9, 0, 0}), 20, counts{1: 5, 9: 0}, ""},
		{"a row out of order is dropped", registering([4]any{"A", 9, 30, 0}, [4]any{"A", 2, 90, 0}, [4]any{"A", 12, 31, 0}), 20, counts{9: 30, 12: 31}, "out of order"},
		{"of two counts on a day the later stands", registering([4]any{"A", 9, 30, 0}, [4]any{"A", 9, 40, 0}), 20, counts{9: 40}, ""},
		{"a correction scales nothing before its day", corrected(registering([4]any{"A", 2, 10, 0}, [4]any{"A", 9, 30, 0}), "A", 9), 8, counts{2: 10}, ""},
		{"from its day it scales what was before", corrected(registering([4]any{"A", 2, 10, 0}, [4]any{"A", 5, 20, 0}, [4]any{"A", 9, 30, 0}), "A", 9), 9, counts{2: 15, 5: 30, 9: 30}, ""},
		{"corrections chain on scaled values", corrected(corrected(registering([4]any{"A", 2, 10, 0}, [4]any{"A", 5, 20, 0}, [4]any{"A", 9, 30, 0}), "A", 5), "A", 9), 9, counts{2: 30, 5: 30, 9: 30}, ""},
		{"a day counted twice and corrected scales twice", corrected(registering([4]any{"A", 2, 10, 0}, [4]any{"A", 9, 20, 0}, [4]any{"A", 9, 30, 0}), "A", 9), 9, counts{2: 30, 9: 30}, ""},
		{"nothing is scaled from a placeholder", corrected(registering([4]any{"A", 1, 0, 0}, [4]any{"A", 9, 30, 0}), "A", 9), 9, counts{9: 30}, "placeholder"},
		{"lists add up on days that all have", registering([4]any{"A", 2, 10, 0}, [4]any{"A", 9, 30, 0}, [4]any{"A", 9, 5, 1}, [4]any{"A", 12, 6, 1}), 20, counts{9: 35}, ""},
		{"a list that has not begun leaves no sum", registering([4]any{"A", 2, 10, 0}, [4]any{"A", 2, 5, 1}, [4]any{"A", 9, 30, 0}, [4]any{"A", 9, 5, 1}), 3, counts{2: 15}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, dropped := c.s.CountedBy(calendar.Day(2030, 3, c.on))
			got := counts{}
			for _, x := range all[0].Counts {
				got[int(x.Date-calendar.Day(2030, 3, 1))+1] = x.People
			}
			if len(got) != len(c.want) || len(all[0].Counts) != len(c.want) {
				t.Fatalf("%v, want %v", got, c.want)
			}
			for day, people := range c.want {
				if got[day] != people {
					t.Errorf("%v, want %v", got, c.want)
				}
			}
			reasons := ""
			for _, d := range dropped {
				reasons += d.Reason
			}
			if (reasons != "") != (c.dropped != "") || !strings.Contains(reasons, c.dropped) {
				t.Errorf("dropped because %q, want %q", reasons, c.dropped)
			}
		})
	}
}

// TestCountedByReadsNothingLater changes every later registration and correction, one at a time:
// what was counted by a day stays the same.
func TestCountedByReadsNothingLater(t *testing.T) {
	whole := func() *scenario.Scenario {
		return corrected(registering([4]any{"A", 2, 10, 0}, [4]any{"A", 9, 30, 0}, [4]any{"A", 16, 12, 0}, [4]any{"A", 12, 8, 0}, [4]any{"B", 3, 7, 0}, [4]any{"B", 20, 9, 0}), "A", 16)
	}
	show := func(s *scenario.Scenario) string {
		all, _ := s.CountedBy(calendar.Day(2030, 3, 10))
		b := ""
		for _, c := range all {
			for _, x := range c.Counts {
				b += c.Label + x.Date.String() + " " + string(rune(int(x.People))) + ";"
			}
		}
		return b
	}
	want := show(whole())
	later := 0
	for i, r := range whole().Registrations {
		if r.Date <= calendar.Day(2030, 3, 10) {
			continue
		}
		later++
		for _, change := range []func(r *scenario.Registration){
			func(r *scenario.Registration) { r.People *= 3 },
			func(r *scenario.Registration) { r.People = 0 },
			func(r *scenario.Registration) { r.Date += 5 },
		} {
			s := whole()
			change(&s.Registrations[i])
			if got := show(s); got != want {
				t.Errorf("row %d shows: %s, want %s", i, got, want)
			}
		}
	}
	s := whole()
	s.Corrections[0].Date -= 5
	if got := show(s); got != want {
		t.Errorf("a later correction shows: %s, want %s", got, want)
	}
	if later != 3 {
		t.Fatalf("%d later rows tried, want 3", later)
	}
}
