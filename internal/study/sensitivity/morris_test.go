package sensitivity

import (
	"math"
	"testing"

	"haven/draw"
)

func screenFunction(t *testing.T, factors []Factor, columns, walks int, seed uint64, f func(u []float64, chance *draw.Stream) float64) []Effect {
	t.Helper()
	d := newTrajectories(walks, columns, factors, seed)
	values, err := evaluate(t.Context(), stageScreening, d, columns, function(seed, f), 2, nil, func() {})
	if err != nil {
		t.Fatal(err)
	}
	return d.effects(column(values, 0), draw.NewKey(seed, 1))
}

// In a sum every elementary effect of a factor is its slope, whatever the walk.
func TestEffectsOfASumAreItsSlopes(t *testing.T) {
	list := screenFunction(t, cube(3), 3, 8, 1, func(u []float64, _ *draw.Stream) float64 { return 3*u[0] - 2*u[1] + 100 })
	for i, want := range []float64{3, -2, 0, math.NaN()} {
		e := list[i]
		if i == 3 {
			if !math.IsNaN(e.Mean) || e.Size != 0 {
				t.Errorf("chance: %+v", e)
			}
			continue
		}
		if math.Abs(e.Mean-want) > 1e-12 || math.Abs(e.Size-math.Abs(want)) > 1e-12 || e.Spread > 1e-12 || e.Walks != 8 {
			t.Errorf("x%d: %+v, want the slope %g", i+1, e, want)
		}
	}
	if list[1].Direction() != -1 || list[0].Direction() != 1 {
		t.Errorf("directions %g and %g", list[0].Direction(), list[1].Direction())
	}
}

// What goes up and down alike has a mean of about 0 and a size that shows it;
// a product's effects spread.
func TestSizeShowsWhatTheMeanHides(t *testing.T) {
	list := screenFunction(t, cube(3), 3, 400, 2, func(u []float64, _ *draw.Stream) float64 { return 8*(u[0]-0.5)*(u[1]-0.5) + u[2] })
	for i := range 2 {
		// |8 (u - 1/2)| is 1 or 3 on the grid, with either sign.
		if e := list[i]; math.Abs(e.Mean) > 0.6 || math.Abs(e.Size-2) > 0.3 || math.Abs(e.Spread-math.Sqrt(5)) > 0.3 {
			t.Errorf("x%d: %+v", i+1, e)
		}
	}
	if e := list[2]; math.Abs(e.Mean-1) > 1e-9 || e.Spread > 1e-9 {
		t.Errorf("x3: %+v", e)
	}
}

func TestWalksStayOnTheGridAndMoveEachFactorOnce(t *testing.T) {
	factors := cube(4)
	factors[3].Kind, factors[3].columns = Shares, []int{3, 4, 5}
	d := newTrajectories(10, 6, factors, 3)
	start := make([]float64, 6)
	u := make([]float64, 6)
	counts := map[[2]int]int{}
	for r := range d.Runs() {
		member := d.Point(r, u)
		walk, step := r/d.width(), r%d.width()
		if step == 0 {
			copy(start, u)
			if member != firstScreening+2*walk {
				t.Fatalf("walk %d begins with member %d", walk, member)
			}
		}
		moved := 0
		for c := range u {
			level := u[c]*levels - 0.5
			if level != math.Trunc(level) || level < 0 || level > 3 {
				t.Fatalf("run %d: coordinate %g is off the grid", r, u[c])
			}
			if step == 0 {
				counts[[2]int{c, int(level)}]++
			}
			if u[c] != start[c] {
				moved++
			}
		}
		if step == d.width()-1 && (moved != 6 || member != firstScreening+2*walk+1) {
			t.Errorf("walk %d moved %d columns and ends with member %d", walk, moved, member)
		}
	}
	for at, n := range counts {
		if n < 2 || n > 3 {
			t.Errorf("of 10 walks %d begin at level %d of column %d", n, at[1], at[0])
		}
	}
}

func TestChanceHasAnEffect(t *testing.T) {
	list := screenFunction(t, cube(1), 1, 2000, 4, func(u []float64, s *draw.Stream) float64 { return s.Float64() })
	// |difference of two uniforms| has mean 1/3; over the stride 2/3, standard error 0.0105.
	if e := list[1]; math.Abs(e.Size-2.0/3) > 0.055 || !math.IsNaN(e.Mean) {
		t.Errorf("%+v", e)
	}
	if list[0].Size != 0 {
		t.Errorf("x1 has an effect on pure chance: %+v", list[0])
	}
}
