package results

import (
	"bufio"
	"encoding/json"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"haven/ensemble"
	"haven/scenario"
)

// placeTotals are the totals shown at a place, by the first kind of figure it has.
var placeTotals = []struct{ measure, by, label string }{
	{"arrivals", "destination", "arrivals"},
	{"departures", "origin", "departures"},
}

// placesGeoJSON draws every place with the period's total of arrivals or
// departures, and under the rule neighbours with who is there at the end; a crossing has the mean of all people let in over its lanes.
func placesGeoJSON(out io.Writer, fig *figures, at *atlas) error {
	type total struct {
		label   string
		figures [6]float64
	}
	totals := map[string]total{}
	for _, t := range placeTotals {
		eachTotal(fig, t.measure, t.by, func(entity string, figures [6]float64) {
			if _, ok := totals[entity]; !ok {
				totals[entity] = total{t.label, figures}
			}
		})
	}
	admitted := map[string]float64{}
	eachTotal(fig, "served_entry", "lane", func(entity string, figures [6]float64) {
		if lane := at.lane[entity]; lane != nil {
			admitted[lane.Place] += figures[0] // means add up, quantiles do not
		}
	})
	staying := atEnd(fig.sum, "stock", "place")
	c := newCollection(out)
	for i := range at.sc.Places {
		p := &at.sc.Places[i]
		c.text("name", p.Name)
		c.text("kind", p.Kind)
		c.text("country", p.Country)
		if p.PCode != "" {
			c.text("pcode", p.PCode)
		}
		if t, ok := totals[p.ID]; ok {
			c.figures(t.label, t.figures)
		}
		if f, ok := staying[p.ID]; ok {
			c.figures("stock_at_end", f)
		}
		if mean, ok := admitted[p.ID]; ok {
			c.figure("served_entry_mean", mean)
		}
		c.feature(p.ID, `"Point","coordinates":`+position(p.Lon, p.Lat))
	}
	return c.end()
}

// atEnd are the figures of the last day of a measure, by entity; none where the
// run does not have it.
func atEnd(sum *ensemble.Summary, measure, by string) map[string][6]float64 {
	i := sum.Layout.Find(measure, by)
	if i < 0 {
		return nil
	}
	s := &sum.Layout.Series[i]
	figures := make(map[string][6]float64, len(s.Entities))
	for e, id := range s.Entities {
		figures[id] = cellFigures(sum.Cell(i, (e+1)*s.Days-1), 0)
	}
	return figures
}

// flowsGeoJSON draws every link with the period's total of people who used it.
func flowsGeoJSON(out io.Writer, fig *figures, at *atlas) error {
	c := newCollection(out)
	eachTotal(fig, "flow", "link", func(entity string, figures [6]float64) {
		from, to := at.ends(entity)
		a, b := at.place[from], at.place[to]
		if a == nil || b == nil {
			return
		}
		c.figures("people", figures)
		c.text("from", from)
		c.text("to", to)
		c.text("mode", at.link[entity].Mode)
		c.feature(entity, line(a, b))
	})
	return c.end()
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

// collection writes a GeoJSON FeatureCollection (RFC 7946), feature by
// feature, with the properties of each sorted by name.
type collection struct {
	out        *bufio.Writer // keeps its first error for Flush
	separator  string
	properties []property // of the next feature
	small      bool       // one of them is left out as too small
}

type property struct{ name, value string }

func newCollection(out io.Writer) *collection {
	c := &collection{out: bufio.NewWriter(out)}
	c.out.WriteString(`{"type":"FeatureCollection","features":[`)
	return c
}

func (c *collection) text(name, s string) {
	c.properties = append(c.properties, property{name, quoted(s)})
}

// figures are the rounded figures of a count: label_mean, label_q05 and so on.
func (c *collection) figures(label string, figures [6]float64) {
	c.figure(label+"_mean", figures[0])
	for i, q := range quantileColumns {
		c.figure(label+"_"+q, figures[1+i])
	}
}

// figure is a rounded figure; where it is above 0 and below 10 it is null and
// flag is small.
func (c *collection) figure(name string, x float64) {
	r := Round(x)
	value := "null"
	if !r.None && !r.Small {
		value = strconv.FormatInt(r.People, 10)
	}
	c.small = c.small || r.Small
	c.properties = append(c.properties, property{name, value})
}

// feature writes a feature with the properties gathered. The geometry is its
// type and what follows.
func (c *collection) feature(id, geometry string) {
	if c.small {
		c.text("flag", FlagSmall)
	}
	slices.SortFunc(c.properties, func(a, b property) int { return strings.Compare(a.name, b.name) })
	for _, s := range [...]string{c.separator, `{"type":"Feature","id":`, quoted(id), `,"geometry":{"type":`, geometry, `},"properties":{`} {
		c.out.WriteString(s)
	}
	for i, p := range c.properties {
		if i > 0 {
			c.out.WriteString(",")
		}
		for _, s := range [...]string{`"`, p.name, `":`, p.value} {
			c.out.WriteString(s)
		}
	}
	c.out.WriteString("}}")
	c.separator, c.small, c.properties = ",", false, c.properties[:0]
}

func (c *collection) end() error {
	c.out.WriteString("]}\n")
	return c.out.Flush()
}

// quoted is a text in JSON.
func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // a text is always JSON
	}
	return string(text)
}

func position(lon, lat float64) string { return "[" + degrees(lon) + "," + degrees(lat) + "]" }

// line is a link as a straight line in degrees, cut in two where it crosses
// the antimeridian, as RFC 7946 (3.1.9) asks for.
func line(a, b *scenario.Place) string {
	start, end := position(a.Lon, a.Lat), position(b.Lon, b.Lat)
	if math.Abs(a.Lon-b.Lon) <= 180 {
		return `"LineString","coordinates":[` + start + "," + end + "]"
	}
	edge := math.Copysign(180, a.Lon)
	lon := b.Lon + 2*edge // b as seen from a, across the edge
	lat := a.Lat
	if lon != a.Lon {
		lat += (b.Lat - a.Lat) * (edge - a.Lon) / (lon - a.Lon)
	}
	return `"MultiLineString","coordinates":[[` + start + "," + position(edge, lat) + "],[" + position(-edge, lat) + "," + end + "]]"
}
