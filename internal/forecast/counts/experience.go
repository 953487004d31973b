package counts

import (
	"bytes"
	_ "embed"
	"math"
	"slices"
	"sync"

	"haven/draw"
	"haven/internal/calendar"
	"haven/scenario"
	"haven/skill"
)

// experienceFile is what happened in other crises; its first lines name them and who published their counts. internal/house/experience makes it.
//
//go:embed experience.csv
var experienceFile []byte

// Lesson is what came of one forecast of a place in another crisis.
type Lesson struct {
	Crisis  string
	Counted calendar.Date // day of the count that it is held against
	Days    int           // from the place's last count to that day
	People  float64       // at the place
	Moves   float64       // the place's spread over its people
	Counts  int           // of the place
	Stir    float64       // at all places (stir), as a factor
	Pull    float64       // what the place's pace added, in spreads
	Came    float64       // what was added, in spreads
}

// experienced is how experience looks at a place: in one manner alone, so that lessons need to be kept once.
var experienced = manner{spreadHalf: 90, goesOn: fades}

// How experience is told of a place.
const (
	paceInExperience = 0.5 // of the pace, by which a lesson's change differs where the pace does
	mostExperienced  = 8.0 // spreads that experience adds or takes at most
)

// Experience is what other crises teach.
type Experience []lesson

// lesson is a Lesson ready to be held against a place.
type lesson struct {
	circumstances
	came float64 // spreads
}

var allLessons = sync.OnceValue(func() []Lesson {
	list, err := ReadLessons(bytes.NewReader(experienceFile))
	if err != nil {
		panic("haven was built with lessons that cannot be read: " + err.Error())
	}
	return list
})

// ExperienceOf is what haven knows of crises that had no day in common with a period, so that none is told by itself or by
// what it was a part of.
func ExperienceOf(period scenario.Period) Experience {
	return experienceFrom(elsewhere(allLessons(), period))
}

// CrisesOf are the names of the crises that ExperienceOf is from, in alphabetical order.
func CrisesOf(period scenario.Period) []string {
	names := []string{}
	for _, l := range elsewhere(allLessons(), period) {
		names = append(names, l.Crisis)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// elsewhere are the lessons of crises that had no day in common with a period.
func elsewhere(lessons []Lesson, period scenario.Period) []Lesson {
	first, last := map[string]calendar.Date{}, map[string]calendar.Date{}
	for _, l := range lessons {
		if _, seen := first[l.Crisis]; !seen {
			first[l.Crisis], last[l.Crisis] = l.Counted, l.Counted
		}
		first[l.Crisis], last[l.Crisis] = min(first[l.Crisis], l.Counted-calendar.Date(l.Days)), max(last[l.Crisis], l.Counted)
	}
	return slices.DeleteFunc(slices.Clone(lessons), func(l Lesson) bool {
		return first[l.Crisis] <= period.To && period.From <= last[l.Crisis]
	})
}

func experienceFrom(lessons []Lesson) Experience {
	var list Experience
	for _, l := range lessons {
		list = append(list, lesson{came: l.Came, circumstances: circumstances{
			days: draw.Log(float64(l.Days)), people: draw.Log(1 + l.People), moves: draw.Log(l.Moves), counts: draw.Log(float64(l.Counts)), stir: draw.Log(l.Stir), pull: l.Pull,
		}})
	}
	return list
}

// around is the distribution of a later count by what came in other crises under like circumstances; empty without any.
func (e Experience) around(o outlook) skill.Sample {
	values, weights := make([]float64, len(e)), make([]float64, len(e))
	for i := range e {
		l := &e[i]
		came := min(max(l.came+float64(paceInExperience*(o.pull-l.pull)), -mostExperienced), mostExperienced)
		values[i] = math.Max(0, o.last+float64(came*o.spread))
		weights[i] = squared(likeness(&o.circumstances, &l.circumstances)) // there is enough of it to be choosy
	}
	return skill.NewSample(values, weights)
}
