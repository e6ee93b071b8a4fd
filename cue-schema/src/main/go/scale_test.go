package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// chain is tasks that each refer to the one before.
func chain(count int) string {
	return project(count, func(i int) []string {
		if i == 0 {
			return nil
		}
		return []string{fmt.Sprintf("tasks.t%d", i-1)}
	})
}

// layers is layers of 100 tasks that each refer to three of the layer before.
func layers(count int) string {
	return project(count*100, func(i int) []string {
		var references []string
		for k := 0; i >= 100 && k < 3; k++ {
			references = append(references, fmt.Sprintf("tasks.t%d", (i/100-1)*100+(i*7+k*13)%100))
		}
		return references
	})
}

func project(count int, dependsOn func(i int) []string) string {
	var b strings.Builder
	b.WriteString(header + "tasks: {\n")
	for i := range count {
		fmt.Fprintf(&b, "\tt%d: {command: \"echo\", args: [\"%d\"], description: \"number %d\", dependsOn: [%s], inputs: [\"src/%d/**\"], outputs: [\"target/%d\"]}\n",
			i, i, i, strings.Join(dependsOn(i), ", "), i, i)
	}
	b.WriteString("}\n")
	return b.String()
}

var scales = map[string]string{"chain1000": chain(1000), "layers10": layers(10)}

func TestReferencesScale(t *testing.T) {
	for name, text := range scales {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, map[string]string{"env.cue": text})
			start := time.Now()
			response := execute(t, Request{Dir: dir, Offline: true, MemoryLimit: 200 << 20})
			if took := time.Since(start); len(response.Errors) > 0 || took > 5*time.Second {
				t.Errorf("%v %+v", took, response.Errors)
			}
		})
	}
}

func BenchmarkReferences(b *testing.B) {
	for name, text := range scales {
		b.Run(name, func(b *testing.B) {
			dir := folder(b, map[string]string{"env.cue": text})
			for b.Loop() {
				if response := evaluate(&Request{Dir: dir, Offline: true}); len(response.Errors) > 0 {
					b.Fatal(response.Errors)
				}
			}
		})
	}
}

func BenchmarkNames(b *testing.B) {
	dir := folder(b, map[string]string{"env.cue": project(2000, func(int) []string { return []string{`"t1"`} })})
	for b.Loop() {
		if response := evaluate(&Request{Dir: dir, Offline: true}); len(response.Errors) > 0 {
			b.Fatal(response.Errors)
		}
	}
}

func BenchmarkContract(b *testing.B) {
	content, err := os.ReadFile("testdata/contract/08.cue")
	if err != nil {
		b.Fatal(err)
	}
	dir := folder(b, map[string]string{"env.cue": string(content)})
	for b.Loop() {
		if response := evaluate(&Request{Dir: dir, Offline: true}); len(response.Errors) > 0 {
			b.Fatal(response.Errors)
		}
	}
}
