package flee_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"haven/scenario"
)

// TestTheDocsListEveryQuirk holds the table of docs/flee.md against the program.
func TestTheDocsListEveryQuirk(t *testing.T) {
	var b strings.Builder
	for i, q := range scenario.Quirks() {
		fmt.Fprintf(&b, "| %d | `%s` | %s | %s |\n", i+1, q.Name, q.Does, q.Without)
	}
	text, err := os.ReadFile("../../docs/flee.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), b.String()) {
		t.Errorf("docs/flee.md does not hold this table:\n%s", b.String())
	}
}
