package scenario

import "strings"

// Selector says to which groups a policy, shock or pull applies: conditions
// that must all hold, such as "sex=m documents=none|internal". Empty: everybody.
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
