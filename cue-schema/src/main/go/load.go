package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	schemafiles "github.com/cuenv/cuenv-maven/evaluator/cue"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/load"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"
)

// moduleFileOfNone stands in where the author has no cue.mod: imports need one.
const moduleFileOfNone = "module: \"cuenv.local/none@v0\"\nlanguage: version: \"v0.17.0\"\n"

// load has CUE load the package and what it imports.
func (s *source) load(request *Request) *build.Instance {
	inject := s.injections(request.Values)
	config := &load.Config{
		Dir:        s.dir,
		ModuleRoot: s.root,
		Package:    s.pkg,
		Tags:       s.usedTags(request.Tags),
		Overlay:    s.overlay(),
		Registry:   s.registry(request.Offline),
		ParseFile: func(name string, content any, config parser.Config) (*ast.File, error) {
			return s.parseLoaded(name, content, config, inject)
		},
	}
	s.noteEmbeds()
	return load.Instances([]string{"."}, config)[0]
}

// parseLoaded hands out the files that were parsed before, with the injected
// declarations, and remembers the others.
func (s *source) parseLoaded(name string, content any, config parser.Config, inject map[string][]ast.Decl) (*ast.File, error) {
	if s.isSchema(name) {
		return parser.ParseFile(name, content)
	}
	if f := s.parsedBefore(name, inject); f != nil {
		return f.syntax, f.err
	}
	if bytes, ok := content.([]byte); ok {
		s.loading.Lock()
		s.remember(name, bytes)
		s.loading.Unlock()
	}
	return parser.ParseFile(name, content, config)
}

func (s *source) parsedBefore(name string, inject map[string][]ast.Decl) *file {
	s.loading.Lock()
	defer s.loading.Unlock()
	f := s.files[name]
	if f == nil || f.syntax == nil {
		return nil
	}
	f.syntax.Decls = append(f.syntax.Decls, inject[name]...)
	delete(inject, name)
	return f
}

// overlay puts the schema where CUE looks for packages without a registry.
func (s *source) overlay() map[string]load.Source {
	overlay := map[string]load.Source{}
	if s.module == nil {
		overlay[filepath.Join(s.root, "cue.mod", "module.cue")] = load.FromString(moduleFileOfNone)
	}
	if s.dependsOnSchema() {
		overlay[filepath.Join(s.schemaRoot(), "cue.mod", "module.cue")] = load.FromString(schemaModuleFile)
	}
	s.hideVendoredSchema(overlay)
	for name, content := range schemaFiles() {
		overlay[filepath.Join(s.schemaFolder(), name)] = load.FromBytes(content)
	}
	return overlay
}

// hideVendoredSchema empties copies of the schema that the author keeps.
func (s *source) hideVendoredSchema(overlay map[string]load.Source) {
	vendored, _ := filepath.Glob(filepath.Join(s.schemaFolder(), "*.cue"))
	for _, path := range vendored {
		overlay[path] = load.FromString("package schema\n")
	}
}

func (s *source) isSchema(path string) bool {
	return strings.HasPrefix(path, s.schemaRoot()+string(filepath.Separator))
}

// schemaRoot is the folder, there or not, that the schema's module seems to be in.
func (s *source) schemaRoot() string {
	if s.dependsOnSchema() {
		return filepath.Join(s.root, "cue.mod", "cuenv-schema")
	}
	return filepath.Join(s.root, "cue.mod", "pkg", filepath.FromSlash(schemafiles.Module))
}

func (s *source) schemaFolder() string {
	return filepath.Join(s.schemaRoot(), "schema")
}

func schemaFiles() map[string][]byte {
	files := map[string][]byte{}
	entries, err := schemafiles.Files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	for _, entry := range entries {
		content, err := schemafiles.Files.ReadFile(entry.Name())
		if err != nil {
			panic(err)
		}
		files[entry.Name()] = content
	}
	return files
}

// usedTags are the tags that a file declares, in CUE's notation. A tag that
// only selects files (@if) has no value there.
func (s *source) usedTags(tags map[string]string) []string {
	var used []string
	for name, value := range tags {
		switch {
		case s.facts.tags[name]:
			used = append(used, name+"="+value)
		case s.facts.flags[name] && value != "false":
			used = append(used, name)
		}
	}
	sort.Strings(used)
	return used
}

func (s *source) unusedTags(tags map[string]string) []string {
	var unused []string
	for name := range tags {
		if !s.facts.tags[name] && !s.facts.flags[name] {
			unused = append(unused, name)
		}
	}
	sort.Strings(unused)
	return unused
}

// injections are the declarations that the evaluator adds to the author's
// files: the values that they refer to, and an identity for each task.
func (s *source) injections(values map[string]json.RawMessage) map[string][]ast.Decl {
	inject := map[string][]ast.Decl{}
	first := s.ownFiles()[0].path
	for name, value := range values {
		if s.facts.names[name] {
			inject[first] = append(inject[first], declaration(fmt.Sprintf("%q: %s", name, value), name))
		}
	}
	inject[first] = append(inject[first], declaration(identityPattern, "tasks"))
	return inject
}

// declaration parses one field and names it by an identifier, so that other
// fields can refer to it.
func declaration(text, name string) ast.Decl {
	parsed, err := parser.ParseFile("", text)
	if err != nil {
		panic(err)
	}
	field := parsed.Decls[0].(*ast.Field)
	field.Label = ast.NewIdent(name)
	forgetPositions(field)
	return field
}

func forgetPositions(node ast.Node) {
	ast.Walk(node, func(n ast.Node) bool {
		ast.SetPos(n, token.NoPos)
		return true
	}, nil)
}

// noteEmbeds adds the embedded files to those that were read.
func (s *source) noteEmbeds() {
	s.cacheable = !s.facts.globbed
	for _, embedded := range s.facts.embeds {
		path := filepath.Join(filepath.Dir(embedded.from.path), filepath.FromSlash(embedded.name))
		content, err := os.ReadFile(path)
		if err != nil {
			s.cacheable = false
			continue
		}
		s.remember(path, content)
	}
}

// leaveAlone makes the sections that the plugin doesn't use optional, so that
// CUE doesn't evaluate them, unless something refers to them.
func (s *source) leaveAlone(files []*ast.File) {
	for _, file := range files {
		for _, decl := range file.Decls {
			field, ok := decl.(*ast.Field)
			if !ok || field.Constraint != token.ILLEGAL {
				continue
			}
			name, _, err := ast.LabelName(field.Label)
			if err == nil && slices.Contains(ignoredSections, name) && !s.facts.names[name] && !declares(field) {
				field.Constraint = token.OPTION
			}
		}
	}
}

// reportSyntax reports every syntax error of the package's files.
func (s *source) reportSyntax(report *report) {
	for _, path := range s.sortedPaths() {
		for _, err := range errors.Errors(s.files[path].err) {
			report.syntax(err)
		}
	}
}

// reportUnnamed reports an env.cue without a package clause, which CUE would
// leave out. Where it can't be parsed, that tells why.
func (s *source) reportUnnamed(asked string, report *report) {
	if s.unnamed == nil || s.unnamed.err != nil {
		return
	}
	start := token.Position{Filename: s.unnamed.path, Line: 1, Column: 1}
	name := cmp.Or(asked, s.pkg, defaultPackage)
	report.add(start, nil, "the package clause is missing", "say `package "+name+"` before the first import or field")
}

// reportReserved refuses fields that would hide the values of the request.
func (s *source) reportReserved(values map[string]json.RawMessage, report *report) {
	for _, f := range s.ownFiles() {
		for _, decl := range f.syntax.Decls {
			field, ok := decl.(*ast.Field)
			if !ok {
				continue
			}
			name, _, err := ast.LabelName(field.Label)
			if _, taken := values[name]; err == nil && taken {
				report.at(field.Label.Pos(), name, fmt.Sprintf("the name %q is taken: the plugin puts its own values there", name),
					"choose another name, or a hidden field such as _"+name)
			}
		}
	}
}

func keys[V any](m map[string]V) iter.Seq[string] {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}
