package flee

import (
	"fmt"
	"strings"

	"haven/scenario"
)

// country is the code of the country that a cell names. Flee compares
// countries as texts, so that two spellings are two countries: the first of
// them takes the code, the others get codes that ISO 3166-1 leaves to users.
func (o *opening) country(t *table, r *row, n int) string {
	name := orUnknown(r.at(n))
	if code, ok := o.countries[name]; ok {
		return code
	}
	code := iso(name)
	if other := o.codes[code]; code != "" && other != "" {
		o.warn(t.name, r.line, n+1, fmt.Sprintf("%s and %s are two countries to Flee", scenario.Quoted(name), scenario.Quoted(other)), "write one name everywhere")
		code = ""
	}
	if code == "" {
		code = o.invented()
	}
	o.countries[name], o.codes[code] = code, name
	return code
}

// invented is the next code of those left to users: XAA, XAB, ... without XK.,
// which many use for Kosovo.
func (o *opening) invented() string {
	for n := 0; ; n++ {
		code := "X" + string(rune('A'+n/26%26)) + string(rune('A'+n%26))
		if _, taken := o.codes[code]; !taken && code[1] != 'K' {
			return code
		}
		if n > 26*26 {
			return "XZZ" // more countries than the world has; Load tells
		}
	}
}

// iso is the ISO 3166-1 alpha-3 code of a country by its usual English names,
// abbreviations of Flee's folders and the codes themselves; empty when it is not known.
func iso(name string) string {
	plain := strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r == '_' || r == ' ' || r == '-' || r == '.' || r == '\'' || r == ','
	}), " ")
	for _, entry := range isoNames {
		for rest := entry[4:]; rest != ""; {
			var one string
			one, rest, _ = strings.Cut(rest, "|")
			if one == plain {
				return entry[:3]
			}
		}
		if len(plain) == 3 && plain == strings.ToLower(entry[:3]) {
			return entry[:3]
		}
	}
	return ""
}

// isoNames are codes and names in small letters without marks.
var isoNames = [...]string{
	"AFG afghanistan", "ALB albania", "DZA algeria", "AND andorra", "AGO angola", "ATG antigua and barbuda", "ARG argentina", "ARM armenia",
	"AUS australia", "AUT austria", "AZE azerbaijan", "BHS bahamas|the bahamas", "BHR bahrain", "BGD bangladesh", "BRB barbados", "BLR belarus",
	"BEL belgium", "BLZ belize", "BEN benin", "BTN bhutan", "BOL bolivia", "BIH bosnia and herzegovina|bosnia", "BWA botswana", "BRA brazil",
	"BRN brunei", "BGR bulgaria", "BFA burkina faso|burkina", "BDI burundi", "CPV cape verde|cabo verde", "KHM cambodia", "CMR cameroon",
	"CAN canada", "CAF central african republic|car|the central african republic", "TCD chad|tchad", "CHL chile", "CHN china", "COL colombia", "COM comoros",
	"COG congo|republic of the congo|republic of congo|r congo|rc|roc|congo brazzaville|congo republic",
	"COD drc|dr congo|d r congo|democratic republic of the congo|democratic republic of congo|dem rep congo|congo kinshasa|dr of congo",
	"CRI costa rica", "CIV ivory coast|cote d ivoire|cote divoire|côte d ivoire", "HRV croatia", "CUB cuba", "CYP cyprus", "CZE czechia|czech republic",
	"DNK denmark", "DJI djibouti", "DMA dominica", "DOM dominican republic", "TLS east timor|timor leste", "ECU ecuador", "EGY egypt", "SLV el salvador",
	"GNQ equatorial guinea", "ERI eritrea", "EST estonia", "SWZ eswatini|swaziland", "ETH ethiopia", "FJI fiji", "FIN finland", "FRA france", "GUF french guiana",
	"GAB gabon", "GMB gambia|the gambia", "GEO georgia", "DEU germany", "GHA ghana", "GRC greece", "GRD grenada", "GTM guatemala", "GIN guinea|guinea conakry",
	"GNB guinea bissau", "GUY guyana", "HTI haiti", "HND honduras", "HUN hungary", "ISL iceland", "IND india", "IDN indonesia", "IRN iran", "IRQ iraq",
	"IRL ireland", "ISR israel", "ITA italy", "JAM jamaica", "JPN japan", "JOR jordan", "KAZ kazakhstan", "KEN kenya", "KIR kiribati", "XKX kosovo",
	"KWT kuwait", "KGZ kyrgyzstan", "LAO laos", "LVA latvia", "LBN lebanon", "LSO lesotho", "LBR liberia", "LBY libya", "LIE liechtenstein", "LTU lithuania",
	"LUX luxembourg", "MDG madagascar", "MWI malawi", "MYS malaysia", "MDV maldives", "MLI mali", "MLT malta", "MRT mauritania", "MUS mauritius",
	"MEX mexico", "MDA moldova", "MCO monaco", "MNG mongolia", "MNE montenegro", "MAR morocco", "MOZ mozambique", "MMR myanmar|burma", "NAM namibia",
	"NPL nepal", "NLD netherlands|the netherlands|holland", "NZL new zealand", "NIC nicaragua", "NER niger", "NGA nigeria", "PRK north korea", "MKD north macedonia|macedonia",
	"NOR norway", "OMN oman", "PAK pakistan", "PSE palestine|state of palestine|gaza", "PAN panama", "PNG papua new guinea", "PRY paraguay", "PER peru", "PHL philippines|the philippines",
	"POL poland", "PRT portugal", "QAT qatar", "ROU romania", "RUS russia|russian federation", "RWA rwanda", "STP sao tome and principe", "SAU saudi arabia",
	"SEN senegal", "SRB serbia", "SYC seychelles", "SLE sierra leone", "SGP singapore", "SVK slovakia", "SVN slovenia", "SLB solomon islands", "SOM somalia|somaliland",
	"ZAF south africa", "KOR south korea|korea", "SSD south sudan|s sudan|ssudan|southsudan", "ESP spain", "LKA sri lanka", "SDN sudan", "SUR suriname", "SWE sweden",
	"CHE switzerland", "SYR syria|syrian arab republic", "TWN taiwan", "TJK tajikistan", "TZA tanzania|united republic of tanzania", "THA thailand", "TGO togo", "TON tonga", "TTO trinidad and tobago|trinidad",
	"TUN tunisia", "TUR turkey|turkiye|türkiye", "TKM turkmenistan", "UGA uganda", "UKR ukraine", "ARE united arab emirates|uae", "GBR united kingdom|uk|great britain",
	"USA united states|united states of america|us", "URY uruguay", "UZB uzbekistan", "VUT vanuatu", "VEN venezuela", "VNM vietnam", "ESH western sahara", "YEM yemen", "ZMB zambia", "ZWE zimbabwe",
	"CUW curacao|curaçao", "ABW aruba",
}
