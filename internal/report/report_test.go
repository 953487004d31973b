package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
)

// pageOf writes a page and takes its data out again, as a browser would.
func pageOf(t testing.TB, d Data) (page string, data map[string]any) {
	t.Helper()
	var out bytes.Buffer
	if err := WriteData(&out, d); err != nil {
		t.Fatal(err)
	}
	page = out.String()
	found := regexp.MustCompile(`(?s)<script type="application/json" id="data">(.*?)</script>`).FindStringSubmatch(page)
	if found == nil {
		t.Fatal("the page has no block of data")
	}
	if err := json.Unmarshal([]byte(found[1]), &data); err != nil {
		t.Fatal(err)
	}
	return page, data
}

func TestPageLoadsNothingFromOutside(t *testing.T) {
	page, _ := pageOf(t, Data{Title: "A run"})
	for _, pattern := range []string{
		`<(?:script|img|iframe|audio|video|source|embed|object)\b[^>]*\b(?:src|data)\s*=`,
		`<link\b[^>]*href\s*=\s*["']?(?:https?:)?//`,
		`@import`,
		`url\(\s*["']?(?:https?:)?//`,
		`\b(?:fetch|importScripts|sendBeacon|XMLHttpRequest|WebSocket|EventSource)\s*\(`,
	} {
		if found := regexp.MustCompile(pattern).FindString(page); found != "" {
			t.Errorf("the page holds %q (%s)", found, pattern)
		}
	}
	if !strings.Contains(page, `content="default-src 'none';`) {
		t.Error("the page has no policy that forbids it to load anything")
	}
}

func TestHostileTextStaysText(t *testing.T) {
	hostile := `</script><script>alert(1)</script><!-- ]]> & "'` + "\u2028"
	page, data := pageOf(t, Data{
		Title: hostile, Places: []Place{{ID: hostile, Name: hostile}}, Evidence: []Claim{{ID: hostile, URL: "javascript:alert(1)"}},
	})
	if strings.Contains(page, "<script>alert(1)") {
		t.Error("a title became a script")
	}
	if n := strings.Count(page, "</script>"); n != 2 {
		t.Errorf("the page has %d ends of scripts, want 2: the data's and the program's", n)
	}
	if data["title"] != hostile || data["places"].([]any)[0].(map[string]any)["name"] != hostile {
		t.Error("hostile text did not come back as it was")
	}
}

func TestNumbersThatAreNoneAreNull(t *testing.T) {
	text, err := json.Marshal([]Number{Number(math.NaN()), Number(math.Inf(1)), Number(math.Inf(-1)), 0, -12.5})
	if err != nil || string(text) != "[null,null,null,0,-12.5]" {
		t.Errorf("%s (%v)", text, err)
	}
}

func TestCountsAreRoundedByThemselves(t *testing.T) {
	for _, c := range []struct{ x, want float64 }{{0, 0}, {0.2, 5}, {9.9, 5}, {-3, -5}, {10, 10}, {14.9, 10}, {15, 20}, {-25, -30}, {123456, 123460}} {
		if got := float64(people(c.x)); got != c.want {
			t.Errorf("people(%v) = %v, want %v", c.x, got, c.want)
		}
	}
}

func TestRatioDoesNotGiveACountAway(t *testing.T) {
	for _, c := range []struct{ x, want float64 }{{1, 1}, {1.2345, 1.2}, {0.04567, 0.046}, {123.4, 120}, {0, 0}} {
		if got := float64(ratio(c.x)); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("ratio(%v) = %v, want %v", c.x, got, c.want)
		}
	}
}

// TestToyBorderPage runs the small scenario whole: every count of the page is
// rounded, and nobody liable to call-up is shown by crossing.
func TestToyBorderPage(t *testing.T) {
	run := runOf(t, "toy-border", 30, t.TempDir())
	d, err := Build(run)
	if err != nil {
		t.Fatal(err)
	}
	if d.Days != d.Departures.ByDay.days() || d.Days == 0 {
		t.Errorf("%d days, and %d days of departures", d.Days, d.Departures.ByDay.days())
	}
	if len(d.Countries) == 0 || len(d.Lanes) == 0 || len(d.Places) == 0 || len(d.National) == 0 || d.Origin == "" {
		t.Errorf("something is missing: %d countries, %d lanes, %d places, %d national totals, origin %q", len(d.Countries), len(d.Lanes), len(d.Places), len(d.National), d.Origin)
	}
	checkRounded(t, "departures", d.Departures.Total, nil, d.Departures.ByDay)
	for i := range d.Countries {
		c := &d.Countries[i]
		checkRounded(t, c.ID, c.Arrivals, c.ArrivalsPeak, c.ArrivalsByDay)
		checkRounded(t, c.ID, c.Entries, nil, c.EntriesByDay)
		checkRounded(t, c.ID, c.StockAtEnd, nil, nil)
		for _, k := range c.ByCallup {
			checkRounded(t, c.ID+" "+k.Callup, &k.Figure, nil, nil)
		}
	}
	for i := range d.Lanes {
		checkRounded(t, d.Lanes[i].ID, d.Lanes[i].Served, d.Lanes[i].QueuePeak, d.Lanes[i].Queue)
	}
	for i := range d.Services {
		checkRounded(t, d.Services[i].ID, d.Services[i].SoldTotal, nil, &d.Services[i].Sold)
	}
	for i := range d.Flows {
		checkRounded(t, d.Flows[i].ID, &d.Flows[i].Total, nil, &Band{Q50: d.Flows[i].Days})
	}
	for _, n := range d.National {
		checkRounded(t, n.Measure, &n.Figure, nil, nil)
	}
	for _, part := range []any{d.Lanes, d.Flows, d.Services} {
		text, err := json.Marshal(part)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"liable", "exempt", "callup", "barred"} {
			if bytes.Contains(text, []byte(word)) {
				t.Errorf("a part by crossing names %q", word)
			}
		}
	}
	pageOf(t, d)
}

func (b *Band) days() int {
	if b == nil {
		return 0
	}
	return len(b.Q50)
}

func checkRounded(t *testing.T, what string, f *Figure, p *Peak, b *Band) {
	t.Helper()
	var all []Number
	for _, x := range []*Figure{f, peakHeight(p)} {
		if x != nil {
			all = append(all, x.Q05, x.Q25, x.Q50, x.Q75, x.Q95)
		}
	}
	if b != nil {
		for _, q := range [][]Number{b.Q05, b.Q25, b.Q50, b.Q75, b.Q95} {
			all = append(all, q...)
		}
	}
	for _, n := range all {
		x := math.Abs(float64(n))
		if !math.IsNaN(x) && x != smallCount && math.Mod(x, 10) != 0 {
			t.Errorf("%s: %v is not rounded", what, n)
		}
	}
}

func peakHeight(p *Peak) *Figure {
	if p == nil {
		return nil
	}
	return &p.Height
}

func TestTemplateWithoutMarksIsAnError(t *testing.T) {
	whole := page
	defer func() { page = whole }()
	page = []byte("<html></html>")
	if err := WriteData(new(bytes.Buffer), Data{}); err == nil || !strings.Contains(err.Error(), "npm run build") {
		t.Errorf("error %v does not say what to do", err)
	}
}

func TestAWriterThatFailsIsAnError(t *testing.T) {
	if err := WriteData(full{}, Data{}); err == nil {
		t.Error("no error from a full disk")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("no space left on device") }
