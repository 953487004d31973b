package forecast

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"

	"github.com/klauspost/compress/zstd"

	"haven/internal/calendar"
	"haven/scenario"
)

// A kept cloud:
//
//	magic     "haven cloud 1\n"
//	content   a zstd stream:
//	  header    its length (uvarint), then JSON; see header
//	  weights   logarithms, 8 bytes each, little endian
//	  values    how many different ones (uvarint), then 8 bytes a parameter
//	  pasts     how many (uvarint); each the number of the one before, from 1 (0: none), first day, last day + 1, length (uvarints), bytes
//	  particles number of their values and of their past, from 1 (0: none), stream, length of the state (uvarints), bytes
//	checksum  CRC-32C (Castagnoli) of all bytes before it, little endian
const cloudMagic = "haven cloud 1\n"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// header is what of a kept cloud is no particle.
type header struct {
	Version    string          `json:"haven"`
	Scenario   string          `json:"scenario"`
	Hash       string          `json:"scenario_hash"`
	About      uint64          `json:"about"`
	Seed       uint64          `json:"seed"`
	Particles  int             `json:"particles"`
	Share      float64         `json:"share"`
	Rounds     int             `json:"rounds"`
	Least      float64         `json:"least"`
	Discount   float64         `json:"discount"`
	FittedBy   string          `json:"fitted_by"` // empty: parameters come from priors
	Origin     string          `json:"origin"`
	Day        int             `json:"day"`
	Streams    int             `json:"streams"`
	Parameters []string        `json:"parameters"`
	Told       []bool          `json:"told"` // by parameter; see cloud.Pick
	Taken      map[string]bool `json:"taken"`
	Steps      []Step          `json:"steps"`
}

func (f *Filter) header() header {
	s := &f.settings
	return header{
		Version: s.Version, Scenario: f.whole.Name, Hash: f.whole.Hash(), About: f.about, Seed: s.Seed, Particles: s.Particles,
		Share: s.Rule.Share, Rounds: s.Rule.Rounds, Least: s.Rule.Least, Discount: s.Discount, FittedBy: s.FittedBy.String(),
		Origin: f.origin.String(), Day: f.cloud.day, Streams: f.cloud.streams, Parameters: f.parameters, Told: f.cloud.told, Taken: f.taken, Steps: f.steps,
	}
}

// Save writes the cloud down, so that Load goes on from it.
func (f *Filter) Save(w io.Writer) error {
	sum := crc32.New(castagnoli)
	out := io.MultiWriter(w, sum)
	if _, err := io.WriteString(out, cloudMagic); err != nil {
		return err
	}
	packed, err := zstd.NewWriter(out, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(packed, 1<<16)
	text, err := json.Marshal(f.header())
	if err != nil {
		return err
	}
	writeBytes(b, text)
	f.cloud.write(b)
	if err := errors.Join(b.Flush(), packed.Close()); err != nil {
		return err
	}
	_, err = w.Write(binary.LittleEndian.AppendUint32(nil, sum.Sum32()))
	return err
}

func (c *cloud) write(b *bufio.Writer) {
	writeNumbers(b, c.logs)
	values, pasts := map[*float64]int{}, map[*past]int{}
	var distinct [][]float64
	var days []*past
	for i := range c.now {
		p := &c.now[i]
		if len(p.values) > 0 && values[&p.values[0]] == 0 {
			distinct = append(distinct, p.values)
			values[&p.values[0]] = len(distinct)
		}
		days = number(p.past, pasts, days)
	}
	writeCount(b, len(distinct))
	for _, v := range distinct {
		writeNumbers(b, v)
	}
	writeCount(b, len(days))
	for _, d := range days {
		writeCount(b, pasts[d.before])
		writeCount(b, d.from)
		writeCount(b, d.until)
		writeBytes(b, d.values)
	}
	for i := range c.now {
		p := &c.now[i]
		of := 0
		if len(p.values) > 0 {
			of = values[&p.values[0]]
		}
		writeCount(b, of)
		writeCount(b, pasts[p.past])
		writeCount(b, p.member)
		writeBytes(b, p.state)
	}
}

// number numbers pasts from 1, what lies before first.
func number(p *past, numbers map[*past]int, list []*past) []*past {
	if p == nil || numbers[p] > 0 {
		return list
	}
	list = number(p.before, numbers, list)
	list = append(list, p)
	numbers[p] = len(list)
	return list
}

// The writer keeps its first error until it is flushed.
func writeCount(b *bufio.Writer, n int) {
	var buffer [binary.MaxVarintLen64]byte
	b.Write(binary.AppendUvarint(buffer[:0], uint64(n)))
}

func writeBytes(b *bufio.Writer, p []byte) {
	writeCount(b, len(p))
	b.Write(p)
}

func writeNumbers(b *bufio.Writer, list []float64) {
	var buffer [8]byte
	for _, x := range list {
		binary.LittleEndian.PutUint64(buffer[:], math.Float64bits(x))
		b.Write(buffer[:])
	}
}

// Load takes up a kept cloud for a scenario: the one it was kept of, or the
// same with more known. What is kept decides the settings but for Threads and Version. It
// trusts nothing: a file that is damaged or of another kind is an error.
func Load(data []byte, sc *scenario.Scenario, threads int, version string) (*Filter, error) {
	r, h, err := read(data)
	if err != nil {
		return nil, err
	}
	defer r.close()
	if h.Version != version {
		return nil, fmt.Errorf("the particles were kept by haven %s, and this is %s: make the forecast anew", h.Version, version)
	}
	if h.Scenario != sc.Name {
		return nil, fmt.Errorf("the particles are of the scenario %s, not of %s", h.Scenario, sc.Name)
	}
	f, err := h.filter(sc, threads)
	if err != nil {
		return nil, err
	}
	if err := r.cloud(&f.cloud, h, sc.Period.Days()); err != nil {
		return nil, err
	}
	if _, err := r.in.ReadByte(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: more follows after the last particle", ErrDamaged)
	}
	return f, nil
}

// KeptCloud says what a kept cloud is of.
type KeptCloud struct {
	Hash     string // of the scenario, all of it; see Filter.KeptHash
	Discount float64
}

// Kept says of what scenario and settings a kept cloud is, without taking it up.
func Kept(data []byte) (KeptCloud, error) {
	r, h, err := read(data)
	if err != nil {
		return KeptCloud{}, err
	}
	r.close()
	return KeptCloud{Hash: h.Hash, Discount: h.Discount}, nil
}

// read reads a kept cloud as far as its header.
func read(data []byte) (*cloudReader, *header, error) {
	body, err := opened(data)
	if err != nil {
		return nil, nil, err
	}
	packed, err := zstd.NewReader(bytes.NewReader(body), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<28))
	if err != nil {
		return nil, nil, err
	}
	r := &cloudReader{in: bufio.NewReaderSize(packed, 1<<16), close: packed.Close}
	h, err := r.header()
	if err != nil {
		packed.Close()
	}
	return r, h, err
}

// opened takes the wrapping off.
func opened(data []byte) ([]byte, error) {
	if len(data) < len(cloudMagic)+4 || string(data[:len(cloudMagic)]) != cloudMagic {
		return nil, fmt.Errorf("%w, or these are no particles of haven", ErrDamaged)
	}
	body := data[:len(data)-4]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(data[len(body):]) {
		return nil, fmt.Errorf("%w: the checksum is wrong, so they were cut short or changed", ErrDamaged)
	}
	return body[len(cloudMagic):], nil
}

// ErrDamaged marks particles that were cut short or changed.
var ErrDamaged = errors.New("the particles are damaged")

// filter is the filter of a header, without particles.
func (h *header) filter(sc *scenario.Scenario, threads int) (*Filter, error) {
	s := Settings{Particles: h.Particles, Seed: h.Seed, Discount: h.Discount, Threads: threads, Version: h.Version}
	s.Rule.Share, s.Rule.Rounds, s.Rule.Least = h.Share, h.Rounds, h.Least
	if h.FittedBy != "" {
		var err error
		if s.FittedBy, err = calendar.Parse(h.FittedBy); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	f, err := New(sc, s)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	f.keptHash, f.cloud.told = h.Hash, h.Told
	f.about, f.parameters, f.steps, f.cloud.streams, f.cloud.day = h.About, h.Parameters, h.Steps, h.Streams, h.Day
	for name := range h.Taken {
		f.taken[name] = true
	}
	if h.Origin != "" {
		if f.origin, err = calendar.Parse(h.Origin); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	return f, nil
}

// cloudReader reads the content. What a length says is believed only as far as
// bytes follow.
type cloudReader struct {
	in    *bufio.Reader
	close func()
}

const (
	mostParticles = 1_000_000
	mostBytes     = 1 << 28 // of one piece
)

func (r *cloudReader) count(most int) (int, error) {
	n, err := binary.ReadUvarint(r.in)
	if err != nil || n > uint64(most) {
		return 0, fmt.Errorf("%w: a number is missing or too large", ErrDamaged)
	}
	return int(n), nil
}

func (r *cloudReader) bytes() ([]byte, error) {
	n, err := r.count(mostBytes)
	if err != nil || n == 0 {
		return nil, err
	}
	var out bytes.Buffer
	if got, err := io.CopyN(&out, r.in, int64(n)); err != nil || got != int64(n) {
		return nil, fmt.Errorf("%w: %d bytes were to follow", ErrDamaged, n)
	}
	return out.Bytes(), nil
}

func (r *cloudReader) numbers(n int) ([]float64, error) {
	out := make([]float64, 0, min(n, 1<<12))
	var buffer [8]byte
	for range n {
		if _, err := io.ReadFull(r.in, buffer[:]); err != nil {
			return nil, fmt.Errorf("%w: numbers are missing", ErrDamaged)
		}
		x := math.Float64frombits(binary.LittleEndian.Uint64(buffer[:]))
		if math.IsNaN(x) {
			return nil, fmt.Errorf("%w: there is something that is no number", ErrDamaged)
		}
		out = append(out, x)
	}
	return out, nil
}

func (r *cloudReader) header() (*header, error) {
	text, err := r.bytes()
	if err != nil {
		return nil, err
	}
	h := new(header)
	if err := json.Unmarshal(text, h); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if len(h.Told) > 0 && len(h.Told) != len(h.Parameters) {
		return nil, fmt.Errorf("%w: %d parameters, told of %d", ErrDamaged, len(h.Parameters), len(h.Told))
	}
	if h.Particles > mostParticles || h.Day < 0 || h.Streams < h.Particles {
		return nil, fmt.Errorf("%w: %d particles at day %d", ErrDamaged, h.Particles, h.Day)
	}
	return h, nil
}

func (r *cloudReader) cloud(c *cloud, h *header, days int) error {
	if h.Day > days {
		return fmt.Errorf("the particles stand %d days after the first, and the scenario has %d", h.Day, days)
	}
	var err error
	if c.logs, err = r.numbers(h.Particles); err != nil {
		return err
	}
	distinct, err := r.count(mostParticles)
	if err != nil {
		return err
	}
	values := make([][]float64, 0, min(distinct, 1<<12))
	for range distinct {
		v, err := r.numbers(len(h.Parameters))
		if err != nil {
			return err
		}
		values = append(values, v)
	}
	pasts, err := r.pasts(days)
	if err != nil {
		return err
	}
	for range h.Particles {
		p, err := r.particle(values, pasts, h)
		if err != nil {
			return err
		}
		c.now = append(c.now, p)
	}
	return nil
}

func (r *cloudReader) pasts(days int) ([]*past, error) {
	n, err := r.count(mostParticles * 4)
	if err != nil {
		return nil, err
	}
	list := []*past{nil}
	for range n {
		before, err1 := r.count(len(list) - 1)
		from, err2 := r.count(days)
		until, err3 := r.count(days)
		values, err4 := r.bytes()
		if err := errors.Join(err1, err2, err3, err4); err != nil {
			return nil, err
		}
		p := &past{before: list[before], from: from, until: until, values: values}
		if from >= until || p.before != nil && p.before.until != from || p.before == nil && from != 0 {
			return nil, fmt.Errorf("%w: days %d to %d", ErrDamaged, from, until)
		}
		list = append(list, p)
	}
	return list, nil
}

func (r *cloudReader) particle(values [][]float64, pasts []*past, h *header) (p particle, err error) {
	of, err1 := r.count(len(values))
	days, err2 := r.count(len(pasts) - 1)
	member, err3 := r.count(h.Streams - 1)
	state, err4 := r.bytes()
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return p, err
	}
	p = particle{member: member, past: pasts[days], state: state}
	if (of > 0) != (len(h.Parameters) > 0) || (state == nil) != (h.Day == 0) || p.past == nil && h.Day > 0 || p.past != nil && p.past.until != h.Day {
		return p, fmt.Errorf("%w: a particle does not stand where the others do", ErrDamaged)
	}
	if of > 0 {
		p.values = values[of-1]
	}
	return p, nil
}

// KeptHash is that of the scenario as it was when the cloud was kept that Load
// took up; it tells whether anything has been changed since.
func (f *Filter) KeptHash() string { return f.keptHash }
