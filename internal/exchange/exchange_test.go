package exchange_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"haven/internal/calendar"
	"haven/internal/exchange"
	"haven/scenario"
)

var update = flag.Bool("update", false, "write testdata/golden.txt anew")

// folder is a copy of a scenario that a test may change: toy-border, or wander of the rule neighbours.
func folder(t testing.TB, name string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	if name == "wander" {
		if err := os.CopyFS(dir, os.DirFS("testdata/wander")); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	s, err := scenario.Builtin(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := scenario.Write(s, dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func load(t testing.TB, dir string) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plainly are the options of a command without options.
func plainly(publisher string) exchange.Options {
	return exchange.Options{Publisher: publisher, KnownFrom: calendar.None, Since: calendar.None, Lag: -1, Measure: "stock", Fatalities: 1, Quiet: 30}
}

func with(o exchange.Options, change func(*exchange.Options)) exchange.Options {
	change(&o)
	return o
}

// samples are the made-up files in testdata, one for each form in which a publisher gives its tables.
var samples = []struct {
	file, into string
	options    exchange.Options
}{
	{"unhcr-sublocation.json", "toy-border", plainly("unhcr")},
	{"unhcr-timeseries.json", "toy-border", plainly("unhcr")},
	{"unhcr-portal.csv", "toy-border", plainly("unhcr")},
	{"unhcr-population.csv", "toy-border", plainly("unhcr")},
	{"unhcr-api.json", "toy-border", plainly("unhcr")},
	{"unhcr-applications.csv", "toy-border", plainly("unhcr")},
	{"dtm-hdx.csv", "wander", plainly("dtm")},
	{"dtm-api.json", "wander", plainly("dtm")},
	{"dtm-round.xlsx", "wander", plainly("dtm")},
	{"acled.csv", "wander", plainly("acled")},
	{"hxl.csv", "toy-border", with(plainly("hxl"), func(o *exchange.Options) { o.Dates = "dmy" })},
	{"hxl-conflicts.csv", "wander", with(plainly("hxl"), func(o *exchange.Options) { o.As = "conflicts" })},
	{"hxl-policies.csv", "toy-border", with(plainly("hxl"), func(o *exchange.Options) { o.As = "policies" })},
}

// TestSamplesBecomeWhatTheySay imports each sample and shows, in testdata/golden.txt, every line that is new in the scenario. The
// same file a second time adds nothing.
func TestSamplesBecomeWhatTheySay(t *testing.T) {
	var b strings.Builder
	for _, c := range samples {
		dir := folder(t, c.into)
		before := lines(t, dir)
		file := filepath.Join("testdata", c.file)
		res, err := exchange.Read(file, load(t, dir), c.options)
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		after, err := scenario.Add(dir, &res.Addition)
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		fmt.Fprintf(&b, "== %s into %s: %d rows, %d elsewhere, %d empty, left out %v\n", c.file, c.into, res.Rows, res.Elsewhere, res.Empty, res.Left)
		for _, p := range res.Problems {
			fmt.Fprintf(&b, "%s\n", p)
		}
		for _, u := range res.Unknown {
			fmt.Fprintf(&b, "%s\n", u)
		}
		for _, line := range fresh(before, lines(t, dir)) {
			fmt.Fprintf(&b, "+ %s\n", line)
		}
		described, err := os.ReadFile(filepath.Join(dir, "datapackage.json"))
		if c.into == "toy-border" && (err != nil || !bytes.Contains(described, []byte("evidence.csv"))) {
			t.Errorf("%s: datapackage.json does not describe the new table", c.file)
		}
		again, err := exchange.Read(file, after, c.options)
		if err != nil || !again.Addition.Empty() || again.Same == 0 {
			t.Errorf("%s a second time: %v, %+v", c.file, err, again)
		}
	}
	path := filepath.Join("testdata", "golden.txt")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != b.String() {
		t.Errorf("the samples became something else than %s says:\n%s", path, b.String())
	}
}

// lines are the lines of a folder's tables, each with its file.
func lines(t *testing.T, dir string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
			all[filepath.Base(path)+": "+strings.TrimRight(line, "\r")] = true
		}
	}
	return all
}

func fresh(before, after map[string]bool) (list []string) {
	for line := range after {
		if !before[line] {
			list = append(list, line)
		}
	}
	sort.Strings(list)
	return list
}

func TestWhatIsWrongIsToldByCell(t *testing.T) {
	toy, wander := load(t, folder(t, "toy-border")), load(t, folder(t, "wander"))
	unhcr, dtm, acled, hxl := plainly("unhcr"), plainly("dtm"), plainly("acled"), plainly("hxl")
	cases := []struct {
		name, text string
		into       *scenario.Scenario
		options    exchange.Options
		want       []string
	}{
		{"a count that is none", "Date,Location,Individuals\n2030-03-10,East,many\n", toy, unhcr, []string{`file:2:3: Individuals: "many" is not a number`}},
		{"part of a person", "Date,Location,Individuals\n2030-03-10,East,1.250\n", toy, unhcr, []string{`file:2:3: Individuals: "1.250" is no whole number of people; is the point a separator of thousands? write 1250`}},
		{"a date that is none", "Date,Location,Individuals\nsoon,East,10\n", toy, unhcr, []string{`file:2:1: Date: "soon" is not a date; write it as 2022-09-21`}},
		{"a date that can be read in two ways", "Date,Location,Individuals\n3/4/2030,East,10\n", toy, unhcr, []string{`can be read in two ways; say how days are written: --dates dmy or --dates mdy`}},
		{"more people than live, in two rows", "reportingDate,admin2Name,numPresentIdpInd\n2030-03-10,Mill,6e9\n2030-03-10,Mill,6e9\n", wander, dtm, []string{"file:2:3: numPresentIdpInd: 12000000000 people are more than live"}},
		{"more people than live, in three columns", "year,coo,coa,refugees,asylum_seekers\n2030,XAA,XAB,6e9,7e9\n", toy, unhcr, []string{"file:2:1: year: 13000000000 people are more than live"}},
		{"a day of publication that can be read in two ways", "Date,Location,Individuals,Published\n2030-03-10,East,10,5/6/2030\n", toy, unhcr, []string{`file:2:4: Published: "5/6/2030" can be read in two ways; say how days are written: --dates dmy or --dates mdy`}},
		{"a day of publication that is none", "year,coo,coa,refugees,published\n2030,XAA,XAB,10,garbage\n", toy, unhcr, []string{`file:2:5: published: "garbage" is not a date`}},
		{"a day of publication that is none, DTM", "reportingDate,admin2Name,numPresentIdpInd,publishedDate\n2030-03-10,Mill,5,garbage\n", wander, dtm, []string{`file:2:4: publishedDate: "garbage" is not a date`}},
		{"a day of publication that is none, ACLED", "event_date,event_type,location,fatalities,timestamp\n2030-03-10,Battles,Mill,5,garbage\n", wander, acled, []string{`file:2:5: timestamp: "garbage" is not a date`}},
		{"a day of publication that is none, HXL", "#date,#x_place,#x_value,#date+published\n2030-03-10,east,5,garbage\n", toy, hxl, []string{`#date+published: "garbage" is not a date`}},
		{"all mistakes at once", "Date,Location,Individuals\nsoon,East,many\n2030-03-10,Nowhere,5\n", toy, unhcr, []string{"file:2:3", "file:2:1", "file:3:2"}},
		{"a place that is not there", "Date,Location,Individuals\n2030-03-10,Eest,10\n", toy, unhcr, []string{`file:2:2: Location: no place of the scenario is "Eest"; nearest: west, east`}},
		{"coordinates far off", "Date,Lat,Lon,Individuals\n2030-03-10,51,11,10\n", toy, unhcr, []string{"no place of the scenario is 51.000, 11.000; nearest: east (111 km)", "--within KM"}},
		{"swapped coordinates", "Date,Lat,Lon,Individuals\n2030-03-10,120,11,10\n", toy, unhcr, []string{"file:2:2: Lat: 120 degrees; allowed: -90 to 90; are latitude and longitude swapped?"}},
		{"no column of counts", "Date,Location,Persons there\n2030-03-10,East,10\n", toy, unhcr, []string{"file:1: no column is known to hold the individuals", "--map 'COLUMN=individuals'; columns: Date, Location, Persons there"}},
		{"contradicting rows", "Date,Location,Individuals\n2030-03-10,East,10\n2030-03-10,East,11\n", toy, unhcr, []string{"file:3:3: Individuals: 11 people, where an earlier row says 10 for the same place (east), day (2030-03-10)"}},
		{"a number with a separator and no quotes", "Date,Location,Individuals\n2030-03-06,East,1,250\n2030-03-07,East,5,6,7\n", toy, unhcr, []string{"file:2:4: 4 cells where the heading has 3; write a number without separators of thousands, or in quotes", "file:3:4: 5 cells where the heading has 3"}},
		{"a number with a separator beside columns without a heading", "Date,Location,Individuals,,\n2030-03-06,East,1,250,\n", toy, unhcr, []string{"file:2:4: 4 cells where the heading has 3"}},
		{"a file that is cut short", "Date,Location,Individuals\n2030-03-05,East,5\n2030-03-06,East", toy, unhcr, []string{"file:3: 2 cells where the heading has 3; an empty cell has its separator too; is the file cut short?"}},
		{"a quote that is never closed", "Date,Location,Individuals\n2030-03-10,\"East,10\n", toy, unhcr, []string{`file:2:2: a quote (") is opened and not closed`}},
		{"a table without rows", "Date,Location,Individuals\n", toy, unhcr, []string{"there are no rows below the column names"}},
		{"a mapping to nothing", "Date,Location,Individuals\n2030-03-10,East,10\n", toy, with(unhcr, func(o *exchange.Options) { o.Map = map[string]string{"Location": "plaza", "Loc": "place"} }), []string{`there is no field "plaza"`, "allowed: date, year, place", `the file has no column "Loc"`}},
		{"two places of one name", "reportingDate,admin1Name,numPresentIdpInd\n2030-03-10,North,5\n", wander, dtm, []string{`no place of the scenario is "North"`}},
		{"fatalities that are no number", "event_date,event_type,location,fatalities\n2030-03-10,Battles,Mill,x\n", wander, acled, []string{"file:2:4: fatalities"}},
		{"conflict days where no rule reads them", "event_date,event_type,location,fatalities\n2030-03-10,Battles,Mill,1\n", toy, acled, []string{"has the rule destinations, and conflict days are read under the rule neighbours alone"}},
		{"a stance that is none", "#country+code,#activity+type,#status\nXAB,entry,shut\n", toy, with(hxl, func(o *exchange.Options) { o.As = "policies" }), []string{`"shut" is no stance of entry; allowed: allowed, conditional, refused`}},
		{"a measure that is none", "#date,#x_place,#x_value,#x_measure\n2030-03-10,east,5,stok\n", toy, hxl, []string{`"stok" is no measure of people`, "did you mean stock?"}},
		{"JSON that ends in the middle", `{"data": [{"date": "2030-03-10", "individuals": 4`, toy, unhcr, []string{"no JSON: the text ends in the middle"}},
		{"JSON without rows", `{"data": 4}`, toy, unhcr, []string{"no rows: the text holds no array of objects"}},
		{"JSON with two values of a key", `[{"date":"2030-03-10","geomaster_name":"East","individuals":4,"individuals":5}]`, toy, unhcr, []string{`line 1: "individuals" stands twice in one object, as "4" and as "5"; which is right?`}},
		{"JSON that goes on", `{"data":[{"date":"2030-03-10","geomaster_name":"East","individuals":4}]} [1]`, toy, unhcr, []string{"line 1: no JSON: there is text after the end of the value"}},
		{"JSON that ends after its rows", `{"data":[{"date":"2030-03-10","geomaster_name":"East","individuals":4}]`, toy, unhcr, []string{"no JSON: the text ends in the middle"}},
		{"a heading that stands twice", "Date,Location,Individuals,individuals\n2030-03-10,East,5,6\n", toy, unhcr, []string{`file:1:4: the heading "individuals" stands in column 3 too; rename the column that is not meant`}},
		{"a mapped heading that stands twice", "Date,Location,Heads,Heads\n2030-03-10,East,5,6\n", toy, with(unhcr, func(o *exchange.Options) { o.Map = map[string]string{"Heads": "individuals"} }), []string{`file:1:4: the heading "Heads" stands in column 3 too`}},
		{"an error of a spreadsheet", "Date,Location,Individuals\n2030-03-10,East,#DIV/0!\n#REF!,East,4\n", toy, unhcr, []string{"file:2:3: Individuals: #DIV/0! is an error of the spreadsheet, no value; correct its formula", "file:3:1: Date: #REF! is an error"}},
		{"an empty file", " \n", toy, unhcr, []string{"the file is empty"}},
		{"a picture", "\x89PNG\x00\x01", toy, unhcr, []string{"this is no text"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			res, err, _ := exchange.ReadBytes([]byte(c.text), c.into, c.options)
			if err == nil {
				t.Fatalf("nothing is wrong: %+v", res.Addition)
			}
			text := err.Error()
			var list scenario.Problems
			if errors.As(err, &list) {
				text = ""
				for _, p := range list {
					text += p.String() + "\n"
				}
			}
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not told; told was\n%s", want, text)
				}
			}
		})
	}
}

func TestTheSameTableInOtherClothes(t *testing.T) {
	toy := load(t, folder(t, "toy-border"))
	plain := "Date,Location,Individuals\n2030-03-10,Eäst,1250\n2030-03-11,East,1300\n"
	utf16 := func(s string) string {
		b := []byte("\xff\xfe")
		for _, r := range s {
			b = append(b, byte(r), byte(r>>8))
		}
		return string(b)
	}
	cases := map[string]string{
		"UTF-8":                        plain,
		"with a byte order mark":       "\xef\xbb\xbf" + plain,
		"Windows line ends":            strings.ReplaceAll(plain, "\n", "\r\n"),
		"Latin-1":                      strings.ReplaceAll(plain, "ä", "\xe4"),
		"semicolons":                   strings.ReplaceAll(plain, ",", ";"),
		"tabs":                         strings.ReplaceAll(plain, ",", "\t"),
		"UTF-16":                       utf16(plain),
		"separators of thousands":      strings.NewReplacer("1250", `"1,250"`, "1300", `"1,300"`).Replace(plain),
		"days as a publisher has them": strings.NewReplacer("2030-03-10", "10 March 2030", "2030-03-11", "2030-03-11T00:00:00Z").Replace(plain),
		"HXL tags without headings":    strings.Replace(plain, "Date,Location,Individuals\n", "A table,,\n#date,#loc+name,#affected+refugees\n", 1),
		"a key twice, the same":        `[{"Date":"2030-03-10","Location":"Eäst","Individuals":1250,"Individuals":1250},{"Date":"2030-03-11","Location":"East","Individuals":1300}]`,
		"notes above and HXL tags":     "Made up,,\n,,\n" + strings.Replace(plain, "\n", "\n#date,#loc+name,#affected+refugees\n", 1),
		"semicolons and notes above":   "Extracted from a made-up portal, of March, by us\n\nNotes;see below\n" + strings.ReplaceAll(plain, ",", ";"),
		"fourteen lines above":         strings.Repeat("A note, of the publisher\n", 13) + "\"\"\n" + plain,
		"empty cells at the end":       strings.NewReplacer("1250", "1250,,", "1300", "1300,").Replace(plain),
		"columns without a heading":    strings.ReplaceAll(plain, "\n", ",,\n"),
		"columns of no use cut off":    strings.Replace(plain, "Individuals", "Individuals,Remarks,Office", 1),
		"other words for the columns":  strings.Replace(plain, "Date,Location,Individuals", "data_date,geomaster_name,individuals", 1),
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			res, err, _ := exchange.ReadBytes([]byte(text), toy, plainly("unhcr"))
			if err != nil {
				t.Fatal(err)
			}
			list := res.Addition.Observations
			if len(list) != 2 || list[0].Place != "east" || list[0].Value != 1250 || list[1].Value != 1300 || list[0].DateTo != calendar.Day(2030, 3, 10) || list[1].KnownFrom != calendar.Day(2030, 3, 18) {
				t.Errorf("it became %+v", list)
			}
		})
	}
}

func TestAFigureIsNeverKnownBeforeItsDay(t *testing.T) {
	toy := load(t, folder(t, "toy-border"))
	cases := []struct {
		name, text string
		options    exchange.Options
		want       calendar.Date
	}{
		{"the usual lag", "Date,Location,Individuals\n2030-03-10,East,5\n", plainly("unhcr"), calendar.Day(2030, 3, 17)},
		{"a lag of its own", "Date,Location,Individuals\n2030-03-10,East,5\n", with(plainly("unhcr"), func(o *exchange.Options) { o.Lag = 0 }), calendar.Day(2030, 3, 10)},
		{"a day for all", "Date,Location,Individuals\n2030-03-10,East,5\n", with(plainly("unhcr"), func(o *exchange.Options) { o.KnownFrom = calendar.Day(2030, 4, 1) }), calendar.Day(2030, 4, 1)},
		{"a day that is too early", "Date,Location,Individuals\n2030-03-10,East,5\n", with(plainly("unhcr"), func(o *exchange.Options) { o.KnownFrom = calendar.Day(2030, 3, 1) }), calendar.Day(2030, 3, 10)},
		{"the file says it", "Date,Location,Individuals,Published\n2030-03-10,East,5,2030-03-12\n", with(plainly("unhcr"), func(o *exchange.Options) { o.KnownFrom = calendar.Day(2030, 4, 1) }), calendar.Day(2030, 3, 12)},
		{"the file says it wrongly", "Date,Location,Individuals,Published\n2030-03-10,East,5,2030-01-12\n", plainly("unhcr"), calendar.Day(2030, 3, 10)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			res, err, _ := exchange.ReadBytes([]byte(c.text), toy, c.options)
			if err != nil {
				t.Fatal(err)
			}
			if got := res.Addition.Observations[0].KnownFrom; got != c.want {
				t.Errorf("known from %s, want %s", got, c.want)
			}
		})
	}
}

func TestTotalsSinceADay(t *testing.T) {
	toy := load(t, folder(t, "toy-border"))
	o := with(plainly("unhcr"), func(o *exchange.Options) { o.Measure, o.Since = "entries", calendar.Day(2030, 3, 5) })
	res, err, _ := exchange.ReadBytes([]byte("Date,Country,Individuals\n2030-03-10,XAB,500\n2030-03-11,XAB,620\n"), toy, o)
	if err != nil {
		t.Fatal(err)
	}
	if x := res.Addition.Observations; len(x) != 2 || x[1].DateFrom != o.Since || x[1].Place != "XAB" || x[1].Measure != "entries" || x[1].Value != 620 {
		t.Errorf("they became %+v", x)
	}
}

// TestAContradictionIsRefusedWithBoth imports a figure, and then another for the same place and day.
func TestAContradictionIsRefusedWithBoth(t *testing.T) {
	dir := folder(t, "toy-border")
	first, err, _ := exchange.ReadBytes([]byte("Date,Location,Individuals\n2030-03-10,East,500\n"), load(t, dir), plainly("unhcr"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenario.Add(dir, &first.Addition)
	if err != nil {
		t.Fatal(err)
	}
	_, err, _ = exchange.ReadBytes([]byte("Date,Location,Individuals\n2030-03-10,East,501\n"), s, plainly("unhcr"))
	if err == nil || !strings.Contains(err.Error(), "501 people, where unhcr_east_20300310_stock of observations.csv says 500") {
		t.Errorf("it said %v", err)
	}
}

// TestARowThatBreaksTheScenarioIsNotWritten adds a policy that contradicts one that is there.
func TestARowThatBreaksTheScenarioIsNotWritten(t *testing.T) {
	dir := folder(t, "toy-border")
	before := lines(t, dir)
	o := with(plainly("hxl"), func(o *exchange.Options) { o.As = "policies" })
	res, err, _ := exchange.ReadBytes([]byte("#country+code,#activity+type,#status,#date+start\nXAB,entry,refused,2030-03-10\n"), load(t, dir), o)
	if err != nil {
		t.Fatal(err)
	}
	_, err = scenario.Add(dir, &res.Addition)
	var wrong scenario.Problems
	if !errors.As(err, &wrong) {
		t.Fatalf("it was taken: %v", err)
	}
	if list := fresh(before, lines(t, dir)); len(list) > 0 {
		t.Errorf("%v was written all the same", list)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("%v is left behind", left)
	}
}

// TestWhatStandsInATableStays adds rows to a table with a byte order mark, Windows line ends, a column order and a
// spelling of its own, whose last line does not end.
func TestWhatStandsInATableStays(t *testing.T) {
	dir := folder(t, "toy-border")
	path := filepath.Join(dir, "observations.csv")
	own := "\xef\xbb\xbfdate_from,id,date_to,place,measure,value,kind,unit,whose,scope,known_from,evidence\r\n2030-03-05,mine,2030-03-11,XAB,entries,400.0,point,people,all,\"the \"\"country\"\"\",2030-03-12,assumed: mine"
	if err := os.WriteFile(path, []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	res, err, _ := exchange.ReadBytes([]byte("Date,Location,Individuals\n2030-03-10,East,500\n"), load(t, dir), plainly("unhcr"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := scenario.Add(dir, &res.Addition); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(data, []byte(own+"\r\n2030-03-10,unhcr_east_20300310_stock,")) || !bytes.HasSuffix(data, []byte("\r\n")) {
		t.Errorf("the table became\n%q", data)
	}
}

// TestNoFigureIsSuggestedThatNobodyMeant: a number that somebody takes over from a message must be the one that was meant.
func TestNoFigureIsSuggestedThatNobodyMeant(t *testing.T) {
	for text, want := range map[string]string{
		"1.250": "is the point a separator of thousands? write 1250", "4O00": "a letter for a digit? write 4000",
		"1.5": "", "0.12": "", "0.125": "", "120.4": "", "119.99999999999999": "", "1.250,5": "", "1,25": "", "12%": "", "Inf": "", "ten": "", "oil": "", "<5": "",
	} {
		allowed, suggestion := exchange.PeopleHint(text)
		if suggestion != want || suggestion == "" && !strings.HasPrefix(allowed, "allowed: a whole number of people") {
			t.Errorf("of %q it is said %q and %q, want %q", text, allowed, suggestion, want)
		}
	}
}

func TestCodesOfCountries(t *testing.T) {
	for code, want := range map[string]string{"GFR": "DEU", "ARE": "EGY", "UAE": "ARE", "AUS": "AUT", "AUL": "AUS", "RSA": "ZAF", "UKR": "UKR", "GAZ": "PSE", "STA": "", "VAR": "", "": "", "Germany": ""} {
		if got := exchange.FromUNHCR(code); got != want {
			t.Errorf("UNHCR's %q is taken for %q, want %q", code, got, want)
		}
	}
	for code, want := range map[string]string{"DEU": "DEU", "DE": "DEU", "276": "DEU", "Germany": "DEU", "ARE": "ARE", "XAB": "XAB", "XK": "XKX", "Republic of Moldova": "MDA", "Viet Nam": "VNM", "Türkiye": "TUR", "nowhere": "", "": "", "XXA": ""} {
		if got := exchange.FromISO(code); got != want {
			t.Errorf("%q is taken for %q, want %q", code, got, want)
		}
	}
}

func TestNamesFoldAlike(t *testing.T) {
	for _, pair := range [][2]string{{"Côte-d'Ivoire", "cote divoire"}, {"Łódź", "lodz"}, {"Sármellék  camp", "sarmellek Camp"}, {"Şırnak", "sirnak"}, {"Straße", "strasse"}} {
		if a, b := exchange.Fold(pair[0]), exchange.Fold(pair[1]); a != b {
			t.Errorf("%q folds to %q, %q to %q", pair[0], a, pair[1], b)
		}
	}
}

func TestDays(t *testing.T) {
	d := calendar.Day
	for _, c := range []struct {
		text, order string
		from, to    calendar.Date
	}{
		{"2022-09-21", "", d(2022, 9, 21), d(2022, 9, 21)}, {"2022-09-21T13:00:00.000Z", "", d(2022, 9, 21), d(2022, 9, 21)}, {"21 September 2022", "", d(2022, 9, 21), d(2022, 9, 21)},
		{"21-Sep-2022", "", d(2022, 9, 21), d(2022, 9, 21)}, {"21/09/2022", "", d(2022, 9, 21), d(2022, 9, 21)}, {"09/21/2022", "", d(2022, 9, 21), d(2022, 9, 21)}, {"3/4/2022", "mdy", d(2022, 3, 4), d(2022, 3, 4)},
		{"3.4.2022", "dmy", d(2022, 4, 3), d(2022, 4, 3)}, {"2022-09", "", d(2022, 9, 1), d(2022, 9, 30)}, {"2022", "", d(2022, 1, 1), d(2022, 12, 31)}, {"1663718400", "", d(2022, 9, 21), d(2022, 9, 21)},
	} {
		if from, to, bad := exchange.Days(c.text, c.order); bad != "" || from != c.from || to != c.to {
			t.Errorf("%s is read as %s to %s (%s)", c.text, from, to, bad)
		}
	}
	for _, text := range []string{"3/4/2022", "31/02/2022", "2022-13-01", "22-09-21", "", "yesterday", "9999-01-01", "44825"} {
		if from, to, bad := exchange.Days(text, ""); bad == "" {
			t.Errorf("%q is read as %s to %s", text, from, to)
		}
	}
}

func TestCounts(t *testing.T) {
	for text, want := range map[string]float64{"1250": 1250, "1,250": 1250, "1 250 000": 1250000, "1.250.000": 1250000, "1250.0": 1250, "0": 0} {
		if v, bad := exchange.People(text); bad != "" || v != want {
			t.Errorf("%q is read as %g (%s)", text, v, bad)
		}
	}
	for _, text := range []string{"-1", "1.25", "1,25", "<5", "ten", "1e300", "99999999999999"} {
		if v, bad := exchange.People(text); bad == "" {
			t.Errorf("%q is read as %g", text, v)
		}
	}
}
