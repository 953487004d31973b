package scenario

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"haven/internal/calendar"
)

// Describe tells in plain words what is in a scenario: who, where from, which
// ways out, what happens when, what is known and what is assumed.
func Describe(w io.Writer, s *Scenario) error {
	d := &description{s: s}
	d.headline()
	if s.Rule == "neighbours" {
		d.neighbours()
	} else {
		d.who()
		d.ways()
		d.destinations()
		d.happens()
	}
	d.known()
	d.uncertain()
	d.observed()
	_, err := io.WriteString(w, d.b.String())
	return err
}

type description struct {
	s *Scenario
	b strings.Builder
}

func (d *description) line(format string, args ...any) { fmt.Fprintf(&d.b, format+"\n", args...) }

func (d *description) heading(title string) { d.line("\n%s", title) }

// thousands writes a count so that it can be read: 1,234,567.
func thousands(v float64) string {
	if v != math.Trunc(v) && math.Abs(v) < 100 {
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	digits := strconv.FormatFloat(math.Abs(math.Round(v)), 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if v < 0 {
		return "-" + digits
	}
	return digits
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(float64(n)) + " " + many
}

func (d *description) headline() {
	s := d.s
	d.line("%s", s.Title)
	if text := strings.TrimSpace(s.Description); text != "" {
		d.line("%s", text)
	}
	bins := "one step a day"
	if s.BinsPerDay > 1 {
		bins = fmt.Sprintf("%d steps a day", s.BinsPerDay)
	}
	rule := "people choose among the destinations"
	switch s.Rule {
	case "fixed":
		rule = "people go where choice_shares.csv says"
	case "neighbours":
		rule = "people weigh the places some links ahead, as in Flee"
	}
	d.line("%s to %s: %s, %s; %s.", s.Period.From, s.Period.To, count(s.Period.Days(), "day", "days"), bins, rule)
}

// Homes are the places (by index) where people live who belong to a group:
// those from which people leave.
func (s *Scenario) Homes() []int {
	c := &checker{s: s, files: newPositions(), problems: &problems{}}
	var list []int
	for _, i := range c.homes() {
		list = append(list, int(i))
	}
	return list
}

func (d *description) who() {
	s := d.s
	d.heading("Who")
	homes := s.Homes()
	own, everywhere := map[[2]string]float64{}, map[string]float64{}
	for i := range s.GroupShares {
		r := &s.GroupShares[i]
		if r.Origin == "*" {
			everywhere[r.Group] = r.Share
		} else {
			own[[2]string{r.Origin, r.Group}] = r.Share
		}
	}
	people, in := 0.0, make([]float64, len(s.Groups))
	for _, i := range homes {
		p := &s.Places[i]
		people += float64(p.Population)
		for g := range s.Groups {
			share, ok := own[[2]string{p.ID, s.Groups[g].ID}]
			if !ok {
				share = everywhere[s.Groups[g].ID]
			}
			in[g] += share * float64(p.Population)
		}
	}
	total := 0.0
	for _, n := range in {
		total += n
	}
	d.line("  %s people live in %s; %s of them belong to a group that can leave:", thousands(people), count(len(homes), "place", "places"), thousands(math.Round(total)))
	for g := range s.Groups {
		r := &s.Groups[g]
		d.line("  - %s: %s people, in parties of %d, means %s USD; %s, documents: %s", r.Label, thousands(math.Round(in[g])), r.Party.Size,
			thousands(r.MeansUSD), calledUp[r.Callup], orWord(r.Documents, "not said"))
	}
}

var calledUp = map[string]string{"liable": "liable to call-up", "exempt": "exempt from call-up", "no": "not called up"}

func orWord(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// perDay is a crossing's or country's capacity in words.
func perDay(v float64) string {
	if math.IsInf(v, 1) {
		return "without limit"
	}
	return thousands(math.Round(v))
}

func (d *description) ways() {
	s := d.s
	d.heading("Ways out")
	into := map[string]*[4]float64{} // places, lanes, exit, entry
	var order []string
	seen := map[string]bool{}
	service := map[string]float64{}
	for i := range s.Links {
		if l := &s.Links[i]; !math.IsInf(l.CapacityPerDay, 1) {
			service[l.From] += l.CapacityPerDay
		}
	}
	seats := map[string]float64{}
	for i := range s.Crossings {
		r := &s.Crossings[i]
		key := r.FromCountry + " to " + r.ToCountry
		if into[key] == nil {
			into[key] = new([4]float64)
			order = append(order, key)
		}
		n := into[key]
		n[1]++
		if !seen[key+r.Place] {
			seen[key+r.Place] = true
			n[0]++
			seats[key] += service[r.Place]
		}
		n[2] += r.ExitPerDay * r.PeoplePerVehicle
		n[3] += r.EntryPerDay * r.PeoplePerVehicle
	}
	sort.Strings(order)
	for _, key := range order {
		n := into[key]
		d.line("  - %s: %s, %s; %s people a day out, %s in%s", key, count(int(n[0]), "crossing", "crossings"), count(int(n[1]), "lane", "lanes"),
			perDay(n[2]), perDay(n[3]), seatWords(seats[key]))
	}
	if len(order) == 0 {
		d.line("  - no crossings")
	}
	d.line("  %s, %s of them scheduled services.", count(len(s.Links), "link", "links"), thousands(float64(d.services())))
}

func seatWords(seats float64) string {
	if seats == 0 {
		return ""
	}
	return fmt.Sprintf("; %s a day on flights, ferries and trains", count(int(seats), "seat", "seats"))
}

func (d *description) services() int {
	n := 0
	for i := range d.s.Links {
		if !math.IsInf(d.s.Links[i].CapacityPerDay, 1) {
			n++
		}
	}
	return n
}

func (d *description) destinations() {
	d.heading("Destinations")
	var ends []int
	for i := range d.s.Places {
		if isEnd(d.s.Places[i].Kind) {
			ends = append(ends, i)
		}
	}
	d.byCountry(ends, 0)
}

// byCountry lists places under their countries, with their room where it is
// bounded and at least leastRoom people.
func (d *description) byCountry(places []int, leastRoom float64) {
	by := map[string][]string{}
	for _, i := range places {
		p := &d.s.Places[i]
		name := p.Name
		if p.Capacity >= leastRoom && !math.IsInf(p.Capacity, 1) {
			name += fmt.Sprintf(" (room for %s)", thousands(p.Capacity))
		}
		by[p.Country] = append(by[p.Country], name)
	}
	for _, c := range slices.Sorted(maps.Keys(by)) {
		names := by[c]
		more := ""
		if len(names) > 8 {
			more = fmt.Sprintf(" and %d more", len(names)-8)
			names = names[:8]
		}
		d.line("  - %s: %s%s", c, strings.Join(names, ", "), more)
	}
}

// event is one line of what happens when.
type event struct {
	day  calendar.Date
	text string
}

func (d *description) happens() {
	d.heading("What holds all the time")
	d.standing()
	d.heading("What happens")
	for _, e := range d.events() {
		d.line("  %s  %s", e.day, e.text)
	}
}

func (d *description) standing() {
	var order []string
	by := map[string][]string{}
	for i := range d.s.Policies {
		p := &d.s.Policies[i]
		if p.DateFrom.Given() && p.DateFrom > d.s.Period.From || p.DateTo.Given() && p.DateTo < d.s.Period.From {
			continue
		}
		if by[p.Actor] == nil {
			order = append(order, p.Actor)
		}
		by[p.Actor] = append(by[p.Actor], p.words())
	}
	sort.Strings(order)
	for _, actor := range order {
		d.line("  - %s: %s", actor, strings.Join(by[actor], "; "))
	}
}

// words tells a policy without its actor and dates.
func (p *Policy) words() string {
	text := p.Instrument + " " + p.Stance
	if !math.IsNaN(p.Value) {
		text += " (" + thousands(p.Value) + ")"
	}
	if len(p.AppliesTo) > 0 {
		text += " for " + p.AppliesTo.String()
	}
	if p.At != "" {
		text += " at " + p.At
	}
	return text
}

func (d *description) events() []event {
	var list []event
	for i := range d.s.Policies {
		p := &d.s.Policies[i]
		reason := ""
		if p.Reason != "" {
			reason = ": " + p.Reason
		}
		if p.DateFrom.Given() && p.DateFrom > d.s.Period.From {
			list = append(list, event{p.DateFrom, p.Actor + ": " + p.words() + reason})
		}
		if p.DateTo.Given() && p.DateTo >= d.s.Period.From && p.DateTo < d.s.Period.To {
			list = append(list, event{p.DateTo, p.Actor + ": last day of " + p.words()})
		}
	}
	for i := range d.s.Shocks {
		list = append(list, event{d.s.Shocks[i].Date, d.s.Shocks[i].words()})
	}
	due := map[calendar.Date]float64{}
	for i := range d.s.Callup {
		due[d.s.Callup[i].Date] += d.s.Callup[i].ShareDue
	}
	for day, share := range due {
		list = append(list, event{day, fmt.Sprintf("%s %% of the quota falls due", strconv.FormatFloat(share*100, 'f', 1, 64))})
	}
	for i := range d.s.Crossings {
		r := &d.s.Crossings[i]
		if r.DateFrom.Given() && r.DateFrom > d.s.Period.From {
			list = append(list, event{r.DateFrom, "lane " + r.ID + " opens"})
		}
		if r.DateTo.Given() && r.DateTo >= d.s.Period.From && r.DateTo < d.s.Period.To {
			list = append(list, event{r.DateTo, "last day of lane " + r.ID})
		}
	}
	sort.Slice(list, func(i, j int) bool {
		if list[i].day != list[j].day {
			return list[i].day < list[j].day
		}
		return list[i].text < list[j].text
	})
	return list
}

func (r *Shock) words() string {
	who := "everybody"
	if len(r.AppliesTo) > 0 {
		who = r.AppliesTo.String()
	}
	text := fmt.Sprintf("%s moves %s: up to %s %% a day are ready to go", r.ID, who, strconv.FormatFloat(r.SizePerDay*100, 'g', 3, 64))
	if r.ReadyDays > 0 {
		text += ", after about " + days(r.ReadyDays)
	}
	if !math.IsInf(r.FadesDays, 1) {
		text += ", fading over " + days(r.FadesDays)
	}
	if r.AnswersToQuota > 0 {
		text += "; it answers to the quota"
	}
	return text
}

func days(v float64) string {
	if v == 1 {
		return "a day"
	}
	return thousands(v) + " days"
}
