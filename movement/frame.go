package movement

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"haven/internal/network"
	"haven/scenario"
)

// Frame is what all members of one scenario share because no number that may
// be uncertain enters it: who is exchangeable with whom, the ways they
// consider, which policy is in force when, and the order of everything. It is
// immutable and safe for concurrent use.
type Frame struct {
	sc  *scenario.Scenario
	net *network.Network

	beside []*scenario.Scenario // which tell cohorts apart as well
	first  *Frame               // that this one goes on for (PrepareChange); nil: it holds from the first day on

	kept       []kept  // what is kept of a group after leaving
	keptOf     []int32 // by group
	classes    []int32 // the first group of each class: what the choice reads
	homes      []int   // groups that stand for all that are alike at home
	homeOf     []int32 // by group: the one that stands for it
	nthOfClass []int32 // by kept: its number among those of its class
	mostAlike  int     // the most that one class has
	origins    []int32 // nodes where people live
	places     placeRoles
	services   []service
	ways       []way
	mayShut    []int32 // ways with a link that a policy names

	tableNeedsCar []bool
	tables        []table // options by chooser and class
	leaves        []leaf
	crosses       []crossNode
	dests         []destNode
	nests         []nest
	nestFrom      []int32 // by table, and where the last one ends
	gates         []gate
	priceOf       []int32 // by leaf: its place in the day's prices
	spreadOf      []uint8 // by leaf: the spread at which its utility is weighed
	noCar         []uint8 // by leaf: 1 where it needs no car
	lanes         []lane
	laneOf        []int32 // by leg; none
	passages      []passage
	passageOf     []int32 // by leg
	serviceOf,
	chooserOf []int32 // by arc; by node
	epochs     []epoch
	epochOfDay []int32
	layout     layout
	// discrepantFrom is the first day on which members carry discrepancy; never.
	discrepantFrom int
	regionKeys     []uint64 // by region of callup.csv, in the order of their first rows
	regionOfRow    []int32  // by row of callup.csv
	regionOf       []int32  // by origin; none
	usualRows      []usualRow
	pullRows       [][]int32 // of pulls.csv, by class and destination
	destinationAt  []int32   // by node; none
	ids            ids
	hours          *hours // when the day's leavers set out

	local bool    // the rule is neighbours: of all above only sc, layout and ends are used
	ends  []int32 // nodes where people arrive

	runs sync.Pool

	// Of the scenario as it stands, for members who differ in nothing of it.
	peopleOnce, timedOnce, costsOnce sync.Once

	people     []rates
	usualTimes timed
	usualCosts []standingCost // by way

	hashOnce sync.Once
	hash     uint64 // see stateHash
}

// kept is what a cohort keeps of its group once it has left: all that later
// rules read, and what the scenario names for reading.
type kept struct {
	class  int32
	size   int64 // people a party
	group  int32 // a group that stands for all that are alike
	callup string
}

// placeRoles says which nodes play which part.
type placeRoles struct {
	choosers []int32 // nodes where somebody may have to choose
	front    int32
	surrend  int32
}

// service is a scheduled link in one direction.
type service struct {
	arc  int32
	hub  int32 // where those who bought wait
	lane int32 // the boarding's first lane; none when the link meets no border
	far  int32 // node it leads to
}

// way is one way from a chooser to the gate of its leg.
type way struct {
	node    int32
	leg     int32
	service int32 // index in services
	booked  bool  // the service lies before the border
	arcs    []int32
}

const none = network.None

// Prepare reads out of a scenario all that its members share. The ways are
// those of the scenario's own numbers: a member's draw changes what they cost,
// never which they are.
func Prepare(sc *scenario.Scenario) (*Frame, error) {
	return PrepareBeside(sc)
}

// PrepareBeside is Prepare for a scenario that others may take the place of
// during the period (PrepareChange): it tells cohorts apart by what any of them tells apart. Where
// the others tell nobody apart whom sc does not, it is the frame that Prepare makes.
func PrepareBeside(sc *scenario.Scenario, others ...*scenario.Scenario) (*Frame, error) {
	return prepare(sc, others, nil)
}

// PrepareChange prepares a scenario that takes the place of f's from some day
// on (Course.Follow): of the same places, links, crossings and groups. What stays as it was at the
// start of a period - the crossings open then, their capacities K, the number of ways to each, and
// the quota first announced - is f's. f must have been prepared beside sc, or tell the
// same cohorts apart.
func (f *Frame) PrepareChange(sc *scenario.Scenario) (*Frame, error) {
	g, err := prepare(sc, append(slices.Clone(f.beside), f.sc), f)
	if err != nil {
		return nil, err
	}
	if g.stateHash() != f.stateHash() {
		return nil, errOtherFrame
	}
	return g, nil
}

var errOtherFrame = errors.New("the two scenarios have other places, links, crossings or groups, or tell other groups apart")

func prepare(sc *scenario.Scenario, beside []*scenario.Scenario, first *Frame) (*Frame, error) {
	if sc.Rule == "neighbours" {
		f := newLocalFrame(sc)
		f.beside, f.first = beside, first
		return f, nil
	}
	net, err := network.Build(sc)
	if err != nil {
		return nil, err
	}
	return newFrame(sc, net, beside, first)
}

// NewFrame is Prepare for a network that is already built.
func NewFrame(sc *scenario.Scenario, net *network.Network) (*Frame, error) {
	return newFrame(sc, net, nil, nil)
}

func newFrame(sc *scenario.Scenario, net *network.Network, beside []*scenario.Scenario, first *Frame) (*Frame, error) {
	if sc.Rule != "destinations" && sc.Rule != "fixed" {
		return nil, fmt.Errorf("rule %q: the rules are destinations and fixed", sc.Rule)
	}
	f := &Frame{sc: sc, net: net, ends: net.Destinations, beside: beside, first: first, hours: newHours(sc), discrepantFrom: never}
	if first != nil {
		f.discrepantFrom = first.discrepantFrom
	}
	f.findExchangeable()
	f.findRoles()
	f.findServices()
	f.findLanes()
	f.findPassages()
	f.layOut()
	f.findEpochs()
	f.findPulls()
	f.findOptions()
	f.findNests()
	f.findMayShut()
	f.nameStreams()
	f.findCallups()
	f.findUsualTravel()
	return f, nil
}

// Compile is NewFrame and Compile in one, for a single member.
func Compile(sc *scenario.Scenario, net *network.Network) (*Model, error) {
	f, err := NewFrame(sc, net)
	if err != nil {
		return nil, err
	}
	return f.Compile(sc)
}

// findExchangeable sorts groups into those that nothing after leaving tells
// apart. Two groups are one class when the choice treats them alike: the same
// means, and the same policies and pulls select them. They are kept as one
// when besides they travel in parties of one size and agree in what the
// scenario names for reading.
func (f *Frame) findExchangeable() {
	sc := f.sc
	classIndex, keptIndex := map[string]int32{}, map[string]int32{}
	f.keptOf = make([]int32, len(sc.Groups))
	var classKeys []string
	for g := range sc.Groups {
		group := &sc.Groups[g]
		key := f.classKey(group)
		c, ok := classIndex[key]
		if !ok {
			c = int32(len(f.classes))
			classIndex[key] = c
			classKeys = append(classKeys, key)
			f.classes = append(f.classes, int32(g))
		}
		k := classKeys[c] + "|" + strconv.Itoa(group.Party.Size) + "|" + keepKey(group, sc.Parameters.Keep)
		i, ok := keptIndex[k]
		if !ok {
			i = int32(len(f.kept))
			keptIndex[k] = i
			f.kept = append(f.kept, kept{class: c, size: int64(max(1, group.Party.Size)), group: int32(g), callup: group.Callup})
		}
		f.keptOf[g] = i
	}
	f.numberKept()
	f.findAlikeAtHome()
}

// findAlikeAtHome finds the groups that nothing tells apart before they leave
// either: kept as one, reached by the same shocks, and subject to the same
// penalties and exemptions. One group stands for them all. Where a table drives
// departures it names groups, and none stands for another.
func (f *Frame) findAlikeAtHome() {
	first := map[string]int32{}
	f.homeOf = make([]int32, len(f.sc.Groups))
	for g := range f.sc.Groups {
		group := &f.sc.Groups[g]
		key := []byte(strconv.Itoa(int(f.keptOf[g])) + ":" + group.Callup + ":")
		for sc := range f.all() {
			for i := range sc.Shocks {
				key = append(key, bit(sc.Shocks[i].AppliesTo.Selects(group)))
			}
			for i := range sc.Policies {
				if p := &sc.Policies[i]; p.Instrument == "penalty" || p.Instrument == "exemption" {
					key = append(key, bit(p.AppliesTo.Selects(group)))
				}
			}
		}
		if len(f.sc.Departures) > 0 {
			key = append(key, group.ID...)
		}
		stands, ok := first[string(key)]
		if !ok {
			stands = int32(g)
			first[string(key)] = stands
			f.homes = append(f.homes, g)
		}
		f.homeOf[g] = stands
	}
}

// numberKept counts the kept of each class.
func (f *Frame) numberKept() {
	seen := make([]int32, len(f.classes))
	for _, k := range f.kept {
		f.nthOfClass = append(f.nthOfClass, seen[k.class])
		seen[k.class]++
		f.mostAlike = max(f.mostAlike, int(seen[k.class]))
	}
}

func (f *Frame) classKey(g *scenario.Group) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%g:", g.MeansUSD)
	for sc := range f.all() {
		for i := range sc.Policies {
			if p := &sc.Policies[i]; readAfterLeaving(p.Instrument) {
				b.WriteByte(bit(p.AppliesTo.Selects(g)))
			}
		}
		b.WriteByte(':')
		for i := range sc.Pulls {
			b.WriteByte(bit(sc.Pulls[i].AppliesTo.Selects(g)))
		}
	}
	if f.sc.Rule == "fixed" && choiceSharesNameGroups(f.sc) {
		b.WriteString(":" + g.ID)
	}
	return b.String()
}

// all are the frame's scenario and those beside it.
func (f *Frame) all() iter.Seq[*scenario.Scenario] {
	return func(yield func(*scenario.Scenario) bool) {
		if !yield(f.sc) {
			return
		}
		for _, sc := range f.beside {
			if !yield(sc) {
				return
			}
		}
	}
}

func readAfterLeaving(instrument string) bool {
	switch instrument {
	case "entry", "visa", "asylum", "exit", "deterrent":
		return true
	}
	return false
}

func choiceSharesNameGroups(sc *scenario.Scenario) bool {
	for i := range sc.ChoiceShares {
		if sc.ChoiceShares[i].Group != "*" {
			return true
		}
	}
	return false
}

func keepKey(g *scenario.Group, keep []string) string {
	parts := []string{g.Callup}
	for _, k := range keep {
		switch k {
		case "age":
			parts = append(parts, g.Age)
		case "sex":
			parts = append(parts, g.Sex)
		case "documents":
			parts = append(parts, g.Documents)
		case "group":
			parts = append(parts, g.ID)
		}
	}
	return strings.Join(parts, "/")
}

func bit(b bool) byte {
	if b {
		return '1'
	}
	return '0'
}

func (f *Frame) findRoles() {
	sc := f.sc
	f.places.front, f.places.surrend = none, none
	home := make([]bool, len(sc.Places))
	star := false
	for i := range sc.GroupShares {
		if sc.GroupShares[i].Origin == "*" {
			star = true
		} else if n := f.net.Node(sc.GroupShares[i].Origin); n != none {
			home[n] = true
		}
	}
	chooser := make([]bool, len(sc.Places))
	for i := range sc.Places {
		p := &sc.Places[i]
		if p.Population > 0 && (home[i] || (star && p.Kind != "destination" && p.Kind != "camp")) {
			f.origins = append(f.origins, int32(i))
			chooser[i] = true
		}
		switch p.Kind {
		case "front":
			f.places.front = int32(i)
		case "surrendered":
			f.places.surrend = int32(i)
		case "destination", "camp":
			chooser[i] = true
		}
	}
	for i := range f.net.Crossings {
		if near := f.net.Crossings[i].Near; near != none {
			chooser[near] = true
		}
	}
	f.chooserOf = make([]int32, len(sc.Places))
	for i, c := range chooser {
		f.chooserOf[i] = none
		if c {
			f.chooserOf[i] = int32(len(f.places.choosers))
			f.places.choosers = append(f.places.choosers, int32(i))
		}
	}
}

func (f *Frame) findServices() {
	f.serviceOf = make([]int32, len(f.net.Arcs))
	f.destinationAt = make([]int32, len(f.sc.Places))
	for i := range f.destinationAt {
		f.destinationAt[i] = none
	}
	for d, n := range f.net.Destinations {
		f.destinationAt[n] = int32(d)
	}
	boarding := map[int32]int32{}
	for _, c := range f.net.Crossings {
		boarding[c.Node] = c.Lanes[0]
	}
	near := map[int32]int32{}
	for _, c := range f.net.Crossings {
		near[c.Node] = c.Near
	}
	for a := range f.net.Arcs {
		arc := &f.net.Arcs[a]
		f.serviceOf[a] = none
		if !arc.Service {
			continue
		}
		s := service{arc: int32(a), hub: arc.From, lane: none, far: arc.To}
		if lane, ok := boarding[arc.From]; ok {
			s.lane = lane
			if near[arc.From] != none {
				s.hub = near[arc.From]
			}
		}
		f.serviceOf[a] = int32(len(f.services))
		f.services = append(f.services, s)
	}
}

// lane is one row of crossings.csv with the legs that lead on from it.
type lane struct {
	crossing int32
	near     int32
	legs     []int32
	boarding bool // the way on is a booked service: no claim can be made here
}

func (f *Frame) findLanes() {
	f.lanes = make([]lane, len(f.sc.Crossings))
	for ci, c := range f.net.Crossings {
		for _, row := range c.Lanes {
			f.lanes[row] = lane{crossing: int32(ci), near: c.Near}
		}
	}
	for l := range f.net.Legs {
		leg := &f.net.Legs[l]
		f.laneOf = append(f.laneOf, leg.Lane)
		if leg.Lane == none {
			continue
		}
		f.lanes[leg.Lane].legs = append(f.lanes[leg.Lane].legs, int32(l))
		if leg.Service != none {
			f.lanes[leg.Lane].boarding = true
		}
	}
	for i := range f.lanes {
		legs := f.lanes[i].legs
		sort.Slice(legs, func(a, b int) bool { return legs[a] < legs[b] })
	}
}
