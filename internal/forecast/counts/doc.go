// Package counts forecasts how many people will be counted where they register, from what had been
// counted by a day. docs/skill.md explains the method and shows how good it is; in short:
//
//   - Every forecast starts from a place's last count (outlook.go), goes on with a part of its recent pace
//     (pace.go), learned from how far such paces held before, and has the spread of the place's recent
//     changes (spread.go), because places differ in it by orders of magnitude and keep their manner for months.
//   - The shape is that of past errors (errors.go): the place's own and those of other places, once in units of the spread
//     of their day and once in people, so that a quiet place still knows what happens elsewhere.
//   - Where there is one, the simulator's forecast is pooled with it (pool.go).
//
// A Forecaster learns from its own errors as they become known and reads nothing later.
package counts
