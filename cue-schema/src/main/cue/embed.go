// Package schema carries the CUE schema, so that it resolves without a network.
package schema

import "embed"

// ImportPath is the path by which configurations import the schema.
const ImportPath = "github.com/cuenv/cuenv/schema"

// Module is the CUE module that the import path belongs to.
const Module = "github.com/cuenv/cuenv"

// Files holds the schema's CUE files, flat.
//
//go:embed *.cue
var Files embed.FS
