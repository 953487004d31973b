package movement

import (
	"math"

	"haven/draw"
)

// ask is a demand for seats on one service: parties in one situation who would
// be at the hub after so many days.
type ask struct {
	leaf, kept int32
	days       int32 // until they can be at the hub
	level      int16 // of the exit list already drawn; barred when on it
	onward     bool
	n          int64
}

func (r *run) resetSeats() {
	m := r.m
	r.sellAhead(m.sc.Parameters.BookAheadDays + 1 + int(r.maxBins)/m.bins)
	for s := range m.services {
		r.fare[s] = 1
	}
	clear(r.vain)
	for len(r.asks) < len(m.services) {
		r.asks = append(r.asks, nil)
	}
	r.forgetAsks()
}

// sellAhead empties the books and makes them so many days long.
func (r *run) sellAhead(ahead int) {
	m := r.m
	for len(r.sold) < len(m.services) {
		r.sold, r.booked = append(r.sold, nil), append(r.booked, nil)
		r.usualSold, r.usualLoad = append(r.usualSold, nil), append(r.usualLoad, nil)
	}
	for s := range m.services {
		r.sold[s], r.booked[s] = sized(r.sold[s], ahead), sized(r.booked[s], ahead)
		r.usualSold[s], r.usualLoad[s] = sized(r.usualSold[s], 2*ahead), sized(r.usualLoad[s], 2*ahead)
	}
}

// seatsOn is how many seats a service sells for the day so many days ahead.
// What will be suspended then is not known yet: today's rule holds.
func (r *run) seatsOn(s int) int64 {
	f := r.linkFactor[r.m.net.Arcs[r.m.services[s].arc].Link]
	return int64(math.Floor(r.m.seats[s] * max(f, 0)))
}

// openBooking draws the usual load of the day that has just come up for sale
// and lets usual travellers book along their curve. On the first day all days
// up to there come up at once.
func (r *run) openBooking() {
	if len(r.m.services) == 0 {
		return
	}
	ahead := len(r.sold[0])
	onSale := min(ahead, max(1, len(r.m.sc.Parameters.UsualBooked))) // later days are not booked yet
	first := ahead - 1
	if r.day == 0 {
		first = 0
	}
	r.drawLoads(first, ahead)
	for s := range r.m.services {
		seats, i := r.seatsOn(s), r.day%ahead
		for d := range onSale {
			r.bookUsual(s, d, i, seats)
			if i++; i == ahead {
				i = 0
			}
		}
	}
}

// drawLoads draws how many usual travellers will want each service on the days
// first..ahead-1 from today.
func (r *run) drawLoads(first, ahead int) {
	for i := range r.m.usual {
		u := &r.m.usual[i]
		if u.service == none || !u.out {
			continue
		}
		demand := r.usualDemand(u)
		for d := first; d < ahead; d++ {
			day := r.day + d
			if !u.days[(r.m.sc.Period.From + dateOffset(day)).Weekday()] {
				continue
			}
			s := r.key.With(uint64(day) + 1).Of(about(u.key, forLoad))
			r.usualLoad[u.service][2*(day%ahead)+whose(u.citizen)] += s.Poisson(u.people * demand)
		}
	}
}

func whose(citizen bool) int {
	if citizen {
		return 1
	}
	return 0
}

// bookUsual sells usual travellers the seats for d days ahead, place i of the
// ring of days, that the booking curve gives them by today, as far as there are any.
func (r *run) bookUsual(s, d, i int, seats int64) {
	load, sold := r.usualLoad[s][2*i:2*i+2], r.usualSold[s][2*i:2*i+2]
	if load[0] == sold[0] && load[1] == sold[1] {
		return
	}
	free := seats - r.sold[s][i] - sold[0] - sold[1]
	booked := curve(r.m.sc.Parameters.UsualBooked, d)
	for w := 0; w < 2 && free > 0; w++ {
		want := int64(float64(float64(load[w])*booked)+0.5) - sold[w]
		if want = min(want, free); want > 0 {
			sold[w] += want
			free -= want
		}
	}
}

// curve is the share of the usual load booked d days ahead.
func curve(booked []float64, d int) float64 {
	if d < len(booked) {
		return booked[d]
	}
	if d == 0 {
		return 1
	}
	return 0
}

// sellSeats sells the day's seats: for each service, day by day from the
// earliest, those who could take it draw lots. Who gets none stands where they
// were and chooses again tomorrow.
func (r *run) sellSeats() {
	clear(r.vain)
	for s := range r.asks {
		if len(r.asks[s]) > 0 {
			r.sellService(s, r.asks[s])
		}
	}
	r.forgetAsks()
}

// forgetAsks empties the lists of asks. Where they stood in them need not be
// cleared: asks to come are numbered on from there.
func (r *run) forgetAsks() {
	most := 0
	for s := range r.asks {
		most = max(most, len(r.asks[s]))
		r.asks[s] = r.asks[s][:0]
	}
	if r.asked += int32(most); r.asked > math.MaxInt32/2 {
		clear(r.askAt)
		r.asked = 0
	}
}

// ask notes that n parties want seats on a way. Those who leave home today and
// those who have stood there since yesterday are alike, and ask as one.
func (r *run) ask(l int32, lf *leaf, from *standing, n int64) {
	m := r.m
	asks := &r.asks[lf.serves]
	if from.level == 0 && !from.onward {
		at := &r.askAt[l*int32(m.mostAlike)+m.nthOfClass[from.kept]]
		if i := *at - r.asked; i > 0 {
			(*asks)[i-1].n += n
			return
		}
		*at = r.asked + int32(len(*asks)) + 1
	}
	*asks = append(*asks, ask{leaf: l, kept: from.kept, days: m.wayDays[lf.way], level: int16(from.level), onward: from.onward, n: n})
}

// standAgain puts parties of an ask that got no seat back where they were.
func (r *run) standAgain(a *ask, n int64) {
	lf := &r.m.leaves[a.leaf]
	r.stand(standing{place: r.m.ways[lf.way].node, kept: a.kept, level: int32(a.level), refused: none, car: lf.needs, onward: a.onward}, n)
}

// sellService draws the lots of a service. Parties of one size that can be at
// the hub from the same day on are alike as long as lots are drawn, so they draw as one bidder;
// which of them got a seat, and for which day, is drawn afterwards.
func (r *run) sellService(s int, asks []ask) {
	stream := r.stream(r.m.ids.service[s], forLots)
	r.listBidders(asks)
	ahead, seats := len(r.sold[s]), r.seatsOn(s)
	for b := range r.bidders {
		r.bidders[b].won = sized(r.bidders[b].won, ahead)
	}
	for d := 0; d < ahead; d++ {
		i := (r.day + d) % ahead
		free := seats - r.sold[s][i] - r.usualSold[s][2*i] - r.usualSold[s][2*i+1]
		if free <= 0 {
			continue
		}
		takes, used := r.drawLots(&stream, r.lotsFor(d), free)
		for j, took := range takes {
			b := &r.bidders[r.scratch.touched[j]]
			b.n -= took
			b.won[d] = took
		}
		r.sold[s][i] += used
		r.booked[s][i] += used
	}
	for b := range r.bidders {
		r.seat(s, &r.bidders[b], asks, &stream)
	}
}

// bidder is all parties that draw lots for a service alike.
type bidder struct {
	days int32 // until they can be at the hub
	size int64
	asks []int32
	n    int64   // parties without a seat
	won  []int64 // seats by day ahead, in parties
}

// listBidders sorts the asks for a service by when they can be there and how
// large the parties are.
func (r *run) listBidders(asks []ask) {
	r.bidders = r.bidders[:0]
	for j := range asks {
		b := r.bidder(asks[j].days, r.m.kept[asks[j].kept].size)
		b.n += asks[j].n
		b.asks = append(b.asks, int32(j))
	}
}

// bidder finds a bidder, or adds it.
func (r *run) bidder(days int32, size int64) *bidder {
	for i := range r.bidders {
		if b := &r.bidders[i]; b.days == days && b.size == size {
			return b
		}
	}
	i := len(r.bidders)
	if i == cap(r.bidders) {
		r.bidders = append(r.bidders, bidder{})
	}
	r.bidders = r.bidders[:i+1]
	b := &r.bidders[i]
	b.days, b.size, b.n, b.asks = days, size, 0, b.asks[:0]
	return b
}

// lotsFor lists the bidders that can be at the hub d days from now and have no
// seat yet; scratch.touched says which bidder each lot belongs to.
func (r *run) lotsFor(d int) []lot {
	r.lots, r.scratch.touched = r.lots[:0], r.scratch.touched[:0]
	for b := range r.bidders {
		days := int(r.bidders[b].days)
		if r.bidders[b].n > 0 && days <= d && d <= days+r.m.sc.Parameters.BookAheadDays {
			r.lots = append(r.lots, lot{r.bidders[b].n, r.bidders[b].size})
			r.scratch.touched = append(r.scratch.touched, int32(b))
		}
	}
	return r.lots
}

// seat draws which of a bidder's parties won and for which day. Who has none
// stands where they were and chooses again tomorrow. Who has bought leaves at once, waits at the
// hub, and is at the gate on the morning of the day.
func (r *run) seat(s int, b *bidder, asks []ask, stream *draw.Stream) {
	r.scratch.depth = 0
	want, lost := r.column(len(b.asks)), r.column(len(b.asks))
	total := int64(0)
	for i, j := range b.asks {
		want[i] = asks[j].n
		total += asks[j].n
	}
	r.sample(stream, want, lost, total, b.n)
	r.vain[s] += b.n * b.size
	r.buyers = r.buyers[:0]
	for i, j := range b.asks {
		a := &asks[j]
		if lost[i] > 0 {
			r.standAgain(a, lost[i])
		}
		if bought := a.n - lost[i]; bought > 0 {
			r.buy(a, bought, b.size)
		}
	}
	r.scratch.depth = 0
	left, today := r.column(len(r.buyers)), r.column(len(r.buyers))
	for i := range r.buyers {
		b := &r.buyers[i]
		left[i], b.to = b.n, r.setUnderWay(b.slot, b.n)
	}
	unseated, at := total-b.n, r.scratch.depth
	for d, won := range b.won {
		if won == 0 {
			continue
		}
		r.scratch.depth = at
		clear(today)
		r.sample(stream, left, today, unseated, won)
		unseated -= won
		for i, n := range today {
			if n > 0 {
				left[i] -= n
				r.schedule(r.buyers[i].to, d*r.m.bins+int(r.buyers[i].after), n)
			}
		}
	}
}

// buyer is parties with seats that go on alike: the same slot, and the same
// way from the service to the lane.
type buyer struct {
	slot, after int32
	n           int64
	to          heading
}

// buy lets n parties of an ask have a seat, for a day still to be drawn.
func (r *run) buy(a *ask, n, size int64) {
	m := r.m
	lf := &m.leaves[a.leaf]
	w := lf.way
	r.along(w, n*size)
	slot, after := r.slotOf(lf.leg, a.kept, max(int32(a.level), 0)), m.wayAfter[w]
	if i := int(r.buyerAt[slot]); i < len(r.buyers) && r.buyers[i].slot == slot && r.buyers[i].after == after {
		r.buyers[i].n += n
		return
	}
	for i := range r.buyers {
		if r.buyers[i].slot == slot && r.buyers[i].after == after {
			r.buyers[i].n += n
			return
		}
	}
	r.buyerAt[slot] = int32(len(r.buyers))
	r.buyers = append(r.buyers, buyer{slot: slot, after: after, n: n})
}

// boardUsual lets the day's usual travellers of a service join the queue of
// their boarding; without a border there is nothing to join.
func (r *run) boardUsual(s int) {
	i := r.day % len(r.sold[s])
	for w := 0; w < 2; w++ {
		n := r.usualSold[s][2*i+w]
		if n == 0 {
			continue
		}
		lane := r.m.services[s].lane
		r.tally.usualBorn += n
		if lane == none || r.closedLane[lane] {
			r.tally.usualGone += n
			continue
		}
		go1 := n
		if f := r.usualFactor[lane]; f < 1 {
			st := r.stream(r.m.ids.service[s]+uint64(w), forUsualBoarding)
			go1 = st.Successes(n, max(f, 0))
			r.tally.usualGone += n - go1
		}
		r.pending = append(r.pending, laneCount{lane, r.usualSlot(lane, w == 1), go1})
	}
}

// closeSales counts the day's seats and turns the ring of days.
func (r *run) closeSales() {
	for s := range r.m.services {
		i := r.day % len(r.sold[s])
		seats := r.seatsOn(s)
		r.rec.add(r.rec.seatsSold, s, r.sold[s][i]+r.usualSold[s][2*i]+r.usualSold[s][2*i+1])
		r.rec.add(r.rec.seatsOffered, s, seats)
		r.followFare(s, seats)
		r.rec.add(r.rec.fare, s, int64(math.Min(math.Floor(float64(r.m.fare[s]*r.fare[s]*100)+0.5), float64(draw.MaxCount))))
		r.sold[s][i], r.booked[s][i] = 0, 0
		r.usualSold[s][2*i], r.usualSold[s][2*i+1] = 0, 0
		r.usualLoad[s][2*i], r.usualLoad[s][2*i+1] = 0, 0
	}
}

// followFare moves the fare towards the ladder's step for the coming week's
// demand per seat: sold and asked for in vain, over the seats.
func (r *run) followFare(s int, seats int64) {
	if seats <= 0 {
		return
	}
	ahead := len(r.sold[s])
	week := min(7, ahead-1)
	sold := r.vain[s]
	for d := 1; d <= week; d++ {
		i := (r.day + d) % ahead
		sold += r.sold[s][i] + r.usualSold[s][2*i] + r.usualSold[s][2*i+1]
	}
	if week == 0 {
		return
	}
	demand := float64(sold) / float64(int64(week)*seats)
	p := &r.m.sc.Parameters
	r.fare[s] += float64(p.FareMemory * (ladder(p.FareLadder, demand) - r.fare[s]))
}

// ladder interpolates the fare's factor at a demand per seat.
func ladder(points [][2]float64, demand float64) float64 {
	if len(points) == 0 {
		return 1
	}
	if demand <= points[0][0] {
		return points[0][1]
	}
	for i := 1; i < len(points); i++ {
		if a, b := points[i-1], points[i]; demand <= b[0] {
			return a[1] + float64((b[1]-a[1])*(demand-a[0])/(b[0]-a[0]))
		}
	}
	return points[len(points)-1][1]
}
