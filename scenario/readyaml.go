package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"

	"haven/internal/calendar"
)

// Schema is the version of the folder's layout that this haven reads.
const Schema = 1

// Rules are the rules of choice a scenario can ask for.
var Rules = []string{"destinations", "fixed", "neighbours"}

// longestPeriod bounds the days of a run.
const longestPeriod = 3660

func (r *reader) readYAML(fsys fs.FS) {
	report := func(p Problem) { p.File = yamlFile; r.problems.add(p) }
	f, err := fsys.Open(yamlFile)
	if errors.Is(err, fs.ErrNotExist) {
		report(Problem{Message: "this file is missing", Allowed: "a scenario's folder holds scenario.yaml and tables", Suggestion: "`haven new NAME` writes one to start from"})
		return
	}
	if err != nil {
		report(Problem{Message: plainError(err)})
		return
	}
	defer f.Close() //nolint:errcheck // only read
	data, err := io.ReadAll(io.LimitReader(f, longestYAML+1))
	if err != nil {
		report(Problem{Message: plainError(err)})
		return
	}
	r.parseSettings(data)
}

func (r *reader) parseSettings(data []byte) {
	y := &settings{reader: r, file: yamlFile}
	g := &guard{from: bytes.NewReader(data)}
	if !g.open(func(p Problem) { p.File = yamlFile; r.problems.add(p) }) {
		return
	}
	data = bytes.TrimPrefix(data, bomUTF8)
	if bytes.Contains(data, []byte("\r\n")) {
		r.problems.add(Problem{File: yamlFile, Severity: Warning, Message: "lines end as on Windows (CRLF)", Suggestion: "read all the same; haven writes LF"})
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	root, problem := parseYAML(data)
	if problem != nil {
		problem.File = yamlFile
		r.problems.add(*problem)
		return
	}
	y.top(root)
}

// settings reads the nodes of scenario.yaml into the scenario.
type settings struct {
	*reader
	file string // of scenario.yaml's kind that is read
}

func (y *settings) bad(n *node, message, allowed, suggestion string) {
	y.problems.add(Problem{File: y.file, Line: n.line, Column: n.column, Message: message, Allowed: allowed, Suggestion: suggestion})
}

// entries walks a mapping whose keys are known, reporting all others, and
// remembers where each key stands.
func (y *settings) entries(n *node, path, what string, known []string, each func(key string, value *node)) {
	if n.kind == emptyNode {
		return
	}
	if n.kind != mapNode {
		y.bad(n, fmt.Sprintf("%s is %s", what, n.kind), "a mapping with the keys "+oneOfList(known)[len("allowed: "):], "")
		return
	}
	seen := map[string]bool{}
	for _, p := range n.pairs {
		key := p.key.text
		switch {
		case seen[key]:
			y.bad(p.key, fmt.Sprintf("%s stands twice", key), "", "leave one out")
		case known != nil && !contains(known, key):
			y.bad(p.key, fmt.Sprintf("%s is not known in %s", quoted(key), what), oneOfList(known), didYouMean(key, among(known)))
		default:
			y.files.yaml[path+key] = yamlPlace{p.value.line, p.value.column}
			each(key, p.value)
		}
		seen[key] = true
	}
}

var topKeys = []string{"schema", "title", "description", "licence", "period", "bins_per_day", "rule", "parameters", neighboursSection, "uncertain", "fit", "fitted"}

func (y *settings) top(root *node) {
	s := y.s
	given := map[string]bool{}
	y.entries(root, "", yamlFile, topKeys, func(key string, v *node) {
		given[key] = true
		switch key {
		case "schema":
			if n, ok := y.whole(v, key, 1, 1e6); ok && n != Schema {
				y.bad(v, fmt.Sprintf("schema is %d", n), fmt.Sprintf("allowed: %d, the one this haven reads", Schema), "")
			}
		case "title":
			s.Title = y.words(v, key)
		case "description":
			s.Description = y.words(v, key)
		case "licence":
			s.Licence = y.words(v, key)
		case "period":
			y.period(v)
		case "bins_per_day":
			if n, ok := y.whole(v, key, 1, 24); ok {
				s.BinsPerDay = n
				if 24%n != 0 {
					y.bad(v, fmt.Sprintf("bins_per_day is %d", n), "allowed: 1, 2, 3, 4, 6, 8, 12, 24", "")
					s.BinsPerDay = 1
				}
			}
		case "rule":
			s.Rule = y.words(v, key)
			if !contains(Rules, s.Rule) {
				y.bad(v, fmt.Sprintf("rule %s is not known", quoted(s.Rule)), oneOfList(Rules), didYouMean(s.Rule, among(Rules)))
				s.Rule = Rules[0]
			}
		case "parameters":
			y.parameters(v, "", parameterList)
		case neighboursSection:
			y.parameters(v, neighboursSection, neighboursList)
		case "uncertain":
			y.uncertain(v)
		case "fit":
			y.fit(v)
		case "fitted":
			y.fitted(v)
		}
	})
	for _, key := range []string{"schema", "title", "period"} {
		if root.kind == mapNode && !given[key] {
			y.bad(&node{line: 1, column: 1}, key+" is missing", map[string]string{
				"schema": "write schema: 1", "title": "write title: and what the scenario is about",
				"period": "write period: {from: 2022-09-14, to: 2022-10-31}"}[key], "")
		}
	}
}

func (y *settings) words(v *node, key string) string {
	if v.kind != scalarNode || v.text == "" {
		y.bad(v, fmt.Sprintf("%s is %s", key, describeNode(v)), "allowed: a text", "")
		return ""
	}
	return v.text
}

func describeNode(v *node) string {
	if v.kind == scalarNode && v.text != "" {
		return quoted(v.text)
	}
	if v.kind == scalarNode {
		return "empty"
	}
	return v.kind.String()
}

func (y *settings) number(v *node, c *Column) (float64, bool) {
	if v.kind != scalarNode {
		y.bad(v, fmt.Sprintf("%s is %s", c.Name, describeNode(v)), "write a number", "")
		return 0, false
	}
	var out float64
	if bad := c.setNumber(&out, v.text); bad != nil {
		y.bad(v, bad.message, bad.allowed, bad.suggestion)
		return 0, false
	}
	return out, true
}

func (y *settings) whole(v *node, key string, low, high float64) (int, bool) {
	n, ok := y.number(v, &Column{Name: key, Type: Number, Min: low, Max: high, Required: true})
	if ok && n != math.Trunc(n) {
		y.bad(v, fmt.Sprintf("%s is %s", key, v.text), "allowed: a whole number", "")
		return 0, false
	}
	return int(n), ok
}

func (y *settings) date(v *node, key string) calendar.Date {
	if v.kind != scalarNode {
		y.bad(v, fmt.Sprintf("%s is %s", key, describeNode(v)), "write it as 2022-09-21", "")
		return calendar.None
	}
	d, bad := parseDate(v.text)
	if bad != nil {
		y.bad(v, bad.message, bad.allowed, bad.suggestion)
	}
	return d
}

func (y *settings) period(n *node) {
	from, to := calendar.None, calendar.None
	y.entries(n, "period.", "period", []string{"from", "to"}, func(key string, v *node) {
		if key == "from" {
			from = y.date(v, key)
		} else {
			to = y.date(v, key)
		}
	})
	_, hasFrom := y.files.yaml["period.from"]
	_, hasTo := y.files.yaml["period.to"]
	switch {
	case !hasFrom || !hasTo:
		y.bad(n, "period needs from and to", "write period: {from: 2022-09-14, to: 2022-10-31}", "")
	case !from.Given() || !to.Given():
	case to < from:
		y.bad(n, fmt.Sprintf("period ends on %s, before it begins on %s", to, from), "", "swap them?")
	case int64(to)-int64(from) >= longestPeriod:
		y.bad(n, fmt.Sprintf("period has %d days", int64(to)-int64(from)+1), fmt.Sprintf("allowed: up to %d", longestPeriod), "")
	default:
		y.s.Period = Period{from, to}
	}
}

// parameters reads a section of parameters; that of a rule has evidence for all
// of it as well.
func (y *settings) parameters(n *node, section string, list []Parameter) {
	what, known := "parameters", keysOf(list)
	if section != "" {
		what, known = section, append([]string{"evidence"}, known...)
	}
	y.entries(n, what+".", what, known, func(key string, v *node) {
		p := parameterNamed(list, key)
		if p == nil {
			y.s.ParameterEvidence[section] = y.evidence(v)
			return
		}
		if v.kind == mapNode {
			v = y.valueAndEvidence(v, p)
			if v == nil {
				return
			}
			y.files.yaml[p.path()] = yamlPlace{v.line, v.column}
		}
		y.parameter(p, v)
	})
}

// valueAndEvidence reads {value: ..., evidence: ...}; nil when there is no value.
func (y *settings) valueAndEvidence(n *node, p *Parameter) (value *node) {
	citation := p.Key
	if p.Section != "" {
		citation = p.path()
	}
	y.entries(n, p.path()+".", p.Key, []string{"value", "evidence"}, func(k string, inner *node) {
		if k == "value" {
			value = inner
		} else {
			y.s.ParameterEvidence[citation] = y.evidence(inner)
		}
	})
	if value == nil {
		y.bad(n, p.Key+" has no value", "write "+p.Key+": {value: ..., evidence: ...}", "")
	}
	return value
}

func (y *settings) evidence(v *node) string {
	s := y.words(v, "evidence")
	c := Column{Name: "evidence", Type: Cited}
	if bad := c.checkWord(s); bad != nil {
		y.bad(v, bad.message, bad.allowed, bad.suggestion)
	}
	return s
}

func (y *settings) parameter(p *Parameter, v *node) {
	switch at := p.cell(&y.s.Parameters).(type) {
	case *float64:
		if n, ok := y.number(v, p.column()); ok {
			*at = n
		}
	case *int:
		if n, ok := y.whole(v, p.Key, p.Min, p.Max); ok {
			*at = n
		}
	case *[]float64:
		if list, ok := y.numbers(v, p); ok {
			*at = list
		}
	case *[]string:
		y.listOfWords(v, p, at)
	case *bool:
		if bad := setYesNo(at, v.text); v.kind != scalarNode || bad != nil {
			y.bad(v, fmt.Sprintf("%s is %s", p.Key, describeNode(v)), "allowed: true, false", "")
		}
	case *string:
		if v.kind != scalarNode || !contains(p.Allowed, v.text) {
			y.bad(v, fmt.Sprintf("%s is %s", p.Key, describeNode(v)), oneOfList(p.Allowed), didYouMean(v.text, among(p.Allowed)))
			return
		}
		*at = v.text
	case *[][2]float64:
		y.points(v, p, at)
	}
}

func (y *settings) listOfWords(v *node, p *Parameter, at *[]string) {
	if v.kind != listNode && v.kind != emptyNode {
		y.bad(v, fmt.Sprintf("%s is %s", p.Key, describeNode(v)), fmt.Sprintf("write a list such as [%s]", p.Allowed[0]), "")
		return
	}
	*at = nil
	for _, item := range v.items {
		if !contains(p.Allowed, item.text) {
			y.bad(item, fmt.Sprintf("%s holds %s", p.Key, describeNode(item)), oneOfList(p.Allowed), didYouMean(item.text, among(p.Allowed)))
			continue
		}
		*at = append(*at, item.text)
	}
}

func (y *settings) numbers(v *node, p *Parameter) ([]float64, bool) {
	if v.kind != listNode {
		y.bad(v, fmt.Sprintf("%s is %s", p.Key, describeNode(v)), "write a list of numbers such as [1, 0.5]", "")
		return nil, false
	}
	var list []float64
	ok := true
	for _, item := range v.items {
		n, good := y.number(item, p.column())
		list, ok = append(list, n), ok && good
	}
	return list, ok
}

func (y *settings) points(v *node, p *Parameter, at *[][2]float64) {
	if v.kind != listNode || len(v.items) == 0 {
		y.bad(v, fmt.Sprintf("%s is %s", p.Key, describeNode(v)), "write a list of points such as [[0, 0.8], [1, 2.5]]", "")
		return
	}
	var points [][2]float64
	for _, item := range v.items {
		if item.kind != listNode {
			y.bad(item, fmt.Sprintf("a point of %s is %s", p.Key, describeNode(item)), "write points such as [[0, 0.8], [1, 2.5]]", "")
			return
		}
		pair, ok := y.numbers(item, p)
		if !ok {
			return
		}
		if len(pair) != 2 {
			y.bad(item, fmt.Sprintf("a point of %s has %d numbers", p.Key, len(pair)), "allowed: two", "")
			return
		}
		points = append(points, [2]float64{pair[0], pair[1]})
	}
	*at = points
}

func (y *settings) fit(n *node) {
	if n.kind == emptyNode {
		return
	}
	if n.kind != listNode {
		y.bad(n, "fit is "+describeNode(n), "write a list of addresses", "")
		return
	}
	for _, item := range n.items {
		address := y.words(item, "an address under fit")
		y.files.yaml["fit."+address] = yamlPlace{item.line, item.column}
		if address != "" {
			y.s.Fit = append(y.s.Fit, address)
		}
	}
}
