package ensemble

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"haven/internal/kept"
)

// batchMembers is the number of members in a batch. It is fixed, so that the
// batches of an interrupted ensemble are those of the one that goes on.
const batchMembers = 10

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
	Changes      []string           `json:"changes,omitempty"`
	ShownHash    string             `json:"shown_hash,omitempty"` // what rows hold that changes add
}

func (id identity) hash() [32]byte { return kept.Hash(id) }

// compare notes what differs, for a person.
func compare(d *kept.Differences, was, is *identity) {
	d.Note("the format", was.Schema, is.Schema)
	d.Note("haven's version", was.Version, is.Version)
	d.Note("the scenario's name", was.Scenario, is.Scenario)
	if was.ScenarioHash != is.ScenarioHash {
		*d = append(*d, "the scenario's content was changed")
	}
	d.Note("the changed values (--set)", was.Set, is.Set)
	d.Note("the last day", was.Until, is.Until)
	d.Note("the number of members", was.Members, is.Members)
	d.Note("the seed", was.Seed, is.Seed)
	d.Note("members a batch", was.Batch, is.Batch)
	d.Note("the extra figures", was.Extra, is.Extra)
	d.Note("the list of changes", was.Changes, is.Changes)
	if slices.Equal(was.Changes, is.Changes) {
		d.NoteContent("the content of what changes add", was.ShownHash, is.ShownHash)
	}
	if was.Kind != is.Kind {
		*d = append(*d, "members are run in another way (whom they tell apart, or what for)")
	}
}

// Begun says whether members of the plan lie in its folder, and writes nothing; those of another
// plan are a *kept.Another. It is for plans without extra figures.
func Begun(plan Plan) (begun bool, err error) {
	sc, err := plan.prepare()
	if err != nil {
		return false, err
	}
	id := plan.identity(sc, nil)
	return kept.Find(plan.Dir, "run", &id, compare)
}

// store keeps the finished batches of one plan in a folder.
type store struct {
	dir  string
	hash [32]byte
}

// openStore starts a folder for a plan's batches, or with resume goes on with
// one that is there.
func openStore(dir string, id identity, resume bool) (*store, error) {
	if !resume && kept.Begun(dir) {
		return nil, fmt.Errorf("%s holds the batches of an interrupted run: go on with --resume, or remove the folder", dir)
	}
	return &store{dir: dir, hash: id.hash()}, kept.Begin(dir, "run", &id, compare)
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
	return kept.Write(filepath.Join(st.dir, st.name(b)), func(w io.Writer) error { return writeBatch(w, st.hash, s) })
}

// remove takes the folder and the batches in it away.
func (st *store) remove() error { return os.RemoveAll(st.dir) }
