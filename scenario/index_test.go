package scenario

import "testing"

// Hashes of different ids may meet; then rows are told apart by their text.
func TestIndexTellsIdsApartWhoseHashesMeet(t *testing.T) {
	for name, hash := range map[string]func([]byte) uint64{
		"good hashes": hashKey,
		"all meet":    func([]byte) uint64 { return 7 },
		"some meet":   func(key []byte) uint64 { return uint64(key[0]) },
	} {
		s := &Scenario{Places: []Place{{ID: "a"}, {ID: "b"}, {ID: "ab"}, {ID: "a"}, {ID: "ab"}, {ID: "c"}}}
		x := newIndex(s, placesTable)
		x.hash = hash
		want := []int{-1, -1, -1, 0, 2, -1} // the row that has the id already
		for i := range s.Places {
			if got := x.add(i); got != want[i] {
				t.Errorf("%s: adding row %d found row %d, want %d", name, i, got, want[i])
			}
		}
		for id, row := range map[string]int{"a": 0, "b": 1, "ab": 2, "c": 5, "d": -1, "abc": -1} {
			if got := x.find(id); got != row {
				t.Errorf("%s: %s is in row %d, want %d", name, id, got, row)
			}
		}
	}
}

func TestOrdinals(t *testing.T) {
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 102: "102nd", 111: "111th"} {
		if got := ordinal(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}
