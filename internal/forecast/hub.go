package forecast

import (
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/forecast/hubverse"
	"haven/internal/kept"
	"haven/results"
)

// inHub are the kinds of entities that a forecast's model output file has:
// where people arrive, countries, lanes of crossings, services and origins.
// Links and what is kept of groups stay in the run's own tables.
var inHub = []string{"destination", "country", "lane", "service", "origin"}

// notInHub end the names of series that follow from others.
var notInHub = []string{"_to_date", "_total", "_peak", "_peak_day", "over_capacity"}

// ofListed are measures of lanes that only people liable to call-up are behind:
// whom exit lists stop. What is made to be passed on shows no such group by crossing.
var ofListed = []string{"turned_back_exit", "barred"}

// HubFiles writes a forecast as the hubverse keeps it (package hubverse) into
// the folder dir: the 23 quantiles of every daily measure of every place, country, lane,
// service and origin from the day after origin, and the hub-config that describes
// them. Days on which fewer than half of the members have a figure (a wait where
// hardly anybody was served) have no rows. Quantiles are exact, not rounded.
func HubFiles(dir, format string, model hubverse.Model, origin calendar.Date, sum *ensemble.Summary) error {
	first := int(origin-sum.Layout.From) + 1
	days := sum.Layout.Days - first
	path := filepath.Join(dir, filepath.FromSlash(model.File(origin, format)))
	var targets []hubverse.Target
	err := kept.WriteSynced(path, func(out io.Writer) error {
		w := hubverse.NewWriter(out, format, origin)
		for i := range sum.Layout.Series {
			s := &sum.Layout.Series[i]
			if !forHub(s, sum.Layout.Days) {
				continue
			}
			t, err := writeTarget(w, sum, i, first, days)
			if err != nil {
				return err
			}
			if len(t.Locations) > 0 {
				targets = append(targets, about(t, s))
			}
		}
		return w.Close()
	})
	if err != nil {
		return err
	}
	return hubverse.WriteConfig(dir, "Forecasts of "+model.Name+" by haven", format, origin, days, targets)
}

func forHub(s *ensemble.Series, days int) bool {
	without := func(list []string) bool {
		return !slices.ContainsFunc(list, func(end string) bool { return strings.HasSuffix(s.Measure, end) })
	}
	return s.Days == days && slices.Contains(inHub, s.By) && without(notInHub) && (s.By != "lane" || without(ofListed))
}

// writeTarget writes all locations of a series and lists those that have rows.
func writeTarget(w hubverse.Writer, sum *ensemble.Summary, series, first, days int) (hubverse.Target, error) {
	s := &sum.Layout.Series[series]
	t := hubverse.Target{ID: hubverse.TargetID(s.Measure, s.By)}
	var failed error
	const atOnce = 64
	for from := 0; from < len(s.Entities); from += atOnce {
		to := min(from+atOnce, len(s.Entities))
		c := hubverse.Curves{Target: t.ID}
		some := false
		sum.Quantiles(series, from, to, hubverse.Levels[:], func(cell int, quantiles []float64, present int) {
			e, d := cell/s.Days, cell%s.Days
			if d == 0 {
				c.Location, c.Values, some = s.Entities[from+e], make([][]float64, days), false
			}
			if d >= first && 2*present >= sum.N() {
				c.Values[d-first], some = quantiles, true
			}
			if d == s.Days-1 && some {
				t.Locations = append(t.Locations, c.Location)
				failed = errors.Join(failed, w.Write(&c))
			}
		})
	}
	return t, failed
}

// about says what a target is.
func about(t hubverse.Target, s *ensemble.Series) hubverse.Target {
	t.Unit, t.Description = s.Unit, s.Measure
	for i := range results.Measures {
		if m := &results.Measures[i]; m.Name == s.Measure && m.By == s.By {
			t.Description = m.Meaning
		}
	}
	t.Name = strings.ReplaceAll(t.ID, "_", " ")
	return t
}
