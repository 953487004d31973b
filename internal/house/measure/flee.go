//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// conflicts are Flee's folders and how many milliseconds a whole run of each
// may take.
var conflicts = []struct {
	name  string
	bound int
}{{"mali2012", 30}, {"burundi2015", 60}, {"car2013", 300}, {"ssudan2013", 160}, {"syria2013", 400}, {"nigeria2016", 350}}

// flee runs Flee's folders as a user would, tables and Flee's output included.
// Folders of results stay until the end: where many files have just been
// removed, some file systems take long to make new ones.
func (b *bench) flee() error {
	if _, err := os.Stat(b.conflicts); err != nil {
		fmt.Printf("\nno Flee folders in %s: name their folder with -conflicts\n", b.conflicts)
		return nil
	}
	fmt.Printf("\n| folder | bound ms | least ms | median ms | least ms of CPU | of that until simulated | memory |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for _, c := range conflicts {
		if err := b.folder(c.name, c.name, strconv.Itoa(c.bound), repeats); err != nil {
			return err
		}
	}
	for _, c := range conflicts {
		if err := b.folder(c.name+", people times 10,000", c.name, "", 1, "--set", "parameters.scale=10000"); err != nil {
			return err
		}
	}
	return b.folder("mali2012, 1,000 members", "mali2012", "12000", 1, "--members", "1000")
}

// folder runs one folder a number of times and prints a row.
func (b *bench) folder(what, name, bound string, times int, args ...string) error {
	var walls, cpus, simulating []float64
	memory := 0.0
	for range times {
		b.runs++
		out := filepath.Join(b.work, fmt.Sprintf("run-%d", b.runs))
		cmd := exec.Command(b.haven, append([]string{"run", filepath.Join(b.conflicts, name), "--no-report", "--flee-output", out + ".csv", "--out", out}, args...)...)
		t, err := wall(cmd)
		if err != nil {
			return err
		}
		s, err := simulatingTime(out)
		if err != nil {
			return err
		}
		walls, cpus, simulating = append(walls, t.wall), append(cpus, t.cpu), append(simulating, s)
		if used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			memory = max(memory, float64(used.Maxrss)/1024)
		}
	}
	slices.Sort(walls)
	fmt.Printf("| %s | %s | %.1f | %.1f | %.1f | %.0f | %.0f MiB |\n", what, bound,
		1000*walls[0], 1000*walls[times/2], 1000*slices.Min(cpus), 1000*slices.Min(simulating), memory)
	return nil
}
