package main

import (
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"
)

// place is where the author wrote a value: the syntax tells what an evaluated
// value has forgotten, such as the position of a field's name. Values that CUE
// computed have no place.
type place struct {
	labels []ast.Node
	exprs  []ast.Expr
}

// position is where the value's field is named, or the value itself starts.
func (p place) position() token.Pos {
	for _, label := range p.labels {
		if pos := label.Pos(); pos.IsValid() {
			return pos
		}
	}
	for _, expr := range p.exprs {
		if pos := expr.Pos(); pos.IsValid() {
			return pos
		}
	}
	return token.NoPos
}

// members are the places of a struct's fields.
type members struct {
	entries []member
	index   map[string][]int // for structs that are too big to be searched
}

type member struct {
	name  string
	field *ast.Field
}

const searchable = 12

func (p place) members() *members {
	m := &members{}
	for _, expr := range p.exprs {
		m.addExpr(expr)
	}
	m.buildIndex()
	return m
}

func rootMembers(files []*file) *members {
	m := &members{}
	for _, f := range files {
		m.addDecls(f.syntax.Decls)
	}
	m.buildIndex()
	return m
}

func (m *members) addExpr(expr ast.Expr) {
	switch x := expr.(type) {
	case *ast.StructLit:
		m.addDecls(x.Elts)
	case *ast.ParenExpr:
		m.addExpr(x.X)
	case *ast.BinaryExpr:
		if x.Op == token.AND {
			m.addExpr(x.X)
			m.addExpr(x.Y)
		}
	}
}

func (m *members) addDecls(decls []ast.Decl) {
	for _, decl := range decls {
		switch x := decl.(type) {
		case *ast.Field:
			if name, _, err := ast.LabelName(x.Label); err == nil && x.Label.Pos().IsValid() {
				m.entries = append(m.entries, member{name, x})
			}
		case *ast.EmbedDecl:
			m.addExpr(x.Expr)
		case *ast.StructLit:
			m.addDecls(x.Elts)
		}
	}
}

func (m *members) buildIndex() {
	if len(m.entries) <= searchable {
		return
	}
	m.index = make(map[string][]int, len(m.entries))
	for i, entry := range m.entries {
		m.index[entry.name] = append(m.index[entry.name], i)
	}
}

func (m *members) find(name string) place {
	var found place
	if m.index != nil {
		for _, i := range m.index[name] {
			found.add(m.entries[i].field)
		}
		return found
	}
	for _, entry := range m.entries {
		if entry.name == name {
			found.add(entry.field)
		}
	}
	return found
}

func (p *place) add(field *ast.Field) {
	p.labels = append(p.labels, field.Label)
	p.exprs = append(p.exprs, field.Value)
}

// element is the place of a list's element.
func (p place) element(i int) place {
	for _, expr := range p.exprs {
		list, ok := expr.(*ast.ListLit)
		if !ok || i >= len(list.Elts) || computed(list.Elts[:i+1]) {
			continue
		}
		return place{exprs: []ast.Expr{list.Elts[i]}}
	}
	return place{}
}

// computed tells whether elements may come from a comprehension or an ellipsis.
func computed(elements []ast.Expr) bool {
	for _, element := range elements {
		switch element.(type) {
		case *ast.Comprehension, *ast.Ellipsis:
			return true
		}
	}
	return false
}

// literal is the author's one expression for a value, where it is complete in
// itself, such as a string or a list of strings.
func (p place) literal() ast.Expr {
	if len(p.exprs) != 1 {
		return nil
	}
	complete := true
	ast.Walk(p.exprs[0], func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.Field:
			ast.Walk(x.Value, func(n ast.Node) bool {
				_, reference := n.(*ast.Ident)
				complete = complete && !reference
				return complete
			}, nil)
			return false
		case *ast.Ident, *ast.Comprehension:
			complete = false
		}
		return complete
	}, nil)
	if !complete {
		return nil
	}
	return p.exprs[0]
}
