package fit

import (
	"bytes"
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

	"haven/internal/kept"
)

// A checkpoint holds one generation, so that a fit that is stopped goes on from there to the
// same bytes:
//
//	magic      "haven fit 1\n"
//	identity   32 bytes: the hash of what decides the fit
//	head       length (4 bytes) and JSON: generation, width, scale, seconds so far, what was told
//	counts     points, fitted numbers, other numbers, values (4 bytes each)
//	points     for each: fitted numbers, other numbers, streams, log-likelihood, 1 or 0 and the values
//	checksum   CRC-32C (Castagnoli) of all bytes before it
//
// Numbers are little endian, floating point ones in IEEE 754 binary64.
const checkpointMagic = "haven fit 1\n"

const checkpointFile = "generation.bin"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type checkpointHead struct {
	Generation int     `json:"generation"`
	Width      float64 `json:"width"` // 0: the prior
	Scale      float64 `json:"scale"`
	Seconds    float64 `json:"seconds"`
	Told       []Told  `json:"told"`
}

// encode writes a population; every particle has as many numbers as the first.
func encode(identity [32]byte, p *Population, seconds float64) ([]byte, error) {
	head := checkpointHead{p.Generation, p.Width, p.Scale, seconds, p.Told}
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

// decode reads a population back; it trusts nothing.
func decode(data []byte, identity [32]byte) (*Population, float64, error) {
	const fixed = len(checkpointMagic) + 32 + 4
	if len(data) < fixed+16+4 || string(data[:len(checkpointMagic)]) != checkpointMagic {
		return nil, 0, errors.New("it is no generation of a fit")
	}
	body := data[:len(data)-4]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(data[len(body):]) {
		return nil, 0, errors.New("its checksum is wrong: it was cut short or changed")
	}
	if !bytes.Equal(body[len(checkpointMagic):fixed-4], identity[:]) {
		return nil, 0, errForeign
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
func save(dir string, identity [32]byte, p *Population, seconds float64) error {
	data, err := encode(identity, p, seconds)
	if err != nil {
		return err
	}
	return kept.WriteSynced(filepath.Join(dir, checkpointFile), func(w io.Writer) error { _, err := w.Write(data); return err })
}

// load takes up the generation kept in a folder; nil when there is none.
func load(dir string, identity [32]byte) (*Population, float64, error) {
	path := filepath.Join(dir, checkpointFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	p, seconds, err := decode(data, identity)
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", path, err)
	}
	return p, seconds, nil
}
