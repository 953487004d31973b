//go:build unix

package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// repeats is how often a program that is over in a moment is run: the least of
// the times says what it takes, the median what a busy machine makes of it.
const repeats = 20

// small is what surrounds a simulation: the program's start, and a whole run of
// a scenario of 50 places, 100 links and 300 days, tables included.
func (b *bench) small() error {
	fmt.Printf("\n| what, of %d runs | least ms | median ms | least ms of CPU |\n| --- | ---: | ---: | ---: |\n", repeats)
	version := func() (taken, error) { return wall(exec.Command(b.haven, "version")) }
	if err := repeat("haven version", version); err != nil {
		return err
	}
	dir, err := b.smallWorld()
	if err != nil {
		return err
	}
	var simulating []float64
	whole := func() (taken, error) {
		b.runs++
		out := filepath.Join(b.work, fmt.Sprintf("small-%d", b.runs)) // stays: see flee
		t, err := wall(exec.Command(b.haven, "run", dir, "--members", "1", "--no-report", "--out", out))
		if err != nil {
			return t, err
		}
		s, err := simulatingTime(out)
		simulating = append(simulating, s)
		return t, err
	}
	if err := repeat("world of 50 places, 100 links, 300 days, 1 member", whole); err != nil {
		return err
	}
	slices.Sort(simulating)
	fmt.Printf("| of that until the member is simulated, reading and searching ways included | %.0f | %.0f | |\n", 1000*simulating[0], 1000*simulating[repeats/2])
	return nil
}

// taken is what one run of a program took, in seconds.
type taken struct{ wall, cpu float64 }

func repeat(what string, once func() (taken, error)) error {
	var walls, cpus []float64
	for range repeats {
		t, err := once()
		if err != nil {
			return err
		}
		walls, cpus = append(walls, t.wall), append(cpus, t.cpu)
	}
	slices.Sort(walls)
	fmt.Printf("| %s | %.1f | %.1f | %.1f |\n", what, 1000*walls[0], 1000*walls[repeats/2], 1000*slices.Min(cpus))
	return nil
}

// wall is how long a program takes from start to end.
func wall(cmd *exec.Cmd) (taken, error) {
	began := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return taken{}, fmt.Errorf("%w: %s", err, out)
	}
	p := cmd.ProcessState
	return taken{time.Since(began).Seconds(), (p.UserTime() + p.SystemTime()).Seconds()}, nil
}

// smallWorld generates a world of 50 places and keeps 100 of its 250 links:
// first those that join places which nothing joins yet, open both ways.
func (b *bench) smallWorld() (dir string, err error) {
	const links = 100
	dir = filepath.Join(b.work, "small")
	out, err := exec.Command(b.haven, "generate", "world", "--places", "50", "--people", "100000", "--days", "300", "--seed", "1", "--out", dir).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	path := filepath.Join(dir, "links.csv")
	text, err := os.Open(path)
	if err != nil {
		return "", err
	}
	rows, err := csv.NewReader(text).ReadAll()
	if err != nil {
		return "", err
	}
	if err := text.Close(); err != nil {
		return "", err
	}
	from, to, both := slices.Index(rows[0], "from"), slices.Index(rows[0], "to"), slices.Index(rows[0], "both_ways")
	joined := map[string]string{} // a place to one it is joined with
	root := func(place string) string {
		for joined[place] != "" {
			place = joined[place]
		}
		return place
	}
	var keep, rest [][]string
	for _, row := range rows[1:] {
		a, z := root(row[from]), root(row[to])
		if a == z {
			rest = append(rest, row)
			continue
		}
		joined[a] = z
		if row[slices.Index(rows[0], "mode")] == "road" {
			row[both] = "yes"
		}
		keep = append(keep, row)
	}
	keep = append(keep, rest...)[:links]
	file, err := os.Create(path)
	if err != nil {
		return "", err
	}
	if err := csv.NewWriter(file).WriteAll(append(rows[:1:1], keep...)); err != nil {
		return "", err
	}
	return dir, file.Close()
}
