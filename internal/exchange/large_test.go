package exchange_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"haven/internal/exchange"
	"haven/internal/house/long"
)

// TestALargeFileIsReadInLittleMemory reads 200 MB of events, a hundred thousand of them at one place. It takes a while, so it runs
// with HAVEN_LONG=1.
func TestALargeFileIsReadInLittleMemory(t *testing.T) {
	if !long.Tests() {
		t.Skip("set HAVEN_LONG=1 to read 200 MB")
	}
	path := filepath.Join(t.TempDir(), "events.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	fmt.Fprintln(w, "event_id_cnty,event_date,event_type,country,location,latitude,longitude,geo_precision,notes,fatalities,timestamp")
	day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for n, written := 0, 0; written < 200<<20; n++ {
		k, _ := fmt.Fprintf(w, "X%d,%s,Battles,XAA,Mill,10.5,20,1,\"%0150d\",%d,\n", n, day.AddDate(0, 0, n%20000).Format("2006-01-02"), n, n%3)
		written += k
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	wander := load(t, folder(t, "wander"))
	stop, most := make(chan struct{}), make(chan uint64)
	go func() {
		var peak uint64
		for {
			select {
			case <-stop:
				most <- peak
				return
			case <-time.After(5 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapInuse)
			}
		}
	}()
	res, err := exchange.Read(path, wander, plainly("acled"))
	close(stop)
	peak := <-most
	if err != nil {
		t.Fatal(err)
	}
	if res.Rows < 900_000 || len(res.Addition.Conflicts) == 0 {
		t.Errorf("%d rows gave %d conflict days", res.Rows, len(res.Addition.Conflicts))
	}
	if peak > 128<<20 {
		t.Errorf("the heap grew to %d MB", peak>>20)
	}
	t.Logf("%d rows, heap up to %d MB", res.Rows, peak>>20)
}
