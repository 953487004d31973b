package movement

import "sync"

// Records are records that are used again by one member after another, since
// making one costs more than emptying it. They are safe for concurrent use.
type Records struct {
	Make func() *Record // of another one, when none is free

	mutex sync.Mutex
	free  []*Record
}

// Borrow gives a record; what is in it means nothing.
func (r *Records) Borrow() *Record {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if n := len(r.free); n > 0 {
		rec := r.free[n-1]
		r.free = r.free[:n-1]
		return rec
	}
	return r.Make()
}

// Return takes a record back.
func (r *Records) Return(rec *Record) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.free = append(r.free, rec)
}
