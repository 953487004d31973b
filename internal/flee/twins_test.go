package flee_test

import (
	"testing"

	"haven/internal/flee"
)

func TestOfTwoPlacesOfANameFleeMeansTheLastOrBoth(t *testing.T) {
	s, _ := open(t, folder(t, edited(t,
		[3]string{"input_csv/locations.csv", "Brook,North,Ruritania,10,20,town,,100,,0.5", "Dune,North,Ruritania,10,20,town,,100,,0.5"},
		[3]string{"input_csv/routes.csv", "Alder Hill,Brook,50,0,0\nBrook,Cove,60,,0.5\nBrook,Edge,70,2,0\n", "Alder Hill,Dune,50,0,0\nAlder Hill,Cove,60,0,0\n"},
		[3]string{"input_csv/closures.csv", "camp,Cove,", "camp,Dune,"},
		[3]string{"input_csv/conflicts.csv", "Brook", "Dune"},
		[3]string{"input_csv/demographics_gender.csv", "Brook", "Dune"},
		[3]string{"location_changes.csv", "Brook", "Dune"})), flee.Options{})
	town, camp := s.Places[1].ID, s.Places[3].ID
	if s.Places[1].Name != "Dune" || s.Places[3].Name != "Dune" || s.Places[3].Kind != "camp" {
		t.Fatalf("places: %+v", s.Places)
	}
	if s.Links[0].To != camp || s.Closures[1].First != camp || s.SettlementChanges[0].Place != camp {
		t.Errorf("link to %s, closure of %s, change of %s; want %s", s.Links[0].To, s.Closures[1].First, s.SettlementChanges[0].Place, camp)
	}
	fought, described := map[string]bool{}, map[string]float64{}
	for _, c := range s.Conflicts {
		fought[c.Place] = true
	}
	for _, d := range s.Demographics {
		described[d.Place] += d.Weight
	}
	if !fought[town] || !fought[camp] {
		t.Errorf("conflicts in %v, want %s and %s among them", fought, town, camp)
	}
	if described[town] != 1 || described[camp] != 1 {
		t.Errorf("weights %v, want 1 in %s and %s", described, town, camp)
	}
	for _, r := range s.Registrations {
		if r.Label == "Dune" && r.Place != camp {
			t.Errorf("Dune's people are registered at %s, want %s", r.Place, camp)
		}
	}
}

func TestRegistrationsOfTwoPlacesOfANameAreOfThatWherePeopleAreCounted(t *testing.T) {
	s, _ := open(t, folder(t, edited(t, [3]string{"input_csv/locations.csv", "Edge,East", "Dune,East"}, [3]string{"input_csv/routes.csv", "Brook,Edge", "Brook,Dune"}, [3]string{"input_csv/routes.csv", "Edge,Dune", "Cove,Dune"})), flee.Options{})
	camp, marker := s.Places[3].ID, s.Places[4].ID
	if s.Links[3].To != marker {
		t.Errorf("the link leads to %s, want %s", s.Links[3].To, marker)
	}
	for _, r := range s.Registrations {
		if r.Label == "Dune" && r.Place != camp {
			t.Errorf("Dune's people are registered at %s, want %s", r.Place, camp)
		}
	}
}
