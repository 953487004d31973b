package results

// FleeInfo says of a run of the rule neighbours how far it follows Flee's program,
// what Flee passes over in silence in its folder, and how far the run is from what was registered.
type FleeInfo struct {
	Quirks   []string      `json:"quirks"`             // oddities of Flee's program that can act in this run (docs/flee.md)
	Without  []string      `json:"without_quirks"`     // those that are turned off
	Warnings []WarningInfo `json:"warnings,omitempty"` // of reading a Flee folder; none for a scenario's
	Errors   []ErrorInfo   `json:"errors,omitempty"`   // none where nobody is registered
}

// WarningInfo is one warning of reading a Flee folder. Line and Column are left out
// where it is about a whole file.
type WarningInfo struct {
	File       string `json:"file,omitempty"`
	Line       int    `json:"line,omitempty"`
	Column     int    `json:"column,omitempty"`
	Message    string `json:"message"`
	Suggestion string `json:"suggestion,omitempty"` // what becomes of it, or what to try
}

// ErrorInfo is Flee's averaged relative difference, each member's taken first,
// over the members that have one.
type ErrorInfo struct {
	Score   string  `json:"score"` // averaged_difference or averaged_difference_rescaled
	Members int     `json:"members"`
	Mean    float64 `json:"mean"`
	Q05     float64 `json:"q05"`
	Q25     float64 `json:"q25"`
	Q50     float64 `json:"q50"`
	Q75     float64 `json:"q75"`
	Q95     float64 `json:"q95"`
}
