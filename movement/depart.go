package movement

import (
	"math"

	"haven/draw"
)

// depart draws who leaves home today, who is summoned and who is sent.
func (r *run) depart() {
	if r.local != nil {
		r.local.depart()
		return
	}
	clear(r.leaving)
	if len(r.m.sc.Departures) > 0 {
		r.departByTable()
		return
	}
	mood := r.mood(forNation, 0, r.m.sc.Parameters.NationDispersion) * r.eagerness()
	r.feelShocks()
	r.listCalled()
	r.shareQuota()
	for o := range r.m.origins {
		local := mood * r.mood(forOrigin, r.m.ids.place[r.m.origins[o]], r.m.sc.Parameters.OriginDispersion)
		summons := 0.0
		if reg := r.m.regionOf[o]; reg != none {
			summons = r.summons[reg]
		}
		for _, g := range r.m.homes {
			r.departCell(o, g, local, summons)
		}
	}
}

// listCalled notes which groups are at risk of a summons today.
func (r *run) listCalled() {
	for _, g := range r.m.homes {
		r.called[g] = r.m.canBeCalledUp(r.e, g)
	}
}

// departByTable lets leave whom departures.csv names, as far as they are there.
func (r *run) departByTable() {
	m := r.m
	today := r.date()
	for i := range m.sc.Departures {
		d := &m.sc.Departures[i]
		if d.Date != today {
			continue
		}
		for o, node := range m.origins {
			if m.sc.Places[node].ID != d.Origin {
				continue
			}
			for g := range m.sc.Groups {
				if m.sc.Groups[g].ID == d.Group {
					n := int64(math.Floor(float64(d.People)*m.scale/float64(m.partySize(g)) + 0.5))
					r.leave(o, g, min(n, r.home[o*len(m.sc.Groups)+g]))
				}
			}
		}
	}
}

// mood is a gamma draw with mean 1 that everybody it concerns shares.
func (r *run) mood(purpose, situation uint64, variance float64) float64 {
	if variance <= 0 {
		return 1
	}
	s := r.stream(situation, purpose)
	return s.Gamma(1, variance)
}

// shareQuota counts those at risk of a summons in each region.
func (r *run) shareQuota() {
	clear(r.atRisk)
	if len(r.m.regions) == 0 {
		return
	}
	ng := len(r.m.sc.Groups)
	for o, reg := range r.m.regionOf {
		if reg == none {
			continue
		}
		for _, g := range r.m.homes {
			if r.called[g] {
				r.atRisk[reg] += r.home[o*ng+g]
			}
		}
	}
	announced, _ := r.m.quota(r.e)
	for i := range r.atRisk {
		due := math.Max(0, float64(announced*r.m.scale*r.m.regions[i].due[r.day])-float64(r.calledUp[i]))
		r.summons[i] = summonsHazard(due, float64(r.atRisk[i]))
	}
}

// summonsHazard is m = -log(1 - p), where p is what is due over those at risk.
func summonsHazard(due, atRisk float64) float64 {
	if due <= 0 || atRisk <= 0 {
		return 0
	}
	return -draw.Log(1 - math.Min(due/atRisk, 0.999))
}

// feelShocks computes, for every group, the part of the hazard L that shocks
// without a region of their own bring today; the others stay apart.
func (r *run) feelShocks() {
	m := r.m
	clear(r.pressure)
	r.localShocks = r.localShocks[:0]
	for i := range m.shocks {
		s := &m.shocks[i]
		row := &m.sc.Shocks[s.row]
		a := strength(row, r.date())
		if a == 0 {
			continue
		}
		if s.origins != nil {
			r.localShocks = append(r.localShocks, localShock{int32(i), a})
			continue
		}
		for g, reached := range s.groups {
			if reached {
				r.pressure[g] += float64(a * r.answers(row.AnswersToQuota, g))
			}
		}
	}
}

// localShock is a shock that reaches some origins only, with its strength today.
type localShock struct {
	shock    int32
	strength float64
}

// hazard is L of DESIGN's departures without v: what makes group g of origin o
// want to leave today.
func (r *run) hazard(o, g int, mood float64) float64 {
	total := r.pressure[g]
	for _, l := range r.localShocks {
		if s := &r.m.shocks[l.shock]; s.groups[g] && s.origins[o] {
			total += float64(l.strength * r.answers(r.m.sc.Shocks[s.row].AnswersToQuota, g))
		}
	}
	return mood * total
}

// answers is b_gk: how strongly a group takes a shock that answers to the quota.
func (r *run) answers(answer float64, g int) float64 {
	if answer <= 0 {
		return 1
	}
	announced, reference := r.m.quota(r.e)
	if reference <= 0 {
		return r.m.believesLiable(r.e, g)
	}
	return r.m.believesLiable(r.e, g) * (1 - answer + float64(answer*announced/reference))
}

// departCell lets the people of one group in one origin leave, be summoned or
// stay: competing risks with the hazards L and m.
func (r *run) departCell(o, g int, mood, summons float64) {
	m := r.m
	cell := o*len(m.sc.Groups) + g
	raw := r.hazard(o, g, mood)
	if r.awaiting[cell] > 0 {
		r.departSummoned(cell, o, g, raw)
	}
	n := r.home[cell]
	if !r.called[g] {
		summons = 0
	}
	if n == 0 || raw+summons <= 0 {
		return
	}
	s := r.stream(m.base[cell].key, forLeaving)
	if s.Stay(n, raw+summons) {
		return // nobody would go even if v were 1, so v need not be known
	}
	leave := 0.0
	if raw > 0 {
		leave = float64(raw * r.chanceToGo(o, g))
	}
	moved := s.Exits(n, leave+summons)
	if moved == 0 {
		return
	}
	left := moved
	if summons > 0 {
		t := r.stream(m.base[cell].key, forSummons)
		left = t.Successes(moved, leave/(leave+summons))
	}
	r.leave(o, g, left)
	r.summon(cell, o, g, moved-left)
}

// chance is v = W/(W + e^stay) from log W.
func chance(logW, stay float64) float64 {
	if math.IsInf(logW, -1) {
		return 0
	}
	return 1 / (1 + draw.Exp(stay-logW))
}

// chanceToGo is v of a group at an origin.
func (r *run) chanceToGo(o, g int) float64 {
	t := r.homeTable(o, g)
	if r.going[t] < 0 {
		r.going[t] = r.chanceAtHome(t)
	}
	return r.going[t]
}

// chanceAtHome is v of a table, with log W taken apart: what a day changes is
// a sum, what it does not is a power computed before.
func (r *run) chanceAtHome(t int32) float64 {
	stay := float64(r.stayWeight[r.m.tables[t].class] * r.m.referenceWeight[t])
	if r.m.sc.Rule == "fixed" || stay == 0 || math.IsInf(stay, 1) || stay != stay {
		return chance(r.logWAtHome(t), r.m.stay)
	}
	w := r.weightAtHome(t)
	return w / (w + stay)
}

// homeTable is the table that a group at an origin looks at.
func (r *run) homeTable(o, g int) int32 {
	return r.tableAt(r.m.origins[o], r.m.kept[r.m.keptOf[g]].class)
}

// logWAtHome is log W of the options of those with and without a car, mixed by
// how many have one.
func (r *run) logWAtHome(t int32) float64 {
	return r.logW(t, r.weightAtHome(t))
}

func (r *run) weightAtHome(t int32) float64 {
	share := r.m.sc.Parameters.CarShare
	return float64(share*r.totalCar[t]) + float64((1-share)*r.totalNo[t])
}

// leave takes n parties of a group from home.
func (r *run) leave(o, g int, n int64) {
	if n == 0 {
		return
	}
	m := r.m
	r.home[o*len(m.sc.Groups)+g] -= n
	r.leaving[o*len(m.kept)+int(m.keptOf[g])] += n
	r.rec.add(r.rec.departures, o, n*m.partySize(g))
}

func (r *run) summon(cell, o, g int, n int64) {
	if n == 0 {
		return
	}
	r.home[cell] -= n
	r.summoned[cell*r.sentAfter] += n
	r.awaiting[cell] += n
	r.calledUp[r.m.regionOf[o]] += n
	r.rec.add(r.rec.summoned, o, n)
}

// departSummoned sends those whose days are over - the liable member to the
// front, the rest of the party left behind - and lets others among the summoned
// leave, who fear the penalty: how many is drawn once for all who differ only
// in the day of the summons.
func (r *run) departSummoned(cell, o, g int, raw float64) {
	m := r.m
	ages := r.summoned[cell*r.sentAfter : (cell+1)*r.sentAfter]
	waiting := r.awaiting[cell]
	if due := ages[r.sentAfter-1]; due > 0 {
		waiting -= due
		size := m.partySize(g)
		r.front += due
		r.tally.leftBehind += due * (size - 1)
		r.rec.add(r.rec.sent, o, due)
		r.rec.add(r.rec.leftBehind, o, due*(size-1))
	}
	copy(ages[1:], ages[:r.sentAfter-1])
	ages[0] = 0
	r.awaiting[cell] = waiting
	if raw <= 0 || waiting == 0 {
		return
	}
	stay := m.stay + m.level(r.e.penalty[g], 0)
	s := r.stream(m.base[cell].key, forSummoned)
	if s.Stay(waiting, raw) {
		return
	}
	n := s.Exits(waiting, raw*chance(r.logWAtHome(r.homeTable(o, g)), stay))
	r.awaiting[cell] -= n
	r.leaving[o*len(m.kept)+int(m.keptOf[g])] += n
	r.rec.add(r.rec.departures, o, n*m.partySize(g))
	for a := range ages {
		if n == 0 {
			return
		}
		x := n
		if ages[a] < waiting {
			x = s.Hypergeometric(ages[a], waiting-ages[a], n)
		}
		waiting -= ages[a]
		ages[a] -= x
		n -= x
	}
}
