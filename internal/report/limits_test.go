package report

import (
	"fmt"
	"testing"
)

func TestALargeWorldStaysReadable(t *testing.T) {
	var d Data
	for i := range 2000 {
		id := fmt.Sprint(i)
		f := Figure{Q50: Number(i * 10), Q95: Number(i * 20)}
		d.Flows = append(d.Flows, Flow{ID: id, From: id, To: "end", Total: f})
		d.Lanes = append(d.Lanes, Lane{ID: id, Place: id, Served: &f, QueuePeak: &Peak{Height: Figure{Q50: Number((2000 - i) * 10)}}, Queue: &Band{}, Wait: &Band{}})
		d.Services = append(d.Services, Service{ID: id, From: id, To: "end", SoldTotal: &f})
		d.Countries = append(d.Countries, Country{ID: id, Arrivals: &f, ArrivalsByDay: &Band{}, EntriesByDay: &Band{}})
		d.Places = append(d.Places, Place{ID: id, Kind: "town"})
	}
	d.Places = append(d.Places, Place{ID: "end", Kind: "destination"})
	d.limit()
	if len(d.Flows) != maxFlows || d.Flows[0].ID != "1600" || d.Flows[maxFlows-1].ID != "1999" {
		t.Errorf("%d flows from %s", len(d.Flows), d.Flows[0].ID)
	}
	if len(d.Lanes) != maxLanes || d.Lanes[0].ID != "0" {
		t.Errorf("%d lanes from %s: the longest queues must stay", len(d.Lanes), d.Lanes[0].ID)
	}
	charts, days := 0, 0
	for i := range d.Lanes {
		if d.Lanes[i].Queue != nil {
			charts++
		}
	}
	for i := range d.Countries {
		if d.Countries[i].ArrivalsByDay != nil {
			days++
		}
	}
	if charts != maxLaneCharts || days != maxCountryDays || len(d.Services) != maxServices || len(d.Countries) != 2000 {
		t.Errorf("%d lanes and %d countries with days, %d services, %d countries", charts, days, len(d.Services), len(d.Countries))
	}
	places := map[string]bool{}
	for _, p := range d.Places {
		places[p.ID] = true
	}
	for _, f := range d.Flows {
		if !places[f.From] || !places[f.To] {
			t.Fatalf("the flow %s has lost a place", f.ID)
		}
	}
	if len(places) > 1000 {
		t.Errorf("%d places on the page", len(places))
	}
}
