package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// freeHeap is what nearly all evaluations need: below it, collecting garbage is
// a waste of a third of the time for a process that ends soon.
const freeHeap = 160 << 20

// tuneCollector has the collector start late, and work harder near the limit.
func tuneCollector(limit int64) {
	if limit <= 0 {
		limit = 1 << 60
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(min(freeHeap, limit/2))
	// The first collection returns to the usual pace: under the lower limit the
	// collector would run all the time from there on.
	sentinel := new([16]byte)
	runtime.SetFinalizer(sentinel, func(*[16]byte) {
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(limit)
	})
}

// watchInterval is short, since a runaway evaluation allocates gigabytes a second.
const watchInterval = 5 * time.Millisecond

// watchMemory gives the evaluation up once the heap holds more than limit bytes.
func watchMemory(limit int64, output *output) {
	if limit <= 0 {
		return
	}
	go func() {
		for range time.Tick(watchInterval) {
			if heapBytes() > uint64(limit) {
				output.write(tooBig(limit))
			}
		}
	}()
}

func tooBig(limit int64) *Response {
	return &Response{Found: true, Errors: []Problem{{
		Message: fmt.Sprintf("the evaluation needs more than %d MiB", limit>>20),
		Hint:    "look for a reference that makes a value contain itself, or for templates that multiply each other",
	}}}
}

// heapBytes is what the collector has not freed yet.
func heapBytes() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
