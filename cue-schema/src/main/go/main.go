// Command cuenv-eval evaluates the CUE configuration of one folder.
//
// It reads a request as JSON from its standard input and writes a response as
// JSON to its standard output.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
)

func main() {
	tuneCollector()
	var request Request
	if err := json.NewDecoder(os.Stdin).Decode(&request); err != nil {
		fmt.Fprintln(os.Stderr, "cuenv-eval: the request is not valid:", err)
		os.Exit(2)
	}
	output := newOutput(os.Stdout)
	watchMemory(request.MemoryLimit, output)
	output.write(evaluate(&request))
}

// tuneCollector lets the heap grow to what nearly all evaluations need before
// the collector runs at all: a short-lived process gains a third that way.
func tuneCollector() {
	const floor = 160 << 20
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(floor)
	collectNormallyAbove(floor)
}

// collectNormallyAbove returns to the usual pace of collections with the first
// collection, which the memory limit triggers: from there on the limit would
// make the collector run all the time.
func collectNormallyAbove(floor int64) {
	sentinel := new([16]byte)
	runtime.SetFinalizer(sentinel, func(*[16]byte) {
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(1 << 60)
	})
	runtime.KeepAlive(sentinel)
}
