package movement

import (
	"math"

	"haven/draw"
)

// border serves every lane for a bin: the exit side as far as it and the room
// beyond allow, then the entry side.
func (r *run) border() {
	for i := range r.lanes {
		l, lane := &r.lanes[i], int32(i)
		if l.exit.people == 0 && l.entry.people == 0 {
			l.exit.carry, l.entry.carry = r.idle(l.exit.carry), r.idle(l.entry.carry)
			continue
		}
		r.giveUp(lane)
		exit, entry := int64(0), l.entry.offer(float64(r.entryToday[i]*r.m.laneBins[i][r.bin]))
		if !r.closedLane[i] {
			exit = l.exit.offer(float64(r.exitToday[i] * r.m.laneBins[i][r.bin]))
			if r.passThrough(lane, exit, entry) {
				continue
			}
			r.serveExit(lane, exit)
		}
		r.serveEntry(lane, entry)
		l.longest = max(l.longest, l.exit.people+l.entry.people)
	}
}

// idle keeps of a running total the fraction only: nobody was there to use it.
func (r *run) idle(carry float64) float64 { return carry - math.Floor(carry) }

// room is how many people find place at the entry side of a lane.
func (r *run) room(lane int32) int64 {
	if math.IsInf(r.m.laneRoom[lane], 1) {
		return boundless
	}
	return max(0, int64(r.m.laneRoom[lane])-r.lanes[lane].entry.people)
}

// passThrough lets everybody through both sides at once, where all joined in
// one bin, nobody stands at the entry side, and both sides can serve all in this bin. It says
// whether it did; what comes of it is the same as side by side.
func (r *run) passThrough(lane int32, exit, entry int64) bool {
	l := &r.lanes[lane]
	q := &l.exit
	if len(q.batches)-q.head != 1 || l.entry.people > 0 || q.people > min(exit, entry, r.room(lane)) {
		return false
	}
	b := &q.batches[q.head]
	entered, last := int64(0), count{slot: none}
	for _, c := range b.who {
		// Whom the control clears may be alike afterwards: they are admitted as one.
		slot, n := r.controlExit(lane, c.slot, c.n)
		if slot != last.slot && last.n > 0 {
			entered += r.controlEntry(lane, last.slot, last.n)
			last.n = 0
		}
		last.slot = slot
		last.n += n
	}
	if last.n > 0 {
		entered += r.controlEntry(lane, last.slot, last.n)
	}
	l.exitServed += b.people
	l.exitWaited += b.people * int64(int32(r.now())-b.joined)
	l.entryServed += entered
	q.settle(b.people, false)
	l.entry.settle(entered, false)
	q.people = 0
	q.drop()
	return true
}

// serveExit is the exit side: Q and C of DESIGN's min(Q, C_exit, room - Q_entry).
func (r *run) serveExit(lane int32, available int64) {
	l, now := &r.lanes[lane], int32(r.now())
	room := r.room(lane)
	lots := r.binStream(r.m.ids.lane[lane], forLots)
	used, waited, tooLarge := r.serve(&l.exit, min(available, room), lots, func(slot int32, n int64) {
		if slot, n = r.controlExit(lane, slot, n); n > 0 {
			l.entry.join(now, slot, n, n*r.sizeOf(slot))
		}
	})
	l.exit.settle(used, tooLarge && available <= room)
	l.exitServed += used
	l.exitWaited += waited
}

// controlExit bars those on the exit list; the slot of the others and how many
// they are it returns. Being on the list is a lasting trait, drawn at the first control; when
// the list has grown since a cohort was cleared, only the increment is drawn.
func (r *run) controlExit(lane, slot int32, n int64) (cleared int32, left int64) {
	m := r.m
	if citizen, usual := r.isUsual(slot); usual {
		r.lanes[lane].passed.add(n, citizen)
		return slot, n
	}
	leg, k, lvl := r.unpack(slot)
	i := int(lane)*len(m.kept) + int(k)
	if p, before := r.exitLevel[i], r.levels[lvl]; p > before {
		s := r.binStream(r.slotKey(slot), forControl)
		if stopped := s.Successes(n, min(1, (p-before)/(1-before))); stopped > 0 {
			r.bar(lane, k, stopped)
			n -= stopped
		}
		slot = r.slotOf(leg, k, r.exitStatus[i])
	}
	r.lanes[lane].passed.add(n*m.kept[k].size, true)
	return slot, n
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

// slotKey names the situation of a slot independently of the order of rows. A
// leg has one lane, so it names that too.
func (r *run) slotKey(slot int32) uint64 {
	leg, k, lvl := r.unpack(slot)
	return r.m.ids.bound[int(leg)*len(r.m.kept)+int(k)] + uint64(lvl)<<48
}

// serveEntry is the entry side.
func (r *run) serveEntry(lane int32, available int64) {
	l := &r.lanes[lane]
	lots := r.binStream(r.m.ids.lane[lane]+1, forLots)
	used, waited, tooLarge := r.serve(&l.entry, available, lots, func(slot int32, n int64) { r.controlEntry(lane, slot, n) })
	l.entry.settle(used, tooLarge)
	l.entryServed += used
	l.entryWaited += waited
}

// controlEntry admits, admits with a probability or refuses, and returns how
// many people that were. Of those refused a share asks for protection: where the stance allows it
// they are admitted as applicants, elsewhere the claim is counted as refused.
func (r *run) controlEntry(lane, slot int32, n int64) (people int64) {
	m := r.m
	if citizen, usual := r.isUsual(slot); usual {
		r.tally.usualGone += n
		r.lanes[lane].admitted.add(n, citizen)
		return n
	}
	leg, k, lvl := r.unpack(slot)
	admitted := n
	p := r.entryLevel[int(leg)*len(m.kept)+int(k)]
	people = n * m.kept[k].size
	key := r.slotKey(slot)
	if p < 1 {
		s := r.binStream(key, forAdmission)
		admitted = s.Successes(n, max(p, 0))
	}
	r.admit(lane, leg, k, 0, admitted)
	refused := n - admitted
	if refused == 0 {
		return people
	}
	refused -= r.hearClaims(lane, leg, k, key, refused)
	r.rec.add(r.rec.turnedBackEntry, int(lane), refused*m.kept[k].size)
	r.turnedAway(lane, r.slotOf(leg, k, lvl), refused, m.lanes[lane].crossing)
	return people
}

// hearClaims lets a share of the refused ask for protection and returns how
// many of them are admitted as applicants.
func (r *run) hearClaims(lane, leg, k int32, key uint64, refused int64) int64 {
	m := r.m
	if !m.claimsPossible(leg) || m.sc.Parameters.ClaimsAtBorder <= 0 {
		return 0
	}
	s := r.binStream(key, forClaim)
	claims := s.Successes(refused, m.sc.Parameters.ClaimsAtBorder)
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
	quits := false
	each := func(slot int32, n int64) {
		s := r.binStream(r.giveUpKey(slot, lane), forGivingUp)
		if quit := s.Exits(n, r.m.giveUp); quit > 0 {
			r.quit(lane, slot, n, quit, &s)
			quits = true
		}
	}
	if q.head+1 == len(q.batches) || q.batches[q.head+1].joined >= now {
		for _, c := range q.batches[q.head].who {
			each(c.slot, c.n)
		}
	} else {
		for i := q.head; i < len(q.batches) && q.batches[i].joined < now; i++ {
			for _, c := range q.batches[i].who {
				r.scratch.joining.add(c.slot, c.n)
			}
		}
		r.scratch.joining.handOut(each)
	}
	if quits {
		q.compact(now)
	}
}

func (r *run) giveUpKey(slot, lane int32) uint64 {
	if citizen, usual := r.isUsual(slot); usual {
		return r.m.ids.lane[lane] + uint64(whose(citizen)) + 7
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
