package evidence

import (
	"fmt"
	"strings"
)

// Markdown writes the tables of outlets as docs/evidence.md shows them: the
// kinds, then the outlets of each, those with a reliability of their own apart.
func Markdown() string {
	var b strings.Builder
	b.WriteString("| kind | reliability | knows | why |\n| --- | --- | --- | --- |\n")
	for _, row := range rows(kindsCSV) {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", row[0], row[1], row[2], row[3])
	}
	b.WriteString("\n| kind | reliability | outlets | why not as the kind |\n| --- | --- | --- | --- |\n")
	var names []string
	last := []string{"", "", "", ""}
	flush := func() {
		if len(names) == 0 {
			return
		}
		letter := last[2]
		if letter == "" {
			letter = string(table().kinds[last[1]].Reliability)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", last[1], letter, strings.Join(names, ", "), last[3])
		names = nil
	}
	for _, row := range rows(outletsCSV) {
		if row[1] != last[1] || row[2] != last[2] || row[3] != last[3] {
			flush()
		}
		names, last = append(names, row[0]), row
	}
	flush()
	return b.String()
}
