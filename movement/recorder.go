package movement

import "math"

// recorder writes a member's days into its record.
type recorder struct {
	m   *Model
	rec *Record
	day int

	departures, summoned, sent, leftBehind    *Series
	returned, standing                        *Series
	arrivals, stock, movedOn                  *Series
	arrivalsBy, stockBy                       *Series
	queue, queueMax, predicted, experienced   *Series
	servedExit, servedEntry                   *Series
	turnedBackExit, turnedBackEntry           *Series
	barred, gaveUp                            *Series
	seatsSold, seatsOffered, fare             *Series
	flow                                      *Series
	entries, entriesCitizens, entriesFleeing  *Series
	exits, exitsCitizens                      *Series
	applicationsBorder, applicationsInland    *Series
	claimsRefused, stockCountry               *Series
	surrendered, atFront, atHome, summonedNow *Series
	standingAll, atHubs, onLinks, inQueues    *Series
	atDestinations, returnedTotal             *Series
}

func newRecorder(m *Model, rec *Record) *recorder {
	w := &recorder{m: m, rec: rec}
	slots := []**Series{
		&w.departures, &w.summoned, &w.sent, &w.leftBehind, &w.returned, &w.standing, &w.arrivals, &w.stock, &w.movedOn,
		&w.arrivalsBy, &w.stockBy, &w.queue, &w.queueMax, &w.predicted, &w.experienced, &w.servedExit, &w.servedEntry,
		&w.turnedBackExit, &w.turnedBackEntry, &w.barred, &w.gaveUp, &w.seatsSold, &w.seatsOffered, &w.fare, &w.flow,
		&w.entries, &w.entriesCitizens, &w.entriesFleeing, &w.exits, &w.exitsCitizens, &w.applicationsBorder,
		&w.applicationsInland, &w.claimsRefused, &w.stockCountry, &w.surrendered, &w.atFront, &w.atHome, &w.summonedNow,
		&w.standingAll, &w.atHubs, &w.onLinks, &w.inQueues, &w.atDestinations, &w.returnedTotal,
	}
	for i := range slots {
		*slots[i] = &rec.Series[i]
	}
	return w
}

func (w *recorder) add(s *Series, entity int, n int64) { s.Values[entity*s.Days+w.day] += n }

// addOn counts for a later day; beyond the period it is dropped.
func (w *recorder) addOn(s *Series, entity, day int, n int64) {
	if day < s.Days {
		s.Values[entity*s.Days+day] += n
	}
}

// countLane counts who passed each side of a lane today.
func (w *recorder) countLane(lane int, l *laneState) {
	w.add(w.servedExit, lane, l.passed.all)
	left := w.m.layout.exitOf[lane]
	w.add(w.exits, left, l.passed.all)
	w.add(w.exitsCitizens, left, l.passed.citizens)
	w.add(w.servedEntry, lane, l.admitted.all)
	entered := w.m.layout.entryOf[lane]
	w.add(w.entries, entered, l.admitted.all)
	w.add(w.entriesCitizens, entered, l.admitted.citizens)
	w.add(w.entriesFleeing, entered, l.fleeing)
}

// countReturn counts people who leave a country for home.
func (w *recorder) countReturn(country int, people int64, citizen bool) {
	w.add(w.exits, country, people)
	if citizen {
		w.add(w.exitsCitizens, country, people)
	}
}

// record writes the state at the end of the day and readies the day's counters
// for the next.
func (r *run) record() {
	if r.local != nil {
		r.local.record()
		return
	}
	r.recordLanes()
	r.countAdmitted()
	r.recordStock()
	r.closeSales()
	r.recordTotals()
	r.publishWaits()
}

func (r *run) recordLanes() {
	w := r.rec
	for i := range r.lanes {
		l := &r.lanes[i]
		w.add(w.queue, i, l.exit.people+l.entry.people)
		w.add(w.queueMax, i, max(l.longest, l.exit.people+l.entry.people))
		w.add(w.predicted, i, int64(math.Floor(float64(r.publicWait(i)*24*60)+0.5)))
		w.add(w.experienced, i, r.meanWait(l))
		w.countLane(i, l)
		l.startDay()
	}
}

// meanWait is the mean time, in minutes, that those served at each side today
// had waited there, both sides together; Missing when nobody was admitted.
func (r *run) meanWait(l *laneState) int64 {
	if l.entryServed == 0 {
		return Missing
	}
	bins := float64(l.entryWaited) / float64(l.entryServed)
	if l.exitServed > 0 {
		bins += float64(l.exitWaited) / float64(l.exitServed)
	}
	return int64(math.Floor(float64(bins/r.m.hour*60) + 0.5))
}

func (r *run) recordStock() {
	m, w := r.m, r.rec
	nk := int32(len(m.kept))
	for d := range m.net.Destinations {
		for k := int32(0); k < nk; k++ {
			n := r.stock[r.stockSlot(int32(d), k, 0)] + r.stock[r.stockSlot(int32(d), k, 1)]
			if n == 0 {
				continue
			}
			people := n * m.kept[k].size
			w.add(w.stock, d, people)
			w.add(w.stockBy, d*len(m.layout.callups)+int(m.layout.callupOf[k]), people)
			w.add(w.stockCountry, m.countryOfDestination(int32(d)), people)
		}
	}
	for i := range r.coming {
		s := &r.coming[i]
		w.add(w.standing, int(s.place), s.n*m.kept[s.kept].size)
	}
}

func (r *run) recordTotals() {
	r.where = r.balance()
	w, b := r.rec, &r.where
	w.add(w.atFront, 0, r.front)
	w.add(w.atHome, 0, b.home)
	w.add(w.summonedNow, 0, b.summoned)
	w.add(w.standingAll, 0, b.standing)
	w.add(w.atHubs, 0, b.hubs)
	w.add(w.onLinks, 0, r.inRing-b.hubs+r.airborne)
	w.add(w.inQueues, 0, b.queued)
	w.add(w.atDestinations, 0, b.stock)
	w.add(w.returnedTotal, 0, r.tally.returned)
}

// publishWaits makes today's waits known.
func (r *run) publishWaits() {
	oldest := r.seenWait[0]
	copy(r.seenWait, r.seenWait[1:])
	for i := range oldest {
		oldest[i] = r.publicWait(i)
	}
	r.seenWait[len(r.seenWait)-1] = oldest
}
