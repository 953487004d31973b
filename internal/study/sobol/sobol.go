package sobol

import (
	_ "embed" // the direction numbers
	"fmt"
	"strconv"
	"strings"

	"haven/draw"
)

// MaxDimensions is the number of dimensions that there are direction numbers for.
const MaxDimensions = 1000

// digits are those of a point's coordinate, in base 2; so many points may be asked for
// that their numbers have as many.
const digits = 32

// table lists, one line a dimension from the second on, the degree s of a
// primitive polynomial modulo 2, its inner coefficients a, and the first s
// direction numbers m_1 ... m_s: Joe & Kuo (2008), "Constructing Sobol
// sequences with better two-dimensional projections", SIAM Journal on Scientific Computing
// 30(5), 2635-2654, doi:10.1137/070709359, their set new-joe-kuo-6.
//
//go:embed joe-kuo.txt
var table string

// Points are Sobol' points of some dimensions, scrambled by a key. They are
// read only and safe for concurrent use.
type Points struct {
	directions [][digits]uint32
	keys       []draw.Key // of the scrambling, by dimension
}

// New readies points of so many dimensions. Another key scrambles them otherwise.
func New(dimensions int, key draw.Key) (*Points, error) {
	if dimensions < 1 || dimensions > MaxDimensions {
		return nil, fmt.Errorf("there are Sobol' points of 1 to %d dimensions, not of %d", MaxDimensions, dimensions)
	}
	p := &Points{directions: make([][digits]uint32, dimensions)}
	lines := strings.SplitN(table, "\n", dimensions)
	for d := range p.directions {
		p.keys = append(p.keys, key.With(uint64(d)))
		if d == 0 {
			for i := range p.directions[0] {
				p.directions[0][i] = 1 << (digits - 1 - i)
			}
			continue
		}
		p.directions[d] = directions(numbers(lines[d-1]))
	}
	return p, nil
}

// numbers reads a line of the table.
func numbers(line string) (a uint32, m []uint32) {
	fields := strings.Fields(line)
	list := make([]uint32, len(fields))
	for i, f := range fields {
		n, err := strconv.ParseUint(f, 10, 32)
		if err != nil {
			panic("sobol: the table of direction numbers is damaged: " + err.Error())
		}
		list[i] = uint32(n)
	}
	return list[1], list[2:]
}

// directions are the direction numbers v_1 ... v_32 as fractions of 2^32, by
// the recurrence of the primitive polynomial of degree s with inner
// coefficients a: v_i = a_1 v_{i-1} + ... + a_{s-1} v_{i-s+1} + v_{i-s} +
// v_{i-s}/2^s, + being exclusive or (Bratley & Fox 1988, ACM TOMS 14(1), Algorithm 659).
func directions(a uint32, m []uint32) [digits]uint32 {
	var v [digits]uint32
	s := len(m)
	for i := range v {
		if i < s {
			v[i] = m[i] << (digits - 1 - i)
			continue
		}
		v[i] = v[i-s] ^ v[i-s]>>s
		for k := 1; k < s; k++ {
			v[i] ^= a >> (s - 1 - k) & 1 * v[i-k]
		}
	}
	return v
}

// Dimensions is the number of coordinates of a point.
func (p *Points) Dimensions() int { return len(p.directions) }

// At writes the coordinates of point i, counted from 0, to out. Each lies strictly between 0 and
// 1 and is uniform over the keys.
func (p *Points) At(i uint32, out []float64) {
	for d := range p.directions {
		x := scrambled(p.plain(i, d), p.keys[d])
		out[d] = float64((float64(x) + 0.5) * 0x1p-32)
	}
}

// plain is a coordinate before it is scrambled, in 1/2^32: the exclusive or of
// the direction numbers at the digits of i (Sobol' 1967, doi:10.1016/0041-5553(67)90144-9).
func (p *Points) plain(i uint32, dimension int) uint32 {
	x := uint32(0)
	for k := 0; i != 0; k++ {
		if i&1 != 0 {
			x ^= p.directions[dimension][k]
		}
		i >>= 1
	}
	return x
}

// scrambled turns each digit over or not, by a fair coin that depends on the
// digits before it: nested uniform scrambling, Owen (1995), in Monte Carlo and Quasi-Monte
// Carlo Methods in Scientific Computing, 299-317, doi:10.1007/978-1-4612-2552-2_19. The coins are a
// key's numbers, so none has to be kept.
func scrambled(x uint32, key draw.Key) uint32 {
	out := uint32(0)
	for level := range digits {
		before := uint64(1)<<level | uint64(x)>>(digits-level) // which digits came before, and how many
		coin := uint32(key.Number(before) >> 63)
		out = out<<1 | (x>>(digits-1-level)&1 ^ coin)
	}
	return out
}
