// Command cuenv-eval evaluates the CUE configuration of one folder.
//
// It reads a request as JSON from its standard input and writes a response as
// JSON to its standard output.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	var request Request
	if err := json.NewDecoder(os.Stdin).Decode(&request); err != nil {
		fmt.Fprintln(os.Stderr, "cuenv-eval: the request is not valid:", err)
		os.Exit(2)
	}
	output := newOutput(os.Stdout)
	tuneCollector(request.MemoryLimit)
	watchMemory(request.MemoryLimit, output)
	output.write(evaluate(&request))
}
