package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"

	"haven/scenario"
)

// jsonSource reads the first array of objects in a JSON text, wherever it stands: the answers of UNHCR's population
// API (items), of its operational portal (data, data.timeseries) and of DTM's API (result).
// Single values met on the way are columns too, such as the place a time series is of.
type jsonSource struct {
	dec    *json.Decoder
	lines  *lineReader
	known  map[string]int
	header []string
	around map[string]string // of values before the array
	ahead  []record
	missed map[string]bool // columns that only later objects have
	set    []int           // by column: the object that gave it last
	nth    int             // object
	depth  int             // of the array, in arrays and objects
	done   bool
}

func newJSON(r io.Reader) *jsonSource {
	lines := &lineReader{from: r}
	dec := json.NewDecoder(lines)
	dec.UseNumber()
	return &jsonSource{dec: dec, lines: lines, known: map[string]int{}, around: map[string]string{}, missed: map[string]bool{}}
}

// lineReader remembers where lines end in what was read, until it is asked.
type lineReader struct {
	from io.Reader
	read int64
	ends []int64
	line int
}

func (l *lineReader) Read(p []byte) (int, error) {
	n, err := l.from.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.ends = append(l.ends, l.read+int64(i))
		}
	}
	l.read += int64(n)
	return n, err
}

// at is the line of a byte; it must not go back.
func (l *lineReader) at(offset int64) int {
	n := sort.Search(len(l.ends), func(i int) bool { return l.ends[i] >= offset })
	l.line += n
	l.ends = append(l.ends[:0], l.ends[n:]...)
	return l.line + 1
}

// names finds the array and reads its first objects, whose keys are the columns.
func (j *jsonSource) names() ([]string, error) {
	if err := j.find(); err != nil {
		return nil, err
	}
	for len(j.ahead) < 100 {
		r, err := j.object(true)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		j.ahead = append(j.ahead, r)
	}
	if len(j.ahead) == 0 {
		return nil, errors.New("no rows: the text holds no array of objects")
	}
	return j.header, nil
}

func (j *jsonSource) column(key string) int {
	i, seen := j.known[key]
	if !seen {
		i = len(j.header)
		j.known[key] = i
		j.header = append(j.header, key)
	}
	return i
}

// deepest bounds how deep objects may stand in each other.
const deepest = 32

// find goes to the first array that holds an object.
func (j *jsonSource) find() error {
	type level struct {
		key    string
		object bool
		isKey  bool // what comes next is a key
	}
	var path []level
	for {
		token, err := j.dec.Token()
		if errors.Is(err, io.EOF) {
			return errors.New("no rows: the text holds no array of objects")
		}
		if err != nil {
			return j.wrong(err)
		}
		top := len(path) - 1
		switch t := token.(type) {
		case json.Delim:
			switch t {
			case '{', '[':
				if t == '{' && top >= 0 && !path[top].object {
					j.depth = len(path)
					return j.first()
				}
				if len(path) == deepest {
					return errors.New("objects stand too deep in each other")
				}
				key := ""
				if top >= 0 {
					key, path[top].isKey = path[top].key, true
				}
				path = append(path, level{key: key, object: t == '{', isKey: true})
			default:
				path = path[:top]
			}
		default:
			if top < 0 {
				return errors.New("no rows: the text is a single value")
			}
			if !path[top].object {
				continue
			}
			if path[top].isKey {
				path[top].key, path[top].isKey = fmt.Sprint(t), false
				continue
			}
			path[top].isKey = true
			name := path[top].key
			if top > 0 && path[top].key == "name" {
				name = path[top-1].key + "_name" // geoMasterId: {name: ...}
			}
			if t != nil {
				j.around[name] = fmt.Sprint(t)
			}
		}
	}
}

// first reads the object whose brace was taken by find.
func (j *jsonSource) first() error {
	keys := make([]string, 0, len(j.around))
	for key := range j.around {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		j.column(key)
	}
	r, err := j.fields(true)
	if err != nil {
		return err
	}
	j.ahead = append(j.ahead, r)
	return nil
}

func (j *jsonSource) next() (record, error) {
	if len(j.ahead) > 0 {
		r := j.ahead[0]
		j.ahead = j.ahead[1:]
		return r, nil
	}
	return j.object(false)
}

// object reads the next element of the array.
func (j *jsonSource) object(grow bool) (record, error) {
	if j.done {
		return record{}, io.EOF
	}
	if !j.dec.More() {
		j.done = true
		if err := j.rest(); err != nil {
			return record{}, err
		}
		return record{}, io.EOF
	}
	token, err := j.dec.Token()
	if err != nil {
		return record{}, j.wrong(err)
	}
	if d, ok := token.(json.Delim); !ok || d != '{' {
		return record{}, fmt.Errorf("line %d: an element of the array is no object", j.lines.at(j.dec.InputOffset()))
	}
	return j.fields(grow)
}

// rest reads to the end of the text, which may be cut short or go on as something else.
func (j *jsonSource) rest() error {
	for j.depth > 0 {
		token, err := j.dec.Token()
		if err != nil {
			return j.wrong(err)
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			j.depth++
		case json.Delim('}'), json.Delim(']'):
			j.depth--
		}
	}
	at := j.dec.InputOffset()
	if _, err := j.dec.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("line %d: no JSON: there is text after the end of the value; give a file of one value", j.lines.at(at))
	}
	return nil
}

// fields reads an object after its brace.
func (j *jsonSource) fields(grow bool) (record, error) {
	r := record{line: j.lines.at(j.dec.InputOffset()), cells: make([]string, len(j.header))}
	for key, value := range j.around {
		if i, ok := j.known[key]; ok && i < len(r.cells) {
			r.cells[i] = value
		}
	}
	j.nth++
	for j.dec.More() {
		token, err := j.dec.Token()
		if err != nil {
			return record{}, j.wrong(err)
		}
		key, _ := token.(string)
		var value any
		if err := j.dec.Decode(&value); err != nil {
			return record{}, j.wrong(err)
		}
		i, seen := j.known[key]
		if !seen && !grow {
			j.missed[key] = true
			continue
		}
		if !seen {
			i = j.column(key)
		}
		for len(r.cells) <= i {
			r.cells = append(r.cells, "")
		}
		for len(j.set) <= i {
			j.set = append(j.set, 0)
		}
		text := flat(value)
		if j.set[i] == j.nth && r.cells[i] != text {
			return record{}, fmt.Errorf("line %d: %s stands twice in one object, as %s and as %s; which is right?", j.lines.at(j.dec.InputOffset()), scenario.Quoted(key), scenario.Quoted(r.cells[i]), scenario.Quoted(text))
		}
		r.cells[i], j.set[i] = text, j.nth
	}
	_, err := j.dec.Token()
	if err != nil {
		return record{}, j.wrong(err)
	}
	return r, nil
}

// flat is a value as a cell: of an object its name, of a list its single values.
func flat(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case map[string]any:
		if name, ok := v["name"].(string); ok {
			return name
		}
		return ""
	case []any:
		var parts []string
		for _, one := range v {
			if text := flat(one); text != "" {
				parts = append(parts, text)
			}
		}
		return strings.Join(parts, "; ")
	}
	return fmt.Sprint(value)
}

func (j *jsonSource) wrong(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("the text ends in the middle")
	}
	return fmt.Errorf("line %d: no JSON: %w", j.lines.at(j.dec.InputOffset()), err)
}
