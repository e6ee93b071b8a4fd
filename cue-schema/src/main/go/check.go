package main

import (
	"bytes"

	"cuelang.org/go/cue"
)

// check writes a value that has to have the given shape.
func (w *walker) check(v cue.Value, s *shape, at place) {
	if s.role == dependency { // its default would no longer say what it refers to
		w.dependency(v, at)
		return
	}
	v, _ = v.Default()
	kind := v.Kind()
	if kind == cue.BottomKind {
		w.broken(v, s, at)
		return
	}
	switch s.role {
	case environment:
		w.environment(v, at)
		return
	case taskNodes:
		w.taskMap(v, at)
		return
	case runtimeSettings:
		w.check(v, w.runtimeShape(v), at)
		return
	case dependencies:
		w.dependencies(v, at)
		return
	}
	chosen := s.choose(v, kind)
	if chosen == nil || chosen.kinds&kind == 0 {
		w.mismatch(v, kind, s, at)
		return
	}
	switch kind {
	case cue.StructKind:
		w.checkStruct(v, chosen, at)
	case cue.ListKind:
		w.list(v, at, func(_ int, element cue.Value, at place) { w.check(element, chosen.elementShape(), at) })
	default:
		w.checkScalar(v, chosen, at)
	}
}

// mayBe tells whether a value can be of a kind, or is broken, which a closer
// look reports.
func mayBe(kind, wanted cue.Kind) bool {
	return kind == cue.BottomKind || kind&wanted != 0
}

var anyShape = &shape{role: anything, kinds: cue.TopKind, open: true}

func (s *shape) elementShape() *shape {
	if s.element == nil {
		return anyShape
	}
	return s.element
}

func (w *walker) checkStruct(v cue.Value, s *shape, at place) {
	w.structure(v, s, at, at.members(), func(name string) fieldAction {
		if s.fields[name] == nil && !s.open && s.role != anything {
			return refuseField
		}
		return checkField
	})
}

func (w *walker) checkScalar(v cue.Value, s *shape, at place) {
	if s.literals != nil && v.Kind() == cue.StringKind {
		text, _ := v.String()
		if !contains(s.literals, text) {
			w.fail(at, v, unknownLiteral(s, text), nearestHint(text, s.literals))
			w.wrongChoice(s)
			return
		}
	} else if s.bound != nil && !s.bound.admits(v) {
		w.fail(at, v, "expected "+s.describe()+", found "+show(v), "")
		return
	}
	w.scalar(v)
}

// wrongChoice notes that the one text which says what a struct is, was another:
// nothing else of the struct can be judged then.
func (w *walker) wrongChoice(s *shape) {
	if len(s.literals) == 1 {
		w.report.noteWrongChoice(w.path)
		w.spoil(w.pointer[:bytes.LastIndexByte(w.pointer, '/')])
	}
}

func contains(list []string, text string) bool {
	for _, item := range list {
		if item == text {
			return true
		}
	}
	return false
}
