package movement

import (
	"math"

	"haven/draw"
)

// border serves every lane for a bin: the exit side as far as it and the room
// beyond allow, then the entry side.
func (r *run) border() {
	for lane := range r.lanes {
		l := &r.lanes[lane]
		if l.exit.people == 0 && l.entry.people == 0 {
			l.exit.carry, l.entry.carry = r.idle(l.exit.carry), r.idle(l.entry.carry)
			continue
		}
		r.giveUp(int32(lane))
		r.serveExit(int32(lane))
		r.serveEntry(int32(lane))
		l.longest = max(l.longest, l.exit.people+l.entry.people)
	}
}

// idle keeps of a running total the fraction only: nobody was there to use it.
func (r *run) idle(carry float64) float64 { return carry - math.Floor(carry) }

// serveExit is the exit side: Q and C of DESIGN's min(Q, C_exit, room - Q_entry).
func (r *run) serveExit(lane int32) {
	l := &r.lanes[lane]
	if r.closedLane[lane] {
		return
	}
	available := l.exit.offer(float64(r.exitToday[lane] * r.m.laneBins[lane][r.bin]))
	room := int64(boundless)
	if !math.IsInf(r.m.laneRoom[lane], 1) {
		room = max(0, int64(r.m.laneRoom[lane])-l.entry.people)
	}
	lots := r.binKey(r.m.ids.lane[lane], forLots)
	used, waited, tooLarge := r.serve(&l.exit, min(available, room), lots, func(slot int32, n int64) { r.controlExit(lane, slot, n) })
	l.exit.settle(used, tooLarge && available <= room)
	l.exitServed += used
	l.exitWaited += waited
}

// controlExit bars those on the exit list and lets the others join the entry
// side. Being on the list is a lasting trait, drawn at the first control; when the list
// has grown since a cohort was cleared, only the increment is drawn.
func (r *run) controlExit(lane, slot int32, n int64) {
	m := r.m
	now := int32(r.now())
	if citizen, usual := r.isUsual(slot); usual {
		r.lanes[lane].passed.add(n, citizen)
		r.lanes[lane].entry.join(now, slot, n, n)
		return
	}
	leg, k, lvl := r.unpack(slot)
	size := m.kept[k].size
	i := int(lane)*len(m.kept) + int(k)
	if p, before := r.exitLevel[i], m.levels[lvl]; p > before {
		s := r.binStream(draw.Mix(r.slotKey(slot), m.ids.lane[lane]), forControl)
		stopped := s.Binomial(n, min(1, (p-before)/(1-before)))
		if stopped > 0 {
			r.bar(lane, k, stopped)
			n -= stopped
		}
		slot = r.slotOf(leg, k, r.exitStatus[i])
	}
	if n > 0 {
		r.lanes[lane].passed.add(n*size, true)
		r.lanes[lane].entry.join(now, slot, n, n*size)
	}
}

// bar turns parties on the exit list back for good.
func (r *run) bar(lane, k int32, n int64) {
	people := n * r.m.kept[k].size
	r.rec.add(r.rec.barred, int(lane), people)
	r.rec.add(r.rec.turnedBackExit, int(lane), people)
	r.coming = append(r.coming, standing{
		place: r.m.lanes[lane].near, kept: k, level: barred, refused: none,
		car: r.m.sc.Crossings[lane].Lane == "car", n: n,
	})
}

// slotKey names the situation of a slot independently of the order of rows.
func (r *run) slotKey(slot int32) uint64 {
	leg, k, lvl := r.unpack(slot)
	return draw.Mix(draw.Mix(r.m.ids.leg[leg], r.m.ids.kept[k]), uint64(lvl))
}

// serveEntry is the entry side.
func (r *run) serveEntry(lane int32) {
	l := &r.lanes[lane]
	available := l.entry.offer(float64(r.entryToday[lane] * r.m.laneBins[lane][r.bin]))
	lots := r.binKey(draw.Mix(r.m.ids.lane[lane], 1), forLots)
	used, waited, tooLarge := r.serve(&l.entry, available, lots, func(slot int32, n int64) { r.controlEntry(lane, slot, n) })
	l.entry.settle(used, tooLarge)
	l.entryServed += used
	l.entryWaited += waited
}

// controlEntry admits, admits with a probability or refuses. Of those refused a
// share asks for protection: where the stance allows it they are admitted as
// applicants, elsewhere the claim is counted as refused.
func (r *run) controlEntry(lane, slot int32, n int64) {
	m := r.m
	if citizen, usual := r.isUsual(slot); usual {
		r.tally.usualGone += n
		r.lanes[lane].admitted.add(n, citizen)
		return
	}
	leg, k, lvl := r.unpack(slot)
	admitted := n
	p := r.entryLevel[int(leg)*len(m.kept)+int(k)]
	key := draw.Mix(r.slotKey(slot), m.ids.lane[lane])
	if p < 1 {
		s := r.binStream(key, forAdmission)
		admitted = s.Binomial(n, max(p, 0))
	}
	r.admit(lane, leg, k, 0, admitted)
	refused := n - admitted
	if refused == 0 {
		return
	}
	refused -= r.hearClaims(lane, leg, k, key, refused)
	people := refused * m.kept[k].size
	r.rec.add(r.rec.turnedBackEntry, int(lane), people)
	r.turnedAway(lane, r.slotOf(leg, k, lvl), refused, m.lanes[lane].crossing)
}

// hearClaims lets a share of the refused ask for protection and returns how
// many of them are admitted as applicants.
func (r *run) hearClaims(lane, leg, k int32, key uint64, refused int64) int64 {
	m := r.m
	if !m.claimsPossible(leg) || m.sc.Parameters.ClaimsAtBorder <= 0 {
		return 0
	}
	s := r.binStream(key, forClaim)
	claims := s.Binomial(refused, m.sc.Parameters.ClaimsAtBorder)
	if claims == 0 {
		return 0
	}
	country := m.layout.entryOf[lane]
	people := claims * m.kept[k].size
	if !r.claimHeard(leg, k) {
		r.rec.add(r.rec.claimsRefused, country, people)
		return 0
	}
	r.rec.add(r.rec.applicationsBorder, country, people)
	r.admit(lane, leg, k, 1, claims)
	return claims
}

// admit lets parties go on to their destination.
func (r *run) admit(lane, leg, k, applicant int32, n int64) {
	if n == 0 {
		return
	}
	m := r.m
	people := n * m.kept[k].size
	r.lanes[lane].admitted.add(people, true)
	r.lanes[lane].fleeing += people
	r.onLeg[leg] += people
	at := r.ringAt(r.atBin + int(m.legBins[leg]))
	slot := r.stockSlot(m.net.Legs[leg].Destination, k, applicant)
	r.airborne += people
	if m.legBins[leg] == 0 {
		r.reach(slot, n)
		return
	}
	r.arrive[at] = append(r.arrive[at], count{slot, n})
}

// giveUp lets some of those who wait at the exit side turn back, a hazard an
// hour. How many is drawn once for all who differ only in the bin of joining;
// from which bins they come, without replacement.
func (r *run) giveUp(lane int32) {
	q := &r.lanes[lane].exit
	now := int32(r.now())
	if r.m.giveUp <= 0 || q.head >= len(q.batches) || q.batches[q.head].joined >= now {
		return
	}
	r.scratch.touched = r.scratch.touched[:0]
	for i := q.head; i < len(q.batches) && q.batches[i].joined < now; i++ {
		for _, c := range q.batches[i].who {
			r.gather(c.slot, c.n)
		}
	}
	quits := false
	r.gathered(func(slot int32, n int64) {
		s := r.binStream(draw.Mix(r.giveUpKey(slot, lane), r.m.ids.lane[lane]), forGivingUp)
		if quit := s.Binomial(n, r.m.giveUp); quit > 0 {
			r.quit(lane, slot, n, quit, &s)
			quits = true
		}
	})
	if quits {
		q.compact(now)
	}
}

func (r *run) giveUpKey(slot, lane int32) uint64 {
	if citizen, usual := r.isUsual(slot); usual {
		return draw.Mix(r.m.ids.lane[lane], uint64(whose(citizen))+7)
	}
	return r.slotKey(slot)
}

// quit takes quit of the n parties of a slot out of the batches they stand in.
func (r *run) quit(lane, slot int32, n, quit int64, s *draw.Stream) {
	q := &r.lanes[lane].exit
	size := r.sizeOf(slot)
	r.rec.add(r.rec.gaveUp, int(lane), quit*size)
	r.turnedAway(lane, slot, quit, none)
	now := int32(r.now())
	for i := q.head; i < len(q.batches) && quit > 0 && q.batches[i].joined < now; i++ {
		b := &q.batches[i]
		for j := range b.who {
			c := &b.who[j]
			if c.slot != slot || c.n == 0 {
				continue
			}
			x := quit
			if c.n < n {
				x = s.Hypergeometric(c.n, n-c.n, quit)
			}
			n -= c.n
			c.n -= x
			b.people -= x * size
			q.people -= x * size
			quit -= x
		}
	}
}

// compact drops cohorts and batches that have become empty.
func (q *fifo) compact(now int32) {
	for i := q.head; i < len(q.batches) && q.batches[i].joined < now; i++ {
		b := &q.batches[i]
		rest := b.who[:0]
		for _, c := range b.who {
			if c.n > 0 {
				rest = append(rest, c)
			}
		}
		b.who = rest
	}
	for q.head < len(q.batches) && q.batches[q.head].people == 0 {
		q.drop()
	}
}
