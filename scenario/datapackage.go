package scenario

import (
	"encoding/json"
	"io"
	"math"
	"regexp"
	"strings"
	"sync"
)

const packageFile = "datapackage.json"

// The Data Package standard, version 2: datapackage.org/standard. Only the properties haven writes.
type (
	dataPackage struct {
		Schema      string         `json:"$schema"`
		Name        string         `json:"name"`
		Title       string         `json:"title,omitempty"`
		Description string         `json:"description,omitempty"`
		Licences    []dataLicence  `json:"licenses,omitempty"`
		Sources     []dataSource   `json:"sources,omitempty"`
		Resources   []dataResource `json:"resources"`
	}
	dataLicence struct {
		Name string `json:"name"`
	}
	dataSource struct {
		Title string `json:"title"`
		Path  string `json:"path,omitempty"`
	}
	dataResource struct {
		Name        string     `json:"name"`
		Path        string     `json:"path"`
		Type        string     `json:"type"`
		Format      string     `json:"format"`
		MediaType   string     `json:"mediatype"`
		Encoding    string     `json:"encoding"`
		Description string     `json:"description"`
		Schema      dataSchema `json:"schema"`
	}
	dataSchema struct {
		Fields        []dataField      `json:"fields"`
		MissingValues []string         `json:"missingValues"`
		PrimaryKey    []string         `json:"primaryKey,omitempty"`
		ForeignKeys   []dataForeignKey `json:"foreignKeys,omitempty"`
	}
	dataField struct {
		Name        string         `json:"name"`
		Type        string         `json:"type"`
		Description string         `json:"description"`
		Unit        string         `json:"unit,omitempty"` // the standard allows further properties
		TrueValues  []string       `json:"trueValues,omitempty"`
		FalseValues []string       `json:"falseValues,omitempty"`
		Constraints map[string]any `json:"constraints,omitempty"`
	}
	dataForeignKey struct {
		Fields    []string      `json:"fields"`
		Reference dataReference `json:"reference"`
	}
	dataReference struct {
		Resource string   `json:"resource"`
		Fields   []string `json:"fields"`
	}
)

var notSlug = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[^a-z0-9._-]+`) })

// writePackage writes datapackage.json, which describes the tables to other tools.
func (s *Scenario) writePackage(w io.Writer) error {
	p := dataPackage{
		Schema: "https://datapackage.org/profiles/2.0/datapackage.json",
		Name:   strings.Trim(notSlug().ReplaceAllString(strings.ToLower(s.Name), "-"), "-"),
		Title:  s.Title, Description: strings.TrimSpace(s.Description), Sources: s.sources(),
	}
	if p.Name == "" {
		p.Name = "scenario"
	}
	if s.Licence != "" {
		p.Licences = []dataLicence{{s.Licence}}
	}
	for _, t := range tables {
		if s.needs(t) || t.rows.count(s) > 0 {
			p.Resources = append(p.Resources, t.resource(s))
		}
	}
	if s.Posterior != nil {
		p.Resources = append(p.Resources, s.Posterior.resource())
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(p)
}

// sources are the outlets and addresses of evidence.csv, each once.
func (s *Scenario) sources() []dataSource {
	seen := map[dataSource]bool{}
	var list []dataSource
	for i := range s.Evidence {
		source := dataSource{s.Evidence[i].Outlet, s.Evidence[i].URL}
		if source.Title == "" {
			source.Title = source.Path
		}
		if source.Title != "" && !seen[source] {
			seen[source] = true
			list = append(list, source)
		}
	}
	return list
}

func (t *Table) resource(s *Scenario) dataResource {
	schema := dataSchema{MissingValues: []string{""}, PrimaryKey: t.Key}
	for _, key := range t.Key {
		if !t.Column(key).Required { // the standard wants every part of a key filled in
			schema.PrimaryKey = nil
		}
	}
	for _, c := range s.columns(t) {
		schema.Fields = append(schema.Fields, c.dataField(t))
		if len(c.Refers) != 1 || len(c.Allowed) > 0 {
			continue
		}
		if to := TableNamed(c.Refers[0]); to != nil && (s.needs(to) || to.rows.count(s) > 0) {
			schema.ForeignKeys = append(schema.ForeignKeys, dataForeignKey{[]string{c.Name}, dataReference{to.Name, []string{"id"}}})
		}
	}
	return dataResource{
		Name: t.Name, Path: t.File(), Type: "table", Format: "csv", MediaType: "text/csv", Encoding: "utf-8",
		Description: t.About, Schema: schema,
	}
}

var dataTypes = map[Type]string{Number: "number", Whole: "integer", Date: "date", YesNo: "boolean"}

func (c *Column) dataField(t *Table) dataField {
	f := dataField{Name: c.Name, Type: dataTypes[c.Type], Description: c.describe(), Unit: c.Unit, Constraints: map[string]any{}}
	switch {
	case c.Type == YesNo:
		f.TrueValues, f.FalseValues = []string{"yes", "true"}, []string{"no", "false"}
	case f.Type == "":
		f.Type = "string"
	}
	if c.Required {
		f.Constraints["required"] = true
	}
	if len(t.Key) == 1 && t.Key[0] == c.Name {
		f.Constraints["unique"] = true
	}
	if len(c.Allowed) > 0 && len(c.Refers) == 0 && c.Type == Text {
		f.Constraints["enum"] = c.Allowed
	}
	if c.isNumber() && !math.IsInf(c.Min, 0) {
		key := "minimum"
		if c.AboveMin {
			key = "exclusiveMinimum"
		}
		f.Constraints[key] = c.Min
	}
	if c.isNumber() && !math.IsInf(c.Max, 0) {
		f.Constraints["maximum"] = c.Max
	}
	if pattern := patterns[c.Type]; pattern != "" && len(c.Allowed) == 0 {
		f.Constraints["pattern"] = pattern
	}
	return f
}

var patterns = map[Type]string{
	ID:      `^[A-Za-z0-9_-]{1,80}$`,
	Country: `^[A-Z]{3}$`,
	Clock:   `^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$`,
}

// describe is the column's meaning with what an empty cell stands for.
func (c *Column) describe() string {
	if c.IfEmpty == "" {
		return c.About
	}
	return c.About + "; empty: " + c.IfEmpty
}
