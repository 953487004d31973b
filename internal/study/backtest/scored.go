package backtest

import (
	"haven/skill"
)

// Score are the scores of one forecast of one count.
type Score struct {
	CRPS    float64 `json:"crps"`
	LogCRPS float64 `json:"crps_log"`
	WIS     float64 `json:"wis"`
	Bias    float64 `json:"bias"`
	Median  float64 `json:"median"`
	In50    bool    `json:"in50"`
	In90    bool    `json:"in90"`
}

// ScoreOf scores a forecast.
func ScoreOf(forecast skill.Sample, counted float64) Score {
	q := forecast.Quantiles(skill.HubLevels)
	at := func(level float64) float64 { return q[levelIndex[level]] }
	return Score{
		CRPS: forecast.CRPS(counted), LogCRPS: forecast.LogCRPS(counted), WIS: skill.WIS(q, skill.HubLevels, counted), Bias: skill.Bias(forecast, counted),
		Median: at(0.5),
		In50:   at(0.25) <= counted && counted <= at(0.75),
		In90:   at(0.05) <= counted && counted <= at(0.95),
	}
}

var levelIndex = func() map[float64]int {
	m := map[float64]int{}
	for i, level := range skill.HubLevels {
		m[level] = i
	}
	return m
}()

// Scored is one target: a number that was counted or reported, and the scores of what had been forecast for its own day.
type Scored struct {
	Scenario   string  `json:"scenario"`
	Setting    string  `json:"setting"` // TotalForecast or TotalGiven
	Measure    string  `json:"measure"` // what it is, and in which group it is reported
	Place      string  `json:"place"`
	Horizon    int     `json:"horizon"` // days that were aimed at
	Origin     int     `json:"origin"`  // day on which the forecasts were made, from the first of the scenario
	Day        int     `json:"day"`     // day of the count
	Counted    float64 `json:"counted"`
	Mine       Score   `json:"haven"`
	References []Score `json:"references"` // in the order of skill.References, or of ReferenceNames
	OwnErrors  []Score `json:"own_errors"` // of the same with intervals of errors at the place alone
}

// Settings: whether how many people flee in all is forecast as well, or given as in a run of Flee.
const (
	TotalForecast = "total_forecast"
	TotalGiven    = "total_given"
)

// Measures of a Flee folder. The goal is about Stock; the others are reported apart.
const (
	Stock         = "stock"       // people counted at a place
	StockEarly    = "stock_early" // the same of forecasts made before day 60
	StockAnew     = "stock_anew"  // the same where people were counted anew in between
	StockFirst    = "stock_first" // a place's first count
	Total         = "total"       // the published total of all places
	EarlyDays     = 60            // forecasts made before this day are reported apart
	enoughTargets = 60            // distinct targets that a claim needs
	enoughBlocks  = 10            // blocks that a claim needs
	sureEnough    = 0.95          // and how sure it must be
)

// ReferenceNames are the names of the references.
func ReferenceNames() []string {
	var names []string
	for _, r := range skill.References() {
		names = append(names, r.Name)
	}
	return names
}
