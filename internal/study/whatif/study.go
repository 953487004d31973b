package whatif

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"haven/ensemble"
	"haven/internal/calendar"
	"haven/internal/kept"
	"haven/movement"
	"haven/results"
	"haven/scenario"
)

// Plan says what is compared. Threads never changes a result.
type Plan struct {
	Scenario *scenario.Scenario
	Changes  scenario.Changes // at least one
	Members  int              // pairs; 1 to ensemble.ExactMembers
	Seed     uint64
	Version  string // of haven
	Threads  int    // members at once; 0: as many as there are processors
	Base     string // folder of the base
}

// Study is a plan made ready: base and stages prepared.
type Study struct {
	Changed *scenario.Scenario // with all changes made

	plan   Plan
	base   *movement.Frame
	stages []stage // in the order in which they begin
}

// stage is a stretch of days from one change to the next.
type stage struct {
	day     int // the first one
	changes scenario.Changes
	frame   *movement.Frame
}

// New prepares a study. The changes must have been read for the scenario.
func New(plan Plan) (*Study, error) {
	if len(plan.Changes) == 0 {
		return nil, fmt.Errorf("a what-if needs a change")
	}
	if plan.Members < 1 || plan.Members > ensemble.ExactMembers {
		return nil, fmt.Errorf("a what-if compares 1 to %d pairs of members, not %d", ensemble.ExactMembers, plan.Members)
	}
	s := &Study{plan: plan}
	var scenarios []*scenario.Scenario
	for _, day := range plan.Changes.Days() {
		changes := plan.Changes.BegunBy(day)
		changed, err := changes.Apply(plan.Scenario)
		if err != nil {
			return nil, err
		}
		s.Changed = changed
		scenarios = append(scenarios, changed)
		s.stages = append(s.stages, stage{day: int(day - plan.Scenario.Period.From), changes: changes})
	}
	var err error
	if s.base, err = movement.PrepareBeside(plan.Scenario, scenarios...); err != nil {
		return nil, err
	}
	for i, changed := range scenarios {
		if s.stages[i].frame, err = s.base.PrepareChange(changed); err != nil {
			return nil, fmt.Errorf("%s: %w", plan.Changes[0].File, err)
		}
	}
	return s, nil
}

// From is the day on which the first change begins.
func (s *Study) From() calendar.Date {
	return s.plan.Scenario.Period.From + calendar.Date(s.stages[0].day)
}

// About says what is compared, for the results.
func (s *Study) About() results.WhatIfInfo {
	info := results.WhatIfInfo{From: s.From().String(), BaseHash: s.plan.Scenario.Hash(), Pairs: s.plan.Members}
	for _, c := range s.stages[len(s.stages)-1].changes {
		info.Changes = append(info.Changes, results.ChangeInfo{Title: c.Title, Why: c.Why, From: c.From.String(), Does: c.Of()})
	}
	return info
}

// baseKind tells bases apart that tell other cohorts apart: most changes need
// none but the plain one.
func (s *Study) baseKind() string { return fmt.Sprintf("base %016x", s.base.StateID()) }

// BaseName names the base's folder by all that decides what is in it, so that
// one that is at hand is found, and one of another scenario is not taken for it.
func (s *Study) BaseName() string {
	p := &s.plan
	text := fmt.Sprint(p.Version, "|", p.Scenario.Hash(), "|", p.Members, "|", p.Seed, "|", s.baseKind())
	sum := sha256.Sum256([]byte(text))
	return p.Scenario.Name + "-base-" + hex.EncodeToString(sum[:4])
}

// KeepBaseIn names the folder of the base, where the plan names none.
func (s *Study) KeepBaseIn(dir string) { s.plan.Base = dir }

// AtHand says whether the base's folder holds all of it already.
func (s *Study) AtHand() bool {
	_, err := os.Stat(filepath.Join(s.plan.Base, completeFile))
	return err == nil
}

// What lies in a base's folder.
const (
	LockFile      = "lock" // held by whoever makes or reads the base
	membersFolder = "members"
	statesFolder  = "states"
	completeFile  = "complete.json" // written when all members are there
)

// CheckBase is an error where the base's folder holds another base, or anything
// that is none: a base may be deleted at any time, so nobody's work may lie in it. One
// that was begun, however early it was stopped, is in order. It writes nothing.
func (s *Study) CheckBase() error {
	dir := s.plan.Base
	begun, err := ensemble.Begun(s.ofScenario(s.basePlan()))
	var another *kept.Another
	switch {
	case errors.As(err, &another):
		return fmt.Errorf("the base in %s is another one (%s); choose another folder with --base", dir, another.Differences)
	case err != nil || begun:
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if !partOfBase(dir, e.Name()) {
			return fmt.Errorf("%s holds %s and is no base of what-ifs, so nothing is written into it; choose with --base a folder that is not there, or an empty one", dir, e.Name())
		}
	}
	return nil
}

// partOfBase says whether a base leaves something of the name behind when it is
// stopped before its plan is written.
func partOfBase(dir, name string) bool {
	switch name {
	case LockFile, completeFile:
		return true
	case membersFolder, statesFolder:
		inside, err := os.ReadDir(filepath.Join(dir, name))
		return err == nil && !slices.ContainsFunc(inside, func(e fs.DirEntry) bool { return filepath.Ext(e.Name()) != ".tmp" })
	}
	return false
}

// Base is a base that was run, or read from its folder.
type Base struct {
	*ensemble.Outcome
	states states
}

// RunBase runs the base's members that are not yet in its folder, and keeps
// them there with their weekly states. It may be interrupted and goes on where it was.
func (s *Study) RunBase(ctx context.Context, progress func(ensemble.Progress)) (*Base, error) {
	p := &s.plan
	if err := s.CheckBase(); err != nil {
		return nil, err
	}
	states := states{filepath.Join(p.Base, statesFolder)}
	if err := os.MkdirAll(states.dir, 0o777); err != nil {
		return nil, err
	}
	plan := s.basePlan()
	plan.Progress, plan.Keep, plan.Simulate = progress, true, states.simulate
	outcome, err := s.run(ctx, plan)
	if err != nil {
		return nil, fmt.Errorf("the base in %s: %w", p.Base, err)
	}
	if s.AtHand() {
		return &Base{outcome, states}, nil
	}
	return &Base{outcome, states}, s.complete()
}

// complete notes that all of the base is there, for people and for AtHand.
func (s *Study) complete() error {
	p := &s.plan
	text, err := json.MarshalIndent(map[string]any{
		"haven": p.Version, "scenario": p.Scenario.Name, "scenario_hash": p.Scenario.Hash(), "members": p.Members, "seed": p.Seed,
		"states_every_days": everyDays,
		"about":             "The base of what-ifs: every member's record and its state once a week. haven whatif makes it and uses it again; it may be deleted.",
	}, "", "  ")
	if err != nil {
		return err
	}
	return writeAside(filepath.Join(p.Base, completeFile), append(text, '\n'))
}

// basePlan is what is the base's own of its plan.
func (s *Study) basePlan() ensemble.Plan {
	return ensemble.Plan{Kind: s.baseKind(), Dir: filepath.Join(s.plan.Base, membersFolder)}
}

// ofScenario makes a plan one of the study's scenario.
func (s *Study) ofScenario(plan ensemble.Plan) ensemble.Plan {
	p := &s.plan
	plan.Scenario, plan.Members, plan.Seed, plan.Version, plan.Threads = p.Scenario, p.Members, p.Seed, p.Version, p.Threads
	plan.Frame, plan.Resume = s.base, true
	return plan
}

// run runs an ensemble of the study's scenario.
func (s *Study) run(ctx context.Context, plan ensemble.Plan) (*ensemble.Outcome, error) {
	return ensemble.Run(ctx, s.ofScenario(plan))
}

// Run runs the variant: every member goes on from the base's last state before
// the first change. Finished batches are kept in dir.
func (s *Study) Run(ctx context.Context, base *Base, dir string, progress func(ensemble.Progress)) (*ensemble.Outcome, error) {
	return s.run(ctx, ensemble.Plan{
		Kind: "whatif " + s.baseKind(), Changes: Lines(s.About().Changes), Dir: dir, Progress: progress, Shown: s.Changed,
		Simulate: func(ctx context.Context, m *ensemble.Member) error { return s.simulate(ctx, base, m) },
	})
}

// Lines say for people what changes do, and from when: a line each.
func Lines(changes []results.ChangeInfo) []string {
	var lines []string
	for _, c := range changes {
		for _, does := range c.Does {
			lines = append(lines, fmt.Sprintf("%s from %s", does, c.From))
		}
	}
	return lines
}

// simulate is one member of the variant.
func (s *Study) simulate(ctx context.Context, base *Base, m *ensemble.Member) error {
	c, err := s.begin(base, m)
	if err != nil {
		return err
	}
	defer c.Close()
	for i := range s.stages {
		st := &s.stages[i]
		if err := c.Advance(ctx, st.day); err != nil {
			return err
		}
		sc, err := st.changes.ApplyToMember(m.Scenario)
		if err != nil {
			return err
		}
		model, err := st.frame.CompileChange(sc, m.Model)
		if err != nil {
			return err
		}
		if err := c.Follow(model); err != nil {
			return err
		}
	}
	return c.Advance(ctx, m.Record.Days)
}

// begin takes up the base's last state before the first change, or the first
// day where there is none.
func (s *Study) begin(base *Base, m *ensemble.Member) (*movement.Course, error) {
	day, state, err := base.states.last(m.Number, s.stages[0].day)
	if err != nil {
		return nil, err
	}
	if state == nil {
		return m.Model.Begin(m.Seed, m.Number, m.Record), nil
	}
	if err := base.Summary.FillRecord(m.Number, m.Record, day); err != nil {
		return nil, err
	}
	c, err := m.Model.Resume(state, m.Seed, m.Number, m.Record)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", base.states.name(m.Number), err)
	}
	return c, nil
}

// writeAside writes a file so that it is there completely or not at all.
func writeAside(path string, data []byte) error {
	return kept.Write(path, func(w io.Writer) error { _, err := w.Write(data); return err })
}
