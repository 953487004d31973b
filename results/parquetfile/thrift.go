package parquetfile

import "encoding/binary"

// thrift writes structures in Thrift's compact protocol, which Parquet's
// headers and footer are in: every field is the step from the number of the
// field before it and its type, numbers are zigzag varints.
type thrift struct {
	out  []byte
	last int16 // number of the field before, in the structure that is open
}

// Types of the compact protocol.
const (
	thriftInt16  = 4
	thriftInt32  = 5
	thriftInt64  = 6
	thriftBinary = 8
	thriftList   = 9
	thriftStruct = 12
)

func (t *thrift) field(number int16, kind byte) {
	t.out = append(t.out, byte(number-t.last)<<4|kind) // fields come in order and steps are below 16
	t.last = number
}

func (t *thrift) varint(v int64) { t.out = binary.AppendVarint(t.out, v) }

func (t *thrift) int16(number, v int16) {
	t.field(number, thriftInt16)
	t.varint(int64(v))
}

func (t *thrift) int32(number int16, v int32) {
	t.field(number, thriftInt32)
	t.varint(int64(v))
}

func (t *thrift) int64(number int16, v int64) {
	t.field(number, thriftInt64)
	t.varint(v)
}

func (t *thrift) binary(number int16, v []byte) {
	t.field(number, thriftBinary)
	t.bytes(v)
}

func (t *thrift) text(number int16, s string) { t.binary(number, []byte(s)) }

func (t *thrift) bytes(v []byte) {
	t.out = append(binary.AppendUvarint(t.out, uint64(len(v))), v...)
}

// structure writes a field that is a structure.
func (t *thrift) structure(number int16, fields func()) {
	t.field(number, thriftStruct)
	t.element(fields)
}

// element writes a structure in a list.
func (t *thrift) element(fields func()) {
	outer := t.last
	t.last = 0
	fields()
	t.out = append(t.out, 0)
	t.last = outer
}

// list begins a list of so many elements, which follow.
func (t *thrift) list(number int16, kind byte, n int) {
	t.field(number, thriftList)
	if n < 15 {
		t.out = append(t.out, byte(n)<<4|kind)
		return
	}
	t.out = binary.AppendUvarint(append(t.out, 0xf0|kind), uint64(n))
}

// end closes the outermost structure.
func (t *thrift) end() []byte { return append(t.out, 0) }
