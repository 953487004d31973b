// Command fleecharts draws the charts of docs/flee.md: every camp of every real
// conflict as haven has it, with Flee's own runs on top.
//
//	go run ./internal/house/fleecharts [-shared ../shared/flee] [-charts docs/images] [-members 100] [CONFLICT...]
//
// The conflicts and Flee's runs lie outside of the repository. Where they are absent
// nothing is drawn, and the program says so.
package main

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"haven/internal/flee"
	"haven/movement"
	"haven/scenario"
)

func main() {
	shared := flag.String("shared", "", "the folder of conflicts/ and reference/ (default: shared/flee beside the repository)")
	charts := flag.String("charts", "docs/images", "where to write the charts")
	members := flag.Int("members", 100, "members of each ensemble")
	flag.Parse()
	root, ok := find(*shared)
	if !ok {
		fmt.Println("fleecharts: nothing drawn: needs the real conflicts and Flee's runs of them in ../shared/flee, which are not part of the repository")
		return
	}
	for _, c := range conflicts {
		if flag.NArg() > 0 && !slices.Contains(flag.Args(), c.name) {
			continue
		}
		if err := c.draw(root, *charts, *members); err != nil {
			fmt.Fprintf(os.Stderr, "fleecharts: %s: %v\n", c.name, err)
			os.Exit(1)
		}
	}
}

// find is the folder that was named, or shared/flee beside the repository or, in a
// worktree, beside the folder of worktrees.
func find(named string) (root string, ok bool) {
	for _, dir := range []string{named, "../shared/flee", "../../shared/flee"} {
		if _, err := os.Stat(filepath.Join(dir, "reference")); dir != "" && err == nil {
			return dir, true
		}
	}
	return "", false
}

// conflict is one chart: the lowest hasten at which Flee ran it.
type conflict struct {
	name   string
	hasten int
}

var conflicts = []conflict{{"mali2012", 1}, {"burundi2015", 1}, {"car2013", 1}, {"ssudan2013", 1}, {"nigeria2016", 10}, {"syria2013", 100}}

func (c conflict) draw(root, charts string, n int) error {
	sc, _, err := flee.Open(filepath.Join(root, "conflicts", c.name), flee.Options{})
	if err != nil {
		return err
	}
	if sc, err = sc.With(map[string]float64{"neighbours.hasten": float64(c.hasten)}); err != nil {
		return err
	}
	p := &page{conflict: c, members: n, from: sc.Period.From}
	pattern := "seed*.csv"
	if c.hasten > 1 {
		pattern = fmt.Sprintf("hasten%d-seed*.csv", c.hasten)
	}
	files, err := filepath.Glob(filepath.Join(root, "reference", c.name, pattern))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no run of Flee's matches %s", pattern)
	}
	for _, file := range files {
		run, err := readRun(file)
		if err != nil {
			return err
		}
		p.flee = append(p.flee, run)
	}
	for _, at := range sc.Outputs() {
		p.camps = append(p.camps, sc.Places[at].Name)
	}
	if p.bands, err = bands(sc, n); err != nil {
		return err
	}
	name := filepath.Join(charts, "flee-"+c.name+".svg")
	text := p.svg()
	fmt.Printf("%s: %d camps, %d kB\n", name, len(p.camps), len(text)/1000)
	return os.WriteFile(name, []byte(text), 0o644)
}

// readRun reads the simulated people of one of Flee's outputs, by camp and day.
func readRun(file string) ([][]int64, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	var run [][]int64
	for i, name := range rows[0] {
		if !strings.HasSuffix(name, " sim") {
			continue
		}
		camp := make([]int64, 0, len(rows)-1)
		for _, row := range rows[1:] {
			n, err := strconv.ParseInt(row[i], 10, 64)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			camp = append(camp, n)
		}
		run = append(run, camp)
	}
	return run, nil
}

// band is a camp's quantiles by day.
type band struct{ low, middle, high []int64 }

// bands runs an ensemble and takes every camp's 5, 50 and 95 % quantiles.
func bands(sc *scenario.Scenario, n int) ([]band, error) {
	frame, err := movement.Prepare(sc)
	if err != nil {
		return nil, err
	}
	m, err := frame.Compile(sc)
	if err != nil {
		return nil, err
	}
	rec := m.NewRecord()
	var values [][]int64 // by camp and day: n values
	for member := range n {
		if err := m.Simulate(context.Background(), 1, member, rec); err != nil {
			return nil, err
		}
		camps := rec.Find("stock", "destination")
		if values == nil {
			values = make([][]int64, len(camps.Values))
		}
		for i, x := range camps.Values {
			values[i] = append(values[i], x)
		}
	}
	out := make([]band, len(values)/rec.Days)
	for i, x := range values {
		slices.Sort(x)
		b, at := &out[i/rec.Days], func(percent int) int64 { return x[min(n-1, n*percent/100)] }
		b.low, b.middle, b.high = append(b.low, at(5)), append(b.middle, at(50)), append(b.high, at(95))
	}
	return out, nil
}
