package counts

import (
	"testing"

	"haven/skill"
)

// TestTheChanceOfARepeatFollowsWhatCameBefore: assumed first, learned everywhere and then at the place, and more after the like.
func TestTheChanceOfARepeatFollowsWhatCameBefore(t *testing.T) {
	past := func(n, place, lead int, again, repeated bool) (list []scored) {
		for range n {
			list = append(list, scored{place: place, lead: lead, day: 100, again: again, repeated: repeated})
		}
		return list
	}
	if got := repeatChance(nil, 0, 7, 100, false); !near(got, repeatOnce) {
		t.Errorf("nothing known, after a change: %v", got)
	}
	if got := repeatChance(nil, 0, 7, 100, true); !near(got, repeatAgain) {
		t.Errorf("nothing known, after a repeat: %v", got)
	}
	if got := repeatChance(past(50, 0, 30, false, true), 0, 7, 100, false); !near(got, repeatOnce) {
		t.Errorf("cases of another lead count: %v", got)
	}
	// ten cases elsewhere weigh as much as what is assumed
	if got := repeatChance(past(10, 1, 7, false, true), 0, 7, 100, false); !near(got, (1+repeatOnce)/2) {
		t.Errorf("ten repeats elsewhere: %v", got)
	}
	mixed := append(past(20, 1, 7, true, true), past(20, 1, 7, false, false)...)
	after, once := repeatChance(mixed, 0, 7, 100, true), repeatChance(mixed, 0, 7, 100, false)
	if after < 0.5 || once > 0.2 {
		t.Errorf("where repeats come in rows: %v after one, %v after a change", after, once)
	}
	here := repeatChance(append(past(20, 1, 7, false, false), past(20, 0, 7, false, true)...), 0, 7, 100, false)
	there := repeatChance(append(past(20, 1, 7, false, false), past(20, 0, 7, false, true)...), 1, 7, 100, false)
	if here < 0.8 || there > 0.2 {
		t.Errorf("a place that always repeats has %v, one that never does %v", here, there)
	}
}

func TestAForecastHasTheLastCountWithItsChance(t *testing.T) {
	s := skill.Equally([]float64{80, 90, 100, 110, 120})
	at := func(s skill.Sample) float64 {
		sum := 0.0
		for i, x := range s.Values {
			if x == 100 {
				sum += s.Weights[i]
			}
		}
		return sum / s.Total()
	}
	if got := at(withRepeats(s, 100, 0.6)); !near(got, 0.6) {
		t.Errorf("the last count has %v, want 0.6", got)
	}
	if got := withRepeats(s, 100, 0.1); at(got) != at(s) {
		t.Errorf("a forecast that has it with 0.2 was changed to %v", at(got))
	}
}

func TestRepeatsAreNoChanges(t *testing.T) {
	if isRepeat(counted(0, 10)) || isRepeat(counted(0, 10, 7, 11)) || !isRepeat(counted(0, 10, 7, 10)) {
		t.Error("a repeat is a count that is the one before it")
	}
	// what is learned from repeats alone is what is assumed
	alike := past{outlook: outlook{place: 0, last: 100, spread: 10, usual: 10}, lead: 7, day: 10}
	o := outlook{place: 0, last: 100, spread: 10, usual: 10}
	nothing, repeats := pastCases(nil).around(14, o, 7, 60), pastCases{alike, alike}.around(14, o, 7, 60)
	if len(nothing.Values) != len(repeats.Values) {
		t.Errorf("%d numbers of repeats, %d of nothing", len(repeats.Values), len(nothing.Values))
	}
	changed := alike
	changed.came = 2
	if got := len(pastCases{changed}.around(14, o, 7, 60).Values); got != len(nothing.Values)+2 {
		t.Errorf("a change adds %d numbers, want 2: in spreads and in people", got-len(nothing.Values))
	}
}

// TestTheSpreadDoesNotJump: from one day ahead to the next, and where an earlier count is added that lies far away.
func TestTheSpreadDoesNotJump(t *testing.T) {
	counts := counted(0, 1000, 10, 1500, 17, 1520, 45, 4000, 52, 4100, 80, 4150)
	before := spread(counts, 80, 5, 180)
	for days := 6.0; days <= 45; days++ {
		now := spread(counts, 80, days, 180)
		if now/before > 1.25 || now/before < 0.9 {
			t.Errorf("%v days ahead %v, a day less %v", days, now, before)
		}
		before = now
	}
}
