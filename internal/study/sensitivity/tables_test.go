package sensitivity

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// What is written is what was found; exports round what counts people.
func TestWhatIsWrittenIsWhatWasFound(t *testing.T) {
	plan := toyPlan(t)
	r, err := Run(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "found")
	doc, err := Write(dir, r)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Read(dir)
	if err != nil || !Is(dir) || Is(t.TempDir()) {
		t.Fatalf("reading it back: %v", err)
	}
	if len(again.Outputs) != 2 || again.Outputs[1].Indices[0] != doc.Outputs[1].Indices[0] && !math.IsNaN(float64(doc.Outputs[1].Indices[0].Tenth)) {
		t.Errorf("read back: %+v", again.Outputs)
	}
	type index struct {
		Output string  `parquet:"output"`
		Factor string  `parquet:"factor"`
		First  float64 `parquet:"first,optional"`
		Total  float64 `parquet:"total_q95,optional"`
	}
	rows, err := parquet.ReadFile[index](filepath.Join(dir, "tables", "indices.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 8 || rows[0].Factor != doc.Outputs[0].Indices[0].Factor || rows[0].First != float64(doc.Outputs[0].Indices[0].First) || rows[4].Output != "queue_peak@bridge_all" {
		t.Errorf("indices.parquet: %+v", rows)
	}
	type run struct {
		Stage   string  `parquet:"stage"`
		Run     int64   `parquet:"run"`
		Swapped string  `parquet:"swapped"`
		Output  string  `parquet:"output"`
		Value   float64 `parquet:"value,optional"`
	}
	runs, err := parquet.ReadFile[run](filepath.Join(dir, "tables", "runs.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	if len(runs) != 2*r.Runs {
		t.Errorf("runs.parquet has %d rows of %d runs", len(runs), r.Runs)
	}
	// The mean of A and B stands in the document.
	sum, n := 0.0, 0
	for _, row := range runs {
		if row.Stage == "indices" && row.Output == "arrivals@XAB" && (row.Swapped == "A" || row.Swapped == "B") {
			sum, n = sum+row.Value, n+1
		}
	}
	if n != 64 || math.Abs(sum/64-float64(doc.Outputs[0].Mean)) > 1e-9 {
		t.Errorf("the mean of %d runs at A and B is %g, the document has %g", n, sum/64, doc.Outputs[0].Mean)
	}
	rounded(t, filepath.Join(dir, "exports", "effects.csv"), EffectColumns, []string{"mu", "mu_star", "mu_star_q05", "mu_star_q95", "sigma"})
	rounded(t, filepath.Join(dir, "exports", "indices.csv"), IndexColumns, []string{"tenth_more", "tenth_more_q05", "tenth_more_q95"})
}

// rounded makes sure that columns of people are tens, or <10.
func rounded(t *testing.T, path string, columns []Column, of []string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil || len(lines) < 4 || !strings.HasPrefix(lines[1][0], "#") {
		t.Fatalf("%s: %v, %v", path, lines, err)
	}
	for _, line := range lines[2:] {
		for i, c := range columns {
			for _, name := range of {
				if c.Name == name && line[i] != "" && line[i] != "<10" && !strings.HasSuffix(line[i], "0") {
					t.Errorf("%s: %s is %s", path, name, line[i])
				}
			}
		}
	}
}

func TestWordsAreForPeople(t *testing.T) {
	d := &OutputDoc{Label: "arrivals in XAB", Measure: "arrivals", Counts: true, Mean: 100, SD: 30, Q05: 52, Q50: 101, Q95: 12_345, Joint: 0.336, JointLow: 0.2, JointHigh: 0.45, Indices: []IndexDoc{
		{Factor: "crossings.b.exit_per_day", Kind: Single, Label: "capacity at B", First: 0.344, FirstLow: 0.27, FirstHigh: 0.41, Total: 0.5, TotalLow: 0.4, TotalHigh: 0.6, Direction: 0.9, Tenth: 123.4, TenthLow: 100, TenthHigh: 150},
		{Factor: "parameters.stay", Kind: Single, Label: "utility of staying", First: 0.2, FirstLow: -0.05, FirstHigh: 0.3, Total: 0.3, TotalLow: 0.2, TotalHigh: 0.4, Direction: -0.2, Tenth: -50, TenthLow: -60, TenthHigh: -40},
		{Factor: "group_shares.mill/*.share", Kind: Shares, Label: "shares of groups in Mill", First: 0.1, FirstLow: 0.02, FirstHigh: 0.19, Total: 0.1, TotalLow: 0.05, TotalHigh: 0.2, Direction: Number(math.NaN())},
		{Factor: streamName, Kind: Stream, Label: "chance", First: 0.02, Total: 0.06, TotalLow: 0.05, TotalHigh: 0.08, Direction: Number(math.NaN())},
		{Factor: "parameters.x", Kind: Single, Label: "x", First: 0, Total: 0.01, Direction: 1},
		{Factor: "the other parameters", Kind: Rest, Label: "the other 7 parameters together", First: 0, Total: 0.01, Direction: Number(math.NaN())},
	}}
	want := []string{
		"Arrivals in XAB: 100 in the median run, nine in ten runs from 50 to 12,350.",
		"Capacity at B (crossings.b.exit_per_day) explains 34 % (27 to 41) of the variance by itself, 50 % (40 to 60) together with others; raising it raises the arrivals, by about 120 for a tenth more of it.",
		"Utility of staying (parameters.stay) explains 20 % (0 to 30) of the variance by itself, 30 % (20 to 40) together with others; raising it moves it up or down, depending on the others.",
		"Shares of groups in Mill (group_shares.mill/*.share) explain 10 % (2 to 19) of the variance by themselves, 10 % (5 to 20) together with others.",
		"1 further parameter, and the other 7 parameters together: each less than 5 %, together with others.",
		"Chance: 6 % (5 to 8) would stay if every parameter were known.",
		"About 34 % (20 to 45) of the variance comes of what several do together.",
	}
	have := lines(d)
	for i := range max(len(have), len(want)) {
		if i >= len(have) || i >= len(want) || have[i] != want[i] {
			t.Errorf("line %d:\n%q\nwant\n%q", i, have, want)
			break
		}
	}
	// Of a total index no larger than that of chance, and nothing by itself for sure, no line is made.
	d.Indices[2].FirstLow, d.Indices[3].TotalHigh = -0.01, 0.08
	if have := lines(d)[3]; have != "2 further parameters, and the other 7 parameters together: for sure nothing by themselves, and together with others each at most 10 %, no more than chance for sure." {
		t.Errorf("%q", have)
	}
	// What several do together is told only where it is surely something.
	for _, c := range []struct{ share, low Number }{{0.336, -0.01}, {0.049, 0.01}, {Number(math.NaN()), Number(math.NaN())}} {
		d.Joint, d.JointLow = c.share, c.low
		if have := lines(d); slices.ContainsFunc(have, func(line string) bool { return strings.Contains(line, "several do together") }) {
			t.Errorf("a share of %g from %g up: %q", c.share, c.low, have)
		}
	}
	d.SD = 0
	if have := lines(d); len(have) != 1 || have[0] != "arrivals in XAB is the same in every run (100), so nothing drives it." {
		t.Errorf("%q", have)
	}
	d.Indices, d.Effects = nil, []EffectDoc{
		{Factor: "a.b.c", Kind: Single, Label: "b", Mean: -20, Size: 22}, {Factor: streamName, Kind: Stream, Label: "chance", Mean: Number(math.NaN()), Size: 9}, {Factor: "small", Kind: Single, Label: "small", Mean: 1, Size: 1},
	}
	if have := lines(d); len(have) != 2 || have[0] != "B (a.b.c) changes the output by 20 over its whole range on average; raising it lowers the arrivals." || !strings.HasPrefix(have[1], "Chance changes the output by <10") {
		t.Errorf("%q", have)
	}
}

// Fares and waits have the units that the report page of a run gives them.
func TestNumbersOfAnOutputHaveTheirUnit(t *testing.T) {
	for name, c := range map[string]struct {
		of             OutputDoc
		low, mid, high Number
		want           string
	}{
		"fares":          {OutputDoc{Label: "fare on flight", Unit: "cents"}, 10_830, 24_987, 57_100, "Fare on flight: 250 USD in the median run, nine in ten runs from 108 to 571 USD."},
		"dear fares":     {OutputDoc{Label: "fare on flight", Unit: "cents"}, 0, 24_987_00, 300_000_00, "Fare on flight: 24,987 USD in the median run, nine in ten runs from 0 to 300,000 USD."},
		"short waits":    {OutputDoc{Label: "wait", Unit: "minutes"}, 0, 7.123, 119, "Wait: 7.12 min in the median run, nine in ten runs from 0 to 119 min."},
		"long waits":     {OutputDoc{Label: "wait", Unit: "minutes"}, 90, 2641, 5640, "Wait: 44 h in the median run, nine in ten runs from 90 min to 3.92 days."},
		"days":           {OutputDoc{Label: "the highest day of queue", Unit: "day", Reading: PeakDay}, 5, 7, 12, "The highest day of queue: 7 days in the median run, nine in ten runs from 5 to 12 days, counted from the first day."},
		"people":         {OutputDoc{Label: "arrivals", Unit: "people", Counts: true}, 3, 101, 1287, "Arrivals: 100 in the median run, nine in ten runs from <10 to 1,290."},
		"a share":        {OutputDoc{Label: "error", Unit: "of those registered"}, 0.31, 0.3456, 0.4, "Error: 0.346 in the median run, nine in ten runs from 0.31 to 0.4."},
		"without values": {OutputDoc{Label: "wait", Unit: "minutes"}, Number(math.NaN()), Number(math.NaN()), Number(math.NaN()), "Wait: none in the median run, nine in ten runs from none to none."},
	} {
		d := c.of
		d.Q05, d.Q50, d.Q95 = c.low, c.mid, c.high
		if have := d.spread(); have != c.want {
			t.Errorf("%s:\n%q\nwant\n%q", name, have, c.want)
		}
	}
	d := &OutputDoc{Label: "fare on flight", Measure: "fare", Unit: "cents", Mean: 24_987}
	if have := lines(&OutputDoc{Label: "fare on flight", Unit: "cents", Mean: 24_987, Indices: make([]IndexDoc, 1)}); have[0] != "fare on flight is the same in every run (250 USD), so nothing drives it." {
		t.Errorf("%q", have)
	}
	x := &IndexDoc{Factor: "a.b.c", Kind: Single, Label: "b", Direction: 1, Tenth: 3018, TenthLow: 2000, TenthHigh: 4000}
	if have := indexLine(d, x); !strings.HasSuffix(have, "raising it raises the fare, by about 30.2 USD for a tenth more of it.") {
		t.Errorf("%q", have)
	}
	d.Indices, d.Effects = nil, []EffectDoc{{Factor: "a.b.c", Kind: Single, Label: "b", Mean: 3018, Size: 3018}}
	if have := lines(d); have[0] != "B (a.b.c) changes the output by 30.2 USD over its whole range on average; raising it raises the fare." {
		t.Errorf("%q", have)
	}
}

func TestLabelsSayWhatAnAddressIs(t *testing.T) {
	sc := toy(t)
	for address, want := range map[string][2]string{
		"crossings.bridge_all.exit_per_day": {"capacity of the exit side in a day at The bridge", "people/day"},
		"shocks.decree.size_per_day":        {"hazard of leaving at full strength (shock decree)", "1/day"},
		"parameters.wait_per_hour":          {"utility lost for an hour of perceived wait", "utility/hour"},
		"links.flight.capacity_per_day":     {"seats of a scheduled service a day and direction from The airfield to West (air)", "seats/day"},
		"places.east.capacity":              {"reception capacity at East", "people"},
		"policies.list.value":               {"a number that overrides the stance's level (policy list: exit, banned)", "by instrument"},
		"neighbours.camp_weight":            {"factor on camps", "weight"},
	} {
		if label, unit := words(sc, address); label != want[0] || unit != want[1] {
			t.Errorf("%s: %q in %q, want %q in %q", address, label, unit, want[0], want[1])
		}
	}
}
