package movement

import "haven/draw"

// correct puts people at a place more, or takes them out, and says how many.
func (t *trek) correct(place int, people int64, key draw.Key) int64 {
	cells := t.presentAt(place)
	n := make([]int64, len(cells))
	there := int64(0)
	for i := range cells {
		n[i] = *cells[i]
		there += n[i]
	}
	ids := make([]uint64, len(cells))
	for i := range ids {
		ids[i] = uint64(i)
	}
	out := make([]int64, len(cells))
	if people < 0 {
		people = -min(-people, there, t.spots[place].people)
		draw.MultivariateHypergeometric(key, n, -people, ids, out)
		for i := range cells {
			*cells[i] -= out[i]
		}
		t.dropEmpty(place)
	} else if there > 0 {
		weights := make([]float64, len(cells))
		for i := range cells {
			weights[i] = float64(n[i])
		}
		draw.Multinomial(key, people, weights, ids, out)
		for i := range cells {
			*cells[i] += out[i]
		}
	} else {
		t.comeInto(place, people, key)
	}
	t.spots[place].people += people
	t.corrected += people
	return people
}

// presentAt are the counts of people who are at a place and counted there: by
// class and stint index, those with a route to follow, and those who stay for good.
func (t *trek) presentAt(place int) (cells []*int64) {
	for c := range t.h.people.classes {
		i := t.cell(c, place)
		if t.away[i] != 0 {
			continue // they are counted where they were born
		}
		for l := range t.levels {
			cells = append(cells, &t.stay[i].n[l])
		}
		cells = append(cells, &t.sunk[i])
	}
	for i := range t.routed[place] {
		b := &t.routed[place][i]
		if t.away[t.cell(int(b.class), place)] != 0 {
			continue
		}
		for l := range t.levels {
			cells = append(cells, &b.n[l])
		}
	}
	return cells
}

func (t *trek) dropEmpty(place int) {
	rest := t.routed[place][:0]
	for _, b := range t.routed[place] {
		if b.total() > 0 {
			rest = append(rest, b)
		}
	}
	t.routed[place] = rest
}

// comeInto puts people at a place where nobody is: of classes as they are
// among those born there.
func (t *trek) comeInto(place int, people int64, key draw.Key) {
	born := t.h.people.born
	if born == nil {
		t.stay[t.cell(0, place)].n[0] += people
		return
	}
	ids := make([]uint64, len(born[place]))
	for c := range ids {
		ids[c] = t.h.people.classes[c].key
	}
	picks := make([]int64, len(ids))
	draw.Multinomial(key, people, born[place], ids, picks)
	for c, n := range picks {
		t.stay[t.cell(c, place)].n[0] += n
	}
}
