package sensitivity

import (
	"fmt"
	"strings"

	"haven/scenario"
)

// words say what an address is about, and its unit.
func words(sc *scenario.Scenario, address string) (label, unit string) {
	table, key, column := parts(address)
	for section, list := range map[string][]scenario.Parameter{"parameters": scenario.ParameterList(), "neighbours": scenario.NeighboursList()} {
		for i := range list {
			if section == table && list[i].Key == key[0] {
				about, _, _ := strings.Cut(list[i].About, ",")
				return about, list[i].Unit
			}
		}
	}
	t := scenario.TableNamed(table)
	if t == nil || t.Column(column) == nil {
		return address, ""
	}
	c := t.Column(column)
	about, _, _ := strings.Cut(c.About, ",")
	return about + " " + whereabouts(sc, table, key), unitOf(sc, table, key[0], c.Unit)
}

// whereabouts says which row of a table a key names.
func whereabouts(sc *scenario.Scenario, table string, key []string) string {
	id := strings.Join(key, "/")
	switch table {
	case "crossings":
		for i := range sc.Crossings {
			if c := &sc.Crossings[i]; c.ID == id {
				lane := ""
				if c.Lane != "all" {
					lane = ", lane " + c.Lane
				}
				return "at " + nameOf(sc, c.Place) + lane
			}
		}
	case "links":
		for i := range sc.Links {
			if l := &sc.Links[i]; l.ID == id {
				return fmt.Sprintf("from %s to %s (%s)", nameOf(sc, l.From), nameOf(sc, l.To), l.Mode)
			}
		}
	case "places":
		return "at " + nameOf(sc, id)
	case "policies":
		for i := range sc.Policies {
			if p := &sc.Policies[i]; p.ID == id {
				return fmt.Sprintf("(policy %s: %s, %s)", id, p.Instrument, p.Stance)
			}
		}
	case "shocks":
		return "(shock " + id + ")"
	case "group_shares", "choice_shares":
		return "of " + id
	}
	return "(" + id + ")"
}

// unitOf puts in what a capacity counts.
func unitOf(sc *scenario.Scenario, table, id, unit string) string {
	if table != "crossings" || !strings.HasPrefix(unit, "unit") {
		return unit
	}
	for i := range sc.Crossings {
		if c := &sc.Crossings[i]; c.ID == id && c.Unit != "" {
			return c.Unit + strings.TrimPrefix(unit, "unit")
		}
	}
	return "people" + strings.TrimPrefix(unit, "unit")
}

func sharesLabel(sc *scenario.Scenario, addresses []string) string {
	table, key, _ := parts(addresses[0])
	of := "groups in "
	if table == "choice_shares" {
		of = "destinations of those from "
	}
	where := nameOf(sc, key[0])
	if key[0] == "*" {
		where = "everywhere"
	}
	return "shares of " + of + where
}

// nameOf is a place's name, or what there is of one.
func nameOf(sc *scenario.Scenario, id string) string {
	for i := range sc.Places {
		if sc.Places[i].ID == id {
			return sc.Places[i].Name
		}
	}
	return id
}
