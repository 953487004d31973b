package results

// Type is what the cells of a column hold.
type Type int

// The types of columns and what they are in a Parquet file.
const (
	Text   Type = iota // UTF-8, dictionary encoded
	Date               // DATE: days since 1970-01-01; null where there is no day (calendar.None in Go)
	Whole              // INT64
	Number             // DOUBLE; null where there is no value (NaN in Go)
)

// String names the type as docs/results.md does.
func (t Type) String() string {
	return [...]string{"text", "date", "whole number", "number"}[t]
}

// Column describes one column of a table. The same description makes the
// Parquet schema, the manifest, the check on reading and docs/results.md.
type Column struct {
	Name    string `json:"name"`
	Type    Type   `json:"-"`
	Unit    string `json:"unit,omitempty"` // empty for text and dates; "of the measure" where each measure has its own
	Meaning string `json:"meaning"`
}
