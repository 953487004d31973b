package scenario

import "strings"

// CountryNamed is the ISO 3166-1 alpha-3 code of a country by its usual English
// names, those of the United Nations, usual abbreviations and the code itself, whatever the
// case; empty when it is not known.
func CountryNamed(name string) string {
	plain := strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r == '_' || r == ' ' || r == '-' || r == '.' || r == '\'' || r == '’' || r == ',' || r == '(' || r == ')' || r == ':'
	}), " ")
	for _, entry := range countryNames {
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
	if code := strings.ToUpper(plain); len(plain) == 3 && contains(countryCodes, code) {
		return code
	}
	return ""
}

// countryNames are codes and names in small letters without marks.
var countryNames = [...]string{
	"AFG afghanistan", "ALB albania", "DZA algeria", "AND andorra", "AGO angola", "ATG antigua and barbuda", "ARG argentina", "ARM armenia",
	"AUS australia", "AUT austria", "AZE azerbaijan", "BHS bahamas|the bahamas", "BHR bahrain", "BGD bangladesh", "BRB barbados", "BLR belarus",
	"BEL belgium", "BLZ belize", "BEN benin", "BTN bhutan", "BOL bolivia plurinational state of|bolivia", "BIH bosnia and herzegovina|bosnia", "BWA botswana", "BRA brazil",
	"BRN brunei darussalam|brunei", "BGR bulgaria", "BFA burkina faso|burkina", "BDI burundi", "CPV cape verde|cabo verde", "KHM cambodia", "CMR cameroon",
	"CAN canada", "CAF central african rep|central african republic|car|the central african republic", "TCD chad|tchad", "CHL chile", "CHN people s republic of china|china", "COL colombia", "COM comoros",
	"COG congo|republic of the congo|republic of congo|r congo|rc|roc|congo brazzaville|congo republic",
	"COD dem rep of the congo|drc|dr congo|d r congo|democratic republic of the congo|democratic republic of congo|dem rep congo|congo kinshasa|dr of congo",
	"CRI costa rica", "CIV ivory coast|cote d ivoire|cote divoire|côte d ivoire", "HRV croatia", "CUB cuba", "CYP cyprus", "CZE czech rep|czechia|czech republic",
	"DNK denmark", "DJI djibouti", "DMA dominica", "DOM dominican rep|dominican republic", "TLS east timor|timor leste", "ECU ecuador", "EGY egypt", "SLV el salvador",
	"GNQ equatorial guinea", "ERI eritrea", "EST estonia", "SWZ eswatini|swaziland", "ETH ethiopia", "FJI fiji", "FIN finland", "FRA france", "GUF french guiana",
	"GAB gabon", "GMB gambia|the gambia", "GEO georgia", "DEU germany", "GHA ghana", "GRC greece", "GRD grenada", "GTM guatemala", "GIN guinea|guinea conakry",
	"GNB guinea bissau", "GUY guyana", "HTI haiti", "HND honduras", "HUN hungary", "ISL iceland", "IND india", "IDN indonesia", "IRN iran islamic republic of|iran islamic rep of|islamic republic of iran|iran", "IRQ iraq",
	"IRL ireland", "ISR israel", "ITA italy", "JAM jamaica", "JPN japan", "JOR jordan", "KAZ kazakhstan", "KEN kenya", "KIR kiribati", "XKX kosovo s/res/1244 1999|kosovo",
	"KWT kuwait", "KGZ kyrgyzstan", "LAO lao people s democratic republic|lao people s dem rep|laos", "LVA latvia", "LBN lebanon", "LSO lesotho", "LBR liberia", "LBY libya", "LIE liechtenstein", "LTU lithuania",
	"LUX luxembourg", "MDG madagascar", "MWI malawi", "MYS malaysia", "MDV maldives", "MLI mali", "MLT malta", "MRT mauritania", "MUS mauritius",
	"MEX mexico", "MDA republic of moldova|rep of moldova|moldova", "MCO monaco", "MNG mongolia", "MNE montenegro", "MAR morocco", "MOZ mozambique", "MMR myanmar|burma", "NAM namibia",
	"NPL nepal", "NLD netherlands|the netherlands|holland", "NZL new zealand", "NIC nicaragua", "NER niger", "NGA nigeria", "PRK democratic people s republic of korea|dem people s rep of korea|north korea", "MKD the former yugoslav republic of macedonia|north macedonia|macedonia",
	"NOR norway", "OMN oman", "PAK pakistan", "PSE palestine|state of palestine|gaza", "PAN panama", "PNG papua new guinea", "PRY paraguay", "PER peru", "PHL philippines|the philippines",
	"POL poland", "PRT portugal", "QAT qatar", "ROU romania", "RUS russia|russian federation", "RWA rwanda", "STP sao tome and principe", "SAU saudi arabia",
	"SEN senegal", "SRB serbia and kosovo s/res/1244 1999|serbia", "SYC seychelles", "SLE sierra leone", "SGP singapore", "SVK slovakia", "SVN slovenia", "SLB solomon islands", "SOM somalia|somaliland",
	"ZAF south africa", "KOR republic of korea|rep of korea|south korea|korea", "SSD south sudan|s sudan|ssudan|southsudan", "ESP spain", "LKA sri lanka", "SDN sudan", "SUR suriname", "SWE sweden",
	"CHE switzerland", "SYR syrian arab rep|syria|syrian arab republic", "TWN taiwan", "TJK tajikistan", "TZA united rep of tanzania|tanzania|united republic of tanzania", "THA thailand", "TGO togo", "TON tonga", "TTO trinidad and tobago|trinidad",
	"TUN tunisia", "TUR turkey|turkiye|türkiye", "TKM turkmenistan", "UGA uganda", "UKR ukraine", "ARE united arab emirates|uae", "GBR united kingdom of great britain and northern ireland|united kingdom|uk|great britain",
	"USA united states|united states of america|us", "URY uruguay", "UZB uzbekistan", "VUT vanuatu", "VEN venezuela bolivarian republic of|bolivarian republic of venezuela|venezuela", "VNM viet nam|vietnam", "ESH western sahara", "YEM yemen", "ZMB zambia", "ZWE zimbabwe",
	"CUW curacao|curaçao", "ABW aruba",
}
