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

// disk makes sure that files are on the disk, where what they hold takes long
// to compute. Each is synced beside whatever comes next: one after the other,
// waiting for the disk takes longer than writing a small run.
type disk struct {
	lasting bool // files are synced
	group   sync.WaitGroup
	mutex   sync.Mutex
	opened  map[string]*os.File // by path: opened in advance, not yet written to
	errs    []error
}

// open opens a file that will be created later.
func (d *disk) open(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if d.opened == nil {
		d.opened = map[string]*os.File{}
	}
	d.opened[path] = file
	return nil
}

// settle closes a file, and syncs it before if it is to last.
func (d *disk) settle(file *os.File) error {
	if !d.lasting {
		return file.Close()
	}
	d.group.Go(func() {
		if err := errors.Join(file.Sync(), file.Close()); err != nil {
			d.mutex.Lock()
			defer d.mutex.Unlock()
			d.errs = append(d.errs, err)
		}
	})
	return nil
}

// wait returns when all files are closed, those too that were opened in vain,
// and on the disk if they are to last.
func (d *disk) wait() error {
	d.group.Wait()
	for _, file := range d.opened {
		d.errs = append(d.errs, file.Close())
	}
	clear(d.opened)
	return errors.Join(d.errs...)
}

// outFile is a file of a run folder in the making: what is written goes
// through a buffer and into its SHA-256. The first error is kept and returned
// by close.
type outFile struct {
	disk   *disk
	file   *os.File
	buffer *bufio.Writer // from buffers
	sum    hash.Hash
	err    error
}

// buffers are of files that are closed: few are written at once.
var buffers = sync.Pool{New: func() any { return bufio.NewWriterSize(nil, 1<<15) }}

func (d *disk) create(path string) (*outFile, error) {
	file, err := d.take(path)
	if err != nil {
		return nil, err
	}
	buffer := buffers.Get().(*bufio.Writer)
	buffer.Reset(file)
	return &outFile{disk: d, file: file, buffer: buffer, sum: sha256.New()}, nil
}

// take is the file opened in advance, or a new one.
func (d *disk) take(path string) (*os.File, error) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if file, ok := d.opened[path]; ok {
		delete(d.opened, path)
		return file, nil
	}
	return os.Create(path)
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
	f.buffer.Reset(nil)
	buffers.Put(f.buffer)
	f.fail(f.disk.settle(f.file))
	return hex.EncodeToString(f.sum.Sum(nil)), f.err
}
