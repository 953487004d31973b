package movement

import (
	"slices"

	"haven/draw"
)

// choose lets everybody who is to move decide where to and by which way: those
// who leave home today and those who have stood in a place since yesterday.
func (r *run) choose() {
	if r.local != nil {
		r.local.choose()
		return
	}
	r.waiting, r.coming = r.coming, r.waiting[:0]
	r.mergeStanding()
	for i := range r.waiting {
		r.chooseAnew(&r.waiting[i])
	}
	nk := len(r.m.kept)
	for o := range r.m.origins {
		for k, n := range r.leaving[o*nk : (o+1)*nk] {
			if n > 0 {
				r.chooseFromHome(o, int32(k), n)
			}
		}
	}
	r.sellSeats()
	r.drawHours()
	r.countSetOut()
}

// mergeStanding makes one cohort of all who stand in one situation, in an
// order that does not depend on how they came there: place by place, and within a
// place, where few differ, by the rest of their situation.
func (r *run) mergeStanding() {
	ends := sized(r.scratch.counts, len(r.m.sc.Places)+1)
	r.scratch.counts = ends
	for i := range r.waiting {
		ends[r.waiting[i].place+1]++
	}
	for p := 1; p < len(ends); p++ {
		ends[p] += ends[p-1]
	}
	sorted := sized(r.scratch.standing, len(r.waiting))
	for i := range r.waiting {
		s := &r.waiting[i]
		sorted[ends[s.place]] = *s
		ends[s.place]++
	}
	merged := r.waiting[:0]
	for from := 0; from < len(sorted); {
		to := from
		keys := r.scratch.keys[:0]
		for ; to < len(sorted) && sorted[to].place == sorted[from].place; to++ {
			keys = append(keys, sorted[to].situation()<<24|uint64(to-from))
		}
		slices.Sort(keys)
		for i, key := range keys {
			s := &sorted[from+int(key&(1<<24-1))]
			if i > 0 && key>>24 == keys[i-1]>>24 {
				merged[len(merged)-1].n += s.n
			} else {
				merged = append(merged, *s)
			}
		}
		r.scratch.keys = keys
		from = to
	}
	r.waiting, r.scratch.standing = merged, sorted
}

// situation packs all that tells cohorts standing in one place apart into one
// number.
func (s *standing) situation() uint64 {
	key := uint64(s.kept)
	key = key<<8 | uint64(s.level+1)
	key = key<<14 | uint64(s.refused+1)
	key <<= 2
	if s.car {
		key |= 2
	}
	if s.onward {
		key |= 1
	}
	return key
}

// chooseFromHome lets n parties that leave an origin choose. Whether they have
// a car is drawn with the choice: the chance of an option is the mixture over both.
func (r *run) chooseFromHome(o int, k int32, n int64) {
	m := r.m
	node := m.origins[o]
	t := r.tableAt(node, m.kept[k].class)
	tab := &m.tables[t]
	weight, total, stranded := r.blend(t)
	from := standing{place: node, kept: k, refused: none}
	picks, stay := r.split(n, tab, weight, total, stranded, m.ids.home[o*len(m.kept)+int(k)])
	if stay > 0 {
		r.stand(from, stay)
	}
	r.goByAll(tab, picks, &from)
}

// goByAll sets parties out on the options of a table they picked: at an hour
// still to be drawn, or to the counter where seats are sold.
func (r *run) goByAll(tab *table, picks []int64, from *standing) {
	m := r.m
	size, leaves := m.kept[from.kept].size, m.leaves[tab.leafFrom:tab.leafTo]
	for i, n := range picks[:len(leaves)] {
		if n == 0 {
			continue
		}
		lf := &leaves[i]
		if lf.serves != none {
			r.ask(tab.leafFrom+int32(i), lf, from, n)
			continue
		}
		r.along(lf.way, n*size)
		if from.level > 0 {
			// Few have been controlled before they choose: their hour is drawn at once.
			r.drawHour(r.slotOf(lf.leg, from.kept, from.level), m.wayBins[lf.way], n)
			continue
		}
		cell := lf.leg*int32(len(m.kept)) + from.kept
		r.setOutOn[cell] = true
		r.setOut[cell*r.maxBins+m.wayBins[lf.way]] += n
	}
}

// chooseAnew lets a cohort that stands in a place choose among its options and
// going home. Who is barred has no crossing to choose; the crossing that
// turned a cohort away last is not offered.
func (r *run) chooseAnew(s *standing) {
	m := r.m
	t := r.tableAt(s.place, m.kept[s.kept].class)
	tab := &m.tables[t]
	weight, total := r.outlook(t, s)
	home := r.goHome(s, r.logW(t, total))
	if total == 0 && home == 0 {
		r.stay(s)
		return
	}
	picks, back := r.split(s.n, tab, weight[tab.leafFrom:tab.leafTo], total, home, m.standingKey(s))
	r.goByAll(tab, picks, s)
	if back > 0 {
		r.goBack(s.place, back*m.kept[s.kept].size)
	}
}

// outlook is what a standing cohort may choose, weighed: the table of its class,
// but for those who were refused or barred.
func (r *run) outlook(t int32, s *standing) (weight []float64, total float64) {
	shut := s.refused
	if s.level == barred {
		shut = everyBorder
	}
	if shut != none {
		return r.weightShut, r.weighShut(t, s.car, shut)
	}
	return r.weights(t, s.car)
}

// goHome is the chance that a cohort under way gives up and goes home. Movers
// at a destination have no home to choose.
func (r *run) goHome(s *standing, logW float64) float64 {
	if s.onward {
		return 0
	}
	return 1 - chance(logW, r.m.sc.Parameters.GoHome)
}

// standingKey names a standing cohort's situation.
func (m *Model) standingKey(s *standing) uint64 {
	key := draw.Mix(m.ids.place[s.place], m.ids.kept[s.kept])
	key = draw.Mix(key, uint64(s.level+2))
	if s.refused != none {
		key = draw.Mix(key, m.ids.place[m.net.Crossings[s.refused].Node])
	}
	if s.car {
		key = draw.Mix(key, 1)
	}
	if s.onward {
		key = draw.Mix(key, 2)
	}
	return key
}

// stay leaves a cohort where it is: a mover whose ways are all closed joins
// the stock of the place again.
func (r *run) stay(s *standing) {
	d := r.m.destinationAt[s.place]
	if d == none {
		r.stand(*s, s.n)
		return
	}
	r.stock[r.stockSlot(d, s.kept, 0)] += s.n
}

// stand puts parties among those who choose tomorrow.
func (r *run) stand(s standing, n int64) {
	s.n = n
	r.coming = append(r.coming, s)
}

// goBack counts people who turn home where they are.
func (r *run) goBack(node int32, people int64) {
	r.tally.returned += people
	r.rec.add(r.rec.returned, int(node), people)
}
