package movement

import (
	"math"

	"haven/draw"
)

// decision is a band at a place that decides.
type decision struct {
	x      *crossroads
	who    *band
	dawn   bool // it is morning: all who go set out on lanes
	forced int  // levels below this have to move on
	key    draw.Key
	stay   int32 // the band of those who stay
}

// resolve draws what everybody does: stays join d.stay, others the bands that
// t.targets names for each way. There is room for them. Those who are forced to move and
// the others decide apart.
func (t *trek) resolve(d *decision) {
	n := len(d.x.ways)
	for len(t.targets) <= n {
		t.targets, t.counts = append(t.targets, none), append(t.counts, 0)
	}
	for o := range n {
		t.targets[o], t.counts[o] = none, 0
	}
	t.targets[n], t.counts[n] = d.stay, 0
	forced := min(max(d.forced, 0), t.levels)
	below, above := d.who.eitherSide(forced)
	t.resolveLevels(d, 0, forced, below)
	t.resolveLevels(d, forced, t.levels, above)
}

// resolveLevels lets the n people on some levels of the stint index decide: few one by
// one, many at once.
func (t *trek) resolveLevels(d *decision, from, to int, n int64) {
	if n > fewDeciders {
		t.atOnce(d, from, to, n)
		return
	}
	drawn := uint64(from) << 32
	for level := from; level < to && n > 0; level++ {
		if k := d.who.n[level]; k > 0 {
			drawn = t.oneByOne(d, level, int(k), drawn)
			n -= k
		}
	}
}

// oneByOne draws for each person by themselves; a random number of 64 bits is
// enough for two. It goes on from the numbers drawn so far.
func (t *trek) oneByOne(d *decision, level, n int, drawn uint64) uint64 {
	a := &d.x.free
	if level < d.forced {
		a = &d.x.tied
	}
	column, columns := a.column, uint64(len(a.column))
	targets, counts, nodes := t.targets, t.counts, t.nodes
	for ; n > 0; n -= 2 {
		u := d.key.Number(drawn)
		drawn++
		for half := min(n, 2); half > 0; half-- {
			x := (u & (1<<32 - 1)) * columns
			u >>= 32
			o := column[x>>32].pick(uint32(x))
			target := targets[o]
			if target == none {
				target = t.aim(d, int(o))
				nodes = t.nodes
			}
			counts[o]++
			nodes[target].n[level]++
		}
	}
	return drawn
}

// atOnce draws how many of the n people on some levels take each way. Which of
// them do is drawn no further: of every level in proportion, rounded up as often as down.
func (t *trek) atOnce(d *decision, from, to int, n int64) {
	x := d.x
	s := d.key.With(1<<32 + uint64(from)).Stream()
	left := hand{from: from, to: to, n: n}
	copy(left.levels[from:to], d.who.n[from:to])
	going := n
	if from >= d.forced && !x.sure {
		going = s.Binomial(n, x.chance)
		t.deal(&left, n-going, d.stay)
	}
	rest := 1.0
	last := len(x.p) - 1
	for o, p := range x.p {
		if going == 0 {
			return
		}
		if p <= 0 && o < last {
			continue
		}
		k := going
		if o < last {
			k = s.Binomial(going, math.Min(1, p/rest))
		}
		rest -= p
		if going -= k; k == 0 {
			continue
		}
		target := d.stay
		if x.ways[o].lane != none {
			if target = t.targets[o]; target == none {
				target = t.aim(d, o)
			}
			t.counts[o] += k
		}
		t.deal(&left, k, target)
	}
}

// hand is people on some levels of the stint index who are still to be shared out.
type hand struct {
	levels   [stintLevels]int64
	from, to int
	n        int64
}

// deal takes k people out of a hand, of every level in proportion, and gives
// them to a band. The running share is rounded, so that they are k in all.
func (t *trek) deal(h *hand, k int64, target int32) {
	if k == 0 {
		return
	}
	t.turn += 0x9e3779b97f4a7c15
	up := float64(float64(t.turn>>11) * 0x1p-53)
	share := float64(k) / float64(h.n)
	node := &t.nodes[target]
	given, passed := int64(0), int64(0)
	for level := h.from; level < h.to; level++ {
		n := h.levels[level]
		passed += n
		upTo := int64(float64(float64(passed)*share) + up)
		if passed == h.n {
			upTo = k
		}
		m := min(upTo-given, n)
		given += m
		h.levels[level] -= m
		node.n[level] += m
	}
	h.n -= k
	for level := h.from; given < k; level++ { // rounding left somebody over
		m := min(k-given, h.levels[level])
		given += m
		h.levels[level] -= m
		node.n[level] += m
	}
}

// aim finds the band that those who take a way belong to: those about to decide
// at its end, where they get there today, else one of their own.
func (t *trek) aim(d *decision, o int) int32 {
	way := &d.x.ways[o]
	var i int32
	if !d.dawn && way.through(d.who.km) {
		i = t.node(way.to, d.who.class, way.route, (d.who.km+way.speed)-way.slack)
	} else {
		i = t.spare(way.lane, d.who.class, way.route, 0)
	}
	t.targets[o] = i
	return i
}

// through says whether people who have come so far today get to the end of a
// way and may decide there again.
func (w *wayOn) through(today float64) bool {
	return w.plain && (today+w.speed)-w.slack < w.speed
}
