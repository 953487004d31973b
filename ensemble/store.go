package ensemble

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// batchMembers is the number of members in a batch. It is fixed, so that the
// batches of an interrupted ensemble are those of the one that goes on.
const batchMembers = 10

const planFile = "plan.json"

// identity is what members depend on. Two plans with the same identity have
// the same members, whatever their threads.
type identity struct {
	Schema       int                `json:"schema"`
	Version      string             `json:"version"` // of haven
	Scenario     string             `json:"scenario"`
	ScenarioHash string             `json:"scenario_hash"` // as given, before set and until
	Set          map[string]float64 `json:"set,omitempty"`
	Until        string             `json:"until"`
	Members      int                `json:"members"`
	Seed         uint64             `json:"seed"`
	Batch        int                `json:"batch_members"`
	Extra        string             `json:"extra,omitempty"`
	Kind         string             `json:"kind,omitempty"`
}

func (id identity) hash() [32]byte {
	text, err := json.Marshal(id) // map keys are sorted
	if err != nil {
		panic(err) // strings, numbers that were checked to be finite: nothing that JSON lacks
	}
	return sha256.Sum256(text)
}

// differences names what differs between two identities, for a person.
func (id identity) differences(other identity) string {
	var list []string
	note := func(what string, a, b any) {
		if left, right := fmt.Sprint(a), fmt.Sprint(b); left != right {
			list = append(list, fmt.Sprintf("%s was %s and is now %s", what, left, right))
		}
	}
	note("the format", id.Schema, other.Schema)
	note("haven's version", id.Version, other.Version)
	note("the scenario's name", id.Scenario, other.Scenario)
	if id.ScenarioHash != other.ScenarioHash {
		list = append(list, "the scenario's content was changed")
	}
	note("the changed values (--set)", id.Set, other.Set)
	note("the last day", id.Until, other.Until)
	note("the number of members", id.Members, other.Members)
	note("the seed", id.Seed, other.Seed)
	note("members a batch", id.Batch, other.Batch)
	note("the extra figures", id.Extra, other.Extra)
	return strings.Join(list, "; ")
}

// store keeps the finished batches of one plan in a folder.
type store struct {
	dir  string
	hash [32]byte
}

// storeAt says whether there is a folder of batches at dir.
func storeAt(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, planFile))
	return !errors.Is(err, fs.ErrNotExist)
}

// openStore starts a folder for a plan's batches, or with resume goes on with
// one that is there.
func openStore(dir string, id identity, resume bool) (*store, error) {
	st := &store{dir: dir, hash: id.hash()}
	path := filepath.Join(dir, planFile)
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return nil, err
		}
		text, err := json.MarshalIndent(id, "", "  ")
		if err != nil {
			return nil, err
		}
		return st, st.write(planFile, func(f *os.File) error { _, err := f.Write(append(text, '\n')); return err })
	case err != nil:
		return nil, err
	case !resume:
		return nil, fmt.Errorf("%s holds the batches of an interrupted run: go on with --resume, or remove the folder", dir)
	}
	var before identity
	if err := json.Unmarshal(text, &before); err != nil {
		return nil, fmt.Errorf("%s cannot be read (%w): remove the folder %s to start again", path, err, dir)
	}
	if before.hash() != st.hash {
		return nil, fmt.Errorf("%s belongs to another run (%s): resume with what it was started with, or choose another output folder", dir, before.differences(id))
	}
	return st, nil
}

func (st *store) name(b Batch) string { return fmt.Sprintf("batch-%08d.bin", b.First) }

// load reads a batch back; nil without an error when there is none.
func (st *store) load(b Batch, layout *Layout) (*Summary, error) {
	path := filepath.Join(st.dir, st.name(b))
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s, err := readBatch(data, st.hash, b, layout)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// save writes a batch so that it is there completely or not at all.
func (st *store) save(s *Summary) error {
	b := Batch{First: s.members[0], End: s.members[len(s.members)-1] + 1}
	return st.write(st.name(b), func(f *os.File) error { return writeBatch(f, st.hash, s) })
}

// write writes a file aside and renames it.
func (st *store) write(name string, content func(f *os.File) error) (err error) {
	f, err := os.CreateTemp(st.dir, name+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // the first error is the one to tell
			_ = os.Remove(f.Name())
		}
	}()
	if err := content(f); err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(st.dir, name), err)
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(st.dir, name))
}

// remove takes the folder and the batches in it away.
func (st *store) remove() error { return os.RemoveAll(st.dir) }
