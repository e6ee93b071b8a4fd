// Command cuenv-launch starts the commands of tasks and ends all that comes of
// them.
//
// It takes orders from its standard input and reports on its standard output;
// docs/launcher-protocol.md says in which form. When its input ends, which it
// does however Maven ends, it ends everything that it has started, and itself.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

func main() {
	// A trace is of no use to users; values are printed by none.
	debug.SetTraceback("none")
	surviveSignals()
	l := newLauncher(os.Stdout)
	system, err := newSystem(l)
	if err != nil {
		fmt.Fprintln(os.Stderr, "cuenv-launch:", err)
		os.Exit(1)
	}
	l.system = system
	go func() { os.Exit(takeOrders(l, polled(os.Stdin))) }()
	system.reap()
}

// takeOrders takes orders until there are no more.
func takeOrders(l *launcher, in io.Reader) int {
	orders := bufio.NewReaderSize(in, 1<<16)
	for {
		f, err := readFrame(orders)
		if err == nil {
			err = l.obey(f)
		}
		if err != nil {
			l.endAll()
			if err == io.EOF {
				return 0
			}
			fmt.Fprintln(os.Stderr, "cuenv-launch: an order can't be read:", err)
			return 2
		}
	}
}
