package parquetfile

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// chunk is a column's part of the open row group: finished pages, packed, and
// the values of the page that is open.
type chunk struct {
	kind   Kind
	rows   int     // of the open page
	values []byte  // of the open page, in Parquet's PLAIN encoding
	runs   []run   // of the open page: ids of a dictionary
	levels []run   // of the open page: 1 a value, 0 none
	packed []byte  // finished pages with their headers
	plain  int64   // length of the finished pages before packing, headers included
	old    content // the page finished last ...
	last   [2]int  // ... and where it lies in packed, with its header
	lastOf int64   // its share of plain
	count  int64   // rows of all finished pages
	none   int64   // rows without a value, of all pages
	floats limits[float64]
	longs  limits[int64]
	ints   limits[int32]

	ids            map[string]int32
	texts          []string // the dictionary
	dictionaryPage []byte

	page, body []byte // of the page being packed; kept for their memory
}

// run is a value that holds for a number of rows. A run of days begins with
// its value and goes on by one a row.
type run struct {
	value int64
	rows  int
}

// content is what makes a page of a column.
type content struct {
	values       []byte
	runs, levels []run
}

// begin empties the chunk for a new row group and keeps its memory.
func (c *chunk) begin(kind Kind) {
	*c = chunk{
		kind: kind, values: c.values[:0], runs: c.runs[:0], levels: c.levels[:0], packed: c.packed[:0],
		old: c.old, ids: c.ids, texts: c.texts[:0], dictionaryPage: c.dictionaryPage[:0], page: c.page[:0], body: c.body[:0],
	}
	clear(c.ids)
	if kind == Text && c.ids == nil {
		c.ids = map[string]int32{}
	}
}

func appendRun(runs []run, value int64, n int) []run {
	if last := len(runs) - 1; last >= 0 && runs[last].value == value {
		runs[last].rows += n
		return runs
	}
	return append(runs, run{value, n})
}

func (c *chunk) text(s string, n int) {
	if n == 0 {
		return
	}
	c.rows += n
	if last := len(c.runs) - 1; last >= 0 && c.texts[c.runs[last].value] == s {
		c.runs[last].rows += n
		return
	}
	id, ok := c.ids[s]
	if !ok {
		id = int32(len(c.texts))
		c.ids[s] = id
		c.texts = append(c.texts, s)
	}
	c.runs = append(c.runs, run{int64(id), n})
}

func (c *chunk) whole(v int64, n int) {
	if n == 0 {
		return
	}
	c.runs = appendRun(c.runs, v, n)
	c.longs.see(v)
	c.rows += n
}

func (c *chunk) numbers(values []float64) {
	for len(values) > 0 {
		if math.IsNaN(values[0]) {
			c.nulls(1)
			values = values[1:]
			continue
		}
		n := 0
		at := len(c.values)
		if need := at + 8*len(values); need > cap(c.values) { // a page at once; only what outgrows it doubles
			c.values = append(make([]byte, 0, max(need, 2*cap(c.values), 8*pageRows)), c.values...)
		}
		c.values = c.values[:at+8*len(values)]
		for _, v := range values {
			if math.IsNaN(v) {
				break
			}
			binary.LittleEndian.PutUint64(c.values[at+8*n:], math.Float64bits(v))
			c.floats.see(v)
			n++
		}
		c.values = c.values[:at+8*n]
		c.levels = appendRun(c.levels, 1, n)
		c.rows += n
		values = values[n:]
	}
}

func (c *chunk) days(from int32, n int) {
	if n == 0 {
		return
	}
	c.runs = append(c.runs, run{int64(from), n})
	c.ints.see(from)
	c.ints.see(from + int32(n) - 1)
	c.levels = appendRun(c.levels, 1, n)
	c.rows += n
}

func (c *chunk) nulls(n int) {
	if n == 0 {
		return
	}
	c.levels = appendRun(c.levels, 0, n)
	c.none += int64(n)
	c.rows += n
}

// endPage packs the open page. A page that equals the one before it is copied
// as it was packed.
func (c *chunk) endPage() {
	c.count += int64(c.rows)
	from, before := len(c.packed), c.plain
	now := content{c.values, c.runs, c.levels}
	if c.last[1] > 0 && now.equals(&c.old) {
		c.packed = append(c.packed, c.packed[c.last[0]:c.last[1]]...)
		c.plain += c.lastOf
	} else {
		encoding, length := c.pack()
		head := dataPageHeader(c.rows, encoding, length, len(c.body))
		c.packed = append(append(c.packed, head...), c.body...)
		c.plain += int64(len(head) + length)
		now.values = c.page[len(c.page)-len(c.values):] // so that the next page's can go where they are
		c.runs, c.levels, c.old = c.old.runs, c.old.levels, now
	}
	c.last, c.lastOf = [2]int{from, len(c.packed)}, c.plain-before
	c.empty()
}

// equals says whether a page is the same bytes as the one before it. Equal ids
// are also equally wide: no text came between.
func (p *content) equals(q *content) bool {
	return slices.Equal(p.runs, q.runs) && slices.Equal(p.levels, q.levels) && bytes.Equal(p.values, q.values)
}

func (c *chunk) empty() {
	c.values, c.runs, c.levels, c.rows = c.values[:0], c.runs[:0], c.levels[:0], 0
}

// pack makes the open page and packs it; length is that of the page before.
func (c *chunk) pack() (encoding int32, length int) {
	encoding, period, length := c.encode()
	if period > 0 {
		c.page = repeatTo(c.page, period, min(length, leastLiterals))
		if length-len(c.page) >= leastMatch && length <= mostOfBlock {
			c.body = packRepeating(c.body[:0], c.page, period, length)
			return encoding, length
		}
		c.page = repeatTo(c.page, period, length)
	}
	c.body = pack(c.body[:0], c.page)
	return encoding, length
}

// encode makes the open page as it is before packing, length bytes; or, where
// the page repeats itself, its beginning, whose last period bytes come again
// and again.
func (c *chunk) encode() (encoding int32, period, length int) {
	c.page = c.page[:0]
	if c.kind == Date || c.kind == Number {
		c.page = appendRuns(append(c.page, 0, 0, 0, 0), c.levels, 1)
		binary.LittleEndian.PutUint32(c.page, uint32(len(c.page)-4))
	}
	runs := c.runs
	switch c.kind {
	case Text:
		width := bits.Len(uint(max(0, len(c.texts)-1)))
		c.page = appendRuns(append(c.page, byte(width)), runs, width)
		return rleDictionary, 0, len(c.page)
	case Whole:
		if len(runs) == 1 {
			c.page = binary.LittleEndian.AppendUint64(c.page, uint64(runs[0].value))
			return plainValues, 8, 8 * c.rows
		}
		for _, r := range runs {
			for range r.rows {
				c.page = binary.LittleEndian.AppendUint64(c.page, uint64(r.value))
			}
		}
	case Date:
		if len(runs) > 1 && !slices.ContainsFunc(runs, func(r run) bool { return r != runs[0] }) {
			period = 4 * runs[0].rows
			length = len(c.page) + period*len(runs)
			runs = runs[:1]
		}
		for _, r := range runs {
			for i := range int32(r.rows) {
				c.page = binary.LittleEndian.AppendUint32(c.page, uint32(int32(r.value)+i))
			}
		}
	case Number:
		c.page = append(c.page, c.values...)
	}
	return plainValues, period, max(length, len(c.page))
}

// appendRuns writes runs in Parquet's run-length encoding: the number of rows,
// shifted to say that it is a run, and the value in whole bytes.
func appendRuns(out []byte, runs []run, width int) []byte {
	size := (width + 7) / 8
	for _, r := range runs {
		out = binary.AppendUvarint(out, uint64(r.rows)<<1)
		for b := range size {
			out = append(out, byte(r.value>>(8*b)))
		}
	}
	return out
}

// footer describes the chunk, which begins at offset.
func (c *chunk) footer(offset int64) columnFooter {
	f := columnFooter{rows: c.count, none: c.none, start: offset, dictionary: -1}
	if c.kind == Text {
		c.packDictionary()
		f.dictionary = offset
		f.low, f.high = []byte(slices.Min(c.texts)), []byte(slices.Max(c.texts))
	}
	f.data = offset + int64(len(c.dictionaryPage))
	f.packed = int64(len(c.dictionaryPage) + len(c.packed))
	f.plain = c.plain
	switch {
	case c.floats.any:
		f.low, f.high = floatLimit(c.floats.low, true), floatLimit(c.floats.high, false)
	case c.longs.any:
		f.low = binary.LittleEndian.AppendUint64(nil, uint64(c.longs.low))
		f.high = binary.LittleEndian.AppendUint64(nil, uint64(c.longs.high))
	case c.ints.any:
		f.low = binary.LittleEndian.AppendUint32(nil, uint32(c.ints.low))
		f.high = binary.LittleEndian.AppendUint32(nil, uint32(c.ints.high))
	}
	return f
}

// packDictionary makes the page that holds the texts. It comes before the data
// pages.
func (c *chunk) packDictionary() {
	page := c.page[:0]
	for _, s := range c.texts {
		page = append(binary.LittleEndian.AppendUint32(page, uint32(len(s))), s...)
	}
	c.page, c.body = page, pack(c.body[:0], page)
	head := dictionaryPageHeader(len(c.texts), len(page), len(c.body))
	c.dictionaryPage = append(append(c.dictionaryPage[:0], head...), c.body...)
	c.plain += int64(len(head) + len(page))
}
