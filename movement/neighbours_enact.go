package movement

import (
	"math"

	"haven/draw"
)

// present is the intensity below which Flee takes a conflict for over.
const present = 1e-6

// enact brings into effect what befalls places today, before anybody
// starts to flee.
func (t *trek) enact(day int, key draw.Key) {
	t.day, t.key = day, key
	t.turn = uint64(key)
	t.harvest = t.h.harvests[day]
	t.before, t.arrived = t.arrived, t.before
	clear(t.arrived)
	clear(t.started)
	clear(t.flow)
	if day == 0 {
		t.begin()
	}
	changed := day == 0
	for _, c := range t.h.weather.kinds[day] {
		t.turnInto(&t.spots[c.place], c.kind)
	}
	if t.h.floods {
		for p := range t.spots {
			t.spots[p].level = math.Trunc(t.h.weather.floods[p][day])
		}
	} else {
		for _, c := range t.h.weather.conflicts[day] {
			changed = t.fight(&t.spots[c.place], c.value) || changed
		}
	}
	if changed || !t.h.quirks.decayLate {
		t.weighOrigins()
	}
}

// become gives a place another kind, with the chance to move on that goes with
// it. Ways end at places and lead on through markers, so reaches change where one comes or goes.
func (t *trek) become(s *spot, k kind) {
	t.remade = t.remade || (s.kind == kindMarker) != (k == kindMarker)
	s.kind, s.moves = k, k
}

// turnInto makes a place one of another kind; when its conflict began is not touched.
func (t *trek) turnInto(s *spot, k kind) {
	t.become(s, k)
	s.town, s.intensity = k == kindTown, -1
	if k == kindConflict {
		s.intensity = math.Trunc(t.h.set.DefaultConflictStrength)
	}
}

// fight gives a place today's intensity and says whether a conflict begins or
// ends. Changes between two intensities above 0 are ignored, as in Flee.
func (t *trek) fight(s *spot, intensity float64) bool {
	before := s.fought
	s.fought = intensity
	switch {
	case intensity > present && (before < present || t.day == 0):
		s.intensity, s.since = intensity, t.day
		s.moves, s.town = kindConflict, false
		return true
	case intensity < present && before >= present:
		s.intensity = -1
		s.moves, s.town = kindTown, true
		return true
	case intensity > present && !t.h.quirks.intensityIgnored:
		s.intensity = intensity
		return true
	}
	return false
}

// decay is how much of a conflict's force is left.
func (t *trek) decay(s *spot) float64 {
	list := t.h.set.ConflictSpawnDecay
	if len(list) == 0 {
		return 1
	}
	i := floorDiv(t.day-s.since, max(1, t.h.set.ConflictDecayInterval))
	return list[min(max(i, 0), len(list)-1)]
}

func floorDiv(a, b int) int {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}

// weighOrigins says how likely each place is where somebody starts to flee.
func (t *trek) weighOrigins() {
	for p := range t.spots {
		s := &t.spots[p]
		w := 0.0
		if s.intensity > 0 {
			w = float64(float64(s.population)*s.intensity) * t.decay(s)
		}
		if t.h.set.StarvationSpawning && t.day >= 1 && (s.intensity > 0 || !t.h.set.ConflictZonesOnly) {
			w += float64(float64(s.population) * t.need(p))
		}
		t.weights[p] = w
	}
}

// need is the share of a place's people in need of food.
func (t *trek) need(p int) float64 {
	if t.h.weather.food == nil {
		return 0
	}
	return t.h.weather.food[p][t.day]
}

// prepare closes and opens ways, and weighs every place, after today's people
// have been born and before anybody moves.
func (t *trek) prepare() {
	t.closeAndOpen()
	t.weighOrigins()
	if t.remade {
		t.lookAround()
	}
	for p := range t.spots {
		s := &t.spots[p]
		score := t.scoreOf(p)
		chance := t.chanceAt(p)
		if score != s.score || t.h.set.FixedRoutes || t.personal() {
			s.score = score
			t.stale(p)
		}
		if chance != s.chance || t.personal() {
			s.chance = chance
			t.forget(p)
		}
		if t.h.set.FixedRoutes {
			t.storeRoutes(p)
		}
		s.capacity += t.h.grounds[p].capacityPerDay
	}
	t.countKin()
}

// personal says whether what people choose depends on who they are or on who
// is where, so that yesterday's tables cannot be trusted.
func (t *trek) personal() bool {
	s := t.h.set
	return t.h.floods || s.MatchCampEthnicity || s.MatchTownEthnicity || s.MatchConflictEthnicity || s.MatchCampReligion || s.UsePopForLocWeight
}

// scoreOf is a place's score of the day, the same for everybody.
func (t *trek) scoreOf(p int) float64 {
	s, g, set := &t.spots[p], &t.h.grounds[p], t.h.set
	x := 1.0
	if g.foreign {
		x = g.economy * set.ForeignWeight
	} else if set.AvoidFoodDeprived && t.day > 0 {
		need := t.need(p)
		x = 1 - float64(need*need)
	}
	if s.kind.isCamp() {
		x *= set.CampWeight
	}
	if s.intensity > 0 {
		x *= draw.Pow(set.ConflictWeight, float64(t.decay(s)*s.intensity))
	}
	if s.kind == kindFlood && s.level > 0 {
		x *= atLevel(set.FloodLocWeights, s.level)
	}
	if s.kind == kindFlood && t.h.forecasts(t.day) {
		x = 0 // Flee reads the forecast's weight under a name that is not there
	}
	return x
}

// chanceAt is the chance to move on from a place for whoever has no route yet.
func (t *trek) chanceAt(p int) float64 {
	s, set := &t.spots[p], t.h.set
	c := t.h.moveChance(s.moves)
	if set.MoveChancePopFactor != 0 && set.MoveChancePopBase > 0 {
		c *= draw.Pow(float64(max(s.population, s.capacity))/set.MoveChancePopBase, set.MoveChancePopFactor)
	}
	if set.FleeWhenStarving {
		need := t.need(p)
		c = need + float64((1-need)*c)
	}
	if t.h.floods && s.level > 0 && len(set.FloodMoveChances) > 0 {
		c = atLevel(set.FloodMoveChances, s.level)
	}
	return c
}

// countKin counts, by place, whom rules compare people with: those of the same
// ethnicity or religion, over the population.
func (t *trek) countKin() {
	set := t.h.set
	if !set.MatchCampReligion && !set.MatchCampEthnicity && !set.MatchTownEthnicity && !set.MatchConflictEthnicity {
		return
	}
	classes := t.h.people.classes
	for p := range t.spots {
		crowd := float64(t.spots[p].population)
		if crowd < 1 {
			crowd = nobodyLives
		}
		here := make([]int64, len(classes))
		for c := range classes {
			here[c] = t.stay[t.cell(c, p)].total() + t.sunk[t.cell(c, p)]
		}
		for i := range t.routed[p] {
			here[t.routed[p][i].class] += t.routed[p][i].total()
		}
		for c := range classes {
			kin, faith := int64(0), int64(0)
			for d := range classes {
				if classes[d].ethnicity == classes[c].ethnicity {
					kin += here[d]
				}
				if classes[d].religion == classes[c].religion {
					faith += here[d]
				}
			}
			t.kin[t.cell(c, p)], t.faith[t.cell(c, p)] = float64(kin)/crowd, float64(faith)/crowd
		}
	}
}

// nobodyLives is what Flee divides by where the population is below 1.
const nobodyLives = 1e8
