package main

import (
	"strconv"

	"cuelang.org/go/cue"
)

var (
	typePath    = cue.ParsePath("type")
	commandPath = cue.ParsePath("command")
	scriptPath  = cue.ParsePath("script")
	envVarPath  = cue.ParsePath("envVar")
	pathPath    = cue.ParsePath("path")
)

// taskMap writes the tasks of the project.
func (w *walker) taskMap(v cue.Value, at place) {
	fields, err := v.Fields()
	if err != nil {
		w.mismatch(v, v.IncompleteKind(), &shape{kinds: cue.StructKind}, at)
		return
	}
	places := at.members()
	w.value = append(w.value, '{')
	first := true
	for fields.Next() {
		first = w.comma(first)
		name := fields.Selector().Unquoted()
		w.taskField(name, name, fields.Value(), places.find(name))
	}
	w.value = append(w.value, '}')
}

func (w *walker) taskField(label, name string, v cue.Value, at place) {
	w.value = appendString(w.value, label)
	w.value = append(w.value, ':')
	leave := w.enter(label, quoteLabel(label), v, at)
	start := len(w.value)
	w.taskNode(name, v, at)
	w.orNull(start)
	leave()
}

// taskNode writes a task, a group or a sequence: a list is a sequence, a struct
// with a type a group, any other struct a task.
func (w *walker) taskNode(name string, v cue.Value, at place) {
	w.tasks.add(name)
	switch kind := v.IncompleteKind(); {
	case kind == cue.ListKind, kind == cue.BottomKind && v.LookupPath(firstElement).Exists():
		w.list(v, at, func(i int, step cue.Value, at place) {
			w.taskNode(name+"["+strconv.Itoa(i)+"]", step, at)
		})
	case !mayBe(kind, cue.StructKind):
		w.mismatch(v, kind, &shape{kinds: cue.StructKind, name: "#TaskNode"}, at)
	case v.LookupPath(typePath).Exists():
		w.group(name, v, at)
	default:
		w.check(v, w.schema.shape("#Task"), at)
	}
}

func (w *walker) group(name string, v cue.Value, at place) {
	group := w.schema.shape("#TaskGroup")
	settings := &shape{name: group.name, fields: group.fields, required: group.required, open: true}
	fields, err := v.Fields()
	if err != nil {
		w.broken(v, group, at)
		return
	}
	places := at.members()
	w.value = append(w.value, '{')
	first := true
	for fields.Next() {
		label := fields.Selector().Unquoted()
		inner := settings.fields[label]
		if inner == nil && w.report.wrongChoiceIn(w.path) {
			continue
		}
		first = w.comma(first)
		if inner != nil {
			w.field(label, fields.Value(), inner, places.find(label))
		} else {
			w.taskField(label, name+"."+label, fields.Value(), places.find(label))
		}
	}
	w.value = append(w.value, '}')
}

// runtimeShape tells the plugin's own runtime, which is checked, from cuenv's
// others, which are left alone.
func (w *walker) runtimeShape(v cue.Value) *shape {
	if kind, err := v.LookupPath(typePath).String(); err == nil && kind == "dagger" {
		return w.schema.shape("#DaggerRuntime")
	}
	return otherRuntime(w.schema)
}

func otherRuntime(s *schema) *shape {
	return &shape{kinds: cue.StructKind, open: true, required: []string{"type"}, fields: map[string]*shape{"type": s.shape("#RuntimeType")}}
}

// rules are what the schema's definitions don't say: how fields of one struct
// go together.
var rules = map[string]func(w *walker, v cue.Value, at place){
	"#Task":         commandOrScript,
	"#DaggerSecret": variableOrFile,
}

func commandOrScript(w *walker, v cue.Value, at place) {
	if v.LookupPath(commandPath).Exists() && v.LookupPath(scriptPath).Exists() {
		w.fail(at, v, "a task has either a command or a script, not both", "")
	}
}

func variableOrFile(w *walker, v cue.Value, at place) {
	if !v.LookupPath(envVarPath).Exists() && !v.LookupPath(pathPath).Exists() {
		w.fail(at, v, "a secret needs envVar or path", "")
	}
}
