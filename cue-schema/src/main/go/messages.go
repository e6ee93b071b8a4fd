package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/token"
)

// descriptions say in words what a definition admits.
var descriptions = map[string]string{
	"#Duration": "a duration such as 30s, 5m or 1h30m",
	"#Count":    "a whole number from 0",
	"#Name":     "a text that is not empty",
	"#EnvName":  "a variable name",
	"#Mount":    "an absolute path such as /root/.cache",
	"#TaskNode": "a task, a group or a sequence",
}

// nouns name what a definition enumerates.
var nouns = map[string]string{
	"#BackendType":  "backend",
	"#ResolverName": "secret resolver",
	"#ScriptShell":  "shell",
}

func unknownLiteral(s *shape, text string) string {
	noun := nouns[s.name]
	if noun == "" {
		noun = "value"
	}
	if len(s.literals) == 1 {
		return fmt.Sprintf("unknown %s %q; only %q is supported", noun, text, s.literals[0])
	}
	return fmt.Sprintf("unknown %s %q; known: %s", noun, text, strings.Join(s.literals, ", "))
}

const groupHint = `a group of tasks needs type: "group"`

func unknownFieldHint(f field, s *shape) string {
	if hint := nearestHint(f.name, s.names); hint != "" {
		return hint
	}
	if s.name == "#Task" && f.value.IncompleteKind()&(cue.StructKind|cue.ListKind) != 0 {
		return groupHint
	}
	return ""
}

func (s *shape) allKinds() cue.Kind {
	kinds := s.kinds
	for _, option := range s.options {
		kinds |= option.kinds
	}
	return kinds
}

// describe says what the shape admits, to follow the word "expected".
func (s *shape) describe() string {
	if text := descriptions[s.name]; text != "" {
		return text
	}
	switch {
	case s.role == environment || s.role == runtimeSettings:
		return "a struct"
	case len(s.options) > 0:
		var parts []string
		for _, option := range s.options {
			for _, part := range option.parts() {
				if !slices.Contains(parts, part) {
					parts = append(parts, part)
				}
			}
		}
		return alternatives(parts)
	case len(s.literals) > 0:
		return "one of " + strings.Join(s.literals, ", ")
	case s.kinds == cue.ListKind && s.element != nil && s.element.plural() != "":
		return "a list of " + s.element.plural()
	}
	return kindName(s.kinds)
}

// parts are the alternatives that the shape adds to a list of them.
func (s *shape) parts() []string {
	if descriptions[s.name] != "" || s.kinds&cue.StructKind != 0 || len(s.literals) > 0 {
		return []string{s.describe()}
	}
	return kindParts(s.kinds)
}

func (s *shape) plural() string {
	switch {
	case s.role != plain || len(s.options) > 0:
		return ""
	case s.kinds == cue.StringKind:
		return "strings"
	case s.kinds == cue.StructKind:
		return "structs"
	}
	return ""
}

var kindNames = []struct {
	kind cue.Kind
	name string
}{
	{cue.StringKind, "a string"},
	{cue.NumberKind, "a number"},
	{cue.IntKind, "a number"},
	{cue.FloatKind, "a number"},
	{cue.BoolKind, "a boolean"},
	{cue.BytesKind, "bytes"},
	{cue.NullKind, "null"},
	{cue.ListKind, "a list"},
	{cue.StructKind, "a struct"},
}

func kindName(kinds cue.Kind) string {
	return alternatives(kindParts(kinds))
}

func kindParts(kinds cue.Kind) []string {
	var names []string
	for _, entry := range kindNames {
		if kinds&entry.kind == entry.kind {
			names = append(names, entry.name)
			kinds &^= entry.kind
		}
	}
	return names
}

// alternatives lists phrases as "a, b or c".
func alternatives(phrases []string) string {
	if len(phrases) < 2 {
		return strings.Join(phrases, "")
	}
	last := len(phrases) - 1
	return strings.Join(phrases[:last], ", ") + " or " + phrases[last]
}

// show gives a scalar as the author would write it.
func show(v cue.Value) string {
	return shorten(fmt.Sprint(v))
}

func shorten(text string) string {
	const most = 60
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}

// translate puts an error of CUE in plain words; none for summaries of others.
func (r *report) translate(err errors.Error) (message, hint string) {
	format, arguments := err.Msg()
	text := render(format, arguments)
	if format == "import failed" {
		text = err.Error()
	}
	switch {
	case strings.Contains(format, "errors in empty disjunction"):
		return "", ""
	case strings.HasPrefix(format, "reference %q not found"):
		return text, r.scopeHint(fmt.Sprint(arguments[0]), err.Path())
	case strings.HasPrefix(format, "undefined field"):
		return text, r.siblingHint(err.Position(), fmt.Sprint(arguments[0]))
	case strings.HasPrefix(format, "conflicting values"):
		return r.conflict(err, arguments), ""
	case strings.Contains(text, "field is required but not present"):
		return "required field is missing", ""
	case strings.Contains(text, "field not allowed"):
		return "unknown field", ""
	case cue.IsIncomplete(err):
		return "no concrete value: it depends on one that is not set", ""
	}
	return r.loadMessage(text), ""
}

func render(format string, arguments []any) string {
	return fmt.Sprintf(format, arguments...)
}

func (r *report) conflict(err errors.Error, arguments []any) string {
	var places []string
	for _, pos := range err.InputPositions() {
		if r.source.owns(pos) {
			p := pos.Position()
			places = append(places, fmt.Sprintf("%s:%d:%d", r.source.relative(p.Filename), p.Line, p.Column))
		}
	}
	message := fmt.Sprintf("conflicting values %v and %v", shorten(fmt.Sprint(arguments[0])), shorten(fmt.Sprint(arguments[1])))
	if len(places) > 1 {
		message += " (" + strings.Join(places, " and ") + ")"
	}
	return message
}

// scopeHint says what could be meant by a name that isn't in scope at a path.
func (r *report) scopeHint(name string, path []string) string {
	around := r.taskAround(path)
	if task := r.writtenTask(name); task != nil && !slices.Equal(task, around) {
		hint := "for the task, say " + taskReference(task)
		if slices.Contains(path, "dependsOn") || slices.Contains(path, "from") {
			hint += fmt.Sprintf(" or %q", strings.Join(task, "."))
		}
		return hint
	}
	known := slices.DeleteFunc(r.knownNames(), func(known string) bool {
		return len(around) > 0 && known == around[len(around)-1]
	})
	return nearestHint(name, known)
}

func taskReference(task []string) string {
	reference := []string{"tasks"}
	for _, label := range task {
		reference = append(reference, quoteLabel(label))
	}
	return joinPath(reference)
}

// knownNames are all that the author could have referred to.
func (r *report) knownNames() []string {
	names := map[string]bool{}
	for _, f := range r.source.ownFiles() {
		ast.Walk(f.syntax, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.Field:
				if name, isIdent, err := ast.LabelName(x.Label); err == nil && isIdent {
					names[name] = true
				}
			case *ast.LetClause:
				names[x.Ident.Name] = true
			case *ast.ImportSpec:
				if x.Name != nil {
					names[x.Name.Name] = true
				} else {
					path := strings.Trim(x.Path.Value, `"`)
					names[path[strings.LastIndexAny(path, "/:")+1:]] = true
				}
			}
			return true
		}, nil)
	}
	return mapKeys(names)
}

// siblingHint looks for what is there beside the field that is not.
func (r *report) siblingHint(pos token.Pos, name string) string {
	base := r.selectedFrom(pos)
	if !base.Exists() {
		return ""
	}
	fields, err := base.Fields(cue.Definitions(true), cue.Hidden(true))
	if err != nil {
		return ""
	}
	var known []string
	for fields.Next() {
		known = append(known, strings.Trim(fields.Selector().String(), `"`))
	}
	return nearestHint(name, known)
}

// selectedFrom is what stands before the dot at a position, where that can be
// looked up.
func (r *report) selectedFrom(pos token.Pos) cue.Value {
	var base ast.Expr
	for _, f := range r.source.ownFiles() {
		ast.Walk(f.syntax, func(n ast.Node) bool {
			if x, ok := n.(*ast.SelectorExpr); ok && x.Sel.Pos() == pos {
				base = x.X
			}
			return base == nil
		}, nil)
	}
	path := r.selectors(base)
	switch {
	case isSchema(base):
		return r.schema.definitions
	case len(path) == 0:
		return cue.Value{}
	}
	return r.root.LookupPath(cue.MakePath(path...))
}

func isSchema(expr ast.Expr) bool {
	if name, ok := expr.(*ast.Ident); ok {
		if spec, ok := name.Node.(*ast.ImportSpec); ok {
			return isSchemaImport(strings.Trim(spec.Path.Value, `"`))
		}
	}
	return false
}

// selectors are those of an expression such as a.b["c"], or none.
func (r *report) selectors(expr ast.Expr) []cue.Selector {
	switch x := expr.(type) {
	case *ast.Ident:
		return []cue.Selector{r.selector(x.Name)}
	case *ast.SelectorExpr:
		before := r.selectors(x.X)
		if name, _, err := ast.LabelName(x.Sel); err == nil && before != nil {
			return append(before, r.selector(name))
		}
	case *ast.IndexExpr:
		before := r.selectors(x.X)
		if name, ok := stringLiteral(x.Index); ok && before != nil {
			return append(before, cue.Str(name))
		}
	}
	return nil
}

func (r *report) selector(name string) cue.Selector {
	switch {
	case strings.HasPrefix(name, "_"):
		return cue.Hid(name, r.pkg)
	case strings.HasPrefix(name, "#"):
		return cue.Def(name)
	}
	return cue.Str(name)
}

var notFound = regexp.MustCompile(`cannot find package "([^"]+)"`)

// loadMessage leaves out what only a CUE expert needs.
func (r *report) loadMessage(text string) string {
	if i := strings.Index(text, "the CUE module "); i >= 0 {
		return firstLine(errors.New(text[i:]))
	}
	if match := notFound.FindStringSubmatch(text); match != nil {
		return fmt.Sprintf("cannot find the package %q that is imported", match[1])
	}
	return firstLine(errors.New(text))
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// joinPath writes a path of selectors in CUE's notation.
func joinPath(selectors []string) string {
	var b strings.Builder
	for _, selector := range selectors {
		switch {
		case isIndex(selector):
			b.WriteString("[" + selector + "]")
			continue
		case b.Len() > 0:
			b.WriteByte('.')
		}
		b.WriteString(selector)
	}
	return b.String()
}

// quoteLabel writes a field's name as a selector.
func quoteLabel(name string) string {
	if isVariableName(name) {
		return name
	}
	return strconv.Quote(name)
}

func isIndex(label string) bool {
	for _, c := range label {
		if c < '0' || c > '9' {
			return false
		}
	}
	return label != ""
}
