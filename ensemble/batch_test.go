package ensemble

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
	"testing"
)

func encoded(t testing.TB, s *Summary, plan [32]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := writeBatch(&out, plan, s); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestABatchReadsBackAsWritten(t *testing.T) {
	l := small(t)
	s, err := Merge(drawMembers(l, 10, 3)...)
	if err != nil {
		t.Fatal(err)
	}
	plan := [32]byte{1, 2, 3}
	data := encoded(t, s, plan)
	back, err := readBatch(data, plan, Batch{0, 10}, l)
	if err != nil {
		t.Fatal(err)
	}
	if err := same(s, back); err != nil {
		t.Error(err)
	}
	if _, err := readBatch(data, [32]byte{9}, Batch{0, 10}, l); !errors.Is(err, errForeign) {
		t.Errorf("a batch of another plan: %v", err)
	}
	if _, err := readBatch(data, plan, Batch{10, 20}, l); err == nil {
		t.Error("other members than wanted were accepted")
	}
}

// Every byte of a batch is under its checksum: no change and no cut goes unseen.
func TestADamagedBatchIsRefused(t *testing.T) {
	l := small(t)
	s, err := Merge(drawMembers(l, 3, 5)...)
	if err != nil {
		t.Fatal(err)
	}
	plan := [32]byte{7}
	data := encoded(t, s, plan)
	for i := range data {
		bad := slices.Clone(data)
		bad[i] ^= 0x10
		if _, err := readBatch(bad, plan, Batch{0, 3}, l); err == nil {
			t.Errorf("byte %d was changed without notice", i)
		}
		if _, err := readBatch(data[:i], plan, Batch{0, 3}, l); err == nil {
			t.Errorf("a file cut to %d bytes was accepted", i)
		}
	}
}

// withChecksum makes the last four bytes the checksum of those before them.
func withChecksum(data []byte) []byte {
	if len(data) < 4 {
		return data
	}
	body := slices.Clone(data[:len(data)-4])
	return binary.LittleEndian.AppendUint32(body, crc32.Checksum(body, castagnoli))
}

func FuzzReadBatch(f *testing.F) {
	l := small(f)
	plan := [32]byte{7}
	for _, n := range []int{1, 3} {
		s, err := Merge(drawMembers(l, n, 5)...)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(encoded(f, s, plan), n)
	}
	f.Add([]byte(batchMagic), 1)
	f.Add([]byte{}, 1)
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		if n < 1 || n > 5 {
			return
		}
		// the checksum is set right, so that what lies behind it is reached too
		for _, d := range [][]byte{data, withChecksum(data)} {
			s, err := readBatch(d, plan, Batch{0, n}, l)
			if err == nil && s.N() != n {
				t.Errorf("%d members were read for %d", s.N(), n)
			}
		}
	})
}
