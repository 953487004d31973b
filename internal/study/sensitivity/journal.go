package sensitivity

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"haven/internal/kept"
)

// A journal holds the outputs of the runs that are finished, in the order in
// which they were:
//
//	magic   "haven sensitivity 1\n"
//	plan    32 bytes: the hash of the plan that the runs belong to
//	records of equal length: stage and run (uint32), the outputs (float64),
//	        CRC-32C of the record before it; all little endian
//
// A record that was cut short when the program was killed has a wrong checksum, and is
// taken off with whatever follows.
const journalMagic = "haven sensitivity 1\n"

const journalFile = "runs.bin"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// journal is nil where nothing is kept.
type journal struct {
	path    string
	head    []byte   // magic and plan
	file    *os.File // nil until the first run is added
	outputs int
	values  map[[2]uint32][]float64
	Kept    int // runs that were there
}

// identity is what the outputs of runs depend on.
type identity struct {
	Schema       int                `json:"schema"`
	Version      string             `json:"version"` // of haven
	Scenario     string             `json:"scenario"`
	Hash         string             `json:"scenario_hash"` // as given, before set and until
	Set          map[string]float64 `json:"set,omitempty"`
	Outputs      []string           `json:"outputs"`
	Parameters   []string           `json:"parameters"` // with their priors
	Until        string             `json:"until"`
	Method       string             `json:"method"`
	Points       int                `json:"points"`
	Trajectories int                `json:"trajectories"`
	Keep         int                `json:"keep"`
	Seed         uint64             `json:"seed"`
}

// compare notes what differs, for a person.
func compare(d *kept.Differences, was, is *identity) {
	d.Note("the format", was.Schema, is.Schema)
	d.Note("haven's version", was.Version, is.Version)
	d.Note("the scenario's name", was.Scenario, is.Scenario)
	d.Note("the changed values (--set)", was.Set, is.Set)
	d.Note("the list of outputs", was.Outputs, is.Outputs)
	if was.Scenario == is.Scenario {
		d.NoteList("the list of parameters", was.Parameters, is.Parameters)
	}
	d.Note("the last day", was.Until, is.Until)
	d.Note("the method", was.Method, is.Method)
	if was.Method == is.Method {
		d.Note("the number of base points", was.Points, is.Points)
		d.Note("the number of walks", was.Trajectories, is.Trajectories)
		d.Note("the number of parameters kept", was.Keep, is.Keep)
	}
	d.Note("the seed", was.Seed, is.Seed)
	if was.Scenario == is.Scenario {
		d.NoteContent("the scenario's content", was.Hash, is.Hash)
	}
}

// openJournal starts a journal in a folder, or goes on with the one that is there.
func openJournal(dir string, id *identity) (*journal, error) {
	if dir == "" {
		return nil, nil
	}
	if err := kept.Begin(dir, "analysis", id, compare); err != nil {
		return nil, err
	}
	sum := kept.Hash(id)
	path := filepath.Join(dir, journalFile)
	j := &journal{path: path, head: append([]byte(journalMagic), sum[:]...), outputs: len(id.Outputs), values: map[[2]uint32][]float64{}}
	content, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return j, nil
	case err != nil:
		return nil, err
	case !bytes.HasPrefix(content, j.head): // killed before it was begun, or nonsense
		return j, os.Remove(path)
	}
	length := len(j.head) + j.read(content[len(j.head):])
	if j.file, err = os.OpenFile(path, os.O_RDWR, 0o666); err != nil {
		return nil, err
	}
	if err = j.file.Truncate(int64(length)); err == nil {
		_, err = j.file.Seek(int64(length), io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, j.file.Close())
	}
	return j, nil
}

func (j *journal) recordLength() int { return 8 + 8*j.outputs + 4 }

// read takes the sound records and says how many bytes they are.
func (j *journal) read(content []byte) int {
	n, at := j.recordLength(), 0
	for ; at+n <= len(content); at += n {
		record := content[at : at+n]
		if crc32.Checksum(record[:n-4], castagnoli) != binary.LittleEndian.Uint32(record[n-4:]) {
			break
		}
		values := make([]float64, j.outputs)
		for i := range values {
			values[i] = math.Float64frombits(binary.LittleEndian.Uint64(record[8+8*i:]))
		}
		j.values[[2]uint32{binary.LittleEndian.Uint32(record), binary.LittleEndian.Uint32(record[4:])}] = values
	}
	j.Kept = len(j.values)
	return at
}

// value are the outputs of a run that is finished, nil when it is not.
func (j *journal) value(stage uint32, run int) []float64 {
	if j == nil {
		return nil
	}
	return j.values[[2]uint32{stage, uint32(run)}]
}

// add writes the outputs of a run.
func (j *journal) add(stage uint32, run int, values []float64) error {
	if j == nil {
		return nil
	}
	var record []byte
	if j.file == nil {
		file, err := os.Create(j.path)
		if err != nil {
			return err
		}
		j.file, record = file, j.head
	}
	begins := len(record)
	record = binary.LittleEndian.AppendUint32(record, stage)
	record = binary.LittleEndian.AppendUint32(record, uint32(run))
	for _, v := range values {
		record = binary.LittleEndian.AppendUint64(record, math.Float64bits(v))
	}
	record = binary.LittleEndian.AppendUint32(record, crc32.Checksum(record[begins:], castagnoli))
	_, err := j.file.Write(record)
	return err
}

func (j *journal) close() error {
	if j == nil || j.file == nil {
		return nil
	}
	return j.file.Close()
}
