// Package results is what a run leaves behind: a folder with a manifest, the
// scenario as run, exact tables in Parquet, and rounded exports (CSV with HXL
// tags, GeoJSON) for use outside.
//
// Write makes the folder from the summary of an ensemble; Open reads it back.
// The tables are described once, in Tables: that list makes the Parquet
// schemas, the manifest, the check on reading, and docs/results.md.
//
//	run, err := results.Open("runs/toy-border-1")
//	...
//	arrivals, err := run.Daily("arrivals", "destination")
//	harbour, ok := arrivals.Of("harbour")
//	harbour.Q50 // the median member's arrivals, one number for each day
package results
