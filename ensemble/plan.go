package ensemble

import (
	"context"
	"fmt"
	"math"

	"haven/internal/calendar"
	"haven/movement"
	"haven/scenario"
)

// Plan says what to run. Everything but Threads, Dir, Resume, Runner and
// Progress decides the result; those never do.
type Plan struct {
	Scenario *scenario.Scenario
	Members  int                // 0: 1
	Seed     uint64             // of the design and of the members' random streams
	Until    calendar.Date      // last day to simulate; calendar.None or zero: the scenario's own
	Set      map[string]float64 // changes by address, made before anything is drawn
	Version  string             // of haven; batches of another version are not gone on with

	// Extra, when given, is asked once for series to be added to every member.
	// It gets the scenario as run and a record with the entities of every
	// series, whose values mean nothing yet.
	Extra func(sc *scenario.Scenario, rec *movement.Record) (*Extra, error)

	// Of studies that run members in ways of their own. Kind names the way, so
	// that kept batches are not mixed; Changes says in lines for people what a what-if changes; Simulate simulates a member in place of Model.Simulate; Frame is
	// what members share, where it is prepared already, of Scenario as it is to be run; Shown is
	// the scenario that sums and results are about, where it is another one; Keep keeps
	// every batch in Dir, however quick it was.
	Kind     string
	Changes  []string
	Simulate func(ctx context.Context, m *Member) error
	Frame    *movement.Frame
	Shown    *scenario.Scenario
	Keep     bool

	Threads  int    // members simulated at once; 0: as many as there are processors
	Dir      string // folder to keep finished batches in, of its own; empty: keep nothing
	Resume   bool   // go on with the batches in Dir
	Runner   Runner // nil: Local{Threads}
	Progress func(Progress)
}

// Member is one member about to be simulated.
type Member struct {
	Number   int
	Seed     uint64
	Scenario *scenario.Scenario // with the member's numbers
	Model    *movement.Model    // of them
	Record   *movement.Record   // to be filled
}

// Progress is how far an ensemble is.
type Progress struct {
	Done, Members int    // members finished (those taken from Dir included) and planned
	Kept          int    // members taken from Dir
	Note          string // something a person should know, such as a batch that had to be computed again
}

// prepare checks a plan and returns the scenario as it is to be run: with the
// set values, up to the last day wanted.
func (p *Plan) prepare() (*scenario.Scenario, error) {
	if p.Members < 0 {
		return nil, fmt.Errorf("members is %d; an ensemble has at least 1", p.Members)
	}
	if p.Members == 0 {
		p.Members = 1
	}
	if p.Members > math.MaxUint32 {
		return nil, fmt.Errorf("members is %d; at most %d can be counted", p.Members, uint32(math.MaxUint32))
	}
	return AsRun(p.Scenario, p.Set, p.Until)
}

// AsRun is a scenario as it is run: with the set values, up to the last day
// wanted (calendar.None or zero: its own).
func AsRun(sc *scenario.Scenario, set map[string]float64, until calendar.Date) (*scenario.Scenario, error) {
	if len(set) > 0 {
		var err error
		if sc, err = sc.Set(set); err != nil {
			return nil, err
		}
	}
	if until != 0 && until.Given() && until != sc.Period.To {
		if until < sc.Period.From || until > sc.Period.To {
			return nil, fmt.Errorf("until %s lies outside the scenario's period, %s to %s", until, sc.Period.From, sc.Period.To)
		}
		cut := *sc
		cut.Period.To = until
		sc = &cut
	}
	return sc, nil
}

func (p *Plan) identity(sc *scenario.Scenario, extra *Extra) identity {
	id := identity{
		Schema: 1, Version: p.Version, Scenario: sc.Name, ScenarioHash: p.Scenario.Hash(), Set: p.Set,
		Until: sc.Period.To.String(), Members: p.Members, Seed: p.Seed, Batch: batchMembers,
	}
	if extra != nil {
		id.Extra = extra.ID
	}
	id.Kind, id.Changes = p.Kind, p.Changes
	if p.Shown != nil {
		id.ShownHash = p.Shown.Hash()
	}
	return id
}
