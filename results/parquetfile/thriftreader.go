package parquetfile

import "encoding/binary"

// thriftReader reads structures in Thrift's compact protocol. What it is handed
// may be damaged: from the first mistake on it is broken and reads zeros.
type thriftReader struct {
	in     []byte
	deep   int // structures and lists that are open
	broken bool
}

// deepest is how far structures may lie in one another; Parquet's go half as deep.
const deepest = 16

// More types of the compact protocol. In a structure, true and false are types themselves.
const (
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftDouble = 7
	thriftSet    = 10
)

func (t *thriftReader) fail() { t.broken, t.in = true, nil }

func (t *thriftReader) take(n uint64) []byte {
	if n > uint64(len(t.in)) {
		t.fail()
		return nil
	}
	out := t.in[:n]
	t.in = t.in[n:]
	return out
}

func (t *thriftReader) byte() byte {
	if b := t.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (t *thriftReader) uvarint() uint64 {
	v, n := binary.Uvarint(t.in)
	if n <= 0 {
		t.fail()
		return 0
	}
	t.in = t.in[n:]
	return v
}

func (t *thriftReader) varint() int64 {
	v := t.uvarint()
	return int64(v>>1) ^ -int64(v&1)
}

func (t *thriftReader) text() string { return string(t.take(t.uvarint())) }

// structure reads a structure. Each field is shown to see, which reads it if it
// knows its number and type and says whether it did.
func (t *thriftReader) structure(see func(number int16, kind byte) bool) {
	if t.deep++; t.deep > deepest {
		t.fail()
	}
	defer func() { t.deep-- }()
	number := int16(0)
	for {
		head := t.byte()
		kind := head & 15
		if kind == 0 { // the end, or the end of what is there
			return
		}
		if step := head >> 4; step > 0 {
			number += int16(step)
		} else {
			number = int16(t.varint())
		}
		if !see(number, kind) {
			t.skip(kind)
		}
	}
}

// list reads a list; element reads one of its elements.
func (t *thriftReader) list(element func(kind byte)) {
	head := t.byte()
	n := uint64(head >> 4)
	if n == 15 {
		n = t.uvarint()
	}
	if n > uint64(len(t.in)) { // an element takes a byte at least
		t.fail()
	}
	for range n {
		if t.broken {
			return
		}
		element(head & 15)
	}
}

// skip passes over the value of a field.
func (t *thriftReader) skip(kind byte) {
	switch kind {
	case thriftTrue, thriftFalse:
	case thriftByte:
		t.byte()
	case thriftInt16, thriftInt32, thriftInt64:
		t.uvarint()
	case thriftDouble:
		t.take(8)
	case thriftBinary:
		t.take(t.uvarint())
	case thriftList, thriftSet:
		t.skipList()
	case thriftStruct:
		t.structure(func(int16, byte) bool { return false })
	default: // maps among them, of which Parquet has none
		t.fail()
	}
}

func (t *thriftReader) skipList() {
	if t.deep++; t.deep > deepest {
		t.fail()
	}
	defer func() { t.deep-- }()
	t.list(func(kind byte) {
		if kind == thriftTrue || kind == thriftFalse { // a byte each, in a list
			kind = thriftByte
		}
		t.skip(kind)
	})
}
