package movement

import (
	"math"

	"haven/draw"
)

// batch is all who joined one side of a lane in one bin: they are tied.
type batch struct {
	joined int32 // bin since the start
	people int64
	who    []count // in ascending order of slots
}

// fifo is one side of a lane: first come, first served.
type fifo struct {
	batches []batch
	head    int
	people  int64
	spare   [][]count // slices of batches that are gone, to use again
	carry   float64   // capacity that earlier bins left over, in people
}

// laneState is the two servers of a lane, in tandem, and the day's book-keeping.
type laneState struct {
	exit, entry fifo

	longest                 int64 // most people in the lane at the end of a bin of today
	exitServed, entryServed int64
	exitWaited, entryWaited int64   // people times bins
	passed, admitted        crossed // today
	fleeing                 int64   // of those admitted
}

// crossed is people who passed a side of a lane.
type crossed struct{ all, citizens int64 }

func (c *crossed) add(people int64, citizens bool) {
	c.all += people
	if citizens {
		c.citizens += people
	}
}

func (l *laneState) reset() {
	l.exit.reset()
	l.entry.reset()
	l.exit.carry, l.entry.carry = 0, 0
	l.startDay()
}

func (l *laneState) startDay() {
	l.longest, l.exitServed, l.entryServed, l.exitWaited, l.entryWaited = 0, 0, 0, 0, 0
	l.passed, l.admitted, l.fleeing = crossed{}, crossed{}, 0
}

func (q *fifo) reset() {
	for i := q.head; i < len(q.batches); i++ {
		q.spare = append(q.spare, q.batches[i].who[:0])
	}
	q.batches, q.head, q.people = q.batches[:0], 0, 0
}

// join appends parties that arrive in a bin; slots must come in ascending order
// within a bin, so that each is in a batch once.
func (q *fifo) join(bin int32, slot int32, n, people int64) {
	if last := len(q.batches) - 1; last < q.head || q.batches[last].joined != bin {
		var who []count
		if k := len(q.spare) - 1; k >= 0 {
			who, q.spare = q.spare[k], q.spare[:k]
		}
		q.batches = append(q.batches, batch{joined: bin, who: who})
	}
	b := &q.batches[len(q.batches)-1]
	if k := len(b.who) - 1; k >= 0 && b.who[k].slot == slot {
		b.who[k].n += n
	} else {
		b.who = append(b.who, count{slot, n})
	}
	b.people += people
	q.people += people
}

// drop removes the batch at the head.
func (q *fifo) drop() {
	q.spare = append(q.spare, q.batches[q.head].who[:0])
	q.batches[q.head].who = nil
	q.head++
	if q.head == len(q.batches) {
		q.batches, q.head = q.batches[:0], 0
	} else if q.head > 64 && q.head*2 > len(q.batches) {
		n := copy(q.batches, q.batches[q.head:])
		q.batches, q.head = q.batches[:n], 0
	}
}

const boundless = math.MaxInt64 / 4

// offer adds a bin's capacity to what was left over and says how many people
// can be served now: the whole part of the running total.
func (q *fifo) offer(capacity float64) int64 {
	if math.IsInf(capacity, 1) {
		return boundless
	}
	q.carry += capacity
	return int64(q.carry)
}

// settle takes what was used off the running total. Capacity is carried over
// only for a party at the head that was too large for it; what an empty or a
// blocked queue leaves unused is lost.
func (q *fifo) settle(used int64, headTooLarge bool) {
	q.carry -= float64(used)
	if !headTooLarge {
		q.carry -= math.Floor(q.carry)
	}
}

// serve takes people from the head of a queue until available is used up and
// hands every cohort served to control. Those who joined in one bin draw lots. Those who joined
// in different bins are merged, so that what is drawn for a slot is drawn once.
func (r *run) serve(q *fifo, available int64, lots draw.Stream, control func(slot int32, n int64)) (used, waited int64, headTooLarge bool) {
	if q.head == len(q.batches) {
		return 0, 0, false
	}
	if len(q.batches)-q.head == 1 || q.batches[q.head].people >= available {
		return r.serveBatches(q, available, lots, control)
	}
	used, waited, headTooLarge = r.serveBatches(q, available, lots, r.scratch.joining.add)
	r.scratch.joining.handOut(control)
	return used, waited, headTooLarge
}

func (r *run) serveBatches(q *fifo, available int64, lots draw.Stream, pass func(slot int32, n int64)) (used, waited int64, headTooLarge bool) {
	now := int32(r.now())
	for available > 0 && q.head < len(q.batches) {
		b := &q.batches[q.head]
		if b.people <= available {
			for _, c := range b.who {
				pass(c.slot, c.n)
			}
			available -= b.people
			used += b.people
			waited += b.people * int64(now-b.joined)
			q.people -= b.people
			q.drop()
			continue
		}
		took := r.serveTied(b, available, &lots, pass)
		q.people -= took
		used += took
		waited += took * int64(now-b.joined)
		return used, waited, took < available
	}
	return used, waited, false
}

// serveTied serves part of a batch, keeps the rest of it in its place, and says
// how many people were served.
func (r *run) serveTied(b *batch, available int64, lots *draw.Stream, pass func(slot int32, n int64)) int64 {
	r.lots = r.lots[:0]
	for _, c := range b.who {
		r.lots = append(r.lots, lot{c.n, r.sizeOf(c.slot)})
	}
	takes, people := r.drawLots(lots, r.lots, available)
	rest := b.who[:0]
	for i, c := range b.who {
		if takes[i] > 0 {
			pass(c.slot, takes[i])
		}
		if c.n > takes[i] {
			rest = append(rest, count{c.slot, c.n - takes[i]})
		}
	}
	b.who = rest
	b.people -= people
	return people
}

// lot is n parties of one size that are tied with others.
type lot struct{ n, size int64 }

// drawLots serves tied parties in random order until the next one does not fit
// into what is left: batches first, drawn without replacement (multivariate
// hypergeometric), then one by one.
func (r *run) drawLots(s *draw.Stream, lots []lot, available int64) (takes []int64, used int64) {
	r.scratch.take = sized(r.scratch.take, len(lots))
	takes = r.scratch.take
	r.scratch.depth = 0
	pool := r.column(len(lots))
	for i := range lots {
		pool[i] = lots[i].n
	}
	at := r.scratch.depth
	for {
		crowd := measure(lots, pool)
		if crowd.people <= available {
			for i, n := range pool {
				takes[i] += n
			}
			return takes, used + crowd.people
		}
		if crowd.smallest == crowd.largest {
			// Which of them go is all there is to draw: how many fit is known.
			k := available / crowd.largest
			r.sample(s, pool, takes, crowd.parties, k)
			return takes, used + k*crowd.largest
		}
		k := crowd.batch(available)
		if k == 0 {
			return takes, used + oneByOne(s, lots, pool, takes, crowd.parties, available)
		}
		r.scratch.depth = at
		taken := r.column(len(lots))
		r.sample(s, pool, taken, crowd.parties, k)
		people := measure(lots, taken).people
		if people > available {
			// Among these is the first that does not fit: the order goes on
			// inside the batch.
			copy(pool, taken)
			continue
		}
		available -= people
		used += people
		for i, n := range taken {
			takes[i] += n
			pool[i] -= n
		}
	}
}

// crowd sums up tied parties.
type crowd struct {
	parties, people   int64
	smallest, largest int64
	squares           float64 // of sizes, summed over parties
}

func measure(lots []lot, n []int64) (c crowd) {
	for i := range lots {
		if n[i] == 0 {
			continue
		}
		c.parties += n[i]
		c.people += n[i] * lots[i].size
		c.largest = max(c.largest, lots[i].size)
		if c.smallest == 0 || lots[i].size < c.smallest {
			c.smallest = lots[i].size
		}
		c.squares += float64(float64(n[i]) * float64(lots[i].size*lots[i].size))
	}
	return c
}

// batch is how many parties are drawn at once: as many as surely fit whatever
// parties come, or as many as fit but for a chance of some 1 in 30,000, when
// that is more. Either is safe: a batch that does not fit is looked into. When only a few
// fit it is 0: they go one by one.
const fewSingles = 28

func (c *crowd) batch(available int64) int64 {
	sure := available / c.largest
	mean := float64(c.people) / float64(c.parties)
	k := float64(available) / mean
	if k <= fewSingles {
		return 0
	}
	spread := math.Sqrt(math.Max(0, c.squares/float64(c.parties)-float64(mean*mean)))
	hoped := int64(k - float64(4*spread/mean*math.Sqrt(k)))
	return min(max(sure, hoped), c.parties)
}

// oneByOne lets single parties go in random order until one does not fit.
func oneByOne(s *draw.Stream, lots []lot, pool, takes []int64, parties, available int64) (used int64) {
	for parties > 0 && available > 0 {
		u := min(int64(s.Float64()*float64(parties)), parties-1)
		i := 0
		for u >= pool[i] {
			u -= pool[i]
			i++
		}
		if lots[i].size > available {
			break
		}
		takes[i]++
		pool[i]--
		parties--
		available -= lots[i].size
		used += lots[i].size
	}
	return used
}

// sample adds to taken a sample without replacement of k out of the counts in
// left, total in all.
//
// Few are drawn one by one. Of many, every party is first taken by itself with
// probability k/total: given how many that makes, it is a sample without
// replacement. What is too few or too many, about the root of k, is then drawn in
// the same way from those left or from those taken. That costs a binomial draw a
// lot, a quarter of a hypergeometric one.
func (r *run) sample(s *draw.Stream, left, taken []int64, total, k int64) {
	if k == 0 {
		return
	}
	if len(left) == 1 {
		taken[0] += k
		return
	}
	if k <= 5*int64(len(left)) && k <= total/2 {
		r.sampleSingly(s, left, taken, total, k)
		return
	}
	if k >= total {
		for i := range left {
			taken[i] += left[i]
		}
		return
	}
	p, chosen := float64(k)/float64(total), int64(0)
	part := r.column(len(left))
	for i, n := range left {
		part[i] = s.Successes(n, p)
		chosen += part[i]
	}
	change := r.column(len(left))
	if chosen >= k {
		r.sample(s, part, change, chosen, chosen-k)
		for i := range part {
			taken[i] += part[i] - change[i]
		}
		return
	}
	rest := r.column(len(left))
	for i := range left {
		rest[i] = left[i] - part[i]
	}
	r.sample(s, rest, change, total-chosen, k-chosen)
	for i := range part {
		taken[i] += part[i] + change[i]
	}
}

// column is a zeroed scratch slice that lives until drawLots returns.
func (r *run) column(n int) []int64 {
	d := r.scratch.depth
	r.scratch.depth++
	if d == len(r.scratch.columns) {
		r.scratch.columns = append(r.scratch.columns, nil)
	}
	r.scratch.columns[d] = sized(r.scratch.columns[d], n)
	return r.scratch.columns[d]
}

// sampleSingly samples one by one: a place among all left. Of many counts it is
// looked up in their running total, and drawn again when that one is taken.
func (r *run) sampleSingly(s *draw.Stream, left, taken []int64, total, k int64) {
	if len(left) <= 12 {
		rest := r.column(len(left))
		copy(rest, left)
		for ; k > 0; k-- {
			u := min(int64(s.Float64()*float64(total)), total-1)
			i := 0
			for u >= rest[i] {
				u -= rest[i]
				i++
			}
			rest[i]--
			taken[i]++
			total--
		}
		return
	}
	ends := r.column(len(left))
	sum := int64(0)
	for i, n := range left {
		sum += n
		ends[i] = sum
	}
	chosen := r.column(len(left))
	for k > 0 {
		u := min(int64(s.Float64()*float64(total)), total-1)
		i := find(ends, u)
		// The last places of a count stand for those already taken from it.
		if u >= ends[i]-chosen[i] {
			continue
		}
		chosen[i]++
		taken[i]++
		k--
	}
}

// find is the first of ascending ends above u.
func find(ends []int64, u int64) int {
	from, to := 0, len(ends)
	for from < to {
		if half := (from + to) / 2; u < ends[half] {
			to = half
		} else {
			from = half + 1
		}
	}
	return from
}
