package scenario_test

import (
	"strings"
	"testing"

	"haven/scenario"
)

// What cannot be counted is told where it stands; what a run holds at its limit is not.
func TestWhatIsTooLargeToBeCounted(t *testing.T) {
	for says, edits := range map[string][]edit{
		"places.csv:2:9: population is 1000000000000001 up to here, more than can be counted; allowed: up to 1,000,000,000,000,000": at("places.csv", ",10000,", ",1000000000000001,"),
		"places.csv:2:9: population is 10000000 up to here, more than can be counted; allowed: up to 1,000,000,000,000,000, multiplied by the scale 1000000000": append(
			at("places.csv", ",10000,", ",10000000,"), at("scenario.yaml", "parameters:\n", "parameters:\n  scale: {value: 1e9, evidence: \"assumed: x\"}\n")...),
		"usual_travel.csv:2:5: people is 1e+21, more than can be counted":                                                                                   at("usual_travel.csv", "bridge_out,bridge,out,*,20,", "bridge_out,bridge,out,*,1e21,"),
		"links.csv:5:7: capacity_per_day is 2000000000000000, more than can be":                                                                             at("links.csv", ",360,3,20,", ",360,3,2e15,"),
		"places.csv:5:10: capacity is 1e+300, more than can be counted; allowed: up to 1,000,000,000,000,000; leave the cell empty where there is no limit": at("places.csv", ",500,", ",1e300,"),
	} {
		_, found := scenario.Read(toy(t, edits...))
		if got := found.Mistakes().Error(); len(found.Mistakes()) != 1 || !strings.Contains(got, says) {
			t.Errorf("%v\nwant %s", got, says)
		}
	}
	if _, found := scenario.Read(toy(t, at("places.csv", ",10000,", ",1000000000000000,")...)); len(found.Mistakes()) > 0 {
		t.Errorf("a thousand million million people: %v", found)
	}
}
