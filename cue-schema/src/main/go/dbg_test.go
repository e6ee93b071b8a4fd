package main

import (
	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/errors"
	"fmt"
	"testing"
)

func TestDbg(t *testing.T) {
	for _, d := range []string{"import \"example.com/nope\"\nname: nope.x"} {
		dir := folder(t, map[string]string{"env.cue": "package cuenv\n" + d})
		s, _ := readFolder(&Request{Dir: dir})
		inst := s.load(&Request{Dir: dir, Offline: true})
		for _, e := range errors.Errors(inst.Err) {
			f, a := e.Msg()
			fmt.Printf("%q %q %T\n", f, a, e)
			fmt.Println("DETAILS", errors.Details(e, nil))
			for u := error(e); u != nil; u = errors.Unwrap(u) {
				fmt.Printf("  U %T %v\n", u, u)
			}
		}
	}
	dir := folder(t, map[string]string{"env.cue": header+"_same: {command: \"s\"}\ntasks: {a: _same, b: _same, c: {dependsOn: [_same, tasks.a.env, tasks.nope]}}"})
	s, _ := readFolder(&Request{Dir: dir})
	inst := s.load(&Request{Dir: dir, Offline: true})
	ctx := cuecontext.New()
	root := ctx.BuildInstance(inst)
	fmt.Println("ID", inst.ID(), inst.ImportPath)
	it, _ := root.Fields(cue.Hidden(true))
	for it.Next() {
		if it.Selector().PkgPath() != "" {
			fmt.Println(it.Selector(), it.Selector().PkgPath())
		}
	}
	l := root.LookupPath(cue.ParsePath("tasks.c.dependsOn"))
	_, err := l.List()
	fmt.Println("LIST", err)
	rep := newReport(s); rep.pkg = inst.ID(); sc, _ := loadSchema(ctx, inst); w := newWalker(s, sc, root, rep); w.project(nil)
	fmt.Println("VALUE", string(w.value), w.tasks.expected, rep.problems)
	for i := 0; i < 3; i++ {
		e := l.LookupPath(cue.MakePath(cue.Index(i)))
		fmt.Println(i, e.Exists(), e.Err(), e.IncompleteKind())
	}
	for _, e := range errors.Errors(l.Err()) {
		fmt.Println("E", e.Path(), e)
	}
	for _, e := range errors.Errors(l.Validate(cue.Concrete(true))) {
		fmt.Println("V", e.Path(), e)
	}
}
