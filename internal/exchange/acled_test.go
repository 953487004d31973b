package exchange_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"haven/internal/calendar"
	"haven/internal/exchange"
	"haven/scenario"
)

// TestEventsAreCountedOnceAndAsWhatTheyAre reads events at mill, which is in conflict from five killed on.
func TestEventsAreCountedOnceAndAsWhatTheyAre(t *testing.T) {
	wander := load(t, folder(t, "wander"))
	const head = "event_id_cnty,event_date,event_type,location,fatalities,timestamp\n"
	five := with(plainly("acled"), func(o *exchange.Options) { o.Fatalities = 5 })
	cases := []struct {
		name, text string
		days       int // that begin a conflict
		left       map[string]int
		wrong      string
	}{
		{"two events of a day", "A1,2030-03-02,Battles,Mill,3,\nA2,2030-03-02,Battles,Mill,3,\n", 1, nil, ""},
		{"a row for each actor", "A1,2030-03-02,Battles,Mill,3,\nA1,2030-03-02,Battles,Mill,3,\n", 0, map[string]int{"rows of an event that another row has (the same id)": 1}, ""},
		{"a newer edition first", "A1,2030-03-02,Battles,Mill,6,1898985700\nA1,2030-03-02,Battles,Mill,3,1898985600\n", 1, map[string]int{"rows of an event that another row has (the same id)": 1}, ""},
		{"a newer edition last", "A1,2030-03-02,Battles,Mill,6,1898985600\nA1,2030-03-02,Protests,Mill,0,1898985700\n", 0, map[string]int{"rows of an event that another row has (the same id)": 1, "events that are no attacks (protests, riots, strategic developments)": 1}, ""},
		{"contradicting rows of an event", "A1,2030-03-02,Battles,Mill,6,\nA2,2030-03-02,Battles,Mill,1,\nA1,2030-03-02,Battles,Mill,3,\n", 0, nil, "file:4:1: event_id_cnty: this event stands in line 2 too, and there it says something else; allowed: rows of one event that agree"},
		{"contradicting rows of one second", "A1,2030-03-02,Battles,Mill,6,1898985600\nA1,2030-03-02,Battles,Mill,3,1898985600\n", 0, nil, "this event stands in line 2 too"},
		{"killed nobody knows", "A1,2030-03-02,Battles,Mill,,\nA2,2030-03-02,Battles,Mill,n/a,\n", 0, map[string]int{"attacks whose number of killed is empty or withheld": 2}, ""},
		{"names of older codebooks", "A1,2010-03-02,Battle-No change of territory,Mill,5,\nA2,2011-03-02,Remote violence,Mill,5,\nA3,2012-03-02,Riots/Protests,Mill,5,\n", 2, map[string]int{"events that are no attacks (protests, riots, strategic developments)": 1}, ""},
		{"names of no codebook", "A1,2030-03-02,Batles,Mill,5,\nA2,2030-03-02,Batles,Mill,5,\nA3,2030-03-02,,Mill,5,\n", 0, map[string]int{`events of a type that is not known, "Batles" (did you mean Battles?)`: 2, "events without a type": 1}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			res, err, _ := exchange.ReadBytes([]byte(head+c.text), wander, five)
			if c.wrong != "" {
				var list scenario.Problems
				if !errors.As(err, &list) || !strings.Contains(list[0].String(), c.wrong) {
					t.Errorf("it said %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			days := 0
			for _, d := range res.Addition.Conflicts {
				if d.Intensity > 0 {
					days++
				}
			}
			if days != c.days {
				t.Errorf("%d conflicts begin, want %d: %+v", days, c.days, res.Addition.Conflicts)
			}
			delete(res.Left, "days of a place with fewer than 5 killed")
			if fmt.Sprint(res.Left) != fmt.Sprint(c.left) {
				t.Errorf("left out %v, want %v", res.Left, c.left)
			}
		})
	}
}

func TestAnAttackOnUncountedPeopleIsOne(t *testing.T) {
	o := with(plainly("acled"), func(o *exchange.Options) { o.Fatalities = 0 })
	res, err, _ := exchange.ReadBytes([]byte("event_date,event_type,location,fatalities\n2030-03-02,Battles,Mill,\n"), load(t, folder(t, "wander")), o)
	if err != nil || len(res.Addition.Conflicts) == 0 {
		t.Errorf("it became %+v, %v", res, err)
	}
}

// TestTheEndOfAConflictIsKnownLater imports an attack on 2 March: the conflict is over on 2 April.
func TestTheEndOfAConflictIsKnownLater(t *testing.T) {
	wander := load(t, folder(t, "wander"))
	d := calendar.Day
	for _, c := range []struct {
		name, stamp string
		options     exchange.Options
		begin, end  calendar.Date
	}{
		{"the usual lag", "", plainly("acled"), d(2030, 3, 9), d(2030, 4, 9)},
		{"a lag of its own", "", with(plainly("acled"), func(o *exchange.Options) { o.Lag = 20 }), d(2030, 3, 22), d(2030, 4, 22)},
		{"a day for all", "", with(plainly("acled"), func(o *exchange.Options) { o.KnownFrom = d(2032, 1, 1) }), d(2032, 1, 1), d(2032, 1, 1)},
		{"entered soon", "1898985600", plainly("acled"), d(2030, 3, 6), d(2030, 4, 9)},
		{"entered after its end", "2030-06-01", plainly("acled"), d(2030, 6, 1), d(2030, 6, 1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := "event_date,event_type,location,fatalities,timestamp\n2030-03-02,Battles,Near,4," + c.stamp + "\n"
			res, err, _ := exchange.ReadBytes([]byte(text), wander, c.options)
			if err != nil {
				t.Fatal(err)
			}
			x := res.Addition.Conflicts
			if len(x) != 2 || x[0].KnownFrom != c.begin || x[1].Date != d(2030, 4, 2) || x[1].Intensity != 0 || x[1].KnownFrom != c.end {
				t.Errorf("it became %+v, want known from %s and %s", x, c.begin, c.end)
			}
		})
	}
}
