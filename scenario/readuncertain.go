package scenario

import "fmt"

// distributionKeys are the numbers each kind of distribution takes, in order.
var distributionKeys = map[string][]string{
	"lognormal": {"spread"},
	"uniform":   {"low", "high"},
	"beta":      {"a", "b"},
	"dirichlet": {"concentration"},
}

// DistributionKinds are the kinds of priors.
var DistributionKinds = []string{"lognormal", "uniform", "beta", "dirichlet"}

func (y *settings) uncertain(n *node) {
	if n.kind == emptyNode {
		return
	}
	if n.kind != mapNode {
		y.bad(n, "uncertain is "+describeNode(n), "write address: {lognormal: {spread: 1.5}}", "")
		return
	}
	y.entries(n, "uncertain.", "uncertain", nil, func(address string, v *node) {
		u := Uncertain{Address: address}
		if y.distribution(v, &u) {
			y.s.Uncertain = append(y.s.Uncertain, u)
		}
	})
}

// distribution reads {kind: {numbers}, evidence: ...}.
func (y *settings) distribution(n *node, u *Uncertain) bool {
	known := append(append([]string(nil), DistributionKinds...), "evidence")
	if n.kind != mapNode {
		y.bad(n, fmt.Sprintf("%s is %s", u.Address, describeNode(n)), "write {lognormal: {spread: 1.5}}; kinds: "+oneOfList(DistributionKinds)[len("allowed: "):], "")
		return false
	}
	ok := true
	y.entries(n, "uncertain."+u.Address+".", u.Address, known, func(key string, v *node) {
		if key == "evidence" {
			u.Evidence = y.evidence(v)
			return
		}
		if u.Distribution.Kind != "" {
			y.bad(v, fmt.Sprintf("%s has two distributions", u.Address), "allowed: one", "")
			ok = false
			return
		}
		u.Distribution.Kind = key
		ok = y.numbersOf(v, u) && ok
	})
	misspelt := false // reported already
	for _, p := range n.pairs {
		misspelt = misspelt || !contains(known, p.key.text)
	}
	if u.Distribution.Kind == "" && ok && !misspelt {
		y.bad(n, u.Address+" has no distribution", "write {lognormal: {spread: 1.5}}; kinds: "+oneOfList(DistributionKinds)[len("allowed: "):], "")
		ok = false
	}
	return ok && u.Distribution.Kind != ""
}

func (y *settings) numbersOf(n *node, u *Uncertain) bool {
	d := &u.Distribution
	keys := distributionKeys[d.Kind]
	given := map[string]float64{}
	ok := true
	y.entries(n, "uncertain."+u.Address+"."+d.Kind+".", d.Kind, keys, func(key string, v *node) {
		c := Column{Name: key, Type: Number, Min: free, Max: inf, Required: true}
		switch key {
		case "spread":
			c = c.above(1)
		case "a", "b":
			c = c.within(0.01, 1e6) // beyond, a beta is a point at one end or in the middle
		case "concentration":
			c = c.above(0)
		}
		x, good := y.number(v, &c)
		given[key], ok = x, ok && good
	})
	for _, key := range keys {
		if _, has := given[key]; !has {
			y.bad(n, fmt.Sprintf("%s needs %s", d.Kind, key), fmt.Sprintf("write {%s: ...}", key), "")
			ok = false
		}
	}
	d.Spread, d.Low, d.High, d.A, d.B = given["spread"], given["low"], given["high"], given["a"], given["b"]
	if d.Kind == "dirichlet" {
		d.A = given["concentration"]
	}
	if ok && d.Kind == "uniform" && d.Low >= d.High {
		y.bad(n, fmt.Sprintf("low %s is not below high %s", formatNumber(d.Low), formatNumber(d.High)), "", "swap them?")
		ok = false
	}
	return ok
}
