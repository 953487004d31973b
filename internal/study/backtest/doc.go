// Package backtest says how good forecasts would have been: made on days of the past from
// what was known then, held against what was counted later, beside reference forecasts that were made on the same days.
// docs/skill.md has the protocol, the results and the command.
//
// Scored is one target with all its scores, whatever made the forecasts; Rows sums them up. Folder makes
// and scores the forecasts of one Flee folder.
package backtest
