package reference

import (
	"math"

	"haven/internal/calendar"
	"haven/scenario"
)

func dayOf(d int) calendar.Date { return calendar.Date(d) }

// rules are what the policies of a day are worth.
type rules struct {
	open       []bool    // by lane
	laneFactor []float64 // transport
	linkFactor []float64
	entry      [][]float64 // by leg and group: chance of admission
	asylum     [][]float64 // by destination and group
	exit       [][]float64 // by lane and group: chance of being on the list
	deterrent  [][]float64 // by lane and group
	usual      []float64   // by lane
	attraction [][]float64 // A by destination and group
	penalty    []float64   // by group
	believes   []float64   // c_g
	summonable []bool
	quota, ref float64
	surrender  float64
}

// about is what a policy may concern.
type about struct {
	owner, country, lane string
	ids                  [2]string // place, link
}

// worth is the level of the policy of an instrument that decides for a group:
// the one that names the place most closely, then the one with most conditions.
func (w *World) worth(d int, instrument string, g *scenario.Group, usual bool, at about, otherwise float64) float64 {
	today := w.sc.Period.From + dayOf(d)
	rank, value := -1, otherwise
	for i := range w.sc.Policies {
		p := &w.sc.Policies[i]
		if p.AppliesTo.UsualTravel() != usual || (!usual && p.Instrument != instrument) {
			continue
		}
		if (p.DateFrom.Given() && today < p.DateFrom) || (p.DateTo.Given() && today > p.DateTo) {
			continue
		}
		if g != nil && !p.AppliesTo.Selects(g) {
			continue
		}
		near := -1
		switch {
		case p.At == "" && p.Actor == at.owner:
			near = 0
		case p.At == "":
		case p.At == at.lane:
			near = 4
		case p.At == at.ids[0] || p.At == at.ids[1]:
			near = 3
		case p.At == at.country:
			near = 1
		}
		if r := near*1000 + len(p.AppliesTo); near >= 0 && r > rank {
			rank, value = r, scenario.Level(p.Instrument, p.Stance, p.Value)
		}
	}
	return value
}

func (w *World) rulesOn(d int) rules {
	var r rules
	sc := w.sc
	today := sc.Period.From + dayOf(d)
	r.exit, r.deterrent = make([][]float64, len(sc.Crossings)), make([][]float64, len(sc.Crossings))
	for i := range sc.Crossings {
		c := &sc.Crossings[i]
		at := about{owner: c.FromCountry, country: c.ToCountry, lane: c.ID, ids: [2]string{c.Place, "-"}}
		f := w.worth(d, "transport", nil, false, at, 1)
		r.laneFactor = append(r.laneFactor, f)
		r.open = append(r.open, f > 0 && (!c.DateFrom.Given() || c.DateFrom <= today) && (!c.DateTo.Given() || today <= c.DateTo))
		for g := range sc.Groups {
			r.exit[i] = append(r.exit[i], w.worth(d, "exit", &sc.Groups[g], false, at, 0))
			r.deterrent[i] = append(r.deterrent[i], w.worth(d, "deterrent", &sc.Groups[g], false, at, 0))
		}
		at.owner = c.ToCountry
		r.usual = append(r.usual, w.worth(d, "", nil, true, at, 1))
	}
	for i := range sc.Links {
		at := about{owner: "-", lane: "-", ids: [2]string{"-", sc.Links[i].ID}, country: sc.Places[w.net.Node(sc.Links[i].To)].Country}
		r.linkFactor = append(r.linkFactor, w.worth(d, "transport", nil, false, at, 1))
	}
	r.entry = make([][]float64, len(w.net.Legs))
	for l := range w.net.Legs {
		leg := &w.net.Legs[l]
		p := &sc.Places[w.net.Destinations[leg.Destination]]
		at := about{owner: p.Country, country: p.Country, lane: "-", ids: [2]string{p.ID, "-"}}
		if leg.Lane != none {
			at.lane, at.ids[0] = sc.Crossings[leg.Lane].ID, sc.Crossings[leg.Lane].Place
		}
		for g := range sc.Groups {
			r.entry[l] = append(r.entry[l], math.Max(w.worth(d, "entry", &sc.Groups[g], false, at, 1), w.worth(d, "visa", &sc.Groups[g], false, at, 0)))
		}
	}
	w.attract(d, &r)
	w.callUps(d, &r)
	return r
}

// attract computes the asylum stances and A.
func (w *World) attract(d int, r *rules) {
	sc := w.sc
	for dest, node := range w.net.Destinations {
		p := &sc.Places[node]
		at := about{owner: p.Country, country: p.Country, lane: "-", ids: [2]string{p.ID, "-"}}
		var asylum, attraction []float64
		for g := range sc.Groups {
			group := &sc.Groups[g]
			level := w.worth(d, "asylum", group, false, at, 0)
			a, best := w.p.WeightAsylum*level, 0.0
			for l := range w.net.Legs {
				if w.net.Legs[l].Destination == int32(dest) {
					best = math.Max(best, r.entry[l][g])
				}
			}
			a += w.p.WeightEntry * best
			for _, pull := range sc.Pulls {
				if (pull.Destination == p.ID || pull.Destination == p.Country) && pull.AppliesTo.Selects(group) {
					switch pull.Term {
					case "stay_days":
						a += w.p.WeightStayDays * math.Min(pull.Value, 365) / 365
					case "ties":
						a += w.p.WeightTies * pull.Value
					case "living":
						a += w.p.WeightLiving * pull.Value
					case "protection":
						a += w.p.WeightProtect * pull.Value
					}
				}
			}
			asylum, attraction = append(asylum, level), append(attraction, a)
		}
		r.asylum, r.attraction = append(r.asylum, asylum), append(r.attraction, attraction)
	}
}

// callUps finds the quota announced and who believes to be liable.
func (w *World) callUps(d int, r *rules) {
	sc := w.sc
	today := sc.Period.From + dayOf(d)
	r.ref = w.p.QuotaReference
	var first calendar.Date
	for i := range sc.Policies {
		p := &sc.Policies[i]
		now := (!p.DateFrom.Given() || p.DateFrom <= today) && (!p.DateTo.Given() || today <= p.DateTo)
		switch p.Instrument {
		case "callup":
			if now {
				r.quota += scenario.Level(p.Instrument, p.Stance, p.Value)
			}
			if w.p.QuotaReference <= 0 && p.Value > 0 && (r.ref == 0 || p.DateFrom < first) {
				first, r.ref = p.DateFrom, p.Value
			}
		case "surrender":
			if now {
				r.surrender = scenario.Level(p.Instrument, p.Stance, p.Value)
			}
		}
	}
	for g := range sc.Groups {
		group := &sc.Groups[g]
		all := about{owner: w.home()}
		r.penalty = append(r.penalty, w.worth(d, "penalty", group, false, all, 0))
		distrust := w.worth(d, "exemption", group, false, all, 1) // withdrawn: 1; none granted: 1
		switch group.Callup {
		case "liable":
			r.believes, r.summonable = append(r.believes, 1), append(r.summonable, true)
		case "exempt":
			r.believes, r.summonable = append(r.believes, distrust), append(r.summonable, w.unprotected(d, group))
		default:
			r.believes, r.summonable = append(r.believes, 0), append(r.summonable, false)
		}
	}
}

// unprotected says whether an exempt group has no exemption in force.
func (w *World) unprotected(d int, g *scenario.Group) bool {
	today := w.sc.Period.From + dayOf(d)
	free := true
	conditions := -1
	for i := range w.sc.Policies {
		p := &w.sc.Policies[i]
		if p.Instrument == "exemption" && p.AppliesTo.Selects(g) && (!p.DateFrom.Given() || p.DateFrom <= today) &&
			(!p.DateTo.Given() || today <= p.DateTo) && len(p.AppliesTo) > conditions {
			conditions, free = len(p.AppliesTo), p.Stance == "withdrawn"
		}
	}
	return free
}

// claimable says whether protection can be asked for at a leg's border and the
// destination hears the claim.
func (w *World) claimable(r *rules, leg, group int32) bool {
	l := &w.net.Legs[leg]
	return l.Lane != none && !w.lanes[l.Lane].boarding && w.p.ClaimsAtBorder > 0 && r.asylum[l.Destination][group] > 0
}

// everOffered says whether a leg lets a group in on any day.
func (w *World) everOffered(leg, group int32) bool {
	for d := range w.rules {
		r := &w.rules[d]
		if lane := w.net.Legs[leg].Lane; lane != none && r.laneFactor[lane] <= 0 {
			continue
		}
		if r.entry[leg][group] > 0 || w.claimable(r, leg, group) {
			return true
		}
	}
	return false
}
