package scenario

import (
	"reflect"
	"testing"
)

func TestEveryParameterIsInTheSchema(t *testing.T) {
	p := &Parameters{}
	everyField(t, p, reflect.ValueOf(p).Elem(), parameterList, 1) // Neighbours is a section
	everyField(t, p, reflect.ValueOf(&p.Neighbours).Elem(), neighboursList, 0)
}

// everyField holds the fields of a struct against the list of parameters.
func everyField(t *testing.T, p *Parameters, base reflect.Value, list []Parameter, sections int) {
	t.Helper()
	typ := base.Type()
	for i := range typ.NumField() {
		key := typ.Field(i).Tag.Get("par")
		if key == "" && typ.Field(i).Type.Kind() == reflect.Struct {
			continue
		}
		entry := parameterNamed(list, key)
		if entry == nil {
			t.Errorf("%s (%s) is not in the schema, so it is neither read nor written", typ.Field(i).Name, key)
			continue
		}
		if got := reflect.ValueOf(entry.cell(p)).Pointer(); got != base.Field(i).Addr().Pointer() {
			t.Errorf("%s reaches another field than %s", key, typ.Field(i).Name)
		}
	}
	if typ.NumField() != len(list)+sections {
		t.Errorf("%d fields, %d in the schema", typ.NumField(), len(list))
	}
}

func TestEveryFieldOfEveryTableIsAColumn(t *testing.T) {
	for _, table := range tables {
		s := &Scenario{}
		row := reflect.ValueOf(table.rows.add(s)).Elem()
		reached := map[uintptr]string{}
		for j := range table.Columns {
			c := &table.Columns[j]
			reached[reflect.ValueOf(c.cell(row.Addr().Interface())).Pointer()] = c.Name
		}
		if len(reached) != row.NumField() || len(table.Columns) != row.NumField() {
			t.Errorf("%s: %d columns reach %d of %d fields", table.Name, len(table.Columns), len(reached), row.NumField())
		}
	}
}
