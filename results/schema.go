package results

// Table describes one table of a run folder: tables/NAME.parquet.
type Table struct {
	Name    string
	Meaning string
	// By names the kinds of entities of a table of daily figures (see
	// movement.Series.By); empty for the other tables.
	By      []string
	Columns []Column
	// Optional tables are written only when asked for.
	Optional bool
}

// The columns that every table of daily figures ends with.
var bands = []Column{
	{"mean", Number, ofTheMeasure, "mean over the members that have a value"},
	{"q05", Number, ofTheMeasure, "5 % quantile over members"},
	{"q25", Number, ofTheMeasure, "25 % quantile; half of the members lie between q25 and q75"},
	{"q50", Number, ofTheMeasure, "median over members"},
	{"q75", Number, ofTheMeasure, "75 % quantile"},
	{"q95", Number, ofTheMeasure, "95 % quantile; nine in ten members lie between q05 and q95"},
}

const ofTheMeasure = "of the measure"

var (
	measureColumn = Column{"measure", Text, "", "what is counted; see the list of measures"}
	dateColumn    = Column{"date", Date, "", "the day"}
	unitColumn    = Column{"unit", Text, "", "unit of the figures in this row"}
	valuesColumn  = Column{"members", Whole, "members", "members that have a value (a wait has none on a day on which nobody was served)"}
	countryColumn = Column{"country", Text, "", "ISO 3166-1 alpha-3 code of the country the place lies in"}
	byColumn      = Column{"by", Text, "", "kind of entity: origin, place, destination, destination_callup, lane, service, link, country, country_callup, model or all"}
	entityColumn  = Column{"entity", Text, "", "id of the entity, as in the scenario's tables; with callup as place/callup or country/callup; all is every entity together"}
)

// daily builds the columns of a table of daily figures.
func daily(keys ...Column) []Column {
	columns := append([]Column{measureColumn}, keys...)
	return append(append(columns, dateColumn, unitColumn, valuesColumn), bands...)
}

// Tables are all tables of a run folder, in the order of docs/results.md.
var Tables = []Table{
	{
		Name: "places", By: []string{"destination", "place"},
		Meaning: "Per day and place: arrivals and stock at destinations, and those who stand or have turned home at other places. Under the rule neighbours destinations are the places that Flee counts, and every place has a stock.",
		Columns: daily(
			Column{"place", Text, "", "id of the place (places.csv)"},
			countryColumn,
			Column{"by", Text, "", "destination (people reached it to stay) or place"}),
	},
	{
		Name: "places_by_callup", By: []string{"destination_callup"},
		Meaning: "Arrivals and stock at destinations by what is kept of the group (liable to call-up, exempt, or neither). By place of arrival only, never by crossing.",
		Columns: daily(
			Column{"place", Text, "", "id of the destination (places.csv)"},
			countryColumn,
			Column{"callup", Text, "", "what is kept of the group: liable, exempt or no"}),
	},
	{
		Name: "origins", By: []string{"origin"},
		Meaning: "Per day and origin: who left, was summoned, was sent, was left behind.",
		Columns: daily(Column{"origin", Text, "", "id of the place people left (places.csv)"}),
	},
	{
		Name: "crossings", By: []string{"lane"},
		Meaning: "Per day and lane of a crossing: queue, waits, people served, turned back, giving up.",
		Columns: daily(
			Column{"lane", Text, "", "id of the lane (crossings.csv)"},
			Column{"crossing", Text, "", "id of the crossing place the lane belongs to (places.csv)"},
			Column{"from_country", Text, "", "ISO 3166-1 alpha-3 code of the exit side"},
			Column{"to_country", Text, "", "ISO 3166-1 alpha-3 code of the entry side"}),
	},
	{
		Name: "services", By: []string{"service"},
		Meaning: "Per day and scheduled service (flight, train, ferry, bus): seats and fare.",
		Columns: daily(
			Column{"service", Text, "", "id of the service (links.csv)"},
			Column{"from", Text, "", "place where it starts"},
			Column{"to", Text, "", "place where it ends"}),
	},
	{
		Name: "links", By: []string{"link"},
		Meaning: "Per day and link: people who used it.",
		Columns: daily(
			Column{"link", Text, "", "id of the link (links.csv)"},
			Column{"from", Text, "", "place where it starts"},
			Column{"to", Text, "", "place where it ends"}),
	},
	{
		Name: "countries", By: []string{"country"},
		Meaning: "Per day and country: entries and exits (usual travel included), applications for protection, stock.",
		Columns: daily(Column{"country", Text, "", "ISO 3166-1 alpha-3 code"}),
	},
	{
		Name: "countries_by_callup", By: []string{"country_callup"},
		Meaning: "Arrivals and stock per country of arrival by what is kept of the group. By country of arrival only, never by crossing.",
		Columns: daily(
			Column{"country", Text, "", "ISO 3166-1 alpha-3 code of the country of arrival"},
			Column{"callup", Text, "", "what is kept of the group: liable, exempt or no"}),
	},
	{
		Name: "model", By: []string{"model", "all"},
		Meaning: "Per day, the whole model: where everybody is (the conservation of people), and sums over all entities of a kind.",
		Columns: daily(
			Column{"quantity", Text, "", "what is summed up: a state of the model, or the kind of entity a sum goes over"},
			Column{"by", Text, "", "model (a state of the model) or all (a sum)"}),
	},
	{
		Name:    "totals",
		Meaning: "Sums over the whole period, by member first and then over members (quantiles of a sum are not sums of quantiles).",
		Columns: append([]Column{measureColumn, byColumn, entityColumn, unitColumn, valuesColumn}, bands...),
	},
	{
		Name:    "peaks",
		Meaning: "The highest day of each series: its height and its date, over members. Of equal days the first counts; a member without any people has no peak day.",
		Columns: append(append([]Column{measureColumn, byColumn, entityColumn, unitColumn, valuesColumn}, bands...),
			Column{"with_day", Whole, "members", "members that have a peak day"},
			Column{"day_q05", Number, "days since the first day", "5 % quantile of the peak's day; 0 is the first day of the period"},
			Column{"day_q25", Number, "days since the first day", "25 % quantile of the peak's day"},
			Column{"day_q50", Number, "days since the first day", "median of the peak's day"},
			Column{"day_q75", Number, "days since the first day", "75 % quantile of the peak's day"},
			Column{"day_q95", Number, "days since the first day", "95 % quantile of the peak's day"}),
	},
	{
		Name:    "exceedance",
		Meaning: "The chance that the stock of a destination exceeds its reception capacity, for destinations whose capacity is given: on each day, and ever (empty date) within the period.",
		Columns: []Column{
			{"place", Text, "", "id of the destination (places.csv)"},
			countryColumn,
			{"date", Date, "", "the day; empty: ever within the period"},
			{"capacity", Number, "people", "reception capacity, times the scenario's scale, at the medians of the parameters"},
			{"chance", Number, "share of members, 0 to 1", "members whose stock exceeds the capacity, over all members"},
		},
	},
	{
		Name:    "observations",
		Meaning: "Reported figures and what the model says of the same thing over the same days. Registrations (registrations.csv) are there as stocks on the days on which people were counted, never interpolated.",
		Columns: []Column{
			{"id", Text, "", "id of the observation (observations.csv), or registrations. and the id of a registration"},
			{"date_from", Date, "", "first day the figure covers"},
			{"date_to", Date, "", "last day the figure covers"},
			{"place", Text, "", "place, lane, service or country it is about"},
			{"country", Text, "", "ISO 3166-1 alpha-3 code of the state the figure is about"},
			{"measure", Text, "", "measure of observations.csv: entries, exits, net_entries, stock, departures, applications, wait, queue, seats or fare"},
			{"kind", Text, "", "point, low, high or more_than: how the reported value bounds the true one"},
			{"unit", Text, "", "unit of the reported and the simulated figure"},
			{"value", Number, ofTheMeasure, "the reported value"},
			{"low", Number, ofTheMeasure, "lower end of what agrees with the report; empty: no lower end"},
			{"high", Number, ofTheMeasure, "upper end of what agrees with the report; empty: no upper end"},
			{"partner", Text, "", "id of the other row where a report gives a range in two rows"},
			{"how", Text, "", "what was read off the members, in words"},
			{"reason", Text, "", "why the figure is not compared; empty when it is"},
			{"members", Whole, "members", "members that have a simulated figure"},
			{"mean", Number, ofTheMeasure, "mean of the simulated figure over members"},
			{"q05", Number, ofTheMeasure, "5 % quantile of the simulated figure"},
			{"q25", Number, ofTheMeasure, "25 % quantile"},
			{"q50", Number, ofTheMeasure, "median"},
			{"q75", Number, ofTheMeasure, "75 % quantile"},
			{"q95", Number, ofTheMeasure, "95 % quantile"},
			{"inside50", Text, "", "yes when the band from q25 to q75 touches what was reported, else no; empty when not compared"},
			{"inside90", Text, "", "the same for q05 to q95"},
			{"below", Number, "share of members, 0 to 1", "members whose figure lies below the reported value, ties counted half"},
			{"ratio", Number, "simulated per reported", "simulated median over the nearest figure that agrees with the report: 1 when the median agrees"},
			{"crps", Number, ofTheMeasure, "continuous ranked probability score of the members, of one member the absolute error; only where a single number was reported"},
			{"crps_log", Number, "logarithms", "the same of log(1 + count), without a unit"},
			{"evidence", Text, "", "ids of the evidence (evidence.csv), or assumed and why"},
		},
	},
	{
		Name:    "members",
		Meaning: "The draw of the uncertain parameters that each member ran with; a run of one member has the medians.",
		Columns: []Column{
			{"member", Whole, "", "number of the member, from 0"},
			{"address", Text, "", "address of the parameter, such as crossings.lars_car.exit_per_day"},
			{"value", Number, "of the address", "the value drawn"},
		},
	},
	{
		Name: "differences", Optional: true,
		Meaning: "Of a what-if: the difference that the change makes to every figure, over pairs of members that share parameters and random streams. Exact; before the change all are 0.",
		Columns: []Column{
			measureColumn, byColumn, entityColumn, countryColumn,
			{"date", Date, "", "the day; empty: a figure of the whole period"},
			unitColumn,
			{"pairs", Whole, "pairs of members", "pairs that have a value in base and variant"},
			{"base", Number, ofTheMeasure, "median without the change"},
			{"variant", Number, ofTheMeasure, "median with the change"},
			{"mean", Number, ofTheMeasure, "mean of the difference, variant less base"},
			{"q05", Number, ofTheMeasure, "5 % quantile of the difference"},
			{"q25", Number, ofTheMeasure, "25 % quantile of the difference"},
			{"q50", Number, ofTheMeasure, "median of the difference"},
			{"q75", Number, ofTheMeasure, "75 % quantile of the difference"},
			{"q95", Number, ofTheMeasure, "95 % quantile of the difference"},
			{"chance_above", Number, "share of pairs, 0 to 1", "pairs in which the variant is higher"},
			{"chance_below", Number, "share of pairs, 0 to 1", "pairs in which the variant is lower"},
			{"narrowing", Number, "ratio of variances", "by how much the pairing narrowed the difference: var(base) + var(variant), which independent members would have, over the variance of the paired difference; infinite where all pairs differ by the same, empty where nothing varies"},
		},
	},
	{
		Name: "member_series", Optional: true,
		Meaning: "With --per-member: every figure of every member, exact. Large: members times the rows of all daily tables.",
		Columns: []Column{
			measureColumn, byColumn, entityColumn,
			{"member", Whole, "", "number of the member, from 0"},
			dateColumn,
			{"value", Whole, ofTheMeasure, "the member's figure; a missing one has no row"},
		},
	},
}

// TableNamed finds a table's description, nil when there is none.
func TableNamed(name string) *Table {
	for i := range Tables {
		if Tables[i].Name == name {
			return &Tables[i]
		}
	}
	return nil
}

// tableBy is the table that daily figures by a kind of entity stand in.
func tableBy(by string) *Table {
	for i := range Tables {
		for _, b := range Tables[i].By {
			if b == by {
				return &Tables[i]
			}
		}
	}
	return nil
}
