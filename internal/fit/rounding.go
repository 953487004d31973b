package fit

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// rounded are the ends of what a figure as written may stand for: half a unit
// of its last digit that is not zero either way, so 3,133 stands for 3,132.5 to 3,133.5 and
// 44,000 for 43,500 to 44,500. A round number may be exact, so no more than a quarter of
// itself is taken (10,000: 7,500 to 12,500). Where the report says "about",
// the figure is not held to be known to more than two digits.
func rounded(value float64, about bool) (low, high float64) {
	if value == 0 {
		return 0, 0
	}
	digits := strconv.FormatFloat(math.Abs(value), 'f', -1, 64)
	var step float64
	if point := strings.IndexByte(digits, '.'); point >= 0 {
		step = math.Pow10(point + 1 - len(digits))
	} else {
		step = math.Pow10(len(digits) - len(strings.TrimRight(digits, "0")))
	}
	if about {
		second := math.Pow10(int(math.Floor(math.Log10(math.Abs(value)))) - 1)
		step = max(step, second)
	}
	half := min(step/2, math.Abs(value)/4)
	return value - half, value + half
}

var aboutWords = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(about|around|approximately|roughly|almost|nearly|circa)\b`)
})

// saysAbout tells whether words about a figure call it approximate.
func saysAbout(words string) bool { return aboutWords().MatchString(words) }
