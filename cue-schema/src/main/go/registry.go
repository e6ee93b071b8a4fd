package main

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"testing/fstest"

	schemafiles "github.com/cuenv/cuenv-maven/evaluator/cue"

	"cuelang.org/go/mod/modconfig"
	"cuelang.org/go/mod/modfile"
	"cuelang.org/go/mod/module"
)

const schemaModuleFile = "module: \"" + schemafiles.Module + "@v0\"\nlanguage: version: \"v0.9.0\"\n"

// dependsOnSchema tells whether the author's module lists the schema's module.
func (s *source) dependsOnSchema() bool {
	if s.module == nil {
		return false
	}
	for path := range s.module.Deps {
		if isSchemaModule(path) {
			return true
		}
	}
	return false
}

func isSchemaModule(path string) bool {
	name, _, _ := strings.Cut(path, "@")
	return name == schemafiles.Module
}

// registry serves the schema's module from memory and asks CUE's own registry
// for the others.
func (s *source) registry(offline bool) modconfig.Registry {
	config := &modconfig.Config{}
	if offline {
		config.Transport = refusal{}
	}
	return &registry{
		Registry: &modconfig.LazyRegistry{New: func() (modconfig.CachedRegistry, error) { return modconfig.NewRegistry(config) }},
		schema:   s.schemaRoot(),
		offline:  offline,
	}
}

type registry struct {
	modconfig.Registry
	schema  string
	offline bool
}

func (r *registry) ModFile(ctx context.Context, version module.Version) (*modfile.File, error) {
	if isSchemaModule(version.Path()) {
		return modfile.Parse([]byte(strings.Replace(schemaModuleFile, schemafiles.Module+"@v0", version.Path(), 1)), "module.cue")
	}
	file, err := r.Registry.ModFile(ctx, version)
	return file, r.explain(version.String(), err)
}

func (r *registry) Fetch(ctx context.Context, version module.Version) (module.SourceLoc, error) {
	if isSchemaModule(version.Path()) {
		return module.SourceLoc{FS: schemaModule{root: r.schema}, Dir: "."}, nil
	}
	location, err := r.Registry.Fetch(ctx, version)
	return location, r.explain(version.String(), err)
}

func (r *registry) ModuleVersions(ctx context.Context, path string) ([]string, error) {
	if isSchemaModule(path) {
		return []string{"v0.0.1"}, nil
	}
	versions, err := r.Registry.ModuleVersions(ctx, path)
	return versions, r.explain(path, err)
}

// explain says that a module is missing because Maven is offline.
func (r *registry) explain(name string, err error) error {
	if err == nil || !r.offline {
		return err
	}
	return fmt.Errorf("the CUE module %s has not been fetched yet and Maven is offline", name)
}

// refusal keeps CUE off the network.
type refusal struct{}

func (refusal) RoundTrip(request *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("offline: %s was not asked", request.URL.Host)
}

// schemaModule is the schema's module as CUE's loader wants it: a file system
// that tells where it is, although the files there are only overlaid.
type schemaModule struct {
	root string
}

// OSRoot is where the overlay has the files.
func (m schemaModule) OSRoot() string {
	return m.root
}

// Open serves the module's file and the schema's folder.
func (m schemaModule) Open(name string) (fs.File, error) {
	tree := fstest.MapFS{"cue.mod/module.cue": {Data: []byte(schemaModuleFile)}}
	for name, content := range schemaFiles() {
		tree["schema/"+name] = &fstest.MapFile{Data: content}
	}
	return tree.Open(name)
}
