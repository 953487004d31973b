package fit

import (
	"slices"
	"strings"

	"haven/internal/calendar"
)

// flow says whether the figures of several days of this measure are sums of days.
func (f *Figure) flow() bool {
	switch f.Measure {
	case "entries", "exits", "net_entries", "departures", "applications", "seats":
		return true
	}
	return false
}

// twoSided says whether any report of the figure gives more than one end.
func (f *Figure) twoSided() bool {
	return slices.ContainsFunc(f.Reports, func(r Report) bool { return !r.OneSided() })
}

// byLength numbers the figures from the shortest to the longest.
func byLength(figures []Figure) []int {
	order := make([]int, len(figures))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return int(figures[a].To-figures[a].From) - int(figures[b].To-figures[b].From)
	})
	return order
}

// tile finds figures that together cover the days from from to to, each day
// once; begin gives figures by their first day. Nil when there are none such.
func tile(figures []Figure, begin map[calendar.Date][]int, from, to calendar.Date) []int {
	hopeless := map[calendar.Date]bool{}
	var search func(day calendar.Date) []int
	search = func(day calendar.Date) []int {
		if day > to {
			return []int{}
		}
		if hopeless[day] {
			return nil
		}
		for _, i := range begin[day] {
			if figures[i].To > to {
				continue
			}
			if rest := search(figures[i].To + 1); rest != nil {
				return append([]int{i}, rest...)
			}
		}
		hopeless[day] = true
		return nil
	}
	return search(from)
}

// dropSums drops figures of several places together of which each has a figure
// of its own for the same measure and days.
func (g *gathering) dropSums() {
	told := map[figureKey]string{}
	key := func(f *Figure, place string) figureKey {
		return figureKey{place: place, measure: f.Measure, whose: f.Whose, from: f.From, to: f.To}
	}
	for i := range g.out.Figures {
		if f := &g.out.Figures[i]; f.twoSided() {
			told[key(f, f.Place)] = f.Reports[0].Rows[0]
		}
	}
	g.out.Figures = slices.DeleteFunc(g.out.Figures, func(f Figure) bool {
		places := strings.Split(f.Place, ";")
		var parts []string
		for _, place := range places {
			if row := told[key(&f, place)]; row != "" && len(places) > 1 {
				parts = append(parts, row)
			}
		}
		if len(parts) < len(places) {
			return false
		}
		for i := range f.Reports {
			g.drop("its places are there: "+strings.Join(parts, ", "), f.Reports[i].Rows...)
		}
		return true
	})
}
