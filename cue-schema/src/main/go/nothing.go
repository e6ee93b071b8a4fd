package main

import (
	"slices"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/token"
)

// referencesToNothing reports embeddings and comprehensions at the top of the
// files that refer to what isn't there: CUE leaves them out and goes on, since
// that could still get a value.
func (w *walker) referencesToNothing() {
	var told []ast.Node
	for _, expr := range w.source.embedded() {
		if err := w.baseError(w.report.selectors(expr)); err != nil {
			w.cueErrors(err, place{})
			told = append(told, expr)
		}
	}
	for _, err := range leftOut(w.root) {
		within := func(n ast.Node) bool { return holds(n, err.Position()) }
		if !slices.ContainsFunc(told, within) && !w.source.leavesAlone(err.Position()) {
			w.cueErrors(err, place{})
		}
	}
}

// leftOut is why parts of a value aren't there.
func leftOut(v cue.Value) []errors.Error {
	var own []errors.Error
	for _, err := range errors.Errors(v.Err()) {
		if cue.IsIncomplete(err) && !startsWith(err, notPresent) {
			own = append(own, err)
		}
	}
	return own
}

// notPresent is what CUE says of required fields.
const notPresent = "field is required"

// isAbsent tells whether a field is only required, and maybe made by what is
// left out.
func isAbsent(field cue.Value) bool {
	err := field.Err()
	return err != nil && startsWith(errors.Errors(err)[0], notPresent)
}

func startsWith(err errors.Error, text string) bool {
	format, _ := err.Msg()
	return strings.HasPrefix(format, text)
}

func holds(n ast.Node, pos token.Pos) bool {
	start := n.Pos()
	return start.Filename() == pos.Filename() && start.Offset() <= pos.Offset() && pos.Offset() < n.End().Offset()
}

// leavesAlone tells whether a position is in a comprehension that makes nothing
// but sections that the plugin doesn't use.
func (s *source) leavesAlone(pos token.Pos) bool {
	for _, f := range s.ownFiles() {
		for _, decl := range f.syntax.Decls {
			if x, ok := decl.(*ast.Comprehension); ok && holds(x, pos) {
				return s.isUnused(x.Value)
			}
		}
	}
	return false
}

func (s *source) isUnused(expr ast.Expr) bool {
	made := place{exprs: []ast.Expr{expr}}.members().entries
	used := func(m member) bool { return !slices.Contains(ignoredSections, m.name) || s.facts.names[m.name] }
	return len(made) > 0 && !slices.ContainsFunc(made, used)
}

// embedded are the expressions that the files embed at the top in any case.
func (s *source) embedded() []ast.Expr {
	var exprs []ast.Expr
	for _, f := range s.ownFiles() {
		exprs = append(exprs, embeddedIn(f.syntax.Decls)...)
	}
	return exprs
}

func embeddedIn(decls []ast.Decl) []ast.Expr {
	var exprs []ast.Expr
	for _, decl := range decls {
		if embedding, ok := decl.(*ast.EmbedDecl); ok {
			exprs = append(exprs, conjuncts(embedding.Expr)...)
		}
	}
	return exprs
}

func conjuncts(expr ast.Expr) []ast.Expr {
	switch x := expr.(type) {
	case *ast.StructLit:
		return embeddedIn(x.Elts)
	case *ast.ParenExpr:
		return conjuncts(x.X)
	case *ast.BinaryExpr:
		if x.Op == token.AND {
			return append(conjuncts(x.X), conjuncts(x.Y)...)
		}
	}
	return []ast.Expr{expr}
}

// baseError is why a value isn't there that is part of one with a mistake: of
// such a part CUE says nothing.
func (w *walker) baseError(path []cue.Selector) error {
	if w.root.LookupPath(cue.MakePath(path...)).Err() == nil {
		return nil
	}
	for i := range path {
		err := w.root.LookupPath(cue.MakePath(path[:i+1]...)).Err()
		if cue.IsIncomplete(err) && !startsWith(errors.Errors(err)[0], "field not found") {
			return err
		}
	}
	return nil
}
