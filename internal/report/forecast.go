package report

import (
	"haven/internal/calendar"
)

// Forecast is what a forecast's page says of how it was made; Step is one day
// on which something was taken in. Numbers of particles are no counts of people.
type Forecast struct {
	Origin    string `json:"origin"`    // the day on which it is made
	OriginDay int    `json:"originDay"` // counted from the first day
	Particles int    `json:"particles"`
	FittedBy  string `json:"fittedBy"` // empty: parameters come from their priors
	Withheld  int    `json:"withheld"` // rows and cells known only later
	Steps     []Step `json:"steps"`
}

// Step is one day on which something was taken in.
type Step struct {
	Date     string `json:"date"`
	Figures  int    `json:"figures"` // rows of observations
	Plain    Number `json:"plain"`   // effective number of particles by weights alone
	Left     Number `json:"left"`    // in the end
	Rounds   int    `json:"rounds"`
	Kalman   Number `json:"kalman"` // share of what was told that an ensemble Kalman update took in
	PutIn    Number `json:"putIn"`  // people, mean over particles
	TakenOut Number `json:"takenOut"`
}

// forecast is nil for runs that are none.
func (b *book) forecast(from calendar.Date) *Forecast {
	f := b.run.Manifest.Forecast
	if f == nil {
		return nil
	}
	out := &Forecast{Origin: f.Origin, Particles: f.Particles, FittedBy: f.FittedBy, Withheld: f.Withheld, Steps: []Step{}}
	if origin, err := calendar.Parse(f.Origin); err == nil {
		out.OriginDay = int(origin - from)
	}
	for _, s := range f.Steps {
		out.Steps = append(out.Steps, Step{
			Date: s.Date, Figures: len(s.Observations), Plain: whole(s.Plain), Left: whole(s.Left), Rounds: s.Rounds,
			Kalman: tenth(s.Kalman), PutIn: people(s.PutIn), TakenOut: people(s.TakenOut),
		})
	}
	return out
}

// tenth rounds to tenths, up: what is above 0 stays above it.
func tenth(x float64) Number {
	if x <= 0 {
		return 0
	}
	return max(Number(float64(int(x*10+0.5))/10), 0.1)
}

// mark notes which observations a forecast took in and which were known only
// later.
func (b *book) mark(list []Observation) []Observation {
	f := b.run.Manifest.Forecast
	if f == nil {
		return list
	}
	used, later := map[string]bool{}, map[string]bool{}
	for _, id := range f.Used {
		used[id] = true
	}
	for _, id := range f.Later {
		later[id] = true
	}
	for i := range list {
		list[i].Used, list[i].Later = used[list[i].ID], later[list[i].ID]
	}
	return list
}
