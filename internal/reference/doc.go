// Package reference moves every party by itself: the same model as package
// movement, without cohorts. It is slow and plain, written from the
// description of the model alone, and exists for tests that hold the lumped
// engine against it. Nothing else imports it.
//
// It shares scenario and network with the engine, but no rule and no random
// stream: its draws are those of math/rand.
package reference
