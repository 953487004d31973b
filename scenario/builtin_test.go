package scenario_test

import (
	"testing"

	"haven/scenario"
)

func TestBuiltinScenariosHaveNoMistakes(t *testing.T) {
	for _, name := range []string{"toy-border"} {
		if found := scenario.Check(name); len(found) > 0 {
			t.Errorf("%s:\n%v", name, found)
		}
	}
}
