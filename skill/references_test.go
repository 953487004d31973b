package skill

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// reference finds one of Flee's own output files, which lie outside of the repository.
func reference(t *testing.T, name string) string {
	t.Helper()
	for _, root := range []string{"../..", "../../.."} {
		path := filepath.Join(root, "shared", "flee", "reference", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	t.Skip("needs Flee's reference outputs in ../shared/flee beside the repository, which are not part of it")
	return ""
}

// output reads the columns of Flee's output file that its errors are made of.
func output(t *testing.T, file string) (people, registered [][]float64, total []float64) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for j, name := range records[0] {
		column := make([]float64, len(records)-1)
		for d := range column {
			column[d], _ = strconv.ParseFloat(records[d+1][j], 64) // the date is none and not used
		}
		switch {
		case strings.HasSuffix(name, " sim"):
			people = append(people, column)
		case strings.HasSuffix(name, " data"):
			registered = append(registered, column)
		case name == "refugees in camps (UNHCR)":
			total = column
		}
	}
	return people, registered, total
}

// TestFleesErrorsAreThoseOfItsOwnOutputs holds the formula against the errors that Flee's
// own script printed for the files (reference/TIMES.md), within the printed digits.
func TestFleesErrorsAreThoseOfItsOwnOutputs(t *testing.T) {
	compared := 0
	for _, c := range []struct {
		files     string
		rescaled  []float64 // by seed, or lowest and highest of a range
		low, high float64   // of the raw error
	}{
		{"mali2012/seed%d.csv", []float64{0.3138, 0.3165, 0.3134, 0.3178}, 0.345, 0.349},
		{"burundi2015/seed%d.csv", []float64{0.4650, 0.4658}, 0.518, 0.518},
		{"burundi2015/hasten10-seed%d.csv", []float64{0.4670, 0.4656, 0.4655}, 0.516, 0.522},
		{"car2013/seed%d.csv", []float64{0.3646}, 0.333, 0.333},
		{"car2013/hasten10-seed%d.csv", []float64{0.3621, 0.3654, 0.3675}, 0.332, 0.334},
		{"ssudan2013/seed%d.csv", []float64{0.5432}, 0.511, 0.511},
		{"ssudan2013/hasten10-seed%d.csv", []float64{0.5449, 0.5423, 0.5373}, 0.509, 0.513},
		{"nigeria2016/hasten10-seed%d.csv", []float64{0.2111}, 0.258, 0.258},
		{"syria2013/hasten100-seed%d.csv", []float64{0.3407, 0.3378}, 0.331, 0.334},
	} {
		for i, want := range c.rescaled {
			file := reference(t, fmt.Sprintf(c.files, i+1))
			raw, rescaled := AveragedDifference(output(t, file))
			if math.Abs(rescaled-want) > 0.00005001 || raw < c.low-0.0005001 || raw > c.high+0.0005001 {
				t.Errorf("%s: raw %.5f, rescaled %.5f; Flee printed %g and %g to %g", file, raw, rescaled, want, c.low, c.high)
			}
			t.Logf("%s: raw %.5f, rescaled %.5f", c.files, raw, rescaled)
			compared++
		}
	}
	raw, rescaled := AveragedDifference(output(t, reference(t, "mali2012/seed1.csv")))
	if got := fmt.Sprintf("%.5f %.5f", raw, rescaled); got != "0.34513 0.31381" {
		t.Errorf("mali2012: %s, want 0.34513 0.31381", got)
	}
	for seed := 1; seed <= 12; seed++ {
		raw, rescaled := AveragedDifference(output(t, reference(t, fmt.Sprintf("mali2012/hasten10-seed%d.csv", seed))))
		if raw < 0.3405 || raw > 0.3525 || rescaled < 0.30965 || rescaled > 0.32175 {
			t.Errorf("mali2012 at hasten 10, seed %d: raw %.5f, rescaled %.5f; Flee printed 0.341-0.352, 0.3097-0.3217", seed, raw, rescaled)
		}
		compared++
	}
	t.Logf("%d of Flee's outputs compared", compared)
}
