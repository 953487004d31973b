package exchange

import (
	"fmt"
	"sort"

	"haven/internal/calendar"
	"haven/scenario"
)

// placeDay is a day at a place.
type placeDay struct {
	place string
	day   calendar.Date
}

// events collects conflict days and holds them against those of the scenario.
type events struct {
	job   *job
	have  map[placeDay]*scenario.ConflictDay
	fresh map[placeDay]int // place in list
	list  []scenario.ConflictDay
}

func newEvents(j *job) *events {
	e := &events{job: j, have: map[placeDay]*scenario.ConflictDay{}, fresh: map[placeDay]int{}}
	for i := range j.s.Conflicts {
		c := &j.s.Conflicts[i]
		e.have[placeDay{c.Place, c.Date}] = c
	}
	return e
}

// add takes the intensity of a place's conflict from a day on.
func (e *events) add(r *record, field, place string, day calendar.Date, intensity float64, known calendar.Date) {
	j, k := e.job, placeDay{place, day}
	if have := e.have[k]; have != nil {
		if have.Intensity == intensity {
			j.res.Same++
			return
		}
		j.wrong(r, field, &trouble{fmt.Sprintf("intensity %s at %s from %s, where conflicts.csv says %s", plainNumberText(intensity), place, day, plainNumberText(have.Intensity)), "allowed: one intensity", "which is right? take the other out of conflicts.csv, or this row out of the file"})
		return
	}
	if at, again := e.fresh[k]; again {
		if e.list[at].Intensity == intensity {
			j.res.Same++
			return
		}
		j.wrong(r, field, &trouble{fmt.Sprintf("intensity %s at %s from %s, where an earlier row says %s", plainNumberText(intensity), place, day, plainNumberText(e.list[at].Intensity)), "allowed: one intensity", ""})
		return
	}
	e.fresh[k] = len(e.list)
	e.list = append(e.list, scenario.ConflictDay{Date: day, Place: place, Intensity: intensity, KnownFrom: known})
}

func (e *events) finish() {
	sort.SliceStable(e.list, func(a, b int) bool {
		x, y := &e.list[a], &e.list[b]
		if x.Date != y.Date {
			return x.Date < y.Date
		}
		return x.Place < y.Place
	})
	for i := range e.list {
		c := &e.list[i]
		c.Evidence = e.job.cite(c.Date, c.Date, c.KnownFrom)
		if c.KnownFrom == c.Date {
			c.KnownFrom = calendar.None // what an empty cell says
		}
	}
	e.job.res.Addition.Conflicts = e.list
	e.job.cited()
}
