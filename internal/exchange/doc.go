// Package exchange reads tables as UNHCR, IOM DTM and ACLED publish them, and any
// table with HXL tags, and makes rows of a scenario of them: observations, conflict days,
// policies. Each row says from when it was known and which file it is from.
//
// It works in three steps, one group of files each: a sheet is read record by record,
// whatever its format (sheet.go, csv.go, json.go, xlsx.go); a publisher's columns are found in it and its cells
// read (fields.go, cells.go, unhcr.go, dtm.go, acled.go, hxl.go); what they say is matched
// to the scenario's places and put beside what stands there already (places.go,
// figures.go, events.go, policies.go). Nothing is written here: scenario.Add does that.
package exchange
