package main

import "cuelang.org/go/cue"

// environmentKey holds the variables of named environments.
const environmentKey = "environment"

// environment writes variables. At the top, one key is reserved for those of
// named environments.
func (w *walker) environment(v cue.Value, at place) {
	values := w.schema.shape("#EnvValue")
	named := w.schema.shape("#Env")
	top := len(w.path) == 1
	if !mayBe(v.IncompleteKind(), cue.StructKind) {
		w.mismatch(v, v.IncompleteKind(), &shape{kinds: cue.StructKind}, at)
		return
	}
	w.structure(v, &shape{open: true, fields: variables{values, named, top}.of(v)}, at, at.members(),
		func(string) fieldAction { return checkField })
	w.checkVariableNames(v, at)
}

// variables gives each variable its shape.
type variables struct {
	value, environment *shape
	top                bool
}

func (s variables) of(v cue.Value) map[string]*shape {
	shapes := map[string]*shape{}
	fields, err := v.Fields()
	if err != nil {
		return shapes
	}
	for fields.Next() {
		name := fields.Selector().Unquoted()
		shapes[name] = s.value
		if s.top && name == environmentKey && isNamespace(fields.Value()) {
			shapes[name] = &shape{kinds: cue.StructKind, open: true, fields: s.environments(fields.Value())}
		}
	}
	return shapes
}

func (s variables) environments(v cue.Value) map[string]*shape {
	shapes := map[string]*shape{}
	if fields, err := v.Fields(); err == nil {
		for fields.Next() {
			shapes[fields.Selector().Unquoted()] = s.environment
		}
	}
	return shapes
}

// isNamespace tells named environments from a variable that happens to be
// called like the reserved key.
func isNamespace(v cue.Value) bool {
	fields, err := v.Fields()
	if err != nil {
		return false
	}
	for fields.Next() {
		if !mayBe(fields.Value().IncompleteKind(), cue.StructKind) {
			return false
		}
	}
	return true
}

func (w *walker) checkVariableNames(v cue.Value, at place) {
	fields, err := v.Fields()
	if err != nil {
		return
	}
	places := at.members()
	for fields.Next() {
		name := fields.Selector().Unquoted()
		if !isVariableName(name) {
			w.path = append(w.path, quoteLabel(name))
			w.fail(places.find(name), fields.Value(), "not a variable name: it needs letters, digits and _ and must not start with a digit", "")
			w.path = w.path[:len(w.path)-1]
		}
	}
}

func isVariableName(name string) bool {
	for i, c := range name {
		letter := c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}
