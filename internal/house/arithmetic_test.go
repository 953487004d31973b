package house

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// exact are the packages whose arithmetic decides draws or stands in tables.
var exact = []string{"draw", "internal/network", "movement", "ensemble", "results", "skill", "internal/fit", "internal/forecast/filter", "internal/forecast/counts", "internal/study/sensitivity", "internal/study/sobol"}

// fused is a multiply-add in one rounding as the arm64 compiler lists it, with
// the line it comes from.
var fused = regexp.MustCompile(`\(([^()\s]+\.go:\d+)\)\s+FN?M(?:ADD|SUB)[SD]\b`)

// A fused multiply-add rounds once where other processors round twice, so the
// same seed would not give the same bytes there. Products that are added to
// something are therefore converted: float64(a*b) + c.
func TestNoProcessorFusesTheArithmeticOfDraws(t *testing.T) {
	args := []string{"build"}
	var packages []string
	for _, name := range exact {
		if found, _ := filepath.Glob(filepath.Join(root, name, "*.go")); found != nil {
			args = append(args, "-gcflags=haven/"+name+"=-S")
			packages = append(packages, "haven/"+name)
		}
	}
	if packages == nil {
		t.Fatal("none of the packages is there")
	}
	cmd := exec.CommandContext(t.Context(), "go", append(args, packages...)...)
	cmd.Env = append(os.Environ(), "GOARCH=arm64", "GOOS=linux", "CGO_ENABLED=0")
	listing, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("building for arm64: %v\n%s", err, listing)
	}
	if !strings.Contains(string(listing), "STEXT") {
		t.Fatal("the compiler listed nothing")
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(listing)) {
		if !strings.Contains(line, "MADD") && !strings.Contains(line, "MSUB") { // most of a million lines, which the pattern is slow on
			continue
		}
		if m := fused.FindStringSubmatch(line); m != nil && !seen[m[1]] {
			seen[m[1]] = true
			t.Errorf("%s: fused on arm64; write float64(a*b) + c", m[1])
		}
	}
}
