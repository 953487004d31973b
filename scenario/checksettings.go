package scenario

import (
	"fmt"
	"math"
	"reflect"

	"gonum.org/v1/gonum/mathext"
)

// settings checks scenario.yaml against itself and the tables.
func (c *checker) settings() {
	p := &c.s.Parameters
	if bad := checkSpreads(p); bad != nil {
		c.badSetting("parameters.spread_way", bad.message, bad.allowed, bad.suggestion)
	}
	if n := len(p.DepartByBin); n > 0 {
		sum := 0.0
		for _, w := range p.DepartByBin {
			sum += w
		}
		if n != c.s.BinsPerDay && !c.problemsWith(yamlFile) {
			c.badSetting("parameters.depart_by_bin", fmt.Sprintf("depart_by_bin has %d weights", n), fmt.Sprintf("allowed: bins_per_day of them, %d, or []", c.s.BinsPerDay), "")
		} else if sum == 0 {
			c.badSetting("parameters.depart_by_bin", "the weights of depart_by_bin sum to 0", "allowed: at least one above 0", "")
		}
	}
	if p.SentAfterDays != math.Trunc(p.SentAfterDays) {
		c.badSetting("parameters.sent_after_days", fmt.Sprintf("sent_after_days is %s", formatNumber(p.SentAfterDays)), "allowed: whole days", "")
	}
	for i := 1; i < len(p.UsualBooked); i++ {
		if p.UsualBooked[i] > p.UsualBooked[i-1] {
			c.badSetting("parameters.usual_booked", fmt.Sprintf("usual_booked rises at its %s number", ordinal(i+1)), "the further ahead, the fewer are booked: it falls", "")
			break
		}
	}
	for i := 1; i < len(p.FareLadder); i++ {
		if p.FareLadder[i][0] <= p.FareLadder[i-1][0] {
			c.badSetting("parameters.fare_ladder", fmt.Sprintf("the demand of the %s point of fare_ladder does not rise", ordinal(i+1)), "points in the order of demand", "")
			break
		}
	}
	c.parameterEvidence()
	c.uncertain()
	c.fitted()
}

func (c *checker) badSetting(path, message, allowed, suggestion string) {
	c.setting(path, Problem{Message: message, Allowed: allowed, Suggestion: suggestion})
}

// parameterEvidence: who changes a number of haven's own says why.
func (c *checker) parameterEvidence() {
	defaults := Defaults()
	for _, p := range c.s.settings() {
		path := p.path()
		cell := c.s.ParameterCitation(p)
		if cell == "" {
			if p.Key != "keep" && p.Key != "without_quirks" && !reflect.DeepEqual(p.cell(&c.s.Parameters), p.cell(&defaults)) {
				c.setting(path, Problem{Severity: Warning, Message: fmt.Sprintf("%s differs from %s own number, and nothing says why", p.Key, p.whose()),
					Suggestion: fmt.Sprintf("write {value: ..., evidence: %q}", assumed+" why")})
			}
			continue
		}
		if message, suggestion := c.citation(cell); message != "" {
			c.badSetting(path+".evidence", message, `allowed: ids of evidence.csv joined by ; or "assumed: why"`, suggestion)
		}
	}
}

// uncertain checks the priors and the fitted addresses.
func (c *checker) uncertain() {
	taken, listed := map[string]string{}, map[string]bool{}
	for _, u := range c.s.Uncertain {
		listed[u.Address] = true
		c.prior(u, taken)
		if message, suggestion := c.citation(u.Evidence); u.Evidence != "" && message != "" {
			c.badSetting("uncertain."+u.Address+".evidence", message, `allowed: ids of evidence.csv joined by ; or "assumed: why"`, suggestion)
		}
	}
	c.drawnSpreads()
	c.drawnShares()
	for _, address := range c.s.Fit {
		if !listed[address] {
			names := make([]string, len(c.s.Uncertain))
			for i, u := range c.s.Uncertain {
				names[i] = u.Address
			}
			c.badSetting("fit."+address, fmt.Sprintf("%s is not among uncertain", quoted(address)), "what is fitted needs a prior", didYouMean(address, among(names)))
		}
	}
}

func (c *checker) prior(u Uncertain, taken map[string]string) {
	path := "uncertain." + u.Address
	if table, _, _, ok := splitAddress(u.Address); ok && TableNamed(table) != nil && c.files.broken[TableNamed(table)] {
		return
	}
	addresses, err := c.s.Expand(u.Address)
	if err != nil {
		if p, ok := err.(Problem); ok { //nolint:errorlint // Expand returns it bare
			c.setting(path, p)
		}
		return
	}
	if u.Distribution.Kind != "dirichlet" && (len(addresses) > 1 || addresses[0] != u.Address) {
		c.badSetting(path, fmt.Sprintf("%s names %d numbers", u.Address, len(addresses)), "a * is for shares drawn together by a dirichlet", "write one line for each")
		return
	}
	if u.Distribution.Kind == "dirichlet" && len(addresses) < 2 {
		c.badSetting(path, fmt.Sprintf("%s names one number", u.Address), "a dirichlet draws several shares together", "put a * into the key, such as group_shares.moscow/*.share")
		return
	}
	sum := 0.0
	for _, a := range addresses {
		if other, again := taken[a]; again {
			c.badSetting(path, fmt.Sprintf("%s is drawn here and by %s", a, other), "allowed: one prior a number", "")
			return
		}
		taken[a] = u.Address
		at, _ := c.s.resolve(a)
		if at.table != nil && c.isBad(at.table, at.row, at.column.Name) {
			return
		}
		sum += c.s.at(at)
		if bad := c.fits(u, at); bad != nil {
			c.badSetting(path, bad.message, bad.allowed, bad.suggestion)
			return
		}
	}
	if u.Distribution.Kind == "dirichlet" && !(sum > 0) {
		c.badSetting(path, fmt.Sprintf("the shares of %s sum to %s", u.Address, short(sum)), "allowed: above 0", "")
	}
}

// betaSlack is what the median of a beta may miss the table's number by
// (docs/decisions/0013-the-tables-number-is-the-median.md).
const betaSlack = 0.03

// fits holds a prior against the number it is about and that number's bounds.
func (c *checker) fits(u Uncertain, at place) *badCell {
	v, d := c.s.at(at), u.Distribution
	column := c.s.bounds(at)
	if math.IsInf(v, 0) || math.IsNaN(v) {
		return &badCell{u.Address + " is not given in its table, so it has no median", "", "write the number there"}
	}
	outside := func(x float64) *badCell {
		bad := column.checkNumber(x)
		if bad == nil {
			return nil
		}
		return &badCell{fmt.Sprintf("%s can become %s", u.Address, short(x)), bad.allowed, "narrow the prior"}
	}
	switch d.Kind {
	case "lognormal":
		if v <= 0 {
			return &badCell{fmt.Sprintf("%s is %s, and a lognormal has a median above 0", u.Address, formatNumber(v)), "", "use uniform"}
		}
		// One draw in 30,000 lies beyond four spreads.
		if bad := outside(v * d.Spread * d.Spread * d.Spread * d.Spread); bad != nil {
			c.setting("uncertain."+u.Address, Problem{Severity: Warning, Message: bad.message, Allowed: bad.allowed, Suggestion: "draws beyond take the bound; a uniform or beta keeps within"})
		}
	case "uniform":
		if bad := outside(d.Low); bad != nil {
			return bad
		}
		if bad := outside(d.High); bad != nil {
			return bad
		}
		if v < d.Low || v > d.High {
			return &badCell{fmt.Sprintf("%s is %s, outside its own prior", u.Address, formatNumber(v)), fmt.Sprintf("allowed: %s to %s", formatNumber(d.Low), formatNumber(d.High)), "change the number or the prior"}
		}
	case "beta", "dirichlet":
		if column.Min != 0 || column.Max != 1 {
			return &badCell{fmt.Sprintf("%s is no share, and a %s draws shares", u.Address, d.Kind), "", "use lognormal or uniform"}
		}
		if d.Kind == "dirichlet" {
			return nil
		}
		if median := mathext.InvRegIncBeta(d.A, d.B, 0.5); math.Abs(median-v) > betaSlack {
			return &badCell{fmt.Sprintf("%s is %s, and the median of its beta is %.3f", u.Address, formatNumber(v), median), "the table's number is the median", fmt.Sprintf("write %.3f there, or change a and b", median)}
		}
	}
	return nil
}
