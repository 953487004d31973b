package movement

import (
	"fmt"
	"math"

	"haven/draw"
)

// begin puts those who are somewhere on the first day in their places.
func (t *trek) begin() {
	h := t.h
	for _, p := range h.outputs {
		if h.set.EmptyCampsOnDay0 {
			break
		}
		n := h.grounds[p].initial
		if h.set.InsertDay0 {
			n += h.grounds[p].registered
		}
		t.bear(int(p), n)
	}
	for _, r := range h.people.first {
		t.appear(int(r.place), int(r.class), r.n)
	}
	clear(t.started) // they have not set out today
}

// depart lets those start to flee whom registrations, conflicts or floods ask for.
func (t *trek) depart() {
	set := t.h.set
	switch {
	case set.FloodSpawning():
		t.driven(set.FloodDrivenSpawning, func(p int) (rate, intensity float64) {
			if t.spots[p].level <= 0 {
				return 0, 0
			}
			rate = valueAt(set.DisplacedPerFloodDay, t.spots[p].level)
			if set.FloodDrivenSpawning == "poisson" {
				rate = math.Trunc(rate)
			}
			return rate, 1
		})
	case set.ConflictDrivenSpawning != "none":
		t.driven(set.ConflictDrivenSpawning, func(p int) (rate, intensity float64) {
			if t.spots[p].intensity <= 0 {
				return 0, 0
			}
			return set.DisplacedPerConflictDay, t.spots[p].intensity
		})
	default:
		t.departRegistered()
	}
}

// driven lets so many start to flee from every place as its conflict or flood
// drives out. Of newcomers it says where they come from, and not how many they are.
func (t *trek) driven(mode string, at func(p int) (rate, intensity float64)) {
	if t.newcomers != nil {
		for p := range t.spots {
			rate, intensity := at(p)
			t.weights[p] = max(0, rate) * max(0, intensity)
			if mode == "pop_ratio" {
				t.weights[p] *= float64(t.spots[p].population)
			}
		}
		t.spread(max(0, t.newcomers(t.day)) + t.owed)
		return
	}
	for p := range t.spots {
		rate, intensity := at(p)
		if rate <= 0 || intensity <= 0 {
			continue
		}
		n := int64(0)
		switch mode {
		case "constant":
			n = int64(math.Min(float64(rate*intensity), float64(draw.MaxCount/t.h.scale))) * t.h.scale
		case "pop_ratio":
			n = int64(math.Min(float64(rate*float64(t.spots[p].population)*intensity), float64(draw.MaxCount)))
		case "poisson":
			s := t.key.With(t.h.grounds[p].key).With(forLeaving).Stream()
			n = s.Poisson(math.Min(float64(rate*intensity)*float64(t.h.scale), float64(draw.MaxCount)))
		}
		t.flee(p, n)
	}
}

// departRegistered spreads the newly displaced of the day over the places of
// conflict by their weight.
func (t *trek) departRegistered() {
	h := t.h
	if t.day == 0 && h.set.InsertDay0 && !h.set.EmptyCampsOnDay0 && h.quirks.initialTwice {
		for p := range t.spots {
			if s := &t.spots[p]; s.capacity > 0 {
				s.capacity -= h.grounds[p].registered
			}
		}
	}
	n := h.newly[t.day]*h.scale + t.owed
	if t.newcomers != nil {
		n = max(0, t.newcomers(t.day)) + t.owed
	}
	t.spread(n)
}

// spread lets n people start to flee, from places by their weight. Where none has any they are owed.
func (t *trek) spread(n int64) {
	if n <= 0 {
		return
	}
	total := 0.0
	for _, w := range t.weights {
		total += w
	}
	if !(total > 0) {
		t.owed = n
		return
	}
	t.owed = 0
	h := t.h
	t.born = sized(t.born, len(t.weights))
	if len(t.ids) == 0 {
		for p := range h.grounds {
			t.ids = append(t.ids, h.grounds[p].key)
		}
	}
	draw.Multinomial(t.key.With(forLeaving), n, t.weights, t.ids, t.born)
	for p, k := range t.born {
		t.flee(p, k)
	}
}

// flee lets n people start to flee from a place.
func (t *trek) flee(place int, n int64) {
	if t.h.set.TakeFromPopulation {
		t.spots[place].population = max(0, t.spots[place].population-n)
	}
	t.bear(place, n)
}

// bear makes n people at a place: of classes as they are among those born there.
func (t *trek) bear(place int, n int64) {
	if n <= 0 {
		return
	}
	weights := t.h.people.born
	if weights == nil {
		t.appear(place, 0, n)
		return
	}
	picks := sized(t.tally, len(weights[place]))
	t.tally = picks
	ids := make([]uint64, len(picks))
	for c := range ids {
		ids[c] = t.h.people.classes[c].key
	}
	draw.Multinomial(t.key.With(t.h.grounds[place].key).With(forClass), n, weights[place], ids, picks)
	for c, k := range picks {
		t.appear(place, c, k)
	}
}

// appear puts people of a class at a place.
func (t *trek) appear(place, class int, n int64) {
	if n == 0 {
		return
	}
	t.spots[place].people += n
	t.total += n
	t.started[place] += n
	t.stay[t.cell(class, place)].n[0] += n
}

// goHarvest counts those at a place where they were born, as long as the harvest lasts.
func (t *trek) goHarvest(place int) {
	for c := range t.h.people.classes {
		i := t.cell(c, place)
		here := t.stay[i].total()
		for j := range t.routed[place] {
			if b := &t.routed[place][j]; int(b.class) == c {
				here += b.total()
			}
		}
		t.countAtBirth(c, place, here-t.away[i])
	}
}

// countAtBirth counts n people of a class who are at a place where they were born.
func (t *trek) countAtBirth(class, place int, n int64) {
	birth := t.h.people.classes[class].birth
	if birth == none {
		return
	}
	t.spots[place].people -= n
	t.spots[birth].people += n
	t.away[t.cell(class, place)] += n
}

// comeFromHarvest counts people of a class where they are again.
func (t *trek) comeFromHarvest(class, place int) {
	i := t.cell(class, place)
	if n := t.away[i]; n > 0 {
		t.spots[place].people += n
		t.spots[t.h.people.classes[class].birth].people -= n
		t.away[i] = 0
	}
}

// verify checks that nobody is lost or counted twice.
func (t *trek) verify() error {
	if u := t.noWeight; u != nil {
		return fmt.Errorf("a way out of %s weighs %g, which is no weight; softening, weight_softening, weight_power and distance_power (neighbours in scenario.yaml) make it so", t.h.places[u.place].ID, u.weight)
	}
	there := t.onLinks
	for p := range t.spots {
		n := t.spots[p].people
		if n < 0 {
			return fmt.Errorf("a place holds %d people (a defect of haven, please report it)", n)
		}
		there += n
	}
	if there != t.total+t.corrected || t.onLinks < 0 {
		return fmt.Errorf("people are not conserved: %d started to flee, corrected by %d, %d are somewhere (a defect of haven, please report it)", t.total, t.corrected, there)
	}
	return nil
}

// isHarvest says whether a month is one of the harvest.
func (h *neighbourhood) isHarvest(month int) bool {
	for _, m := range h.set.HarvestMonths {
		if int(math.Round(m)) == month {
			return true
		}
	}
	return false
}
