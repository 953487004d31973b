package movement

import (
	"fmt"
	"math"

	"haven/draw"
)

// Assimilation puts the state right where something has been counted: it puts
// people in or takes them out, with nobody saying where they came from or went. So they are booked
// apart (tally.corrected), and conservation is checked with them: start + corrections = those
// there + those gone.

// People is how many people are at a place now: its stock, without those who
// stand there to choose anew. Places are numbered as in places.csv, from 0. Under the rules
// destinations and fixed it is 0 but for destinations.
func (c *Course) People(place int) int64 {
	switch {
	case c.r == nil:
		return 0
	case c.r.local != nil:
		return c.r.local.spots[place].people
	}
	d := c.m.destinationAt[place]
	if d == none {
		return 0
	}
	people := int64(0)
	for k := range c.m.kept {
		for applicant := range int32(2) {
			people += c.r.stock[c.r.stockSlot(d, int32(k), applicant)] * c.m.kept[k].size
		}
	}
	return people
}

// Queue is how many people wait at both sides of a lane now, usual travellers
// included. Lanes are numbered as the rows of crossings.csv, from 0.
func (c *Course) Queue(lane int) int64 {
	if c.r == nil || c.r.local != nil {
		return 0
	}
	l := &c.r.lanes[lane]
	return l.exit.people + l.entry.people
}

// Drift is the logarithm of what the capacity of a lane has drifted by
// (parameter capacity_drift): 0 at the start.
func (c *Course) Drift(lane int) float64 {
	if c.r == nil || c.r.local != nil {
		return 0
	}
	return c.r.laneDrift[lane]
}

// SetDrift sets it. It acts where capacities drift (capacity_drift above 0).
func (c *Course) SetDrift(lane int, drift float64) error {
	switch {
	case c.r == nil:
		return errClosed
	case c.r.local != nil:
		return fmt.Errorf("the rule neighbours knows no queues")
	case !(math.Abs(drift) < maxDrift):
		return fmt.Errorf("a drift of %g: a logarithm between -%d and %d is wanted", drift, maxDrift, maxDrift)
	}
	c.r.laneDrift[lane] = drift
	return nil
}

const maxDrift = 50

// Corrected is how many people corrections have put in so far, less those they
// have taken out.
func (c *Course) Corrected() int64 {
	switch {
	case c.r == nil:
		return 0
	case c.r.local != nil:
		return c.r.local.corrected
	}
	return c.r.tally.corrected
}

// Correct puts so many people more into the stock of a place, or with a
// negative number takes them out, and says how many it did: no more are taken than there are, and
// parties stay whole, so that the number may be missed by less than the largest party. Who is
// taken is drawn without replacement (multivariate hypergeometric). Who is put in is drawn like those
// who are there (multinomial), and where nobody is, like those at home at the start, or born there.
// The record shows it from the next day on. Places are numbered as in places.csv, from 0.
func (c *Course) Correct(place int, people int64) (int64, error) {
	if c.r == nil {
		return 0, errClosed
	}
	key := c.correction(uint64(place))
	if c.r.local != nil {
		return c.r.local.correct(place, people, key), nil
	}
	d := c.m.destinationAt[place]
	if d == none {
		return 0, fmt.Errorf("%s is no destination: only the stock of destinations can be corrected", c.m.sc.Places[place].ID)
	}
	nk := len(c.m.kept)
	cells := c.r.stock[int(d)*nk*2 : (int(d)+1)*nk*2]
	change := c.r.change(cells, func(i int) int32 { return int32(i / 2) }, people, key)
	return change, nil
}

// correction is the key of a correction: one of its own for each.
func (c *Course) correction(situation uint64) draw.Key {
	c.touched++
	return draw.NewKey(c.seed, c.member).With(uint64(c.day) + 1).With(forCorrection).With(c.touched).With(situation)
}

// change puts people into cells of parties or takes them out; keptAt says what
// is kept of the parties of a cell.
func (r *run) change(cells []int64, keptAt func(i int) int32, people int64, key draw.Key) (changed int64) {
	if people < 0 {
		s := key.Stream()
		r.lots = r.lots[:0]
		for i, n := range cells {
			r.lots = append(r.lots, lot{n, r.m.kept[keptAt(i)].size})
		}
		takes, used := r.drawLots(&s, r.lots, -people)
		for i, n := range takes {
			cells[i] -= n
		}
		r.tally.corrected -= used
		return -used
	}
	weights, ids := make([]float64, len(cells)), make([]uint64, len(cells))
	total := 0.0
	for i, n := range cells {
		weights[i], ids[i] = float64(n*r.m.kept[keptAt(i)].size), uint64(i)
		total += weights[i]
	}
	if total == 0 {
		if total = r.likeAtHome(weights, keptAt); total == 0 {
			return 0
		}
	}
	into := make([]int64, len(cells))
	draw.Multinomial(key, people, weights, ids, into)
	s := key.With(uint64(len(cells))).Stream()
	for i, n := range into {
		size := r.m.kept[keptAt(i)].size
		parties := n / size
		if rest := n % size; rest > 0 {
			parties += s.Binomial(1, float64(rest)/float64(size))
		}
		cells[i] += parties
		changed += parties * size
	}
	r.tally.corrected += changed
	return changed
}

// likeAtHome weighs cells by how many people of what they keep lived at home
// at the start, and sums the weights up; of cells that keep the same the first takes all.
func (r *run) likeAtHome(weights []float64, keptAt func(i int) int32) (total float64) {
	m, ng := r.m, len(r.m.sc.Groups)
	people := make([]float64, len(m.kept))
	for i := range m.base {
		people[m.keptOf[i%ng]] += float64(m.base[i].parties * m.partySize(i%ng))
	}
	for i := range weights {
		k := keptAt(i)
		weights[i], people[k] = people[k], 0
		total += weights[i]
	}
	return total
}

// CorrectQueue does for the exit queue of a lane what Correct does for a
// place. Who is taken out may stand anywhere in it; usual travellers among them give their trip up and
// are no correction. Who is put in stands at its end: like those who wait there, and where nobody
// does, like those at home at the start, bound for where the lane leads. Lanes are numbered as the
// rows of crossings.csv, from 0.
func (c *Course) CorrectQueue(lane int, people int64) (int64, error) {
	switch {
	case c.r == nil:
		return 0, errClosed
	case c.r.local != nil:
		return 0, fmt.Errorf("the rule neighbours knows no queues")
	case c.day == 0:
		return 0, fmt.Errorf("nobody can have queued before the first day")
	}
	key := c.correction(uint64(lane) + 1<<32)
	if people < 0 {
		return c.r.thin(&c.r.lanes[lane].exit, -people, key), nil
	}
	return c.r.lengthen(lane, people, key, int32(c.day*c.m.bins)-1), nil
}

// thin takes people out of a queue and says how many, as a negative number.
func (r *run) thin(q *fifo, people int64, key draw.Key) int64 {
	r.lots = r.lots[:0]
	for i := q.head; i < len(q.batches); i++ {
		for _, c := range q.batches[i].who {
			r.lots = append(r.lots, lot{c.n, r.sizeOf(c.slot)})
		}
	}
	s := key.Stream()
	takes, used := r.drawLots(&s, r.lots, people)
	at := 0
	for i := q.head; i < len(q.batches); i++ {
		b := &q.batches[i]
		for j := range b.who {
			c := &b.who[j]
			n := takes[at] * r.sizeOf(c.slot)
			c.n -= takes[at]
			b.people -= n
			q.people -= n
			if _, usual := r.isUsual(c.slot); usual {
				r.tally.usualGone += n
			} else {
				r.tally.corrected -= n
			}
			at++
		}
	}
	q.compact(math.MaxInt32)
	return -used
}

// lengthen puts people at the end of a queue as if they had joined in a bin.
func (r *run) lengthen(lane int, people int64, key draw.Key, bin int32) int64 {
	q := &r.lanes[lane].exit
	var slots []int32
	var parties []int64
	for i := q.head; i < len(q.batches); i++ {
		for _, c := range q.batches[i].who {
			if _, usual := r.isUsual(c.slot); !usual {
				r.scratch.joining.add(c.slot, c.n)
			}
		}
	}
	r.scratch.joining.handOut(func(slot int32, n int64) { slots, parties = append(slots, slot), append(parties, n) })
	if len(slots) == 0 {
		for _, leg := range r.m.lanes[lane].legs[:min(1, len(r.m.lanes[lane].legs))] {
			for k := range r.m.kept {
				slots, parties = append(slots, r.slotOf(leg, int32(k), 0)), append(parties, 0)
			}
		}
	}
	if len(slots) == 0 {
		return 0
	}
	more := append([]int64(nil), parties...)
	added := r.change(more, func(i int) int32 { _, k, _ := r.unpack(slots[i]); return k }, people, key)
	last := len(q.batches) - 1
	if last >= q.head && q.batches[last].joined >= bin {
		r.mix(&q.batches[last], slots, parties, more)
		q.people += added
		return added
	}
	for i, slot := range slots {
		if n := more[i] - parties[i]; n > 0 {
			q.join(bin, slot, n, n*r.sizeOf(slot))
		}
	}
	return added
}

// mix adds parties to those of a batch.
func (r *run) mix(b *batch, slots []int32, before, after []int64) {
	for _, c := range b.who {
		r.scratch.joining.add(c.slot, c.n)
	}
	for i, slot := range slots {
		if n := after[i] - before[i]; n > 0 {
			r.scratch.joining.add(slot, n)
			b.people += n * r.sizeOf(slot)
		}
	}
	b.who = b.who[:0]
	r.scratch.joining.handOut(func(slot int32, n int64) { b.who = append(b.who, count{slot, n}) })
}
