package backtest

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"haven/internal/calendar"
	"haven/internal/flee"
	"haven/internal/house/long"
	"haven/skill"
)

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*(1+math.Abs(b)) }

// targets are n targets of one cell, a week apart, with the errors of haven and of two references.
func targets(scenario string, n int, mine, first, second float64) []Scored {
	var list []Scored
	for i := range n {
		list = append(list, Scored{
			Scenario: scenario, Setting: TotalForecast, Measure: Stock, Place: "camp", Horizon: 7, Origin: 7 * i, Day: 7 * (i + 1), Counted: 100,
			Mine:       Score{CRPS: mine, LogCRPS: mine / 100, Median: 110, In50: i%2 == 0, In90: i%10 != 0},
			References: []Score{{CRPS: first, LogCRPS: second / 100}, {CRPS: second, LogCRPS: first / 100}},
			OwnErrors:  []Score{{CRPS: 2 * first, LogCRPS: second / 50}, {CRPS: 3 * second, LogCRPS: first / 25}},
		})
	}
	return list
}

func TestRowsByHand(t *testing.T) {
	names := []string{"calm", "bold"}
	rows := Rows(append(targets("a", 70, 6, 8, 10), targets("b", 40, 9, 8, 0)...), names, 1)
	if len(rows) != 2 {
		t.Fatalf("%d rows, want 2", len(rows))
	}
	a, b := rows[0], rows[1]
	if a.N != 70 || a.Distinct != 70 || a.Blocks != 17 || !near(a.CRPS, 6) || a.BestReference != "calm" || !near(*a.Skill, 0.25) ||
		a.BestReferenceLog != "bold" || !near(*a.SkillLog, 0.25) || *a.P != 1 || !near(a.Coverage50, 0.5) || !near(a.Coverage90, 0.9) || !near(*a.RelativeDifference, 0.1) {
		t.Errorf("%+v", a)
	}
	if o := a.OwnErrors; o.BestReference != "calm" || !near(o.BestReferenceCRPS, 16) || !near(*o.Skill, 0.625) || o.BestReferenceLog != "calm" || !near(*o.SkillLog, 0.7) || *o.P != 1 {
		t.Errorf("beside references with errors of the place alone: %+v", o)
	}
	if !a.Better() || !a.BetterLog() {
		t.Error("70 targets in 17 blocks, all of them better, are not claimed")
	}
	// of b the reference is right every time: there is no skill, and nothing to claim
	if b.BestReference != "bold" || b.Skill != nil || b.P != nil || b.Better() {
		t.Errorf("%+v", b)
	}
	if few := Rows(targets("c", 59, 6, 8, 10), names, 1)[0]; few.Better() {
		t.Error("59 targets are too few for a claim")
	}
	if thrice := Rows(append(targets("d", 30, 6, 8, 10), append(targets("d", 30, 6, 8, 10), targets("d", 30, 6, 8, 10)...)...), names, 1)[0]; thrice.Distinct != 30 || thrice.Better() {
		t.Error("the same count seen from three origins is one count")
	}
}

func TestPoolsAreGeometricMeans(t *testing.T) {
	names := []string{"calm", "bold"}
	rows := Rows(append(targets("a", 70, 6, 12, 24), targets("b", 70, 16, 8, 9)...), names, 1)
	pools := Pools(rows)
	if len(pools) != 1 || pools[0].Scenarios != 2 || !near(pools[0].Ratio, 1) || !near(pools[0].Upper, 1) || !near(pools[0].Coverage90, 0.9) || !near(pools[0].OwnErrors.Ratio, 0.5) {
		t.Errorf("%+v; 0.5 and 2 have the geometric mean 1", pools)
	}
	if len(Pools(rows[:1])) != 0 {
		t.Error("one scenario alone is no pool")
	}
}

// TestRowsHaveTheKeys holds a row's JSON to the keys that are promised.
func TestRowsHaveTheKeys(t *testing.T) {
	text, err := json.Marshal(Rows(targets("a", 3, 6, 8, 10), []string{"calm", "bold"}, 1)[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range strings.Fields("scenario setting horizon measure n distinct crps best_reference best_reference_crps skill crps_log best_reference_log best_reference_crps_log skill_log p p_log coverage50 coverage90 own_errors") {
		if !strings.Contains(string(text), `"`+key+`":`) {
			t.Errorf("no key %s in %s", key, text)
		}
	}
}

func TestAResultIsReadAsItWasWritten(t *testing.T) {
	r := &Result{Format: Format, Seed: 7, Horizons: []int{7}, Scenarios: []About{{Name: "a", Uncounted: []string{}}}, Rows: Rows(targets("a", 3, 6, 8, 10), ReferenceNames()[:2], 1), Pooled: []Pooled{}}
	for i := range r.Rows {
		for _, b := range []*Beside{&r.Rows[i].Beside, &r.Rows[i].OwnErrors} {
			for range ReferenceNames()[2:] {
				b.References, b.ReferencesLog = append(b.References, 1), append(b.ReferencesLog, 1)
			}
		}
	}
	dir := filepath.Join(t.TempDir(), "result")
	if err := r.Write(dir); err != nil {
		t.Fatal(err)
	}
	again, err := Read(dir)
	if err != nil || !Is(dir) {
		t.Fatal(err)
	}
	if again.Seed != 7 || again.Rows[0].CRPS != 6 || *again.Rows[0].Skill != *r.Rows[0].Skill {
		t.Errorf("%+v", again)
	}
	if err := os.WriteFile(filepath.Join(dir, resultFile), []byte(`{"format":99}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(dir); err == nil || !strings.Contains(err.Error(), "format 99") {
		t.Errorf("a result of another format: %v", err)
	}
}

// FuzzRead reads results that somebody changed: an error or a result, never a panic.
func FuzzRead(f *testing.F) {
	f.Add(fmt.Appendf(nil, `{"format":%d,"rows":[{"scenario":"a","skill":null,"references":[1],"own_errors":{"skill":0.5,"references":[]}}],"pooled":[{"own_errors":{"ratio":1}}]}`, Format))
	f.Add(fmt.Appendf(nil, `{"format":%d,"rows":[{"skill":"x"}]}`, Format))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, resultFile), data, 0o600); err != nil {
			t.Skip(err)
		}
		if r, err := Read(dir); err == nil {
			for i := range r.Rows {
				_ = r.Rows[i].Better()
			}
		}
	})
}

// TestARealConflict back-tests a real conflict on a day, in the long tests on two: that targets, references and groups are what a person finds in its tables.
func TestARealConflict(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "..", "shared", "flee", "conflicts", "burundi2015")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("needs real conflicts in ../shared/flee beside the repository, which are not part of it")
	}
	sc, _, err := flee.Open(dir, flee.Options{Until: calendar.None})
	if err != nil {
		t.Fatal(err)
	}
	origins := []calendar.Date{calendar.Day(2015, 8, 10)}
	if long.Tests() {
		origins = append(origins, calendar.Day(2015, 10, 1))
	} else {
		sc.Period.To = calendar.Day(2015, 9, 20) // a back-test goes through all weeks, and no target lies later
	}
	found, err := Folder(context.Background(), Plan{Scenario: sc, Horizons: []int{7, 30}, Origins: origins, Members: 2, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	at := func(place string, origin calendar.Date, horizon int) *Scored {
		i := slices.IndexFunc(found, func(s Scored) bool {
			return s.Setting == TotalForecast && s.Place == place && s.Origin == int(origin-sc.Period.From) && s.Horizon == horizon && s.Measure != Total
		})
		if i < 0 {
			t.Fatalf("no target of %s from %s, %d days ahead", place, origin, horizon)
		}
		return &found[i]
	}
	// Mahama had 32,524 on 10 August and 35,710 on 17 August 2015
	mahama := at("mahama", origins[0], 7)
	if mahama.Counted != 35710 || mahama.Day != int(calendar.Day(2015, 8, 17)-sc.Period.From) || mahama.Measure != Stock || mahama.References[0].Median < 32524 {
		t.Errorf("%+v", mahama)
	}
	if long.Tests() { // it was counted anew on 4 October
		if s := at("mahama", origins[1], 7); s.Measure != StockAnew {
			t.Errorf("from 1 October: %+v", s)
		}
	}
	if s := at("nyarugusu", origins[0], 30); s.Mine.CRPS <= 0 || len(s.References) != len(skill.References()) {
		t.Errorf("%+v", s)
	}
}
