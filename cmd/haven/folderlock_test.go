package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

// border is a scenario's folder as haven new writes it, with tables to import.
func border(t *testing.T, tables int) (dir string, files []string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "border")
	if code := haven(context.Background(), []string{"new", dir}, io.Discard, io.Discard); code != 0 {
		t.Fatalf("haven new ended with %d", code)
	}
	for i := range tables {
		path := filepath.Join(t.TempDir(), "counts.csv")
		text := fmt.Sprintf("Date,Location,Individuals\n2030-03-%02d,East,%d\n", i+10, i+100)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	return dir, files
}

func TestImportsAtOnceLoseNothing(t *testing.T) {
	dir, files := border(t, 8)
	var all sync.WaitGroup
	for _, file := range files {
		all.Go(func() {
			var said bytes.Buffer
			if code := haven(context.Background(), []string{"import", "unhcr", file, "--into", dir}, io.Discard, &said); code != 0 {
				t.Errorf("an import ended with %d: %s", code, said.String())
			}
		})
	}
	all.Wait()
	data, err := os.ReadFile(filepath.Join(dir, "observations.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), "unhcr_east_"); n < len(files) {
		t.Errorf("of %d imports at once, observations.csv has %d rows", len(files), n)
	}
	if _, err := os.Stat(filepath.Join(dir, scenarioLock)); err == nil {
		t.Errorf("%s is left behind", scenarioLock)
	}
}

func TestAnImportWaitsForAnother(t *testing.T) {
	dir, files := border(t, 1)
	other := flock.New(filepath.Join(dir, scenarioLock))
	if got, err := other.TryLock(); err != nil || !got {
		t.Fatalf("%v, %v", got, err)
	}
	said, tell := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- haven(context.Background(), []string{"import", "unhcr", files[0], "--into", dir}, io.Discard, tell)
		_ = tell.Close() // a pipe's end does not fail
	}()
	first := make([]byte, 4096)
	n, err := said.Read(first)
	if err != nil || !strings.Contains(string(first[:n]), "another haven is at work in "+dir) {
		t.Errorf("it said %q, %v", first[:n], err)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	select {
	case code := <-ended:
		t.Fatalf("it ended with %d and did not wait", code)
	case <-time.After(100 * time.Millisecond):
	}
	if err := other.Unlock(); err != nil {
		t.Fatal(err)
	}
	if code := <-ended; code != 0 {
		t.Errorf("it ended with %d", code)
	}
}

func TestAWaitingImportCanBeStopped(t *testing.T) {
	dir, _ := border(t, 0)
	other := flock.New(filepath.Join(dir, scenarioLock))
	if got, err := other.TryLock(); err != nil || !got {
		t.Fatalf("%v, %v", got, err)
	}
	defer other.Unlock()
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var said bytes.Buffer
	if code := haven(ctx, []string{"import", "unhcr", "counts.csv", "--into", dir}, io.Discard, &said); code == 0 || !strings.Contains(said.String(), "stopped while another haven was at work in "+dir+"; nothing was written") {
		t.Errorf("it ended with %d and said %s", code, said.String())
	}
}
