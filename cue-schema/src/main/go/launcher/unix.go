//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

// surviveSignals has the signals that a terminal sends to all of a command's
// processes do nothing here: Maven gets them too, and decides. Those that are
// ignored stay so, for tasks as well; for the others tasks have the defaults,
// since what is caught is reset when a program starts.
func surviveSignals() {
	for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGPIPE} {
		if !signal.Ignored(s) {
			signal.Notify(make(chan os.Signal, 1), s)
		}
	}
}

// polled has reads wait without a thread of their own.
func polled(in *os.File) io.Reader {
	fd := in.Fd()
	if syscall.SetNonblock(int(fd), true) != nil {
		return in
	}
	return os.NewFile(fd, "orders")
}

// comparableName is the form in which names of variables are compared.
func comparableName(name string) string {
	return name
}

// forkExec starts a program. A script that doesn't name its interpreter is
// one of the shell, as POSIX has it (execvp) and as the JDK does it.
func forkExec(c *command, env []string, in, out *os.File, sys *syscall.SysProcAttr) (int, error) {
	attributes := &syscall.ProcAttr{
		Dir:   c.dir,
		Env:   env,
		Files: []uintptr{in.Fd(), out.Fd(), out.Fd()},
		Sys:   sys,
	}
	for _, data := range c.data {
		readable, err := readable(data)
		if err != nil {
			return 0, err
		}
		defer readable.Close()
		attributes.Files = append(attributes.Files, readable.Fd())
	}
	pid, err := syscall.ForkExec(c.argv[0], c.argv, attributes)
	if errors.Is(err, syscall.ENOEXEC) {
		return syscall.ForkExec("/bin/sh", append([]string{"/bin/sh"}, c.argv...), attributes)
	}
	return pid, err
}

// readable gives the reading end of a pipe that data comes out of. Who reads
// none of it keeps nobody waiting.
func readable(data []byte) (*os.File, error) {
	reading, writing, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	go func() {
		_, _ = writing.Write(data)
		_ = writing.Close()
	}()
	return reading, nil
}

// exitCode is what a shell would give.
func exitCode(status syscall.WaitStatus) int {
	if status.Signaled() {
		return 128 + int(status.Signal())
	}
	return status.ExitStatus()
}

func number(how severity) syscall.Signal {
	if how == kill {
		return syscall.SIGKILL
	}
	return syscall.SIGTERM
}

// entry is a process.
type entry struct {
	parent int
	group  int
	ended  bool   // only waits for its parent to take note
	start  string // when it was started
}

// send speaks to processes and their descendants, and says how many there were.
func send(processes map[int]entry, roots []int, how severity) int {
	byParent := map[int][]int{}
	for pid, p := range processes {
		byParent[p.parent] = append(byParent[p.parent], pid)
	}
	seen := map[int]bool{}
	count := 0
	for queue := slices.Clone(roots); len(queue) > 0; queue = queue[1:] {
		pid := queue[0]
		p, known := processes[pid]
		if !known || seen[pid] {
			continue
		}
		seen[pid] = true
		queue = append(queue, byParent[pid]...)
		if !p.ended && (how == look || syscall.Kill(pid, number(how)) == nil) {
			count++
		}
	}
	return count
}
