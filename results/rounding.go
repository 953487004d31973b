package results

import "math"

// Rounded is a simulated count as it may leave haven: in an export, on a page.
type Rounded struct {
	People int64 // to tens; 0 when Small or None
	Small  bool  // above 0 and below 10: shown as <10, or empty with the flag small
	None   bool  // there is no figure
}

// Round rounds a simulated count, total, quantile or difference by itself:
// size above 0 and below 10 is only said to be small, 0 stays 0, everything
// else goes to the nearest ten (halves away from zero). Rounded figures need
// not add up, which is what keeps small ones from being found by subtraction.
func Round(people float64) Rounded {
	size := math.Abs(people)
	switch {
	case math.IsNaN(people):
		return Rounded{None: true}
	case size == 0:
		return Rounded{}
	case size < 10:
		return Rounded{Small: true}
	}
	return Rounded{People: int64(math.Round(people/10)) * 10}
}

// FlagSmall stands in the column flag of an export when a figure of the row
// was left out because it is above 0 and below 10.
const FlagSmall = "small"
