package scenario

import (
	"bytes"
	"io/fs"
	"testing/fstest"
)

// Read is readFS: the scenario as far as it could be read, and all problems.
func Read(fsys fs.FS) (*Scenario, Problems) { return readFS(fsys, "test") }

// Files is what Write would write, without a disk.
func Files(s *Scenario) (fstest.MapFS, error) {
	files := fstest.MapFS{}
	for _, f := range append(s.model(), folderFile{packageFile, s.writePackage}) {
		var b bytes.Buffer
		if err := f.write(&b); err != nil {
			return nil, err
		}
		files[f.name] = &fstest.MapFile{Data: b.Bytes()}
	}
	return files, nil
}

// DatedTables are the names of the tables that KnownBy withholds rows of by their own dates.
func DatedTables() []string {
	names := []string{foodTable.Name}
	for t := range knownColumns {
		names = append(names, t.Name)
	}
	return names
}

// Place is the place of that id, nil when there is none.
func (s *Scenario) Place(id string) *Place {
	for i := range s.Places {
		if s.Places[i].ID == id {
			return &s.Places[i]
		}
	}
	return nil
}
