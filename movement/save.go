package movement

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"strings"

	"haven/draw"
)

// A saved course:
//
//	magic     "haven course 2\n"
//	frame     8 bytes, little endian: the hash of what states are about (Frame.stateHash)
//	state     varints; see run.archive and trek.archive
//	checksum  CRC-32C (Castagnoli) of all bytes before it, little endian
//
// It says where everybody is by rows of the tables and by what lists and
// levels are worth, never by the numbers of options: so a model with other numbers, or with
// further policies, takes it up as well. It holds no stream of random numbers: all are
// found by day.
const courseMagic = "haven course 2\n"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Save writes down where everybody is, so that Resume goes on from here. What
// was recorded is not in it, but for people already counted on links of days to come.
func (c *Course) Save(w io.Writer) error {
	if c.r == nil {
		return errClosed
	}
	a := archive{out: archives.Get().([]byte)[:0]}
	a.out = append(a.out, courseMagic...)
	a.out = binary.LittleEndian.AppendUint64(a.out, c.m.stateHash())
	c.archive(&a)
	a.out = binary.LittleEndian.AppendUint32(a.out, crc32.Checksum(a.out, castagnoli))
	_, err := w.Write(a.out)
	archives.Put(a.out[:0]) //nolint:staticcheck // a slice's header is small beside what it saves
	return err
}

// Resume goes on from where a course was saved, as if it had never stopped: of
// the same model and with the same seed and member it leaves the same record, byte for byte.
// The model may be another one with the same places, links, crossings, groups and classes, whose
// numbers or policies differ; what differs takes effect from the day of the save. Another
// member goes on from the same state with random streams of its own.
//
// The record's days before the saved one stay as they are (see Record.TakeDays),
// the later ones are emptied.
func (m *Model) Resume(r io.Reader, seed uint64, member int, rec *Record) (*Course, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return m.ResumeFrom(data, seed, member, rec)
}

// ResumeFrom is Resume for a saved state in memory, of which nothing is kept.
func (m *Model) ResumeFrom(saved []byte, seed uint64, member int, rec *Record) (*Course, error) {
	state, err := m.openSave(saved)
	if err != nil {
		return nil, fmt.Errorf("the saved state cannot be taken up: %w", err)
	}
	c := m.newCourse(seed, member, rec)
	if err := c.take(&archive{in: state, reading: true}, member); err != nil {
		c.Close()
		return nil, fmt.Errorf("the saved state cannot be taken up: %w", err)
	}
	return c, nil
}

// openSave checks the wrapping of a saved course.
func (m *Model) openSave(data []byte) (state []byte, err error) {
	const head, tail = len(courseMagic) + 8, 4
	family, _, _ := strings.Cut(courseMagic, " 2\n")
	switch {
	case len(data) >= len(courseMagic) && string(data[:len(courseMagic)]) == courseMagic:
	case strings.HasPrefix(string(data[:min(len(data), len(courseMagic))]), family+" "):
		return nil, fmt.Errorf("it is of another version of haven; run the base again")
	default:
		return nil, fmt.Errorf("it is no saved state of haven")
	}
	if len(data) < head+tail {
		return nil, fmt.Errorf("it was cut short")
	}
	body := data[:len(data)-tail]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(data[len(body):]) {
		return nil, fmt.Errorf("its checksum is wrong: it was cut short or changed")
	}
	if binary.LittleEndian.Uint64(data[len(courseMagic):]) != m.stateHash() {
		return nil, fmt.Errorf("it is of another scenario: its places, links, crossings or groups are others, or other groups are told apart")
	}
	return body[head:], nil
}

// archive writes the course's state down.
func (c *Course) archive(a *archive) {
	a.whole(&c.day)
	a.bits(&c.touched)
	if c.r.local != nil {
		c.r.local.archive(a)
		return
	}
	c.r.countOnLinks()
	levels := list(a, c.r.levels, a.number)
	c.r.archive(a, levels, c.day)
}

// take reads a state into the course. When it fails the course is good for
// nothing but Close.
func (c *Course) take(a *archive, member int) error {
	c.member = member
	c.r.reset(c.m, draw.NewKey(c.seed, member), c.rec)
	a.whole(&c.day)
	a.bits(&c.touched)
	if a.check(c.day >= 0) && c.day > c.rec.Days {
		return fmt.Errorf("it is of day %d, and the record ends after %d", c.day, c.rec.Days)
	}
	c.rec.clearFrom(c.day)
	if c.r.local != nil {
		c.r.local.archive(a)
	} else {
		levels := list(a, nil, a.number)
		c.r.takeUp(a, levels, c.day)
	}
	a.check(a.left() == 0)
	if a.err != nil {
		return a.err
	}
	if c.r.local == nil {
		c.r.where = c.r.balance()
	}
	if c.day == 0 && c.r.local != nil {
		return nil // nobody is anywhere yet
	}
	return c.r.verify()
}

// stateHash names what states are about: the rows by which they say where
// people are, and whom they tell apart.
func (f *Frame) stateHash() uint64 {
	f.hashOnce.Do(func() { f.hash = draw.Hash(f.nameState()) })
	return f.hash
}

func (f *Frame) nameState() string {
	var b strings.Builder
	sc := f.sc
	fmt.Fprintf(&b, "%s %s %d\n", sc.Rule, sc.Period.From, sc.BinsPerDay)
	for i := range sc.Places {
		fmt.Fprintf(&b, "p %q\n", sc.Places[i].ID)
	}
	for i := range sc.Links {
		l := &sc.Links[i]
		fmt.Fprintf(&b, "l %q %q %q %t %d\n", l.ID, l.From, l.To, l.BothWays, l.ForcedRedirection)
	}
	if f.local {
		return b.String()
	}
	for i := range sc.Crossings {
		fmt.Fprintf(&b, "c %q\n", sc.Crossings[i].ID)
	}
	for g := range sc.Groups {
		fmt.Fprintf(&b, "g %q %d %d\n", sc.Groups[g].ID, f.keptOf[g], f.homeOf[g])
	}
	for _, k := range f.kept {
		fmt.Fprintf(&b, "k %d %d %d\n", k.class, k.size, k.group)
	}
	for _, l := range f.net.Legs {
		fmt.Fprintf(&b, "leg %d %d %d\n", l.Lane, l.Destination, l.Service)
	}
	for i := range f.services {
		fmt.Fprintf(&b, "s %q\n", f.serviceName(&f.services[i]))
	}
	fmt.Fprintln(&b, f.origins, f.layout.countries)
	regions := map[string]bool{} // the order of their first rows is that of what is called up in them
	for i := range sc.Callup {
		if r := sc.Callup[i].Region; !regions[r] {
			regions[r] = true
			fmt.Fprintf(&b, "r %q\n", r)
		}
	}
	return b.String()
}
