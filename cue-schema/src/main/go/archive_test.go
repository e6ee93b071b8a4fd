package main

import (
	"os"
	"strings"
	"testing"
)

// archive is a text file of several files, each after a line `-- name --`.
type archive struct {
	comment string
	names   []string
	files   map[string]string
}

func readArchive(t *testing.T, path string) *archive {
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{files: map[string]string{}}
	for _, line := range strings.SplitAfter(string(content), "\n") {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "-- "); ok && strings.HasSuffix(name, " --") {
			a.names = append(a.names, strings.TrimSuffix(name, " --"))
			a.files[a.current()] = ""
			continue
		}
		if len(a.names) == 0 {
			a.comment += line
		} else {
			a.files[a.current()] += line
		}
	}
	return a
}

func (a *archive) current() string {
	return a.names[len(a.names)-1]
}

func (a *archive) write(t *testing.T, path, want string) {
	var b strings.Builder
	b.WriteString(a.comment)
	if _, ok := a.files["want"]; !ok {
		a.names = append(a.names, "want")
	}
	a.files["want"] = want
	for _, name := range a.names {
		b.WriteString("-- " + name + " --\n" + a.files[name])
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
