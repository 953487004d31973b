package movement_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"
	"testing"

	"haven/internal/calendar"
	"haven/internal/house/long"
	"haven/internal/reference"
	"haven/movement"
	"haven/scenario"

	"pgregory.net/rapid"
)

// begin starts a member and takes it up to a day.
func begin(t fails, m *movement.Model, member, day int) *movement.Course {
	t.Helper()
	c := m.Begin(1, member, m.NewRecord())
	advance(t, c, day)
	return c
}

func advance(t fails, c *movement.Course, day int) {
	t.Helper()
	if err := c.Advance(context.Background(), day); err != nil {
		t.Fatal(err)
	}
}

func save(t fails, c *movement.Course) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := c.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// resume takes a saved course up with a record that has the days before.
func resume(t fails, m *movement.Model, saved []byte, member int, before *movement.Record, day int) *movement.Course {
	t.Helper()
	rec := m.NewRecord()
	if err := rec.TakeDays(before, day); err != nil {
		t.Fatal(err)
	}
	c, err := m.Resume(bytes.NewReader(saved), 1, member, rec)
	if err != nil {
		t.Fatal(err)
	}
	if c.Day() != day {
		t.Fatal("saved on day", day, "resumed on day", c.Day())
	}
	return c
}

// equal holds two records against each other.
func equal(t fails, what string, a, b *movement.Record) {
	t.Helper()
	for i := range a.Series {
		if slices.Equal(a.Series[i].Values, b.Series[i].Values) {
			continue
		}
		for c, x := range a.Series[i].Values {
			if y := b.Series[i].Values[c]; x != y {
				t.Fatal(what, ": ", a.Series[i].Measure, " of ", a.Series[i].Entities[c/a.Days], " on day ", c%a.Days, ": ", x, " and ", y)
			}
		}
	}
}

// goesOn checks that a member that is saved on a day and taken up by another
// model of the scenario leaves the same record as one that was never stopped, and that saving
// leaves no mark on the one that goes on.
func goesOn(t fails, sc *scenario.Scenario, member, day int) {
	t.Helper()
	m := compile(t, sc)
	whole := m.NewRecord()
	if err := m.Simulate(context.Background(), 1, member, whole); err != nil {
		t.Fatal(err)
	}
	c := begin(t, m, member, day)
	saved := save(t, c)
	again := resume(t, compile(t, sc), saved, member, whole, day)
	if !bytes.Equal(save(t, again), saved) {
		t.Fatal("a course that was taken up saves itself otherwise")
	}
	advance(t, again, whole.Days)
	equal(t, "taken up", whole, again.Record())
	advance(t, c, whole.Days)
	equal(t, "saved and gone on", whole, c.Record())
	again.Close()
	c.Close()
}

func TestACourseTakenUpGoesOnAsIfItHadNeverStopped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sc := anyWorld(t)
		goesOn(t, sc, rapid.IntRange(0, 99).Draw(t, "member"), rapid.IntRange(0, sc.Period.Days()).Draw(t, "day"))
	})
}

func TestACourseOfNeighboursTakenUpGoesOnAsIfItHadNeverStopped(t *testing.T) {
	villages := 60
	if underRace {
		villages = 5
	}
	for seed := range villages {
		for _, roomy := range []bool{true, false} {
			sc := reference.RandomVillage(uint64(seed), roomy)
			for day := seed % 3; day <= sc.Period.Days(); day += 6 {
				goesOn(t, sc, seed, day)
			}
		}
	}
	for i, world := range reference.Cases() {
		goesOn(t, world.Scenario, i, 1+i%max(1, world.Scenario.Period.Days()-1))
	}
}

// A forecast's model of a later day knows of closures that the model before did not: they stand between those in force.
func TestACourseGoesOnUnderAModelThatKnowsOfMoreClosures(t *testing.T) {
	tried := 0
	for seed := range 40 {
		sc := reference.RandomVillage(uint64(seed), true)
		day := sc.Period.Days() / 2
		on := sc.Period.From + calendar.Date(day)
		earlier, inForce := *sc, false
		earlier.Closures = nil
		for _, c := range sc.Closures {
			if !c.Closes.Given() || c.Closes < on || c.Opens.Given() && c.Opens < on {
				earlier.Closures = append(earlier.Closures, c)
				inForce = inForce || c.Closes.Given() && c.Closes < on && (!c.Opens.Given() || c.Opens >= on)
			}
		}
		if !inForce || len(earlier.Closures) == len(sc.Closures) {
			continue
		}
		tried++
		m := compile(t, sc)
		whole := m.NewRecord()
		if err := m.Simulate(context.Background(), 1, seed, whole); err != nil {
			t.Fatal(err)
		}
		c := begin(t, compile(t, &earlier), seed, day)
		again := resume(t, m, save(t, c), seed, whole, day)
		advance(t, again, whole.Days)
		equal(t, "under the model that knows of more", whole, again.Record())
		again.Close()
		c.Close()
	}
	if tried < 3 {
		t.Fatalf("%d villages with closures in force and closures to come", tried)
	}
}

func TestConflictsAndRussiaGoOnWhereTheyWereSaved(t *testing.T) {
	whole, err := foundingScenario()
	if err != nil {
		t.Fatal(err)
	}
	sc := *whole
	if !long.Tests() {
		sc.Period.To = sc.Period.From + 25 // queues are long by then, and the law has changed
	}
	goesOn(t, &sc, 3, 17)
	some := conflicts[:4]
	if underRace {
		some = conflicts[:1] // the race detector is there for other mistakes
	}
	for i, name := range some {
		t.Run(name, func(t *testing.T) { goesOn(t, conflict(t, name), i, 100+10*i) })
	}
}

// What ran before in the same memory leaves nothing behind.
func TestMembersDoNotDependOnWhatRanBefore(t *testing.T) {
	for seed := range 10 {
		sc := reference.RandomVillage(uint64(seed), false)
		m := compile(t, sc)
		first, second := m.NewRecord(), m.NewRecord()
		for _, rec := range []*movement.Record{first, second} {
			if err := m.Simulate(context.Background(), 1, 0, rec); err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "run again", first, second)
	}
	if underRace {
		return
	}
	sc := conflict(t, "car2013") // many ways close and open
	m := compile(t, sc)
	first, second := m.NewRecord(), m.NewRecord()
	for _, rec := range []*movement.Record{first, second} {
		if err := m.Simulate(context.Background(), 1, 0, rec); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, "run again", first, second)
}

func TestACopyGoesOnAsItsOwnMember(t *testing.T) {
	for _, sc := range []*scenario.Scenario{world(), reference.RandomVillage(5, false)} {
		const day = 9
		m := compile(t, sc)
		c := begin(t, m, 1, day)
		twin, other := m.Begin(1, 1, m.NewRecord()), m.Begin(1, 2, m.NewRecord())
		for copied, member := range map[*movement.Course]int{twin: 1, other: 2} {
			if err := copied.Copy(c, member); err != nil {
				t.Fatal(err)
			}
			if err := copied.Record().TakeDays(c.Record(), day); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(save(t, copied), save(t, c)) {
				t.Fatal("a copy is in another state")
			}
			advance(t, copied, c.Record().Days)
		}
		advance(t, c, c.Record().Days)
		equal(t, "copied", c.Record(), twin.Record())
		if bytes.Equal(save(t, other), save(t, c)) {
			t.Error("a copy with another member's streams draws the same")
		}
		apart := resume(t, m, save(t, begin(t, m, 1, day)), 2, c.Record(), day)
		advance(t, apart, c.Record().Days)
		equal(t, "taken up by another member", other.Record(), apart.Record())
	}
}

func TestStatesThatCannotBeTakenUp(t *testing.T) {
	m := compile(t, world())
	saved := save(t, begin(t, m, 1, 12))
	foreign := world()
	foreign.Places[0].ID, foreign.Links[0].From, foreign.Links[2].From = "elsewhere", "elsewhere", "elsewhere"
	foreign.Links[7].From, foreign.Links[10].From = "elsewhere", "elsewhere"
	short := world()
	short.Period.To = day(5)
	changed := slices.Clone(saved)
	changed[len(changed)/2] ^= 4
	for _, c := range []struct {
		name, says string
		model      *movement.Model
		data       []byte
	}{
		{"nothing", "no saved state of haven", m, nil},
		{"another file", "no saved state of haven", m, []byte("origin,group,share\nmoscow,young,0.1\n")},
		{"a later version", "another version of haven", m, slices.Concat([]byte("haven course 3\n"), saved[15:])},
		{"the beginning only", "cut short", m, saved[:20]},
		{"half of it", "cut short", m, saved[:len(saved)/2]},
		{"a bit turned over", "checksum is wrong", m, changed},
		{"another scenario", "of another scenario", compile(t, foreign), saved},
		{"a period that ends before", "the record ends after", compile(t, short), saved},
	} {
		_, err := c.model.Resume(bytes.NewReader(c.data), 1, 1, c.model.NewRecord())
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v; expected %q", c.name, err, c.says)
		}
	}
}

// reseal gives a state that was changed the checksum it needs to be read.
func reseal(data []byte) []byte {
	body := data[:max(0, len(data)-4)]
	return binary.LittleEndian.AppendUint32(slices.Clone(body), crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)))
}

// FuzzResume changes saved states in ways that a checksum does not show: they
// are refused, or go on without an accident.
func FuzzResume(f *testing.F) {
	village := reference.RandomVillage(5, false)
	models := []*movement.Model{compile(f, world()), compile(f, village)}
	for i, m := range models {
		f.Add(i, save(f, begin(f, m, 1, 12)), uint(0), byte(0))
	}
	f.Fuzz(func(t *testing.T, which int, data []byte, at uint, x byte) {
		m := models[which&1]
		if len(data) > 23 {
			data = slices.Clone(data)
			data[23+at%uint(len(data)-23)] ^= x
		}
		c, err := m.Resume(bytes.NewReader(reseal(data)), 1, 1, m.NewRecord())
		if err != nil {
			return
		}
		defer c.Close()
		if err := c.Advance(context.Background(), c.Day()+3); err != nil {
			t.Log(err) // such as people who are not conserved
		}
	})
}

// BenchmarkSave saves russia-2022 and mali2012 in the middle of their period.
//
//	go test -run '^$' -bench 'Save|Resume' ./movement
func BenchmarkSave(b *testing.B) {
	each(b, func(b *testing.B, c *movement.Course) {
		var out bytes.Buffer
		for b.Loop() {
			out.Reset()
			if err := c.Save(&out); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(out.Len()), "B/state")
	})
}

func BenchmarkResume(b *testing.B) {
	each(b, func(b *testing.B, c *movement.Course) {
		saved := save(b, c)
		for b.Loop() {
			again, err := c.Model().Resume(bytes.NewReader(saved), 1, 1, c.Record())
			if err != nil {
				b.Fatal(err)
			}
			again.Close()
		}
	})
}

func each(b *testing.B, run func(b *testing.B, c *movement.Course)) {
	for _, name := range []string{"russia-2022", "mali2012"} {
		b.Run(name, func(b *testing.B) {
			sc, err := scenario.Builtin(name)
			if name != "russia-2022" {
				sc, err = conflict(b, name), nil
			}
			if err != nil {
				b.Fatal(err)
			}
			m := compile(b, sc)
			c := begin(b, m, 1, sc.Period.Days()/2)
			defer c.Close()
			run(b, c)
		})
	}
}
