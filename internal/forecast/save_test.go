package forecast

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"haven/movement"
	"haven/scenario"

	_ "haven/internal/house/sameseed"

	"pgregory.net/rapid"
)

func TestPastsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.IntRange(1, 12).Draw(t, "days")
		rec := record(days)
		for i := range rec.Series {
			for j := range rec.Series[i].Values {
				rec.Series[i].Values[j] = rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(-1, 300), rapid.Int64()).Draw(t, "value")
			}
		}
		var p *past
		var buffer []byte
		at := 0
		for at < days {
			to := rapid.IntRange(at+1, days).Draw(t, "until")
			p, buffer = p.extend(rec, at, to, buffer)
			at = to
		}
		again := record(days)
		for i := range again.Series {
			for j := range again.Series[i].Values {
				again.Series[i].Values[j] = 7 // of another particle
			}
		}
		if err := p.recall(again); err != nil {
			t.Fatal(err)
		}
		for i := range rec.Series {
			for j, v := range rec.Series[i].Values {
				if again.Series[i].Values[j] != v {
					t.Fatalf("series %d, value %d: %d came back as %d", i, j, v, again.Series[i].Values[j])
				}
			}
		}
	})
}

func record(days int) *movement.Record {
	return &movement.Record{Days: days, Series: []movement.Series{
		{Measure: "a", Days: days, Entities: []string{"x", "y"}, Values: make([]int64, 2*days)},
		{Measure: "b", Days: days, Entities: []string{"z"}, Values: make([]int64, days)},
	}}
}

func TestDamagedPastsAreErrors(t *testing.T) {
	rec := record(3)
	for _, values := range [][]byte{nil, {2, 2}, {0, 8}, {0, 0}, {0}, {0, 10}, {0x80}} {
		p := &past{until: 3, values: values}
		if err := p.recall(rec); err == nil {
			t.Errorf("%v was taken", values)
		}
	}
	if err := (&past{until: 4, values: []byte{0, 12}}).recall(rec); err == nil {
		t.Error("days that the record does not have were written")
	}
}

func saved(t testing.TB, sc *scenario.Scenario) []byte {
	t.Helper()
	s := small()
	s.Particles = 6
	f := newFilter(t, sc, s)
	if err := f.To(t.Context(), decree+2, end); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestParticlesOfOthersAreRefused(t *testing.T) {
	sc := toy(t)
	data := saved(t, sc)
	renamed := *sc
	renamed.Name = "another"
	cut := *sc
	cut.Period.To = cut.Period.From + 2
	changed := bytes.Clone(data)
	changed[len(changed)/2] ^= 1
	for _, c := range []struct {
		name, want string
		data       []byte
		sc         *scenario.Scenario
		version    string
	}{
		{"another file", "no particles of haven", []byte("id,name\n"), sc, ""},
		{"cut short", "checksum", data[:len(data)-9], sc, ""},
		{"a bit turned", "checksum", changed, sc, ""},
		{"another version", "kept by haven", data, sc, "9.9"},
		{"another scenario", "of the scenario toy-border", data, &renamed, ""},
		{"a shorter period", "days after the first", data, &cut, ""},
	} {
		if _, err := Load(c.data, c.sc, 1, c.version); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := Load(data, sc, 1, ""); err != nil {
		t.Error(err)
	}
}

// Whatever stands in the content, packed and with a checksum that fits: an
// error, or as many particles as it says. What their states hold, movement judges.
func FuzzLoad(f *testing.F) {
	sc := toy(f)
	data := saved(f, sc)
	reader, err := zstd.NewReader(bytes.NewReader(data[len(cloudMagic):len(data)-4]), zstd.WithDecoderConcurrency(1))
	if err != nil {
		f.Fatal(err)
	}
	content, err := io.ReadAll(reader)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Add(content[:len(content)/2])
	f.Add([]byte{})
	packer, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		filter, err := Load(wrapped(packer.EncodeAll(content, nil)), sc, 1, "")
		if err == nil && len(filter.cloud.now) != filter.settings.Particles {
			t.Fatalf("%d particles instead of %d", len(filter.cloud.now), filter.settings.Particles)
		}
	})
}

func wrapped(content []byte) []byte {
	data := append([]byte(cloudMagic), content...)
	return binary.LittleEndian.AppendUint32(data, crc32.Checksum(data, castagnoli))
}
