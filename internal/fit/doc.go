// Package fit holds simulations against what was reported. It says how
// reports err (report.go, width.go, rounding.go), counts a figure once however
// often it was told (figure.go, gather.go), and gives the likelihood of all of them for one
// simulated member (likelihood.go). Against that it fits a scenario's numbers (target.go,
// run.go): by sequential Monte Carlo (smc.go), or by ensemble Kalman inversion
// (kalman.go). docs/fit.md explains the choices.
package fit
