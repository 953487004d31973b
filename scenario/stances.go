package scenario

import "math"

// Stance is one position an actor can take with an instrument.
type Stance struct {
	Name  string
	Level float64 // the level without a value; NaN: the value must be given
	About string
}

type instrument struct {
	name     string
	about    string
	value    string // what value means for it
	min, max float64
	stances  []Stance
}

var instruments = []instrument{
	{"entry", "whether people may enter", "chance of admission at the control, 0 to 1", 0, 1, []Stance{
		{"allowed", 1, "admitted"}, {"conditional", 0.5, "admitted with a probability"}, {"refused", 0, "turned back"}}},
	{"visa", "whether people may enter by their visa", "chance of admission at the control, 0 to 1", 0, 1, []Stance{
		{"allowed", 1, "admitted"}, {"conditional", 0.5, "admitted with a probability"}, {"refused", 0, "turned back"}}},
	{"asylum", "how claims for protection are met", "level, 0 to 1", 0, 1, []Stance{
		{"welcoming", 1, "protection is held out"}, {"considered", 0.5, "claims are examined"}, {"reserved", 0.25, "claims are examined, with reserve"}, {"refused", 0, "claims are not taken"}}},
	{"exit", "whether people may leave", "probability of being on the list of those stopped, 0 to 1", 0, 1, []Stance{
		{"banned", 1, "stopped at the exit control"}, {"free", 0, "not stopped"}}},
	{"transport", "whether a link or crossing works", "factor on capacity or seats, 0 or more", 0, math.Inf(1), []Stance{
		{"suspended", 0, "closed"}, {"limited", math.NaN(), "capacity times value"}, {"normal", 1, "as the tables say"}}},
	{"penalty", "what threatens those who leave when summoned", "utility added to stay of the summoned, 0 or more", 0, math.Inf(1), []Stance{
		{"threatened", math.NaN(), "in force"}, {"lifted", 0, "none"}}},
	{"callup", "a quota of people to be called up", "quota, people", 0, math.Inf(1), []Stance{
		{"announced", math.NaN(), "in force"}, {"ended", 0, "nobody more is summoned"}}},
	{"exemption", "who need not go", "share of the exempt who distrust their exemption, 0 to 1", 0, 1, []Stance{
		{"granted", math.NaN(), "exempt, with doubts"}, {"withdrawn", 1, "liable like the others"}}},
	{"deterrent", "what deters at a crossing or in a country, such as a draft post", "utility lost, 0 or more", 0, math.Inf(1), []Stance{
		{"present", math.NaN(), "in force"}, {"lifted", 0, "none"}}},
	{"surrender", "what is promised to those who surrender", "hazard of surrendering a day at the front, 0 or more", 0, math.Inf(1), []Stance{
		{"offered", math.NaN(), "in force"}, {"withdrawn", 0, "none"}}},
}

// Instruments are the names of all instruments.
func Instruments() []string {
	names := make([]string, len(instruments))
	for i, in := range instruments {
		names[i] = in.name
	}
	return names
}

// Stances are the positions an instrument knows, nil for an unknown one.
func Stances(instrument string) []Stance {
	if in := instrumentNamed(instrument); in != nil {
		return in.stances
	}
	return nil
}

func instrumentNamed(name string) *instrument {
	for i := range instruments {
		if instruments[i].name == name {
			return &instruments[i]
		}
	}
	return nil
}

func stanceNames(stances []Stance) []string {
	names := make([]string, len(stances))
	for i, s := range stances {
		names[i] = s.Name
	}
	return names
}

// Level is the number a policy's stance stands for: value where it is given
// (not NaN), else the stance's own level. What it measures depends on the
// instrument, see Stances. It is NaN for an unknown stance.
func Level(instrument, stance string, value float64) float64 {
	for _, s := range Stances(instrument) {
		if s.Name != stance {
			continue
		}
		if !math.IsNaN(value) {
			return value
		}
		return s.Level
	}
	return math.NaN()
}
