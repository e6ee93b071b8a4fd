package main

import (
	"encoding/json"
	"strconv"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/token"
)

// ignoredSections are the sections of cuenv that are left alone, as #Ignored
// in the schema lists them.
var ignoredSections = []string{
	"ci", "hooks", "services", "images", "codegen", "release", "formatters", "vcs", "workspaces",
	"ignore", "owners", "cubes", "lockfiles", "tools", "rules", "projects",
}

// walker checks a configuration against the schema and writes it as JSON, with
// the positions of its parts, in one pass.
type walker struct {
	source    *source
	schema    *schema
	root      cue.Value
	report    *report
	tasks     *taskIndex
	value     []byte
	positions []byte
	spoilt    []string       // JSON Pointers of the values that have mistakes
	pointer   []byte         // JSON Pointer to the current value
	path      []string       // CUE path to the current value
	here      token.Position // of the current value, or of what it is inside of
	fileIndex map[string]int
	lastFile  string
	lastIndex int
}

func newWalker(source *source, schema *schema, root cue.Value, report *report) *walker {
	w := &walker{source: source, schema: schema, root: root, report: report, fileIndex: map[string]int{}}
	for i, path := range source.sortedPaths() {
		w.fileIndex[path] = i
	}
	w.tasks = newTaskIndex(root, schema.definitions, report.pkg)
	w.positions = append(w.positions, '{')
	return w
}

// result is what was written; nothing when the mistakes leave no project at all.
func (w *walker) result() (value, positions json.RawMessage, broken []string) {
	if !w.report.empty() && !json.Valid(w.value) {
		return nil, nil, nil
	}
	return w.value, append(w.positions, '}'), w.spoilt
}

// project writes the sections that the plugin uses. Values that the evaluator
// put in are not the author's, and no part of the result.
func (w *walker) project(given []string) {
	skip := map[string]bool{}
	for _, name := range given {
		skip[name] = true
	}
	project := w.schema.shape("#Project")
	known := rootMembers(w.source.ownFiles())
	w.referencesToNothing()
	w.structure(w.root, project, place{}, known, func(name string) fieldAction {
		switch {
		case skip[name], w.schema.ignored[name]:
			return leaveField
		case project.fields[name] == nil:
			return refuseField
		}
		return checkField
	})
	w.verifyReferences()
}

// fieldAction says what becomes of a field.
type fieldAction int

const (
	checkField fieldAction = iota
	leaveField
	refuseField
)

// structure writes a struct, and has each field checked, left out or refused.
func (w *walker) structure(v cue.Value, s *shape, at place, places *members, decide func(name string) fieldAction) {
	fields, err := v.Fields()
	if err != nil {
		w.cueErrors(err, at)
		return
	}
	w.value = append(w.value, '{')
	first := true
	present := 0
	var refused []field
	for fields.Next() {
		selector := fields.Selector()
		if selector.ConstraintType() == cue.RequiredConstraint {
			continue
		}
		name := selector.Unquoted()
		if s.fields[name] != nil && contains(s.required, name) {
			if isAbsent(fields.Value()) {
				continue
			}
			present++
		}
		switch decide(name) {
		case leaveField:
			continue
		case refuseField:
			refused = append(refused, field{name, fields.Value(), places.find(name)})
			continue
		}
		first = w.comma(first)
		inner := s.fields[name]
		if inner == nil {
			inner = anyShape
		}
		w.field(name, fields.Value(), inner, places.find(name))
	}
	w.value = append(w.value, '}')
	if !w.report.wrongChoiceIn(w.path) {
		w.refuse(v, refused, s)
		if present < len(s.required) && len(leftOut(v)) == 0 {
			w.missing(v, s, at, refused)
		}
	}
	if rule := rules[s.name]; rule != nil {
		rule(w, v, at)
	}
}

// field is a field of the author's.
type field struct {
	name  string
	value cue.Value
	at    place
}

func (w *walker) field(name string, v cue.Value, s *shape, at place) {
	w.value = appendString(w.value, name)
	w.value = append(w.value, ':')
	leave := w.enter(name, quoteLabel(name), v, at)
	start := len(w.value)
	w.check(v, s, at)
	w.orNull(start)
	leave()
}

// orNull stands in for a value of which nothing was written, because of a mistake.
func (w *walker) orNull(start int) {
	if len(w.value) == start {
		w.value = append(w.value, "null"...)
	}
}

// enter notes the position of the field or element to write, and puts it on
// the paths until the returned function is called.
func (w *walker) enter(label, selector string, v cue.Value, at place) (leave func()) {
	length := len(w.pointer)
	w.pointer = append(w.pointer, '/')
	w.pointer = append(w.pointer, escapePointer(label)...)
	w.path = append(w.path, selector)
	around := w.here
	w.mark(v, at)
	return func() {
		w.here = around
		w.pointer = w.pointer[:length]
		w.path = w.path[:len(w.path)-1]
	}
}

// list writes a list, and has each element checked.
func (w *walker) list(v cue.Value, at place, check func(i int, element cue.Value, at place)) {
	elements, err := v.List()
	if err != nil {
		w.brokenList(v, at, check, err)
		return
	}
	w.value = append(w.value, '[')
	for i := 0; elements.Next(); i++ {
		w.element(i, elements.Value(), at, check)
	}
	w.value = append(w.value, ']')
}

func (w *walker) element(i int, v cue.Value, list place, check func(i int, element cue.Value, at place)) {
	if i > 0 {
		w.value = append(w.value, ',')
	}
	at, label := list.element(i), strconv.Itoa(i)
	leave := w.enter(label, label, v, at)
	start := len(w.value)
	check(i, v, at)
	w.orNull(start)
	leave()
}
