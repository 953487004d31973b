package exchange_test

import (
	"testing"

	"haven/internal/exchange"
)

// TestAWithheldPartIsNotTakenForNone imports sums of which publishers withhold a part.
func TestAWithheldPartIsNotTakenForNone(t *testing.T) {
	const population = "year,coo,coa,refugees,asylum_seekers,oip,idps\n2030,XAA,XAC,"
	const whole = "the country at the end of 2030: refugees, asylum-seekers and others in need of international protection"
	const rounds = "reportingDate,admin2Name,numPresentIdpInd\n2030-03-10,Mill,"
	const asked = "year,coo,coa,applied\n2030,XAA,XAC,"
	for _, c := range []struct {
		name, text, into, kind, scope string
		value                         float64 // of the first observation; below 0: there is none
		observations, partly, empty   int
		left                          string
	}{
		{"nothing withheld", population + "10,2,3,0\n", "toy-border", "point", whole, 15, 1, 0, 0, ""},
		{"a part withheld", population + "10,*,3,7\n", "toy-border", "more_than", whole, 13, 2, 1, 0, ""},
		{"a part empty", population + "10,,3,0\n", "toy-border", "more_than", whole, 13, 1, 1, 0, ""},
		{"a group that is not counted", population + "10,4,-,0\n", "toy-border", "point", "the country at the end of 2030: refugees and asylum-seekers", 14, 1, 0, 0, ""},
		{"nothing but a withheld part", population + "0,*,0,0\n", "toy-border", "", "", -1, 0, 0, 0, "sums of which a part is withheld and the rest is none"},
		{"all withheld", population + "*,*,*,*\n", "toy-border", "", "", -1, 0, 0, 1, ""},
		{"displaced people withheld", population + "10,2,3,*\n", "toy-border", "point", whole, 15, 1, 0, 0, "withheld counts of internally displaced people"},
		{"a procedure withheld", asked + "120\n2030,XAA,XAC,*\n", "toy-border", "more_than", "the country in 2030", 120, 1, 1, 0, ""},
		{"all procedures withheld", asked + "*\n", "toy-border", "", "", -1, 0, 0, 1, ""},
		{"a row of a round withheld", rounds + "100\n2030-03-10,Mill,*\n", "wander", "more_than", "internally displaced people present", 100, 1, 1, 1, ""},
		{"another place's row withheld", rounds + "100\n2030-03-10,Near,*\n", "wander", "point", "internally displaced people present", 100, 1, 0, 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			publisher := map[string]string{"toy-border": "unhcr", "wander": "dtm"}[c.into]
			res, err, _ := exchange.ReadBytes([]byte(c.text), load(t, folder(t, c.into)), plainly(publisher))
			if err != nil {
				t.Fatal(err)
			}
			x := res.Addition.Observations
			if len(x) != c.observations || res.Partly != c.partly || res.Empty != c.empty || c.left != "" && res.Left[c.left] != 1 {
				t.Fatalf("it became %+v of %+v", x, res)
			}
			if c.value >= 0 && (x[0].Value != c.value || x[0].Kind != c.kind || x[0].Scope != c.scope) {
				t.Errorf("it became %+v", x[0])
			}
		})
	}
}
