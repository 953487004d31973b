package movement

import (
	"context"

	"haven/draw"
)

// Simulate runs one member from the first day to the last and writes what
// happened into rec, which NewRecord made. It is safe to call from several
// goroutines with different records; the same seed and member give the same
// record everywhere.
func (m *Model) Simulate(ctx context.Context, seed uint64, member int, rec *Record) error {
	c := m.Begin(seed, member, rec)
	defer c.Close()
	return c.Advance(ctx, rec.Days)
}

// step is one day.
func (r *run) step() {
	r.enact()
	r.depart()
	r.choose()
	for bin := 0; bin < r.m.bins; bin++ {
		r.startBin(bin)
		r.travel()
		r.border()
	}
	r.settle()
	r.record()
}

// startDay moves the clock on.
func (r *run) startDay(day int) {
	r.day, r.bin = day, 0
	r.today = r.key.With(uint64(day) + 1)
	if r.local != nil {
		return
	}
	r.rec.day = day
	r.e = &r.m.epochs[r.m.epochOfDay[day]]
	r.atDay = day * r.m.bins % r.horizon
}

func (r *run) startBin(bin int) {
	r.bin = bin
	r.thisBin = r.today.With(uint64(bin) + 1)
	if r.local == nil {
		r.atBin = r.ringAt(r.atDay + bin)
	}
}

// ringAt is where a bin is in the rings of arrivals, which hold the bins of
// the horizon: it was counted from a place in the ring, so that it went round once at most.
func (r *run) ringAt(i int) int {
	if i >= r.horizon {
		return i - r.horizon
	}
	return i
}

// now is the bin of the clock since the start.
func (r *run) now() int { return r.day*r.m.bins + r.bin }

// Purposes keep the random streams of one situation apart.
const (
	forNation uint64 = iota + 1
	forOrigin
	forCapacity
	forDrift
	forUsual
	forLoad
	forLeaving
	forSummons
	forSummoned
	forOption
	_ // a number no draw uses any more: the others keep theirs
	forHour
	forLots
	forControl
	forClaim
	forAdmission
	forGivingUp
	forApplying
	forMovingOn
	_
	forSurrender
	forUsualBoarding
	forSettingOut
	forWalking
	forClass
	forCorrection
	forLeavingError
	forPullError
	forUsualError
)

// stream is the random stream of a situation of today for a purpose. A
// situation is a hash, so that a purpose can be added to it.
func (r *run) stream(situation, purpose uint64) draw.Stream {
	return r.today.Of(about(situation, purpose))
}

// binStream is the same within a bin of the day.
func (r *run) binStream(situation, purpose uint64) draw.Stream {
	return r.thisBin.Of(about(situation, purpose))
}

// about names a situation and a purpose; the purposes differ in all bits: by
// multiples of the fraction of the root of 2, made odd.
func about(situation, purpose uint64) uint64 { return situation + purpose*0x6a09e667f3bcc909 }
