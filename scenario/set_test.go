package scenario_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"haven/scenario"
)

// What is given by hand is not drawn any more, wherever its prior lies.
func TestWhatIsSetIsNotDrawn(t *testing.T) {
	s, found := scenario.Read(toy(t))
	if len(found) > 0 {
		t.Fatal(found)
	}
	out, err := s.Set(map[string]float64{"parameters.wait_per_hour": 5, "shocks.decree.size_per_day": 0.06, "links.flight.fare_usd": 90})
	if err != nil {
		t.Fatal(err)
	}
	if out.Parameters.WaitPerHour != 5 || out.Links[3].FareUSD != 90 {
		t.Errorf("wait_per_hour is %g, the fare %g", out.Parameters.WaitPerHour, out.Links[3].FareUSD)
	}
	if got := addressesOf(out); !slices.Equal(got, []string{"crossings.bridge_all.exit_per_day"}) || len(out.Fit) != 0 {
		t.Errorf("%v are still drawn, %v fitted", got, out.Fit)
	}
	if len(s.Uncertain) != 3 || len(s.Fit) != 1 {
		t.Errorf("the scenario itself changed: %v, %v", s.Uncertain, s.Fit)
	}
}

func addressesOf(s *scenario.Scenario) (list []string) {
	for _, u := range s.Uncertain {
		list = append(list, u.Address)
	}
	return list
}

// A share that is set takes those of its origin with it that were drawn together
// with it; those of another origin are still drawn.
func TestASetShareTakesItsOriginsPriorWithIt(t *testing.T) {
	s, found := scenario.Read(toy(t,
		edit{"places.csv", "\nbridge,", "\nhill,Hill,town,XAA,Hillshire,,50,9,5000,,assumed: another\nbridge,"},
		edit{"group_shares.csv", "\nmill,men,", "\nhill,men,0.1,assumed: x\nhill,exempt,0.1,assumed: x\nmill,men,"},
		edit{"links.csv", "\nflight,", "\nhill_mill,hill,mill,road,36,1,,,,yes,assumed: x\nflight,"},
		edit{"scenario.yaml", "uncertain:\n", "uncertain:\n  group_shares.*/*.share: {dirichlet: {concentration: 9}, evidence: \"assumed: x\"}\n"}))
	if len(found.Mistakes()) > 0 {
		t.Fatal(found)
	}
	out, err := s.Set(map[string]float64{"group_shares.mill/men.share": 0.2})
	if err != nil {
		t.Fatal(err)
	}
	if got := addressesOf(out); !slices.Contains(got, "group_shares.hill/*.share") || len(got) != 4 {
		t.Errorf("%v are still drawn", got)
	}
}

// A fit's sample loses the columns that are set, and what the numbers were before.
func TestWhatIsSetLeavesTheSample(t *testing.T) {
	s, found := scenario.Read(toy(t))
	if len(found) > 0 {
		t.Fatal(found)
	}
	s.Uncertain, s.Fit = nil, nil
	s.Posterior = &scenario.Posterior{Addresses: []string{"parameters.stay", "shocks.decree.size_per_day"}, Rows: [][]float64{{0, 0.05}, {1, 0.07}}}
	s.Fitted = &scenario.Fitted{Points: 2, Before: []scenario.Unfitted{
		{Uncertain: scenario.Uncertain{Address: "parameters.stay"}, HasValue: true}, {Uncertain: scenario.Uncertain{Address: "shocks.decree.size_per_day"}, Value: 0.05, HasValue: true}}}
	out, err := s.Set(map[string]float64{"parameters.stay": 3})
	if err != nil {
		t.Fatal(err)
	}
	if p := out.Posterior; !slices.Equal(p.Addresses, []string{"shocks.decree.size_per_day"}) || p.Rows[1][0] != 0.07 || len(out.Fitted.Before) != 1 {
		t.Errorf("left are %+v, and of before %+v", p, out.Fitted.Before)
	}
	if out, err = s.Set(map[string]float64{"parameters.stay": 3, "shocks.decree.size_per_day": 0.1}); err != nil || out.Posterior != nil || out.Fitted != nil {
		t.Errorf("all is set, and left are %v and %v (%v)", out.Posterior, out.Fitted, err)
	}
	if len(s.Posterior.Addresses) != 2 || len(s.Fitted.Before) != 2 {
		t.Error("the scenario itself changed")
	}
}

// Numbers that are wrong only beside others are refused before anything is run.
func TestWhatIsSetMustFitTheRest(t *testing.T) {
	s, found := scenario.Read(toy(t))
	if len(found) > 0 {
		t.Fatal(found)
	}
	for says, set := range map[string]map[string]float64{
		"group_shares.mill/without.share: the shares of origin mill sum to 1.15; allowed: at most 1":             {"group_shares.mill/men.share": 0.9},
		"callup.2030-03-15/Millshire.share_due: the shares due sum to 1.4 up to here; allowed: at most 1 in all": {"callup.2030-03-08/Millshire.share_due": 0.9},
		"parameters.sent_after_days: sent_after_days is 2.5; allowed: whole days":                                {"parameters.sent_after_days": 2.5},
		"spread_way 0.9 is above spread_crossing 0.8":                                                            {"parameters.spread_way": 0.9},
		"parameters.scale: scale is NaN":                                                                         {"parameters.scale": math.NaN()},
	} {
		if _, err := s.Set(set); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v: %v, want %q", set, err, says)
		}
	}
	s.Callup[0].ShareDue = 0.9 // what was wrong before is not for Set to say
	if _, err := s.Set(map[string]float64{"parameters.scale": 2}); err != nil {
		t.Error(err)
	}
}
