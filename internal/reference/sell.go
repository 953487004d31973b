package reference

import "math"

// horizon is how many days ahead a service is on sale, today included.
func (w *World) horizon() int { return w.p.BookAheadDays + 1 + (max(1, w.ahead)+1)/w.bins }

func (r *run) seatsOn(s int) int64 {
	return int64(math.Floor(r.w.services[s].seats * math.Max(0, r.linkFactor(s))))
}

func (s *sales) usual(day int) (sold, load *[2]int64) {
	if s.load[day] == nil {
		s.load[day], s.usualSold[day] = &[2]int64{}, &[2]int64{}
	}
	return s.usualSold[day], s.load[day]
}

func (r *run) free(s, day int) int64 {
	usual, _ := r.sales[s].usual(day)
	return r.seatsOn(s) - r.sales[s].sold[day] - usual[0] - usual[1]
}

// openSales draws the usual load of the days that come up for sale and books
// it along the curve.
func (r *run) openSales() {
	w := r.w
	last := r.day + w.horizon() - 1
	first := last
	if r.day == 0 {
		first = 0
	}
	for i := range w.usual {
		u := &w.usual[i]
		if u.service < 0 || !u.out {
			continue
		}
		for day := first; day <= last; day++ {
			if !u.goes[(w.sc.Period.From + dayOf(day)).Weekday()] {
				continue
			}
			_, load := r.sales[u.service].usual(day)
			load[index(u.citizen)] += r.poisson(u.people)
		}
	}
	for s := range r.sales {
		for day := r.day; day <= last; day++ {
			sold, load := r.sales[s].usual(day)
			for i := range sold {
				share := 0.0
				if ahead := day - r.day; ahead < len(w.p.UsualBooked) {
					share = w.p.UsualBooked[ahead]
				} else if ahead == 0 {
					share = 1
				}
				want := int64(math.Floor(float64(load[i])*share+0.5)) - sold[i]
				if want = min(want, r.free(s, day)); want > 0 {
					sold[i] += want
				}
			}
		}
	}
}

func index(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// sell lets a day's buyers of one service draw lots, day by day from the
// earliest one they can be there.
func (r *run) sell(s int, buyers []*party) {
	w := r.w
	for day := r.day; day < r.day+w.horizon() && len(buyers) > 0; day++ {
		var now, later []*party
		for _, p := range buyers {
			needs := (p.way.toGate + w.bins - 1) / w.bins
			if ahead := day - r.day; ahead >= needs && ahead <= needs+w.p.BookAheadDays {
				now = append(now, p)
			} else {
				later = append(later, p)
			}
		}
		free := r.free(s, day)
		served := r.lots(now, max(0, free))
		for _, p := range now[:served] {
			r.sales[s].sold[day] += p.size
			p.status, p.boarding = atHub, day
			r.flow(p.way.arcs, p.size)
			r.setOut(p, day*w.bins+p.way.after)
		}
		later = append(later, now[served:]...)
		buyers = later
	}
	for _, p := range buyers {
		r.sales[s].vain += p.size
		p.way = nil // stands where it was
	}
}

// board lets the day's usual travellers of the services join their queues.
func (r *run) board() (joining []arrival) {
	for s := range r.w.services {
		lane := r.w.services[s].lane
		if lane < 0 {
			continue
		}
		sold, _ := r.sales[s].usual(r.day)
		for i, n := range sold {
			for range n {
				if r.chance(math.Max(0, r.rules.usual[lane])) {
					joining = append(joining, arrival{lane, i == 1})
				}
			}
		}
	}
	return joining
}

// arrival is a usual traveller about to join a lane.
type arrival struct {
	lane    int
	citizen bool
}

// closeSales records the day's seats and lets fares follow the demand.
func (r *run) closeSales() {
	w := r.w
	for s := range r.sales {
		x := &r.sales[s]
		usual, _ := x.usual(r.day)
		seats := r.seatsOn(s)
		r.add(w.rows.seatsSold, s, x.sold[r.day]+usual[0]+usual[1])
		r.add(w.rows.seatsOffered, s, seats)
		week := min(7, w.horizon()-1)
		if seats > 0 && week > 0 {
			sold := x.vain
			for day := r.day + 1; day <= r.day+week; day++ {
				usual, _ := x.usual(day)
				sold += x.sold[day] + usual[0] + usual[1]
			}
			x.fare += w.p.FareMemory * (w.ladder(float64(sold)/float64(int64(week)*seats)) - x.fare)
		}
		r.add(w.rows.fare, s, int64(math.Floor(w.services[s].fare*x.fare*100+0.5)))
	}
}

// ladder interpolates the fare's factor.
func (w *World) ladder(demand float64) float64 {
	points := w.p.FareLadder
	if len(points) == 0 {
		return 1
	}
	last := points[0]
	for _, p := range points {
		if demand <= p[0] {
			if p[0] == last[0] {
				return p[1]
			}
			return last[1] + (p[1]-last[1])*(demand-last[0])/(p[0]-last[0])
		}
		last = p
	}
	return last[1]
}
