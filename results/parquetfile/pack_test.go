package parquetfile

import (
	"bytes"
	"testing"

	"github.com/klauspost/compress/zstd"
	_ "haven/internal/house/sameseed"

	"pgregory.net/rapid"
)

// Whatever repeats in a page, a zstd reader unpacks it as it was.
func TestPagesThatRepeatAreZstd(t *testing.T) {
	reader, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	rapid.Check(t, func(t *rapid.T) {
		start := rapid.SliceOfN(rapid.Byte(), leastLiterals, 70_000).Draw(t, "start")
		period := rapid.IntRange(1, len(start)).Draw(t, "period")
		length := rapid.IntRange(min(len(start)+leastMatch, mostOfBlock), mostOfBlock).Draw(t, "length")
		packed := packRepeating(nil, start, period, length)
		have, err := reader.DecodeAll(packed, nil)
		if err != nil {
			t.Fatal(err)
		}
		if want := repeatTo(bytes.Clone(start), period, length); !bytes.Equal(have, want) {
			t.Fatalf("%d bytes came back otherwise", length)
		}
	})
	for _, length := range []int{leastLiterals + leastMatch, mostOfBlock - 1, mostOfBlock} { // the limits themselves
		start := bytes.Repeat([]byte{7}, leastLiterals)
		if have, err := reader.DecodeAll(packRepeating(nil, start, 1, length), nil); err != nil || !bytes.Equal(have, bytes.Repeat([]byte{7}, length)) {
			t.Errorf("%d bytes: %v", length, err)
		}
	}
}

// Dates and whole numbers are short in every file, however many rows hold them.
func TestRowsThatRepeatTakeNoRoom(t *testing.T) {
	var sizes []int
	for _, runs := range []int{1, 200} {
		var out bytes.Buffer
		w := New(&out, "days", []Column{{Name: "day", Kind: Date}, {Name: "members", Kind: Whole}}, nil)
		for range runs {
			w.Dates(0, 19_000, 300)
			w.WholeTimes(1, 12, 300)
			w.EndRows()
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, out.Len())
	}
	if sizes[1] > sizes[0]+12*1_500 { // pages of 7,800 rows and more
		t.Errorf("200 runs take %d bytes, one %d", sizes[1], sizes[0])
	}
}
