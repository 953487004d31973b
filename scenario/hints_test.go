package scenario_test

import (
	"testing"

	"haven/scenario"
)

func TestAHintIsANumber(t *testing.T) {
	for written, want := range map[string]string{
		"2,5": "write a decimal point: 2.5", "1,250": "write digits without separators (1250), or a decimal point (1.250)",
		"1.250,5": "", "12%": "write a share: 0.12",
	} {
		if got := scenario.NumberHint(written); got != want {
			t.Errorf("of %q it says %q, want %q", written, got, want)
		}
	}
}
