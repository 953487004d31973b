package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// countryCodes are the officially assigned alpha-3 codes of ISO 3166-1, and
// XKX, which many data sets use for Kosovo, in alphabetical order.
var countryCodes = strings.Fields(`
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ
BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU
DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC
GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM
KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG
MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL
PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN
SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB
VIR VNM VUT WLF WSM XKX YEM ZAF ZMB ZWE`)

// isCountry accepts the assigned codes and those that ISO 3166-1 leaves to
// users (AAA-AAZ, QMA-QZZ, XAA-XZZ, ZZA-ZZZ), which invented worlds use.
func isCountry(s string) bool {
	if _, found := slices.BinarySearch(countryCodes, s); found {
		return true
	}
	if len(s) != 3 {
		return false
	}
	for i := 0; i < 3; i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return s[:2] == "AA" || s[0] == 'Q' && s[1] >= 'M' || s[0] == 'X' || s[:2] == "ZZ"
}

func badCountry(s string, also []string) *badCell {
	bad := &badCell{message: quoted(s) + " is not a country", allowed: "write the ISO 3166-1 alpha-3 code such as FIN"}
	if len(also) > 0 {
		bad.allowed += ", or " + strings.Join(also, ", ")
	}
	if up := strings.ToUpper(s); up != s && (isCountry(up) || contains(also, up)) {
		bad.suggestion = fmt.Sprintf("did you mean %s?", up)
	} else if low := strings.ToLower(s); low != s && contains(also, low) {
		bad.suggestion = fmt.Sprintf("did you mean %s?", low)
	} else {
		bad.suggestion = didYouMean(s, among(append(append([]string(nil), also...), countryCodes...)))
	}
	return bad
}
