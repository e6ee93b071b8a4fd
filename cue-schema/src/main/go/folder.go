package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/mod/modfile"
)

// defaultPackage is the package that is meant when a folder holds several.
const defaultPackage = "cuenv"

// usualName is the name of the file that is documented: nobody has one without
// meaning it as a configuration.
const usualName = "env.cue"

// source is what the author wrote: the files of his package in the folder and
// in the folders above it that belong to the same CUE module.
type source struct {
	dir       string
	root      string // where cue.mod is; the folder itself without one
	module    *modfile.File
	pkg       string
	files     map[string]*file // by absolute path
	unnamed   *file            // an env.cue that is of no package, if there is one
	folders   []string         // whose listings decided what was read
	facts     facts
	cacheable bool
	loading   sync.Mutex // CUE parses imported packages at the same time
}

// file is one file that was read.
type file struct {
	path   string
	digest string
	syntax *ast.File
	err    error
}

// readFolder finds the package of the request, or nothing.
func readFolder(request *Request) (*source, error) {
	s := &source{dir: filepath.Clean(request.Dir), files: map[string]*file{}, cacheable: true}
	if err := s.findModule(); err != nil {
		return nil, err
	}
	here, err := s.parseFolder(s.dir)
	if err != nil || len(here) == 0 {
		return nil, err
	}
	s.unnamed = unnamedFile(here)
	s.pkg, err = choosePackage(request.Package, here)
	if s.unnamed == nil && (err != nil || s.pkg == "") {
		return nil, err
	}
	if err := s.parseAncestors(); err != nil {
		return nil, err
	}
	s.keepPackage()
	s.facts = gatherFacts(s.ownFiles())
	return s, nil
}

// findModule walks up to the folder that has a cue.mod.
func (s *source) findModule() error {
	s.root = s.dir
	for dir := s.dir; ; dir = filepath.Dir(dir) {
		s.folders = append(s.folders, dir)
		if info, err := os.Stat(filepath.Join(dir, "cue.mod")); err == nil && info.IsDir() {
			s.root = dir
			return s.readModuleFile()
		}
		if dir == filepath.Dir(dir) {
			return nil
		}
	}
}

func (s *source) readModuleFile() error {
	path := filepath.Join(s.root, "cue.mod", "module.cue")
	content, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	s.remember(path, content)
	s.module, err = modfile.ParseNonStrict(content, path)
	if err != nil {
		return fmt.Errorf("%s: %s", path, firstLine(err))
	}
	local := filepath.Join(s.root, "cue.mod", "local-module.cue")
	if content, err := os.ReadFile(local); err == nil {
		s.remember(local, content)
	}
	return nil
}

// parseFolder parses the CUE files of one folder, less those that CUE leaves out.
func (s *source) parseFolder(dir string) ([]*file, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var parsed []*file
	for _, entry := range entries {
		if entry.IsDir() || !isConfiguration(entry.Name()) {
			continue
		}
		path := filepath.Join(dir, entry.Name())
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, s.parse(path, content))
	}
	return parsed, nil
}

func isConfiguration(name string) bool {
	return strings.HasSuffix(name, ".cue") &&
		!strings.HasSuffix(name, "_test.cue") && !strings.HasSuffix(name, "_tool.cue") &&
		!strings.HasPrefix(name, "_") && !strings.HasPrefix(name, ".")
}

func (s *source) parse(path string, content []byte) *file {
	f := s.remember(path, content)
	f.syntax, f.err = parser.ParseFile(path, content, s.parserConfig())
	return f
}

func (s *source) parserConfig() parser.Config {
	config := parser.NewConfig(parser.AllErrors)
	if s.module != nil && s.module.Language != nil {
		config = config.Apply(parser.Version(s.module.Language.Version))
	}
	return config
}

func (s *source) remember(path string, content []byte) *file {
	sum := sha256.Sum256(content)
	f := &file{path: path, digest: hex.EncodeToString(sum[:])}
	s.files[path] = f
	return f
}

// choosePackage follows the rule of the configuration: the package that was
// asked for, else the default one, else the only one.
func choosePackage(asked string, files []*file) (string, error) {
	names := packageNames(files)
	if asked == "" && slices.Contains(names, defaultPackage) {
		asked = defaultPackage
	}
	switch {
	case asked != "" && slices.Contains(names, asked):
		return asked, nil
	case asked != "" || len(names) == 0:
		return "", nil
	case len(names) == 1:
		return names[0], nil
	}
	return "", fmt.Errorf("the folder has several CUE packages (%s) and none is named %s; set cuenv.package to the one that is meant",
		strings.Join(names, ", "), defaultPackage)
}

// unnamedFile is the env.cue that should say of which package it is.
func unnamedFile(files []*file) *file {
	for _, f := range files {
		if filepath.Base(f.path) == usualName && f.packageName() == "" {
			return f
		}
	}
	return nil
}

func packageNames(files []*file) []string {
	var names []string
	for _, f := range files {
		if name := f.packageName(); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

func (f *file) packageName() string {
	if f.syntax == nil {
		return ""
	}
	return f.syntax.PackageName()
}

func (s *source) parseAncestors() error {
	for dir := s.dir; dir != s.root; {
		dir = filepath.Dir(dir)
		if _, err := s.parseFolder(dir); err != nil {
			return err
		}
	}
	return nil
}

// keepPackage forgets the parsed files of other packages.
func (s *source) keepPackage() {
	for path, f := range s.files {
		if f.syntax != nil && f != s.unnamed && f.packageName() != s.pkg && !(f.err != nil && f.packageName() == "") {
			delete(s.files, path)
		}
	}
}

// ownFiles are the files of the package itself, in the order of their paths.
func (s *source) ownFiles() []*file {
	var own []*file
	for _, f := range s.files {
		if f.syntax != nil && f.packageName() == s.pkg {
			own = append(own, f)
		}
	}
	sort.Slice(own, func(i, j int) bool { return own[i].path < own[j].path })
	return own
}

func (s *source) digests() []Digest {
	digests := make([]Digest, 0, len(s.files))
	for _, path := range s.sortedPaths() {
		digests = append(digests, Digest{Path: path, SHA256: s.files[path].digest})
	}
	return digests
}

func (s *source) sortedPaths() []string {
	paths := make([]string, 0, len(s.files))
	for path := range s.files {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	return paths
}

func (s *source) folderDigests() []Digest {
	folders := slices.Clone(s.folders)
	for path := range s.files {
		folders = append(folders, filepath.Dir(path))
	}
	sort.Strings(folders)
	var digests []Digest
	for _, folder := range slices.Compact(folders) {
		digests = append(digests, Digest{Path: folder, SHA256: listingDigest(folder)})
	}
	return digests
}

// listingDigest covers the names of the folder's CUE files and whether it has
// a cue.mod: each name with a line feed, in the order of their bytes.
func listingDigest(folder string) string {
	var names []string
	entries, _ := os.ReadDir(folder)
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".cue") || entry.Name() == "cue.mod" {
			names = append(names, entry.Name()+"\n")
		}
	}
	sort.Strings(names)
	sum := sha256.Sum256([]byte(strings.Join(names, "")))
	return hex.EncodeToString(sum[:])
}

// relative gives a path as it is seen from the folder.
func (s *source) relative(path string) string {
	if relative, err := filepath.Rel(s.dir, path); err == nil {
		return filepath.ToSlash(relative)
	}
	return path
}
