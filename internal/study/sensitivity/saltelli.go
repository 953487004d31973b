package sensitivity

import (
	"haven/draw"
	"haven/internal/study/sobol"
)

// saltelli is the design of Saltelli et al. (2010), Computer Physics
// Communications 181(2), 259-270, doi:10.1016/j.cpc.2009.09.018: two independent points A
// and B of the unit cube, and for each factor A with that factor's coordinates
// taken from B. Both come from one Sobol' point of twice the dimensions, A from the first half.
type saltelli struct {
	points  int
	factors []Factor
	cube    *sobol.Points
	columns int
}

func newSaltelli(points, columns int, factors []Factor, seed uint64) (*saltelli, error) {
	cube, err := sobol.New(max(1, 2*columns), draw.NewKey(seed, 0).With(draw.Hash("sensitivity")))
	if err != nil {
		return nil, err
	}
	return &saltelli{points: points, factors: factors, cube: cube, columns: columns}, nil
}

// width is the number of runs at a base point: A, B, and one a factor.
func (d *saltelli) width() int { return len(d.factors) + 2 }

// Runs is the number of runs of the design. Run r is of base point r / width:
// first A, then B, then A with the first factor from B, and so on.
func (d *saltelli) Runs() int { return d.points * d.width() }

// Point writes the coordinates of a run to u, and says which member it is: the
// key of its random streams. A base point has two members of its own, one of A and one of B.
func (d *saltelli) Point(run int, u []float64) (member int) {
	point, place := run/d.width(), run%d.width()
	both := make([]float64, d.cube.Dimensions())
	d.cube.At(uint32(point), both)
	a, b := both[:d.columns], both[d.columns:]
	switch place {
	case 0:
		copy(u, a)
		return 2 * point
	case 1:
		copy(u, b)
		return 2*point + 1
	}
	copy(u, a)
	f := &d.factors[place-2]
	for _, c := range f.columns {
		u[c] = b[c]
	}
	if f.Kind == Stream {
		return 2*point + 1
	}
	return 2 * point
}

// Name says what a run is, for messages.
func (d *saltelli) Name(run int) string {
	return "base point " + itoa(run/d.width()) + ", " + d.swapped(run)
}

func (d *saltelli) swapped(run int) string {
	switch place := run % d.width(); place {
	case 0:
		return "A"
	case 1:
		return "B"
	default:
		return d.factors[place-2].Name
	}
}
