package sensitivity

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

const (
	journalFile = "runs.bin"
	planFile    = "plan.json"
)

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

func (id *identity) hash() [32]byte {
	text, err := json.Marshal(id)
	if err != nil {
		panic(err) // texts and finite numbers
	}
	return sha256.Sum256(text)
}

// differences names what differs, for a person.
func (id *identity) differences(was *identity) string {
	list := ""
	note := func(what string, a, b any) {
		if left, right := fmt.Sprint(a), fmt.Sprint(b); left != right {
			if list != "" {
				list += "; "
			}
			list += fmt.Sprintf("%s was %s and is now %s", what, left, right)
		}
	}
	note("the format", was.Schema, id.Schema)
	note("haven's version", was.Version, id.Version)
	note("the scenario's name", was.Scenario, id.Scenario)
	note("the changed values (--set)", was.Set, id.Set)
	note("the list of outputs", was.Outputs, id.Outputs)
	note("the list of parameters", was.Parameters, id.Parameters)
	note("the last day", was.Until, id.Until)
	note("the method", was.Method, id.Method)
	note("the number of base points", was.Points, id.Points)
	note("the number of walks", was.Trajectories, id.Trajectories)
	note("the number of parameters kept", was.Keep, id.Keep)
	note("the seed", was.Seed, id.Seed)
	if was.Hash != id.Hash {
		note("the scenario's content (hash)", was.Hash, id.Hash)
	}
	return list
}

// openJournal starts a journal in a folder, or goes on with the one that is there.
func openJournal(dir string, id *identity) (*journal, error) {
	if dir == "" {
		return nil, nil
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	j := &journal{outputs: len(id.Outputs), values: map[[2]uint32][]float64{}}
	path := filepath.Join(dir, journalFile)
	was, err := readPlan(filepath.Join(dir, planFile))
	switch {
	case err != nil:
		return nil, err
	case was == nil:
		if err := writePlan(filepath.Join(dir, planFile), id); err != nil {
			return nil, err
		}
	case was.hash() != id.hash():
		return nil, fmt.Errorf("%s belongs to another analysis (%s): resume with what it was started with, or choose another output folder", dir, id.differences(was))
	}
	sum := id.hash()
	j.path, j.head = path, append([]byte(journalMagic), sum[:]...)
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

// readPlan reads the plan of a journal; nil when there is none.
func readPlan(path string) (*identity, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	id := new(identity)
	if err := json.Unmarshal(text, id); err != nil {
		return nil, fmt.Errorf("%s cannot be read (%w): remove the folder %s to start again", path, err, filepath.Dir(path))
	}
	return id, nil
}

// writePlan writes the plan aside and renames it.
func writePlan(path string, id *identity) error {
	text, err := json.MarshalIndent(id, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", append(text, '\n'), 0o666); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
