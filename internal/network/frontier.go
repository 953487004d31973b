package network

// frontier is a heap of states to be looked at, the cheapest on top; of two
// equally cheap ones the first.
type frontier []item

type item struct {
	state int
	cost  float64
}

func (a item) before(b item) bool { return a.cost < b.cost || a.cost == b.cost && a.state < b.state }

func (f *frontier) push(x item) {
	heap := append(*f, x)
	*f = heap
	i := len(heap) - 1
	for i > 0 {
		up := (i - 1) / 2
		if !x.before(heap[up]) {
			break
		}
		heap[i] = heap[up]
		i = up
	}
	heap[i] = x
}

func (f *frontier) pop() item {
	heap := *f
	top, x := heap[0], heap[len(heap)-1]
	heap = heap[:len(heap)-1]
	*f = heap
	i := 0
	for {
		child := 2*i + 1
		if child >= len(heap) {
			break
		}
		if child+1 < len(heap) && heap[child+1].before(heap[child]) {
			child++
		}
		if !heap[child].before(x) {
			break
		}
		heap[i] = heap[child]
		i = child
	}
	if len(heap) > 0 {
		heap[i] = x
	}
	return top
}

// step is an arc as a search sees it, from where it ends. What a search asks
// of an arc stands side by side in memory: fetching it from arcs and links,
// which are spread wide, would take most of its time.
type step struct {
	arc, from   int32
	cost        float64
	hours, fare float32
	service     bool
}

// steps are the arcs that a search may pass, by the node they end at: those
// into node i are all[first[i]:first[i+1]].
type steps struct {
	all   []step
	first []int32
}

func (s *steps) into(node int32) []step { return s.all[s.first[node]:s.first[node+1]] }

// steps lists the arcs for searching. Crossings are ends, never passed
// through: arcs out of them are left out.
func (n *Network) steps() *steps {
	s := &steps{first: make([]int32, 0, len(n.in)+1)}
	for _, arcs := range n.in {
		s.first = append(s.first, int32(len(s.all)))
		for _, a := range arcs {
			arc := &n.Arcs[a]
			if n.isCrossing(arc.From) {
				continue
			}
			l := &n.Scenario.Links[arc.Link]
			s.all = append(s.all, step{arc: a, from: arc.From, cost: n.cost.of(l), hours: float32(l.Hours), fare: float32(l.FareUSD), service: arc.Service})
		}
	}
	s.first = append(s.first, int32(len(s.all)))
	return s
}
