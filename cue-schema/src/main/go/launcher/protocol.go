package main

import (
	"encoding/binary"
	"errors"
	"io"
)

// Kinds of frames. Orders are below 16, reports from there on.
const (
	orderStart   = 1
	orderKill    = 2
	orderCredit  = 3
	orderList    = 4
	reportOutput = 16
	reportExit   = 17
	reportFailed = 18
	reportFiles  = 19
)

// Why a command could not be started.
const (
	failedOther         = 0
	failedNoFolder      = 1
	failedNotFound      = 2
	failedNotExecutable = 3
)

const (
	// headerLength is the length of a frame's own length, kind and task.
	headerLength = 4 + 1 + 4

	// longestFrame is far above what a system accepts as arguments and environment.
	longestFrame = 64 << 20

	// window is how many bytes of a task's output may be on their way before
	// the other side says that it has passed them on.
	window = 256 << 10
)

var errMalformed = errors.New("malformed frame")

// frame is one order.
type frame struct {
	kind byte
	task uint32
	body []byte
}

func readFrame(in io.Reader) (frame, error) {
	var header [headerLength]byte
	if _, err := io.ReadFull(in, header[:]); err != nil {
		return frame{}, err
	}
	length := binary.BigEndian.Uint32(header[:])
	if length < headerLength-4 || length > longestFrame {
		return frame{}, errMalformed
	}
	f := frame{kind: header[4], task: binary.BigEndian.Uint32(header[5:]), body: make([]byte, length-(headerLength-4))}
	if _, err := io.ReadFull(in, f.body); err != nil {
		return frame{}, io.ErrUnexpectedEOF
	}
	return f, nil
}

// putHeader writes the header of a frame with a body of that length.
func putHeader(to []byte, kind byte, task uint32, body int) {
	binary.BigEndian.PutUint32(to, uint32(headerLength-4+body))
	to[4] = kind
	binary.BigEndian.PutUint32(to[5:], task)
}

// command is what a task runs. It holds secrets: it is never printed.
type command struct {
	inherit bool     // whether the environment of the launcher is the base
	argv    []string // the first is the path of the executable
	env     []string // NAME=VALUE, on top of the base
	dir     string
	data    [][]byte // what it can read from the descriptors 3, 4, …: never in a file
}

func readCommand(body []byte) (*command, error) {
	r := &reader{rest: body}
	c := &command{inherit: r.byte() != 0}
	c.argv = r.strings()
	c.env = r.strings()
	c.dir = r.string()
	for _, data := range r.strings() {
		c.data = append(c.data, []byte(data))
	}
	if r.failed || len(r.rest) > 0 || len(c.argv) == 0 {
		return nil, errMalformed
	}
	return c, nil
}

// listing is a folder whose files are asked for.
type listing struct {
	root     string // absolute; paths are relative to it, with slashes
	start    string // where to begin; empty for the root
	excluded string // a folder that isn't gone into; empty for none
}

func readListing(body []byte) (listing, error) {
	r := &reader{rest: body}
	o := listing{root: r.string(), start: r.string(), excluded: r.string()}
	if r.failed || len(r.rest) > 0 {
		return listing{}, errMalformed
	}
	return o, nil
}

// reader takes values from a frame's body; after a failure it gives zero values.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.failed = true
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) int() int {
	if b := r.take(4); b != nil {
		return int(int32(binary.BigEndian.Uint32(b)))
	}
	return 0
}

func (r *reader) string() string {
	return string(r.take(r.int()))
}

func (r *reader) strings() []string {
	var all []string
	for n := r.int(); n > 0 && !r.failed; n-- {
		all = append(all, r.string())
	}
	return all
}
