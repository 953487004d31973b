package results

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"os"
)

// outFile is a file of a run folder in the making: what is written goes
// through a buffer and into its SHA-256. The first error is kept and returned
// by close.
type outFile struct {
	file   *os.File
	buffer *bufio.Writer
	sum    hash.Hash
	err    error
}

func createFile(path string) (*outFile, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &outFile{file: file, buffer: bufio.NewWriterSize(file, 1<<15), sum: sha256.New()}, nil
}

func (f *outFile) Write(p []byte) (int, error) {
	f.sum.Write(p)
	n, err := f.buffer.Write(p)
	f.fail(err)
	return n, err
}

// fail makes close return err unless something failed before.
func (f *outFile) fail(err error) {
	if f.err == nil {
		f.err = err
	}
}

// close makes sure that the file is on the disk, and says its SHA-256.
func (f *outFile) close() (sha256 string, err error) {
	f.fail(f.buffer.Flush())
	if f.err == nil {
		f.err = f.file.Sync()
	}
	f.fail(f.file.Close())
	return hex.EncodeToString(f.sum.Sum(nil)), f.err
}

// writeFile writes a whole file and makes sure it is on the disk.
func writeFile(path string, text []byte) error {
	file, err := createFile(path)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	file.fail(err)
	_, err = file.close()
	return err
}
