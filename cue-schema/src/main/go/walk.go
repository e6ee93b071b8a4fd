package main

import (
	"encoding/json"
	"strconv"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
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
	report.root = root
	return w
}

func (w *walker) result() (value, positions json.RawMessage) {
	return w.value, append(w.positions, '}')
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
			w.report.noteWrongChoice(w.path, s)
		}
	} else if s.bound != nil && !s.bound.admits(v) {
		w.fail(at, v, "expected "+s.describe()+", found "+show(v), "")
	}
	w.scalar(v)
}

func contains(list []string, text string) bool {
	for _, item := range list {
		if item == text {
			return true
		}
	}
	return false
}

// structure writes a struct, and has each field checked, left out or refused.
func (w *walker) structure(v cue.Value, s *shape, at place, places *members, decide func(name string) fieldAction) {
	fields, err := v.Fields()
	if err != nil {
		w.report.cueErrors(err, w.context(at, s))
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
		w.refuse(refused, s)
		if present < len(s.required) {
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

func (w *walker) comma(first bool) bool {
	if !first {
		w.value = append(w.value, ',')
	}
	return false
}

func (w *walker) field(name string, v cue.Value, s *shape, at place) {
	w.value = appendString(w.value, name)
	w.value = append(w.value, ':')
	leave := w.enter(name, quoteLabel(name), v, at)
	w.check(v, s, at)
	leave()
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

func escapePointer(label string) string {
	if !strings.ContainsAny(label, "~/") {
		return label
	}
	return strings.ReplaceAll(strings.ReplaceAll(label, "~", "~0"), "/", "~1")
}

func (w *walker) mark(v cue.Value, at place) {
	if position := w.locate(v, at); position.IsValid() {
		w.here = position
	}
	position := w.here
	if !position.IsValid() {
		return
	}
	if len(w.positions) > 1 {
		w.positions = append(w.positions, ',')
	}
	w.positions = appendString(w.positions, string(w.pointer))
	w.positions = append(w.positions, ":["...)
	w.positions = strconv.AppendInt(w.positions, int64(w.indexOf(position.Filename)), 10)
	w.positions = append(w.positions, ',')
	w.positions = strconv.AppendInt(w.positions, int64(position.Line), 10)
	w.positions = append(w.positions, ',')
	w.positions = strconv.AppendInt(w.positions, int64(position.Column), 10)
	w.positions = append(w.positions, ']')
}

func (w *walker) indexOf(path string) int {
	if path != w.lastFile {
		w.lastFile, w.lastIndex = path, w.fileIndex[path]
	}
	return w.lastIndex
}

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

// list writes a list, and has each element checked.
func (w *walker) list(v cue.Value, at place, check func(i int, element cue.Value, at place)) {
	elements, err := v.List()
	if err != nil {
		w.report.cueErrors(err, w.context(at, nil))
		return
	}
	w.value = append(w.value, '[')
	for i := 0; elements.Next(); i++ {
		if i > 0 {
			w.value = append(w.value, ',')
		}
		place := at.element(i)
		leave := w.enter(strconv.Itoa(i), strconv.Itoa(i), elements.Value(), place)
		check(i, elements.Value(), place)
		leave()
	}
	w.value = append(w.value, ']')
}

func (w *walker) scalar(v cue.Value) {
	if v.Kind() == cue.StringKind {
		text, _ := v.String()
		w.value = appendString(w.value, text)
		return
	}
	encoded, err := v.MarshalJSON()
	if err != nil {
		panic(err)
	}
	w.value = append(w.value, encoded...)
}

// broken reports a value that CUE could not make: it has a mistake somewhere
// inside, contradicts itself or isn't complete.
func (w *walker) broken(v cue.Value, s *shape, at place) {
	before := w.report.count()
	if w.descend(v, s, at); w.report.count() > before {
		return
	}
	if kinds := v.IncompleteKind(); kinds != cue.BottomKind {
		w.incomplete(v, kinds, s, at)
		return
	}
	if w.recheckLiteral(s, at); w.report.count() > before {
		return
	}
	w.report.cueErrors(v.Err(), w.context(at, s))
}

// descend looks for mistakes inside a struct or list that has some.
func (w *walker) descend(v cue.Value, s *shape, at place) {
	if v.LookupPath(firstElement).Exists() {
		w.checkElements(v, s, at)
	} else if _, err := v.Fields(); err == nil {
		w.checkAs(cue.StructKind, v, s, at)
	}
}

var firstElement = cue.MakePath(cue.Index(0))

// checkElements looks into a list that is broken because an element is.
func (w *walker) checkElements(v cue.Value, s *shape, at place) {
	for i := 0; ; i++ {
		element := v.LookupPath(cue.MakePath(cue.Index(i)))
		if !element.Exists() {
			return
		}
		place := at.element(i)
		leave := w.enter(strconv.Itoa(i), strconv.Itoa(i), element, place)
		w.check(element, w.elementOf(s), place)
		leave()
	}
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
		w.report.cueErrors(err, w.context(at, s))
		return
	}
	w.fail(at, v, "no concrete value ("+strings.ReplaceAll(strings.Trim(kinds.String(), "()"), "|", " or ")+")", "")
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

func appendString(b []byte, text string) []byte {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			return appendEscaped(b, text)
		}
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

func appendEscaped(b []byte, text string) []byte {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return append(b, encoded...)
}
