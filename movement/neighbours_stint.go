package movement

import (
	"math"

	"haven/draw"
)

// The stint index r remembers how far somebody has travelled of late: tomorrow
// it is (r + today/max)/2. It is kept on a grid of so many values from 0 to 2. Rounding is
// unbiased: of a cohort between two values the right share goes to each. How fine the grid must be, and
// what else was tried, is in docs/flee.md.
const stintLevels = 17

// levelsADay is by how many levels a full day's travel raises the stint index.
const levelsADay = (stintLevels - 1) / 2

// memory is where the stint index of tomorrow lies between levels: what a night
// leaves of today's level, and what km add.
type memory struct {
	keeps [32]float64 // by level
	perKM float64
}

// remember readies memory for the most km of a day.
func (t *trek) remember(most float64) {
	t.memory, t.limits = memory{}, [32]float64{}
	if !t.h.avoids {
		return
	}
	for l := range t.levels {
		t.memory.keeps[l] = float64(l) / 2
		t.limits[l] = float64(max(0, 1-float64(float64(l)/levelsADay)) * most)
	}
	t.memory.perKM = levelsADay / most / 2
}

// after is where the stint index of tomorrow lies between levels.
func (m *memory) after(level int, today float64) float64 {
	return m.keeps[level&31] + float64(today*m.perKM)
}

// forced is how many levels of the stint index, from the lowest on, have to move
// on from a town after so many km today.
func (t *trek) forced(today float64) (levels int) {
	about := levelsADay + 1 - float64(2*today*t.memory.perKM) // right but for rounding
	levels = min(max(int(about), 0), t.levels)
	for levels > 0 && !(today < t.limits[levels-1]) {
		levels--
	}
	for levels < t.levels && today < t.limits[levels] {
		levels++
	}
	return levels
}

// tomorrow is the level of the stint index with which somebody begins the next
// day, rounded up or down by a number of their own.
func (t *trek) tomorrow(key draw.Key, level int, today float64) int {
	up := math.Float64frombits(uint64(key)>>12 | math.Float64bits(1)) // between 1 and 2
	return min(int(t.memory.after(level, today)+up)-1, t.levels-1)
}

// grow gives people their stint index for tomorrow: those between two levels are
// shared out.
func (t *trek) grow(c *band, today float64) {
	if t.levels == 1 {
		return
	}
	var tomorrow [stintLevels]int64
	for l, n := range &c.n {
		if n == 0 {
			continue
		}
		r := min(t.memory.after(l, today), stintLevels-1)
		low := int(r)
		up := t.share(n, r-float64(low))
		tomorrow[low] += n - up
		if up > 0 {
			tomorrow[low+1] += up
		}
	}
	c.n = tomorrow
}
