package movement

import (
	"math"
	"slices"

	"haven/draw"
	"haven/internal/calendar"
)

func dateOffset(day int) calendar.Date { return calendar.Date(day) }

func (r *run) date() calendar.Date { return r.m.sc.Period.From + dateOffset(r.day) }

// enact brings the day's links, crossings and policies into effect and makes
// the draws that people share.
func (r *run) enact() {
	if r.local != nil {
		r.local.enact(r.day, r.today)
		return
	}
	epoch := r.newEpoch()
	if epoch {
		r.enactStances()
	}
	if r.stepDiscrepancy() || epoch {
		for c := range r.m.classes {
			r.attract(c)
		}
	}
	r.openAndClose()
	r.drawCapacities()
	r.perceiveWaits()
	r.openBooking()
	r.priceOptions()
	r.listOpen()
	clear(r.fresh)
}

// newEpoch says whether other policies are in force than yesterday.
func (r *run) newEpoch() bool {
	return r.day == 0 || r.resumed || r.m.epochOfDay[r.day] != r.m.epochOfDay[r.day-1]
}

// enactStances reads off what the policies in force are worth.
func (r *run) enactStances() {
	m, e := r.m, r.e
	for i := range r.entryLevel {
		r.entryLevel[i] = max(m.level(e.entry[i], 1), m.level(e.visa[i], 0))
	}
	for i := range r.asylumLevel {
		r.asylumLevel[i] = m.level(e.asylum[i], 0)
	}
	for i := range r.exitLevel {
		r.exitLevel[i] = m.level(e.exit[i], 0)
		r.exitStatus[i] = r.statusOf(r.exitLevel[i])
	}
	nc, nk := len(m.classes), len(m.kept)
	for lane := range m.lanes {
		for c, g := range m.classes {
			i := lane*nk + int(m.keptOf[g])
			r.stanceCost[lane*nc+c] = float64(m.sc.Parameters.ExitDeterrence*r.exitLevel[i]) + m.level(e.deterrent[i], 0)
		}
	}
	for i := range r.usualFactor {
		r.usualFactor[i] = m.level(e.usual[i], 1)
	}
	for i, p := range e.linkRule {
		r.linkFactor[i] = m.level(p, 1)
	}
}

// attract computes A of every destination for a class.
func (r *run) attract(c int) {
	m, p := r.m, &r.m.sc.Parameters
	nd, nk := len(m.net.Destinations), len(m.kept)
	g := m.classes[c]
	k := int(m.keptOf[g])
	a := r.attraction[c*nd : (c+1)*nd]
	entry := r.pull[c*nd : (c+1)*nd]
	clear(entry)
	for l := range m.net.Legs {
		d := m.net.Legs[l].Destination
		entry[d] = max(entry[d], r.entryLevel[l*nk+k])
	}
	top := math.Inf(-1)
	for d := range a {
		a[d] = m.pulls[c*nd+d] + float64(p.WeightAsylum*r.asylumLevel[d*nk+k]) + float64(p.WeightEntry*entry[d]) + r.discrepancy.pull[m.layout.ofDest[d]]
		top = max(top, a[d])
	}
	for d := range a {
		r.pull[c*nd+d] = draw.Exp(a[d] - top)
	}
	r.topPull[c] = top
	r.stayWeight[c] = draw.Exp(m.stay - top)
}

// statusOf is the status of those whom a control with list share p clears.
func (r *run) statusOf(p float64) int32 {
	s := int32(0)
	for i, v := range r.levels {
		if v <= p {
			s = int32(i)
		}
	}
	return s
}

// openAndClose opens lanes and closes them. Whoever stands in the exit queue
// of a lane that closes stands in the near place again and chooses anew; those
// already through the exit side are still served.
func (r *run) openAndClose() {
	today := r.date()
	for i := range r.m.sc.Crossings {
		c := &r.m.sc.Crossings[i]
		r.laneFactor[i] = r.m.level(r.e.laneRule[i], 1)
		open := (!c.DateFrom.Given() || c.DateFrom <= today) && (!c.DateTo.Given() || today <= c.DateTo) && r.laneFactor[i] > 0
		if !open && !r.closedLane[i] && r.day > 0 {
			r.sendBack(int32(i))
		}
		r.closedLane[i] = !open
	}
}

// sendBack empties the exit queue of a lane into its near place.
func (r *run) sendBack(lane int32) {
	q := &r.lanes[lane].exit
	for i := q.head; i < len(q.batches); i++ {
		for _, c := range q.batches[i].who {
			r.turnedAway(lane, c.slot, c.n, none)
		}
	}
	q.reset()
}

// turnedAway puts parties from a lane back into its near place. Usual
// travellers give their trip up.
func (r *run) turnedAway(lane, slot int32, n int64, refusedAt int32) {
	if n == 0 {
		return
	}
	if _, usual := r.isUsual(slot); usual {
		r.tally.usualGone += n
		return
	}
	_, kept, lvl := r.unpack(slot)
	r.coming = append(r.coming, standing{
		place: r.m.lanes[lane].near, kept: kept, level: lvl, refused: refusedAt,
		car: r.m.sc.Crossings[lane].Lane == "car", n: n,
	})
}

// drawCapacities draws what each lane can serve today: one draw a member, day
// and lane.
func (r *run) drawCapacities() {
	p := &r.m.sc.Parameters
	for i := range r.exitToday {
		f := 1.0
		if p.CapacityDispersion > 0 {
			s := r.stream(r.m.ids.lane[i], forCapacity)
			f *= s.Gamma(1, p.CapacityDispersion)
		}
		if p.CapacityDrift > 0 {
			s := r.stream(r.m.ids.lane[i], forDrift)
			r.laneDrift[i] += float64(p.CapacityDrift * s.Normal())
			f *= draw.Exp(r.laneDrift[i])
		}
		entry := r.m.laneEntry[i]
		if !r.closedLane[i] { // beyond a closed lane those through the exit side are still served
			entry *= r.laneFactor[i]
		}
		r.exitToday[i], r.entryToday[i] = r.m.laneExit[i]*r.laneFactor[i]*f, entry*f
	}
}

// perceiveWaits lets what people believe about waits follow what could be seen
// some days ago.
func (r *run) perceiveWaits() {
	k := r.m.sc.Parameters.WaitMemory
	seen := r.seenWait[0]
	for i := range r.perceived {
		r.perceived[i] += float64(k * (seen[i] - r.perceived[i]))
	}
}

// publicWait is the wait anybody can see at a lane: people in front of each
// side over what that side serves in a day.
func (r *run) publicWait(lane int) float64 {
	q := &r.lanes[lane]
	return waitOf(q.exit.people, r.exitToday[lane], r.m.laneExit[lane]) + waitOf(q.entry.people, r.entryToday[lane], r.m.laneEntry[lane])
}

func waitOf(people int64, today, usual float64) float64 {
	if today <= 0 {
		today = usual
	}
	if people == 0 || math.IsInf(today, 1) || today <= 0 {
		return 0
	}
	return min(float64(people)/today, longestWait)
}

// longestWait, in days, stands for every longer one: a lane that hardly moves
// has no wait that could be told.
const longestWait = 365

// priceOptions computes what the day adds to the cost of each lane and service
// for each class.
func (r *run) priceOptions() {
	m, p := r.m, &r.m.sc.Parameters
	nc := len(m.classes)
	costs := sized(r.scratch.costs, nc)
	r.scratch.costs = costs
	for lane := range r.perceived {
		wait := float64(p.WaitPerHour * 24 * r.perceived[lane])
		for c := range m.classes {
			costs[c] = wait + r.stanceCost[lane*nc+c]
		}
		r.priceAt(r.laneCost[lane*spreads*nc:], costs)
	}
	for s := range r.fare {
		for c := range m.classes {
			costs[c] = p.FareWeight * m.fare[s] * r.fare[s] / m.means[c]
		}
		r.priceAt(r.serviceCost[s*spreads*nc:], costs)
	}
}

// priceAt stores e^(-cost/spread) for all classes at the spreads of ways,
// crossings and destinations. Classes that pay the same share the powers.
func (r *run) priceAt(out, costs []float64) {
	p, nc := &r.m.sc.Parameters, len(costs)
	way, crossing, destination := out[atWay*nc:], out[atCrossing*nc:], out[atDestination*nc:]
	for c, cost := range costs {
		if same := slices.Index(costs, cost); same < c {
			way[c], crossing[c], destination[c] = way[same], crossing[same], destination[same]
			continue
		}
		way[c], crossing[c], destination[c] = fall(cost/p.SpreadWay), fall(cost/p.SpreadCrossing), fall(cost)
	}
}

// fall is e^-x, never so small that products of two of them vanish.
func fall(x float64) float64 {
	if x == 0 {
		return 1
	}
	return draw.Exp(-min(x, 300))
}
