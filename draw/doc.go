// Package draw makes random numbers for simulations whose results must not
// depend on the order of work, the number of threads or the processor.
//
// A [Key] names a situation: seed, member, day, place, purpose. A [Stream]
// started from it gives always the same numbers. Keys and streams are plain
// values; nothing here allocates, locks or keeps global state, but for the tables that
// [Stream.Successes] sets up once.
//
//	key := draw.NewKey(seed, member).With(day).With(draw.Hash("vaalimaa"))
//	s := key.Stream()
//	left := s.Binomial(people, 0.01)
//
// The samplers take counts up to [MaxCount]. Small binomial, Poisson and
// hypergeometric numbers, and all normal ones, come from a single uniform and rise with it, so
// that two runs on the same stream whose probabilities differ a little differ
// little in their draws (common random numbers).
//
// A probability or mean that is not a number, and a negative count, are errors
// of the calling program and panic.
//
// [Exp], [Log] and [Pow] replace those of package math, whose last digits
// differ between processors. No expression here may be contracted into a fused
// multiply-add: a product that is added to something is converted first.
package draw

// MaxCount is the largest count the samplers take: a thousand million million,
// well inside the integers that a float64 holds exactly.
const MaxCount int64 = 1e15
