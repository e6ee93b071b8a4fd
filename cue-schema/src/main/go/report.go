package main

import (
	"cmp"
	"slices"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/token"
)

// maxProblems bounds a response: nobody reads more at once.
const maxProblems = 200

// report collects the mistakes of the author.
type report struct {
	source   *source
	root     cue.Value
	schema   *schema
	pkg      string // as CUE scopes hidden fields
	problems []Problem
	choices  []string // paths of structs that are others than they should be
}

func newReport(source *source) *report {
	return &report{source: source}
}

func (r *report) empty() bool {
	return len(r.problems) == 0
}

func (r *report) count() int {
	return len(r.problems)
}

func newProblem(at token.Position, path []string, message, hint string) Problem {
	return Problem{
		Message: message, Path: joinPath(path), Hint: hint,
		File: at.Filename, Line: at.Line, Column: at.Column,
	}
}

func (r *report) add(at token.Position, path []string, message, hint string) {
	r.put(newProblem(at, path, message, hint))
}

func (r *report) at(pos token.Pos, path, message, hint string) {
	problem := newProblem(pos.Position(), nil, message, hint)
	problem.Path = path
	r.put(problem)
}

func (r *report) put(problem Problem) {
	r.problems = append(r.problems, problem)
}

// noteWrongChoice remembers that the field which says what a struct is, such as
// `type` or `resolver`, was wrong: its other fields can't be judged then.
func (r *report) noteWrongChoice(path []string) {
	r.choices = append(r.choices, joinPath(path[:len(path)-1]))
}

func (r *report) wrongChoiceIn(path []string) bool {
	return len(r.choices) > 0 && slices.Contains(r.choices, joinPath(path))
}

// sorted gives each mistake once, in the order of the files.
func (r *report) sorted() []Problem {
	slices.SortStableFunc(r.problems, func(a, b Problem) int {
		return cmp.Or(
			strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			strings.Compare(a.Path, b.Path), strings.Compare(a.Message, b.Message))
	})
	distinct := slices.CompactFunc(r.problems, func(a, b Problem) bool {
		return a.File == b.File && a.Line == b.Line && a.Column == b.Column && a.Message == b.Message
	})
	return distinct[:min(len(distinct), maxProblems)]
}

// errorContext is where the walk was when CUE reported something.
type errorContext struct {
	path []string
	at   place
}

// cueErrors reports errors of CUE's own in plain words.
func (r *report) cueErrors(err error, context *errorContext) {
	for _, single := range causes(err) {
		if message, hint := r.translate(single); message != "" {
			r.add(r.locate(single, context), pathOf(single, context), message, hint)
		}
	}
}

func pathOf(err errors.Error, context *errorContext) []string {
	if path := err.Path(); len(path) > 0 {
		return path
	}
	if context != nil {
		return context.path
	}
	return nil
}

func (r *report) locate(err errors.Error, context *errorContext) token.Position {
	for _, pos := range append([]token.Pos{err.Position()}, err.InputPositions()...) {
		if r.source.owns(pos) {
			return pos.Position()
		}
	}
	if context != nil {
		if pos := context.at.position(); pos.IsValid() {
			return pos.Position()
		}
	}
	return packageClause(r.source.ownFiles()[0].syntax).Position()
}

// owns tells whether a position is in a file of the author.
func (s *source) owns(pos token.Pos) bool {
	return pos.IsValid() && s.files[pos.Filename()] != nil
}

// syntax reports what the parser found.
func (r *report) syntax(err errors.Error) {
	format, arguments := err.Msg()
	r.at(err.Position(), "", "syntax error: "+render(format, arguments), "")
}

// loading reports what CUE's loader found.
func (r *report) loading(err errors.Error) {
	for _, single := range errors.Errors(err) {
		message, hint := r.translate(single)
		r.add(r.locate(single, nil), nil, message, hint)
	}
}

// causes are the errors less those that an import isn't used which isn't there.
func causes(err error) []errors.Error {
	all := errors.Errors(err)
	missing := map[token.Pos]bool{}
	for _, single := range all {
		if !isUnusedImport(single) {
			missing[single.Position()] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(single errors.Error) bool {
		return isUnusedImport(single) && missing[single.Position()]
	})
}

func isUnusedImport(err errors.Error) bool {
	return startsWith(err, "imported and not used")
}
