package main

import (
	"cmp"
	"slices"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
)

// shape is a definition of the schema in the form that a walk over values
// needs. Checking with it costs a fraction of unifying with the definition,
// and tells exactly what is wrong.
type shape struct {
	name     string
	role     role
	kinds    cue.Kind          // what a value may be
	literals []string          // the only strings, where they are enumerated
	bound    *bound            // what a scalar has to satisfy besides its kind
	fields   map[string]*shape // of a struct, by name
	names    []string          // of its fields, in the schema's order
	required []string
	open     bool     // whether the struct may have other fields
	element  *shape   // of a list
	options  []*shape // of a union: scalars first, merged into one
}

// role marks what is checked by code of its own, since the schema leaves it open.
type role int

const (
	plain role = iota
	anything
	environment
	taskNodes
	runtimeSettings
	dependencies
	dependency
)

var roleOfDefinition = map[string]role{
	"#Env":      environment,
	"#TaskEnv":  environment,
	"#Tasks":    taskNodes,
	"#Runtime":  runtimeSettings,
	"#TaskNode": taskNodes,
}

var roleOfField = map[string]role{"dependsOn": dependencies, "from": dependency}

// bound is a constraint that CUE itself checks, with what it answered before.
type bound struct {
	constraint cue.Value
	known      map[string]bool
}

func (b *bound) admits(v cue.Value) bool {
	text, isText := "", v.Kind() == cue.StringKind
	if isText {
		text, _ = v.String()
		if known, ok := b.known[text]; ok {
			return known
		}
	}
	ok := b.constraint.Unify(v).Validate(cue.Concrete(true)) == nil
	if isText {
		b.known[text] = ok
	}
	return ok
}

func (s *schema) of(v cue.Value) *shape {
	if _, path := v.ReferencePath(); len(path.Selectors()) == 1 && path.Selectors()[0].IsDefinition() {
		return s.shape(path.String())
	}
	made := &shape{}
	s.fill(made, v)
	return made
}

func (s *schema) fill(made *shape, v cue.Value) {
	made.kinds = v.IncompleteKind()
	made.role = roleOfDefinition[made.name]
	switch {
	case made.role != plain:
	case made.kinds == cue.TopKind:
		made.role = anything
	case s.fillUnion(made, v):
	case made.kinds == cue.StructKind:
		s.fillStruct(made, v)
	case made.kinds == cue.ListKind:
		made.element = s.fillElement(v)
	default:
		fillScalar(made, v)
	}
}

func (s *schema) fillUnion(made *shape, v cue.Value) bool {
	op, operands := v.Expr()
	if op != cue.OrOp {
		return false
	}
	scalar := &shape{}
	for _, operand := range operands {
		option := s.of(operand)
		for _, part := range append([]*shape{option}, option.options...) {
			switch {
			case len(part.options) > 0:
			case part.kinds&(cue.StructKind|cue.ListKind) != 0:
				made.options = append(made.options, part)
			default:
				scalar.merge(part)
			}
		}
	}
	if len(made.options) == 0 {
		scalar.name = made.name
		*made = *scalar
	} else if scalar.kinds != 0 {
		made.options = append([]*shape{scalar}, made.options...)
	}
	return true
}

func (sh *shape) merge(other *shape) {
	sh.kinds |= other.kinds
	sh.bound = other.bound
	if sh.name == "" {
		sh.name = other.name
	}
	for _, literal := range other.literals {
		if !slices.Contains(sh.literals, literal) {
			sh.literals = append(sh.literals, literal)
		}
	}
}

func (s *schema) fillStruct(made *shape, v cue.Value) {
	made.fields = map[string]*shape{}
	made.open = v.Allows(cue.AnyString)
	fields, err := v.Fields(cue.Optional(true))
	if err != nil {
		panic(err)
	}
	for fields.Next() {
		selector := fields.Selector()
		name := selector.Unquoted()
		field := s.of(fields.Value())
		if field.role == anything {
			field.role = max(field.role, roleOfField[name])
		}
		made.fields[name] = field
		made.names = append(made.names, name)
		if selector.ConstraintType() == cue.RequiredConstraint {
			made.required = append(made.required, name)
		}
	}
}

func (s *schema) fillElement(v cue.Value) *shape {
	element := v.LookupPath(cue.MakePath(cue.AnyIndex))
	if !element.Exists() {
		return &shape{role: anything, kinds: cue.TopKind}
	}
	return s.of(element)
}

func fillScalar(made *shape, v cue.Value) {
	if v.IsConcrete() && made.kinds == cue.StringKind {
		text, _ := v.String()
		made.literals = []string{text}
		return
	}
	if _, plain := v.Source().(*ast.Ident); !plain || made.name != "" {
		made.bound = &bound{constraint: v, known: map[string]bool{}}
	}
}

// choose picks the option of a union that the author meant, by the kind and,
// among structs, by the fields.
func (sh *shape) choose(v cue.Value, kind cue.Kind) *shape {
	if len(sh.options) == 0 {
		return sh
	}
	var fitting []*shape
	for _, option := range sh.options {
		if option.kinds&kind != 0 {
			fitting = append(fitting, option)
		}
	}
	if len(fitting) == 0 {
		return nil
	}
	if len(fitting) == 1 {
		return fitting[0]
	}
	return slices.MaxFunc(fitting, func(a, b *shape) int { return cmp.Compare(a.countFields(v), b.countFields(v)) })
}

func (sh *shape) countFields(v cue.Value) int {
	count := 0 // exact ones count more than those that are nearly right
	for _, name := range sh.names {
		if v.LookupPath(cue.MakePath(cue.Str(name))).Exists() {
			count += 2
		}
	}
	if fields, err := v.Fields(); err == nil && count == 0 {
		for fields.Next() {
			if nearest(fields.Selector().Unquoted(), sh.names) != "" {
				return 1
			}
		}
	}
	return count
}
