package hubverse

import (
	"encoding/json"
	"slices"
	"strings"

	"haven/internal/calendar"
)

// Schema is the version of hubverse's tasks.json that Tasks writes
// (hubverse-org/schemas, CC0).
const Schema = "https://raw.githubusercontent.com/hubverse-org/schemas/main/v5.0.1/tasks-schema.json"

// Target is one thing that is forecast, with the locations it is forecast for.
type Target struct {
	ID          string // at most 30 characters, as it stands in the column target
	Name        string // at most 100 characters
	Unit        string // at most 100 characters
	Description string
	Locations   []string
	Signed      bool // its values may be below 0
}

type valid[T any] struct {
	Required []T `json:"required"` // null: none has to be there
	Optional []T `json:"optional"`
}

type taskIDs struct {
	Origin    valid[string] `json:"origin_date"`
	Location  valid[string] `json:"location"`
	Target    valid[string] `json:"target"`
	Horizon   valid[int]    `json:"horizon"`
	TargetEnd valid[string] `json:"target_end_date"`
}

type valueRange struct {
	Type    string `json:"type"`
	Minimum *int   `json:"minimum,omitempty"`
}

type quantileType struct {
	Levels struct {
		Required []float64 `json:"required"`
	} `json:"output_type_id"`
	Required bool       `json:"is_required"`
	Value    valueRange `json:"value"`
}

type targetMetadata struct {
	ID          string            `json:"target_id"`
	Name        string            `json:"target_name"`
	Units       string            `json:"target_units"`
	Keys        map[string]string `json:"target_keys"`
	Type        string            `json:"target_type"`
	Description string            `json:"description"`
	StepAhead   bool              `json:"is_step_ahead"`
	TimeUnit    string            `json:"time_unit"`
}

type modelTask struct {
	TaskIDs    taskIDs                 `json:"task_ids"`
	OutputType map[string]quantileType `json:"output_type"`
	Metadata   []targetMetadata        `json:"target_metadata"`
}

type submissions struct {
	RelativeTo string `json:"relative_to"`
	Start      int    `json:"start"`
	End        int    `json:"end"`
}

type round struct {
	FromVariable bool        `json:"round_id_from_variable"`
	ID           string      `json:"round_id"`
	Tasks        []modelTask `json:"model_tasks"`
	Due          submissions `json:"submissions_due"`
	Derived      []string    `json:"derived_task_ids"`
}

type tasks struct {
	Schema  string  `json:"schema_version"`
	Rounds  []round `json:"rounds"`
	LevelAs string  `json:"output_type_id_datatype"`
}

// Tasks is the file hub-config/tasks.json of a hub for forecasts made on a day
// over so many days. A target that the schema does not allow is an error.
func Tasks(origin calendar.Date, days int, targets []Target) ([]byte, error) {
	if err := checkTargets(targets); err != nil {
		return nil, err
	}
	horizons, ends := make([]int, days), make([]string, days)
	for h := range days {
		horizons[h], ends[h] = h+1, (origin + calendar.Date(h) + 1).String()
	}
	r := round{FromVariable: true, ID: Columns[0], Tasks: []modelTask{}, Due: submissions{RelativeTo: Columns[0], Start: 0, End: 1}, Derived: []string{Columns[4]}}
	for i := range targets {
		t := &targets[i]
		task := modelTask{
			TaskIDs: taskIDs{
				Origin: valid[string]{Optional: []string{origin.String()}}, Location: valid[string]{Optional: slices.Clone(t.Locations)},
				Target: valid[string]{Optional: []string{t.ID}}, Horizon: valid[int]{Optional: horizons}, TargetEnd: valid[string]{Optional: ends},
			},
			Metadata: []targetMetadata{{
				ID: t.ID, Name: t.Name, Units: t.Unit, Keys: map[string]string{"target": t.ID}, Type: "continuous",
				Description: t.Description, StepAhead: true, TimeUnit: "day",
			}},
		}
		quantiles := quantileType{Required: true, Value: valueRange{Type: "double"}}
		quantiles.Levels.Required = Levels[:]
		if !t.Signed {
			quantiles.Value.Minimum = new(int)
		}
		task.OutputType = map[string]quantileType{Quantile: quantiles}
		r.Tasks = append(r.Tasks, task)
	}
	text, err := json.MarshalIndent(tasks{Schema: Schema, Rounds: []round{r}, LevelAs: "double"}, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(text, '\n'), nil
}

// TargetID joins a measure and the kind of entity it is by to the name of a
// target.
func TargetID(measure, by string) string { return measure + " by " + by }

// MeasureOf takes a target's name apart again.
func MeasureOf(target string) (measure, by string, ok bool) { return strings.Cut(target, " by ") }
