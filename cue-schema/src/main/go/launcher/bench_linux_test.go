package main

import (
	"sync"
	"testing"
)

// BenchmarkTasks starts tasks that do nothing, two at a time.
func BenchmarkTasks(b *testing.B) {
	c := launch(b)
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			for i := 0; i < b.N; i += 2 {
				c.await(c.start("/bin/true"))
			}
		})
	}
	both.Wait()
}
