package results

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"os"
	"sync"
)

// disk makes sure that files are on the disk. Each is synced beside whatever
// comes next: one after the other, waiting for the disk takes longer than
// writing a small run.
type disk struct {
	group sync.WaitGroup
	mutex sync.Mutex
	errs  []error
}

// settle syncs and closes a file.
func (d *disk) settle(file *os.File) {
	d.group.Go(func() {
		if err := errors.Join(file.Sync(), file.Close()); err != nil {
			d.mutex.Lock()
			defer d.mutex.Unlock()
			d.errs = append(d.errs, err)
		}
	})
}

// wait returns when all files are on the disk and closed.
func (d *disk) wait() error {
	d.group.Wait()
	return errors.Join(d.errs...)
}

// outFile is a file of a run folder in the making: what is written goes
// through a buffer and into its SHA-256. The first error is kept and returned
// by close.
type outFile struct {
	disk   *disk
	file   *os.File
	buffer *bufio.Writer
	sum    hash.Hash
	err    error
}

func (d *disk) create(path string) (*outFile, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &outFile{disk: d, file: file, buffer: bufio.NewWriterSize(file, 1<<15), sum: sha256.New()}, nil
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

// close leaves the file to the disk, and says its SHA-256.
func (f *outFile) close() (sha256 string, err error) {
	f.fail(f.buffer.Flush())
	f.disk.settle(f.file)
	return hex.EncodeToString(f.sum.Sum(nil)), f.err
}
