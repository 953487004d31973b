package main

import (
	"fmt"
	"math"
	"strings"

	"haven/internal/calendar"
)

// page is one chart: a small panel for every camp, each on its own scale.
type page struct {
	conflict
	members int
	from    calendar.Date
	camps   []string
	bands   []band
	flee    [][][]int64 // by run, camp and day
}

const (
	across                  = 3 // panels in a row
	panelWidth, panelHeight = 300, 224
	left, right, top        = 52, 12, 26
	head, foot              = 62, 16
	points                  = 90 // of a line at most
)

// Colours that stay apart for colour-blind readers (Okabe and Ito 2008), on a ground
// of their own, so that they are the same in light and dark.
const (
	ground, ink, faint = "#ffffff", "#0f172a", "#475569"
	blue, vermilion    = "#0072b2", "#d55e00"
)

func (p *page) svg() string {
	rows := (len(p.camps) + across - 1) / across
	width, height := across*panelWidth, head+rows*panelHeight+foot
	var s strings.Builder
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="system-ui, sans-serif" font-size="11">`+"\n", width, height)
	fmt.Fprintf(&s, "<title>%s: people in every camp, haven and Flee</title>\n<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"%s\"/>\n", p.name, width, height, ground)
	unit := "people"
	if p.hasten > 1 {
		unit = fmt.Sprintf("counted people, each standing for %d", p.hasten)
	}
	days := len(p.bands[0].middle)
	fmt.Fprintf(&s, `<text x="14" y="24" font-size="15" fill="%s">%s: %s in every camp by day, %s to %s</text>`+"\n", ink, p.name, unit, p.from, p.from+calendar.Date(days-1))
	fmt.Fprintf(&s, `<rect x="14" y="38" width="26" height="12" fill="%s" fill-opacity="0.28"/><line x1="14" x2="40" y1="44" y2="44" stroke="%s" stroke-width="1.8"/>`, blue, blue)
	fmt.Fprintf(&s, `<text x="46" y="48" fill="%s">haven: median and 90 %% band of %d members</text>`, ink, p.members)
	fmt.Fprintf(&s, `<line x1="330" x2="356" y1="44" y2="44" stroke="%s" stroke-width="0.9"/>`, vermilion)
	fmt.Fprintf(&s, `<text x="362" y="48" fill="%s">Flee: %s of its reference</text>`+"\n", ink, countRuns(len(p.flee)))
	for i := range p.camps {
		fmt.Fprintf(&s, `<g transform="translate(%d %d)">`+"\n", i%across*panelWidth, head+i/across*panelHeight)
		p.panel(&s, i)
		s.WriteString("</g>\n")
	}
	fmt.Fprintf(&s, `<text x="%d" y="48" fill="%s">below: less haven's median</text>`+"\n", 640, ink)
	s.WriteString("</svg>\n")
	return s.String()
}

func countRuns(n int) string {
	if n == 1 {
		return "the one run"
	}
	return fmt.Sprintf("the %d runs", n)
}

// panel is a camp: people by day, and below it, on a scale that shows chance, what
// the band and Flee's runs differ from haven's median by.
func (p *page) panel(s *strings.Builder, camp int) {
	b := &p.bands[camp]
	days := len(b.middle)
	most, off := int64(1), int64(1)
	for d := range days {
		most = max(most, b.high[d])
		off = max(off, b.high[d]-b.middle[d], b.middle[d]-b.low[d])
		for _, run := range p.flee {
			most = max(most, run[camp][d])
			off = max(off, run[camp][d]-b.middle[d], b.middle[d]-run[camp][d])
		}
	}
	fmt.Fprintf(s, `<text x="%d" y="18" font-size="12" fill="%s">%s</text>`+"\n", left, ink, plain(p.camps[camp]))
	people := strip{top: top, height: 92, high: roundUp(float64(most)), days: days}
	people.grid(s, []float64{0, people.high / 2, people.high})
	none := make([]int64, days)
	people.draw(s, b, none, p.flee, camp)
	apart := strip{top: top + 92 + 16, height: 62, low: -roundUp(float64(off)), high: roundUp(float64(off)), days: days}
	apart.grid(s, []float64{apart.low, 0, apart.high})
	apart.draw(s, b, b.middle, p.flee, camp)
	people.label(s, 0, "start")
	people.label(s, days/2, "middle")
	people.label(s, days-1, "end")
}

// strip is one pair of axes of a panel.
type strip struct {
	top, height, low, high float64
	days                   int
}

func (a *strip) x(d int) float64 {
	return left + float64(d)/float64(a.days-1)*(panelWidth-left-right)
}

func (a *strip) y(n float64) float64 { return a.top + (a.high-n)/(a.high-a.low)*a.height }

func (a *strip) grid(s *strings.Builder, at []float64) {
	for _, n := range at {
		sign := ""
		if a.low < 0 && n > 0 {
			sign = "+"
		}
		fmt.Fprintf(s, `<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#e2e8f0"/><text x="%d" y="%.1f" text-anchor="end" fill="%s">%s%s</text>`+"\n",
			left, panelWidth-right, a.y(n), a.y(n), left-5, a.y(n)+4, faint, sign, thousands(n))
	}
}

// draw draws the band, the median and Flee's runs, less a base.
func (a *strip) draw(s *strings.Builder, b *band, base []int64, flee [][][]int64, camp int) {
	drawn := thin(a.days)
	var area strings.Builder
	area.WriteString(a.line(drawn, b.high, base))
	for i := range drawn {
		d := drawn[len(drawn)-1-i]
		fmt.Fprintf(&area, "%.1f,%.1f ", a.x(d), a.y(float64(b.low[d]-base[d])))
	}
	fmt.Fprintf(s, `<polygon points="%s" fill="%s" fill-opacity="0.28"/>`+"\n", area.String(), blue)
	fmt.Fprintf(s, `<polyline points="%s" fill="none" stroke="%s" stroke-width="1.8"/>`+"\n", a.line(drawn, b.middle, base), blue)
	for _, run := range flee {
		fmt.Fprintf(s, `<polyline points="%s" fill="none" stroke="%s" stroke-width="0.9"/>`+"\n", a.line(drawn, run[camp], base), vermilion)
	}
}

func (a *strip) line(drawn []int, n, base []int64) string {
	var s strings.Builder
	for _, d := range drawn {
		fmt.Fprintf(&s, "%.1f,%.1f ", a.x(d), a.y(float64(n[d]-base[d])))
	}
	return s.String()
}

func (a *strip) label(s *strings.Builder, d int, anchor string) {
	fmt.Fprintf(s, `<text x="%.0f" y="%d" text-anchor="%s" fill="%s">day %d</text>`+"\n", a.x(d), panelHeight-8, anchor, faint, d)
}

// thin picks the days that are drawn, the first and the last among them.
func thin(days int) (list []int) {
	n := min(points, days)
	for i := range n {
		list = append(list, i*(days-1)/max(1, n-1))
	}
	return list
}

// plain is a name as text of SVG.
func plain(name string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", "_", " ").Replace(name)
}

// thousands writes 12000 as 12k.
func thousands(n float64) string {
	if math.Abs(n) >= 1000 {
		return fmt.Sprintf("%gk", n/1000)
	}
	return fmt.Sprintf("%g", n)
}

// roundUp is the next number of the form 1, 2, 3, 4, 6 or 8 times a power of ten.
func roundUp(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, f := range []float64{1, 2, 3, 4, 6, 8} {
		if x <= f*power {
			return f * power
		}
	}
	return 10 * power
}
