package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	goRace = `{"Action":"pass","Package":"haven/a","Test":"TestOne"}
{"Action":"output","Package":"haven/a","Test":"TestLong","Output":"    a_test.go:9: set HAVEN_LONG=1\n"}
{"Action":"skip","Package":"haven/a","Test":"TestLong"}
{"Action":"pass","Package":"haven/a"}
`
	goLong = `{"Action":"pass","Package":"haven/a","Test":"TestLong"}
`
	goBroken = `{"Action":"fail","Package":"haven/b"}
`
	web = `{"success":true,"testResults":[{"name":"/x/a.test.ts","status":"passed","assertionResults":[
{"fullName":"map draws","status":"passed"},{"fullName":"map prints","status":"pending"}]}]}`
)

func TestTally(t *testing.T) {
	cases := []struct {
		name    string
		files   map[string]string
		allow   string
		require string
		closing string
		err     string
	}{
		{"a long test passed in its own run", map[string]string{"go-race.jsonl": goRace, "go-long.jsonl": goLong}, "", "go-race,go-long",
			"2 passed, 0 failed, 0 skipped", ""},
		{"a skip nobody allowed", map[string]string{"go-race.jsonl": goRace}, "", "",
			"1 passed, 0 failed, 1 skipped", "haven/a.TestLong was skipped"},
		{"a skip on a developer's machine", map[string]string{"go-race.jsonl": goRace}, "", "",
			"1 passed, 0 failed, 1 skipped", ""},
		{"a skip with a reason", map[string]string{"go-race.jsonl": goRace}, "haven/a.TestLong needs a day\n", "",
			"1 passed, 0 failed, 1 skipped", ""},
		{"a package that does not build", map[string]string{"go-race.jsonl": goRace + goBroken, "go-long.jsonl": goLong}, "", "",
			"2 passed, 1 failed, 0 skipped", "1 failed"},
		{"a browser test that did not run", map[string]string{"web-browser.json": web}, "", "web-browser",
			"1 passed, 0 failed, 1 skipped", "web-browser.map_prints was skipped"},
		{"a runner that left nothing", map[string]string{"go-long.jsonl": goLong}, "", "web-browser",
			"1 passed, 0 failed, 0 skipped", "no test of web-browser has passed"},
		{"an allowance without a reason", map[string]string{"go-long.jsonl": goLong}, "haven/a.TestLong\n", "", "", "without a reason"},
		{"nothing at all", nil, "", "", "", "no test results"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range c.files {
				write(t, filepath.Join(dir, name), text)
			}
			allow := ""
			if c.allow != "" {
				allow = filepath.Join(t.TempDir(), "allowed")
				write(t, allow, c.allow)
			}
			var out strings.Builder
			err := run(&out, dir, options{strict: c.name != "a skip on a developer's machine", allow: allow, require: c.require})
			if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("error %v, want one with %q", err, c.err)
			}
			if !strings.Contains(out.String(), c.closing) {
				t.Errorf("closes with %q, want %q", out.String(), c.closing)
			}
		})
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
