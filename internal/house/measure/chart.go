//go:build unix

package main

import (
	"fmt"
	"math"
	"os"
	"strings"
)

type point struct{ x, y float64 }

// chart is points that ought to lie on a straight line, drawn with the line
// of least squares through them.
type chart struct {
	title, x, y string
	points      []point
}

const (
	width, height            = 640, 360
	left, right, top, bottom = 64, 24, 48, 52
)

// writeChart draws a chart as SVG. R² says how straight the line is.
func writeChart(name string, c chart) error {
	var s strings.Builder
	maxX, maxY := roundUp(last(c.points).x), roundUp(highest(c.points))
	px := func(x float64) float64 { return left + x/maxX*(width-left-right) }
	py := func(y float64) float64 { return height - bottom - y/maxY*(height-top-bottom) }
	a, b, r2 := line(c.points)
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="system-ui, sans-serif" font-size="13">`+"\n", width, height)
	fmt.Fprintf(&s, "<title>%s</title>\n<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#ffffff\"/>\n", c.title, width, height)
	fmt.Fprintf(&s, `<text x="%d" y="26" font-size="15" fill="#0f172a">%s (R² %.3f)</text>`+"\n", left, c.title, r2)
	for i := 0; i <= 4; i++ {
		x, y := maxX*float64(i)/4, maxY*float64(i)/4
		fmt.Fprintf(&s, `<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#e2e8f0"/>`+"\n", left, width-right, py(y), py(y))
		fmt.Fprintf(&s, `<text x="%d" y="%.1f" text-anchor="end" fill="#475569">%g</text>`+"\n", left-8, py(y)+4, y)
		fmt.Fprintf(&s, `<text x="%.1f" y="%d" text-anchor="middle" fill="#475569">%g</text>`+"\n", px(x), height-bottom+20, x)
	}
	fmt.Fprintf(&s, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="#b45309" stroke-width="1.5" stroke-dasharray="5 4"/>`+"\n",
		px(0), py(math.Max(a, 0)), px(maxX), py(math.Min(a+b*maxX, maxY)))
	for _, p := range c.points {
		fmt.Fprintf(&s, `<circle cx="%.1f" cy="%.1f" r="4.5" fill="#2b6cb0"/>`+"\n", px(p.x), py(p.y))
	}
	fmt.Fprintf(&s, `<text x="%d" y="%d" text-anchor="middle" fill="#0f172a">%s</text>`+"\n", (left+width-right)/2, height-12, c.x)
	fmt.Fprintf(&s, `<text x="18" y="%d" text-anchor="middle" fill="#0f172a" transform="rotate(-90 18 %d)">%s</text>`+"\n</svg>\n", (top+height-bottom)/2, (top+height-bottom)/2, c.y)
	return os.WriteFile(name, []byte(s.String()), 0o644)
}

// line is the line of least squares y = a + b x and the share of variance that
// it explains.
func line(points []point) (a, b, r2 float64) {
	n := float64(len(points))
	var sx, sy, sxx, sxy, syy float64
	for _, p := range points {
		sx, sy, sxx, sxy, syy = sx+p.x, sy+p.y, sxx+p.x*p.x, sxy+p.x*p.y, syy+p.y*p.y
	}
	vx, vy, cov := sxx-sx*sx/n, syy-sy*sy/n, sxy-sx*sy/n
	b = cov / vx
	a = (sy - b*sx) / n
	if vy == 0 {
		return a, b, 1
	}
	return a, b, cov * cov / (vx * vy)
}

func last(points []point) point { return points[len(points)-1] }

func highest(points []point) float64 {
	h := 0.0
	for _, p := range points {
		h = math.Max(h, p.y)
	}
	return h
}

// roundUp is the next number of the form 1, 2, 4, 5 or 8 times a power of ten.
func roundUp(x float64) float64 {
	if x <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, f := range []float64{1, 2, 4, 5, 8, 10} {
		if x <= f*power {
			return f * power
		}
	}
	return 10 * power
}
