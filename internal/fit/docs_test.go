package fit

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// docs/fit.md gives the numbers of the error model; here they are held to the code.
func TestDocsGiveTheNumbersOfTheErrorModel(t *testing.T) {
	text, err := os.ReadFile("../../docs/fit.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, letter := range "ABCDEF" {
		r := byLetter[byte(letter)]
		want := fmt.Sprintf("| %c | %.2f | %.2f | %d | %g |", letter, r.own, r.shared, i+1, byDigit[i+1])
		if !strings.Contains(string(text), want) {
			t.Errorf("docs/fit.md has no line %q", want)
		}
	}
	for name, m := range map[string]measured{
		"entries, exits, net entries of a country | 100 people": measureOf("entries", "people", false),
		"entries, exits at one crossing | 50 people":            measureOf("exits", "people", true),
		"departures | 100 people":                               measureOf("departures", "people", false),
		"stock | 20 people":                                     measureOf("stock", "people", false),
		"applications | 10 people":                              measureOf("applications", "people", false),
		"wait | 1 hour":                                         measureOf("wait", "hours", true),
		"queue in vehicles (in people) | 50 (200)":              measureOf("queue", "vehicles", true),
		"queue in km | 0.5 km":                                  measureOf("queue", "km", true),
		"seats | 20 seats":                                      measureOf("seats", "seats", false),
		"fare | 20 USD":                                         measureOf("fare", "usd", false),
	} {
		if !strings.Contains(string(text), fmt.Sprintf("| %s | %.2f |", name, m.coarse)) || !strings.Contains(name, fmt.Sprintf(" %g", m.floor)) {
			t.Errorf("docs/fit.md gives %q otherwise than %+v", name, m)
		}
	}
}
