package main

import (
	"encoding/binary"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// listed is what was reported of a file.
type listed struct {
	mode                                   uint32
	size, modified, changed, device, inode int64
}

func (c *client) list(root, start, excluded string) (*run, map[string]listed) {
	c.Helper()
	r := &run{done: make(chan struct{})}
	c.register(r)
	c.order(orderList, r.id, appendString(appendString(appendString(nil, root), start), excluded))
	c.await(r)
	files := map[string]listed{}
	for in := (&reader{rest: r.output.Bytes()}); len(in.rest) > 0 && !in.failed; {
		path := in.string()
		long := func() int64 { return int64(binary.BigEndian.Uint64(in.take(8))) }
		files[path] = listed{uint32(in.int()), long(), long(), long(), long(), long()}
	}
	return r, files
}

func fill(t *testing.T, folder string, paths ...string) {
	for _, path := range paths {
		file := filepath.Join(folder, path)
		check(t, os.MkdirAll(filepath.Dir(file), 0o755))
		check(t, os.WriteFile(file, []byte(path), 0o640))
	}
}

func TestListsAllFilesButThoseOfFoldersThatAreLeftOut(t *testing.T) {
	c := launch(t)
	fill(t, c.dir, "a", "src/b", "src/deep/er/c", ".git/d", "src/.git/e", "target/f", "src/target/g", "src/.gitignore")
	check(t, os.Mkdir(filepath.Join(c.dir, "empty"), 0o755))
	check(t, os.Symlink("src", filepath.Join(c.dir, "link")))
	check(t, syscall.Mkfifo(filepath.Join(c.dir, "pipe"), 0o600))

	for start, expected := range map[string]string{
		"":       "a link pipe src/.gitignore src/b src/deep/er/c src/target/g",
		"src":    "src/.gitignore src/b src/deep/er/c src/target/g",
		"target": "target/f",
		"empty":  "",
	} {
		r, files := c.list(c.dir, start, "target")
		if found := strings.Join(slices.Sorted(maps.Keys(files)), " "); found != expected || r.failed != "" {
			t.Errorf("in %q: %q %s", start, found, r.failed)
		}
	}
}

func TestListsWhatTheSystemSaysOfAFile(t *testing.T) {
	c := launch(t)
	fill(t, c.dir, "a")
	var stat syscall.Stat_t
	check(t, syscall.Lstat(filepath.Join(c.dir, "a"), &stat))

	_, files := c.list(c.dir, "", "")

	expected := listed{stat.Mode, stat.Size, stat.Mtim.Nano(), stat.Ctim.Nano(), int64(stat.Dev), int64(stat.Ino)}
	if files["a"] != expected {
		t.Errorf("%+v, not %+v", files["a"], expected)
	}
}

func TestListsMoreFilesThanFitIntoOneReport(t *testing.T) {
	c := launch(t)
	for i := range 2000 {
		fill(t, c.dir, fmt.Sprintf("d%d/f%d", i%7, i))
	}
	if _, files := c.list(c.dir, "", ""); len(files) != 2000 {
		t.Errorf("%d files", len(files))
	}
}

func TestSaysWhatItCannotList(t *testing.T) {
	c := launch(t)
	fill(t, c.dir, "folder/a")
	check(t, os.Symlink("folder", filepath.Join(c.dir, "link")))
	for _, start := range []string{"nowhere", "folder/a", "link"} {
		if r, files := c.list(c.dir, start, ""); r.failed == "" || len(files) > 0 {
			t.Errorf("%s: %q %v", start, r.failed, files)
		}
	}
}
