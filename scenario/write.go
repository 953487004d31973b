package scenario

import (
	"bufio"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// folderFile is one file of a scenario's folder.
type folderFile struct {
	name  string
	write func(w io.Writer) error
}

// model are the files that say what is simulated: the settings and the tables
// that have rows or must be there.
func (s *Scenario) model() []folderFile {
	files := []folderFile{{yamlFile, s.writeYAML}}
	for _, t := range tables {
		if s.needs(t) || t.rows.count(s) > 0 {
			files = append(files, folderFile{t.File(), func(w io.Writer) error { return s.writeTable(w, t) }})
		}
	}
	if s.Posterior != nil {
		files = append(files, folderFile{posteriorFile, s.Posterior.write})
	}
	return files
}

// Write writes the scenario as a folder: scenario.yaml, the tables and
// datapackage.json, always the same bytes for the same scenario. The folder
// must not be there yet, or be empty; it appears complete or not at all, with the files beside it.
func Write(s *Scenario, dir string, beside ...Beside) error {
	_, err := WriteAndHash(s, dir, beside...)
	return err
}

// WriteAndHash is Write, and says the Hash of what it writes.
func WriteAndHash(s *Scenario, dir string, beside ...Beside) (hash string, err error) {
	files := s.model()
	of := newDigest(files)
	files = append(files, folderFile{packageFile, s.writePackage})
	for _, b := range beside {
		files = append(files, folderFile{b.Name, b.Write})
	}
	if err := writeFolder(dir, files); err != nil {
		return "", err
	}
	return of.String(), nil
}

// Beside is a file that is no part of the scenario and lies in its folder, such as a page about it.
type Beside struct {
	Name  string
	Write func(w io.Writer) error
}

func writeFolder(dir string, files []folderFile) (err error) {
	dir = filepath.Clean(dir)
	switch entries, err := os.ReadDir(dir); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("%s cannot be written: %w", dir, plain(err))
	case len(entries) > 0:
		return fmt.Errorf("%s is there already and not empty; give another name", dir)
	}
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("%s cannot be written: %w", dir, plain(err))
	}
	aside, err := os.MkdirTemp(parent, ".scenario-*")
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", dir, plain(err))
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(aside))
		}
	}()
	buffer := bufio.NewWriterSize(nil, 1<<16)
	for _, f := range files {
		if err := writeFile(filepath.Join(aside, f.name), buffer, f.write); err != nil {
			return fmt.Errorf("%s cannot be written: %w", filepath.Join(dir, f.name), plain(err))
		}
	}
	if err := os.Chmod(aside, 0o755); err != nil {
		return err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty folder
		return err
	}
	return os.Rename(aside, dir)
}

// plain takes the path out of an error of the file system: the caller names it.
func plain(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

func writeFile(path string, buffer *bufio.Writer, write func(io.Writer) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	buffer.Reset(f)
	if err := write(buffer); err != nil {
		return err
	}
	return buffer.Flush()
}

// writeTable writes a table row by row.
func (s *Scenario) writeTable(w io.Writer, t *Table) error {
	out := csv.NewWriter(w)
	columns := s.columns(t)
	record := make([]string, len(columns))
	for j, c := range columns {
		record[j] = c.Name
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for i := range t.rows.count(s) {
		row := t.rows.row(s, i)
		for j, c := range columns {
			record[j] = c.get(row)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Hash identifies what the scenario simulates: SHA-256, in hexadecimal, over
// the bytes that Write writes for scenario.yaml and the tables. The folder's
// name is no part of it.
func (s *Scenario) Hash() string {
	files := s.model()
	of := newDigest(files)
	for _, f := range files {
		_ = f.write(io.Discard) // writing to nothing cannot fail
	}
	return of.String()
}

// digest is the hash of files that are written one after the other.
type digest struct{ sum hash.Hash }

// newDigest makes files be hashed whenever they are written. File names and contents hold no zero byte.
func newDigest(files []folderFile) digest {
	d := digest{sha256.New()}
	buffer := bufio.NewWriterSize(nil, 1<<14)
	for i := range files {
		name, write := files[i].name, files[i].write
		files[i].write = func(w io.Writer) error {
			d.sum.Write([]byte(name + "\x00"))
			buffer.Reset(io.MultiWriter(w, d.sum))
			if err := write(buffer); err != nil {
				return err
			}
			err := buffer.Flush()
			d.sum.Write([]byte{0})
			return err
		}
	}
	return d
}

func (d digest) String() string { return hex.EncodeToString(d.sum.Sum(nil)) }
