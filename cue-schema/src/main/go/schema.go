package main

import (
	"fmt"
	"strings"

	schemafiles "github.com/cuenv/cuenv-maven/evaluator/cue"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/parser"
)

// schema gives the shapes of the definitions, each made when first asked for.
type schema struct {
	definitions cue.Value
	shapes      map[string]*shape
	ignored     map[string]bool
}

// loadSchema takes the schema that the author's files import, or builds it
// where they don't.
func loadSchema(ctx *cue.Context, instance *build.Instance) (*schema, error) {
	imported := findImport(instance, map[*build.Instance]bool{})
	if imported == nil {
		var err error
		if imported, err = buildSchema(); err != nil {
			return nil, err
		}
	}
	definitions := ctx.BuildInstance(imported)
	if err := definitions.Err(); err != nil {
		return nil, fmt.Errorf("the schema is broken: %w", err)
	}
	s := &schema{definitions: definitions, shapes: map[string]*shape{}, ignored: map[string]bool{}}
	for _, name := range ignoredSections {
		s.ignored[name] = true
	}
	return s, nil
}

func findImport(instance *build.Instance, seen map[*build.Instance]bool) *build.Instance {
	for _, imported := range instance.Imports {
		if seen[imported] {
			continue
		}
		seen[imported] = true
		if isSchemaImport(imported.ImportPath) {
			return imported
		}
		if found := findImport(imported, seen); found != nil {
			return found
		}
	}
	return nil
}

func buildSchema() (*build.Instance, error) {
	instance := build.NewContext().NewInstance("", nil)
	instance.ImportPath = schemafiles.ImportPath
	for name, content := range schemaFiles() {
		file, err := parser.ParseFile(name, content)
		if err != nil {
			return nil, err
		}
		if err := instance.AddSyntax(file); err != nil {
			return nil, err
		}
	}
	return instance, instance.Complete()
}

// shape gives the shape of a definition such as #Task.
func (s *schema) shape(definition string) *shape {
	if made, ok := s.shapes[definition]; ok {
		return made
	}
	value := s.definitions.LookupPath(cue.MakePath(cue.Def(definition)))
	made := &shape{name: definition}
	s.shapes[definition] = made
	s.fill(made, value)
	return made
}

func isSchemaImport(path string) bool {
	name, _, _ := strings.Cut(strings.TrimSuffix(path, ":schema"), "@")
	return name == schemafiles.ImportPath
}
