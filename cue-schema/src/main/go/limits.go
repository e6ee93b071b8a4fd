package main

import (
	"fmt"
	"runtime/metrics"
	"time"
)

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
