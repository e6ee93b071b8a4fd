package main

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// process is what is known of a task's own process, whose number is that of
// its group too.
type process struct {
	pid int
}

// system starts and ends processes on macOS, which has no subreaper. Each task
// is a process group of its own: what is in it, or comes of it by parents that
// still live, is found. A daemon that has left both gets away.
type system struct {
	l    *launcher
	null *os.File
	envs *environments
}

func newSystem(l *launcher) (*system, error) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	return &system{l: l, null: null, envs: newEnvironments()}, nil
}

func pipe() (*os.File, *os.File, error) {
	var ends [2]int
	syscall.ForkLock.RLock()
	err := syscall.Pipe(ends[:])
	if err == nil {
		syscall.CloseOnExec(ends[0])
		syscall.CloseOnExec(ends[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, nil, err
	}
	_ = syscall.SetNonblock(ends[0], true)
	return os.NewFile(uintptr(ends[0]), "output"), os.NewFile(uintptr(ends[1]), "output"), nil
}

func (s *system) start(t *task, c *command, out *os.File) error {
	pid, err := forkExec(c, s.envs.of(t.id, c), s.null, out, &syscall.SysProcAttr{Setpgid: true})
	if err != nil {
		return err
	}
	t.process.pid = pid
	go s.wait(t, pid)
	return nil
}

func (s *system) wait(t *task, pid int) {
	var status syscall.WaitStatus
	for {
		if _, err := syscall.Wait4(pid, &status, 0, nil); err != syscall.EINTR {
			break
		}
	}
	t.rootExited(exitCode(status), syscall.Kill(-pid, 0) == nil)
}

// reap has nothing to do: each task has a goroutine that waits for it.
func (s *system) reap() {
	select {}
}

// forget is called when nothing of a task is left.
func (s *system) forget(*task) {}

// signal speaks to all processes of a task, and says how many there were.
func (s *system) signal(t *task, how severity) int {
	all, err := unix.SysctlKinfoProcSlice("kern.proc.all")
	if err != nil {
		return 0
	}
	processes := map[int]entry{}
	var roots []int
	for _, p := range all {
		pid := int(p.Proc.P_pid)
		processes[pid] = entry{parent: int(p.Eproc.Ppid), ended: p.Proc.P_stat == zombie}
		if int(p.Eproc.Pgid) == t.process.pid {
			roots = append(roots, pid)
		}
	}
	return send(processes, roots, how)
}

// zombie is SZOMB of sys/proc.h.
const zombie = 5

// hasAny tells whether there may be any process left.
func (s *system) hasAny() bool {
	return len(s.l.running()) > 0
}

// signalAll speaks to the processes of all tasks.
func (s *system) signalAll(how severity) int {
	count := 0
	for _, id := range s.l.running() {
		if t := s.l.task(id); t != nil && t.hasStarted() {
			count += s.signal(t, how)
		}
	}
	return count
}
