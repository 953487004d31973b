// Package camps forecasts how many people will be counted at the camps of a Flee folder, from what had been counted by
// a day, and keeps the forecast in a folder:
//
//	forecast.json     all of it, exact: what was counted by then, 23 quantiles of every camp and day, what was not read
//	hub/              the quantiles as the hubverse keeps them, exact
//	exports/camps.csv the same by five quantiles, rounded, with HXL tags: what may be passed on
//
// How forecasts are made is the job of package counts; this one asks for every day, and for all camps together.
package camps
