package report

import (
	"maps"
	"slices"
	"strings"

	"haven/internal/calendar"
	"haven/results"
	"haven/scenario"
)

const assumed = "assumed:"

// cell is an evidence cell of the scenario and the row it stands in.
type cell struct{ table, row, evidence string }

// cells are all evidence cells, in the order of the tables.
func cells(sc *scenario.Scenario) []cell {
	var list []cell
	add := func(table, row, evidence string) { list = append(list, cell{table, row, evidence}) }
	for _, name := range slices.Sorted(maps.Keys(sc.ParameterEvidence)) {
		add("parameters", name, sc.ParameterEvidence[name])
	}
	for i := range sc.Uncertain {
		add("uncertain", sc.Uncertain[i].Address, sc.Uncertain[i].Evidence)
	}
	for i := range sc.Places {
		add("places", sc.Places[i].Name, sc.Places[i].Evidence)
	}
	for i := range sc.Crossings {
		add("crossings", sc.Crossings[i].ID, sc.Crossings[i].Evidence)
	}
	for i := range sc.Links {
		add("links", sc.Links[i].ID, sc.Links[i].Evidence)
	}
	for i := range sc.UsualTravel {
		add("usual_travel", sc.UsualTravel[i].ID, sc.UsualTravel[i].Evidence)
	}
	for i := range sc.Groups {
		add("groups", sc.Groups[i].Label, sc.Groups[i].Evidence)
	}
	for i := range sc.GroupShares {
		add("group_shares", sc.GroupShares[i].Origin+"/"+sc.GroupShares[i].Group, sc.GroupShares[i].Evidence)
	}
	for i := range sc.Pulls {
		add("pulls", sc.Pulls[i].ID, sc.Pulls[i].Evidence)
	}
	for i := range sc.ChoiceShares {
		add("choice_shares", sc.ChoiceShares[i].Origin+"/"+sc.ChoiceShares[i].Destination, sc.ChoiceShares[i].Evidence)
	}
	for i := range sc.Policies {
		add("policies", sc.Policies[i].ID, sc.Policies[i].Evidence)
	}
	for i := range sc.Shocks {
		add("shocks", sc.Shocks[i].ID, sc.Shocks[i].Evidence)
	}
	for i := range sc.Callup {
		add("callup", sc.Callup[i].Date.String()+"/"+sc.Callup[i].Region, sc.Callup[i].Evidence)
	}
	for i := range sc.Departures {
		add("departures", sc.Departures[i].Date.String()+"/"+sc.Departures[i].Origin, sc.Departures[i].Evidence)
	}
	for i := range sc.Observations {
		add("observations", sc.Observations[i].ID, sc.Observations[i].Evidence)
	}
	return list
}

// examples named for an assumption that many rows rest on.
const examples = 3

// assumptions are the reasons given after "assumed:", each once a table.
func assumptions(sc *scenario.Scenario) []Assumption {
	list := []Assumption{}
	at := map[[2]string]int{}
	for _, c := range cells(sc) {
		why, ok := strings.CutPrefix(c.evidence, assumed)
		if !ok {
			continue
		}
		why = strings.TrimSpace(why)
		i, seen := at[[2]string{c.table, why}]
		if !seen {
			i = len(list)
			at[[2]string{c.table, why}] = i
			list = append(list, Assumption{Table: c.table, Why: why, Examples: []string{}})
		}
		list[i].Rows++
		if len(list[i].Examples) < examples {
			list[i].Examples = append(list[i].Examples, c.row)
		}
	}
	return list
}

func parameters(m *results.Manifest) []Parameter {
	list := make([]Parameter, len(m.Parameters))
	for i, p := range m.Parameters {
		list[i] = Parameter{p.Address, Number(p.Median), p.Distribution, p.Evidence}
	}
	return list
}

// claims are the rows of the evidence table with the number of rows that cite them.
func claims(sc *scenario.Scenario) []Claim {
	uses := map[string]int{}
	for _, c := range cells(sc) {
		for _, id := range cited(c.evidence) {
			uses[id]++
		}
	}
	list := make([]Claim, len(sc.Evidence))
	for i := range sc.Evidence {
		c := &sc.Evidence[i]
		list[i] = Claim{
			ID: c.ID, Claim: c.Claim, From: day(c.DateFrom), To: day(c.DateTo), KnownFrom: day(c.KnownFrom), Outlet: c.Outlet, Via: c.Via,
			URL: c.URL, Published: day(c.Published), Grade: c.Grade, GradeReason: c.GradeReason, Note: c.Note, Cited: uses[c.ID],
		}
	}
	return list
}

// cited are the evidence ids of a cell; none when it says assumed.
func cited(evidence string) []string {
	ids := scenario.Cites(evidence)
	if ids == nil {
		return []string{}
	}
	return ids
}

// day is a date, empty when there is none.
func day(d calendar.Date) string {
	if !d.Given() {
		return ""
	}
	return d.String()
}
