package main

import (
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"
)

// facts are what the syntax alone tells about a package.
type facts struct {
	names   map[string]bool // every identifier and selector that is no label
	tags    map[string]bool // declared by @tag(name)
	flags   map[string]bool // asked for by @if(name)
	embeds  []embedding
	globbed bool
}

// embedding is a file that an @embed attribute names.
type embedding struct {
	from *file
	name string
}

func gatherFacts(files []*file) facts {
	f := facts{names: map[string]bool{}, tags: map[string]bool{}, flags: map[string]bool{}}
	for _, file := range files {
		gather := gatherer{facts: &f, file: file}
		for _, decl := range file.syntax.Decls {
			gather.node(decl)
		}
	}
	return f
}

type gatherer struct {
	*facts
	file *file
}

func (g gatherer) node(node ast.Node) {
	ast.Walk(node, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.Field:
			g.label(x.Label)
			if x.Value != nil {
				g.node(x.Value)
			}
			for _, attribute := range x.Attrs {
				g.attribute(attribute)
			}
			return false
		case *ast.Ident:
			g.names[x.Name] = true
		case *ast.SelectorExpr:
			g.selector(x.Sel)
		case *ast.IndexExpr:
			if name, ok := stringLiteral(x.Index); ok {
				g.names[name] = true
			}
		case *ast.Attribute:
			g.attribute(x)
		}
		return true
	}, nil)
}

// label looks into computed labels only: a plain one is a name given, not used.
func (g gatherer) label(label ast.Label) {
	switch x := label.(type) {
	case *ast.Ident, *ast.BasicLit:
	case *ast.Alias:
		if inner, ok := x.Expr.(ast.Label); ok {
			g.label(inner)
		}
	default:
		g.node(x)
	}
}

func (g gatherer) selector(label ast.Label) {
	switch x := label.(type) {
	case *ast.Ident:
		g.names[x.Name] = true
	case *ast.BasicLit:
		if name, ok := stringLiteral(x); ok {
			g.names[name] = true
		}
	}
}

func stringLiteral(expr ast.Expr) (string, bool) {
	lit, ok := expr.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := literal.Unquote(lit.Value)
	return text, err == nil
}

func (g gatherer) attribute(attribute *ast.Attribute) {
	key, body := attribute.Split()
	switch key {
	case "tag":
		name, _, _ := strings.Cut(body, ",")
		g.tags[strings.TrimSpace(name)] = true
	case "if":
		for _, name := range strings.FieldsFunc(body, func(r rune) bool { return strings.ContainsRune("!&|() \t", r) }) {
			g.flags[name] = true
		}
	case "embed":
		g.embed(body)
	}
}

func (g gatherer) embed(body string) {
	for _, argument := range strings.Split(body, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(argument), "=")
		value = strings.Trim(strings.TrimSpace(value), `"`)
		switch key {
		case "file":
			g.embeds = append(g.embeds, embedding{g.file, value})
		case "glob":
			g.globbed = true
		}
	}
}

// declares tells whether a subtree holds attributes that CUE allows in plain
// fields only.
func declares(node ast.Node) bool {
	found := false
	ast.Walk(node, func(n ast.Node) bool {
		if attribute, ok := n.(*ast.Attribute); ok {
			key, _ := attribute.Split()
			found = found || key == "tag" || key == "embed"
		}
		return !found
	}, nil)
	return found
}
