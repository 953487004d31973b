//go:build unix

// Command measure times the built program as a user would run it, and prints
// the table and writes the charts of docs/performance.md.
//
//	go run ./internal/house/measure [-haven bin/haven] [-charts docs/images] [-conflicts DIR] [SERIES...]
//
// SERIES: founding, members, places, large, small, flee; all unless given.
package main

import (
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

func main() {
	haven := flag.String("haven", "bin/haven", "the program to measure")
	charts := flag.String("charts", "docs/images", "where to write the charts")
	conflicts := flag.String("conflicts", "../shared/flee/conflicts", "where Flee's folders are")
	flag.Parse()
	if err := run(*haven, *charts, *conflicts, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

// cost is what one run of the program took.
type cost struct {
	wall, simulating float64 // seconds
	memory           float64 // MiB, the most that was resident
}

type bench struct {
	haven, work, charts string
	conflicts           string // folder of Flee's folders
	runs                int
}

func run(haven, charts, conflicts string, only []string) error {
	work, err := os.MkdirTemp("", "haven-measure-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }() // a temporary folder
	b := &bench{haven: haven, work: work, charts: charts, conflicts: conflicts}
	series := []struct {
		name string
		do   func() error
	}{{"founding", b.founding}, {"members", b.members}, {"places", b.places}, {"large", b.large}, {"small", b.small}, {"flee", b.flee}}
	fmt.Println("| what | seconds | simulating | memory |")
	fmt.Println("| --- | ---: | ---: | ---: |")
	for _, s := range series {
		if len(only) > 0 && !slices.Contains(only, s.name) {
			continue
		}
		if err := s.do(); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

// founding is the scenario the project began with, at three sizes.
func (b *bench) founding() error {
	for _, scale := range []string{"1", "1000", "100000"} {
		_, err := b.time("russia-2022, 200 members, people and capacities times "+scale, "russia-2022", "--members", "200", "--set", "parameters.scale="+scale)
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) members() error {
	var points []point
	for _, n := range []int{25, 50, 100, 200, 400} {
		c, err := b.time(fmt.Sprintf("russia-2022, %d members", n), "russia-2022", "--members", strconv.Itoa(n))
		if err != nil {
			return err
		}
		points = append(points, point{float64(n), c.wall})
	}
	return writeChart(filepath.Join(b.charts, "time-members.svg"), chart{
		title: "russia-2022: time against members", x: "members", y: "seconds", points: points})
}

func (b *bench) places() error {
	var points []point
	for _, n := range []int{1000, 2000, 4000, 6000, 8000} {
		c, err := b.world(n, 10_000_000)
		if err != nil {
			return err
		}
		points = append(points, point{float64(n), c.simulating})
	}
	return writeChart(filepath.Join(b.charts, "time-places.svg"), chart{
		title: "Generated worlds of 10 million people, one member: time against places", x: "places", y: "seconds simulating", points: points})
}

func (b *bench) large() error {
	_, err := b.world(20_000, 1_000_000_000)
	return err
}

// world generates a world and runs one member of it.
func (b *bench) world(places int, people int64) (cost, error) {
	dir := filepath.Join(b.work, fmt.Sprintf("world-%d-%d", places, people))
	out, err := exec.Command(b.haven, "generate", "world", "--places", strconv.Itoa(places), "--people", strconv.FormatInt(people, 10), "--seed", "1", "--out", dir).CombinedOutput()
	if err != nil {
		return cost{}, fmt.Errorf("%w: %s", err, out)
	}
	return b.time(fmt.Sprintf("world of %d places, %d people, 1 member", places, people), dir, "--members", "1", "--no-report")
}

// time runs the program on a scenario and prints a row.
func (b *bench) time(what string, args ...string) (cost, error) {
	b.runs++
	dir := filepath.Join(b.work, fmt.Sprintf("run-%d", b.runs))
	cmd := exec.Command(b.haven, append([]string{"run", "--out", dir}, args...)...)
	began := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return cost{}, fmt.Errorf("%w: %s", err, out)
	}
	c := cost{wall: time.Since(began).Seconds()}
	if used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.memory = float64(used.Maxrss) / 1024 // kilobytes on Linux
	}
	if c.simulating, err = simulatingTime(dir); err != nil {
		return cost{}, err
	}
	if err := somebodyStays(filepath.Join(dir, "exports", "countries.csv")); err != nil {
		return cost{}, err
	}
	fmt.Printf("| %s | %.1f | %.1f | %.0f MiB |\n", what, c.wall, c.simulating, c.memory)
	return c, os.RemoveAll(dir)
}

// somebodyStays looks for people in the exported table of countries: how fast nothing is found says nothing.
func somebodyStays(table string) error {
	f, err := os.Open(table)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	rows := csv.NewReader(f)
	head, err := rows.Read()
	if err != nil {
		return err
	}
	measure, mean := slices.Index(head, "measure"), slices.Index(head, "mean")
	if measure < 0 || mean < 0 {
		return fmt.Errorf("%s has no columns measure and mean", table)
	}
	for {
		row, err := rows.Read()
		if err != nil {
			return fmt.Errorf("%s: nobody stays anywhere on any day (%w)", table, err)
		}
		if people, err := strconv.ParseFloat(row[mean], 64); row[measure] == "stock" && err == nil && people > 0 {
			return nil
		}
	}
}

// simulatingTime is what a run says it took to read, search ways and simulate.
func simulatingTime(dir string) (seconds float64, err error) {
	text, err := os.ReadFile(filepath.Join(dir, "run.log.json"))
	if err != nil {
		return 0, err
	}
	var log struct {
		Simulating float64 `json:"seconds_simulating"`
	}
	err = json.Unmarshal(text, &log)
	return log.Simulating, err
}
