package main

import (
	"fmt"
	"slices"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/interpreter/embed"
)

// cueVersion is the version of the CUE library, for reports of its defects.
const cueVersion = "v0.17.1"

// evaluate answers a request. What fails inside of CUE itself is an error of
// the response too.
func evaluate(request *Request) (response *Response) {
	defer func() {
		if cause := recover(); cause != nil {
			response = &Response{Found: true, Errors: []Problem{{
				Message: fmt.Sprintf("internal error of CUE %s: %v", cueVersion, cause),
			}}}
		}
	}()
	source, err := readFolder(request)
	if err != nil {
		return &Response{Found: true, Errors: []Problem{{Message: err.Error()}}}
	}
	if source == nil {
		return &Response{}
	}
	return source.evaluate(request)
}

func (s *source) evaluate(request *Request) *Response {
	response := &Response{Found: true, Cacheable: true}
	report := newReport(s)
	defer func() {
		response.Errors = report.sorted()
		response.UnusedTags = s.unusedTags(request.Tags)
		response.Files = s.digests()
		response.Folders = s.folderDigests()
		response.Cacheable = s.cacheable
	}()

	s.reportSyntax(report)
	s.reportUnnamed(request.Package, report)
	if !report.empty() {
		return response
	}
	if s.reportReserved(request.Values, report); !report.empty() {
		return response
	}
	instance := s.load(request)
	if instance.Err != nil {
		report.loading(instance.Err)
		return response
	}
	s.leaveAlone(instance.Files)

	ctx := cuecontext.New(cuecontext.Interpreter(embed.New()))
	root := ctx.BuildInstance(instance)
	schema, err := loadSchema(ctx, instance)
	if err != nil {
		panic(err)
	}
	report.root, report.schema, report.pkg = root, schema, instance.ID()
	if s.reportCompilation(root, report); !report.empty() {
		return response
	}
	walker := newWalker(s, schema, root, report)
	walker.project(slices.Collect(keys(request.Values)))
	response.Value, response.Positions, response.Broken = walker.result()
	return response
}

// reportCompilation reports what CUE found before it evaluated anything, such
// as references to names that do not exist.
func (s *source) reportCompilation(root cue.Value, report *report) {
	if root.Exists() {
		if _, err := root.Fields(); err == nil {
			return
		}
	}
	report.cueErrors(root.Err(), nil)
}
