package exchange

import (
	"fmt"
	"math"
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"haven/scenario"
)

// query is what a row says of where it is.
type query struct {
	ids     []string // the scenario's own
	pcodes  []string // the finest first
	names   []string // the finest first
	country string   // ISO 3166-1 alpha-3; empty: not said
	lat     float64  // NaN: not said
	lon     float64
	finest  bool // only the finest name and P-code count
}

// outcome says how a place was looked for.
type outcome int

const (
	found     outcome = iota
	nearest           // by its coordinates, though it has another name
	elsewhere         // in a country that the scenario does not have
	unmatched
)

// gazetteer finds the scenario's places.
type gazetteer struct {
	s         *scenario.Scenario
	ids       map[string]bool // of places, lanes, links
	byName    map[string][]int
	byPCode   map[string][]int
	countries map[string]bool
	within    float64          // km
	known     map[string][]int // places of a name, remembered
	events    bool             // where things happen, else where people stay
}

func newGazetteer(s *scenario.Scenario, within float64, events bool) *gazetteer {
	g := &gazetteer{s: s, ids: map[string]bool{}, byName: map[string][]int{}, byPCode: map[string][]int{}, countries: map[string]bool{}, within: within, events: events, known: map[string][]int{}}
	for i := range s.Places {
		p := &s.Places[i]
		g.ids[p.ID], g.countries[p.Country] = true, true
		if p.PCode != "" {
			g.byPCode[strings.ToUpper(p.PCode)] = append(g.byPCode[strings.ToUpper(p.PCode)], i)
		}
		for _, name := range append(aliases(p.Name), p.ID) {
			if k := fold(name); k != "" && !hasInt(g.byName[k], i) {
				g.byName[k] = append(g.byName[k], i)
			}
		}
	}
	for i := range s.Crossings {
		g.ids[s.Crossings[i].ID] = true
	}
	for i := range s.Links {
		g.ids[s.Links[i].ID] = true
	}
	return g
}

func hasInt(list []int, n int) bool {
	for _, have := range list {
		if have == n {
			return true
		}
	}
	return false
}

// aliases are a name and the names within it: "Uralsk (Oral)" is Uralsk as well as Oral, "Bakwa / Bakua" is both.
func aliases(name string) []string {
	list := []string{name}
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '/' || r == '(' || r == ')' || r == ';' })
	if len(parts) > 1 {
		list = append(list, parts...)
	}
	return list
}

// letters that have no mark to take off.
var plainLetters = strings.NewReplacer("ß", "ss", "ø", "o", "Ø", "o", "đ", "d", "Đ", "d", "ł", "l", "Ł", "l", "ı", "i", "æ", "ae", "Æ", "ae", "œ", "oe", "ð", "d", "þ", "th", "ʻ", "", "ʼ", "")

// fold is a name without case, marks and punctuation: two spellings of one name fold alike.
func fold(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(plainLetters.Replace(name)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case r == '\'', r == '’':
		default:
			gap = true
		}
	}
	return b.String()
}

// kindsOfUnit are words that say what a place is and not which.
var kindsOfUnit = map[string]bool{
	"camp": true, "refugee": true, "camps": true, "settlement": true, "site": true, "transit": true, "centre": true, "center": true, "idp": true,
	"oblast": true, "region": true, "province": true, "governorate": true, "district": true, "state": true, "prefecture": true, "department": true,
	"county": true, "wilayah": true, "krai": true, "republic": true, "city": true, "raion": true, "municipality": true, "commune": true, "cercle": true, "of": true, "the": true,
}

// bare is a folded name without such words; empty when nothing else is left.
func bare(folded string) string {
	var words []string
	for _, w := range strings.Fields(folded) {
		if !kindsOfUnit[w] {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// find matches a row to a place's id or to a country. The order: the scenario's ids, P-codes, names (as they are, then without words
// such as camp or province), countries, coordinates. Of several places of one name those in the row's country count,
// and then those where people stay.
func (g *gazetteer) find(q *query) (id string, how outcome, bad *trouble) {
	for _, want := range q.ids {
		if g.ids[want] || g.countries[want] {
			return want, found, nil
		}
	}
	if q.country != "" && !g.countries[q.country] {
		return "", elsewhere, nil
	}
	for _, code := range first(q.pcodes, q.finest) {
		if list := g.fit(g.byPCode[strings.ToUpper(code)], q.country); len(list) == 1 {
			return g.s.Places[list[0]].ID, found, nil
		} else if len(list) > 1 {
			return "", unmatched, g.several("P-code "+code, list)
		}
	}
	for _, name := range first(q.names, q.finest) {
		list := g.fit(g.named(name), q.country)
		if len(list) == 1 {
			return g.s.Places[list[0]].ID, found, nil
		}
		if len(list) > 1 {
			return "", unmatched, g.several(scenario.Quoted(name), list)
		}
		if code := scenario.CountryNamed(name); code != "" {
			if !g.countries[code] {
				return "", elsewhere, nil
			}
			return code, found, nil
		}
	}
	if !math.IsNaN(q.lat) && !math.IsNaN(q.lon) {
		if list := g.near(q, 1); len(list) > 0 && list[0].km <= g.within {
			if len(q.names) > 0 {
				return g.s.Places[list[0].at].ID, nearest, &trouble{message: fmt.Sprintf("%s is taken for %s, %.0f km off", scenario.Quoted(q.names[0]), g.s.Places[list[0].at].ID, list[0].km)}
			}
			return g.s.Places[list[0].at].ID, found, nil
		}
	}
	if len(q.names)+len(q.pcodes) == 0 && math.IsNaN(q.lat) {
		if q.country != "" {
			return q.country, found, nil
		}
		return "", unmatched, &trouble{"the row says nothing of where it is", "a place, a P-code, coordinates or a country", "--place ID says it for all rows"}
	}
	return "", unmatched, g.nobody(q)
}

func first(list []string, only bool) []string {
	if only && len(list) > 1 {
		return list[:1]
	}
	return list
}

// named are the places of a name.
func (g *gazetteer) named(name string) []int {
	list, known := g.known[name]
	if !known {
		list = g.lookUp(name)
		if len(g.known) < mostWords {
			g.known[strings.Clone(name)] = list
		}
	}
	return list
}

func (g *gazetteer) lookUp(name string) []int {
	folded := fold(name)
	if list := g.byName[folded]; len(list) > 0 {
		return list
	}
	short := bare(folded)
	if short == "" {
		return nil
	}
	if list := g.byName[short]; len(list) > 0 {
		return list
	}
	var list []int
	for i := range g.s.Places {
		if bare(fold(g.s.Places[i].Name)) == short {
			list = append(list, i)
		}
	}
	return list
}

// fit narrows places down to those in a country and, if any are left so, to those where people stay.
func (g *gazetteer) fit(list []int, country string) []int {
	var in, stay []int
	for _, i := range list {
		if country == "" || g.s.Places[i].Country == country {
			in = append(in, i)
		}
	}
	if len(in) < 2 {
		return in
	}
	for _, i := range in {
		if g.serves(&g.s.Places[i]) {
			stay = append(stay, i)
		}
	}
	if len(stay) > 0 {
		return stay
	}
	return in
}

// serves says whether people stay, or things happen, at a place of this kind.
func (g *gazetteer) serves(p *scenario.Place) bool {
	switch p.Kind {
	case "crossing", "front", "surrendered", "hub", "airport":
		return false
	case "conflict":
		return g.events
	}
	return true
}

// nearby is a place and how far it is.
type nearby struct {
	at int
	km float64
}

// near are the nearest places that serve.
func (g *gazetteer) near(q *query, n int) []nearby {
	var list []nearby
	for i := range g.s.Places {
		p := &g.s.Places[i]
		if !g.serves(p) || q.country != "" && p.Country != q.country {
			continue
		}
		list = append(list, nearby{i, distance(q.lat, q.lon, p.Lat, p.Lon)})
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].km < list[b].km })
	return list[:min(n, len(list))]
}

// distance is that of two points on a sphere of 6,371 km, by the haversine formula (Sinnott 1984), km.
func distance(lat1, lon1, lat2, lon2 float64) float64 {
	const radius, degree = 6371, math.Pi / 180
	a := math.Pow(math.Sin((lat2-lat1)*degree/2), 2)
	b := math.Cos(lat1*degree) * math.Cos(lat2*degree) * math.Pow(math.Sin((lon2-lon1)*degree/2), 2)
	return 2 * radius * math.Asin(math.Min(1, math.Sqrt(float64(a)+float64(b))))
}

func (g *gazetteer) several(what string, list []int) *trouble {
	var names []string
	for _, i := range list[:min(5, len(list))] {
		names = append(names, fmt.Sprintf("%s (%s, %s)", g.s.Places[i].ID, g.s.Places[i].Kind, g.s.Places[i].Country))
	}
	return &trouble{fmt.Sprintf("%s is %d places of the scenario", what, len(list)), "candidates: " + strings.Join(names, ", "), "give the column place with the scenario's id, or a P-code"}
}

// nobody says that no place fits and names those that come nearest.
func (g *gazetteer) nobody(q *query) *trouble {
	var what []string
	for _, name := range first(q.names, q.finest) {
		what = append(what, scenario.Quoted(name))
	}
	for _, code := range first(q.pcodes, q.finest) {
		what = append(what, "P-code "+code)
	}
	if !math.IsNaN(q.lat) {
		what = append(what, fmt.Sprintf("%.3f, %.3f", q.lat, q.lon))
	}
	bad := &trouble{message: fmt.Sprintf("no place of the scenario is %s", orList(what))}
	var names []string
	if !math.IsNaN(q.lat) {
		for _, n := range g.near(q, 3) {
			names = append(names, fmt.Sprintf("%s (%.0f km)", g.s.Places[n.at].ID, n.km))
		}
		bad.suggestion = fmt.Sprintf("--within KM takes a place further off than %g km; --skip-unmatched leaves such rows out", g.within)
	} else {
		names = g.alike(q)
		bad.suggestion = "add the place or its P-code to places.csv, or leave such rows out with --skip-unmatched"
	}
	if len(names) > 0 {
		bad.allowed = "nearest: " + strings.Join(names, ", ")
	}
	return bad
}

// alike are the ids of the places whose names resemble the row's most.
func (g *gazetteer) alike(q *query) []string {
	if len(q.names) == 0 {
		return nil
	}
	type scored struct {
		id    string
		score float64
	}
	var list []scored
	want := fold(q.names[0])
	for i := range g.s.Places {
		p := &g.s.Places[i]
		if q.country != "" && p.Country != q.country {
			continue
		}
		if s := alike(want, fold(p.Name)); s >= 0.3 {
			list = append(list, scored{p.ID, s})
		}
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].score > list[b].score })
	var ids []string
	for _, s := range list[:min(3, len(list))] {
		ids = append(ids, s.id)
	}
	return ids
}
