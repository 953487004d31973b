package filter

import (
	"errors"
	"fmt"

	"haven/draw"
)

// Cloud is the particles that a filter works on, as far as it needs to know.
type Cloud interface {
	// Len is the number of particles; it stays the same.
	Len() int
	// Likelihood writes, particle by particle, the logarithm of the likelihood
	// of what is new on the day: minus infinity where it is impossible.
	Likelihood(out []float64) error
	// Pick makes particle i a copy of what particle from[i] was. A particle
	// with from[i] == i stays as it is; the others go on with randomness of
	// their own.
	Pick(from []int) error
	// Renew draws particles anew since the last evidence, in a way that leaves
	// the distribution of a cloud that has taken in the likelihood to the power
	// exponent as it is, or nearly so. Round counts the renewals of a day from 0.
	Renew(exponent float64, round int) error
	// Update moves the particles by an ensemble Kalman update towards what is
	// new on the day, whose likelihood is still to be taken in to the power
	// left: its errors' variances count 1/left times. The particles count alike.
	Update(left float64) error
}

// Rule says how a filter treats a day.
type Rule struct {
	Share  float64 // of the particles: the effective size to be left after each step; 0.5 is usual
	Rounds int     // most steps of tempering a day that are followed by a renewal
	Least  float64 // effective size below which the ensemble Kalman update takes over
}

// Step says what taking in a day's evidence did.
type Step struct {
	Plain    float64 // effective size that the weights alone would have left
	Left     float64 // effective size at the end; before the update where there was one
	Rounds   int     // steps of tempering, each with resampling and renewal
	Kalman   float64 // power of the likelihood that the ensemble Kalman update took in; 0: there was none
	Evidence float64 // logarithm of the likelihood of the day given all before it; without what Kalman took in
}

// Assimilate takes what is new on a day into a cloud with log weights, which
// it changes. The day's likelihood is tempered: raised to a power at which the
// effective size stays above rule.Share, taken in, the particles resampled and
// renewed, until its powers sum to 1 (within a day as Herbst & Schorfheide
// 2019, Journal of Econometrics 210(1), do; the powers as Del Moral, Doucet &
// Jasra 2012, Statistics and Computing 22(5), choose them). Where rule.Rounds
// such steps do not get there and the rest would leave an effective size below
// rule.Least, an ensemble Kalman update takes in the rest, its variances
// divided by the power that is left (Emerick & Reynolds 2013, Computers &
// Geosciences 55). Randomness comes from key.
func Assimilate(c Cloud, logs []float64, rule Rule, key draw.Key) (Step, error) {
	n := c.Len()
	likelihood := make([]float64, n)
	step, left := Step{}, 1.0
	for {
		if err := c.Likelihood(likelihood); err != nil {
			return step, err
		}
		rest := tempered(logs, likelihood, left)
		if left == 1 {
			step.Plain = rest
		}
		power := Exponent(logs, likelihood, left, rule.Share*float64(n))
		if power >= left || step.Rounds == rule.Rounds {
			step.Left = rest
			if rest < rule.Least && rest < rule.Share*float64(n) {
				step.Kalman = left
				return step, update(c, logs, left, key.With(uint64(step.Rounds)))
			}
			return step, step.weigh(logs, likelihood, left)
		}
		if err := step.weigh(logs, likelihood, power); err != nil {
			return step, err
		}
		if err := Resample(c, logs, key.With(uint64(step.Rounds))); err != nil {
			return step, err
		}
		left -= power
		if err := c.Renew(1-left, step.Rounds); err != nil {
			return step, err
		}
		step.Rounds++
	}
}

// weigh multiplies the weights by the likelihood to a power.
func (s *Step) weigh(logs, likelihood []float64, power float64) error {
	for i := range logs {
		logs[i] += float64(power * likelihood[i])
	}
	sum, err := Normalise(logs)
	s.Evidence += sum
	return err
}

// update resamples and lets the ensemble Kalman update take in the rest.
func update(c Cloud, logs []float64, left float64, key draw.Key) error {
	if err := Resample(c, logs, key); err != nil {
		return err
	}
	if err := c.Update(left); err != nil {
		return fmt.Errorf("ensemble Kalman update: %w", err)
	}
	return nil
}

// Resample makes particles of equal weight of weighted ones, by systematic
// resampling. Weights that are even already are left alone.
func Resample(c Cloud, logs []float64, key draw.Key) error {
	if len(logs) != c.Len() {
		return errors.New("there are not as many weights as particles (a defect of haven, please report it)")
	}
	even := true
	for _, l := range logs {
		even = even && l == logs[0]
	}
	if even {
		return nil
	}
	stream := key.Of(draw.Hash("resample"))
	if err := c.Pick(Systematic(logs, stream.Float64())); err != nil {
		return err
	}
	copy(logs, Even(len(logs)))
	return nil
}
