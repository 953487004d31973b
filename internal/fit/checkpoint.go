package fit

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"haven/internal/kept"
)

// A checkpoint holds one generation, so that a fit that is stopped goes on from there to the
// same bytes:
//
//	magic      "haven fit 1\n"
//	identity   32 bytes: the hash of what decides the fit
//	head       length (4 bytes) and JSON: generation, width, scale, seconds so far, what was told, what decides the fit
//	counts     points, fitted numbers, other numbers, values (4 bytes each)
//	points     for each: fitted numbers, other numbers, streams, log-likelihood, 1 or 0 and the values
//	checksum   CRC-32C (Castagnoli) of all bytes before it
//
// Numbers are little endian, floating point ones in IEEE 754 binary64.
const checkpointMagic = "haven fit 1\n"

const checkpointFile = "generation.bin"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type checkpointHead struct {
	Generation int       `json:"generation"`
	Width      float64   `json:"width"` // 0: the prior
	Scale      float64   `json:"scale"`
	Seconds    float64   `json:"seconds"`
	Told       []Told    `json:"told"`
	Of         *decisive `json:"of,omitempty"` // nil: kept before it was written down
}

// decisive is what decides a fit besides how long it may take.
type decisive struct {
	Scenario string // the hash of what was known
	Method   string
	KnownBy  string
	Version  string
	Points   int
	Seed     uint64
}

// identity is a hash, so that kept generations of another fit are not gone on with.
func (d decisive) identity() ([32]byte, error) {
	text, err := json.Marshal(d)
	return sha256.Sum256(text), err
}

// unlike says in which settings a kept fit differs from the one that is asked for.
func (d decisive) unlike(asked decisive) string {
	var list []string
	differ := func(flag string, have, want any) {
		if have != want {
			list = append(list, fmt.Sprintf("%s %v, not %v", flag, have, want))
		}
	}
	differ("--known-by", d.KnownBy, asked.KnownBy)
	differ("--method", d.Method, asked.Method)
	differ("--points", d.Points, asked.Points)
	differ("--seed", d.Seed, asked.Seed)
	differ("haven", d.Version, asked.Version)
	if d.Scenario != asked.Scenario {
		list = append(list, "of a scenario or observations that are not the ones given")
	}
	return strings.Join(list, "; ")
}

// encode writes a population; every particle has as many numbers as the first.
func encode(of decisive, p *Population, seconds float64) ([]byte, error) {
	identity, err := of.identity()
	if err != nil {
		return nil, err
	}
	head := checkpointHead{p.Generation, p.Width, p.Scale, seconds, p.Told, &of}
	if math.IsInf(p.Width, 1) {
		head.Width = 0
	}
	text, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	out := append([]byte(checkpointMagic), identity[:]...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(text)))
	out = append(out, text...)
	values := 0
	for i := range p.Particles {
		values = max(values, len(p.Particles[i].Values))
	}
	for _, n := range []int{len(p.Particles), len(p.Particles[0].Z), len(p.Particles[0].V), values} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	number := func(x float64) { out = binary.LittleEndian.AppendUint64(out, math.Float64bits(x)) }
	for i := range p.Particles {
		x := &p.Particles[i]
		for _, list := range [][]float64{x.Z, x.V} {
			for _, v := range list {
				number(v)
			}
		}
		out = binary.LittleEndian.AppendUint64(out, x.Member)
		number(x.Log)
		if x.Values == nil {
			number(0)
			out = append(out, make([]byte, 8*values)...)
			continue
		}
		number(1)
		for _, v := range x.Values {
			number(v)
		}
	}
	return binary.LittleEndian.AppendUint32(out, crc32.Checksum(out, castagnoli)), nil
}

// errForeign marks a checkpoint that is sound but of another fit.
var errForeign = errors.New("it is of a fit with other settings or another scenario")

// KeptError says why the generation that a stopped fit left cannot be gone on with.
type KeptError struct {
	Path string
	Err  error
}

func (e *KeptError) Error() string { return e.Path + ": " + e.Err.Error() }
func (e *KeptError) Unwrap() error { return e.Err }

// Foreign says that the generation is sound: it is of another fit.
func (e *KeptError) Foreign() bool { return errors.Is(e.Err, errForeign) }

// decode reads a population back; it trusts nothing.
func decode(data []byte, asked decisive) (*Population, float64, error) {
	identity, err := asked.identity()
	if err != nil {
		return nil, 0, err
	}
	const fixed = len(checkpointMagic) + 32 + 4
	if len(data) < fixed+16+4 || string(data[:len(checkpointMagic)]) != checkpointMagic {
		return nil, 0, errors.New("it is no generation of a fit")
	}
	body := data[:len(data)-4]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(data[len(body):]) {
		return nil, 0, errors.New("its checksum is wrong: it was cut short or changed")
	}
	size := binary.LittleEndian.Uint32(body[fixed-4:])
	rest := body[fixed:]
	if uint64(size)+16 > uint64(len(rest)) {
		return nil, 0, errors.New("its head is cut short")
	}
	var head checkpointHead
	if err := json.Unmarshal(rest[:size], &head); err != nil {
		return nil, 0, fmt.Errorf("its head: %w", err)
	}
	if !bytes.Equal(body[len(checkpointMagic):fixed-4], identity[:]) {
		if head.Of == nil {
			return nil, 0, errForeign
		}
		return nil, 0, fmt.Errorf("%w: %s", errForeign, head.Of.unlike(asked))
	}
	rest = rest[size:]
	var n [4]uint64
	for i := range n {
		n[i] = uint64(binary.LittleEndian.Uint32(rest[4*i:]))
	}
	rest = rest[16:]
	if n[0] == 0 || n[0]*(n[1]+n[2]+3+n[3]) != uint64(len(rest)/8) || len(rest)%8 != 0 || n[1]+n[2]+n[3] > 1<<24 || n[0] > 1<<24 {
		return nil, 0, errors.New("its points do not fill it")
	}
	p := &Population{Generation: head.Generation, Width: head.Width, Scale: head.Scale, Told: head.Told, Particles: make([]Particle, n[0])}
	if head.Width == 0 { //nolint:floatcompare // written as 0
		p.Width = math.Inf(1)
	}
	bits := func() uint64 {
		x := binary.LittleEndian.Uint64(rest)
		rest = rest[8:]
		return x
	}
	numbers := func(n uint64) []float64 {
		list := make([]float64, n)
		for i := range list {
			list[i] = math.Float64frombits(bits())
		}
		return list
	}
	for i := range p.Particles {
		x := &p.Particles[i]
		x.Z, x.V = numbers(n[1]), numbers(n[2])
		x.Member, x.Log = bits(), math.Float64frombits(bits())
		stands := math.Float64frombits(bits()) != 0
		if x.Values = numbers(n[3]); !stands {
			x.Values = nil
		}
	}
	return p, head.Seconds, nil
}

// save keeps a generation in a folder: aside, then by one rename.
func save(dir string, of decisive, p *Population, seconds float64) error {
	data, err := encode(of, p, seconds)
	if err != nil {
		return err
	}
	return kept.WriteSynced(filepath.Join(dir, checkpointFile), func(w io.Writer) error { _, err := w.Write(data); return err })
}

// load takes up the generation kept in a folder; nil when there is none.
func load(dir string, asked decisive) (*Population, float64, error) {
	path := filepath.Join(dir, checkpointFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	p, seconds, err := decode(data, asked)
	if err != nil {
		return nil, 0, &KeptError{path, err}
	}
	return p, seconds, nil
}
