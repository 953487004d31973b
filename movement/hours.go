package movement

import (
	"slices"
	"sync"

	"haven/draw"
	"haven/scenario"
)

// hours are the shares of a day's leavers by the bin they set out in.
type hours struct {
	single alias
	now    []float64 // chance of a bin for those who have not left in an earlier one

	once sync.Once
	many []*draw.Trials // the same, by bin
}

// newHours normalises the table by which leavers spread over the day.
func newHours(sc *scenario.Scenario) *hours {
	share := slices.Repeat([]float64{1}, sc.BinsPerDay)
	if w := sc.Parameters.DepartByBin; len(w) == len(share) {
		copy(share, w)
	}
	scale(share, sum(share), 1)
	h := &hours{now: make([]float64, len(share))}
	rest, last := 1.0, 0
	for b, p := range share {
		if p > 0 {
			h.now[b] = min(p/rest, 1)
			rest -= p
			last = b
		}
	}
	h.now[last] = 1
	new(aliasBuilder).build(&h.single, share, 1)
	return h
}

// hoursOf are a member's hours: the frame's, which they share unless the
// member spreads its leavers otherwise.
func (f *Frame) hoursOf(sc *scenario.Scenario) *hours {
	if slices.Equal(sc.Parameters.DepartByBin, f.sc.Parameters.DepartByBin) {
		return f.hours
	}
	return newHours(sc)
}

// trials draw how many of those who are left set out in each bin. Their tables
// are made when a large count first needs them.
func (h *hours) trials() []*draw.Trials {
	h.once.Do(func() {
		for _, p := range h.now {
			h.many = append(h.many, draw.NewTrials(p))
		}
	})
	return h.many
}

// drawHours spreads the day's leavers over its bins. Those with the same way to
// go and the same time to get there are alike, wherever they started.
func (r *run) drawHours() {
	m := r.m
	for cell, on := range r.setOutOn {
		if !on {
			continue
		}
		r.setOutOn[cell] = false
		row := r.setOut[int32(cell)*r.maxBins : (int32(cell)+1)*r.maxBins]
		leg, k := int32(cell)/int32(len(m.kept)), int32(cell)%int32(len(m.kept))
		for bins, n := range row {
			if n > 0 {
				row[bins] = 0
				r.drawHour(r.slotOf(leg, k, 0), int32(bins), n)
			}
		}
	}
	r.drawHoursOfMany()
}

// drawHour spreads n parties over the bins of the day by the table of
// departures, or notes them among the many. They are to reach the gate of their leg so many bins
// after they set out.
func (r *run) drawHour(slot, bins int32, n int64) {
	m := r.m
	key := r.today.With(about(r.slotKey(slot)+uint64(bins)<<32, forHour))
	if n > fewAnHour {
		r.scratch.many = append(r.scratch.many, leavers{key, r.setUnderWay(slot, n), int(bins), n})
		return
	}
	hours, to := sized(r.scratch.hours, m.bins), r.setUnderWay(slot, n)
	r.scratch.hours = hours
	for s := key.Of(0); n > 0; n-- {
		u := s.Uint64()
		column := m.hours.single.column
		hours[column[(u>>32)*uint64(len(column))>>32].pick(uint32(u))]++
	}
	for b, n := range hours {
		if n > 0 {
			r.schedule(to, int(bins)+b, n)
		}
	}
}

// fewAnHour are drawn one by one: their shares never change, so that a number
// more or less shifts nobody else, and a single draw is a look-up.
const fewAnHour = 40

// leavers are parties whose hours are still to be drawn, who set out alike.
type leavers struct {
	key  draw.Key
	to   heading
	bins int
	n    int64
}

// drawHoursOfMany draws of all large counts how many set out in a bin before it
// goes on to the next bin, whose tables are others.
func (r *run) drawHoursOfMany() {
	many := r.scratch.many
	if len(many) == 0 {
		return
	}
	for b, now := range r.m.hours.trials() {
		for i := range many {
			c := &many[i]
			s := c.key.Of(uint64(b) + 1)
			if n := now.Draw(&s, c.n); n > 0 {
				c.n -= n
				r.schedule(c.to, c.bins+b, n)
			}
		}
	}
	r.scratch.many = many[:0]
}
