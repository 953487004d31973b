package results

// ForecastInfo says, of a forecast, what was taken in and how.
type ForecastInfo struct {
	Origin    string `json:"origin"` // the day on which the forecast is made: nothing known later entered
	Days      int    `json:"days"`   // forecast after it
	Particles int    `json:"particles"`
	// FittedBy is the day up to which the parameters were fitted to what was
	// known; empty when they come from their priors.
	FittedBy string `json:"fitted_by,omitempty"`
	// Withheld counts rows and cells of the scenario's tables that were known
	// only after Origin.
	Withheld int           `json:"withheld"`
	Steps    []Assimilated `json:"steps"` // days on which something was taken in
	// Used are the ids of the observations that were taken in; Later those of
	// observations that were known only after Origin and stand beside the forecast, not used.
	Used  []string `json:"used"`
	Later []string `json:"later"`
}

// Assimilated is what taking in a day's observations did to the particles.
type Assimilated struct {
	Date         string   `json:"date"`         // the day they are about, or on which the particles stood when they came
	Observations []string `json:"observations"` // ids
	Plain        float64  `json:"plain"`        // effective number of particles that weights alone would have left
	Left         float64  `json:"left"`         // that was left, before an ensemble Kalman update
	Rounds       int      `json:"rounds"`       // times that particles were resampled and the days drawn anew
	Kalman       float64  `json:"kalman"`       // power of the likelihood that an ensemble Kalman update took in; 0: none
	PutIn        float64  `json:"put_in"`       // people it put into stocks, mean over particles
	TakenOut     float64  `json:"taken_out"`    // people it took out
	Drift        float64  `json:"drift"`        // root mean square change it made to the logarithm of lanes' capacities
	Discrepancy  float64  `json:"discrepancy"`  // the same of what the model is taken to be wrong by
}
