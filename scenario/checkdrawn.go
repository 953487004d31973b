package scenario

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// What the draws of several priors make together. A prior by itself is held against
// its number's bounds by fits.

// drawnSpreads: the two spreads of the nested logit hold against each other in
// every member, or the run would stop at the first in which they do not.
func (c *checker) drawnSpreads() {
	const way, crossing = "parameters.spread_way", "parameters.spread_crossing"
	p := &c.s.Parameters
	_, high, wayDrawn := c.reach(way, p.SpreadWay)
	low, _, crossingDrawn := c.reach(crossing, p.SpreadCrossing)
	if high <= low || p.SpreadWay > p.SpreadCrossing { // the latter is told already
		return
	}
	path := "uncertain." + way
	switch {
	case !wayDrawn && !crossingDrawn:
		return
	case !wayDrawn:
		path = "uncertain." + crossing
	}
	c.badSetting(path, fmt.Sprintf("spread_way can become %s while spread_crossing is %s", short(high), short(low)), "allowed: 0 < spread_way <= spread_crossing <= 1", "narrow the prior")
}

// reach is how far the draws of a share go; one draw of a lognormal in 30,000 lies further.
func (c *checker) reach(address string, v float64) (low, high float64, drawn bool) {
	for _, u := range c.s.Uncertain {
		if u.Address != address {
			continue
		}
		switch d := u.Distribution; d.Kind {
		case "uniform":
			return d.Low, d.High, true
		case "lognormal":
			far := d.Spread * d.Spread * d.Spread * d.Spread
			return v / far, math.Min(1, v*far), true
		case "beta":
			return 0, 1, true
		}
	}
	return v, v, false
}

// drawnShares: shares with a prior each sum to what they must in every member, or a
// member would have more people than there are. Those that a dirichlet draws do so by themselves.
func (c *checker) drawnShares() {
	shared := []*Table{groupSharesTable, choiceSharesTable, callupTable}
	if slices.ContainsFunc(shared, func(t *Table) bool { return c.files.broken[t] }) || len(c.s.sumsOfShares()) > 0 {
		return // told already
	}
	highest := map[string]float64{}
	for _, u := range c.s.Uncertain {
		table, _, _, _ := splitAddress(u.Address)
		at, bad := c.s.resolve(u.Address)
		if bad != nil || !slices.ContainsFunc(shared, func(t *Table) bool { return t.Name == table }) {
			continue
		}
		_, high, drawn := c.reach(u.Address, c.s.at(at))
		if !drawn {
			continue
		}
		highest[u.Address] = high
		most, err := c.s.With(highest)
		if err != nil {
			return // beyond its own bounds, which fits tells
		}
		if found := most.sumsOfShares(); len(found) > 0 {
			_, message, _ := strings.Cut(found[0].Message, ": ") // without the address of one of them
			c.badSetting("uncertain."+u.Address, strings.Replace(message, " sum to ", " can sum to ", 1), found[0].Allowed, "narrow the prior, or draw all of them together by one dirichlet")
			return
		}
	}
}

// sumsOfShares are the mistakes in what shares sum to.
func (s *Scenario) sumsOfShares() Problems {
	return s.found(func(c *checker) {
		c.groupSums()
		c.choiceShares()
		c.callupSums()
	})
}
