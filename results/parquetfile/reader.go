package parquetfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// File is a file of the kind that Writer writes, to be read column by column.
// Parquet files that others wrote are told apart by their columns, or by an error.
type File struct {
	Columns []Column // without what Writer alone needs to know
	Rows    int64

	content []byte
	groups  [][]part // by row group and column
}

// Foreign is the kind of columns that Writer does not write.
const Foreign Kind = -1

// part is where a column's part of a row group lies.
type part struct {
	rows, start, length int64
	dictionary          int64
	codec               int32
}

// ErrDamaged is what is wrong with a file that says one thing here and another there.
var ErrDamaged = errors.New("the file is damaged")

// Open reads the description at the end of a file, whose content stays in use.
func Open(content []byte) (*File, error) {
	n := len(content)
	if n < 12 || string(content[:4]) != magic || string(content[n-4:]) != magic {
		return nil, errors.New("not a Parquet file, or one that was cut short")
	}
	footer := int64(binary.LittleEndian.Uint32(content[n-8:]))
	if footer > int64(n-12) {
		return nil, fmt.Errorf("%w: its footer would be longer than the file", ErrDamaged)
	}
	f := &File{content: content[:int64(n-8)-footer]}
	t := &thriftReader{in: content[int64(n-8)-footer : n-8]}
	f.readFooter(t)
	if t.broken {
		return nil, fmt.Errorf("%w: its footer cannot be read", ErrDamaged)
	}
	return f, f.check()
}

func (f *File) readFooter(t *thriftReader) {
	first := true
	t.structure(func(number int16, kind byte) bool {
		switch {
		case number == 2 && kind == thriftList:
			t.list(func(byte) {
				c := readColumn(t)
				if !first { // the first names the table
					f.Columns = append(f.Columns, c)
				}
				first = false
			})
		case number == 3 && kind == thriftInt64:
			f.Rows = t.varint()
		case number == 4 && kind == thriftList:
			t.list(func(byte) { f.groups = append(f.groups, readGroup(t)) })
		default:
			return false
		}
		return true
	})
}

// readColumn reads an element of the schema.
func readColumn(t *thriftReader) Column {
	c := Column{Kind: Foreign}
	is, has, converted, children := int64(-1), int64(-1), int64(-1), false
	t.structure(func(number int16, kind byte) bool {
		switch {
		case number == 1 && kind == thriftInt32:
			is = t.varint()
		case number == 3 && kind == thriftInt32:
			has = t.varint()
		case number == 4 && kind == thriftBinary:
			c.Name = t.text()
		case number == 6 && kind == thriftInt32:
			converted = t.varint()
		default:
			children = children || number == 5
			return false
		}
		return true
	})
	wanted := [...]int64{Text: convertedUTF8, Date: convertedDate, Whole: -1, Number: -1}
	for k := Text; k <= Number; k++ {
		repetition := int64(required)
		if optionalKind(k) {
			repetition = optional
		}
		if is == int64(typeOf(k)) && has == repetition && converted == wanted[k] && !children {
			c.Kind = k
		}
	}
	return c
}

func readGroup(t *thriftReader) (parts []part) {
	t.structure(func(number int16, kind byte) bool {
		if number != 1 || kind != thriftList {
			return false
		}
		t.list(func(byte) {
			p := part{start: -1, dictionary: -1}
			t.structure(func(number int16, kind byte) bool {
				if number != 3 || kind != thriftStruct {
					return false
				}
				p.read(t)
				return true
			})
			parts = append(parts, p)
		})
		return true
	})
	return parts
}

// read reads what the footer says of a column chunk.
func (p *part) read(t *thriftReader) {
	t.structure(func(number int16, kind byte) bool {
		switch {
		case number == 4 && kind == thriftInt32:
			p.codec = int32(t.varint())
		case number == 5 && kind == thriftInt64:
			p.rows = t.varint()
		case number == 7 && kind == thriftInt64:
			p.length = t.varint()
		case number == 9 && kind == thriftInt64:
			p.start = t.varint()
		case number == 11 && kind == thriftInt64:
			p.dictionary = t.varint()
		default:
			return false
		}
		return true
	})
	if p.dictionary >= 0 { // it comes first
		p.start = p.dictionary
	}
}

// check makes sure that all parts lie within the file and have as many rows as it.
func (f *File) check() error {
	rows := make([]int64, len(f.Columns))
	for _, g := range f.groups {
		if len(g) != len(f.Columns) {
			return fmt.Errorf("%w: a row group has %d columns, the file %d", ErrDamaged, len(g), len(f.Columns))
		}
		for i := range g {
			p := &g[i]
			size := int64(len(f.content))
			if p.start < 0 || p.length < 0 || p.start > size || p.length > size-p.start || p.rows < 0 || p.rows > f.Rows-rows[i] {
				return fmt.Errorf("%w: column %s would lie outside the file", ErrDamaged, f.Columns[i].Name)
			}
			rows[i] += p.rows
		}
	}
	for i, n := range rows {
		if n != f.Rows {
			return fmt.Errorf("%w: column %s has %d rows and the file %d", ErrDamaged, f.Columns[i].Name, n, f.Rows)
		}
	}
	return nil
}

// mostOfPage is how much memory a page may take when it is unpacked.
const mostOfPage = 256 << 20

var decoder = sync.OnceValue(func() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(mostOfPage))
	if err != nil {
		panic(err) // the options are fixed
	}
	return d
})

// pageHead is what of a page's header has to be known.
type pageHead struct{ kind, plain, packed, values, encoding int64 }

// eachPage unpacks the pages of a column, dictionaries included.
func (f *File) eachPage(column int, see func(head pageHead, page []byte) error) error {
	var page []byte
	for _, g := range f.groups {
		p := &g[column]
		if p.codec != codecZstd {
			return errors.New("it is packed in another way than haven packs; it was written by another program")
		}
		in := f.content[p.start:][:p.length]
		for left := p.rows; left > 0; {
			t := &thriftReader{in: in}
			head := readPageHead(t)
			body := t.take(uint64(max(head.packed, 0)))
			if t.broken || head.packed < 0 || head.kind != dictionaryPage && (head.kind != dataPage || head.values <= 0 || head.values > left) {
				return fmt.Errorf("%w: a page cannot be read", ErrDamaged)
			}
			in = t.in
			var err error
			if page, err = decoder().DecodeAll(body, page[:0]); err != nil || int64(len(page)) != head.plain {
				return fmt.Errorf("%w: a page cannot be unpacked", ErrDamaged)
			}
			if head.kind == dataPage {
				left -= head.values
			}
			if err := see(head, page); err != nil {
				return err
			}
		}
	}
	return nil
}

func readPageHead(t *thriftReader) (h pageHead) {
	h = pageHead{kind: -1, packed: -1, encoding: -1}
	of := func(number int16, kind byte) bool { // a data page or a dictionary
		switch {
		case number == 1 && kind == thriftInt32:
			h.values = t.varint()
		case number == 2 && kind == thriftInt32:
			h.encoding = t.varint()
		default:
			return false
		}
		return true
	}
	t.structure(func(number int16, kind byte) bool {
		switch {
		case number == 1 && kind == thriftInt32:
			h.kind = t.varint()
		case number == 2 && kind == thriftInt32:
			h.plain = t.varint()
		case number == 3 && kind == thriftInt32:
			h.packed = t.varint()
		case (number == 5 || number == 7) && kind == thriftStruct:
			t.structure(of)
		default:
			return false
		}
		return true
	})
	return h
}

// eachRun reads runs in Parquet's run-length encoding, as appendRuns writes them,
// until they have so many rows.
func eachRun(in []byte, width, rows int64, see func(value uint64, rows int) error) error {
	size := int(width+7) / 8
	for rows > 0 {
		head, n := binary.Uvarint(in)
		if n <= 0 || len(in) < n+size || size > 4 || head&1 != 0 || head == 0 || head>>1 > uint64(rows) {
			return fmt.Errorf("%w: runs of equal values cannot be read", ErrDamaged)
		}
		value := uint64(0)
		for b := range size {
			value |= uint64(in[n+b]) << (8 * b)
		}
		in = in[n+size:]
		rows -= int64(head >> 1)
		if err := see(value, int(head>>1)); err != nil {
			return err
		}
	}
	return nil
}

// Texts hands over a column of texts, run by run.
func (f *File) Texts(column int, add func(s string, rows int)) error {
	var texts []string
	return f.eachPage(column, func(head pageHead, page []byte) (err error) {
		if head.kind == dictionaryPage {
			texts, err = readTexts(page, head.values)
			return err
		}
		if head.encoding != rleDictionary || len(page) == 0 {
			return errForeignPage
		}
		return eachRun(page[1:], int64(page[0]), head.values, func(id uint64, rows int) error {
			if id >= uint64(len(texts)) {
				return fmt.Errorf("%w: there is no text %d in its dictionary of %d", ErrDamaged, id, len(texts))
			}
			add(texts[id], rows)
			return nil
		})
	})
}

var errForeignPage = errors.New("a page is encoded in another way than haven encodes; it was written by another program")

func readTexts(page []byte, n int64) (texts []string, err error) {
	for ; n > 0; n-- {
		if len(page) < 4 || uint64(binary.LittleEndian.Uint32(page)) > uint64(len(page)-4) {
			return nil, fmt.Errorf("%w: its texts cannot be read", ErrDamaged)
		}
		length := binary.LittleEndian.Uint32(page)
		texts = append(texts, string(page[4:][:length]))
		page = page[4+length:]
	}
	return texts, nil
}

// Wholes appends a column of whole numbers to a list.
func (f *File) Wholes(column int, list []int64) ([]int64, error) {
	err := f.eachPage(column, func(head pageHead, page []byte) error {
		if head.encoding != plainValues || int64(len(page)) != 8*head.values {
			return errForeignPage
		}
		for ; len(page) > 0; page = page[8:] {
			list = append(list, int64(binary.LittleEndian.Uint64(page)))
		}
		return nil
	})
	return list, err
}

// Numbers appends a column of numbers to a list: NaN where there is none.
func (f *File) Numbers(column int, list []float64) ([]float64, error) {
	err := f.eachOptional(column, 8, func(values []byte, rows int) {
		for i := range rows {
			v := math.NaN()
			if values != nil {
				v = math.Float64frombits(binary.LittleEndian.Uint64(values[8*i:]))
			}
			list = append(list, v)
		}
	})
	return list, err
}

// Dates appends a column of days since 1970-01-01 to a list: none where there is no day.
func Dates[D ~int32](f *File, column int, list []D, none D) ([]D, error) {
	err := f.eachOptional(column, 4, func(values []byte, rows int) {
		for i := range rows {
			v := none
			if values != nil {
				v = D(binary.LittleEndian.Uint32(values[4*i:]))
			}
			list = append(list, v)
		}
	})
	return list, err
}

// eachOptional hands over a column whose cells may be empty: so many rows with
// their values, size bytes each, or with none.
func (f *File) eachOptional(column, size int, add func(values []byte, rows int)) error {
	return f.eachPage(column, func(head pageHead, page []byte) error {
		if head.encoding != plainValues || len(page) < 4 {
			return errForeignPage
		}
		levels := uint64(binary.LittleEndian.Uint32(page))
		if page = page[4:]; levels > uint64(len(page)) {
			return fmt.Errorf("%w: a page is shorter than it says", ErrDamaged)
		}
		values := page[levels:]
		err := eachRun(page[:levels], 1, head.values, func(level uint64, rows int) error {
			switch {
			case level == 0:
				add(nil, rows)
				return nil
			case rows > len(values)/size:
				return fmt.Errorf("%w: a page has fewer values than it says", ErrDamaged)
			}
			add(values[:size*rows], rows)
			values = values[size*rows:]
			return nil
		})
		if err == nil && len(values) > 0 {
			err = fmt.Errorf("%w: a page has more values than it says", ErrDamaged)
		}
		return err
	})
}
