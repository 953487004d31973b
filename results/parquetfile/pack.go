package parquetfile

import (
	"encoding/binary"
	"math"
	"math/bits"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/zstd"
)

// Encoders are shared by all files: making one costs more than a small table, and its 300 KB
// are memory that somebody must touch first. So small runs share a single one, which the
// others wait for, and what comes beyond is packed by as many as there are processors.
var (
	single  = sync.OnceValue(func() *zstd.Encoder { return newEncoder(1) })
	several = sync.OnceValue(func() *zstd.Encoder { return newEncoder(runtime.GOMAXPROCS(0)) })
	packed  atomic.Int64 // bytes so far
)

const bytesOfSmallRuns = 1 << 20

// newEncoder makes an encoder that packs so many pages at once. Pages of up to 128 KiB, which are all
// but a few, are packed in one go.
func newEncoder(atOnce int) *zstd.Encoder {
	// Given before the level, a window keeps the level from halving blocks to 64 KiB.
	e, err := zstd.NewWriter(nil, zstd.WithWindowSize(1<<20), zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithEncoderConcurrency(atOnce), zstd.WithEncoderCRC(false))
	if err != nil {
		panic(err) // the options are fixed
	}
	return e
}

// encode appends a page as the encoders pack it, all of them to the same bytes.
func encode(out, page []byte) []byte {
	encoder := single
	if packed.Add(int64(len(page))) > bytesOfSmallRuns {
		encoder = several
	}
	return encoder().EncodeAll(page, out)
}

// frameMagic begins a zstd frame (RFC 8878, 3.1.1).
const frameMagic = 0xfd2fb528

// The last block of a frame: its type and length stand in three bytes.
const rawBlock, compressedBlock, lastBlock = 0, 2, 1

func appendBlockHeader(out []byte, kind, length int) []byte {
	head := uint32(length<<3 | kind<<1 | lastBlock)
	return append(out, byte(head), byte(head>>8), byte(head>>16))
}

// pack appends a page as a zstd frame. Pages of a few runs, which are most, go
// into one raw block: there is nothing to gain from packing them.
func pack(out, page []byte) []byte {
	if len(page) > math.MaxUint8 {
		return encode(out, page)
	}
	const singleSegment = 1 << 5 // the frame's length follows in one byte
	out = append(binary.LittleEndian.AppendUint32(out, frameMagic), singleSegment, byte(len(page)))
	return append(appendBlockHeader(out, rawBlock, len(page)), page...)
}

// What packRepeating can tell: how many bytes as they are, and how many that
// repeat them.
const (
	leastLiterals = 64
	leastMatch    = 131
	mostOfBlock   = 128 << 10
)

// packRepeating appends, as a zstd frame, a page of length bytes that begins
// with start and goes on by repeating its last period bytes. The caller sees
// to the limits above. It is one block of literals and a single sequence
// (RFC 8878, 3.1.1.3), without looking for what repeats.
func packRepeating(out, start []byte, period, length int) []byte {
	const singleSegment = 0b10_1_00000 // the frame's length follows in four bytes
	out = append(binary.LittleEndian.AppendUint32(out, frameMagic), singleSegment)
	out = binary.LittleEndian.AppendUint32(out, uint32(length))

	head := uint32(len(start)<<4 | 0b11_00) // raw literals, their number in 20 bits
	var sequence bitStream
	literals, literalBits := extraBits(len(start))
	match, matchBits := extraBits(length - len(start) - 3) // matches are counted from 3
	offset, offsetBits := extraBits(period + 3)            // 1 to 3 are offsets used before
	sequence.add(literals, literalBits)
	sequence.add(match, matchBits)
	sequence.add(offset, offsetBits)
	sequence.add(1, 1) // the end
	// One sequence, whose three codes are told once (RLE mode). From 64 literals and from
	// matches of 131 on, codes go by powers of two.
	codes := [...]byte{1, 0b01_01_01_00, byte(19 + literalBits), byte(offsetBits), byte(36 + matchBits)}

	tail := sequence.bytes()
	out = appendBlockHeader(out, compressedBlock, 3+len(start)+len(codes)+len(tail))
	out = append(append(out, byte(head), byte(head>>8), byte(head>>16)), start...)
	return append(append(out, codes[:]...), tail...)
}

// extraBits is a number without its highest bit, and how many bits that are.
func extraBits(n int) (rest uint64, count int) {
	count = bits.Len(uint(n)) - 1
	return uint64(n) &^ (1 << count), count
}

// bitStream holds up to 64 bits, the first in the lowest place.
type bitStream struct {
	held  uint64
	count int
}

func (b *bitStream) add(value uint64, count int) {
	b.held |= value << b.count
	b.count += count
}

func (b *bitStream) bytes() []byte {
	return binary.LittleEndian.AppendUint64(nil, b.held)[:(b.count+7)/8]
}

// repeatTo lengthens a page by repeating its last period bytes.
func repeatTo(page []byte, period, length int) []byte {
	for len(page) < length {
		n := min(period, length-len(page))
		at := len(page) - period
		page = append(page, page[at:at+n]...)
	}
	return page
}
