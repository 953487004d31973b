package counts

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/scenario"
	"haven/skill"
)

func TestLikenessByHand(t *testing.T) {
	a := circumstances{days: 2, people: 9, moves: -3, counts: 1, stir: 0.2, pull: 1}
	for _, c := range []struct {
		name   string
		change func(*circumstances)
		want   float64
	}{
		{"the same", func(*circumstances) {}, 1},
		{"a factor of e more days", func(b *circumstances) { b.days++ }, math.Exp(-0.25)},
		{"two spreads more pull", func(b *circumstances) { b.pull += 2 }, math.Exp(-1)},
		{"a factor of e less stir", func(b *circumstances) { b.stir-- }, math.Exp(-2)},
		{"a factor of e^2.25 more people", func(b *circumstances) { b.people += 2.25 }, math.Exp(-0.5)},
		{"spread and counts", func(b *circumstances) { b.moves, b.counts = b.moves+1, b.counts-1 }, math.Exp(-0.5)},
	} {
		b := a
		c.change(&b)
		if got, back := likeness(&a, &b), likeness(&b, &a); !near(got, c.want) || got != back {
			t.Errorf("%s: %v and back %v, want %v", c.name, got, back, c.want)
		}
	}
}

func TestStirByHand(t *testing.T) {
	of := func(places ...[]skill.Count) float64 { return stir(&skill.Known{Day: 100, Places: places}) }
	steady := counted(0, 1000, 30, 1060, 60, 1120, 90, 1180) // 60 every 30 days: one spread, nearly
	if got := of(counted(0, 10, 50, 20), nil); got != 0 {
		t.Errorf("nothing counted in 30 days: %v, want 0", got)
	}
	before := spread(steady[:3], 60, 30, stirMemory)
	if got, want := of(steady), math.Log((2*0.6+60/before)/3/0.6); !near(got, want) {
		t.Errorf("a change like those before: %v, want %v", got, want)
	}
	jump := slices.Concat(steady[:3], counted(90, 9000))
	if got, want := of(jump), math.Log((2*0.6+3)/3/0.6); !near(got, want) {
		t.Errorf("a jump counts three spreads: %v, want %v", got, want)
	}
	if of(jump, jump) <= of(jump) || of(steady, jump) >= of(jump, jump) {
		t.Error("more places that jump are no larger stir")
	}
}

// What haven is built with is of crises that are none of those it is scored on, and can be told apart from them by their days or names.
func TestExperienceIsOfOtherCrises(t *testing.T) {
	lessons, crises := allLessons(), map[string]int{}
	for _, l := range lessons {
		crises[l.Crisis]++
	}
	if len(crises) != 6 || len(lessons) < 1000 {
		t.Fatalf("%d lessons of %v", len(lessons), crises)
	}
	for name, n := range crises {
		if n > 300 {
			t.Errorf("%d lessons of %s: one crisis outweighs the others", n, name)
		}
		for _, scored := range []string{"burundi2015", "car2013", "mali2012", "nigeria2016", "ssudan2013", "syria2013"} {
			if name == scored {
				t.Errorf("%s is scored, and teaches", name)
			}
		}
	}
}

func TestNoCrisisIsToldByItself(t *testing.T) {
	day := func(text string) calendar.Date {
		d, err := calendar.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	lessons := []Lesson{
		{Crisis: "a", Counted: day("2014-03-01"), Days: 10, People: 1, Moves: 1, Counts: 1, Stir: 1, Came: 1},
		{Crisis: "a", Counted: day("2014-06-01"), Days: 10, People: 1, Moves: 1, Counts: 1, Stir: 1, Came: 2},
		{Crisis: "b", Counted: day("2020-01-01"), Days: 10, People: 1, Moves: 1, Counts: 1, Stir: 1, Came: 3},
	}
	for _, c := range []struct {
		from, to string
		want     int
	}{
		{"2013-01-01", "2014-02-18", 3}, // the first lesson of a begins on 19 February
		{"2013-01-01", "2014-02-19", 1},
		{"2014-04-01", "2014-04-02", 1},
		{"2014-06-01", "2015-01-01", 1},
		{"2014-06-02", "2019-12-21", 3},
		{"2014-06-02", "2030-01-01", 2},
		{"2000-01-01", "2030-01-01", 0},
	} {
		if got := elsewhere(lessons, scenario.Period{From: day(c.from), To: day(c.to)}); len(got) != c.want {
			t.Errorf("%s to %s: %d lessons, want %d", c.from, c.to, len(got), c.want)
		}
	}
}

func TestCrisesAreNamed(t *testing.T) {
	period := scenario.Period{From: calendar.Day(2016, 3, 3), To: calendar.Day(2021, 4, 30)}
	if got, want := CrisesOf(period), []string{"sudan2023", "thailand1999"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	all := len(ExperienceOf(scenario.Period{From: calendar.Day(2010, 1, 1), To: calendar.Day(2010, 1, 2)}))
	if some := len(ExperienceOf(period)); all != len(allLessons()) || some == 0 || some >= all {
		t.Errorf("%d of %d lessons, of %d in all", some, all, len(allLessons()))
	}
}

func TestExperienceOfLikeCircumstancesCounts(t *testing.T) {
	here := circumstances{days: math.Log(7), people: math.Log(1001), moves: math.Log(0.05), counts: math.Log(4), pull: 1}
	elsewhere := here
	elsewhere.days, elsewhere.counts, elsewhere.stir = math.Log(200), math.Log(90), 2
	steady := here
	steady.pull = 0
	e := Experience{{here, 2}, {steady, 2}, {elsewhere, -9}}
	s := e.around(outlook{last: 1000, spread: 50, circumstances: here})
	// as here: 2 spreads; where the pace was nothing, half of the pace more: 2.5
	if q := s.Quantiles([]float64{0.3, 0.9}); !near(q[0], 1100) || !near(q[1], 1125) {
		t.Errorf("quantiles %v, want 1100 and 1125", q)
	}
	if low := s.Quantiles([]float64{1e-9})[0]; low != 1000-9*50 && low != 1100 {
		t.Errorf("the lowest is %v", low)
	}
	if s := (Experience)(nil).around(outlook{}); len(s.Values) > 0 {
		t.Errorf("without experience %v", s)
	}
}

// The lessons of a place of two counts, by hand: of day 7 and later only the forecasts whose target is known by the end.
func TestLessonsOfAFolder(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"input_csv/locations.csv":     "#name,region,country,lat,lon,location_type,conflict_date,population\nTown,R,C,0,0,conflict_zone,0,9000\nCamp,R,D,0,1,camp,0,9000\n",
		"input_csv/routes.csv":        "Town,Camp,100\n",
		"input_csv/closures.csv":      "#closure_type,name1,name2,closure_start,closure_end\n",
		"input_csv/conflicts.csv":     "#Day,Town\n0,1\n",
		"input_csv/sim_period.csv":    "StartDate,2020-01-01\nLength,60\n",
		"source_data/data_layout.csv": "total,refugees.csv\nCamp,camp.csv\n",
		"source_data/refugees.csv":    "2020-01-01,100\n2020-02-20,400\n",
		"source_data/camp.csv":        "2020-01-01,100\n2020-01-08,160\n2020-01-15,180\n",
	} {
		path := filepath.Join(dir, "valley", filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	sc, _, err := flee.Open(filepath.Join(dir, "valley"), flee.Options{Until: calendar.None})
	if err != nil {
		t.Fatal(err)
	}
	list, err := Lessons(t.Context(), sc, []int{7})
	if err != nil || len(list) != 2 {
		t.Fatalf("%d lessons, %v; want two: of days 0 and 7", len(list), err)
	}
	first, second := list[0], list[1]
	usual := 0.03 * 100.0
	if first.Days != 7 || first.Counts != 1 || first.People != 100 || !near(first.Came, 60/usual) || !near(first.Moves, usual/101) || first.Pull != 0 || first.Counted.String() != "2020-01-08" {
		t.Errorf("first %+v", first)
	}
	if second.Counts != 2 || second.People != 160 || second.Pull <= 0 || second.Came <= 0 || second.Came >= 1 || second.Stir <= 1 {
		t.Errorf("second %+v", second)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Lessons(ended, sc, []int{7}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestLessonsAreReadAsWritten(t *testing.T) {
	want := []Lesson{
		{"valley", calendar.Day(2020, 1, 8), 7, 100, 0.0297, 1, 1, 0, 20},
		{"valley", calendar.Day(2020, 1, 15), 7, 0, 0.5, 12, 1.67, -0.25, -3.5},
	}
	var file bytes.Buffer
	file.WriteString("# a comment\n")
	if err := WriteLessons(&file, want); err != nil {
		t.Fatal(err)
	}
	got, err := ReadLessons(&file)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
}

// The file that haven is built with is what WriteLessons writes, comments aside, so that it can be made again and compared.
func TestExperienceIsAsWritten(t *testing.T) {
	var written bytes.Buffer
	if err := WriteLessons(&written, allLessons()); err != nil {
		t.Fatal(err)
	}
	_, rows, _ := bytes.Cut(experienceFile, []byte("\ncrisis,"))
	if want := "crisis," + string(rows); written.String() != want {
		t.Error("experience.csv differs from what would be written of it")
	}
}

const lessonHead = "crisis,counted,days,people,moves,counts,stir,pull,came\n"

func TestBadLessonsNameTheCell(t *testing.T) {
	for row, want := range map[string]string{
		"a,2020-13-01,7,1,1,1,1,0,0\n":   `2:3: "2020-13-01" is no counted of a lesson`,
		"a,2020-01-01,0.5,1,1,1,1,0,0\n": `2:14: "0.5" is no days of a lesson`,
		"a,2020-01-01,7,-1,1,1,1,0,0\n":  `2:16: "-1" is no people of a lesson`,
		"a,2020-01-01,7,1,0,1,1,0,0\n":   `2:18: "0" is no moves of a lesson`,
		"a,2020-01-01,7,1,1,1,NaN,0,0\n": `2:22: "NaN" is no stir of a lesson`,
		"a,2020-01-01,7,1,1,1,1,0,x\n":   `2:26: "x" is no came of a lesson`,
		"a,2020-01-01,7,1,1,1,1,0\n":     "wrong number of fields",
	} {
		if _, err := ReadLessons(strings.NewReader(lessonHead + row)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", row, err, want)
		}
	}
}

// FuzzReadLessons: whatever is read can be told to a place and gives numbers of people.
func FuzzReadLessons(f *testing.F) {
	f.Add(lessonHead + "a,2020-01-01,7,100,0.05,3,1.2,0.5,1.5\n")
	f.Add(lessonHead + "a,1999-01-01,1,0,1e-12,1,1e-12,-1e12,1e11\n")
	f.Add("# nothing\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ReadLessons(strings.NewReader(text))
		if err != nil {
			return
		}
		e := experienceFrom(list)
		for _, v := range e.around(outlook{last: 10, spread: 2, circumstances: circumstances{days: 2}}).Values {
			if math.IsNaN(v) || v < 0 {
				t.Fatalf("%v people", v)
			}
		}
	})
}
