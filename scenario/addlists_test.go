package scenario

import (
	"slices"
	"testing"
)

// TestListsAreAddedUp works Flee's way of adding two lists out by hand.
func TestListsAreAddedUp(t *testing.T) {
	for _, c := range []struct {
		name       string
		a, b, want []registered
		fails      bool
	}{
		{"the same days", []registered{{0, 1}, {5, 2}}, []registered{{0, 10}, {5, 20}}, []registered{{0, 11}, {5, 22}}, false},
		{"a day of the first alone takes the second's last", []registered{{0, 1}, {3, 2}, {5, 3}}, []registered{{0, 10}, {5, 20}}, []registered{{0, 11}, {3, 12}, {5, 23}}, false},
		{"a day of the second alone takes the first's next", []registered{{0, 1}, {5, 3}}, []registered{{0, 10}, {2, 20}, {5, 30}}, []registered{{0, 11}, {2, 23}, {5, 33}}, false},
		{"what the first has left is dropped", []registered{{0, 1}, {5, 2}, {9, 3}}, []registered{{0, 10}, {5, 20}}, []registered{{0, 11}, {5, 22}}, false},
		{"what the second has left repeats the first's last day", []registered{{0, 1}, {5, 2}}, []registered{{0, 10}, {5, 20}, {8, 30}, {9, 40}}, []registered{{0, 11}, {5, 22}, {5, 22}, {5, 22}}, false},
		{"the second begins earlier", []registered{{5, 1}}, []registered{{0, 10}, {5, 20}}, []registered{{0, 11}, {5, 21}}, false},
		{"the second begins later", []registered{{0, 1}, {5, 2}}, []registered{{3, 10}}, nil, true},
		{"an empty list", nil, []registered{{3, 10}}, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := addLists(c.a, c.b)
			if ok == c.fails || !c.fails && !slices.Equal(got, c.want) {
				t.Errorf("%v (%v), want %v", got, ok, c.want)
			}
		})
	}
}
