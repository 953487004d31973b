package ensemble

import (
	"fmt"

	"haven/movement"
	"haven/scenario"
)

// Summarise sums up records that were made outside an ensemble; record m
// counts as member m. The records must be of the same scenario and period and
// stay as they are.
func Summarise(sc *scenario.Scenario, records ...*movement.Record) (*Summary, error) {
	return SummariseWith(sc, nil, records...)
}

// SummariseWith is Summarise with extra figures of every member.
func SummariseWith(sc *scenario.Scenario, extra *Extra, records ...*movement.Record) (*Summary, error) {
	if len(records) == 0 {
		return nil, fmt.Errorf("there is no record to sum up")
	}
	sh, err := newShape(sc, records[0], extra)
	if err != nil {
		return nil, err
	}
	parts := make([]*Summary, len(records))
	for m, rec := range records {
		if parts[m], err = sh.summary(m, rec, false); err != nil {
			return nil, err
		}
	}
	return Merge(parts...)
}
