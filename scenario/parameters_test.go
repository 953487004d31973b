package scenario

import (
	"reflect"
	"testing"
)

func TestEveryParameterIsInTheSchema(t *testing.T) {
	typ := reflect.TypeOf(Parameters{})
	p := &Parameters{}
	base := reflect.ValueOf(p).Elem()
	for i := range typ.NumField() {
		key := typ.Field(i).Tag.Get("par")
		entry := parameterNamed(key)
		if entry == nil {
			t.Errorf("%s (%s) is not in parameterList, so it is neither read nor written", typ.Field(i).Name, key)
			continue
		}
		if got := reflect.ValueOf(entry.cell(p)).Pointer(); got != base.Field(i).Addr().Pointer() {
			t.Errorf("%s reaches another field than %s", key, typ.Field(i).Name)
		}
	}
	if typ.NumField() != len(parameterList) {
		t.Errorf("%d fields, %d in the schema", typ.NumField(), len(parameterList))
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
