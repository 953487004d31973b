package report

import (
	"errors"
	"math"
	"slices"
	"strings"

	"haven/results"
)

// countries are the countries people reach, in the order of the table.
func (b *book) countries() []Country {
	ids := []string{}
	for _, measure := range []string{"arrivals", "entries"} {
		if d := b.table(measure, "country"); d != nil {
			for _, id := range d.Entities {
				if id != "" && !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
			}
		}
	}
	list := []Country{}
	for _, id := range ids {
		c := Country{
			ID: id, Arrivals: b.total("arrivals", "country", id), ArrivalsPeak: b.peak("arrivals", "country", id, b.count()),
			ArrivalsByDay: b.daily("arrivals", "country", id, b.count()), EntriesByDay: b.daily("entries", "country", id, b.count()),
			CitizensByDay:      b.daily("entries_citizens", "country", id, b.count()),
			Entries:            b.total("entries", "country", id),
			ApplicationsBorder: b.total("applications_border", "country", id),
			ApplicationsInland: b.total("applications_inland", "country", id),
			ClaimsRefused:      b.total("claims_refused", "country", id),
			ByCallup:           b.byCallup(id),
		}
		for _, stock := range []string{"stock", "stock_country"} {
			if d := b.table(stock, "country"); d != nil && c.StockAtEnd == nil {
				if of, ok := d.Of(id); ok {
					c.StockAtEnd = last(of, b.count())
				}
			}
		}
		list = append(list, c)
	}
	return list
}

// byCallup are a country's arrivals by what is kept of the group: by country
// of arrival only, never by crossing.
func (b *book) byCallup(country string) []Callup {
	list := []Callup{}
	for _, measure := range []string{"arrivals_by_callup", "arrivals"} {
		d := b.table(measure, "country_callup")
		if d == nil || len(list) > 0 {
			continue
		}
		for _, entity := range d.Entities {
			at, callup, _ := strings.Cut(entity, "/")
			if at != country {
				continue
			}
			if f := b.total(measure, "country_callup", entity); f != nil {
				list = append(list, Callup{callup, *f})
			}
		}
	}
	return list
}

// flows are the links that somebody used, ten people at least in nine of ten
// members' highest count: thinner ones say nothing on a map.
func (b *book) flows() []Flow {
	list := []Flow{}
	d := b.table("flow", "link")
	if d == nil {
		return list
	}
	for e, id := range d.Entities {
		from, to, mode, ok := b.ends(id)
		f := b.total("flow", "link", id)
		if !ok || f == nil || f.Q95 < 10 {
			continue
		}
		list = append(list, Flow{id, from, to, mode, *f, each(d.Entity(e).Q50, b.count())})
	}
	return list
}

func (b *book) lanes() []Lane {
	list := []Lane{}
	served := b.table("served_entry", "lane")
	for i := range b.sc.Crossings {
		c := &b.sc.Crossings[i]
		l := Lane{
			ID: c.ID, Place: c.Place, Lane: c.Lane, From: c.FromCountry, To: c.ToCountry,
			Served: b.total("served_entry", "lane", c.ID), QueuePeak: b.peak("queue", "lane", c.ID, b.count()),
			WaitPeak: b.peak("wait_experienced", "lane", c.ID, whole),
		}
		if served != nil {
			if of, ok := served.Of(c.ID); ok {
				l.ServedByDay = each(of.Q50, b.count())
			}
		}
		// Charts are drawn for lanes with a queue worth the name.
		if l.QueuePeak != nil && l.QueuePeak.Height.Q95 >= 50 {
			l.Queue, l.Wait = b.daily("queue", "lane", c.ID, b.count()), b.daily("wait_experienced", "lane", c.ID, whole)
		}
		if l.Served != nil && l.Served.Q95 > 0 || l.Queue != nil {
			list = append(list, l)
		}
	}
	return list
}

func (b *book) services() []Service {
	list := []Service{}
	sold, offered, fare := b.table("seats_sold", "service"), b.table("seats_offered", "service"), b.table("fare", "service")
	if sold == nil || offered == nil {
		return list
	}
	for e, id := range sold.Entities {
		from, to, mode, ok := b.ends(id)
		onOffer, known := offered.Of(id)
		total := b.total("seats_sold", "service", id)
		if !ok || !known || total == nil || total.Q95 == 0 {
			continue
		}
		of := sold.Entity(e)
		s := Service{
			ID: id, From: from, To: to, Mode: mode, Offered: each(onOffer.Q50, b.count()), Sold: *band(of, b.count()), SoldTotal: total,
			SoldOutDays: soldOut(of, onOffer), FarePeak: b.peak("fare", "service", id, dollars),
		}
		if fare != nil {
			if f, ok := fare.Of(id); ok {
				s.Fare = band(f, dollars)
			}
		}
		list = append(list, s)
	}
	return list
}

// soldOut counts the days on which the median member sells every seat there is.
func soldOut(sold, offered results.Band) int {
	n := 0
	for d, seats := range offered.Q50 {
		if seats > 0 && sold.Q50[d] >= seats {
			n++
		}
	}
	return n
}

func (b *book) observations() []Observation {
	rows, err := b.run.Observations()
	b.err = errors.Join(b.err, err)
	list := make([]Observation, 0, len(rows))
	for i := range rows {
		r := &rows[i]
		o := Observation{
			ID: r.ID, From: day(r.DateFrom), To: day(r.DateTo), Place: r.Place, PlaceName: b.nameOf(r.Place), Country: r.Country,
			Measure: r.Measure, Kind: r.Kind, Unit: r.Unit, Whose: r.Whose, Scope: r.Scope, Value: Number(r.Value),
			Low: Number(r.Low), High: Number(r.High), Partner: r.Partner, How: r.How, NotCompared: r.Reason,
			Inside: r.Inside90, Ratio: ratio(r.Ratio), Evidence: cited(r.Evidence),
		}
		if r.Reason == "" {
			f := figure(r.Simulated, scaleOf(r.Unit))
			o.Simulated = &f
		}
		list = append(list, o)
	}
	return list
}

// ratio keeps two figures: more would give the rounded count away.
func ratio(x float64) Number {
	if math.IsNaN(x) || x == 0 || math.IsInf(x, 0) {
		return Number(x)
	}
	unit := math.Pow(10, math.Floor(math.Log10(math.Abs(x)))-1)
	return Number(math.Round(x/unit) * unit)
}

// nameOf names what an observation is about. It is empty for a country, which
// the page names itself.
func (b *book) nameOf(id string) string {
	for i := range b.sc.Crossings {
		c := &b.sc.Crossings[i]
		if c.ID == id && b.place[c.Place] != nil {
			if c.Lane == "all" {
				return b.place[c.Place].Name
			}
			return b.place[c.Place].Name + " (" + c.Lane + ")"
		}
	}
	if p := b.place[id]; p != nil {
		return p.Name
	}
	if from, to, _, ok := b.ends(id); ok && b.place[from] != nil && b.place[to] != nil {
		return b.place[from].Name + " – " + b.place[to].Name
	}
	return ""
}

// scaleOf rounds a simulated figure of an observation: counts of people and
// seats as all counts, everything else to a tenth.
func scaleOf(unit string) scale {
	if strings.HasPrefix(unit, "people") || unit == "seats" {
		return people
	}
	return func(x float64) Number { return Number(math.Round(x*10) / 10) }
}
