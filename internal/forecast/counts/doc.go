// Package counts forecasts how many people will be counted where they register, from what had been
// counted by a day. docs/skill.md explains the method and shows how good it is; in short:
//
//   - Every forecast starts from a place's last count (outlook.go) and has the shape of past errors (errors.go): the place's own and
//     those of other places, once in units of the spread of its day (spread.go) and once in people, so that a quiet place has
//     a narrow forecast and still knows what happens elsewhere. Errors under like circumstances (likeness.go) count more.
//   - There are sixteen manners to do so (manner.go): with changes remembered for long or for short, with errors remembered for long or for
//     short, and with the recent pace (pace.go) left out, fading or going on, or the trend of 30 days going on.
//   - They and the two plainest references, last value and the trend of 30 days, are pooled, all alike (pool.go), and the pool is made as wide as would have been right (width.go).
//   - What came of forecasts in other crises under like circumstances (experience.go, part of the program) joins the pool, with a share that follows its scores.
//   - Where there is one, the simulator as an assimilated ensemble (simulation.go, blend.go) joins the pool.
//   - Counts that are published again as they were are a kind of their own: the last count has the chance that it is repeated (repeats.go).
//
// A Forecaster learns from its own errors as they become known and reads nothing later of its crisis. What other crises taught is the same on every day, and may be of later years.
package counts
