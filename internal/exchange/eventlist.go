package exchange

import (
	"cmp"
	"hash/fnv"
	"slices"

	"haven/internal/calendar"
)

// event is what a row says of an event. A million of them are held until the file has ended, so they are small and
// without pointers.
type event struct {
	id, said    uint64 // hashes (FNV-1a) of its id and of all that is read of it; of a million ids, two are taken for one once in 40 million files
	stamp       int64  // when it was entered, seconds since 1970; 0: not said
	killed      float64
	line        int32
	day, known  calendar.Date
	place, left int32 // in the list's words; left: why it is left out
}

// eventList holds the rows of events and gives each event once: newer editions of the data, and files that have a
// row for each actor, hold an event several times.
type eventList struct {
	blocks [][]event
	words  []string
	known  map[string]int32
}

// perBlock keeps the list from being copied as it grows.
const perBlock = 1 << 12

// add keeps a row; without an id it is an event of its own.
func (l *eventList) add(e event, id string, stamp int64, place, left string, said []string) {
	h := fnv.New64a()
	if id != "" {
		_, _ = h.Write([]byte(id)) // a hash does not fail
		e.id = h.Sum64()
		h.Reset()
		for _, text := range said {
			_, _ = h.Write([]byte(text))
			_, _ = h.Write([]byte{0})
		}
		e.said, e.stamp = h.Sum64(), stamp
	}
	e.place, e.left = l.word(place), l.word(left)
	last := len(l.blocks) - 1
	if last < 0 || len(l.blocks[last]) == perBlock {
		l.blocks = append(l.blocks, make([]event, 0, perBlock))
		last++
	}
	l.blocks[last] = append(l.blocks[last], e)
}

func (l *eventList) word(text string) int32 {
	at, seen := l.known[text]
	if !seen {
		if l.known == nil {
			l.known = map[string]int32{}
		}
		at = int32(len(l.words)) //nolint:gosec // places and reasons are few
		l.known[text] = at
		l.words = append(l.words, text)
	}
	return at
}

func (l *eventList) at(i int32) *event { return &l.blocks[i/perBlock][i%perBlock] }

// each gives every event once, by the newest of its rows, and says how many rows were repeats. Two of the newest that
// say different things contradict each other.
func (l *eventList) each(take func(e *event, place, why string), contradicts func(one, other *event)) (repeats int) {
	var order []int32
	for b := range l.blocks {
		for i := range l.blocks[b] {
			order = append(order, int32(b*perBlock+i)) //nolint:gosec // as lines
		}
	}
	slices.SortFunc(order, func(x, y int32) int {
		a, b := l.at(x), l.at(y)
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(b.stamp, a.stamp), cmp.Compare(x, y))
	})
	var against [][2]int32
	for i, newest := 0, int32(0); i < len(order); i++ {
		e := l.at(order[i])
		if i == 0 || e.id == 0 || e.id != l.at(newest).id {
			newest = order[i]
			take(e, l.words[e.place], l.words[e.left])
			continue
		}
		repeats++
		if n := l.at(newest); e.said != n.said && (e.stamp == n.stamp || e.stamp == 0) {
			against = append(against, [2]int32{newest, order[i]})
		}
	}
	slices.SortFunc(against, func(x, y [2]int32) int { return cmp.Compare(x[1], y[1]) })
	for _, pair := range against {
		contradicts(l.at(pair[0]), l.at(pair[1]))
	}
	return repeats
}
