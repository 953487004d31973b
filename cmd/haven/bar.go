package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// bar is a line of a terminal that is written over: how many of how many are
// done, how fast that goes and how long the rest will take.
type bar struct {
	w     io.Writer
	all   int
	what  string    // is counted
	began time.Time // when none was done
	shown time.Time // when the line was written last
	done  int
	width int // of what stands in the line, in characters
}

// The bar's width in characters, and the least time between two looks at it.
const (
	barWidth = 30
	barEvery = 100 * time.Millisecond
)

func newBar(w io.Writer, all int, what string) *bar {
	return &bar{w: w, all: max(all, 1), what: what, began: time.Now()}
}

// set shows that so many are done. Fewer than before mean that another round has begun.
func (b *bar) set(done int) {
	now := time.Now()
	if done < b.done {
		b.began = now
	}
	b.done = done
	if done < b.all && now.Sub(b.shown) < barEvery {
		return
	}
	b.shown = now
	b.write(b.line(now.Sub(b.began)))
}

// line is what the bar says when what is done took so long.
func (b *bar) line(took time.Duration) string {
	full := min(barWidth*b.done/b.all, barWidth)
	line := fmt.Sprintf("simulating %s%s %d of %d %s", strings.Repeat("█", full), strings.Repeat("░", barWidth-full), b.done, b.all, b.what)
	if b.done == 0 || took < barEvery {
		return line
	}
	each := took / time.Duration(b.done)
	left := each * time.Duration(max(b.all-b.done, 0))
	return line + fmt.Sprintf(", %.3g a second, %s left", 1/each.Seconds(), left.Round(time.Second))
}

// write puts a line in place of the one that stands there. That the terminal
// cannot be written to is no reason to stop.
func (b *bar) write(line string) {
	width := len([]rune(line))
	fmt.Fprintf(b.w, "\r%s%s", line, strings.Repeat(" ", max(b.width-width, 0)))
	b.width = width
}

// clear takes the line away.
func (b *bar) clear() {
	if b.width > 0 {
		b.write("")
		fmt.Fprint(b.w, "\r")
	}
}
