package exchange

import (
	"strings"
	"sync"

	"golang.org/x/text/language"

	"haven/scenario"
)

// unhcrCodes are UNHCR's own three-letter country codes where they differ from
// ISO 3166-1, each followed by the ISO code; all others are the ISO code. From the countries table of
// UNHCR's statistics, as unhcrdatapackage and the population API give it. Some are another
// country's ISO code: ARE is Egypt and AUS is Austria, so that only a column that is known to hold UNHCR's codes may be read by them.
const unhcrCodes = `
ALG:DZA ANG:AGO ANT:ATG ARE:EGY AUL:AUS AUS:AUT BAH:BHR BAR:BRB BER:BMU BHU:BTN BKF:BFA BOT:BWA BRU:BRN BSN:BIH BUL:BGR BVI:VGB
BZE:BLZ CAM:KHM CAR:CAF CAY:CYM CHD:TCD CHI:CHN COB:COG COI:COM COS:CRI CVI:CPV DEN:DNK DJB:DJI EGU:GNQ ERT:ERI FGU:GUF FIJ:FJI
FNC:NCL FPO:PYF GAM:GMB GAZ:PSE GFR:DEU GRE:GRC GRN:GRD GUA:GTM GUI:GIN HAI:HTI HON:HND ICE:ISL ICO:CIV INS:IDN IRE:IRL KOS:XKX
KRN:PRK KUW:KWT LEB:LBN LES:LSO MAD:MDG MAR:MTQ MAU:MRT MCD:MKD MLS:MYS MLW:MWI MOR:MAR MTA:MLT MTS:MUS MYA:MMR MYP:MYT NEP:NPL
NET:NLD NGR:NER NIG:NGA PAR:PRY PHI:PHL POR:PRT PUE:PRI ROM:ROU RSA:ZAF SAL:SLV SEY:SYC SIN:SGP SMA:SMR SOL:SLB SPA:ESP SRV:VNM
STK:KNA SUD:SDN SWA:SWZ SWI:CHE TAN:TZA TCI:TCA TMP:TLS TOG:TGO TRT:TTO UAE:ARE URU:URY VAN:VUT WES:WSM WSH:ESH ZAM:ZMB ZIM:ZWE
`

var unhcrISO = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, pair := range strings.Fields(unhcrCodes) {
		m[pair[:3]] = pair[4:]
	}
	return m
})

// fromUNHCR is the ISO code of a UNHCR code. Stateless (STA), various (VAR) and unknown (UNK, UKN) are no country.
func fromUNHCR(code string) string {
	code = strings.ToUpper(strings.TrimSpace(code))
	if iso, differs := unhcrISO()[code]; differs {
		return iso
	}
	switch code {
	case "STA", "VAR", "UNK", "UKN":
		return ""
	}
	if len(code) != 3 || nobodys(code) {
		return ""
	}
	return code
}

// fromISO is the alpha-3 code of a country given by ISO 3166-1 (alpha-2, alpha-3 or numeric) or by name; empty when it is none.
// Codes that the standard leaves to users are taken as they are.
func fromISO(code string) string {
	code = strings.TrimSpace(code)
	up := strings.ToUpper(code)
	switch up {
	case "", "UNK":
		return ""
	case "XK", "XKX", "XKK":
		return "XKX"
	}
	if nobodys(up) {
		return ""
	}
	if len(code) <= 3 {
		if region, err := language.ParseRegion(up); err == nil && region.IsCountry() && region.ISO3() != "ZZZ" {
			return region.ISO3()
		}
		if len(code) == 3 && up == code && (up[0] == 'X' || up[:2] == "AA" || up[:2] == "ZZ" || up[0] == 'Q') {
			return up
		}
	}
	return scenario.CountryNamed(code)
}

// nobodys says whether a code stands for the stateless or for various people: UNHCR's tables give them codes that begin
// with XX where a country's ISO code would be.
func nobodys(code string) bool { return len(code) == 3 && code[:2] == "XX" }
