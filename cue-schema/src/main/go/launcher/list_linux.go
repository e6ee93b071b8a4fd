package main

import (
	"encoding/binary"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// enoughFiles is how many bytes of files are reported at once.
const enoughFiles = 32 << 10

// lister reports the files below a folder with what the system says of them,
// and follows no links.
type lister struct {
	listing
	l      *launcher
	id     uint32
	report []byte // the header's room, and the files that are to be reported
}

// list reports all files of a listing, and then its end.
func (l *launcher) list(id uint32, o listing) {
	s := &lister{listing: o, l: l, id: id}
	s.clear()
	if err := s.folder(o.start); err != nil {
		l.reportFailure(id, failedOther, err)
		return
	}
	s.flush()
	l.reportExit(id, 0)
}

func (s *lister) folder(path string) error {
	dir, err := os.OpenFile(s.root+"/"+path, unix.O_DIRECTORY|unix.O_NOFOLLOW, 0)
	if err != nil {
		return err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return err
	}
	slices.Sort(names)
	for _, name := range names {
		if err := s.entry(int(dir.Fd()), path, name); err != nil {
			return err
		}
	}
	return nil
}

func (s *lister) entry(dir int, folder, name string) error {
	path := name
	if folder != "" {
		path = folder + "/" + name
	}
	var stat unix.Stat_t
	switch err := unix.Fstatat(dir, name, &stat, unix.AT_SYMLINK_NOFOLLOW); {
	case err == unix.ENOENT: // deleted since the folder was listed
	case err != nil:
		return err
	case stat.Mode&unix.S_IFMT != unix.S_IFDIR:
		s.file(path, &stat)
	case name != ".git" && path != s.excluded:
		return s.folder(path)
	}
	return nil
}

func (s *lister) file(path string, stat *unix.Stat_t) {
	s.report = binary.BigEndian.AppendUint32(s.report, uint32(len(path)))
	s.report = append(s.report, path...)
	s.report = binary.BigEndian.AppendUint32(s.report, stat.Mode)
	for _, n := range [...]int64{stat.Size, stat.Mtim.Nano(), stat.Ctim.Nano(), int64(stat.Dev), int64(stat.Ino)} {
		s.report = binary.BigEndian.AppendUint64(s.report, uint64(n))
	}
	if len(s.report) >= enoughFiles {
		s.flush()
	}
}

func (s *lister) flush() {
	putHeader(s.report, reportFiles, s.id, len(s.report)-headerLength)
	s.l.send(s.report)
	s.clear()
}

func (s *lister) clear() {
	s.report = append(s.report[:0], make([]byte, headerLength)...)
}
