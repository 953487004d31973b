package main

import (
	"strings"
	"testing"
	"time"
)

func TestBarSaysHowFarAndHowFast(t *testing.T) {
	for _, c := range []struct {
		done int
		took time.Duration
		want string
	}{
		{0, time.Minute, "simulating " + strings.Repeat("░", 30) + " 0 of 200 members"},
		{50, 10 * time.Second, "simulating " + strings.Repeat("█", 7) + strings.Repeat("░", 23) + " 50 of 200 members, 5 a second, 30s left"},
		{200, 400 * time.Second, "simulating " + strings.Repeat("█", 30) + " 200 of 200 members, 0.5 a second, 0s left"},
		{3, time.Millisecond, "simulating " + strings.Repeat("░", 30) + " 3 of 200 members"}, // too early to tell
	} {
		b := newBar(nil, 200, "members")
		b.done = c.done
		if got := b.line(c.took); got != c.want {
			t.Errorf("%d in %s: %q, want %q", c.done, c.took, got, c.want)
		}
	}
}

// TestBarLeavesNothingBehind follows the cursor: after clear the line holds blanks only.
func TestBarLeavesNothingBehind(t *testing.T) {
	var out strings.Builder
	b := newBar(&out, 10, "runs")
	b.began = b.began.Add(-time.Second)
	b.set(0)
	b.set(1) // too soon after the first
	if n := strings.Count(out.String(), "\r"); n != 1 {
		t.Errorf("written %d times within a moment", n)
	}
	b.set(10)
	b.clear()
	line, at := []rune(strings.Repeat(" ", 200)), 0
	for _, r := range out.String() {
		if r == '\r' {
			at = 0
			continue
		}
		line[at] = r
		at++
	}
	if rest := strings.TrimSpace(string(line)); rest != "" || at != 0 {
		t.Errorf("%q stays, the cursor at %d", rest, at)
	}
}
