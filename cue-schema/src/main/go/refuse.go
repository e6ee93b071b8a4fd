package main

import (
	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"
)

// locate prefers the author's syntax, since a value that was unified with the
// schema may claim to come from there.
func (w *walker) locate(v cue.Value, at place) token.Position {
	if pos := at.position(); pos.IsValid() {
		return pos.Position()
	}
	if pos := v.Pos(); pos.IsValid() && w.source.owns(pos) {
		return pos.Position()
	}
	return token.Position{}
}

func (w *walker) mismatch(v cue.Value, kind cue.Kind, s *shape, at place) {
	w.fail(at, v, "expected "+s.describe()+", found "+kindName(kind), "")
}

// missing reports required fields, less those that were only misspelt.
func (w *walker) missing(v cue.Value, s *shape, at place, refused []field) {
	for _, name := range s.required {
		if misspelt(name, refused, s) {
			continue
		}
		field := v.LookupPath(cue.MakePath(cue.Str(name)))
		if field.Exists() && field.IncompleteKind() != cue.BottomKind || field.Err() != nil && !cue.IsIncomplete(field.Err()) {
			continue
		}
		w.path = append(w.path, quoteLabel(name))
		w.fail(at, v, "required field is missing", "")
		w.path = w.path[:len(w.path)-1]
	}
}

func misspelt(name string, refused []field, s *shape) bool {
	for _, f := range refused {
		if nearest(f.name, s.names) == name {
			return true
		}
	}
	return false
}

// refuse reports fields that the schema doesn't know.
func (w *walker) refuse(refused []field, s *shape) {
	for _, f := range refused {
		w.path = append(w.path, quoteLabel(f.name))
		w.fail(f.at, f.value, "unknown field", unknownFieldHint(f, s))
		w.path = w.path[:len(w.path)-1]
	}
}

func (w *walker) fail(at place, v cue.Value, message, hint string) {
	w.report.add(w.locateError(v, at), w.path, message, hint)
}

// locateError falls back on what the value is inside of.
func (w *walker) locateError(v cue.Value, at place) token.Position {
	if position := w.locate(v, at); position.IsValid() {
		return position
	}
	if w.here.IsValid() {
		return w.here
	}
	return packageClause(w.source.ownFiles()[0].syntax).Position()
}

func packageClause(file *ast.File) token.Pos {
	for _, decl := range file.Decls {
		if clause, ok := decl.(*ast.Package); ok {
			return clause.Pos()
		}
	}
	return file.Pos()
}

func (w *walker) context(at place, s *shape) *errorContext {
	return &errorContext{path: append([]string(nil), w.path...), at: at}
}
