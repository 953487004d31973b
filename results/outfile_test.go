package results

import (
	"path/filepath"
	"testing"
	"time"
)

// TestOnlyWhatTookLongIsWaitedFor looks at whether files are synced.
func TestOnlyWhatTookLongIsWaitedFor(t *testing.T) {
	for _, c := range []struct {
		name string
		took time.Duration
		want bool
	}{
		{"a moment", 0, false},
		{"a second", time.Second, true},
		{"an hour", time.Hour, true},
	} {
		in := inputOf(t, 2)
		f := Begin(filepath.Join(t.TempDir(), "run"), in.Scenario)
		f.begun = f.begun.Add(-c.took)
		if err := f.Write(in); err != nil {
			t.Fatal(err)
		}
		if f.to.lasting != c.want {
			t.Errorf("after %s files are synced: %v, want %v", c.name, f.to.lasting, c.want)
		}
	}
}
