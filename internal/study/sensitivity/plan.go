package sensitivity

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"

	"haven/internal/calendar"
	"haven/scenario"
)

// The methods.
const (
	Screening = "morris" // the screening alone
	Indices   = "sobol"  // the indices of every parameter, without screening
	Both      = "both"   // the screening, then the indices of those that matter
)

// Plan says what to find out. Everything but Threads, Dir and Progress decides the
// result; those never do.
type Plan struct {
	Scenario   *scenario.Scenario
	Outputs    []string // MEASURE[@PLACE][:DATE]
	Parameters []string // of what is uncertain, these alone vary; empty: all
	Ranges     []Range  // uncertain numbers beside or instead of the scenario's
	Set        map[string]float64
	Until      calendar.Date // last day of the period; calendar.None or zero: the scenario's

	Method       string // Screening, Indices or Both
	Points       int    // base points of the indices, a power of two
	Trajectories int    // walks of the screening
	Keep         int    // with Both: so many parameters have indices of their own, the others one together
	Seed         uint64
	Version      string // of haven

	Threads  int    // runs at once; 0: as many as there are processors
	Dir      string // folder of its own for finished runs; empty: they are not kept
	Progress func(Progress)
}

const (
	leastPoints, mostPoints             = 16, 1 << 20
	leastTrajectories, mostTrajectories = 4, 10_000
)

// used are the numbers that the method reads, 0 for those that it does not.
func (p *Plan) used() (points, trajectories, keep int) {
	if p.Method != Screening {
		points = p.Points
	}
	if p.Method != Indices {
		trajectories = p.Trajectories
	}
	if p.Method == Both {
		keep = p.Keep
	}
	return points, trajectories, keep
}

// Check says what is wrong with the numbers of a plan, the scenario aside.
func (p *Plan) Check() error {
	var errs []error
	if !slices.Contains([]string{Screening, Indices, Both}, p.Method) {
		errs = append(errs, fmt.Errorf("the method is %q; it is %s, %s or %s", p.Method, Screening, Indices, Both))
	}
	if p.Method != Screening && (p.Points < leastPoints || p.Points > mostPoints || bits.OnesCount(uint(p.Points)) != 1) {
		below := max(leastPoints, 1<<(bits.Len(uint(max(p.Points, 1)))-1))
		errs = append(errs, fmt.Errorf("--points is %d; Sobol' points fill the space evenly when they are a power of two from %d to %d, such as %d or %d",
			p.Points, leastPoints, mostPoints, min(below, mostPoints/2), min(2*below, mostPoints)))
	}
	if p.Method != Indices && (p.Trajectories < leastTrajectories || p.Trajectories > mostTrajectories) {
		errs = append(errs, fmt.Errorf("--trajectories is %d; allowed are %d to %d", p.Trajectories, leastTrajectories, mostTrajectories))
	}
	if p.Method == Both && p.Keep < 1 {
		errs = append(errs, fmt.Errorf("--keep is %d; at least 1 parameter needs indices of its own", p.Keep))
	}
	if len(p.Outputs) == 0 {
		errs = append(errs, errors.New("no output is given: --output MEASURE[@PLACE][:DATE], such as arrivals@GEO:2022-09-30"))
	}
	return errors.Join(errs...)
}
