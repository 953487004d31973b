package network_test

import (
	"testing"

	"haven/internal/network"
	"haven/scenario"
)

// Nobody may be stuck: from each of the 85 origins ways lead to several
// countries, and each of the four states that refuse asylum has a crossing in reach.
func TestEveryOriginOfRussiaHasWaysOut(t *testing.T) {
	sc, err := scenario.Builtin("russia-2022")
	if err != nil {
		t.Fatal(err)
	}
	net, err := network.Build(sc)
	if err != nil {
		t.Fatal(err)
	}
	origins := 0
	reached := map[string]bool{}
	for _, p := range sc.Places {
		if p.Population == 0 {
			continue
		}
		origins++
		countries := map[string]bool{}
		for leg := range net.Legs {
			l := &net.Legs[leg]
			if l.Lane == network.None {
				continue
			}
			if hours, _, ok := net.Reach(int32(leg), net.Node(p.ID)); ok && hours < 240 {
				countries[sc.Places[net.Destinations[l.Destination]].Country] = true
			}
		}
		if len(countries) < 3 {
			t.Errorf("%s: ways lead to %d countries only", p.ID, len(countries))
		}
		for c := range countries {
			reached[c] = true
		}
	}
	if origins != 85 {
		t.Errorf("%d origins, want 85", origins)
	}
	for _, c := range []string{"POL", "EST", "LVA", "LTU", "GEO", "KAZ", "FIN", "MNG", "TUR", "ARM", "AZE", "SRB", "ARE", "UZB", "KGZ", "TJK", "ISR", "BLR", "NOR"} {
		if !reached[c] {
			t.Errorf("no way leads to %s", c)
		}
	}
}
