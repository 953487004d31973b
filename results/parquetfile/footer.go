package parquetfile

// Numbers of parquet.thrift (https://github.com/apache/parquet-format).
const (
	typeInt32, typeInt64, typeDouble, typeBytes = 1, 2, 5, 6
	required, optional                          = 0, 1
	convertedUTF8, convertedDate                = 0, 6
	logicalString, logicalDate                  = 1, 6
	plainValues, rleLevels, rleDictionary       = 0, 3, 8
	codecZstd                                   = 6
	dataPage, dictionaryPage                    = 0, 2
	formatVersion                               = 2
)

// createdBy names no version of haven: equal figures are equal bytes.
const createdBy = "haven version 1"

type groupFooter struct {
	rows, offset int64
	columns      []columnFooter
}

// columnFooter is what the end of a file says of a column chunk.
type columnFooter struct {
	rows, none    int64
	plain, packed int64 // bytes
	start, data   int64 // offsets in the file
	dictionary    int64 // offset, -1: has none
	low, high     []byte
}

func dataPageHeader(rows int, encoding int32, plain, packed int) []byte {
	var t thrift
	t.int32(1, dataPage)
	t.int32(2, int32(plain))
	t.int32(3, int32(packed))
	t.structure(5, func() {
		t.int32(1, int32(rows))
		t.int32(2, encoding)
		t.int32(3, rleLevels)
		t.int32(4, rleLevels)
	})
	return t.end()
}

func dictionaryPageHeader(texts, plain, packed int) []byte {
	var t thrift
	t.int32(1, dictionaryPage)
	t.int32(2, int32(plain))
	t.int32(3, int32(packed))
	t.structure(7, func() {
		t.int32(1, int32(texts))
		t.int32(2, plainValues)
	})
	return t.end()
}

// footer is the file's metadata.
func (w *Writer) footer() []byte {
	var t thrift
	t.int32(1, formatVersion)
	t.list(2, thriftStruct, 1+len(w.columns))
	t.element(func() {
		t.text(4, w.name)
		t.int32(5, int32(len(w.columns)))
	})
	for _, c := range w.columns {
		t.element(func() { schemaElement(&t, c) })
	}
	t.int64(3, w.rows)
	t.list(4, thriftStruct, len(w.groups))
	for i, g := range w.groups {
		t.element(func() { w.groupElement(&t, i, &g) })
	}
	t.list(5, thriftStruct, len(w.meta))
	for _, m := range w.meta {
		t.element(func() {
			t.text(1, m.Key)
			t.text(2, m.Value)
		})
	}
	t.text(6, createdBy)
	t.list(7, thriftStruct, len(w.columns)) // limits are in the order of the types
	for range w.columns {
		t.element(func() { t.structure(1, func() {}) })
	}
	return t.end()
}

func schemaElement(t *thrift, c Column) {
	t.int32(1, typeOf(c.Kind))
	if optionalKind(c.Kind) {
		t.int32(3, optional)
	} else {
		t.int32(3, required)
	}
	t.text(4, c.Name)
	switch c.Kind {
	case Text:
		t.int32(6, convertedUTF8)
		t.structure(10, func() { t.structure(logicalString, func() {}) })
	case Date:
		t.int32(6, convertedDate)
		t.structure(10, func() { t.structure(logicalDate, func() {}) })
	}
}

func typeOf(k Kind) int32 {
	return [...]int32{Text: typeBytes, Date: typeInt32, Whole: typeInt64, Number: typeDouble}[k]
}

func optionalKind(k Kind) bool { return k == Date || k == Number }

func (w *Writer) groupElement(t *thrift, number int, g *groupFooter) {
	var plain, packed int64
	t.list(1, thriftStruct, len(g.columns))
	for i := range g.columns {
		f := &g.columns[i]
		plain += f.plain
		packed += f.packed
		t.element(func() {
			t.int64(2, f.start)
			t.structure(3, func() { columnElement(t, w.columns[i], f) })
		})
	}
	t.int64(2, plain)
	t.int64(3, g.rows)
	t.int64(5, g.offset)
	t.int64(6, packed)
	t.int16(7, int16(number))
}

func columnElement(t *thrift, c Column, f *columnFooter) {
	t.int32(1, typeOf(c.Kind))
	encodings := []int32{plainValues, rleLevels}
	if f.dictionary >= 0 {
		encodings = append(encodings, rleDictionary)
	}
	t.list(2, thriftInt32, len(encodings))
	for _, e := range encodings {
		t.varint(int64(e))
	}
	t.list(3, thriftBinary, 1)
	t.bytes([]byte(c.Name))
	t.int32(4, codecZstd)
	t.int64(5, f.rows)
	t.int64(6, f.plain)
	t.int64(7, f.packed)
	t.int64(9, f.data)
	if f.dictionary >= 0 {
		t.int64(11, f.dictionary)
	}
	t.structure(12, func() {
		t.int64(3, f.none)
		if f.low != nil {
			t.binary(5, f.high)
			t.binary(6, f.low)
		}
	})
}
