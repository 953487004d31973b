package skill

import (
	"math"
	"slices"

	"haven/draw"
)

// Blocked are two methods' scores of the same targets, summed up by block of days: scores within a block hang together (the same
// week, the same count seen from several origins), those of different blocks hardly.
type Blocked struct {
	blocks []block
	index  map[int]int
}

type block struct{ mine, other, n float64 }

// BlockDays is how long a block is.
const BlockDays = 30

// Add puts the scores of one target into the block of its day.
func (b *Blocked) Add(day int, mine, other float64) {
	key := floorDiv(day, BlockDays)
	i, seen := b.index[key]
	if !seen {
		if b.index == nil {
			b.index = map[int]int{}
		}
		i = len(b.blocks)
		b.index[key] = i
		b.blocks = append(b.blocks, block{})
	}
	of := &b.blocks[i]
	of.mine, of.other, of.n = of.mine+mine, of.other+other, of.n+1
}

func floorDiv(a, b int) int {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}

// Len is the number of blocks.
func (b *Blocked) Len() int { return len(b.blocks) }

// Ratio is the one method's mean score over the other's; NaN when the other's is 0.
func (b *Blocked) Ratio() float64 {
	all := make([]int, len(b.blocks))
	for i := range all {
		all[i] = i
	}
	return b.ratio(all)
}

func (b *Blocked) ratio(chosen []int) float64 {
	mine, other := 0.0, 0.0
	for _, i := range chosen {
		mine, other = mine+b.blocks[i].mine, other+b.blocks[i].other
	}
	if other <= 0 {
		return math.NaN()
	}
	return mine / other
}

// resamples is how often blocks are drawn anew.
const resamples = 2000

// Ratios are the ratios of mean scores when the blocks are drawn anew, with replacement: the block
// bootstrap. A key makes the draws; the same key gives the same ratios.
//
// Source: Künsch (1989), The jackknife and the bootstrap for general stationary observations, Annals of
// Statistics 17(3); blocks of fixed calendar days, which do not overlap (Carlstein 1986).
func (b *Blocked) Ratios(key draw.Key) []float64 {
	out := make([]float64, resamples)
	chosen := make([]int, len(b.blocks))
	stream := key.Of(0)
	for r := range out {
		for i := range chosen {
			chosen[i] = int(stream.Float64() * float64(len(b.blocks)))
		}
		out[r] = b.ratio(chosen)
	}
	return out
}

// Better is how sure it is that the one method's mean score is lower: the share of ratios below 1. NaN without any.
func Better(ratios []float64) float64 {
	below, n := 0, 0
	for _, r := range ratios {
		if math.IsNaN(r) {
			continue
		}
		n++
		if r < 1 {
			below++
		}
	}
	if n == 0 {
		return math.NaN()
	}
	return float64(below) / float64(n)
}

// GeometricMeans are, resample by resample, the geometric means of several ratios: of conflicts whose blocks were drawn
// independently.
func GeometricMeans(ratios [][]float64) []float64 {
	if len(ratios) == 0 {
		return nil
	}
	out := make([]float64, len(ratios[0]))
	for r := range out {
		for _, of := range ratios {
			out[r] += draw.Log(of[r]) / float64(len(ratios))
		}
		out[r] = draw.Exp(out[r])
	}
	return out
}

// UpperEnd is the value below which 95 % lie.
func UpperEnd(values []float64) float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return sorted[min(len(sorted)-1, int(math.Ceil(0.95*float64(len(sorted))))-1)]
}
