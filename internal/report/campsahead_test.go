package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"haven/internal/forecast/camps"
	"haven/internal/forecast/hubverse"
)

// aheadSeries has the last count 1,003 and quantiles from first on, step apart.
func aheadSeries(first, step float64) camps.Series {
	s := camps.Series{
		Counts:    []camps.Count{{Date: "2030-02-28", People: 501.5, Published: 1003}, {Date: "2030-03-12", People: 1003, Published: 1003}},
		Quantiles: [][]float64{nil, nil}, More: []float64{0.126, 1}, Fewer: []float64{0.5, 0},
	}
	for d := range s.Quantiles {
		for i := range hubverse.Levels {
			s.Quantiles[d] = append(s.Quantiles[d], first+float64(d)+float64(i)*step)
		}
	}
	return s
}

// TestPageOfAForecastOfCamps: forecasts and changes are rounded each by itself, counts are as published, days count from the
// origin, and names are no markup.
func TestPageOfAForecastOfCamps(t *testing.T) {
	r := &camps.Result{
		Format: camps.Format, Scenario: "</script><b>", Known: "abc", Seed: 1<<63 + 1, Origin: "2030-03-14", Days: 2, Leads: camps.Leads(),
		Together: aheadSeries(998, 0.5), Camps: []camps.Camp{{Place: camps.Place{ID: "near", Name: "Near", Country: "NER", Lat: 14}, Label: "Near", Anew: []string{"2030-03-12"}, Series: aheadSeries(0, 1)}},
		Others: []camps.Place{{ID: "hill", Name: "Hill"}}, NotYet: 1, Uncounted: []string{"x"}, Withheld: []camps.Withheld{{Table: "registrations.csv", Rows: 3}}, Capacities: []string{"near"}, Sources: []string{"a folder"}, Taught: []string{"iraq2014"},
	}
	data, err := BuildCampsAhead(r)
	if err != nil {
		t.Fatal(err)
	}
	data.Title = "title"
	golden(t, "campsahead.json", data)
	near := data.Camps[0]
	if near.Counts[0] != (CountBefore{-14, 501.5, 1003}) || near.Counts[1].Day != -2 || near.Anew[0] != -2 {
		t.Errorf("counts: %+v, anew %v", near.Counts, near.Anew)
	}
	// 5 % of Near is 2 on the first day: above 0 and below 10; against the last count 1,001 fewer.
	if near.ByDay.Q05[0] != smallCount || near.Change.Q05[0] != -1000 || near.ByDay.Q95[0] != 20 || data.Together.Change.Q50[0] != smallCount || data.Together.Change.Q05[0] != -smallCount {
		t.Errorf("%+v, %+v, together %+v", near.ByDay, near.Change, data.Together.Change)
	}
	if near.More[0] != 0.13 {
		t.Errorf("chance: %v", near.More)
	}
	checkRounded(t, "by day", nil, nil, near.ByDay)
	checkRounded(t, "change", nil, nil, data.Together.Change)
	text, err := json.Marshal(data)
	if err != nil || !strings.Contains(string(text), `"seed":"9223372036854775809"`) {
		t.Errorf("%s (%v)", text, err)
	}
	var page bytes.Buffer
	if err := WriteCampsAhead(&page, r); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(page.String(), "</script><b>") {
		t.Error("a name ends the script")
	}
}

func TestPageOfAForecastOfCampsNeedsDates(t *testing.T) {
	for _, r := range []*camps.Result{
		{Origin: "soon"},
		{Origin: "2030-03-14", Together: camps.Series{Counts: []camps.Count{{Date: "soon"}}}},
		{Origin: "2030-03-14", Camps: []camps.Camp{{Anew: []string{"soon"}}}},
	} {
		if err := WriteCampsAhead(&bytes.Buffer{}, r); err == nil {
			t.Errorf("%+v has a page", r)
		}
	}
}
