package hubverse

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"haven/internal/calendar"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

var update = flag.Bool("update", false, "write the golden files anew")

var origin = calendar.Day(2022, time.September, 28)

// twoDays are quantiles that are easy to check by eye: level times a hundred
// and ten times that on the second day, and a day without a figure between.
func twoDays(location, target string) *Curves {
	c := &Curves{Location: location, Target: target, Values: make([][]float64, 3)}
	for _, h := range []int{0, 2} {
		for _, level := range Levels {
			c.Values[h] = append(c.Values[h], float64(int(level*1000))/10*float64(1+9*h/2))
		}
	}
	return c
}

func TestModelOutputFiles(t *testing.T) {
	curves := []*Curves{twoDays("GEO", "arrivals by country"), twoDays("verkhny, lars", "queue by lane")}
	written := map[string][]byte{}
	for _, format := range Formats {
		var out bytes.Buffer
		w := NewWriter(&out, format, origin)
		for _, c := range curves {
			if err := w.Write(c); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		written[format] = out.Bytes()
	}
	golden(t, "testdata/2022-09-28-haven-toy.csv", written["csv"])
	rows, err := ReadCSV(bytes.NewReader(written["csv"]))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2*2*len(Levels) {
		t.Fatalf("%d rows", len(rows))
	}
	if diff := cmp.Diff(rows, readParquet(t, written["parquet"])); diff != "" {
		t.Errorf("Parquet says otherwise than CSV:\n%s", diff)
	}
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s:\n%s", file, diff)
	}
}

// readParquet reads with the library that others read with, column names
// decide.
func readParquet(t *testing.T, file []byte) []Row {
	t.Helper()
	type row struct {
		Origin    int32   `parquet:"origin_date,optional,date"`
		Location  string  `parquet:"location"`
		Target    string  `parquet:"target"`
		Horizon   int64   `parquet:"horizon"`
		TargetEnd int32   `parquet:"target_end_date,optional,date"`
		Type      string  `parquet:"output_type"`
		Level     float64 `parquet:"output_type_id,optional"`
		Value     float64 `parquet:"value,optional"`
	}
	raw, err := parquet.Read[row](bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var rows []Row
	for _, r := range raw {
		rows = append(rows, Row{calendar.Date(r.Origin), r.Location, r.Target, int(r.Horizon), calendar.Date(r.TargetEnd), r.Type, r.Level, r.Value})
	}
	return rows
}

func TestQuantilesThatFallAreNotWritten(t *testing.T) {
	c := twoDays("GEO", "arrivals by country")
	c.Values[2][5] = 0
	for _, format := range Formats {
		if err := NewWriter(&bytes.Buffer{}, format, origin).Write(c); err == nil || !strings.Contains(err.Error(), "horizon 3: the quantile at level 0.2 is 0, after 150") {
			t.Errorf("%s: %v", format, err)
		}
	}
}

func TestMistakesInModelOutput(t *testing.T) {
	const header = "origin_date,location,target,horizon,target_end_date,output_type,output_type_id,value\n"
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "the file is empty"},
		{"a column is missing", "origin_date,location\n", "1:1: there is no column target"},
		{"no date", header + "soon,GEO,a by b,1,2022-09-29,quantile,0.5,1\n", `2:1: origin_date "soon" is not a date`},
		{"days do not fit", header + "2022-09-28,GEO,a by b,2,2022-09-29,quantile,0.5,1\n", "2:5: target_end_date 2022-09-29 is not 2 days after 2022-09-28"},
		{"another type", header + "2022-09-28,GEO,a by b,1,2022-09-29,mean,NA,1\n", `2:6: output_type "mean" is none`},
		{"level above 1", header + "2022-09-28,GEO,a by b,1,2022-09-29,quantile,5,1\n", `2:7: output_type_id "5" is not a probability level`},
		{"no number", header + "2022-09-28,GEO,a by b,1,2022-09-29,quantile,0.5,NaN\n", `2:8: value "NaN" is not a number`},
		{"too few cells", header + "2022-09-28,GEO\n", "wrong number of fields"},
	} {
		if _, err := ReadCSV(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", c.name, err, c.want)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	text, err := os.ReadFile("testdata/2022-09-28-haven-toy.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text[:400])
	f.Add([]byte("origin_date,location\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		rows, err := ReadCSV(bytes.NewReader(text))
		if err == nil {
			for _, r := range rows {
				if r.TargetEnd != r.Origin+calendar.Date(r.Horizon) || !(r.Level >= 0 && r.Level <= 1) {
					t.Fatalf("a row that cannot be: %+v", r)
				}
			}
		}
	})
}

// The clauses of hubverse's tasks-schema.json, v5.0.1, that concern what Tasks
// writes; the schema itself is not part of this repository.
func TestTasksKeepHubversesSchema(t *testing.T) {
	text, err := Tasks(origin, 3, []Target{
		{ID: TargetID("arrivals", "country"), Name: "People who reach a country on a day", Unit: "people", Description: "Arrivals.", Locations: []string{"GEO", "KAZ"}},
		{ID: TargetID("applications_inland", "country"), Name: "Applications", Unit: "people", Description: "Applications.", Locations: []string{"GEO"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/tasks.json", text)
	var config struct {
		Version string `json:"schema_version"`
		Rounds  []struct {
			ID           string `json:"round_id"`
			FromVariable *bool  `json:"round_id_from_variable"`
			Due          map[string]any
			Tasks        []struct {
				IDs    map[string]map[string]any `json:"task_ids"`
				Output map[string]map[string]any `json:"output_type"`
				About  []map[string]any          `json:"target_metadata"`
			} `json:"model_tasks"`
		} `json:"rounds"`
	}
	if err := json.Unmarshal(text, &config); err != nil {
		t.Fatal(err)
	}
	if config.Version != Schema || len(config.Rounds) != 1 || config.Rounds[0].FromVariable == nil || len(config.Rounds[0].Tasks) != 2 {
		t.Fatalf("%+v", config)
	}
	for _, task := range config.Rounds[0].Tasks {
		if _, ok := task.IDs[config.Rounds[0].ID]; !ok {
			t.Errorf("the round's id %s is no task id", config.Rounds[0].ID)
		}
		for name, valid := range task.IDs {
			_, required := valid["required"]
			_, optional := valid["optional"]
			if !required || !optional || len(valid) != 2 {
				t.Errorf("%s has %v; it is to have required and optional, and nothing else", name, valid)
			}
		}
		q := task.Output[Quantile]
		if q["is_required"] != true || q["value"].(map[string]any)["type"] != "double" || len(q["output_type_id"].(map[string]any)["required"].([]any)) != 23 {
			t.Errorf("output type %v", q)
		}
		for _, about := range task.About {
			for key, most := range map[string]int{"target_id": 30, "target_name": 100, "target_units": 100} {
				if s, _ := about[key].(string); s == "" || len(s) > most {
					t.Errorf("%s %q has more than %d characters, or none", key, s, most)
				}
			}
			id := about["target_keys"].(map[string]any)["target"]
			if id != about["target_id"] || id != task.IDs["target"]["optional"].([]any)[0] {
				t.Errorf("target %v", about)
			}
			if about["is_step_ahead"] != true || about["time_unit"] != "day" || about["target_type"] != "continuous" {
				t.Errorf("steps of %v", about)
			}
		}
	}
}

// The clauses of admin-schema.json, v5.0.1: what has to be there, and nothing else.
func TestHubsCanBeOpened(t *testing.T) {
	files, err := Config("Forecasts of toy by haven", "parquet", origin, 3, []Target{{ID: "stock by country", Name: "Stock", Unit: "people", Locations: []string{"GEO"}}})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/admin.json", files["hub-config/admin.json"])
	var admin map[string]any
	if err := json.Unmarshal(files["hub-config/admin.json"], &admin); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"schema_version", "name", "maintainer", "contact", "repository", "file_format", "timezone"} {
		if admin[key] == nil {
			t.Errorf("there is no %s", key)
		}
		delete(admin, key)
	}
	if len(admin) > 0 || len(files) != 2 || len(files["hub-config/tasks.json"]) == 0 {
		t.Errorf("%v, %d files", admin, len(files))
	}
}

func TestTargetsThatNoHubTakes(t *testing.T) {
	ok := Target{ID: "stock by country", Name: "Stock", Unit: "people", Locations: []string{"GEO", "KAZ"}}
	with := func(change func(*Target)) []Target {
		one := ok
		change(&one)
		return []Target{one}
	}
	for _, c := range []struct {
		name    string
		targets []Target
		want    string
	}{
		{"an id of 31 characters", with(func(t *Target) { t.ID = strings.Repeat("ä", 31) }), "has 31 characters; the hubverse takes 1 to 30"},
		{"no name", with(func(t *Target) { t.Name = "" }), `its name "" has 0 characters`},
		{"a long unit", with(func(t *Target) { t.Unit = strings.Repeat("x", 101) }), "has 101 characters"},
		{"no location", with(func(t *Target) { t.Locations = nil }), "has no location"},
		{"a location twice", with(func(t *Target) { t.Locations = []string{"GEO", "GEO"} }), `has the location "GEO" twice`},
		{"two alike", []Target{ok, ok}, `two targets "stock by country"`},
	} {
		if _, err := Tasks(origin, 3, c.targets); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	text, err := Tasks(origin, 3, nil)
	if err != nil || !strings.Contains(string(text), `"model_tasks": []`) {
		t.Errorf("without targets: %s (%v)", text, err)
	}
}

func TestNamesOfFiles(t *testing.T) {
	if got := ModelOf("russia-2022").File(origin, "parquet"); got != "model-output/haven-russia_2022/2022-09-28-haven-russia_2022.parquet" {
		t.Error(got)
	}
	if m, by, ok := MeasureOf(TargetID("stock", "destination")); m != "stock" || by != "destination" || !ok {
		t.Error(m, by, ok)
	}
}
