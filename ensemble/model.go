package ensemble

import (
	"context"

	"haven/movement"
	"haven/scenario"
)

// Run runs a plan's ensemble. When ctx ends, or a member fails, the batches
// finished so far are in Dir and Run returns the error; the same plan with
// Resume goes on from there to the same result.
func Run(ctx context.Context, plan Plan) (*Outcome, error) {
	job, err := NewJob(plan)
	if err != nil {
		return nil, err
	}
	return job.Run(ctx)
}

// NewJob checks a plan, builds what all members share (network, ways), draws
// the design and compiles the scenario as it stands.
func NewJob(plan Plan) (*Job, error) {
	return newJob(plan, func(sc *scenario.Scenario) (compiler, error) {
		frame := plan.Frame
		if frame == nil {
			var err error
			if frame, err = movement.Prepare(sc); err != nil {
				return nil, err
			}
		}
		return func(sc *scenario.Scenario) (simulator, error) { return frame.Compile(sc) }, nil
	})
}
