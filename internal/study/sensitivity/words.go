package sensitivity

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"haven/results"
)

// matters is the total index from which a parameter gets a line: a twentieth
// of the variance.
const matters = 0.05

// oneWay is the share of |mu| in mu* from which raising a parameter is said to
// go one way.
const oneWay = 0.5

// lines tell in words what drives an output: how much it varies, one line for
// each important parameter, the largest first, then chance, and what comes of several together.
func lines(d *OutputDoc) []string {
	if len(d.Indices) == 0 {
		return effectLines(d)
	}
	if !(d.SD > 0) {
		return []string{d.Label + " is the same in every run (" + d.amount(d.Mean) + "), so nothing drives it."}
	}
	list := []string{d.spread()}
	small, rest, most := 0, "", 0.0
	chance := d.chance()
	for i := range d.Indices {
		x := &d.Indices[i]
		switch {
		case x.Kind == Stream:
		case !x.important(chance):
			most = max(most, float64(x.Total))
			if small++; x.Kind == Rest {
				rest = x.Label
			}
		default:
			list = append(list, indexLine(d, x))
		}
	}
	if small > 0 {
		list = append(list, smallLine(small, len(d.Indices)-1, rest, most))
	}
	for i := range d.Indices {
		if x := &d.Indices[i]; x.Kind == Stream {
			list = append(list, fmt.Sprintf("Chance: %s would stay if every parameter were known.", share(x.Total, x.TotalLow, x.TotalHigh)))
		}
	}
	if d.Joint >= matters && d.JointLow > 0 {
		list = append(list, fmt.Sprintf("About %s of the variance comes of what several do together.", share(d.Joint, d.JointLow, d.JointHigh)))
	}
	return list
}

// spread says how much the output varies.
func (d *OutputDoc) spread() string {
	text := fmt.Sprintf("%s: %s in the median run, nine in ten runs from %s", capital(d.Label), d.amount(d.Q50), d.between(d.Q05, d.Q95))
	if d.Reading == PeakDay {
		text += ", counted from the first day"
	}
	return text + "."
}

// chance is the index of the random stream.
func (d *OutputDoc) chance() *IndexDoc {
	for i := range d.Indices {
		if d.Indices[i].Kind == Stream {
			return &d.Indices[i]
		}
	}
	return &IndexDoc{}
}

// important says whether a parameter gets a line of its own: a twentieth of
// the variance together with others, and surely something by itself or surely more than chance. Where
// small differences grow, moving any parameter a little is like drawing chance
// anew, and every total index is about that of chance.
func (x *IndexDoc) important(chance *IndexDoc) bool {
	return x.Total >= matters && x.TotalLow > 0 && (x.FirstLow > 0 || x.TotalLow > chance.TotalHigh)
}

// smallLine is the line of parameters that got none of their own; rest is the
// label of what the screening left out, if it is among them, most their largest total index.
func smallLine(small, of int, rest string, most float64) string {
	who := plural(small, "further parameter")
	switch {
	case small == of && most < matters:
		return "No parameter explains " + percent(matters) + " of the variance or more."
	case small == 1 && rest != "":
		who = rest
	case rest != "":
		who = plural(small-1, "further parameter") + ", and " + rest
	}
	who = capital(who)
	if most >= matters {
		return fmt.Sprintf("%s: for sure nothing by themselves, and together with others each at most %s, no more than chance for sure.", who, percent(most))
	}
	if small == 1 {
		return fmt.Sprintf("%s: less than %s, together with others.", who, percent(matters))
	}
	return fmt.Sprintf("%s: each less than %s, together with others.", who, percent(matters))
}

// indexLine is the line of an important parameter.
func indexLine(d *OutputDoc, x *IndexDoc) string {
	verb, stands := "explains", "by itself"
	if x.Kind == Rest || x.Kind == Shares || x.Kind == Fitted {
		verb, stands = "explain", "by themselves"
	}
	text := fmt.Sprintf("%s %s %s of the variance %s, %s together with others", named(x.Label, x.Factor, x.Kind), verb, share(x.First, x.FirstLow, x.FirstHigh), stands, share(x.Total, x.TotalLow, x.TotalHigh))
	way := d.wayOf(float64(x.Direction))
	if way == "" {
		return text + "."
	}
	text += "; raising it " + way
	tenth := float64(x.Tenth)
	sure := (x.TenthLow > 0 || x.TenthHigh < 0) && math.Abs(float64(x.Direction)) >= oneWay && tenth*float64(x.Direction) > 0
	if sure && !(d.Counts && math.Abs(tenth) < 10) {
		text += fmt.Sprintf(", by about %s for a tenth more of it", d.amount(Number(math.Abs(tenth))))
	}
	return text + "."
}

// wayOf says which way raising a parameter moves the output; empty where it has no direction.
func (d *OutputDoc) wayOf(direction float64) string {
	what := "the " + strings.ReplaceAll(d.Measure, "_", " ")
	up, down := "raises "+what, "lowers "+what
	if d.Reading == Whole {
		up, down = "makes the error larger", "makes the error smaller"
	}
	if d.Reading == PeakDay {
		up, down = "makes it later", "makes it earlier"
	}
	switch {
	case math.IsNaN(direction):
		return ""
	case direction >= oneWay:
		return up
	case direction <= -oneWay:
		return down
	}
	return "moves it up or down, depending on the others"
}

// effectLines are those of a screening alone: the parameters whose effect is
// at least a tenth of the largest.
func effectLines(d *OutputDoc) []string {
	if len(d.Effects) == 0 || !(d.Effects[0].Size > 0) {
		return []string{capital(d.Label) + " did not change in the screening."}
	}
	const most = 12
	var list []string
	for i := range d.Effects {
		e := &d.Effects[i]
		if float64(e.Size) < float64(d.Effects[0].Size)/10 || len(list) == most {
			break
		}
		text := fmt.Sprintf("%s changes the output by %s over its whole range on average", named(e.Label, e.Factor, e.Kind), d.amount(e.Size))
		if way := d.wayOf(float64(e.Mean) / float64(e.Size)); way != "" {
			text += "; raising it " + way
		}
		list = append(list, text+".")
	}
	return list
}

func named(label, name string, kind Kind) string {
	if kind == Rest || kind == Stream || kind == Fitted || label == name {
		return capital(label)
	}
	return capital(label) + " (" + name + ")"
}

// share is an index with its interval in percent; an estimate below 0 is one of 0.
func share(x, low, high Number) string {
	return fmt.Sprintf("%s (%s to %s)", percent(float64(x)), strings.TrimSuffix(percent(float64(low)), " %"), strings.TrimSuffix(percent(float64(high)), " %"))
}

func percent(x float64) string {
	return strconv.Itoa(int(math.Floor(float64(max(0, x)*100)+0.5))) + " %"
}

// amount is a number of the output for people, with its unit.
func (d *OutputDoc) amount(x Number) string {
	number, unit := d.measure(float64(x))
	return strings.TrimSpace(number + " " + unit)
}

// between is "LOW to HIGH", the unit once where both have the same, as on report pages.
func (d *OutputDoc) between(low, high Number) string {
	number, unit := d.measure(float64(low))
	if _, other := d.measure(float64(high)); unit != other && unit != "" {
		number += " " + unit
	}
	return number + " to " + d.amount(high)
}

// measure is a number of the output and its unit, both as report pages have them: a
// count rounded as counts are, and without a unit, since the measure says what is counted; a fare in
// dollars; a wait in minutes below two hours, in hours below three days, then in days. What is no count has three figures.
func (d *OutputDoc) measure(x float64) (number, unit string) {
	switch {
	case math.IsNaN(x):
		return "none", ""
	case d.Counts:
		r := results.Round(x)
		if r.Small {
			return "<10", ""
		}
		return thousands(r.People), ""
	case d.Unit == "cents":
		return threeFigures(x / 100), "USD"
	case d.Unit == "day":
		return threeFigures(x), "days"
	case d.Unit == "minutes" && math.Abs(x) < 2*60:
		return threeFigures(x), "min"
	case d.Unit == "minutes" && math.Abs(x) < 72*60:
		return threeFigures(x / 60), "h"
	case d.Unit == "minutes":
		return threeFigures(x / 60 / 24), "days"
	}
	return threeFigures(x), ""
}

func threeFigures(x float64) string {
	if math.Abs(x) >= 1000 {
		return thousands(int64(math.Round(x)))
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

func thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return itoa(n) + " " + what + "s"
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
