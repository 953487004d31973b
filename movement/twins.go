package movement

// twins are legs that nobody can tell apart but by the capacity of their
// crossings. One stands for all when options are chosen and counts once, with their
// capacities together; who keeps it keeps all of them. So splitting a crossing into two takes no
// room from other options, and changes nobody's.
type twins struct {
	like  []int64     // by leg: the same number for those alike; nil where none are
	stand [][][]int32 // by class and leg: the others it stands for
	stood [][]bool    // by class and leg: another one stands for it
}

// findTwins numbers the legs. Alike are those to one destination from alike
// crossings (network.Crossing.Like) by the same kind of lane.
func (f *Frame) findTwins() twins {
	some := false
	for i := range f.net.Crossings {
		some = some || f.net.Crossings[i].Like != int32(i)
	}
	if !some {
		return twins{}
	}
	type kind struct {
		crossing int32
		lane     string
	}
	type alike struct {
		destination, like int32
		lane              string
		nth               int
	}
	nth := make([]int, len(f.sc.Crossings)) // of the lanes of one kind at a crossing
	for c := range f.net.Crossings {
		seen := map[kind]int{}
		for _, row := range f.net.Crossings[c].Lanes {
			k := kind{int32(c), f.sc.Crossings[row].Lane}
			nth[row] = seen[k]
			seen[k]++
		}
	}
	t := twins{like: make([]int64, len(f.net.Legs))}
	number := map[alike]int64{}
	for l := range f.net.Legs {
		leg := &f.net.Legs[l]
		t.like[l] = -1 - int64(l)
		if leg.Crossing == none {
			continue
		}
		a := alike{leg.Destination, f.net.Crossings[leg.Crossing].Like, f.sc.Crossings[leg.Lane].Lane, nth[leg.Lane]}
		if _, ok := number[a]; !ok {
			number[a] = int64(len(number))
		}
		t.like[l] = number[a]
	}
	return t
}

// addClass finds who stands for whom among the legs that a class is ever offered.
func (t *twins) addClass(f *Frame, kept int32) {
	if t.like == nil {
		return
	}
	stand, stood := make([][]int32, len(t.like)), make([]bool, len(t.like))
	first := map[int64]int32{}
	for l := range t.like {
		if !f.offeredAnyDay(int32(l), kept) {
			continue
		}
		if s, ok := first[t.like[l]]; ok {
			stand[s], stood[l] = append(stand[s], int32(l)), true
		} else {
			first[t.like[l]] = int32(l)
		}
	}
	t.stand, t.stood = append(t.stand, stand), append(t.stood, stood)
}

// of are the legs that a leg stands for.
func (t *twins) of(class, leg int32) []int32 {
	if t.like == nil {
		return nil
	}
	return t.stand[class][leg]
}

func (t *twins) isStoodFor(class, leg int32) bool {
	return t.like != nil && t.stood[class][leg]
}

// shareWithTwins is K_c/K of a leg's crossing and of those it stands for.
func (u *usualDay) shareWithTwins(class, leg int32) float64 {
	share := u.share[leg]
	for _, twin := range u.twins.of(class, leg) {
		share += u.share[twin]
	}
	return share
}
