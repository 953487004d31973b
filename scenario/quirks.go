package scenario

// Quirk is something that Flee's program does and its documentation does not
// say. A Flee folder is run with all of them unless neighbours.without_quirks
// names some.
type Quirk struct {
	Name    string
	Does    string // what the program does
	Without string // what happens when the quirk is turned off
}

// Quirks are the quirks that change what happens or what is printed, in the
// order of docs/flee.md. Not to be changed.
func Quirks() []Quirk { return quirks }

// QuirkNames are the names that neighbours.without_quirks may hold.
func QuirkNames() []string {
	names := make([]string, len(quirks))
	for i := range quirks {
		names[i] = quirks[i].Name
	}
	return names
}

var quirks = []Quirk{
	{"day0-counted-twice", "on the first day the total counts on top of the camps that make it up", "the first day counts the camps alone"},
	{"date-one-ahead", "the output's dates are one day ahead", "the dates are those of the days"},
	{"initial-camps-twice", "people in a camp on the first day take up its room and shrink its capacity as well", "they take up room alone"},
	{"truncated-registrations", "registrations between two counts are cut to whole people before they are subtracted", "they are rounded to whole people"},
	{"redirection-inert", "forced redirection never redirects anybody; a 1 only makes the link count twice", "people at a town go the way the redirection says, and the link counts once"},
	{"link-closures-dead", "closing a link does nothing unless names have one letter", "both ways of the link close"},
	{"unknown-closes-first", "closing a place that is not known acts on the first place of the list", "it does nothing"},
	{"full-speed-per-link", "each link of a day may be travelled at the whole day's distance", "a day's links share the day's distance"},
	{"strict-arrival", "whoever comes exactly as far as a link is long has not arrived", "they arrive"},
	{"decay-late", "the fading of a conflict acts on who flees a day late", "it acts on its day"},
	{"intensity-ignored", "a change from one intensity above 0 to another is not noticed", "the intensity follows the table"},
	{"zero-weight", "a day without any conflict stops the program; haven lets nobody flee and warns", "nobody flees"},
	{"reopening-revives-all", "reopening a place opens links that something else keeps closed", "a link is open when nothing closes it"},
	{"bounce-at-reopened", "whoever was on a link when it closed is put back at its end although it is open again", "they arrive"},
	{"full-destinations-uniform", "when every place around is full all are as likely, and camps then refuse", "people stay for the day"},
	{"awareness-zero", "with awareness 0 nobody ever moves", "people choose among neighbouring places, all alike but for distance"},
	{"parallel-links", "two links between the same places add up their weights, and the first listed is travelled", "the link that was chosen is travelled"},
	{"first-row-is-total", "the first row of the registrations' layout is left out of the sum whatever it is called", "the row called total is left out"},
	{"unreachable-rows-spawn", "registrations at places without ways, or not in the folder at all, make people flee who can never get there", "only registrations at places that can be reached count"},
	{"initial-idps-unscaled", "initial_idps are not divided by hasten", "they are"},
	{"dead-keys", "camps_are_sinks, flood_spawn_mode and two_system_decision_making are not read under these names", "camps_are_sinks and flood_spawn_mode are read"},
	{"highest-flood-level", "a flood of the highest level of a list stops the program; haven takes the list's last number and warns", "the list's last number holds"},
	{"unhcr-zero", "while no refugees are counted in all, error, registrations and debt are printed as 0", "they are printed as they are"},
	{"warnings-in-output", "warnings stand between the rows of the output; haven never writes them there", "no warnings in the output"},
}
