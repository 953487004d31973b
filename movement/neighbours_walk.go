package movement

import (
	"math"
	"math/bits"

	"haven/draw"
)

// band is people who differ in nothing but their stint index: on a lane, so
// many km along; or at a place where they have just arrived, after so many km today.
type band struct {
	n     [stintLevels]int64
	km    float64
	where int32 // place or lane
	route int32
	class int16
	after int32 // the next one in its bucket
	round int32 // in which it was formed
	late  bool  // others who had come equally far have gone on before
}

func (c *band) total() int64 { return sumOf(&c.n) }

// sumOf adds up people of all levels.
func sumOf(n *[stintLevels]int64) int64 {
	return n[0] + n[1] + n[2] + n[3] + n[4] + n[5] + n[6] + n[7] + n[8] + n[9] + n[10] + n[11] + n[12] + n[13] + n[14] + n[15] + n[16]
}

// eitherSide counts those below a level, and the others.
func (c *band) eitherSide(level int) (below, above int64) {
	for _, k := range c.n[:level] {
		below += k
	}
	return below, c.total() - below
}

// join adds people to a list of bands on a lane.
func join(list []band, c *band) []band {
	for i := range list {
		l := &list[i]
		if l.km == c.km && l.class == c.class && l.route == c.route {
			for k, n := range &c.n {
				l.n[k] += n
			}
			return list
		}
	}
	return append(list, *c)
}

// walk lets everybody on a lane travel for the day: first those who have been on
// it since yesterday, who mostly are first in Flee's order too, then those who have set out
// this morning. Where people may fill a place these go in several parts, one after the other,
// so that those behind find what those in front have left.
func (t *trek) walk() {
	t.ends = sized(t.ends, len(t.h.people.classes)*(len(t.spots)+len(t.lanes))*stintLevels)
	t.letGo(0, grains, true)
	t.watchFilling()
	for from := int64(0); from < grains; {
		to := t.untilFuller(from)
		t.letGo(from, to, false)
		from = to
	}
	for i := range t.lanes {
		l := &t.lanes[i]
		l.who, l.next = l.next, l.who[:0]
	}
}

// letGo lets people travel who have been on lanes since yesterday, or those of
// this morning between two grains.
func (t *trek) letGo(from, to int64, yesterday bool) {
	for p := range t.spots {
		t.refresh(p)
	}
	t.walkKey = t.key.With(forWalking + uint64(from)<<8)
	if yesterday {
		t.walkKey = t.walkKey.With(1)
	}
	t.nodes, t.done, t.round, t.lastBucket = t.nodes[:0], t.done[:0], 0, -1
	for i := range t.lanes {
		for j := range t.lanes[i].who {
			if (t.lanes[i].who[j].km > 0) != yesterday {
				continue
			}
			c := t.lanes[i].who[j]
			if to-from < grains && !c.take(from, to, uint64(i)<<32+uint64(j)) {
				continue
			}
			t.advance(int32(i), &c, 0, t.walkKey)
		}
	}
	for t.passPlaces() { // who strolls onto a long way may get to a place with others
		t.stroll()
	}
	t.foldEnds()
}

// fewWalkers of a band walk as single persons: as a band they would soon be many
// small ones.
const fewWalkers = 128

// few says whether a band is so small that its people walk as single persons.
func (t *trek) few(c *band) bool {
	return c.total() <= fewWalkers
}

// grains is into how many parts a day's travellers can be cut.
const grains = 1 << 10

// take leaves of a band those who go between two grains. Where people are
// fewer than grains, each goes in a part of their own.
func (c *band) take(from, to int64, turn uint64) bool {
	some := uint64(0)
	for l := range &c.n {
		n, first := uint64(c.n[l]), ((turn+uint64(l))*0x9e3779b97f4a7c15)>>(64-10)
		n = (n*uint64(to)+first)/grains - (n*uint64(from)+first)/grains
		c.n[l] = int64(n)
		some += n
	}
	return some > 0
}

// filling is a place that today's travellers may fill.
type filling struct {
	place     int32
	low, full float64 // people from which on its weight falls, and at which it is 0
	at        int64   // people there when the last part set out
	rate      float64 // people who come a grain
}

// watchFilling lists the places that may fill today, and guesses how fast: those
// on their way there come, and as many again, or as yesterday, who decide so under way.
// When ways have just opened or closed, all who travel might come.
func (t *trek) watchFilling() {
	t.fillings = t.fillings[:0]
	for p := range t.spots {
		s := &t.spots[p]
		c := float64(s.capacity) * t.h.set.CapacityScaling
		f := filling{place: int32(p), low: float64(c * t.h.set.CapacityBuffer), full: c, at: s.people}
		if n := float64(s.people); c < 1 || n >= f.full || n+float64(t.onLinks) <= f.low {
			continue
		}
		guess := t.onLinks
		if t.day-t.opened > 1 {
			guess = min(guess, 2*t.bound(f.place)+t.before[p])
		}
		f.rate = float64(guess) / grains
		t.fillings = append(t.fillings, f)
	}
}

// bound is how many people are on lanes to a place.
func (t *trek) bound(place int32) (n int64) {
	for i := range t.lanes {
		if t.lanes[i].to == place {
			for j := range t.lanes[i].who {
				n += t.lanes[i].who[j].total()
			}
		}
	}
	return n
}

// untilFuller is the grain up to which people can set out together before a
// place is so much fuller that those behind should know: a few steps up to where it
// begins to refuse people, and that point itself.
func (t *trek) untilFuller(from int64) int64 {
	to := int64(grains)
	for i := range t.fillings {
		f := &t.fillings[i]
		n := t.spots[f.place].people
		if from > 0 {
			f.rate = math.Max(float64(n-f.at)/float64(from-t.lastGrain), f.rate/4)
			f.at = n
		}
		middle := float64((f.low + f.full) / 2)
		step := float64((middle - f.low) / stepsToMiddle)
		free := step
		switch here := float64(n); {
		case here < f.low:
			free = f.low - here + step
		case here < middle:
			free = math.Max(math.Min(step, middle-here), step/32)
		}
		if last := float64(from) + math.Max(1, math.Ceil(math.Max(free, float64(t.h.scale))/f.rate)); last < float64(to) {
			to = int64(last)
		}
	}
	t.lastGrain = from
	return to
}

// stepsToMiddle is in how many steps a place's weight falls from all to a half,
// as far as those on their way see it. What it takes is measured in docs/flee.md.
const stepsToMiddle = 4

// advance takes a band that has travelled so many km today along a lane. The
// key is that of the situation they come from.
func (t *trek) advance(lane int32, c *band, today float64, key draw.Key) {
	l := &t.lanes[lane]
	key = key.With(l.key).With(math.Float64bits(c.km) + uint64(c.route)).With(uint64(c.class))
	speed := l.speed
	if t.h.people.classes[c.class].fresh {
		speed = t.h.set.MaxWalkSpeed
	} else if l.walking > 0 {
		slow := *c
		s := key.Stream()
		for i, n := range &c.n {
			slow.n[i] = s.Binomial(n, l.walking)
			c.n[i] -= slow.n[i]
		}
		t.stride(l, &slow, today, t.h.set.MaxWalkSpeed, key.With(1))
	}
	t.stride(l, c, today, speed, key)
}

// stride takes a band along a lane at a speed: to the night, or to the place at
// its end, where with the day not over they decide again.
func (t *trek) stride(l *roadLane, c *band, today, speed float64, key draw.Key) {
	step := speed
	if !t.h.quirks.fullSpeed {
		step = math.Max(0, speed-today)
	}
	done := c.km + step
	today += step
	if !(done > l.km) && (t.h.quirks.strictArrival || done < l.km) {
		c.km = done
		t.grow(c, today)
		l.next = join(l.next, c)
		return
	}
	today -= done - l.km
	if l.closed {
		t.endDay(l.from, c, today, false)
		return
	}
	c.class = t.h.people.after[c.class]
	if !(today < speed) {
		t.endDay(l.to, c, today, true)
		return
	}
	if c.route == noRoute && !t.harvest && !t.abreast && t.few(c) {
		forced := t.forced(today)
		t.enlist(c, l.to, today, 0, forced, key)
		t.enlist(c, l.to, today, forced, t.levels, key)
		return
	}
	node := &t.nodes[t.node(l.to, c.class, c.route, today)]
	for i, n := range &c.n {
		node.n[i] += n
	}
}

// Buckets sort arrivals by the km travelled and, where these are about the same, by
// place: the order in which they are looked at decides nothing, but those who have come equally far
// to a place by different ways are then one band, and found among few.
const (
	stages  = 512
	corners = 16 // a power of 2
	buckets = stages * corners
)

func (t *trek) bucket(place int32, today float64) int {
	return min(max(int(today*t.perKM), 0), stages-1)*corners + int(place)%corners
}

// node is the band that is to decide at a place after so many km, empty when
// there was none yet.
func (t *trek) node(place int32, class int16, route int32, today float64) int32 {
	b := t.bucket(place, today)
	for i := t.heads[b]; i != none; i = t.nodes[i].after {
		if c := &t.nodes[i]; c.km == today && c.where == place && c.class == class && c.route == route {
			return i
		}
	}
	i := t.spare(place, class, route, today)
	t.nodes[i].late = b <= t.lastBucket
	t.nodes[i].after = t.heads[b]
	t.heads[b] = i
	t.filled[b>>6] |= 1 << (b & 63)
	return i
}

// spare is a new empty band, where one was that is done with if there is any:
// what is used again is at hand.
func (t *trek) spare(where int32, class int16, route int32, km float64) (i int32) {
	c := band{where: where, class: class, route: route, km: km, after: none, round: t.round}
	if last := len(t.done) - 1; last >= 0 {
		i, t.done = t.done[last], t.done[:last]
		t.nodes[i] = c
		return i
	}
	t.nodes = append(t.nodes, c)
	return int32(len(t.nodes) - 1)
}

// passPlaces lets bands that have arrived somewhere decide again, from those
// who have come least far to those who have come furthest. It says whether anybody
// is under way.
func (t *trek) passPlaces() bool {
	some := t.strolling.on+t.strolling.off > 0
	for w := range t.filled {
		for t.filled[w] != 0 {
			b := w<<6 + bits.TrailingZeros64(t.filled[w])
			t.lastBucket = max(t.lastBucket, b)
			for t.heads[b] != none {
				i := t.heads[b]
				t.heads[b] = t.nodes[i].after
				t.round++
				t.decideAgain(i)
				t.done = append(t.done, i)
				some = true
			}
			t.filled[w] &^= 1 << (b & 63)
		}
	}
	return some || t.strolling.on+t.strolling.off > 0
}

// endDay lets people spend the night at a place.
func (t *trek) endDay(place int32, c *band, today float64, arrived bool) {
	n := c.total()
	t.onLinks -= n
	t.spots[place].people += n
	if arrived {
		t.arrived[place] += n
	}
	t.grow(c, today)
	t.settleDown(place, c)
}

// decideAgain lets people who have arrived with the day not over decide once
// more: by force, where short stints are avoided and they have not travelled far.
func (t *trek) decideAgain(i int32) {
	key := t.placeKey(&t.nodes[i])
	if c := &t.nodes[i]; c.route != noRoute && t.redirected(c.where, c.route) {
		c.route = noRoute
	}
	if c := &t.nodes[i]; t.harvest || c.route != noRoute {
		t.followAgain(*c, key)
		return
	}
	x := t.table(int(t.nodes[i].class), int(t.nodes[i].where))
	if x.quiet {
		c := t.nodes[i]
		t.endDay(c.where, &c, c.km, true)
		return
	}
	forced := 0
	if t.h.avoids && x.town {
		forced = t.forced(t.nodes[i].km)
	}
	if !t.enlistFew(i, forced, key) {
		return
	}
	t.makeRoom(len(x.ways) + 1)
	c := &t.nodes[i]
	d := decision{x: x, who: c, key: key, forced: forced}
	d.stay = t.spare(c.where, c.class, noRoute, 0)
	t.resolve(&d)
	t.endDay(c.where, &t.nodes[d.stay], c.km, true)
	t.done = append(t.done, d.stay)
	for o := range x.ways {
		n := t.counts[o]
		if n == 0 {
			continue
		}
		way := &x.ways[o]
		t.flow[way.link] += n
		if !way.through(c.km) {
			target := t.targets[o]
			t.advance(way.lane, &t.nodes[target], c.km, key)
			t.done = append(t.done, target)
		}
	}
}

// placeKey names the situation of a band that is about to decide at a place.
// Where people come equally far to the same place once more, after others have gone on from
// there, they are told apart by the round.
func (t *trek) placeKey(c *band) draw.Key {
	key := t.walkKey.With(t.h.grounds[c.where].key).With(math.Float64bits(c.km)).With(uint64(c.class)<<32 + uint64(c.route))
	if c.late {
		key = key.With(uint64(c.round))
	}
	return key
}

// enlistFew lets the forced, or the others, of a band walk on as single persons
// where they are few. It says whether there are some left to decide together.
func (t *trek) enlistFew(i int32, forced int, key draw.Key) (some bool) {
	c := t.nodes[i]
	below, above := c.eitherSide(forced)
	if below > 0 && below <= fewWalkers {
		t.enlist(&c, c.where, c.km, 0, forced, key)
	}
	if above > 0 && above <= fewWalkers {
		t.enlist(&c, c.where, c.km, forced, t.levels, key)
	}
	some = below > fewWalkers || above > fewWalkers
	t.nodes[i].n = c.n
	return some
}

// followAgain lets those who have a route take its next step, or end the day.
func (t *trek) followAgain(c band, key draw.Key) {
	today := c.km
	lane := none
	if !t.harvest {
		lane, c.route = t.nextStep(c.where, c.route)
	}
	if lane == none {
		t.endDay(c.where, &c, today, true)
		if t.harvest {
			t.countAtBirth(int(c.class), int(c.where), c.total())
		}
		return
	}
	c.km = 0
	t.flow[t.lanes[lane].link] += c.total()
	t.advance(lane, &c, today, key)
}

// makeRoom sees to it that n more bands can be added without moving the others.
func (t *trek) makeRoom(n int) {
	if cap(t.nodes)-len(t.nodes) < n {
		t.nodes = append(make([]band, 0, 2*cap(t.nodes)+n), t.nodes...)
	}
}
