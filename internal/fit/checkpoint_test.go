package fit

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func population() *Population {
	return &Population{Generation: 3, Width: 2.5, Scale: 0.7, Told: []Told{{Generation: 1, Width: 9}}, Particles: []Particle{
		{Z: []float64{0.1, -3}, V: []float64{7}, Member: 1 << 63, Values: []float64{1, 2, 3}, Log: -7.25},
		{Z: []float64{0.2, 4}, V: []float64{8}, Member: 5, Log: math.Inf(-1)},
	}}
}

func TestAGenerationReadsBackAsWritten(t *testing.T) {
	id := decisive{Method: ABC, Points: 2, Seed: 1}
	for _, width := range []float64{2.5, math.Inf(1)} {
		p := population()
		p.Width = width
		data, err := encode(id, p, 12.5)
		if err != nil {
			t.Fatal(err)
		}
		back, seconds, err := decode(data, id)
		if err != nil || seconds != 12.5 || !reflect.DeepEqual(back, p) {
			t.Errorf("%v, %g seconds: %+v", err, seconds, back)
		}
		if _, _, err := decode(data, decisive{Method: ABC, Points: 3, Seed: 7}); !errors.Is(err, errForeign) || !strings.HasSuffix(err.Error(), ": --points 2, not 3; --seed 1, not 7") {
			t.Errorf("a generation of another fit: %v", err)
		}
		for i := range data {
			bad := append([]byte(nil), data...)
			bad[i] ^= 0x20
			if _, _, err := decode(bad, id); err == nil {
				t.Fatalf("byte %d was changed without notice", i)
			}
			if _, _, err := decode(data[:i], id); err == nil {
				t.Fatalf("a file cut to %d bytes was accepted", i)
			}
		}
	}
}

func TestAGenerationIsKeptInAFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "batches")
	if p, _, err := load(dir, decisive{}); p != nil || err != nil {
		t.Errorf("nothing was kept: %v, %v", p, err)
	}
	if err := save(dir, decisive{}, population(), 1); err != nil {
		t.Fatal(err)
	}
	if p, _, err := load(dir, decisive{}); err != nil || p.Generation != 3 {
		t.Errorf("%v, %+v", err, p)
	}
	if _, _, err := load(dir, decisive{Seed: 4}); !errors.Is(err, errForeign) {
		t.Error(err)
	}
}

func FuzzDecode(f *testing.F) {
	data, err := encode(decisive{}, population(), 1)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(checkpointMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		// the checksum is set right, so that what lies behind it is reached too
		if len(data) > 4 {
			body := data[:len(data)-4]
			data = binary.LittleEndian.AppendUint32(append([]byte(nil), body...), crc32.Checksum(body, castagnoli))
		}
		if p, _, err := decode(data, decisive{}); err == nil && len(p.Particles) == 0 {
			t.Error("a generation of no points")
		}
	})
}
