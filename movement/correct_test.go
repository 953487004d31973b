package movement_test

import (
	"math"
	"strings"
	"testing"

	"haven/internal/house/long"
	"haven/internal/reference"
	"haven/scenario"

	"pgregory.net/rapid"
)

func indexOfPlace(t fails, sc *scenario.Scenario, id string) int {
	t.Helper()
	for i := range sc.Places {
		if sc.Places[i].ID == id {
			return i
		}
	}
	t.Fatal("no place", id)
	return -1
}

// Corrections of any size at any place and queue leave everybody counted: the
// check of every day goes on to hold, and what a correction says it did is what it did.
func TestCorrectionsKeepPeopleCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sc := anyWorld(t)
		m := compile(t, sc)
		c := m.Begin(1, 1, m.NewRecord())
		defer c.Close()
		booked := int64(0)
		for range 3 {
			advance(t, c, c.Day()+rapid.IntRange(1, 9).Draw(t, "days"))
			delta := rapid.Int64Range(-4000, 4000).Draw(t, "delta")
			place := indexOfPlace(t, sc, rapid.SampledFrom([]string{"gela", "tura", "dela", "pola"}).Draw(t, "place"))
			before := c.People(place)
			done, err := c.Correct(place, delta)
			if err != nil {
				t.Fatal(err)
			}
			if c.People(place)-before != done {
				t.Fatal("a correction says", done, "and did", c.People(place)-before)
			}
			if delta < 0 && (done > 0 || done < delta || done > delta+2 && done > -before) {
				t.Fatal("asked for", delta, "with", before, "there, and took", done)
			}
			booked += done
			lane := rapid.IntRange(0, len(sc.Crossings)-1).Draw(t, "lane")
			before = c.Queue(lane)
			done, err = c.CorrectQueue(lane, delta)
			if err != nil {
				t.Fatal(err)
			}
			if c.Queue(lane)-before != done {
				t.Fatal("a correction of a queue says", done, "and did", c.Queue(lane)-before)
			}
			booked += done
			usual := booked - c.Corrected() // usual travellers who gave up are no correction
			if usual > 0 || sc.UsualTravel == nil && usual != 0 {
				t.Fatal("booked", c.Corrected(), "of", booked)
			}
			booked = c.Corrected()
		}
		again := resume(t, m, save(t, c), 1, c.Record(), c.Day())
		if again.Corrected() != c.Corrected() {
			t.Fatal("saved", c.Corrected(), "corrected, took up", again.Corrected())
		}
		advance(t, c, sc.Period.Days())
		advance(t, again, sc.Period.Days())
		equal(t, "corrected and taken up", c.Record(), again.Record())
	})
}

func TestCorrectionsOfNeighboursKeepPeopleCounted(t *testing.T) {
	villages := 20
	if long.Tests() {
		villages = 60
	}
	for seed := range villages {
		sc := reference.RandomVillage(uint64(seed), seed%2 == 0)
		m := compile(t, sc)
		c := m.Begin(1, 1, m.NewRecord())
		for day := 2; day < sc.Period.Days(); day += 4 {
			advance(t, c, day)
			for place := range sc.Places {
				before, booked := c.People(place), c.Corrected()
				for _, delta := range []int64{int64(50 * (place + 1)), -20, -1 << 40} {
					done, err := c.Correct(place, delta)
					if err != nil {
						t.Fatal(err)
					}
					harvest := len(sc.Parameters.Neighbours.HarvestMonths) > 0 // then some are counted where they were born
					if delta == -20 && done != -20 && !harvest || delta > 0 && done != delta {
						t.Fatalf("village %d, day %d: asked for %d at %s, did %d", seed, day, delta, sc.Places[place].ID, done)
					}
					before += done
					booked += done
				}
				if c.People(place) != before || c.Corrected() != booked {
					t.Fatalf("village %d, day %d: %d people at %s and %d booked, expected %d and %d", seed, day, c.People(place), sc.Places[place].ID, c.Corrected(), before, booked)
				}
				if _, err := c.Correct(place, 300); err != nil {
					t.Fatal(err)
				}
			}
		}
		advance(t, c, sc.Period.Days())
		c.Close()
	}
}

// Who is put in is like those there, who is taken out is drawn from all alike:
// the share of a kind stays, within what chance allows (false alarm 1e-9).
func TestCorrectionsTakeAllAlike(t *testing.T) {
	sc := world()
	sc.Parameters.Scale = 50
	m := compile(t, sc)
	gela := indexOfPlace(t, sc, "gela")
	c := begin(t, m, 1, 30)
	defer c.Close()
	liable := func() (n int64) {
		twin := resume(t, m, save(t, c), 1, c.Record(), c.Day())
		defer twin.Close()
		advance(t, twin, c.Day()+1)
		s := twin.Record().Find("stock", "destination_callup")
		for e, id := range s.Entities {
			if id == "gela/liable" {
				n = s.At(e, c.Day())
			}
		}
		return n
	}
	all, share := c.People(gela), 0.0
	share = float64(liable()) / float64(all)
	if all < 20_000 || share < 0.1 || share > 0.95 {
		t.Fatalf("%d people, of whom %.2f are liable, are no test", all, share)
	}
	for _, delta := range []int64{all, -all} {
		if _, err := c.Correct(gela, delta); err != nil {
			t.Fatal(err)
		}
		now := float64(liable()) / float64(c.People(gela))
		// Parties of three at most, and a day of arrivals in between.
		if limit := 6.2*3*math.Sqrt(share*(1-share)/float64(all)) + 0.01; math.Abs(now-share) > limit {
			t.Errorf("%.4f were liable, after a correction by %d it is %.4f", share, delta, now)
		}
	}
}

func TestCorrectionsThatCannotBe(t *testing.T) {
	m := compile(t, world())
	c := begin(t, m, 1, 3)
	if _, err := c.Correct(indexOfPlace(t, world(), "capital"), 10); err == nil {
		t.Error("a town has no stock to correct")
	}
	if err := c.SetDrift(0, math.NaN()); err == nil {
		t.Error("no number is no drift")
	}
	if err := c.SetNewcomers(func(int) int64 { return 1 }); err == nil {
		t.Error("newcomers by day are of the rule neighbours")
	}
	c.Close()
	c.Close()
	if _, err := c.Correct(0, 1); err == nil {
		t.Error("a closed course cannot be corrected")
	}
}

func TestADriftThatIsSetStays(t *testing.T) {
	sc := world()
	sc.Parameters.CapacityDispersion, sc.Parameters.CapacityDrift = 0, 1e-9
	sc.Crossings[0].ExitPerDay = 40
	m := compile(t, sc)
	served := func(drift float64) int64 {
		c := begin(t, m, 1, 20)
		defer c.Close()
		if err := c.SetDrift(0, drift); err != nil {
			t.Fatal(err)
		}
		advance(t, c, 26)
		if math.Abs(c.Drift(0)-drift) > 1e-6 {
			t.Errorf("a drift of %g became %g", drift, c.Drift(0))
		}
		return total(t, c.Record(), "served_exit", "lane", "east_car", 20, 26) + total(t, c.Record(), "turned_back_exit", "lane", "east_car", 20, 26)
	}
	// The lane has a queue: it serves what it can.
	if n := served(math.Log(0.5)); n != 6*20 {
		t.Errorf("at half its capacity a lane of 40 a day served %d in six days", n)
	}
}

func TestNewcomersAreThoseOfTheForecast(t *testing.T) {
	sc := conflict(t, "mali2012")
	m := compile(t, sc)
	const from, until = 100, 130
	c := begin(t, m, 1, from)
	defer c.Close()
	if err := c.SetNewcomers(func(day int) int64 { return int64(10 * (day - from + 1)) }); err != nil {
		t.Fatal(err)
	}
	advance(t, c, until)
	all := c.Record().Find("displaced_total", "model")
	for d := from; d < until; d++ {
		if n := all.At(0, d) - all.At(0, d-1); n != int64(10*(d-from+1)) {
			t.Fatalf("on day %d %d started to flee", d, n)
		}
	}
}

// TestNewcomersComeFromWhereConflictsAndFloodsDrive: what drives people out says where newcomers come from, and not how many they are.
func TestNewcomersComeFromWhereConflictsAndFloodsDrive(t *testing.T) {
	tried := 0
	for _, world := range reference.Cases() {
		if !strings.HasPrefix(world.Name, "flood-driven, by population") && !strings.HasPrefix(world.Name, "flood-driven, constant") && !strings.HasPrefix(world.Name, "conflict-driven, ") {
			continue
		}
		tried++
		t.Run(world.Name, func(t *testing.T) {
			c := begin(t, compile(t, world.Scenario), 1, 0)
			defer c.Close()
			if err := c.SetNewcomers(func(day int) int64 { return int64(7 * (day + 1)) }); err != nil {
				t.Fatal(err)
			}
			advance(t, c, 2)
			all := c.Record().Find("displaced_total", "model")
			if first, second := all.At(0, 0), all.At(0, 1); first != 7 || second != 7+14 {
				t.Errorf("%d and then %d started to flee, want 7 and 21", first, second)
			}
			if n := c.Record().Find("stock", "place").At(0, 1); n != 21 { // the first place is the one driven from, and no road leads away
				t.Errorf("%d are where they are driven from, want 21", n)
			}
		})
	}
	if tried < 3 {
		t.Errorf("only %d worlds were found", tried)
	}
}
