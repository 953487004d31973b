package scenario

import (
	"io/fs"
	"os"
	"path/filepath"
)

// OpenObserved is Open with another table of observations in place of the
// scenario's own: a file with the columns of observations.csv. Mistakes in it are
// told under its own name.
func OpenObserved(nameOrPath, file string) (*Scenario, error) {
	if _, err := os.Stat(file); err != nil {
		return nil, Problems{{File: filepath.Base(file), Message: plainError(err)}}
	}
	fsys := os.DirFS(nameOrPath)
	name := filepath.Base(nameOrPath)
	if contains(BuiltinNames(), nameOrPath) {
		if found := twoOf(nameOrPath); found != nil {
			return nil, found
		}
		var err error
		if fsys, err = builtinFS(nameOrPath); err != nil {
			return nil, err
		}
	} else if _, err := Open(nameOrPath); err != nil {
		return nil, err // there is no such folder, or it has mistakes of its own
	}
	s, found := readFS(&observed{fsys, file}, name)
	for i := range found {
		if found[i].File == observationsTable.File() {
			found[i].File = filepath.Base(file)
		}
	}
	if mistakes := found.Mistakes(); len(mistakes) > 0 {
		return nil, mistakes
	}
	return s, nil
}

// observed is a scenario's folder with a table of observations from elsewhere.
type observed struct {
	fs.FS
	file string
}

func (o *observed) Open(name string) (fs.File, error) {
	if name == observationsTable.File() {
		return os.Open(o.file)
	}
	return o.FS.Open(name)
}

func (o *observed) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(o.FS, name) }
