package scenario

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// writeYAML writes scenario.yaml in canonical form: every key, every
// parameter, in the schema's order.
func (s *Scenario) writeYAML(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "schema: %d\ntitle: %s\n", Schema, yamlText(s.Title))
	if s.Description != "" {
		b.WriteString("description: " + yamlBlock(s.Description) + "\n")
	}
	if s.Licence != "" {
		b.WriteString("licence: " + yamlText(s.Licence) + "\n")
	}
	fmt.Fprintf(&b, "period: {from: %s, to: %s}\nbins_per_day: %d\nrule: %s\n", s.Period.From, s.Period.To, s.BinsPerDay, s.Rule)
	b.WriteString("parameters:\n")
	for i := range parameterList {
		parameterList[i].writeYAML(&b, &s.Parameters, s.ParameterEvidence[parameterList[i].Key])
	}
	if s.Rule == "neighbours" {
		s.writeNeighbours(&b)
	}
	if len(s.Uncertain) > 0 {
		b.WriteString("uncertain:\n")
	}
	for _, u := range s.Uncertain {
		fmt.Fprintf(&b, "  %s: {%s}\n", yamlAddress(u.Address), u.yaml())
	}
	if len(s.Fit) > 0 {
		b.WriteString("fit:\n")
	}
	for _, a := range s.Fit {
		fmt.Fprintf(&b, "  - %s\n", yamlAddress(a))
	}
	if s.Fitted != nil {
		s.Fitted.yaml(&b, s.Posterior)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeNeighbours writes the settings of the rule neighbours and the evidence
// of those that have none of their own.
func (s *Scenario) writeNeighbours(b *strings.Builder) {
	b.WriteString(neighboursSection + ":\n")
	if e := s.ParameterEvidence[neighboursSection]; e != "" {
		b.WriteString("  evidence: " + strconv.Quote(e) + "\n")
	}
	for i := range neighboursList {
		neighboursList[i].writeYAML(b, &s.Parameters, s.ParameterEvidence[neighboursList[i].path()])
	}
}

func (p *Parameter) writeYAML(b *strings.Builder, from *Parameters, evidence string) {
	value := p.yaml(from)
	if evidence != "" {
		value = fmt.Sprintf("{value: %s, evidence: %s}", value, strconv.Quote(evidence))
	}
	fmt.Fprintf(b, "  %s: %s\n", p.Key, value)
}

// yaml writes a parameter's value.
func (p *Parameter) yaml(from *Parameters) string {
	switch at := p.cell(from).(type) {
	case *float64:
		return formatNumber(*at)
	case *int:
		return strconv.Itoa(*at)
	case *bool:
		return strconv.FormatBool(*at)
	case *string:
		return *at
	case *[]float64:
		return yamlNumbers(*at)
	case *[]string:
		return "[" + strings.Join(*at, ", ") + "]"
	case *[][2]float64:
		points := make([]string, len(*at))
		for i := range *at {
			points[i] = yamlNumbers((*at)[i][:])
		}
		return "[" + strings.Join(points, ", ") + "]"
	}
	panic("scenario: parameter " + p.Key + " has a field of no known type")
}

func yamlNumbers(list []float64) string {
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = formatNumber(v)
	}
	return "[" + strings.Join(words, ", ") + "]"
}

func (d Distribution) yaml() string {
	values := map[string]float64{"spread": d.Spread, "low": d.Low, "high": d.High, "a": d.A, "b": d.B, "concentration": d.A}
	var parts []string
	for _, key := range distributionKeys[d.Kind] {
		parts = append(parts, key+": "+formatNumber(values[key]))
	}
	return strings.Join(parts, ", ")
}

// plainWords says whether words need no quotes in any YAML reader: they begin with a
// letter, end with a letter, a digit, a point or a bracket, and no word of YAML's own is among them.
func plainWords(s string) bool {
	if len(s) < 2 || !isLetter(s[0]) || !onlyWith(s, " ,.()/_-") || strings.IndexByte(" ,(/_-", s[len(s)-1]) >= 0 {
		return false
	}
	return !slices.Contains(yamlOwnWords, strings.ToLower(s))
}

var yamlOwnWords = []string{"true", "false", "yes", "no", "on", "off", "null", "nan", "inf"}

func yamlText(s string) string {
	if plainWords(s) {
		return s
	}
	return strconv.Quote(s)
}

func yamlAddress(s string) string {
	if s != "" && isLetter(s[0]) && onlyWith(s, "_./*-") {
		return s
	}
	return strconv.Quote(s)
}

// onlyWith says whether a text has only letters and digits of ASCII and those others.
func onlyWith(s, others string) bool {
	for i := range len(s) {
		if !isLetter(s[i]) && (s[i] < '0' || s[i] > '9') && strings.IndexByte(others, s[i]) < 0 {
			return false
		}
	}
	return true
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// yamlBlock writes a text of several lines as a block where YAML keeps it
// as it is, else quoted.
func yamlBlock(s string) string {
	body, ok := strings.CutSuffix(s, "\n")
	if !ok || body == "" || strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && !strconv.IsPrint(r) }) {
		return yamlText(s)
	}
	lines := strings.Split(body, "\n")
	for _, line := range lines {
		if line == "" || strings.HasPrefix(line, " ") || strings.HasSuffix(line, " ") {
			return strconv.Quote(s)
		}
	}
	return "|\n  " + strings.Join(lines, "\n  ")
}
