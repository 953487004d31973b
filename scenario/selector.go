package scenario

import (
	"errors"
	"fmt"
	"strings"
)

// Selector says to which groups a policy, shock or pull applies: conditions
// that must all hold, such as "sex=m documents=none|internal". Empty: everybody.
// In the values of admin1 a _ stands for a space: admin1=Belgorod_Oblast.
type Selector []Condition

// Condition is key=value|value...
type Condition struct {
	Key    string // group | age | sex | callup | documents | travel | origin | admin1
	Values []string
}

// String writes the selector as it stands in a table.
func (s Selector) String() string {
	parts := make([]string, len(s))
	for i, c := range s {
		parts[i] = c.Key + "=" + strings.Join(c.Values, "|")
		if c.Key == "admin1" {
			parts[i] = strings.ReplaceAll(parts[i], " ", "_")
		}
	}
	return strings.Join(parts, " ")
}

// Selects says whether the selector applies to people of group g. Keys that
// are no attribute of a group (origin, admin1, travel) are not looked at here.
func (s Selector) Selects(g *Group) bool {
	for _, c := range s {
		var have string
		switch c.Key {
		case "group":
			have = g.ID
		case "age":
			have = g.Age
		case "sex":
			have = g.Sex
		case "callup":
			have = g.Callup
		case "documents":
			have = g.Documents
		default:
			continue
		}
		if !contains(c.Values, have) {
			return false
		}
	}
	return true
}

// Values are the values the selector demands of key, nil when it does not mention it.
func (s Selector) Values(key string) []string {
	for _, c := range s {
		if c.Key == key {
			return c.Values
		}
	}
	return nil
}

// UsualTravel says whether the selector is about usual travellers
// (travel=usual) rather than about those who flee.
func (s Selector) UsualTravel() bool { return contains(s.Values("travel"), "usual") }

func contains(values []string, have string) bool {
	for _, v := range values {
		if v == have {
			return true
		}
	}
	return false
}

// SelectorKeys are the keys a selector's conditions may have.
var SelectorKeys = []string{"group", "age", "sex", "callup", "documents", "travel", "origin", "admin1"}

// ParseSelector reads a selector; empty selects everybody. Whether its values
// occur in a scenario is not looked at here.
func ParseSelector(s string) (Selector, error) {
	sel, bad := parseSelector(s)
	if bad == nil {
		return sel, nil
	}
	return nil, errors.New(Problem{Message: bad.message, Allowed: bad.allowed, Suggestion: bad.suggestion}.String())
}

func parseSelector(s string) (Selector, *badCell) {
	var sel Selector
	for _, part := range strings.Fields(s) {
		key, list, ok := strings.Cut(part, "=")
		if !ok {
			return nil, &badCell{quoted(part) + " is no condition", "write key=value or key=value|value, conditions apart by a space", ""}
		}
		if !contains(SelectorKeys, key) {
			return nil, &badCell{fmt.Sprintf("selector key %s is not known", quoted(key)), oneOfList(SelectorKeys), didYouMean(key, among(SelectorKeys))}
		}
		if sel.Values(key) != nil {
			return nil, &badCell{fmt.Sprintf("selector key %s stands twice, so that both must hold", key), "", fmt.Sprintf("for either write %s=a|b", key)}
		}
		values := strings.Split(list, "|")
		for i, v := range values {
			if v == "" {
				return nil, &badCell{quoted(part) + " has an empty value", "write key=value or key=value|value", ""}
			}
			if contains(values[:i], v) {
				return nil, &badCell{fmt.Sprintf("%s names %s twice", quoted(part), v), "", "leave one out"}
			}
		}
		if key == "admin1" { // names of regions have spaces; conditions are told apart by them
			for i := range values {
				values[i] = strings.ReplaceAll(values[i], "_", " ")
			}
		}
		sel = append(sel, Condition{key, values})
	}
	return sel, nil
}
