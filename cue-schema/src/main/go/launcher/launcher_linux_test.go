package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

var executable string

// TestMain builds the launcher; tests speak to it as Maven does.
func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "cuenv-launch-test-")
	if err != nil {
		panic(err)
	}
	executable = filepath.Join(folder, "cuenv-launch")
	build := exec.Command("go", "build", "-o", executable, ".")
	if out, err := build.CombinedOutput(); err != nil {
		panic(string(out))
	}
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// client is the other side of a launcher.
type client struct {
	testing.TB
	process *exec.Cmd
	orders  io.WriteCloser
	dir     string
	frozen  sync.Mutex // who has it keeps the reports from being read

	mu     sync.Mutex
	tasks  map[uint32]*run
	lastID uint32
	ended  chan struct{}
}

// run is a task as the client sees it.
type run struct {
	id     uint32
	output bytes.Buffer
	size   int
	keep   bool // whether output is kept, and not only counted
	stingy bool // whether no credit is given
	code   int
	failed string
	done   chan struct{}
}

func launch(t testing.TB) *client {
	process := exec.Command(executable)
	return launchAs(t, process)
}

func launchAs(t testing.TB, process *exec.Cmd) *client {
	t.Helper()
	orders, err := process.StdinPipe()
	check(t, err)
	reports, err := process.StdoutPipe()
	check(t, err)
	process.Stderr = os.Stderr
	check(t, process.Start())
	c := &client{
		TB: t, process: process, orders: orders, dir: t.TempDir(),
		tasks: map[uint32]*run{}, ended: make(chan struct{}),
	}
	go c.read(reports)
	t.Cleanup(func() {
		orders.Close()
		c.within(10*time.Second, c.ended, "the launcher doesn't end")
		process.Wait()
	})
	return c
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (c *client) read(reports io.Reader) {
	defer close(c.ended)
	in := bufio.NewReader(reports)
	for {
		c.frozen.Lock()
		c.frozen.Unlock()
		f, err := readFrame(in)
		if err != nil {
			return
		}
		c.mu.Lock()
		r := c.tasks[f.task]
		c.mu.Unlock()
		switch f.kind {
		case reportOutput:
			r.size += len(f.body)
			if r.keep {
				r.output.Write(f.body)
			}
			if !r.stingy {
				c.order(orderCredit, f.task, binary.BigEndian.AppendUint32(nil, uint32(len(f.body))))
			}
		case reportFiles:
			r.output.Write(f.body)
		case reportExit:
			r.code = int(int32(binary.BigEndian.Uint32(f.body)))
			close(r.done)
		case reportFailed:
			r.failed = fmt.Sprintf("%d %s", f.body[0], f.body[1:])
			close(r.done)
		}
	}
}

func (c *client) order(kind byte, task uint32, body []byte) {
	message := make([]byte, headerLength, headerLength+len(body))
	putHeader(message, kind, task, len(body))
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = c.orders.Write(append(message, body...))
}

func (c *client) start(argv ...string) *run {
	return c.startIn(c.dir, nil, argv...)
}

func (c *client) startIn(dir string, change func(*run), argv ...string) *run {
	r := &run{keep: true, done: make(chan struct{})}
	if change != nil {
		change(r)
	}
	c.register(r)
	body := appendStrings([]byte{1}, argv)
	body = appendStrings(body, []string{"DECLARED=yes"})
	body = appendString(body, dir)
	c.order(orderStart, r.id, appendStrings(body, []string{"first", "second"}))
	return r
}

// register gives a run its number.
func (c *client) register(r *run) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lastID++
	r.id = c.lastID
	c.tasks[r.id] = r
}

func appendString(to []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint32(to, uint32(len(s))), s...)
}

func appendStrings(to []byte, all []string) []byte {
	to = binary.BigEndian.AppendUint32(to, uint32(len(all)))
	for _, s := range all {
		to = appendString(to, s)
	}
	return to
}

func (c *client) shell(script string) *run {
	return c.start("/bin/sh", "-c", script)
}

func (c *client) within(limit time.Duration, done chan struct{}, otherwise string) {
	c.Helper()
	select {
	case <-done:
	case <-time.After(limit):
		c.Fatal(otherwise)
	}
}

// await waits for a task's end.
func (c *client) await(r *run) *run {
	c.Helper()
	c.within(20*time.Second, r.done, "the task doesn't end")
	return r
}

// pid waits for a process's number in a file.
func (c *client) pid(name string) int {
	c.Helper()
	for range 1000 {
		content, _ := os.ReadFile(filepath.Join(c.dir, name))
		if text := string(content); strings.HasSuffix(text, "\n") {
			pid, err := strconv.Atoi(strings.TrimSpace(text))
			check(c.TB, err)
			return pid
		}
		time.Sleep(10 * time.Millisecond)
	}
	c.Fatal("there is no file ", name)
	return 0
}

func isRunning(pid int) bool {
	p, found := readEntry(strconv.Itoa(pid))
	return found && !p.ended
}

func (c *client) gone(pid int) {
	c.Helper()
	for range 500 {
		if !isRunning(pid) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	c.Fatalf("process %d still runs", pid)
}

// Ways in which a process gets away from its parent.
var daemons = map[string]string{
	"in the background":          `sleep 300 & echo $! > PID`,
	"in a session of its own":    `setsid nohup sleep 300 > /dev/null 2>&1 & echo $! > PID`,
	"forked twice":               `(setsid sh -c 'sleep 300 > /dev/null 2>&1 & echo $! > PID' &); until [ -s PID ]; do sleep 0.01; done`,
	"with an empty environment":  `(env -i setsid sh -c 'echo $$ > PID; exec sleep 300' > /dev/null 2>&1 &); until [ -s PID ]; do sleep 0.01; done`,
	"ignoring to be asked":       `(trap "" TERM; setsid sleep 300 > /dev/null 2>&1 & echo $! > PID)`,
	"with a child of its own":    `(setsid sh -c 'sh -c "echo \$\$ > PID; sleep 300; true"; true' > /dev/null 2>&1 &); until [ -s PID ]; do sleep 0.01; done`,
	"holding the task's output":  `setsid sleep 300 & echo $! > PID`,
	"empty and holding the pipe": `(env -i setsid sh -c 'echo $$ > PID; exec sleep 300' &); until [ -s PID ]; do sleep 0.01; done`,
}

func TestLeavesNothing(t *testing.T) {
	for name, script := range daemons {
		t.Run("of a daemon "+name, func(t *testing.T) {
			t.Parallel()
			c := launch(t)
			r := c.await(c.shell(script))
			if r.code != 0 || isRunning(c.pid("PID")) {
				t.Errorf("exit code %d, daemon runs: %v", r.code, isRunning(c.pid("PID")))
			}
		})
		t.Run("when killed of a daemon "+name, func(t *testing.T) {
			t.Parallel()
			c := launch(t)
			r := c.shell(script + "\nsleep 300")
			daemon := c.pid("PID")
			c.order(orderKill, r.id, nil)
			c.await(r)
			if isRunning(daemon) {
				t.Error("the daemon still runs")
			}
		})
		t.Run("when its orders end, of a daemon "+name, func(t *testing.T) {
			t.Parallel()
			c := launch(t)
			c.shell(script + "\nsleep 300")
			daemon := c.pid("PID")
			c.orders.Close()
			c.within(5*time.Second, c.ended, "the launcher doesn't end")
			c.gone(daemon)
		})
	}
}

func TestEndsOnlyWhatIsATasksOwn(t *testing.T) {
	c := launch(t)
	other := c.shell(`(setsid sleep 300 > /dev/null 2>&1 & echo $! > other)
		(env -i setsid sh -c 'echo $$ > unmarked; exec sleep 300' > /dev/null 2>&1 &)
		sleep 300`)
	marked, unmarked := c.pid("other"), c.pid("unmarked")
	for range 5 {
		c.await(c.shell(`(setsid sleep 300 > /dev/null 2>&1 &)`))
	}
	if !isRunning(marked) || !isRunning(unmarked) {
		t.Error("a running task's process was ended")
	}
	c.order(orderKill, other.id, nil)
	c.await(other)
	if isRunning(marked) || isRunning(unmarked) {
		t.Error("a process is left")
	}
}

func TestEndsWhatMayBeOfTwoTasksWithTheLast(t *testing.T) {
	c := launch(t)
	a := c.shell(`echo $$ > a; sleep 0.7`)
	b := c.shell(`echo $$ > b; sleep 1.4`)
	c.pid("a")
	c.pid("b")
	first := c.shell(`(env -i setsid sh -c 'echo $$ > PID; exec sleep 300' > /dev/null 2>&1 &); until [ -s PID ]; do sleep 0.01; done`)
	daemon := c.pid("PID")
	c.await(first)
	c.await(a)
	c.await(b)
	if isRunning(daemon) {
		t.Error("the daemon still runs")
	}
}

func TestWhenMavenIsKilled(t *testing.T) {
	// The one who is killed is a process between this test and the launcher.
	folder := t.TempDir()
	script := fmt.Sprintf("mkfifo in; %s < in > /dev/null & echo $! > launcher; exec 3> in; exec cat >&3", executable)
	maven := exec.Command("sh", "-c", script)
	maven.Dir = folder
	orders, err := maven.StdinPipe()
	check(t, err)
	check(t, maven.Start())
	c := &client{TB: t, orders: orders, dir: folder, tasks: map[uint32]*run{}}
	c.shell(`trap "" TERM; (env -i setsid sh -c 'echo $$ > PID; exec sleep 300' > /dev/null 2>&1 &); echo $$ > own; while true; do sleep 300; done`)
	daemon, own := c.pid("PID"), c.pid("own")
	check(t, maven.Process.Kill())
	c.gone(daemon)
	c.gone(own)
	c.gone(c.pid("launcher"))
	orders.Close()
	_ = maven.Wait()
}

func TestSurvivesWhatATerminalSends(t *testing.T) {
	c := launch(t)
	r := c.shell(`echo $$ > own; sleep 0.5; kill -INT $$; sleep 0.5; echo on`)
	c.pid("own")
	for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		check(t, c.process.Process.Signal(s))
	}
	// For the task all of them have their defaults.
	if c.await(r).code != 128+2 {
		t.Errorf("exit code %d", r.code)
	}
	if c.await(c.shell("exit 7")).code != 7 {
		t.Error("it didn't survive")
	}
}

func TestData(t *testing.T) {
	c := launch(t)
	r := c.await(c.shell("cat <&4; cat <&3"))
	if r.output.String() != "secondfirst" {
		t.Errorf("%q", r.output.String())
	}
}

func TestOutput(t *testing.T) {
	t.Run("is one stream in its order", func(t *testing.T) {
		c := launch(t)
		r := c.await(c.shell("for i in 1 2 3 4; do echo o$i; echo e$i >&2; done; cat; echo $DECLARED"))
		if r.output.String() != "o1\ne1\no2\ne2\no3\ne3\no4\ne4\nyes\n" {
			t.Errorf("%q", r.output.String())
		}
	})
	t.Run("may be much, in little memory", func(t *testing.T) {
		c := launch(t)
		r := c.startIn(c.dir, func(r *run) { r.keep = false }, "/bin/sh", "-c", "head -c 100000000 /dev/zero")
		c.await(r)
		if r.size != 100_000_000 || r.code != 0 {
			t.Errorf("%d bytes, exit code %d", r.size, r.code)
		}
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.process.Process.Pid))
		check(t, err)
		_, peak, _ := strings.Cut(string(status), "VmHWM:")
		if kilobytes, _ := strconv.Atoi(strings.Fields(peak)[0]); kilobytes > 30_000 {
			t.Errorf("%d kB", kilobytes)
		}
	})
	t.Run("waits for a slow reader, who holds up nobody else", func(t *testing.T) {
		c := launch(t)
		slow := c.startIn(c.dir, func(r *run) { r.stingy = true }, "/bin/sh", "-c", "yes")
		c.await(c.shell("sleep 0.2; echo fast"))
		if slow.size != window {
			t.Errorf("%d bytes", slow.size)
		}
		c.order(orderKill, slow.id, nil)
		c.order(orderCredit, slow.id, binary.BigEndian.AppendUint32(nil, 1<<30))
		c.await(slow)
	})
	t.Run("isn't waited for when a stranger holds the pipe", func(t *testing.T) {
		c := launch(t)
		c.shell(`echo $$ > other; sleep 4`)
		c.pid("other")
		start := time.Now()
		c.await(c.shell(daemons["empty and holding the pipe"]))
		if took := time.Since(start); took > 4*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

func TestStarts(t *testing.T) {
	t.Run("many at once", func(t *testing.T) {
		c := launch(t)
		var all []*run
		for i := range 200 {
			all = append(all, c.shell(fmt.Sprintf("echo %d; exit %d", i, i%100)))
		}
		for i, r := range all {
			if c.await(r); r.code != i%100 || r.output.String() != fmt.Sprintf("%d\n", i) {
				t.Errorf("task %d: %d %q", i, r.code, r.output.String())
			}
		}
	})
	t.Run("one after another", func(t *testing.T) {
		c := launch(t)
		for range 500 {
			if r := c.await(c.start("/bin/true")); r.code != 0 || r.failed != "" {
				t.Fatalf("%d %s", r.code, r.failed)
			}
		}
	})
	t.Run("a script without an interpreter", func(t *testing.T) {
		c := launch(t)
		script := filepath.Join(c.dir, "script")
		check(t, os.WriteFile(script, []byte("echo script $1\n"), 0o755))
		if r := c.await(c.start(script, "x")); r.output.String() != "script x\n" {
			t.Errorf("%q %s", r.output.String(), r.failed)
		}
	})
	t.Run("nothing that isn't there", func(t *testing.T) {
		c := launch(t)
		plain := filepath.Join(c.dir, "plain")
		check(t, os.WriteFile(plain, []byte("#!/bin/sh\n"), 0o644))
		for _, each := range []struct {
			r    *run
			want string
		}{
			{c.start("/no/such/command"), "2 no such file or directory"},
			{c.start(plain), "3 permission denied"},
			{c.startIn("/no/such/folder", nil, "/bin/true"), "1 no such file or directory"},
			{c.start("/bin/true", strings.Repeat("x", 3<<20)), "0 argument list too long"},
		} {
			if c.await(each.r).failed != each.want {
				t.Errorf("%q instead of %q", each.r.failed, each.want)
			}
		}
	})
	t.Run("what was killed before", func(t *testing.T) {
		c := launch(t)
		r := c.shell("sleep 300")
		c.order(orderKill, r.id, nil)
		if c.await(r).code != 128+15 {
			t.Errorf("exit code %d", r.code)
		}
	})
}

func TestKillsWhatIgnoresBeingAsked(t *testing.T) {
	c := launch(t)
	r := c.shell(`trap "" TERM; echo $$ > PID; while true; do sleep 300; done`)
	c.pid("PID")
	start := time.Now()
	c.order(orderKill, r.id, nil)
	if c.await(r).code != 128+9 {
		t.Errorf("exit code %d", r.code)
	}
	if took := time.Since(start); took < grace || took > grace+2*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestRefusesNonsense(t *testing.T) {
	c := launch(t)
	c.order(99, 1, nil)
	c.within(5*time.Second, c.ended, "it goes on")
}

func TestALauncherInATaskOfAnother(t *testing.T) {
	e := &environments{mark: "outer."}
	inner := &environments{mark: "outer.7/inner."}
	for _, each := range []struct {
		e       *environments
		environ string
		id      uint32
		marked  bool
	}{
		{e, "A=b\x00CUENV_TASK_MARK=outer.7\x00", 7, true},
		{e, "CUENV_TASK_MARK=outer.7/inner.3\x00", 7, true},
		{inner, "CUENV_TASK_MARK=outer.7/inner.3\x00", 3, true},
		{inner, "CUENV_TASK_MARK=outer.7\x00", 0, false},
		{e, "XCUENV_TASK_MARK=outer.7\x00A=", 0, false},
	} {
		if id, marked := each.e.marked(each.environ); id != each.id || marked != each.marked {
			t.Errorf("%q: %d %v", each.environ, id, marked)
		}
	}
}
