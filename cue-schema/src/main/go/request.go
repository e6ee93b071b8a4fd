package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
)

// Request says what to evaluate.
type Request struct {
	Dir         string                     `json:"dir"`
	Package     string                     `json:"package"`
	Tags        map[string]string          `json:"tags"`
	Values      map[string]json.RawMessage `json:"values"`
	Offline     bool                       `json:"offline"`
	MemoryLimit int64                      `json:"memoryLimit"`
}

// Response is the outcome of an evaluation. With mistakes its value is what could
// be read in spite of them: what could not is null, and named as broken.
type Response struct {
	Found      bool            `json:"found"`
	Value      json.RawMessage `json:"-"`
	Positions  json.RawMessage `json:"-"`
	Files      []Digest        `json:"files,omitempty"`
	Folders    []Digest        `json:"folders,omitempty"`
	Cacheable  bool            `json:"cacheable"`
	UnusedTags []string        `json:"unusedTags,omitempty"`
	Errors     []Problem       `json:"errors,omitempty"`
	Broken     []string        `json:"broken,omitempty"` // JSON Pointers
}

// Digest is a path and the SHA-256 of what was found there.
type Digest struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// Problem is one mistake of the author.
type Problem struct {
	Message string `json:"message"`
	Path    string `json:"path,omitempty"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Hint    string `json:"hint,omitempty"`
}

// output writes exactly one response, whoever comes first: the evaluation or
// the watchdog.
type output struct {
	once sync.Once
	to   io.Writer
}

func newOutput(to io.Writer) *output {
	return &output{to: to}
}

func (o *output) write(response *Response) {
	o.once.Do(func() {
		var buffer bytes.Buffer
		if err := response.encode(&buffer); err != nil {
			os.Stderr.WriteString("cuenv-eval: " + err.Error() + "\n")
			os.Exit(2)
		}
		if _, err := o.to.Write(buffer.Bytes()); err != nil {
			os.Exit(2)
		}
		os.Exit(0)
	})
}

// encode writes the value and the positions as they are: they are JSON already,
// and big, and the encoder would check them once more.
func (r *Response) encode(buffer *bytes.Buffer) error {
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r); err != nil {
		return err
	}
	buffer.Truncate(bytes.LastIndexByte(buffer.Bytes(), '}'))
	if r.Value != nil {
		fmt.Fprintf(buffer, ",\"value\":%s,\"positions\":%s", r.Value, r.Positions)
	}
	buffer.WriteString("}\n")
	return nil
}
