package network

import (
	"math"
	"testing"

	"haven/scenario"
)

// diamond is two towns joined by two roads of different length, and a crossing
// behind the second with a way on to two cities beyond.
func diamond() *scenario.Scenario {
	inf := math.Inf(1)
	link := func(id, from, to string, hours float64) scenario.Link {
		return scenario.Link{ID: id, From: from, To: to, Mode: "road", Hours: hours, CapacityPerDay: inf, BothWays: true}
	}
	place := func(id, kind, country string) scenario.Place {
		return scenario.Place{ID: id, Kind: kind, Country: country, Capacity: inf}
	}
	seats := link("flight", "boarding", "far_city", 3)
	seats.CapacityPerDay, seats.BothWays, seats.FareUSD = 100, false, 200
	return &scenario.Scenario{
		Parameters: scenario.Defaults(),
		Places: []scenario.Place{place("home", "town", "AAA"), place("border_town", "town", "AAA"), place("detour", "town", "AAA"),
			place("gate", "crossing", "AAA"), place("boarding", "crossing", "AAA"), place("near_city", "destination", "BBB"), place("far_city", "destination", "BBB")},
		Crossings: []scenario.Crossing{{ID: "gate_car", Place: "gate", FromCountry: "AAA", ToCountry: "BBB", Lane: "car"},
			{ID: "gate_foot", Place: "gate", FromCountry: "AAA", ToCountry: "BBB", Lane: "foot"},
			{ID: "boarding_all", Place: "boarding", FromCountry: "AAA", ToCountry: "BBB", Lane: "all"}},
		Links: []scenario.Link{link("short", "home", "border_town", 4), link("round1", "home", "detour", 3), link("round2", "detour", "border_town", 2.5),
			link("to_gate", "border_town", "gate", 1), link("on", "gate", "near_city", 2), link("further", "near_city", "far_city", 5),
			link("to_airport", "home", "boarding", 1), seats},
	}
}

func legTo(t *testing.T, n *Network, lane, dest string) int32 {
	t.Helper()
	for i, l := range n.Legs {
		if l.Lane != None && n.Scenario.Crossings[l.Lane].ID == lane && n.Scenario.Places[n.Destinations[l.Destination]].ID == dest {
			return int32(i)
		}
	}
	t.Fatalf("no leg from %s to %s", lane, dest)
	return None
}

func names(n *Network, arcs []int32) string {
	s := ""
	for _, a := range arcs {
		s += n.Scenario.Links[n.Arcs[a].Link].ID + " "
	}
	return s
}

func TestWaysAreTheShortestThenTheNext(t *testing.T) {
	n, err := Build(diamond())
	if err != nil {
		t.Fatal(err)
	}
	ways := n.Ways(legTo(t, n, "gate_car", "near_city"), n.Node("home"), 3)
	if len(ways) != 2 {
		t.Fatalf("%d ways, want 2: there are only two roads", len(ways))
	}
	if a, b := names(n, ways[0].Arcs), names(n, ways[1].Arcs); a != "short to_gate " || b != "round1 round2 to_gate " {
		t.Errorf("ways %q and %q", a, b)
	}
}

func TestReachSumsHoursAndFares(t *testing.T) {
	n, _ := Build(diamond())
	hours, fare, ok := n.Reach(legTo(t, n, "gate_foot", "far_city"), n.Node("detour"))
	if !ok || hours != 3.5 || fare != 0 {
		t.Errorf("%v hours, %v USD, %v; want 3.5, 0, true", hours, fare, ok)
	}
	if _, _, ok := n.Reach(legTo(t, n, "gate_foot", "far_city"), n.Node("near_city")); ok {
		t.Error("a place beyond the border reaches the exit side from behind")
	}
}

func TestLegsGoOnBeyondTheBorderOnly(t *testing.T) {
	n, _ := Build(diamond())
	if got := names(n, n.Legs[legTo(t, n, "gate_car", "far_city")].Arcs); got != "on further " {
		t.Errorf("beyond the gate to the far city by %q", got)
	}
	flight := n.Legs[legTo(t, n, "boarding_all", "far_city")]
	if flight.Service == None || names(n, flight.Arcs) != "flight " {
		t.Errorf("the boarding leads on by %q, service %d", names(n, flight.Arcs), flight.Service)
	}
	for i, l := range n.Legs {
		if _, _, ok := n.Reach(int32(i), n.Node("home")); ok && l.Lane == None {
			t.Errorf("home reaches %s without meeting the border", n.Scenario.Places[n.Destinations[l.Destination]].ID)
		}
	}
}

func TestNearPlaceIsWhereTheQuickestLinkStarts(t *testing.T) {
	n, _ := Build(diamond())
	for _, c := range n.Crossings {
		want := map[string]string{"gate": "border_town", "boarding": "home"}[n.Scenario.Places[c.Node].ID]
		if got := n.Scenario.Places[c.Near].ID; got != want {
			t.Errorf("near place of %s is %s, want %s", n.Scenario.Places[c.Node].ID, got, want)
		}
	}
}

func TestAWayBooksAtMostOneService(t *testing.T) {
	sc := diamond()
	for i := range sc.Links {
		if sc.Links[i].ID == "to_airport" {
			sc.Links[i].CapacityPerDay = 10
		}
	}
	n, _ := Build(sc)
	if ways := n.Ways(legTo(t, n, "boarding_all", "far_city"), n.Node("home"), 2); len(ways) != 0 {
		t.Errorf("a way books both the shuttle and the flight: %q", names(n, ways[0].Arcs))
	}
}

func TestALinkToNowhereIsAnError(t *testing.T) {
	sc := diamond()
	sc.Links[0].To = "atlantis"
	if _, err := Build(sc); err == nil {
		t.Error("a link to a place that is not there builds")
	}
}

func TestCrossingsAreAlikeButForLanesAndCapacity(t *testing.T) {
	sc := diamond()
	twin, farther := sc.Places[3], sc.Places[3]
	twin.ID, farther.ID = "twin", "farther"
	sc.Places = append(sc.Places, twin, farther)
	for _, id := range []string{"twin", "farther"} {
		sc.Crossings = append(sc.Crossings, scenario.Crossing{ID: id + "_all", Place: id, FromCountry: "AAA", ToCountry: "BBB", Lane: "all", ExitPerDay: 7})
		to, on := sc.Links[3], sc.Links[4]
		to.ID, to.To = to.ID+id, id
		on.ID, on.From = on.ID+id, id
		if id == "farther" {
			to.Hours += 0.5
		}
		sc.Links = append(sc.Links, to, on)
	}
	n, err := Build(sc)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int32{0, 1, 0, 3} { // gate, boarding, twin, farther
		if got := n.Crossings[i].Like; got != want {
			t.Errorf("crossing %d is like %d, want %d", i, got, want)
		}
	}
}
