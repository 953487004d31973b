package scenario

import (
	"math"
	"strings"
	"testing"

	"haven/internal/calendar"
)

// russia reads the founding scenario; its own mistakes are another test's matter.
func russia(t *testing.T) *Scenario {
	t.Helper()
	sc, err := Builtin("russia-2022")
	if err != nil {
		t.Fatalf("russia-2022 does not read: %v", err)
	}
	return sc
}

func TestRussiaHasEverySubjectAndTheOccupiedOnesApart(t *testing.T) {
	subjects, occupied, people := map[string]bool{}, map[string]bool{}, int64(0)
	for _, p := range russia(t).Places {
		if p.Population == 0 {
			continue
		}
		people += p.Population
		switch {
		case p.Country == "RUS" && strings.HasPrefix(p.PCode, "RU-"):
			subjects[p.PCode] = true
		case p.Country == "UKR" && (p.PCode == "UA-43" || p.PCode == "UA-40"):
			occupied[p.PCode] = true
		default:
			t.Errorf("%s: %d people under country %s and code %q", p.ID, p.Population, p.Country, p.PCode)
		}
	}
	if len(subjects) != 83 || len(occupied) != 2 {
		t.Errorf("%d subjects and %d occupied territories, want 83 and 2", len(subjects), len(occupied))
	}
	if people < 145_000_000 || people > 147_500_000 {
		t.Errorf("%d people, want the 145 to 147 million of the census", people)
	}
}

func TestRussiaHasTheCrossingsOfTheReport(t *testing.T) {
	sc := russia(t)
	lanes := map[string][]*Crossing{}
	for i := range sc.Crossings {
		c := &sc.Crossings[i]
		lanes[c.Place+" "+c.ToCountry] = append(lanes[c.Place+" "+c.ToCountry], c)
	}
	for _, want := range []string{
		"lars GEO", "vaalimaa FIN", "nuijamaa FIN", "imatra FIN", "niirala FIN", "vartius FIN", "kuusamo FIN", "salla FIN", "raja_jooseppi FIN",
		"syrym KAZ", "taskala KAZ", "zhaisan KAZ", "aksai KAZ", "alimbet KAZ", "kairak KAZ", "zhana_zhol KAZ", "kurmangazy KAZ", "urlyutobe KAZ", "sharbakty KAZ",
		"petropavl_rail KAZ", "omsk_karaganda_train KAZ", "kazan_almaty_train KAZ", "samara_karaganda_train KAZ", "astrakhan_atyrau_train KAZ",
		"altanbulag MNG", "khankh MNG", "sukhbaatar MNG", "storskog NOR", "narva EST", "luhamaa EST", "koidula EST", "terehova LVA", "pededze LVA",
		"kybartai LTU", "grzechotki POL", "bezledy POL", "redki BLR", "samur AZE", "vainikkala FIN", "egvekinot_gambell USA", "vladivostok_pohang KOR",
		"moscow_istanbul TUR", "moscow_antalya TUR", "moscow_yerevan ARM", "moscow_baku AZE", "moscow_belgrade SRB", "moscow_dubai ARE", "moscow_tashkent UZB",
		"moscow_bishkek KGZ", "moscow_osh KGZ", "moscow_dushanbe TJK", "moscow_tel_aviv ISR", "moscow_almaty KAZ", "moscow_astana KAZ", "moscow_minsk BLR", "ulan_ude_ulaanbaatar MNG",
	} {
		if len(lanes[want]) == 0 {
			t.Errorf("no crossing %s", want)
		}
	}
	first, last := sc.Period.From, sc.Period.To
	for _, shut := range []string{"samur AZE", "vainikkala FIN", "sukhbaatar MNG"} {
		for _, c := range lanes[shut] {
			if !c.DateTo.Given() || c.DateTo >= first {
				t.Errorf("%s is open in the period, but was shut", c.ID)
			}
		}
	}
	foot := map[string]*Crossing{}
	for _, c := range lanes["lars GEO"] {
		foot[c.Lane] = c
	}
	opening, _ := calendar.Parse("2022-09-26")
	if c := foot["foot"]; len(foot) != 3 || c == nil || c.DateFrom != opening || c.KnownFrom != opening || c.DateFrom > last {
		t.Errorf("Verkhny Lars: lanes %v, want car, bus and, from 26 September, foot", foot)
	}
}

func TestRussiaHasNoDirectFlightToGeorgia(t *testing.T) {
	sc := russia(t)
	country := map[string]string{}
	for _, p := range sc.Places {
		country[p.ID] = p.Country
	}
	from := map[string]string{}
	for _, c := range sc.Crossings {
		from[c.Place+" "+c.ToCountry] = c.FromCountry
	}
	for _, l := range sc.Links {
		if l.Mode == "air" && country[l.To] == "GEO" && from[l.From+" GEO"] == "RUS" {
			t.Errorf("%s flies from Russia to Georgia", l.ID)
		}
	}
}

func TestRussiaUsualTravelIsWhatWasCountedBefore(t *testing.T) {
	sc := russia(t)
	to := map[string]string{}
	for _, c := range sc.Crossings {
		to[c.ID] = c.ToCountry
	}
	entries := func(country string) float64 {
		week := 0.0
		for _, u := range sc.UsualTravel {
			if u.Direction != "out" || u.Whose != "RUS" || to[u.At] != country {
				continue
			}
			days := 1.0
			if u.Weekday == "*" {
				days = 7
			}
			week += days * u.People
		}
		return week
	}
	for _, x := range []struct {
		country   string
		low, high float64
		why       string
	}{
		{"FIN", 26400, 26600, "O026: 26,506 in the week before"},
		{"GEO", 42000, 45500, "O061: 25,606 in the four days before, and 5,000 to 6,000 on others (O073;O074)"},
		{"EST", 11400, 11600, "O220: 11,500 in a week of late August"},
	} {
		if got := entries(x.country); got < x.low || got > x.high {
			t.Errorf("%s: %.0f Russians a week, want %.0f to %.0f (%s)", x.country, got, x.low, x.high, x.why)
		}
	}
}

func TestRussiaGroupsHoldTwentyFiveMillionLiableMen(t *testing.T) {
	sc := russia(t)
	group := map[string]*Group{}
	for i := range sc.Groups {
		group[sc.Groups[i].ID] = &sc.Groups[i]
	}
	own := map[string]map[string]float64{}
	for _, s := range sc.GroupShares {
		if own[s.Origin] == nil {
			own[s.Origin] = map[string]float64{}
		}
		own[s.Origin][s.Group] = s.Share
	}
	liable, passport, people := 0.0, 0.0, 0.0
	for _, p := range sc.Places {
		if p.Population == 0 {
			continue
		}
		sum := 0.0
		for id, g := range group {
			share, ok := own[p.ID][id]
			if !ok {
				share = own["*"][id]
			}
			sum += share
			men := share * float64(p.Population) / float64(g.Party.Size)
			if g.Callup == "liable" {
				liable += men
				people += men
				if g.Documents == "foreign" || g.Documents == "schengen" {
					passport += men
				}
			}
		}
		if sum > 1 {
			t.Errorf("%s: the shares of its groups sum to %g", p.ID, sum)
		}
	}
	if math.Abs(liable-25e6) > 1e6 {
		t.Errorf("%.1f million liable men, want about 25 (A08)", liable/1e6)
	}
	if share := passport / people; share < 0.24 || share > 0.32 {
		t.Errorf("%.2f of the liable hold a foreign passport, want about 0.29 less the barred debtors (A103;A106)", share)
	}
}
