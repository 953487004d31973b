// Package hubverse writes forecasts as the hubverse of modelling hubs keeps
// them (https://docs.hubverse.io, "Model output"), so that its tools for
// checking, scoring, combining and drawing forecasts read them: one row a
// quantile, with the columns
//
//	origin_date, location, target, horizon, target_end_date, output_type, output_type_id, value
//
// in a file model-output/TEAM-MODEL/YYYY-MM-DD-TEAM-MODEL.parquet (or .csv),
// and beside it hub-config/tasks.json, which says what the columns may hold, and
// hub-config/admin.json, which makes the folder a hub.
package hubverse
