package results

import (
	"encoding/json"
	"math"
	"slices"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/geojson"

	"haven/scenario"
)

// placeTotals are the totals shown at a place, by the first kind of figure it has.
var placeTotals = []struct{ measure, by, label string }{
	{"arrivals", "destination", "arrivals"},
	{"departures", "origin", "departures"},
}

// placesGeoJSON draws every place with the period's total of arrivals or
// departures; a crossing has the mean of all people let in over its lanes.
func placesGeoJSON(fig *figures, at *atlas) ([]byte, error) {
	totals := map[string]map[string]any{}
	for _, t := range placeTotals {
		eachTotal(fig, t.measure, t.by, func(entity string, figures [6]float64) {
			if totals[entity] == nil {
				totals[entity] = countProperties(t.label, figures)
			}
		})
	}
	admitted := map[string]float64{}
	eachTotal(fig, "served_entry", "lane", func(entity string, figures [6]float64) {
		if lane := at.lane[entity]; lane != nil {
			admitted[lane.Place] += figures[0] // means add up, quantiles do not
		}
	})
	out := geojson.FeatureCollection{Features: []*geojson.Feature{}}
	for i := range at.sc.Places {
		p := &at.sc.Places[i]
		properties := map[string]any{"name": p.Name, "kind": p.Kind, "country": p.Country}
		if p.PCode != "" {
			properties["pcode"] = p.PCode
		}
		for k, v := range totals[p.ID] {
			properties[k] = v
		}
		if mean, ok := admitted[p.ID]; ok {
			setRounded(properties, "served_entry_mean", mean)
		}
		out.Features = append(out.Features, &geojson.Feature{ID: p.ID, Geometry: geom.NewPointFlat(geom.XY, []float64{p.Lon, p.Lat}), Properties: properties})
	}
	return marshal(&out)
}

// flowsGeoJSON draws every link with the period's total of people who used it.
func flowsGeoJSON(fig *figures, at *atlas) ([]byte, error) {
	out := geojson.FeatureCollection{Features: []*geojson.Feature{}}
	eachTotal(fig, "flow", "link", func(entity string, figures [6]float64) {
		from, to := at.ends(entity)
		a, b := at.place[from], at.place[to]
		if a == nil || b == nil {
			return
		}
		properties := countProperties("people", figures)
		properties["from"], properties["to"] = from, to
		properties["mode"] = at.link[entity].Mode
		out.Features = append(out.Features, &geojson.Feature{ID: entity, Geometry: line(a, b), Properties: properties})
	})
	return marshal(&out)
}

func marshal(c *geojson.FeatureCollection) ([]byte, error) {
	text, err := json.Marshal(c)
	return append(text, '\n'), err
}

func eachTotal(fig *figures, measure, by string, f func(entity string, figures [6]float64)) {
	sum := fig.sum
	i := sum.Layout.Find(measure+totalSuffix, by)
	if i < 0 {
		return
	}
	s := &sum.Layout.Series[i]
	stats := fig.all(i)
	for e, entity := range s.Entities {
		f(entity, cellFigures(stats, e))
	}
}

// countProperties are the rounded figures of a count: label_mean, label_q05 and
// so on; where one is above 0 and below 10 it is null and flag is small.
func countProperties(label string, figures [6]float64) map[string]any {
	properties := map[string]any{}
	for i, name := range append([]string{"mean"}, quantileColumns[:]...) {
		setRounded(properties, label+"_"+name, figures[i])
	}
	return properties
}

func setRounded(properties map[string]any, name string, x float64) {
	r := Round(x)
	if r.None || r.Small {
		properties[name] = nil
		if r.Small {
			properties["flag"] = FlagSmall
		}
		return
	}
	properties[name] = r.People
}

// line is a link as a straight line in degrees, cut in two where it crosses
// the antimeridian, as RFC 7946 (3.1.9) asks for.
func line(a, b *scenario.Place) geom.T {
	if math.Abs(a.Lon-b.Lon) <= 180 {
		return geom.NewLineStringFlat(geom.XY, []float64{a.Lon, a.Lat, b.Lon, b.Lat})
	}
	edge := math.Copysign(180, a.Lon)
	lon := b.Lon + 2*edge // b as seen from a, across the edge
	lat := a.Lat
	if lon != a.Lon {
		lat += (b.Lat - a.Lat) * (edge - a.Lon) / (lon - a.Lon)
	}
	flat := slices.Concat([]float64{a.Lon, a.Lat, edge, lat}, []float64{-edge, lat, b.Lon, b.Lat})
	return geom.NewMultiLineStringFlat(geom.XY, flat, []int{4, 8})
}
