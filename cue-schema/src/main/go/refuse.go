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
		w.failField(name, name, v, at, "required field is missing", "")
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
func (w *walker) refuse(v cue.Value, refused []field, s *shape) {
	for _, f := range refused {
		hint := unknownFieldHint(f, s)
		if hint == groupHint {
			w.spoil(w.pointer)
		}
		w.failField(f.name, meant(v, f, s), f.value, f.at, "unknown field", hint)
	}
}

// meant is the field that an unknown one was probably meant to be.
func meant(v cue.Value, f field, s *shape) string {
	name := nearest(f.name, s.names)
	if name == "" || v.LookupPath(cue.MakePath(cue.Str(name))).Exists() {
		return f.name
	}
	return name
}

// failField reports a field of the value at hand that should be another, or
// there.
func (w *walker) failField(name, meant string, v cue.Value, at place, message, hint string) {
	w.spoil(append(append(w.pointer[:len(w.pointer):len(w.pointer)], '/'), escapePointer(meant)...))
	w.path = append(w.path, quoteLabel(name))
	w.report.add(w.locateError(v, at), w.path, message, hint)
	w.path = w.path[:len(w.path)-1]
}

func (w *walker) fail(at place, v cue.Value, message, hint string) {
	w.spoil(w.pointer)
	w.report.add(w.locateError(v, at), w.path, message, hint)
}

// cueErrors reports what CUE found wrong with the value at hand.
func (w *walker) cueErrors(err error, at place) {
	w.spoil(w.pointer)
	w.report.cueErrors(err, w.context(at))
}

// spoil notes that a value is not as its author meant it.
func (w *walker) spoil(pointer []byte) {
	w.spoilt = append(w.spoilt, string(pointer))
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

func (w *walker) context(at place) *errorContext {
	return &errorContext{path: append([]string(nil), w.path...), at: at}
}
