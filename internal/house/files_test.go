package house

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

const maxLines = 500

func TestNoSourceFileIsLongerThan500Lines(t *testing.T) {
	for _, name := range trackedFiles(t) {
		switch path.Ext(name) {
		case ".go", ".ts", ".svelte":
			if n := strings.Count(read(t, name), "\n"); n > maxLines {
				t.Errorf("%s has %d lines, at most %d: one file, one job", name, n, maxLines)
			}
		}
	}
}

// ofOneMachine are traces of the machine a file was made on: absolute paths of
// a home or work folder, hosts of a local network, package sources that
// settings and lock files pick up from a developer's own configuration. A pattern needs one of its
// words, which are found much sooner.
var ofOneMachine = []struct {
	words   []string
	pattern *regexp.Regexp
}{
	{[]string{"/work/", "/root/", "/home/", "/Users/"}, regexp.MustCompile(`(?:^|[\s"'(=:])/(?:work|root|home|Users)/[A-Za-z]`)},
	{[]string{"registry", "GOPROXY", "GONOSUMDB", "index-url"}, regexp.MustCompile(`^\s*(?:registry|GOPROXY|GONOSUMDB|index-url)\s*=`)},
	{[]string{"http"}, regexp.MustCompile(`https?://(?:localhost|127\.0\.0\.1|10\.|192\.168\.)`)},
}

// resolved is where a lock file takes a package from.
var resolved = regexp.MustCompile(`"resolved": "([^"]+)"`)

const npmRegistry = "https://registry.npmjs.org/"

// mayNameHosts are files whose business is such a host.
var mayNameHosts = map[string]string{
	"internal/house/files_test.go": "holds the patterns",
}

func TestNothingOfOneMachineIsTracked(t *testing.T) {
	for _, name := range trackedFiles(t) {
		if isBinary(name) || mayNameHosts[name] != "" {
			continue
		}
		text, number := read(t, name), 0
		for line := range strings.Lines(text) {
			number++
			for _, trace := range ofOneMachine {
				if slices.ContainsFunc(trace.words, func(word string) bool { return strings.Contains(line, word) }) && trace.pattern.MatchString(line) {
					t.Errorf("%s:%d: %q is of one machine only", name, number, strings.TrimSpace(trace.pattern.FindString(line)))
				}
			}
		}
		if path.Ext(name) != ".json" {
			continue
		}
		for _, m := range resolved.FindAllStringSubmatch(text, -1) {
			if !strings.HasPrefix(m[1], npmRegistry) {
				t.Errorf("%s resolves a package from %s; only %s is public", name, m[1], npmRegistry)
				break
			}
		}
	}
}

var unfinished = regexp.MustCompile(`\b(?:TODO|FIXME|XXX|HACK)\b`)

func TestNoUnfinishedBusinessInSources(t *testing.T) {
	for _, name := range trackedFiles(t) {
		switch path.Ext(name) {
		case ".go", ".ts", ".svelte", ".md":
			if name != "internal/house/files_test.go" && unfinished.MatchString(read(t, name)) {
				t.Errorf("%s says %q: finish it, or say in the docs what is missing", name, unfinished.FindString(read(t, name)))
			}
		}
	}
}

// links of Markdown files, without those to other sites and to headings.
var mdLink = regexp.MustCompile(`\]\(([^)#:\s]+)(?:#[^)]*)?\)`)

func TestDocumentLinksLeadSomewhere(t *testing.T) {
	for _, name := range trackedFiles(t) {
		if path.Ext(name) != ".md" {
			continue
		}
		for _, m := range mdLink.FindAllStringSubmatch(read(t, name), -1) {
			target := filepath.Join(root, path.Dir(name), m[1])
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
	}
}

// isBinary names pictures, and the page that web/ builds: nobody reads it line
// by line.
func isBinary(name string) bool {
	switch path.Ext(name) {
	case ".png", ".parquet", ".woff2", ".gz", ".zst":
		return true
	}
	return strings.HasPrefix(name, "internal/report/page/")
}

func trackedFiles(t *testing.T) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", "ls-files", "-z")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("not a git checkout: %v", err)
	}
	return strings.Split(strings.TrimRight(string(out), "\x00"), "\x00")
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if os.IsNotExist(err) {
		return "" // deleted, not yet committed
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
