package main

import (
	"strings"

	"cuelang.org/go/cue"
)

// broken reports a value that CUE could not make: it has a mistake somewhere
// inside, contradicts itself or isn't complete.
func (w *walker) broken(v cue.Value, s *shape, at place) {
	before, start := w.report.count(), len(w.value)
	if w.descend(v, s, at); w.report.count() > before {
		return
	}
	w.value = w.value[:start]
	if kinds := v.IncompleteKind(); kinds != cue.BottomKind {
		w.incomplete(v, kinds, s, at)
		return
	}
	if w.recheckLiteral(s, at); w.report.count() > before {
		return
	}
	w.value = w.value[:start]
	w.cueErrors(v.Err(), at)
}

// brokenList looks into a list that CUE could not make.
func (w *walker) brokenList(v cue.Value, at place, check func(i int, element cue.Value, at place), err error) {
	before, start := w.report.count(), len(w.value)
	if w.brokenElements(v, at, check); w.report.count() == before {
		w.value = w.value[:start]
		w.cueErrors(err, at)
	}
}

// descend looks for mistakes inside a struct or list that has some.
func (w *walker) descend(v cue.Value, s *shape, at place) {
	if v.LookupPath(firstElement).Exists() {
		element := w.elementOf(s)
		w.brokenElements(v, at, func(_ int, v cue.Value, at place) { w.check(v, element, at) })
	} else if _, err := v.Fields(); err == nil {
		w.checkAs(cue.StructKind, v, s, at)
	}
}

var firstElement = cue.MakePath(cue.Index(0))

// brokenElements writes a list that is broken because an element is.
func (w *walker) brokenElements(v cue.Value, at place, check func(i int, element cue.Value, at place)) {
	w.value = append(w.value, '[')
	for i := 0; ; i++ {
		element := v.LookupPath(cue.MakePath(cue.Index(i)))
		if !element.Exists() {
			break
		}
		w.element(i, element, at, check)
	}
	w.value = append(w.value, ']')
}

func (w *walker) elementOf(s *shape) *shape {
	switch {
	case s.role == dependencies:
		return &shape{role: dependency}
	case s.role == taskNodes, s.role == environment:
		return anyShape
	}
	return s.elementShape()
}

func (w *walker) checkAs(kind cue.Kind, v cue.Value, s *shape, at place) {
	switch s.role {
	case environment:
		w.environment(v, at)
	case taskNodes:
		w.taskMap(v, at)
	case runtimeSettings:
		w.checkAs(kind, v, w.runtimeShape(v), at)
	case dependencies:
		w.dependencies(v, at)
	default:
		chosen := s.choose(v, kind)
		switch {
		case chosen == nil || chosen.kinds&kind == 0:
		case kind == cue.StructKind:
			w.checkStruct(v, chosen, at)
		default:
			w.list(v, at, func(_ int, element cue.Value, at place) { w.check(element, chosen.elementShape(), at) })
		}
	}
}

// recheckLiteral checks what the author wrote without what it was unified
// with, where CUE found a contradiction to the schema: the shape tells it
// better.
func (w *walker) recheckLiteral(s *shape, at place) {
	expr := at.literal()
	if expr == nil {
		return
	}
	if v := w.root.Context().BuildExpr(expr); v.Validate(cue.Concrete(true)) == nil {
		w.check(v, s, at)
	}
}

func (w *walker) incomplete(v cue.Value, kinds cue.Kind, s *shape, at place) {
	if s.role == plain && s.allKinds()&kinds == 0 {
		w.fail(at, v, "expected "+s.describe()+", found "+kindName(kinds), "")
		return
	}
	if err := v.Err(); err != nil {
		w.cueErrors(err, at)
		return
	}
	w.fail(at, v, "no concrete value ("+strings.ReplaceAll(strings.Trim(kinds.String(), "()"), "|", " or ")+")", "")
}
