package main

import (
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue"
)

// identityPattern gives each task a hidden mark that goes along wherever CUE
// copies it, so that a copy can still be named. It is a struct, because a task
// that extends another one has the marks of both.
const identityPattern = `tasks?: [Name=string]: {_cuenvTask: (Name): true, _}`

const identityName = "_cuenvTask"

// dependencies writes a list of names and references.
func (w *walker) dependencies(v cue.Value, at place) {
	if kind := v.IncompleteKind(); !mayBe(kind, cue.ListKind) {
		w.fail(at, v, "expected a list of task names or references, found "+kindName(kind), "")
		return
	}
	w.list(v, at, func(_ int, element cue.Value, at place) { w.dependency(element, at) })
}

// dependency writes a name as it stands, and the name behind a reference.
func (w *walker) dependency(v cue.Value, at place) {
	kind := v.IncompleteKind()
	switch {
	case kind == cue.StringKind && v.IsConcrete():
		w.scalar(v)
	case kind == cue.StringKind:
		w.incomplete(v, kind, anyShape, at)
	case !mayBe(kind, cue.StructKind|cue.ListKind):
		w.fail(at, v, "expected a task's name or a reference to a task, found "+kindName(kind), "")
	default:
		w.reference(v, at)
	}
}

func (w *walker) reference(v cue.Value, at place) {
	name, ok := w.tasks.nameOf(v)
	if !ok {
		w.noTask(v, at)
		return
	}
	w.tasks.expected = append(w.tasks.expected, expectation{name, v, at, slices.Clone(w.path), slices.Clone(w.pointer)})
	w.value = append(w.value, `{"$ref":`...)
	w.value = appendString(w.value, name)
	w.value = append(w.value, '}')
}

// noTask reports a dependency that is something else, or nothing.
func (w *walker) noTask(v cue.Value, at place) {
	if err := v.Err(); err != nil {
		w.cueErrors(err, at)
		return
	}
	w.fail(at, v, "this is no reference to a task of this project", "refer to a task as tasks.NAME, or give its name as a string")
}

// verifyReferences reports references to what isn't a task, such as to a task's field.
func (w *walker) verifyReferences() {
	for _, expected := range w.tasks.expected {
		if !w.tasks.names[expected.name] {
			w.path, w.pointer = expected.path, expected.pointer
			w.noTask(expected.value, expected.at)
		}
	}
}

// taskIndex finds the names of tasks that are referred to.
type taskIndex struct {
	identity cue.Path // of a task's mark
	root     cue.Value
	names    map[string]bool
	expected []expectation
	schema   cue.Value         // whose definitions say nothing about identity
	marks    map[string]string // sorted identities → name; made when needed
	origins  map[origin]*claim // what tasks are made of; made when needed
	values   map[string]cue.Value
}

// expectation is a name that a reference gave, to be checked when all are known.
type expectation struct {
	name    string
	value   cue.Value
	at      place
	path    []string
	pointer []byte
}

// origin is the target of a reference.
type origin struct {
	root cue.Value
	path string
}

func newTaskIndex(root, schema cue.Value, pkg string) *taskIndex {
	return &taskIndex{root: root, identity: cue.MakePath(cue.Hid(identityName, pkg)), schema: schema, names: map[string]bool{}}
}

func (t *taskIndex) add(name string) {
	t.names[name] = true
}

// nameOf names the task that a value refers to: by the reference itself where
// CUE still knows it, else by what the value is made of.
func (t *taskIndex) nameOf(v cue.Value) (string, bool) {
	if name, ok := t.nameOfReference(v); ok {
		return name, true
	}
	if name, ok := t.nameOfMark(v); ok {
		return name, true
	}
	if name, ok := t.nameOfOperands(v); ok {
		return name, true
	}
	return t.nameOfEqual(v)
}

// maxAliases bounds how many names in a row (let, hidden fields) are followed.
const maxAliases = 8

func (t *taskIndex) nameOfReference(v cue.Value) (string, bool) {
	for range maxAliases {
		root, path := v.ReferencePath()
		if selectors := path.Selectors(); len(selectors) > 0 {
			if name, ok := t.nameOfPath(root, selectors); ok {
				return name, true
			}
		}
		next, ok := dereference(v)
		if !ok || next == v {
			return "", false
		}
		v = next
	}
	return "", false
}

// dereference is cue.Dereference, which panics on some values of comprehensions.
func dereference(v cue.Value) (target cue.Value, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return cue.Dereference(v), true
}

func (t *taskIndex) nameOfPath(root cue.Value, selectors []cue.Selector) (string, bool) {
	if root == t.root && selectors[0].String() == "tasks" && len(selectors) > 1 {
		return joinName("", selectors[1:]), true
	}
	for split := len(selectors); split > 0; split-- {
		prefix := cue.MakePath(selectors[:split]...).String()
		claim := t.allOrigins()[origin{root, prefix}]
		if claim == nil || claim.ambiguous || claim.name == "" && split == len(selectors) {
			continue
		}
		return joinName(claim.name, selectors[split:]), true
	}
	return "", false
}

// joinName gives the protocol's name of a node below another one.
func joinName(name string, selectors []cue.Selector) string {
	var b strings.Builder
	b.WriteString(name)
	for _, selector := range selectors {
		if selector.Type() == cue.IndexLabel {
			b.WriteString("[" + strconv.Itoa(selector.Index()) + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		if selector.LabelType() == cue.StringLabel {
			b.WriteString(selector.Unquoted())
		} else {
			b.WriteString(selector.String())
		}
	}
	return b.String()
}

// nameOfMark reads the mark of a copy.
func (t *taskIndex) nameOfMark(v cue.Value) (string, bool) {
	mark := t.markOf(v)
	if mark == "" {
		return "", false
	}
	if t.marks == nil {
		t.marks = map[string]string{}
		t.each(func(name string, task cue.Value) {
			if mark := t.markOf(task); mark != "" {
				t.marks[mark] = name
			}
		})
	}
	name, ok := t.marks[mark]
	return name, ok
}

func (t *taskIndex) markOf(v cue.Value) string {
	fields, err := v.LookupPath(t.identity).Fields()
	if err != nil {
		return ""
	}
	var names []string
	for fields.Next() {
		names = append(names, fields.Selector().Unquoted())
	}
	return strings.Join(sorted(names), "\x00")
}

// nameOfOperands looks into `a & b`, `a.b` and `a[b]`.
func (t *taskIndex) nameOfOperands(v cue.Value) (string, bool) {
	op, operands := v.Expr()
	switch op {
	case cue.AndOp:
		for _, operand := range operands {
			if name, ok := t.nameOfReference(operand); ok {
				return name, true
			}
		}
	case cue.SelectorOp, cue.IndexOp:
		return t.nameOfSelection(operands)
	}
	return "", false
}

func (t *taskIndex) nameOfSelection(operands []cue.Value) (string, bool) {
	root, path := operands[0].ReferencePath()
	selectors := path.Selectors()
	if len(selectors) == 0 {
		return "", false
	}
	switch key := operands[1]; key.Kind() {
	case cue.StringKind:
		name, _ := key.String()
		return t.nameOfPath(root, append(selectors, cue.Str(name)))
	case cue.IntKind:
		i, _ := key.Int64()
		return t.nameOfPath(root, append(selectors, cue.Index(int(i))))
	}
	return "", false
}

// nameOfEqual finds the one node that equals the value, the last resort for
// children of groups that a comprehension copied.
func (t *taskIndex) nameOfEqual(v cue.Value) (string, bool) {
	found, count := "", 0
	t.each(func(name string, node cue.Value) {
		if node.Equals(v) {
			found, count = name, count+1
		}
	})
	return found, count == 1
}

// claim is the name of what was declared as an origin, such as `tasks: _service.tasks`
// or `build: _service.build`; "" stands for the tasks as a whole.
type claim struct {
	name      string
	ambiguous bool
}

func (t *taskIndex) allOrigins() map[origin]*claim {
	if t.origins == nil {
		t.origins = map[origin]*claim{}
		t.addOrigins("", t.root.LookupPath(cue.ParsePath("tasks")))
		t.each(t.addOrigins)
	}
	return t.origins
}

func (t *taskIndex) addOrigins(name string, v cue.Value) {
	_, operands := v.Expr()
	for _, operand := range append(operands, v) {
		root, path := operand.ReferencePath()
		if selectors := path.Selectors(); len(selectors) > 0 && root != t.schema {
			t.claim(origin{root, path.String()}, name, selectors[len(selectors)-1].String())
		}
	}
}

// claim notes that a node was declared as an origin. Of several such nodes, the
// one with the origin's own label is meant.
func (t *taskIndex) claim(from origin, name, label string) {
	switch known := t.origins[from]; {
	case known == nil:
		t.origins[from] = &claim{name: name}
	case known.name == name || known.name == label:
	case name == label:
		*known = claim{name: name}
	default:
		known.ambiguous = true
	}
}

// each calls back for every node, children and steps included.
func (t *taskIndex) each(visit func(name string, node cue.Value)) {
	if t.values == nil {
		t.values = map[string]cue.Value{}
		t.collect("", t.root.LookupPath(cue.ParsePath("tasks")), true)
	}
	for _, name := range sorted(mapKeys(t.values)) {
		visit(name, t.values[name])
	}
}

func (t *taskIndex) collect(name string, v cue.Value, container bool) {
	if name != "" {
		t.values[name] = v
	}
	if steps, err := v.List(); err == nil {
		for i := 0; steps.Next(); i++ {
			t.collect(name+"["+strconv.Itoa(i)+"]", steps.Value(), false)
		}
		return
	}
	if !container && !v.LookupPath(typePath).Exists() {
		return
	}
	fields, err := v.Fields()
	if err != nil {
		return
	}
	for fields.Next() {
		if kind := fields.Value().IncompleteKind(); kind == cue.StructKind || kind == cue.ListKind && container {
			t.collect(joinName(name, []cue.Selector{fields.Selector()}), fields.Value(), false)
		}
	}
}
