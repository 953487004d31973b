// Command experience makes internal/forecast/counts/experience.csv: what forecasts of camps may take
// from other crises (docs/skill.md). It reads Flee folders, which are not part of the repository, and writes to standard output, for
// each, at most 300 of its lessons, evenly chosen.
//
//	go run ./internal/house/experience FOLDER... > internal/forecast/counts/experience.csv
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/internal/forecast/counts"
)

// most is how many lessons of one crisis are kept, so that none outweighs the others.
const most = 300

const head = `# What came of forecasts in other crises, in units of how much a place's counts used to change (docs/skill.md says how it is used;
# made by internal/house/experience). Computed from counts of people at places:
# ethiopia2020, mali2017, southsudan2016: refugees at camps, UNHCR, as the repository djgroen/FabFlee has them
# iraq2014, sudan2023: displaced people by governorate and state, IOM DTM, as the repository OCHA-DAP/hdx-scraper-iom-dtm has them
# thailand1999: refugees at camps on the border, Burmese Border Consortium, as the repository DMParker1/tbc-camp-pops has them
`

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "experience: name Flee folders to learn from; docs/skill.md says which")
		os.Exit(2)
	}
	var all []counts.Lesson
	for _, folder := range os.Args[1:] {
		some, err := lessonsOf(folder)
		if err != nil {
			fail(fmt.Errorf("%s: %w", folder, err))
		}
		all = append(all, some...)
	}
	fmt.Print(head)
	if err := counts.WriteLessons(os.Stdout, all); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "experience:", err)
	os.Exit(1)
}

// lessonsOf are some of the lessons of a folder, called by its name.
func lessonsOf(folder string) ([]counts.Lesson, error) {
	sc, _, err := flee.Open(folder, flee.Options{Until: calendar.None})
	if err != nil {
		return nil, err
	}
	all, err := counts.Lessons(context.Background(), sc, []int{7, 14, 30})
	if err != nil {
		return nil, err
	}
	kept := make([]counts.Lesson, min(most, len(all)))
	for i := range kept {
		kept[i] = all[i*len(all)/len(kept)]
		kept[i].Crisis = filepath.Base(folder)
	}
	return kept, nil
}
