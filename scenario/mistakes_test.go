package scenario_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"haven/scenario"
)

// edit changes one file of toy-border. Without old the file is replaced;
// with neither it is removed.
type edit struct{ file, old, new string }

// toy is toy-border with edits, as a file system.
func toy(t testing.TB, edits ...edit) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"scenario.yaml", "places.csv", "crossings.csv", "links.csv", "usual_travel.csv", "groups.csv",
		"group_shares.csv", "pulls.csv", "policies.csv", "shocks.csv", "callup.csv", "observations.csv"} {
		data, err := os.ReadFile("builtin/toy-border/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	for _, e := range edits {
		switch {
		case e.old == "" && e.new == "":
			delete(files, e.file)
		case e.old == "":
			files[e.file] = &fstest.MapFile{Data: []byte(e.new)}
		default:
			data := files[e.file].Data
			if !bytes.Contains(data, []byte(e.old)) {
				t.Fatalf("%s holds no %q to edit", e.file, e.old)
			}
			files[e.file] = &fstest.MapFile{Data: bytes.Replace(data, []byte(e.old), []byte(e.new), 1)}
		}
	}
	return files
}

// at makes edits of one file from pairs of old and new.
func at(file string, pairs ...string) []edit {
	var list []edit
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, edit{file, pairs[i], pairs[i+1]})
	}
	return list
}

const claims = "id,claim,subject,measure,value,low,high,unit,date_from,date_to,known_from,outlet,via,url,published,passage,grade,grade_reason,reviewed,note\n"

const departures = "date,origin,group,people,known_from,evidence\n"

var mistakes = []struct {
	name  string
	edits []edit
}{
	// Files.
	{"no scenario.yaml", at("scenario.yaml", "", "")},
	{"no places.csv", at("places.csv", "", "")},
	{"a folder for a table", []edit{{"links.csv", "", ""}, {"links.csv/notes.txt", "", "hello"}}},
	{"an empty table", []edit{{"links.csv", "", " "}, {"links.csv", " ", ""}}},
	{"an empty scenario.yaml", at("scenario.yaml", "", "# nothing but a comment\n")},
	{"a misspelt file name", at("crossing.csv", "", "id\n")},
	{"a byte order mark", at("places.csv", "id,name", "\ufeffid,name")},
	{"Windows line ends", at("places.csv", "evidence\n", "evidence\r\n")},
	{"old Mac line ends", at("places.csv", "", "id,name,kind\rmill,Mill,town\r")},
	{"Latin-1 in a table", at("places.csv", "mill,Mill", "mill,M\xfchle")},
	{"Latin-1 in a header", at("places.csv", "id,name", "id,n\xe4me")},
	{"Latin-1 in scenario.yaml", at("scenario.yaml", "title: A town", "title: Ein St\xe4dtchen")},
	{"UTF-16", at("places.csv", "", "\xff\xfei\x00d\x00")},
	{"a spreadsheet under the name of a table", at("places.csv", "", "PK\x03\x04\x00\x00")},
	{"semicolons between fields", at("group_shares.csv", "", "origin;group;share;evidence\nmill;men;0,1;x\n")},
	{"tabs between fields", at("group_shares.csv", "", "origin\tgroup\tshare\tevidence\n")},
	{"a zero byte", at("places.csv", "Mill,town", "Mi\x00ll,town")},

	// Rows and columns.
	{"a column is misspelt", at("crossings.csv", "exit_per_day", "exit_perday")},
	{"a column in capitals with a space", at("crossings.csv", "exit_per_day", "Exit per day")},
	{"a column too many", at("callup.csv", "share_due", "share_due,comment", "0.5,2030", "0.5,hello,2030", "0.5,2030", "0.5,hello,2030")},
	{"a column stands twice", at("callup.csv", "region,share_due", "region,region")},
	{"a row is too short", at("places.csv", "east,East,destination,XAB,,,50,11,,500,assumed: beds that fill up during the run", "east,East,destination,XAB")},
	{"a row is too long", at("callup.csv", "assumed: half at once", "assumed: half, at once")},
	{"an empty row", at("callup.csv", "2030-03-15", ",,,,\n2030-03-15")},
	{"a quote never closed", at("group_shares.csv", `"assumed: 1,000 men"`, `"assumed: 1,000 men`)},
	{"a quote inside a field", at("places.csv", "The bridge", `The "bridge"`)},
	{"text after a closing quote", at("group_shares.csv", `"assumed: 1,000 men"`, `"assumed: 1,000" men`)},

	// Cells.
	{"the letter O for a zero", at("crossings.csv", ",60,80,people", ",6O,80,people")},
	{"a decimal comma", at("links.csv", "mill_bridge,mill,bridge,road,36,2,", `mill_bridge,mill,bridge,road,36,"2,5",`)},
	{"thousands apart", at("places.csv", ",10000,", `,"10,000",`)},
	{"a space in a number", at("places.csv", ",10000,", `,10 000,`)},
	{"per cent", at("group_shares.csv", "mill,men,0.1", "mill,men,10%")},
	{"a share of per cent size", at("group_shares.csv", "mill,men,0.1", "mill,men,10")},
	{"NaN", at("links.csv", ",36,2,,,,yes", ",36,NaN,,,,yes")},
	{"infinity", at("crossings.csv", ",60,80,people", ",inf,80,people")},
	{"a number too large", at("links.csv", ",36,2,,,,yes", ",36,1e999,,,,yes")},
	{"hexadecimal", at("links.csv", ",36,2,,,,yes", ",36,0x10,,,,yes")},
	{"a negative count", at("places.csv", ",10000,", ",-10000,")},
	{"half a person", at("places.csv", ",10000,", ",10000.5,")},
	{"more people than can be counted", at("places.csv", ",10000,", ",99999999999999999999,")},
	{"a required cell is empty", at("links.csv", ",36,2,,,,yes", ",36,,,,,yes")},
	{"latitude and longitude swapped", at("places.csv", ",50,10,", ",10,150,", ",50,10.5,", ",150,10.5,")},
	{"day and month swapped", at("shocks.csv", "decree,2030-03-05", "decree,2030-25-03")},
	{"a date of a spreadsheet", at("shocks.csv", "decree,2030-03-05", "decree,05.03.2030")},
	{"an American date", at("shocks.csv", "decree,2030-03-05", "decree,3/25/2030")},
	{"a day that is not there", at("shocks.csv", "decree,2030-03-05", "decree,2030-02-30")},
	{"a date without zeros", at("shocks.csv", "decree,2030-03-05", "decree,2030-3-5")},
	{"a date far away", at("shocks.csv", "decree,2030-03-05", "decree,0203-03-05")},
	{"a time of day", at("crossings.csv", "06:00", "6:00", "22:00", "25:00")},
	{"neither yes nor no", at("links.csv", ",yes,assumed: slow road", ",maybe,assumed: slow road")},
	{"an unknown kind of place", at("places.csv", "East,destination", "East,destnation")},
	{"a country by two letters", at("places.csv", "east,East,destination,XAB", "east,East,destination,FI")},
	{"a country in small letters", at("places.csv", "east,East,destination,XAB", "east,East,destination,fin")},
	{"an actor in small letters", at("policies.csv", "east_entry,XAB", "east_entry,euu")},
	{"a very long cell", at("places.csv", "East,destination", "East,"+strings.Repeat("destination", 30))},
	{"an id in Cyrillic", at("links.csv", "mill_field,", "мост,")},
	{"an id with a space", at("links.csv", "mill_field,", "mill field,")},
	{"a space around a cell", at("links.csv", "mill_field,mill,", "mill_field, mill,")},
	{"a party of nobody", at("groups.csv", "man=1 woman=1 child=1", "man=1 woman=0")},
	{"a party that is no party", at("groups.csv", "man=1 woman=1 child=1", "a family")},
	{"a party of a crowd", at("groups.csv", "man=1 woman=1 child=1", "500")},
	{"means of 0", at("groups.csv", ",foreign,500,", ",foreign,0,")},
	{"a shock that fades in 0 days", at("shocks.csv", "0.06,1,8,", "0.06,1,0,")},

	// Ids and references.
	{"an id stands twice", at("links.csv", "bridge_east,", "mill_bridge,")},
	{"a composite key stands twice", at("group_shares.csv", "mill,families", "mill,men")},
	{"a link to nowhere", at("links.csv", "bridge_east,bridge,east", "bridge_east,bridge,eats")},
	{"a share of an unknown group", at("group_shares.csv", "mill,exempt", "mill,exmept")},
	{"a call-up in an unknown region", at("callup.csv", "Millshire", "Millshyre")},
	{"a policy at an unknown place", at("policies.csv", "banned,0.1", "banned,0.1", "list,XAA,exit,callup=liable,,", "list,XAA,exit,callup=liable,brigde,")},
	{"a pull of an unknown destination", at("pulls.csv", "east_days,XAB", "east_days,xab")},
	{"a lane of a town", at("crossings.csv", "bridge_all,bridge", "bridge_all,mill")},
	{"usual travel on a link without seats", at("usual_travel.csv", "flight_out,flight", "flight_out,mill_field")},
	{"a link from a place to itself", at("links.csv", "bridge_east,bridge,east", "bridge_east,bridge,bridge")},
	{"a crossing between one state and itself", at("crossings.csv", "field_gate,field,all,XAA,XAC", "field_gate,field,all,XAA,XAA")},
	{"vehicles and people mixed up", at("crossings.csv", "field_gate,field,all,XAA,XAC,200,200,people,,", "field_gate,field,all,XAA,XAC,200,200,people,3,")},

	// Evidence.
	{"a number without evidence", at("crossings.csv", ",assumed: the exit side is the narrower one", ",")},
	{"unknown evidence", at("crossings.csv", ",assumed: the exit side is the narrower one", ",O012;O013")},
	{"assumed without a reason", at("crossings.csv", ",assumed: the exit side is the narrower one", ",assumed:")},
	{"assumed in capitals", at("crossings.csv", ",assumed: the exit side is the narrower one", ",Assumed: the exit side")},
	{"ids joined by commas", []edit{{"crossings.csv", ",assumed: the exit side is the narrower one", `,"A01, A02"`}, {"evidence.csv", "", claims + "A01,x,,,,,,,,,,,,,,,,,,\nA02,x,,,,,,,,,,,,,,,,,,\n"}}},
	{"evidence by a wrong letter", []edit{{"crossings.csv", ",assumed: the exit side is the narrower one", ",B01"}, {"evidence.csv", "", claims + "A01,x,,,,,,,,,,,,,,,,,,\n"}}},
	{"a value outside its own range", at("evidence.csv", "", claims+"A01,x,,,5,6,8,,,,,,,,,,,,,\nA02,x,,,9,6,8,,,,,,,,,,,,,\n")},
	{"a claim with a strange grade and range", at("evidence.csv", "", claims+
		"A01,people wait,bridge,wait,5,6,4,hours,2030-03-09,2030-03-08,,,,,,,G7,,,\n")},

	// Dates.
	{"a policy that ends before it begins", at("policies.csv", "2030-03-15,,2030-03-15", "2030-03-15,2030-03-14,2030-03-15")},
	{"a period that ends before it begins", at("scenario.yaml", "{from: 2030-03-01, to: 2030-03-28}", "{from: 2030-03-28, to: 2030-03-01}")},
	{"a period of a century", at("scenario.yaml", "{from: 2030-03-01, to: 2030-03-28}", "{from: 2030-03-01, to: 2130-03-01}")},
	{"a shock after the period", at("shocks.csv", "decree,2030-03-05", "decree,2031-03-05")},
	{"departures outside the period", at("departures.csv", "", departures+"2030-04-01,mill,men,5,,assumed: x\n")},
	{"more departures than people", at("departures.csv", "", departures+"2030-03-01,mill,men,9000,,assumed: x\n2030-03-02,mill,men,9000,,assumed: x\n")},
	{"an observation known before it happened", at("observations.csv", "2030-03-12,assumed", "2030-03-01,assumed")},
	{"an observation outside the period", at("observations.csv", "2030-03-05,2030-03-11", "2029-03-05,2029-03-11")},

	// Shares.
	{"group shares above 1", at("group_shares.csv", "mill,men,0.1", "mill,men,0.9")},
	{"group shares above 1 through *", at("group_shares.csv", "mill,men,0.1", "*,men,0.9")},
	{"shares of the quota above 1", at("callup.csv", "2030-03-15,Millshire,0.5", "2030-03-15,Millshire,0.6")},
	{"choice shares that do not sum to 1", []edit{{"scenario.yaml", "rule: destinations", "rule: fixed"},
		{"choice_shares.csv", "", "origin,group,destination,crossing,share,evidence\nmill,*,east,bridge,0.5,assumed: x\nmill,*,west,field,0.4,assumed: x\n"}}},
	{"the rule fixed without its table", at("scenario.yaml", "rule: destinations", "rule: fixed")},
	{"choice shares under another rule", at("choice_shares.csv", "", "origin,group,destination,crossing,share,evidence\nmill,*,east,bridge,1,assumed: x\n")},
	{"a group that nobody belongs to", at("group_shares.csv", "mill,exempt,0.04,assumed: 400 men\n", "")},

	// Policies.
	{"an unknown stance", at("policies.csv", "west_asylum,XAC,asylum,,,considered", "west_asylum,XAC,asylum,,,consider")},
	{"a stance of another instrument", at("policies.csv", "west_asylum,XAC,asylum,,,considered", "west_asylum,XAC,asylum,,,banned")},
	{"an unknown instrument", at("policies.csv", "west_asylum,XAC,asylum", "west_asylum,XAC,asylm")},
	{"a stance that needs a value", at("policies.csv", "announced,200", "announced,")},
	{"a probability above 1", at("policies.csv", "banned,0.1", "banned,1.5")},
	{"policies that contradict each other", at("policies.csv", "quota,", "east_closed,XAB,entry,,,refused,,fear,2030-03-10,,,assumed: x\nquota,")},
	{"policies that contradict each other for one group", at("policies.csv", "quota,", "west_liable,XAC,entry,callup=liable,,allowed,,,,,,assumed: x\nquota,")},
	{"two actors that contradict each other at one crossing", at("policies.csv", "quota,", "a,XAA,deterrent,,bridge,present,1,,,,,assumed: x\nb,XAB,deterrent,,bridge,present,2,,,,,assumed: x\nquota,")},
	{"two penalties", at("policies.csv", "quota,", "worse,XAB,penalty,callup=exempt|liable,,threatened,2,,2030-03-07,,,assumed: x\nquota,")},
	{"a closure for one group", at("policies.csv", "quota,", "shut,XAA,transport,sex=m,bridge,suspended,,,2030-03-07,,,assumed: x\nquota,")},
	{"equals that do not overlap", at("policies.csv", "east_entry,XAB,entry,,,allowed,,neighbours,,,", "east_entry,XAB,entry,,,allowed,,neighbours,,2030-03-09,", "quota,", "east_closed,XAB,entry,,,refused,,fear,2030-03-10,,,assumed: x\nquota,")},
	{"a call-up without its table", at("callup.csv", "", "")},

	// Selectors.
	{"an unknown key of a selector", at("policies.csv", "documents=none", "document=none")},
	{"a value that no group has", at("policies.csv", "documents=none", "documents=nome")},
	{"a selector without a value", at("policies.csv", "documents=none", "documents=")},
	{"a selector that is none", at("policies.csv", "documents=none", "nobody")},
	{"a key twice in a selector", at("policies.csv", "documents=none", "documents=none documents=foreign")},
	{"a value twice in a selector", at("policies.csv", "documents=none", "documents=none|none")},
	{"a policy chosen by region", at("policies.csv", "documents=none", "admin1=Millshire")},
	{"a shock in an unknown region", at("shocks.csv", "callup=liable|exempt", "admin1=Milshire")},
	{"a shock at an unknown origin", at("shocks.csv", "callup=liable|exempt", "origin=mil")},
	{"a selector that fits nobody", at("policies.csv", "documents=none", "documents=none callup=exempt")},

	// Ways.
	{"a destination out of reach", at("links.csv", "bridge_east,bridge,east,road,36,1,,,,yes,assumed: good road\n", "")},
	{"a crossing without a lane", at("crossings.csv", "field_gate,field,all,XAA,XAC,200,200,people,,,06:00,22:00,,,,assumed: never the narrow place\n", "")},
	{"a home without a way out", []edit{{"places.csv", "bridge,The bridge", "isle,Isle,town,XAA,,,1,1,5,,assumed: x\nbridge,The bridge"},
		{"group_shares.csv", "mill,men", "isle,men,0.1,assumed: x\nmill,men"}}},
	{"no destination at all", at("places.csv", "East,destination", "East,town", "West,destination", "West,town")},
	{"a border without a crossing", at("links.csv", "mill_field,", "ferry,mill,east,sea,10,1,,,,no,assumed: x\nmill_field,")},
	{"a lane that opens when its day is over", at("crossings.csv", "06:00,22:00", "24:00,00:00")},
	{"rows cut short and what depends on them", at("places.csv", ",10000,,assumed: a round number", "", "The bridge,crossing,XAA,,,50,10.5,,,", "The bridge,crossing,XAA,,,50,10.5,,")},
	{"an id that cannot be one and what means it", at("places.csv", "\nmill,", "\nmi ll,")},
	{"a lane that leads nowhere", at("crossings.csv", "field_gate,field,all,XAA,XAC", "field_gate,field,all,XAA,XAD")},

	// Observations.
	{"one of several places unknown", at("observations.csv", "XAB,entries", "XAB;esat,entries")},
	{"a wait in people", at("observations.csv", "XAB,entries", "bridge_all,wait")},
	{"a negative observation", at("observations.csv", ",400,", ",-400,")},

	// scenario.yaml.
	{"no YAML at all", at("scenario.yaml", "", "schema: 1\n  title: [\n")},
	{"nothing but a tag", at("scenario.yaml", "", "!\n")},
	{"an alias in YAML", at("scenario.yaml", "title: A town, a bridge, an airfield", "title: *town", "description: |", "description: &town |")},
	{"a tab in YAML", at("scenario.yaml", "  stay:", "\tstay:")},
	{"a list for a mapping", at("scenario.yaml", "", "- schema\n- title\n")},
	{"an unknown key", at("scenario.yaml", "bins_per_day", "bin_per_day")},
	{"a key twice", at("scenario.yaml", "rule: destinations", "rule: destinations\nrule: fixed")},
	{"no period", at("scenario.yaml", "period: {from: 2030-03-01, to: 2030-03-28}\n", "")},
	{"half a period", at("scenario.yaml", "{from: 2030-03-01, to: 2030-03-28}", "{from: 2030-03-01}")},
	{"another schema", at("scenario.yaml", "schema: 1", "schema: 2")},
	{"bins that do not divide the day", at("scenario.yaml", "bins_per_day: 4", "bins_per_day: 5")},
	{"an unknown rule", at("scenario.yaml", "rule: destinations", "rule: destination")},
	{"an unknown parameter", at("scenario.yaml", "car_share", "cars_share")},
	{"a parameter that is no number", at("scenario.yaml", "car_share: {value: 0.5", "car_share: {value: half")},
	{"a parameter out of bounds", at("scenario.yaml", "car_share: {value: 0.5", "car_share: {value: 1.5")},
	{"a parameter without a value", at("scenario.yaml", "car_share: {value: 0.5, ", "car_share: {")},
	{"a parameter without a reason", at("scenario.yaml", `car_share: {value: 0.5, evidence: "assumed: every second household"}`, "car_share: 0.5")},
	{"a parameter that cites nobody known", at("scenario.yaml", `"assumed: every second household"`, "O012")},
	{"weights of other bins", at("scenario.yaml", "[0, 2, 1, 1]", "[0, 2, 1]")},
	{"a list that holds a word", at("scenario.yaml", "[0, 2, 1, 1]", "[0, two, 1, 1]")},
	{"spreads the wrong way round", at("scenario.yaml", "  stay:", "  spread_way: 0.9\n  stay:")},
	{"a fare ladder that does not rise", at("scenario.yaml", "  stay:", "  fare_ladder: {value: [[0, 1], [0, 2]], evidence: \"assumed: x\"}\n  stay:")},
	{"a fare ladder of numbers", at("scenario.yaml", "  stay:", "  fare_ladder: [1, 2]\n  stay:")},
	{"bookings that rise", at("scenario.yaml", "  stay:", "  usual_booked: {value: [0.5, 0.6], evidence: \"assumed: x\"}\n  stay:")},
	{"half a day until being sent", at("scenario.yaml", "sent_after_days: {value: 3", "sent_after_days: {value: 3.5")},
	{"an attribute that cannot be kept", at("scenario.yaml", "  stay:", "  keep: [callups]\n  stay:")},
	{"an unknown address", at("scenario.yaml", "crossings.bridge_all.exit_per_day", "crossings.bridge_al.exit_per_day")},
	{"an address of an unknown table", at("scenario.yaml", "crossings.bridge_all.exit_per_day", "crossing.bridge_all.exit_per_day")},
	{"an address of an unknown column", at("scenario.yaml", "crossings.bridge_all.exit_per_day", "crossings.bridge_all.exit_perday")},
	{"an address of words", at("scenario.yaml", "crossings.bridge_all.exit_per_day", "crossings.bridge_all.lane")},
	{"no address", at("scenario.yaml", "crossings.bridge_all.exit_per_day", "bridge")},
	{"an unknown distribution", at("scenario.yaml", "{lognormal: {spread: 1.2}", "{lognorml: {spread: 1.2}")},
	{"a spread of 1", at("scenario.yaml", "{lognormal: {spread: 1.2}", "{lognormal: {spread: 1}")},
	{"a spread is missing", at("scenario.yaml", "{lognormal: {spread: 1.2}", "{lognormal: {}")},
	{"two distributions", at("scenario.yaml", "{lognormal: {spread: 1.2}", "{lognormal: {spread: 1.2}, beta: {a: 1, b: 1}")},
	{"low above high", at("scenario.yaml", "{low: 0.02, high: 0.1}", "{low: 0.1, high: 0.02}")},
	{"a number outside its own prior", at("scenario.yaml", "{low: 0.02, high: 0.1}", "{low: 0.06, high: 0.1}")},
	{"a prior beyond the bounds", at("scenario.yaml", "parameters.wait_per_hour: {uniform: {low: 0.02, high: 0.1}", "parameters.car_share: {uniform: {low: 0.3, high: 1.1}")},
	{"a lognormal share that passes 1", at("scenario.yaml", "parameters.wait_per_hour: {uniform: {low: 0.02, high: 0.1}", "parameters.car_share: {lognormal: {spread: 2}")},
	{"shares that can pass 1 together", at("scenario.yaml", "parameters.wait_per_hour: {uniform: {low: 0.02, high: 0.1}", "group_shares.mill/men.share: {uniform: {low: 0.1, high: 0.9}")},
	{"a spread that can pass the other's", at("scenario.yaml", "parameters.wait_per_hour: {uniform: {low: 0.02, high: 0.1}", "parameters.spread_way: {uniform: {low: 0.3, high: 0.9}")},
	{"a spread that the other can fall below", at("scenario.yaml", "parameters.wait_per_hour: {uniform: {low: 0.02, high: 0.1}", "parameters.spread_crossing: {lognormal: {spread: 1.3}")},
	{"a prior of no limit", at("scenario.yaml", "crossings.bridge_all.exit_per_day", "places.west.capacity")},
	{"a lognormal of 0", at("scenario.yaml", "crossings.bridge_all.exit_per_day", "parameters.stay")},
	{"a beta of what is no share", at("scenario.yaml", "{lognormal: {spread: 1.2}", "{beta: {a: 2, b: 2}")},
	{"a beta with its median elsewhere", at("scenario.yaml", "crossings.bridge_all.exit_per_day: {lognormal: {spread: 1.2}", "parameters.car_share: {beta: {a: 2, b: 5}")},
	{"a dirichlet of one", at("scenario.yaml", "crossings.bridge_all.exit_per_day: {lognormal: {spread: 1.2}", "group_shares.mill/men.share: {dirichlet: {concentration: 9}")},
	{"a dirichlet and another prior of one share", at("scenario.yaml", "crossings.bridge_all.exit_per_day:", "group_shares.mill/*.share: {dirichlet: {concentration: 9}}\n  group_shares.mill/men.share:")},
	{"a star without a dirichlet", at("scenario.yaml", "crossings.bridge_all.exit_per_day", "group_shares.mill/*.share")},
	{"a star that matches nothing", at("scenario.yaml", "crossings.bridge_all.exit_per_day", "group_shares.mile/*.share")},
	{"a fitted address without a prior", at("scenario.yaml", "- shocks.decree.size_per_day", "- shocks.decree.ready_days")},
	{"a list for uncertain", at("scenario.yaml", "uncertain:\n", "uncertain: 5\nother:\n")},
	{"a number for a prior", at("scenario.yaml", "crossings.bridge_all.exit_per_day: {lognormal: {spread: 1.2}, evidence: \"assumed: a fifth more or less\"}", "crossings.bridge_all.exit_per_day: 1.2")},
	{"no distribution in a prior", at("scenario.yaml", "{lognormal: {spread: 1.2}, evidence: ", "{evidence: ")},
	{"a title that is none", at("scenario.yaml", "title: A town, a bridge, an airfield", "title: []")},
	{"a date that is none", at("scenario.yaml", "from: 2030-03-01", "from: 1 March")},
	{"a list for a number", at("scenario.yaml", "car_share: {value: 0.5", "car_share: {value: [0.5]")},
	{"a number for a list", at("scenario.yaml", "[0, 2, 1, 1]", "1")},
	{"half a bin", at("scenario.yaml", "bins_per_day: 4", "bins_per_day: 4.5")},
	{"weights of nothing", at("scenario.yaml", "[0, 2, 1, 1]", "[0, 0, 0, 0]")},
	{"two documents", at("scenario.yaml", "fit:", "---\nfit:")},
	{"a mapping for fit", at("scenario.yaml", "fit:\n  - shocks.decree.size_per_day", "fit: {a: b}")},
}

// TestEveryMistakeIsToldToAPerson keeps the very words of all messages in
// testdata/mistakes.txt, where they can be read like a page.
func TestEveryMistakeIsToldToAPerson(t *testing.T) {
	var b bytes.Buffer
	seen := map[string]bool{}
	for _, m := range mistakes {
		if seen[m.name] {
			t.Fatalf("two cases are called %q", m.name)
		}
		seen[m.name] = true
		found := scenario.CheckFS(toy(t, m.edits...), "toy")
		fmt.Fprintf(&b, "== %s\n", m.name)
		for _, p := range found {
			fmt.Fprintf(&b, "%s\n", p)
		}
		if len(found) == 0 && m.name != "equals that do not overlap" {
			t.Errorf("%s: nothing was found", m.name)
		}
	}
	golden(t, "testdata/mistakes.txt", b.Bytes())
}

func TestManyMistakesAreListedAtOnceAndBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString(departures)
	for i := range 100_000 {
		fmt.Fprintf(&b, "2030-03-0%d,mil,men,-%d,,assumed: x\n", i%9+1, i)
	}
	found := scenario.CheckFS(toy(t, edit{"departures.csv", "", b.String()}, edit{"links.csv", ",36,2,,,,yes", ",36,two,,,,yes"}), "toy")
	if n := len(found); n < 100 || n > 400 {
		t.Errorf("%d problems", n)
	}
	if found[0].File != "links.csv" {
		t.Errorf("the first is %v", found[0])
	}
}
