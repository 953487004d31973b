package scenario_test

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"haven/internal/calendar"
	"haven/internal/house/long"
	"haven/scenario"
)

// stream is a file that is made while it is read, so that a test of a large
// file does not hold it itself.
type stream struct {
	size  int64
	fill  func(b *bytes.Buffer, n int) // appends the n-th piece
	ready bytes.Buffer
	n     int
	read  int64
}

func (s *stream) Read(p []byte) (int, error) {
	for s.ready.Len() == 0 {
		if s.read >= s.size {
			return 0, io.EOF
		}
		s.ready.Reset()
		s.fill(&s.ready, s.n)
		s.n++
	}
	n, err := s.ready.Read(p)
	s.read += int64(n)
	return n, err
}

func (s *stream) Close() error               { return nil }
func (s *stream) Stat() (fs.FileInfo, error) { return info{s.size}, nil }

type info struct{ size int64 }

func (i info) Name() string       { return "large.csv" }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return 0o444 }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return false }
func (i info) Sys() any           { return nil }

// withLarge is toy-border with one large file.
type withLarge struct {
	fstest.MapFS
	name string
	file *stream
}

func (f withLarge) Open(name string) (fs.File, error) {
	if name == f.name {
		return f.file, nil
	}
	return f.MapFS.Open(name)
}

// peak runs something and returns the largest heap seen meanwhile, bytes above
// the heap before.
func peak(run func()) uint64 {
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var most atomic.Uint64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most.Store(max(most.Load(), now.HeapInuse))
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	run()
	close(stop)
	<-done
	return most.Load() - min(most.Load(), before.HeapInuse)
}

const (
	mega  = 1 << 20
	large = 200 * mega
)

// departuresOf fills departures.csv with rows that are right: people of four
// groups leave many towns on every day of the period.
func departuresOf(towns int) (*stream, string) {
	var places strings.Builder
	for i := range towns {
		fmt.Fprintf(&places, "t%05d,Town %d,town,XAA,Millshire,,50,10,1000,,assumed: x\n", i, i)
	}
	groups := []string{"men", "families", "exempt", "without"}
	day := calendar.Day(2030, 3, 1)
	return &stream{size: large, fill: func(b *bytes.Buffer, n int) {
		if n == 0 {
			b.WriteString(departures)
			return
		}
		n-- // a piece is a town and day
		if n >= towns*28 {
			fmt.Fprintf(b, "more rows than towns\n")
			return
		}
		for _, g := range groups {
			fmt.Fprintf(b, "%s,t%05d,%s,%d,,assumed: made up for a test of size\n", day+calendar.Date(n%28), n/28, g, n%7)
		}
	}}, places.String()
}

func TestAValidTableOf200MBIsReadInBoundedMemory(t *testing.T) {
	if !long.Tests() {
		t.Skip("takes seconds and most of a gigabyte; set HAVEN_LONG=1")
	}
	file, towns := departuresOf(32_000)
	files := withLarge{toy(t, edit{"places.csv", "bridge,The bridge", towns + "bridge,The bridge"}), "departures.csv", file}
	var s *scenario.Scenario
	var err error
	used := peak(func() { s, err = scenario.LoadFS(files, "large") })
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rows of %d MB read with a heap of %d MB", len(s.Departures), file.read/mega, used/mega)
	if rows := len(s.Departures); rows < 3_000_000 {
		t.Errorf("%d rows", rows)
	}
	// A row is 72 bytes here and about 60 in the file; the index of keys takes some 20.
	if bound := uint64(4 * large); used > bound {
		t.Errorf("heap of %d MB, bound %d MB", used/mega, bound/mega)
	}
}

func TestALargeTableThatIsWrongIsGivenUpEarly(t *testing.T) {
	for _, c := range []struct {
		name string
		fill func(b *bytes.Buffer, n int)
		want string
	}{
		{"every row is wrong", func(b *bytes.Buffer, n int) {
			fmt.Fprintf(b, "2030-03-0%d,nowhere%d,men,-%d,,assumed: x\n", n%9+1, n, n+1)
		}, "people is -1; allowed: 0 or more"},
		{"a quote never closed", func(b *bytes.Buffer, n int) {
			if n == 0 {
				b.WriteString(`2030-03-01,mill,men,5,,"assumed: `)
			}
			b.WriteString("2030-03-01,mill,men,5,,assumed: x\n")
		}, "a row is longer than"},
		{"one endless line", func(b *bytes.Buffer, n int) { b.WriteString("0123456789") }, "a row is longer than"},
		{"nothing but line ends", func(b *bytes.Buffer, n int) { b.WriteString("\n\n\n\n\n\n\n\n") }, ""},
		{"nothing but commas", func(b *bytes.Buffer, n int) { b.WriteString(",,,,,\n") }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			size := int64(large)
			if c.want == "" {
				size = 8 * mega // read to its end
			}
			file := &stream{size: size, fill: func(b *bytes.Buffer, n int) {
				if n == 0 {
					b.WriteString(departures)
				} else {
					c.fill(b, n-1)
				}
			}}
			var found scenario.Problems
			used := peak(func() { found = scenario.CheckFS(withLarge{toy(t), "departures.csv", file}, "large") })
			if used > 64*mega {
				t.Errorf("heap of %d MB", used/mega)
			}
			if len(found) > 250 {
				t.Errorf("%d problems", len(found))
			}
			if c.want == "" {
				return
			}
			if file.read > 4*mega {
				t.Errorf("%d MB were read", file.read/mega)
			}
			if !strings.Contains(found.Error(), c.want) {
				t.Errorf("got:\n%v", found[:min(3, len(found))])
			}
		})
	}
}

func BenchmarkReadTable(b *testing.B) {
	for range b.N {
		file, towns := departuresOf(3_200)
		file.size = large / 10
		files := withLarge{toy(b, edit{"places.csv", "bridge,The bridge", towns + "bridge,The bridge"}), "departures.csv", file}
		s, err := scenario.LoadFS(files, "large")
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(file.read)
		b.ReportMetric(float64(len(s.Departures)), "rows")
	}
}

func BenchmarkGenerate(b *testing.B) {
	for _, places := range []int{2_000, 20_000, 200_000} {
		b.Run(fmt.Sprint(places), func(b *testing.B) {
			for range b.N {
				if _, err := scenario.Generate(scenario.GenerateOptions{Places: places, People: int64(places) * 50_000, Seed: 1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
