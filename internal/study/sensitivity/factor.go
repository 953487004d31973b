package sensitivity

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"haven/ensemble"
	"haven/scenario"
)

// Kind says what a factor is.
type Kind string

// The kinds of factors.
const (
	Single Kind = "parameter" // one uncertain number
	Shares Kind = "shares"    // shares drawn together: they sum to what they sum to, so they are swapped as one
	Fitted Kind = "posterior" // the numbers that a fit left a sample of, which belong together
	Rest   Kind = "rest"      // what the screening left out, swapped as one
	Stream Kind = "stream"    // chance: the key of a run's random streams
)

// Factor is what is swapped as one.
type Factor struct {
	Name  string // its address; of shares with * for what differs; else what it is
	Kind  Kind
	Label string // in words

	Unit         string  // of a single number
	Median       float64 // half of the draws lie below; NaN unless single
	Low, High    float64 // nine in ten draws lie between; NaN unless single
	Distribution string  // as scenario.yaml would have it
	Evidence     string
	Addresses    []string // what it holds; none for chance

	columns []int // coordinates of the unit cube, one an address
	prior   int   // the number of its prior; of a rest -1
}

// single says whether the factor is one number, so that it can be raised.
func (f *Factor) single() bool { return f.Kind == Single }

// Range is an uncertain number that a command line gives: even between two ends.
type Range struct {
	Address   string
	Low, High float64
}

// ParseRange reads address=low..high.
func ParseRange(text string) (Range, error) {
	address, ends, ok := strings.Cut(text, "=")
	low, high, ok2 := strings.Cut(ends, "..")
	if !ok || !ok2 || strings.TrimSpace(address) == "" {
		return Range{}, fmt.Errorf("%q is no range; write it as address=low..high, such as neighbours.camp_weight=1..10", text)
	}
	r := Range{Address: strings.TrimSpace(address)}
	var err error
	for _, end := range []struct {
		text string
		at   *float64
	}{{low, &r.Low}, {high, &r.High}} {
		if *end.at, err = strconv.ParseFloat(strings.TrimSpace(end.text), 64); err != nil || math.IsNaN(*end.at) || math.IsInf(*end.at, 0) {
			return Range{}, fmt.Errorf("%q of the range %q is not a number", strings.TrimSpace(end.text), text)
		}
	}
	if r.Low >= r.High {
		return Range{}, fmt.Errorf("the range %q begins at %v and ends at %v; the first number is the smaller one", text, r.Low, r.High)
	}
	return r, nil
}

// structural are numbers that decide what is counted or which options there
// are: they are read before a run, once for all of them.
var structural = map[string]string{
	"parameters.options": "which options people have is found once, before the runs",
	"parameters.ways":    "which ways there are is found once, before the runs",
	"neighbours.hasten":  "it decides how many people one counted person stands for, so that outputs would differ in unit",
}

// gather collects the priors: the scenario's own, those of the ranges, which
// go before it, and, for a scenario of the rule neighbours without either, the assumed ones of Flee's settings.
func gather(sc *scenario.Scenario, set map[string]float64, ranges []Range) ([]ensemble.Prior, error) {
	var wrong []string
	given := map[string]bool{}
	for address := range set {
		given[address] = true
	}
	var asked []ensemble.Prior
	for _, r := range ranges {
		if given[r.Address] {
			wrong = append(wrong, fmt.Sprintf("%s is given twice (--range or --set); it can be set or vary, not both", r.Address))
			continue
		}
		given[r.Address] = true
		p, err := rangePrior(sc, r, "assumed: given by --range")
		if err != nil {
			wrong = append(wrong, "--range "+r.Address+": "+err.Error())
			continue
		}
		asked = append(asked, p)
	}
	if wrong != nil {
		return nil, fmt.Errorf("%s", strings.Join(wrong, "\n"))
	}
	priors, err := ensemble.Priors(sc, set)
	if err != nil {
		return nil, err
	}
	priors = slices.DeleteFunc(priors, func(p ensemble.Prior) bool {
		return len(p.Addresses) == 1 && given[p.Addresses[0]]
	})
	for i := range priors {
		for _, a := range priors[i].Addresses {
			if given[a] {
				return nil, fmt.Errorf("--range %s: it is one of shares that are drawn together (%s); they vary as scenario.yaml says", a, together(priors[i].Addresses))
			}
			if why, bad := structural[a]; bad {
				return nil, fmt.Errorf("%s cannot vary in an analysis of sensitivity: %s", a, why)
			}
		}
	}
	fitted, ok, err := ensemble.PosteriorOf(sc, set)
	if err != nil {
		return nil, err
	}
	if ok {
		for _, a := range fitted.Addresses {
			if given[a] {
				return nil, fmt.Errorf("--range %s: a fit has found it together with others (posterior.csv), and they vary together; take the scenario before the fit", a)
			}
		}
		priors = append(priors, fitted)
	}
	if len(priors) == 0 && sc.Rule == "neighbours" {
		if priors, err = fleePriors(sc, given); err != nil {
			return nil, err
		}
	}
	return append(priors, asked...), nil
}

// rangePrior is an even prior between the ends.
func rangePrior(sc *scenario.Scenario, r Range, evidence string) (ensemble.Prior, error) {
	if why, bad := structural[r.Address]; bad {
		return ensemble.Prior{}, fmt.Errorf("it cannot vary: %s", why)
	}
	for _, end := range []float64{r.Low, r.High} {
		if _, err := sc.With(map[string]float64{r.Address: end}); err != nil {
			return ensemble.Prior{}, err
		}
	}
	middle := r.Low + float64((r.High-r.Low)/2)
	at, err := sc.With(map[string]float64{r.Address: middle})
	if err != nil {
		return ensemble.Prior{}, err
	}
	return ensemble.PriorOf(at, scenario.Uncertain{
		Address: r.Address, Evidence: evidence,
		Distribution: scenario.Distribution{Kind: "uniform", Low: r.Low, High: r.High},
	})
}

// choose keeps the priors that are named, by address or, of shares, by the name they have as a factor.
func choose(priors []ensemble.Prior, names []string) ([]ensemble.Prior, error) {
	if len(names) == 0 {
		return priors, nil
	}
	var known []string
	for i := range priors {
		if priors[i].Distribution.Kind == "posterior" {
			known = append(known, posteriorName)
			continue
		}
		known = append(known, together(priors[i].Addresses))
	}
	var out []ensemble.Prior
	var wrong []string
	taken := map[int]bool{}
	for _, name := range names {
		i := slices.Index(known, name)
		for k := 0; i < 0 && k < len(priors); k++ {
			if slices.Contains(priors[k].Addresses, name) {
				i = k
			}
		}
		switch {
		case i < 0:
			message := fmt.Sprintf("--parameters: %s is not among what is uncertain here", scenario.Quoted(name))
			if s := scenario.Suggest(name, known); s != "" {
				message += "; " + s
			} else {
				message += "; give it a range (--range) or a prior (uncertain: in scenario.yaml)"
			}
			wrong = append(wrong, message)
		case taken[i]:
			wrong = append(wrong, fmt.Sprintf("--parameters names %s twice", known[i]))
		default:
			taken[i] = true
			out = append(out, priors[i])
		}
	}
	if wrong != nil {
		return nil, fmt.Errorf("%s", strings.Join(wrong, "\n"))
	}
	return out, nil
}

// together names addresses that are drawn together: the parts of the key in
// which they differ become *, as scenario.yaml has them.
func together(addresses []string) string {
	table, key, column := parts(addresses[0])
	for _, a := range addresses[1:] {
		_, other, _ := parts(a)
		for i := range key {
			if i < len(other) && other[i] != key[i] {
				key[i] = "*"
			}
		}
	}
	name := table + "." + strings.Join(key, "/")
	if column != "" {
		name += "." + column
	}
	return name
}

// parts are those of an address: table.key/key.column, or parameters.key.
func parts(address string) (table string, key []string, column string) {
	table, rest, _ := strings.Cut(address, ".")
	if i := strings.LastIndexByte(rest, '.'); i >= 0 {
		rest, column = rest[:i], rest[i+1:]
	}
	return table, strings.Split(rest, "/"), column
}

// factorsOf makes a factor of each prior, and of chance.
func factorsOf(sc *scenario.Scenario, priors []ensemble.Prior) []Factor {
	var list []Factor
	column := 0
	for i := range priors {
		p := &priors[i]
		f := Factor{
			Name: together(p.Addresses), Kind: Single, Addresses: p.Addresses, Evidence: p.Evidence, Distribution: p.Distribution.Text(),
			Median: math.NaN(), Low: math.NaN(), High: math.NaN(), prior: i,
		}
		for range p.Addresses {
			f.columns = append(f.columns, column)
			column++
		}
		f.Label, f.Unit = words(sc, p.Addresses[0])
		if p.Distribution.Kind == "posterior" {
			f.Name, f.Kind, f.Unit, f.Label = posteriorName, Fitted, "", fmt.Sprintf("the %d numbers that were fitted, together", len(p.Addresses))
		} else if len(p.Addresses) > 1 {
			f.Kind, f.Unit, f.Label = Shares, "", sharesLabel(sc, p.Addresses)
		} else {
			f.Median, f.Low, f.High = at(p, 0.5), at(p, 0.05), at(p, 0.95)
		}
		list = append(list, f)
	}
	return append(list, Factor{Name: streamName, Kind: Stream, Label: "chance", Median: math.NaN(), Low: math.NaN(), High: math.NaN(), prior: -1})
}

// Names of factors that are no address.
const (
	streamName    = "random stream"
	posteriorName = "posterior.csv"
)

// at is the value of a single number's prior.
func at(p *ensemble.Prior, u float64) float64 {
	var out [1]float64
	p.Values([]float64{u}, out[:])
	return out[0]
}

// keep takes the factors of the numbers given, and makes one of all others
// but chance, which comes last.
func keep(factors []Factor, kept []int) []Factor {
	var list []Factor
	rest := Factor{Name: "the other parameters", Kind: Rest, Median: math.NaN(), Low: math.NaN(), High: math.NaN(), prior: -1}
	for i := range factors {
		f := &factors[i]
		switch {
		case f.Kind == Stream:
		case slices.Contains(kept, i):
			list = append(list, *f)
		default:
			rest.columns = append(rest.columns, f.columns...)
			rest.Addresses = append(rest.Addresses, f.Addresses...)
		}
	}
	if rest.columns != nil {
		rest.Label = fmt.Sprintf("the other %d parameters together", len(rest.Addresses))
		list = append(list, rest)
	}
	return append(list, factors[len(factors)-1])
}

func itoa(n int) string { return strconv.Itoa(n) }
