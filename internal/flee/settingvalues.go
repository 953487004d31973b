package flee

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"haven/scenario"
)

type settings = scenario.Neighbours

// yes reads a switch as Python does: what is not false, 0, empty or null
// is true, quoted words included.
func (o *opening) yes(key string, v *scenario.YAML) bool {
	if v.Empty() {
		return false
	}
	if items, ok := v.List(); ok {
		return len(items) > 0
	}
	text, quoted, ok := v.Scalar()
	if !ok {
		return v.Entries(func(_, _ *scenario.YAML) {}) // a mapping with entries
	}
	word := strings.ToLower(text)
	switch {
	case quoted:
		if text != "" && slices.Contains([]string{"false", "no", "off", "0", "none"}, word) {
			o.warnKey(key, fmt.Sprintf("%s is the text %s, which counts as true", key, scenario.Quoted(text)), "take the quotes away to switch it off")
		}
		return text != ""
	case word == "true" || word == "yes" || word == "on":
		return true
	case word == "false" || word == "no" || word == "off" || text == "":
		return false
	}
	if x, ok := plain(text); ok {
		return x != 0
	}
	o.warnKey(key, fmt.Sprintf("%s is %s, which counts as true", key, scenario.Quoted(text)), "write True or False")
	return true
}

// number reads a setting that is a number.
func (o *opening) numberOf(key string, v *scenario.YAML) (float64, bool) {
	text, _, ok := v.Scalar()
	if ok {
		if x, ok := plain(strings.ReplaceAll(strings.TrimSpace(text), "_", "")); ok {
			return x, true
		}
		switch text {
		case "True", "true", "yes":
			return 1, true
		case "False", "false", "no":
			return 0, true
		}
	}
	o.wrongValue(key, v, "write a number; Flee stops here")
	return 0, false
}

func flag(at func(*settings) *bool) reader {
	return func(o *opening, key string, v *scenario.YAML) { *at(&o.s.Parameters.Neighbours) = o.yes(key, v) }
}

// amount is a number from low to high; with above, low itself is not allowed.
func amount(low, high float64, above bool, at func(*settings) *float64) reader {
	return func(o *opening, key string, v *scenario.YAML) {
		x, ok := o.numberOf(key, v)
		switch {
		case !ok:
		case x < low || x > high || above && x == low:
			o.wrongValue(key, v, fmt.Sprintf("haven needs a number %s", bounds(low, high, above)))
		default:
			*at(&o.s.Parameters.Neighbours) = x
		}
	}
}

func bounds(low, high float64, above bool) string {
	text := fmt.Sprintf("from %g", low)
	if above {
		text = fmt.Sprintf("above %g", low)
	}
	if !math.IsInf(high, 1) {
		text += fmt.Sprintf(" to %g", high)
	}
	return text
}

var (
	free = math.Inf(-1)
	inf  = math.Inf(1)
)

// chance is a probability: what is above 1 is certain, and below 0 never happens.
func chance(at func(*settings) *float64) reader {
	return func(o *opening, key string, v *scenario.YAML) {
		x, ok := o.numberOf(key, v)
		if !ok {
			return
		}
		if held := max(0, min(1, x)); held != x {
			o.warnKey(key, fmt.Sprintf("%s is %g, which is no chance", key, x), fmt.Sprintf("it counts as %g", held))
			x = held
		}
		*at(&o.s.Parameters.Neighbours) = x
	}
}

// countOf is a whole number; decimals are cut off as Flee does.
func countOf(low, high float64, at func(*settings) *int) reader {
	return func(o *opening, key string, v *scenario.YAML) {
		x, ok := o.numberOf(key, v)
		if !ok {
			return
		}
		if cut := math.Trunc(x); cut != x {
			o.warnKey(key, fmt.Sprintf("%s is %g", key, x), fmt.Sprintf("it counts as %g", cut))
			x = cut
		}
		if x < low || x > high {
			o.wrongValue(key, v, fmt.Sprintf("haven needs a whole number %s", bounds(low, high, false)))
			return
		}
		*at(&o.s.Parameters.Neighbours) = int(x)
	}
}

// list is a list of numbers; nothing, False and an empty list are none.
func list(low, high float64, at func(*settings) *[]float64) reader {
	return func(o *opening, key string, v *scenario.YAML) {
		if text, _, ok := v.Scalar(); v.Empty() || ok && (strings.EqualFold(text, "false") || strings.EqualFold(text, "none")) {
			return
		}
		items, ok := v.List()
		if !ok {
			o.wrongValue(key, v, "write a list of numbers such as [1.0, 0.5]")
			return
		}
		var numbers []float64
		for _, item := range items {
			x, ok := o.numberOf(key, item)
			if !ok {
				return
			}
			if x < low || x > high {
				o.wrongValue(key, item, fmt.Sprintf("haven needs numbers %s", bounds(low, high, false)))
				return
			}
			numbers = append(numbers, x)
		}
		*at(&o.s.Parameters.Neighbours) = numbers
	}
}

// dead is a key that Flee knows and does not use.
func dead(why string) reader {
	return func(o *opening, key string, _ *scenario.YAML) {
		o.warnKey(key, key+" has no effect in Flee, nor here", why)
	}
}

// quiet is a key whose absence from haven needs no words.
func quiet(*opening, string, *scenario.YAML) {}

// within reads a section of its own.
func within(known keys) reader {
	return func(o *opening, key string, v *scenario.YAML) { o.section(o.file, v, key, known) }
}

// mode reads how many people are made to flee; a name that Flee does not know
// makes nobody flee, which is told and remembered.
func mode(at func(*settings) *string) reader {
	return func(o *opening, key string, v *scenario.YAML) {
		text, _, _ := v.Scalar()
		word := text
		if strings.EqualFold(text, "poisson") {
			word = "poisson"
		}
		if word != "constant" && word != "pop_ratio" && word != "poisson" {
			o.warnKey(key, fmt.Sprintf("%s is %s, so nobody flees, as in Flee", key, v.Describe()), "known: constant, pop_ratio, Poisson")
			o.nobody = true
			word = "constant"
		}
		*at(&o.s.Parameters.Neighbours) = word
	}
}
