package flee

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"haven/scenario"
)

// reader reads the value of one key into the settings.
type reader func(o *opening, key string, v *scenario.YAML)

// keys are the keys of a section.
type keys map[string]reader

// settingsLike is a file of a folder that may be meant for its settings, empty when none is.
func settingsLike(dir string) string {
	for _, name := range []string{"simsettings.yml", "simsetting.yaml", "simsettings.yaml"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return name
		}
	}
	return ""
}

// settings reads simsetting.yml.
func (o *opening) settings() {
	o.quirks()
	path := o.settingsPath()
	name := o.nameOf(path)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && o.options.Settings == "" {
		does := "all settings are Flee's own; name the file with --settings"
		if like := settingsLike(filepath.Dir(path)); like != "" {
			does = fmt.Sprintf("all settings are Flee's own; %s is not read: name it with --settings, or rename it", like)
		}
		o.warn(name, 0, 0, "there is no settings file", does)
		return
	}
	if err != nil {
		var e *fs.PathError
		if errors.As(err, &e) {
			err = e.Err
		}
		o.wrong(name, 0, 0, "this file cannot be read: "+err.Error(), "", "")
		return
	}
	o.parseSettings(name, data)
}

// settingsPath is where the settings are: Flee looks into its working
// directory; haven into the folder, then beside it where the folder is an input_csv.
func (o *opening) settingsPath() string {
	if o.options.Settings != "" {
		return o.options.Settings
	}
	path := filepath.Join(o.dir, "simsetting.yml")
	if _, err := os.Stat(path); err != nil {
		if beside := filepath.Join(o.dir, "..", "simsetting.yml"); o.input == o.dir {
			if _, err := os.Stat(beside); err == nil {
				return beside
			}
		}
	}
	return path
}

// quirks takes over which quirks are turned off.
func (o *opening) quirks() {
	n := &o.s.Parameters.Neighbours
	names := scenario.QuirkNames()
	for _, q := range names {
		if slices.Contains(o.options.WithoutQuirks, q) || slices.Contains(o.options.WithoutQuirks, "all") {
			n.WithoutQuirks = append(n.WithoutQuirks, q)
		}
	}
	for _, q := range o.options.WithoutQuirks {
		if q != "all" && !slices.Contains(names, q) {
			o.wrong("", 0, 0, fmt.Sprintf("there is no quirk %s", scenario.Quoted(q)), "allowed: all, "+strings.Join(names, ", "), scenario.Suggest(q, names))
		}
	}
}

func (o *opening) parseSettings(name string, data []byte) {
	text := strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
	if strings.TrimSpace(strings.Join(uncommented(text), "")) == "" {
		o.warn(name, 0, 0, "the file holds no settings", "all settings are Flee's own")
		return
	}
	if strings.HasPrefix(text, "%") { // a directive such as %YAML 1.1, which is no document of its own
		text = "#" + text
	}
	root, problem := scenario.ParseYAML([]byte(text))
	if problem != nil {
		problem.File = name
		problem.Allowed, problem.Suggestion = "", ""
		o.tell(*problem)
		return
	}
	o.section(name, root, "the settings", topKeys)
	n := &o.s.Parameters.Neighbours
	if o.demanded["use_v1_rules"] {
		n.MaxMoveSpeed, n.CampWeight, n.ConflictWeight = 200, 2, 0.25
		n.StartOnFoot, n.AvoidShortStints = false, false
	}
	o.together(name)
}

// uncommented are the lines of a text that hold more than a comment.
func uncommented(text string) []string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			lines = append(lines, line)
		}
	}
	return lines
}

// section reads the entries of a mapping.
func (o *opening) section(file string, n *scenario.YAML, what string, known keys) {
	if n.Empty() {
		return
	}
	line, column := n.Place()
	seen := map[string]bool{}
	ok := n.Entries(func(key, value *scenario.YAML) {
		name, _, _ := key.Scalar()
		if name == "" {
			name = key.Describe()
		}
		kl, kc := key.Place()
		read, isKnown := known[name]
		switch {
		case seen[name]:
			o.warn(file, kl, kc, fmt.Sprintf("%s stands twice in %s", name, what), "the last one counts")
		case !isKnown:
			hint := scenario.Suggest(name, sortedKeys(known))
			if hint == "" {
				hint = "Flee ignores it, and so does haven"
			} else {
				hint += " Flee ignores it as it is, and so does haven"
			}
			o.warn(file, kl, kc, fmt.Sprintf("%s is no setting of %s", scenario.Quoted(name), what), hint)
			return
		}
		seen[name] = true
		o.demanded[name] = true
		o.places[name] = yamlPlace{kl, kc}
		o.file = file
		read(o, name, value)
	})
	if !ok {
		o.wrong(file, line, column, fmt.Sprintf("%s: %s, where keys and values are needed", what, n.Describe()), "write key: value, one a line", "")
	}
}

func sortedKeys(m keys) []string {
	list := make([]string, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

// together holds settings against each other.
func (o *opening) together(file string) {
	n := &o.s.Parameters.Neighbours
	at := func(key string) (int, int) { p := o.places[key]; return p.line, p.column }
	if n.ConflictZonesOnly && n.FloodZonesOnly {
		line, column := at("flood_zone_spawning_only")
		o.wrong(file, line, column, "conflict_zone_spawning_only and flood_zone_spawning_only are both true", "Flee stops here; allowed: one of them", "write conflict_zone_spawning_only: False")
	}
	if n.FloodSpawning() && !n.TakeFromPopulation {
		line, column := at("flood_zone_spawning_only")
		o.wrong(file, line, column, "floods make people flee, and take_from_population is false", "Flee stops here", "write take_from_population: True")
	}
	for _, m := range n.HarvestMonths {
		if line, column := at("harvest_months"); m != float64(int(m)) {
			o.wrong(file, line, column, fmt.Sprintf("%g is no month", m), "allowed: 1 to 12", "")
		}
	}
	if n.FloodRules && !n.FloodSpawning() {
		line, column := at("flood_rules")
		o.wrong(file, line, column, "flood_rules without floods that make people flee", "Flee stops here; allowed: with flood_zone_spawning_only: True and flood_driven_spawn_mode", "")
	}
}

// wrongValue tells that a value cannot be what its key needs.
func (o *opening) wrongValue(key string, v *scenario.YAML, allowed string) {
	line, column := v.Place()
	hint := ""
	if text, _, ok := v.Scalar(); ok {
		hint = scenario.NumberHint(text)
	}
	o.wrong(o.file, line, column, fmt.Sprintf("%s is %s", key, v.Describe()), allowed, hint)
}

// warnKey warns of a key that does nothing, or something else than it says.
func (o *opening) warnKey(key, message, suggestion string) {
	p := o.places[key]
	o.warn(o.file, p.line, p.column, message, suggestion)
}
