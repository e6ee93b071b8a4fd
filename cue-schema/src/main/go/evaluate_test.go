package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the evaluator answers into testdata/cases")

// asExecutable makes the test binary behave as the evaluator.
const asExecutable = "CUENV_EVAL_TEST_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asExecutable) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// header completes blocks that show only a part of a configuration.
const header = "package cuenv\n\nimport \"github.com/cuenv/cuenv/schema\"\n\nschema.#Project & {name: \"x\"}\n\n"

func TestContract(t *testing.T) {
	blocks, err := filepath.Glob("testdata/contract/*.cue")
	if err != nil || len(blocks) != 8 {
		t.Fatal("the contract's blocks are missing", err)
	}
	for _, block := range blocks {
		t.Run(filepath.Base(block), func(t *testing.T) {
			content, err := os.ReadFile(block)
			if err != nil {
				t.Fatal(err)
			}
			text := string(content)
			if !strings.HasPrefix(text, "package") {
				text = header + text
			}
			response := evaluate(&Request{Dir: folder(t, map[string]string{"env.cue": text}), Offline: true})
			if !response.Found || len(response.Errors) > 0 || !json.Valid(response.Value) || !json.Valid(response.Positions) {
				t.Errorf("%+v", response)
			}
		})
	}
}

// TestCases runs testdata/cases: each an archive of the files, the request
// (less its folder) and the answer that is wanted.
func TestCases(t *testing.T) {
	cases, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	for _, path := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			archive := readArchive(t, path)
			got := answer(t, archive)
			if *update {
				archive.write(t, path, got)
			} else if want := archive.files["want"]; got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func answer(t *testing.T, archive *archive) string {
	files := map[string]string{}
	for name, content := range archive.files {
		if name != "request" && name != "want" {
			files[name] = content
		}
	}
	root := folder(t, files)
	request := Request{Offline: true}
	if text := archive.files["request"]; text != "" {
		if err := json.Unmarshal([]byte(text), &request); err != nil {
			t.Fatal(err)
		}
	}
	request.Dir = filepath.Join(root, request.Dir)
	response := evaluate(&request)
	assertNothingWritten(t, root, files)
	return strings.ReplaceAll(describe(response), root+string(filepath.Separator), "")
}

func describe(response *Response) string {
	var b bytes.Buffer
	switch {
	case !response.Found:
		b.WriteString("not found\n")
	case len(response.Errors) > 0:
		for _, e := range response.Errors {
			fmt.Fprintf(&b, "%s:%d:%d: %s: %s\n", e.File, e.Line, e.Column, e.Path, e.Message)
			if e.Hint != "" {
				fmt.Fprintf(&b, "\t%s\n", e.Hint)
			}
		}
	default:
		if err := json.Indent(&b, response.Value, "", "  "); err != nil {
			return err.Error()
		}
		b.WriteByte('\n')
	}
	if len(response.UnusedTags) > 0 {
		fmt.Fprintf(&b, "unused tags: %v\n", response.UnusedTags)
	}
	if response.Found {
		for _, file := range response.Files {
			fmt.Fprintf(&b, "read %s\n", filepath.ToSlash(file.Path))
		}
	}
	if response.Found && !response.Cacheable {
		b.WriteString("not cacheable\n")
	}
	return b.String()
}

func folder(t testing.TB, files map[string]string) string {
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func assertNothingWritten(t *testing.T, root string, files map[string]string) {
	count := 0
	filepath.WalkDir(root, func(_ string, entry os.DirEntry, _ error) error {
		if !entry.IsDir() {
			count++
		}
		return nil
	})
	if count != len(files) {
		t.Errorf("%d files where there were %d", count, len(files))
	}
}

func TestPositions(t *testing.T) {
	dir := folder(t, map[string]string{"a.cue": "package x\n\nname: \"x\"\ntasks: build: {\n\tcommand: \"go\"\n\targs: [\"a\",\n\t\t\"b/~\"]\n}\n", "b.cue": "package x\n\ntasks: build: description: \"d\"\nenv: \"A\": 1\n"})
	response := evaluate(&Request{Dir: dir, Offline: true})
	var got map[string][3]int
	if err := json.Unmarshal(response.Positions, &got); err != nil {
		t.Fatal(err, response.Errors)
	}
	want := map[string][3]int{
		"/name": {0, 3, 1}, "/tasks": {0, 4, 1}, "/tasks/build": {0, 4, 8}, "/tasks/build/command": {0, 5, 2},
		"/tasks/build/args": {0, 6, 2}, "/tasks/build/args/0": {0, 6, 9}, "/tasks/build/args/1": {0, 7, 3},
		"/tasks/build/description": {1, 3, 15}, "/env": {1, 4, 1}, "/env/A": {1, 4, 6},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRunawayEvaluationIsGivenUp(t *testing.T) {
	var b strings.Builder
	b.WriteString("package cuenv\n\nname: \"x\"\n_a0: {x: 1}\n")
	for i := 1; i < 40; i++ {
		fmt.Fprintf(&b, "_a%d: {l: _a%d & {y%d: 1}, r: _a%d & {z%d: 1}}\n", i, i-1, i, i-1, i)
	}
	b.WriteString("tasks: t: {command: \"x\", captures: _a39}\n")
	response := execute(t, Request{Dir: folder(t, map[string]string{"env.cue": b.String()}), MemoryLimit: 200 << 20})
	if len(response.Errors) != 1 || response.Errors[0].Message != "the evaluation needs more than 200 MiB" {
		t.Errorf("%+v", response)
	}
}

// execute runs the evaluator in a process of its own.
func execute(t testing.TB, request Request) Response {
	input, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), asExecutable+"=1")
	command.Stdin = bytes.NewReader(input)
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var response struct {
		Response
		Value, Positions json.RawMessage
	}
	if err := json.Unmarshal(output, &response); err != nil {
		t.Fatal(err, string(output))
	}
	response.Response.Value, response.Response.Positions = response.Value, response.Positions
	return response.Response
}

func TestIgnoredSectionsOfTheSchemaAreThoseOfTheWalk(t *testing.T) {
	content, err := os.ReadFile("../cue/ignored.cue")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range ignoredSections {
		if !bytes.Contains(content, []byte("\t"+name+"?: _\n")) {
			t.Errorf("%s is not in ignored.cue", name)
		}
	}
	if got := bytes.Count(content, []byte("?: _\n")); got != len(ignoredSections) {
		t.Errorf("ignored.cue lists %d sections, the walk knows %d", got, len(ignoredSections))
	}
}

// TestMistakesLeaveTheRest checks what is handed on of a configuration with
// mistakes, so that other mistakes can be looked for in it.
func TestMistakesLeaveTheRest(t *testing.T) {
	response := evaluate(&Request{Offline: true, Dir: folder(t, map[string]string{"env.cue": header + `
config: backend: type: "bogus"
tasks: {
	typo: {comand: "x", timeout: "soon", dependsOn: ["a", 1, tasks.b]}
	a: {command: "x", command: "y", args: ["1"]}
	b: {args: [1, "2"] & [1, "2"], outputs: ["x"]}
	c: 5
	steps: [{command: "x", command: "y"}, {command: "z"}, "w"]
	g: {type: "grp", x: {command: "y"}}
	h: {type: "group", maxConcurrency: -1, x: {comand: "y"}}
	p: {sub: {command: "y"}}
	ok: {command: "x", args: ["1"]}
	field: {command: "x", dependsOn: [tasks.ok.args]}
}
`})})
	if got, want := string(response.Value), `{"config":{"backend":{"type":null}},"name":"x","tasks":{`+
		`"typo":{"timeout":null,"dependsOn":["a",null,{"$ref":"b"}]},`+
		`"a":{"command":null,"args":["1"]},`+
		`"b":{"args":[null,"2"],"outputs":["x"]},`+
		`"c":null,`+
		`"steps":[{"command":null},{"command":"z"},null],`+
		`"g":{"type":null},`+
		`"h":{"type":"group","maxConcurrency":null,"x":{}},`+
		`"p":{},`+
		`"ok":{"command":"x","args":["1"]},`+
		`"field":{"command":"x","dependsOn":[{"$ref":"ok.args"}]}}}`; got != want {
		t.Errorf("got:\n%s\nwant:\n%s\n%+v", got, want, response.Errors)
	}
	if got, want := fmt.Sprint(response.Broken), "[/config/backend/type /tasks/typo/timeout /tasks/typo/dependsOn/1 /tasks/typo/command "+
		"/tasks/a/command /tasks/b/args/0 /tasks/c /tasks/steps/0/command /tasks/steps/2 /tasks/g/type /tasks/g "+
		"/tasks/h/maxConcurrency /tasks/h/x/command /tasks/p /tasks/p/sub /tasks/field/dependsOn/0]"; got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestMistakesThatLeaveNothing(t *testing.T) {
	response := evaluate(&Request{Offline: true, Dir: folder(t, map[string]string{"env.cue": header + "tasks: a: {"})})
	if len(response.Errors) == 0 || response.Value != nil {
		t.Errorf("%+v", response)
	}
}
