package forecast

import (
	"testing"
	"time"

	"haven/internal/calendar"
	"haven/internal/house/long"
	"haven/scenario"
)

// BenchmarkAssimilatedDay takes one more day of russia-2022, the
// figures known on 29 September, into a cloud that stands at the end of the day before. With HAVEN_LONG
// there are 1,000 particles, else 50.
func BenchmarkAssimilatedDay(b *testing.B) {
	sc, err := scenario.Builtin("russia-2022")
	if err != nil {
		b.Fatal(err)
	}
	particles := 50
	if long.Tests() {
		particles = 1000
	}
	day, last := calendar.Day(2022, time.September, 29), calendar.Day(2022, time.October, 31)
	f := newFilter(b, sc, Settings{Particles: particles, Seed: 1})
	if err := f.To(b.Context(), day-1, last); err != nil {
		b.Fatal(err)
	}
	before := *f
	for b.Loop() {
		again := before
		again.taken = map[string]bool{}
		for name := range before.taken {
			again.taken[name] = true
		}
		again.cloud.now = append([]particle(nil), before.cloud.now...)
		again.cloud.logs = append([]float64(nil), before.cloud.logs...)
		if err := again.To(b.Context(), day, last); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(again.steps[len(again.steps)-1].Rounds), "rounds")
	}
}
