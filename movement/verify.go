package movement

import "fmt"

// balance is where everybody is, in people.
type balance struct {
	home, summoned, standing, hubs, queued, usualQueued, stock int64
}

func (r *run) balance() balance {
	m := r.m
	var b balance
	ng := len(m.sc.Groups)
	for _, g := range m.homes {
		home, summoned := int64(0), int64(0)
		for cell := g; cell < len(r.home); cell += ng {
			home += r.home[cell]
			summoned += r.awaiting[cell]
		}
		b.home += home * m.partySize(g)
		b.summoned += summoned * m.partySize(g)
	}
	for i := range r.coming {
		b.standing += r.coming[i].n * m.kept[r.coming[i].kept].size
	}
	for s := range m.services {
		for _, n := range r.booked[s] {
			b.hubs += n
		}
	}
	for i := range r.lanes {
		fleeing, usual := r.countQueue(&r.lanes[i].exit)
		f2, u2 := r.countQueue(&r.lanes[i].entry)
		b.queued += fleeing + f2
		b.usualQueued += usual + u2
	}
	for i, n := range r.stock {
		if n != 0 {
			b.stock += n * m.kept[i/2%len(m.kept)].size
		}
	}
	return b
}

func (r *run) countQueue(q *fifo) (fleeing, usual int64) {
	for i := q.head; i < len(q.batches); i++ {
		for _, c := range q.batches[i].who {
			if _, u := r.isUsual(c.slot); u {
				usual += c.n
			} else {
				fleeing += c.n * r.sizeOf(c.slot)
			}
		}
	}
	return fleeing, usual
}

// verify is the check that runs every day of every run: nobody is lost and
// nobody is counted twice, no count is negative, no seat is sold twice.
func (r *run) verify() error {
	if r.local != nil {
		return r.local.verify()
	}
	b := &r.where
	there := b.home + b.summoned + r.front + r.surrender + b.standing + r.inRing + r.airborne + b.queued + b.stock
	gone := r.tally.leftBehind + r.tally.returned
	if there+gone != r.tally.start+r.tally.corrected {
		return fmt.Errorf("people are not conserved: started with %d, corrected by %d, have %d in the model and %d who left it (a defect of haven, please report it)", r.tally.start, r.tally.corrected, there, gone)
	}
	if r.tally.usualBorn != r.tally.usualGone+b.usualQueued {
		return fmt.Errorf("usual travellers are not conserved: %d came, %d passed, %d queue (a defect of haven, please report it)", r.tally.usualBorn, r.tally.usualGone, b.usualQueued)
	}
	for _, n := range []int64{b.home, b.summoned, b.standing, b.hubs, b.queued, b.usualQueued, b.stock, r.front, r.inRing, r.airborne} {
		if n < 0 {
			return fmt.Errorf("a count is negative: %+v (a defect of haven, please report it)", *b)
		}
	}
	return nil
}
