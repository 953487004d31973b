package camps

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"haven/internal/calendar"
	"haven/internal/forecast/hubverse"
	"haven/internal/kept"
	"haven/results"
)

// Files of a forecast's folder.
const (
	resultFile = "forecast.json"
	hubFolder  = "hub"
	exportFile = "exports/camps.csv"
)

// Is says whether a folder holds a forecast of camps.
func Is(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, resultFile))
	return err == nil
}

// Write writes a forecast's folder, which must not be there. Format is that of the hubverse's file (hubverse.Formats).
func (r *Result) Write(dir, format string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return errors.Join(
		r.writeHub(filepath.Join(dir, hubFolder), format),
		kept.WriteSynced(filepath.Join(dir, filepath.FromSlash(exportFile)), r.writeExport),
		kept.WriteSynced(filepath.Join(dir, resultFile), func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			return e.Encode(r)
		}),
	)
}

// Read reads a forecast's folder. A file that does not hold together is an error that names it.
func Read(dir string) (*Result, error) {
	path := filepath.Join(dir, resultFile)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r := new(Result)
	if err := json.Unmarshal(data, r); err != nil {
		return nil, fmt.Errorf("%s is no forecast of camps: %w", path, err)
	}
	if r.Format != Format {
		return nil, fmt.Errorf("%s has format %d; this haven reads %d: make the forecast again", path, r.Format, Format)
	}
	if err := r.check(); err != nil {
		return nil, fmt.Errorf("%s is damaged: %w; make the forecast again", path, err)
	}
	return r, nil
}

// check makes sure that every series has its days and levels.
func (r *Result) check() error {
	if _, err := calendar.Parse(r.Origin); err != nil {
		return fmt.Errorf("origin: %w", err)
	}
	if err := r.Together.check("together", r.Days); err != nil && len(r.Camps) > 0 {
		return err
	}
	for i := range r.Camps {
		if err := r.Camps[i].check(r.Camps[i].ID, r.Days); err != nil {
			return err
		}
	}
	return nil
}

func (s *Series) check(name string, days int) error {
	if len(s.Quantiles) != days || len(s.More) != days || len(s.Fewer) != days || len(s.Counts) == 0 {
		return fmt.Errorf("%s has %d days of forecasts instead of %d, and %d counts", name, len(s.Quantiles), days, len(s.Counts))
	}
	for d, q := range s.Quantiles {
		if len(q) != len(hubverse.Levels) {
			return fmt.Errorf("%s, day %d: %d quantiles instead of %d", name, d+1, len(q), len(hubverse.Levels))
		}
	}
	for _, c := range s.Counts {
		if _, err := calendar.Parse(c.Date); err != nil {
			return fmt.Errorf("%s, counts: %w", name, err)
		}
	}
	return nil
}

// The targets of the hubverse's file, and the location of all camps together.
const (
	campTarget     = "registered by camp"
	togetherTarget = "registered by all"
	allCamps       = "all"
)

// HubFile is the path of the hubverse's file within the forecast's folder, with the separators of the system.
func (r *Result) HubFile(format string) string {
	origin, _ := calendar.Parse(r.Origin)
	return filepath.Join(hubFolder, filepath.FromSlash(hubverse.ModelOf(r.Scenario).File(origin, format)))
}

func (r *Result) writeHub(dir, format string) error {
	origin, err := calendar.Parse(r.Origin)
	if err != nil {
		return err
	}
	byCamp := hubverse.Target{ID: campTarget, Name: "People registered at a camp", Unit: "people", Description: "people counted at the camp, were they counted on the day"}
	inAll := hubverse.Target{ID: togetherTarget, Name: "People registered at all camps", Unit: "people", Description: "people at all camps together, each by its last count"}
	var curves []hubverse.Curves
	for i := range r.Camps {
		byCamp.Locations = append(byCamp.Locations, r.Camps[i].ID)
		curves = append(curves, hubverse.Curves{Location: r.Camps[i].ID, Target: campTarget, Values: r.Camps[i].Quantiles})
	}
	targets := []hubverse.Target{}
	if len(curves) > 0 {
		inAll.Locations = []string{allCamps}
		curves = append(curves, hubverse.Curves{Location: allCamps, Target: togetherTarget, Values: r.Together.Quantiles})
		targets = append(targets, byCamp, inAll)
	}
	if err := hubverse.WriteConfig(dir, "Forecasts of "+r.Scenario+" by haven", format, origin, r.Days, targets); err != nil {
		return err
	}
	return kept.WriteSynced(filepath.Join(dir, filepath.FromSlash(hubverse.ModelOf(r.Scenario).File(origin, format))), func(out io.Writer) error {
		w := hubverse.NewWriter(out, format, origin)
		for i := range curves {
			if err := w.Write(&curves[i]); err != nil {
				return err
			}
		}
		return w.Close()
	})
}

// Columns of exports/camps.csv, whose second row has their HXL tags.
var exportColumns = [...][2]string{
	{"place", "#loc+code"}, {"name", "#loc+name+camp"}, {"country", "#country+code+v_iso3"}, {"lat", "#geo+lat"}, {"lon", "#geo+lon"},
	{"origin", "#date+forecast"}, {"date", "#date"}, {"measure", "#indicator+name"}, {"unit", "#indicator+unit"},
	{"q05", "#indicator+value+q05"}, {"q25", "#indicator+value+q25"}, {"q50", "#indicator+value+q50"}, {"q75", "#indicator+value+q75"}, {"q95", "#indicator+value+q95"},
	{"flag", "#meta+flag"},
}

// Shown are the levels that pages and exports show.
func Shown() [5]float64 { return [5]float64{0.05, 0.25, 0.5, 0.75, 0.95} }

// writeExport writes a row a camp and day, rounded as what leaves haven is.
func (r *Result) writeExport(out io.Writer) error {
	origin, err := calendar.Parse(r.Origin)
	if err != nil {
		return err
	}
	w := csv.NewWriter(out)
	var names, tags []string
	for _, c := range exportColumns {
		names, tags = append(names, c[0]), append(tags, c[1])
	}
	_ = w.Write(names)
	_ = w.Write(tags)
	write := func(who []string, s *Series) {
		for ahead := 1; ahead <= len(s.Quantiles); ahead++ {
			line := append(append([]string{}, who...), r.Origin, (origin + calendar.Date(ahead)).String(), "registered", "people")
			flag := ""
			for _, level := range Shown() {
				rounded := results.Round(s.At(ahead, level))
				if rounded.Small {
					flag = results.FlagSmall
					line = append(line, "")
					continue
				}
				line = append(line, strconv.FormatInt(rounded.People, 10))
			}
			_ = w.Write(append(line, flag))
		}
	}
	for i := range r.Camps {
		c := &r.Camps[i]
		write([]string{c.ID, c.Name, c.Country, degrees(c.Lat), degrees(c.Lon)}, &c.Series)
	}
	write([]string{allCamps, "All camps", "", "", ""}, &r.Together)
	w.Flush()
	return w.Error()
}

func degrees(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
