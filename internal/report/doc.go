// Package report writes the report page of a run: one self-contained HTML file
// that opens without network. Build collects the data from the run's tables and
// rounds every simulated count; Write puts them as one block of JSON into the
// page's template, which web/ builds (npm run build) and which is embedded here.
package report
