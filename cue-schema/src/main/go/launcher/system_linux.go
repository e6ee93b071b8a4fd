package main

import (
	"bytes"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// patience is how long orphans may take to end by themselves: those of a
// sandbox do, in a millisecond or two.
const patience = 10 * time.Millisecond

func init() {
	// The main goroutine keeps the main thread: see reap.
	runtime.LockOSThread()
}

// process is what is known of a task's own process.
type process struct {
	pid int // 0 when it doesn't run
}

// system starts and ends processes on Linux.
//
// The launcher is a subreaper (prctl(2)): whatever outlives its parent becomes
// its child. So all that a task leaves is found by parents alone, and nothing
// can get away. Only whose it is, when several tasks run, is told by the mark.
type system struct {
	l    *launcher
	null *os.File
	envs *environments

	forked chan struct{} // told of each new child

	mu      sync.Mutex
	roots   map[int]*task  // tasks' own processes by number
	early   map[int]ending // of children that were no task yet
	orphans map[int]*owner // whose the other children are
	alone   chan struct{}  // closed when there are no orphans any more; nil while there are none
}

// ending is how a child ended.
type ending struct {
	code      int
	leftovers bool
}

// owner is who a process belongs to that outlived its parent.
type owner struct {
	start  string   // when it was started, so that no other one with its number is taken for it
	marked bool     // whether it has a mark
	tasks  []uint32 // whose mark it is; without one, all that ran when it was first seen
}

func newSystem(l *launcher) (*system, error) {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return nil, err
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	return &system{
		l:       l,
		null:    null,
		envs:    newEnvironments(),
		forked:  make(chan struct{}, 1),
		roots:   map[int]*task{},
		early:   map[int]ending{},
		orphans: map[int]*owner{},
	}, nil
}

// pipe gives a reading end that waits without a thread of its own, and a
// writing end as programs expect it, which blocks.
func pipe() (*os.File, *os.File, error) {
	var ends [2]int
	if err := syscall.Pipe2(ends[:], syscall.O_CLOEXEC); err != nil {
		return nil, nil, err
	}
	_ = syscall.SetNonblock(ends[0], true)
	return os.NewFile(uintptr(ends[0]), "output"), os.NewFile(uintptr(ends[1]), "output"), nil
}

// start is called for one task at a time: of the children whose end is noted
// before their start, only the last start's can be a task.
func (s *system) start(t *task, c *command, out *os.File) error {
	pid, err := forkExec(c, s.envs.of(t.id, c), s.null, out, nil)
	e, ended := s.note(t, pid)
	if err != nil {
		return err
	}
	if ended {
		t.rootExited(e.code, e.leftovers)
		return nil
	}
	select {
	case s.forked <- struct{}{}:
	default:
	}
	return nil
}

// note takes note of a task's own process, unless it has ended already.
func (s *system) note(t *task, pid int) (ending, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ended := s.early[pid]
	clear(s.early)
	if !ended && pid > 0 {
		t.process.pid = pid
		s.roots[pid] = t
	}
	return e, ended
}

// reap takes note of the ends of all children.
//
// It runs on the main thread, which never forks. The kernel makes orphans
// children of that thread, and tasks are children of the threads that started
// them. So whether there are any orphans takes one system call, however many
// tasks run: a wait for children of this thread alone.
func (s *system) reap() {
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WALL, nil)
		switch err {
		case nil:
			orphans := s.hasOrphans()
			s.tell(orphans)
			s.ended(pid, ending{exitCode(status), orphans})
		case syscall.ECHILD:
			<-s.forked
		}
	}
}

// hasOrphans takes note of those that have ended, and says whether others
// are there.
func (s *system) hasOrphans() bool {
	for {
		pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG|syscall.WALL|syscall.WNOTHREAD, nil)
		switch {
		case err == syscall.EINTR:
		case err != nil:
			return false
		case pid == 0:
			return true
		default:
			s.mu.Lock()
			delete(s.orphans, pid)
			s.mu.Unlock()
		}
	}
}

// tell tells whoever waits for it that there are no orphans any more.
func (s *system) tell(orphans bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case orphans && s.alone == nil:
		s.alone = make(chan struct{})
	case !orphans && s.alone != nil:
		close(s.alone)
		s.alone = nil
	}
}

// settles says whether nothing of a task is left, and waits a moment for that:
// to look at all processes takes longer than most orphans live.
func (s *system) settles(t *task) bool {
	s.mu.Lock()
	runs, alone := t.process.pid != 0, s.alone
	s.mu.Unlock()
	if runs || alone == nil {
		return !runs
	}
	select {
	case <-alone:
		return true
	case <-time.After(patience):
		return false
	}
}

func (s *system) ended(pid int, e ending) {
	s.mu.Lock()
	t := s.roots[pid]
	if t == nil {
		delete(s.orphans, pid)
		s.early[pid] = e
	} else {
		delete(s.roots, pid)
		t.process.pid = 0
	}
	s.mu.Unlock()
	if t != nil {
		t.rootExited(e.code, e.leftovers)
	}
}

// forget is called when nothing of a task is left.
func (s *system) forget(*task) {}

// signal speaks to all processes of a task, and says how many there were.
func (s *system) signal(t *task, how severity) int {
	if s.settles(t) {
		return 0
	}
	// No fork is under way meanwhile: a child that is no task yet would be
	// taken for an orphan.
	s.l.starting.Lock()
	defer s.l.starting.Unlock()
	processes := readProcesses()
	roots := s.strays(processes, t)
	s.mu.Lock()
	if t.process.pid != 0 {
		roots = append(roots, t.process.pid)
	}
	s.mu.Unlock()
	return send(processes, roots, how)
}

// strays gives the orphans that are a task's, or can't be of any that goes on.
func (s *system) strays(processes map[int]entry, t *task) []int {
	self := os.Getpid()
	var found []int
	for pid, p := range processes {
		if p.parent != self || s.isRoot(pid) {
			continue
		}
		o := s.ownerOf(pid, p)
		mine := o.marked && o.tasks[0] == t.id
		if mine || !o.marked && !slices.ContainsFunc(o.tasks, s.l.goesOn) {
			found = append(found, pid)
		}
	}
	return found
}

func (s *system) isRoot(pid int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.roots[pid] != nil
}

func (s *system) ownerOf(pid int, p entry) *owner {
	s.mu.Lock()
	known := s.orphans[pid]
	s.mu.Unlock()
	if known != nil && known.start == p.start {
		return known
	}
	o := &owner{start: p.start}
	if id, marked := s.envs.marked(environment(pid)); marked {
		o.marked, o.tasks = true, []uint32{id}
	} else {
		o.tasks = s.l.running()
	}
	s.mu.Lock()
	s.orphans[pid] = o
	s.mu.Unlock()
	return o
}

// hasAny tells whether there is any process left.
func (s *system) hasAny() bool {
	err := unix.Waitid(unix.P_ALL, 0, nil, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT|unix.WALL, nil)
	return err != unix.ECHILD
}

// signalAll speaks to everything that was ever started and is still there.
func (s *system) signalAll(how severity) int {
	processes := readProcesses()
	self := os.Getpid()
	var roots []int
	for pid, p := range processes {
		if p.parent == self {
			roots = append(roots, pid)
		}
	}
	return send(processes, roots, how)
}

func readProcesses() map[int]entry {
	processes := map[int]entry{}
	proc, err := os.Open("/proc")
	if err != nil {
		return processes
	}
	defer proc.Close()
	names, _ := proc.Readdirnames(-1)
	for _, name := range names {
		if pid, err := strconv.Atoi(name); err == nil {
			if p, found := readEntry(name); found {
				processes[pid] = p
			}
		}
	}
	return processes
}

// readEntry reads /proc/PID/stat (proc_pid_stat(5)).
func readEntry(pid string) (entry, bool) {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return entry{}, false
	}
	// The second field is the program's name, in brackets, with anything in it.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 20 {
		return entry{}, false
	}
	parent, err := strconv.Atoi(string(fields[1]))
	state := fields[0][0]
	return entry{parent: parent, ended: state == 'Z' || state == 'X', start: string(fields[19])}, err == nil
}

// environment reads a process's environment. One that is just being replaced
// by another program has none for a moment.
func environment(pid int) string {
	folder := "/proc/" + strconv.Itoa(pid)
	for range 50 {
		environ, err := os.ReadFile(folder + "/environ")
		if err != nil || len(environ) > 0 {
			return string(environ)
		}
		if _, err := os.Readlink(folder + "/exe"); err != nil {
			return ""
		}
		time.Sleep(time.Millisecond)
	}
	return ""
}
