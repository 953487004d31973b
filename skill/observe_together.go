package skill

import (
	"fmt"
	"strings"

	"haven/movement"
)

// together reads a figure that was counted over several places, joined by ;
// in its place: the sum of what each of them reads. Waits, fares and kilometres of queue are of one
// place and have no sum.
func (c *catalogue) together(op *Operator) error {
	o := op.Observation
	if o.Measure == "wait" || o.Measure == "fare" || o.Unit == "km" {
		return fmt.Errorf("%s in %s of several places together is no sum; give a row for each place", o.Measure, o.Unit)
	}
	var parts []Operator
	for _, place := range strings.Split(o.Place, ";") {
		one := *o
		one.Place = place
		part := Operator{Observation: &one}
		if err := c.operator(&part); err != nil {
			return fmt.Errorf("%s: %w", place, err)
		}
		parts = append(parts, part)
	}
	op.How = parts[0].How + ", " + fmt.Sprintf("sum over %d places", len(parts))
	op.read = func(rec *movement.Record) (float64, bool) {
		sum := 0.0
		for i := range parts {
			v, ok := parts[i].read(rec)
			if !ok {
				return 0, false
			}
			sum += v
		}
		return sum, true
	}
	return nil
}
