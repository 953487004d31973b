package movement

// StateID names what saved states of the frame are about: a state saved under
// one frame can be taken up under another that has the same.
func (f *Frame) StateID() uint64 { return f.stateHash() }
