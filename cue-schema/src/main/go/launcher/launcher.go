package main

import (
	"encoding/binary"
	"maps"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// grace is how long processes have to end by themselves once asked to.
	grace = 2 * time.Second

	// lastGrace is the same when Maven has gone already, and nobody waits.
	lastGrace = 500 * time.Millisecond

	// chases is how often what forks while it is being killed is looked for again.
	chases = 20

	// chaseTime is how long a killed process may take to be gone.
	chaseTime = 100 * time.Millisecond

	// lastOutput is how long a pipe may stay silent and open after all
	// processes of a task have ended: somebody unknown has it then.
	lastOutput = 2 * time.Second

	// killedCode is the exit code of what was killed: 128 and the signal's number.
	killedCode = 128 + 9
)

// launcher has the tasks that run.
type launcher struct {
	system *system

	writing sync.Mutex // one frame after another
	out     *os.File

	starting sync.Mutex // one start at a time: see system
	closing  bool       // guarded by starting

	mu    sync.Mutex
	tasks map[uint32]*task
}

func newLauncher(out *os.File) *launcher {
	return &launcher{out: out, tasks: map[uint32]*task{}}
}

// obey never blocks: an order to kill must get through whatever else is stuck.
func (l *launcher) obey(f frame) error {
	switch f.kind {
	case orderStart:
		c, err := readCommand(f.body)
		if err != nil {
			return err
		}
		t := newTask(l, f.task)
		l.mu.Lock()
		l.tasks[f.task] = t
		l.mu.Unlock()
		go t.start(c)
	case orderKill:
		if t := l.task(f.task); t != nil {
			go t.kill() // it may wait for a report of the task to be taken
		}
	case orderCredit:
		if len(f.body) != 4 {
			return errMalformed
		}
		if t := l.task(f.task); t != nil {
			t.credit.add(int(binary.BigEndian.Uint32(f.body)))
		}
	case orderList:
		o, err := readListing(f.body)
		if err != nil {
			return err
		}
		go l.list(f.task, o)
	default:
		return errMalformed
	}
	return nil
}

func (l *launcher) task(id uint32) *task {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tasks[id]
}

// goesOn tells whether a task runs and isn't being ended.
func (l *launcher) goesOn(id uint32) bool {
	t := l.task(id)
	return t != nil && t.goesOn()
}

// running gives the tasks that go on or are being ended.
func (l *launcher) running() []uint32 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Collect(maps.Keys(l.tasks))
}

func (l *launcher) forget(t *task) {
	l.mu.Lock()
	delete(l.tasks, t.id)
	l.mu.Unlock()
}

// send writes a frame whose header is in place. The other side always reads:
// what it can't pass on yet it keeps, and a task's window bounds how much that
// is. So this takes a moment only, and a task with a slow reader holds up none
// of the others.
func (l *launcher) send(frame []byte) {
	l.writing.Lock()
	defer l.writing.Unlock()
	// When it fails, Maven is gone: the end of the orders follows.
	_, _ = l.out.Write(frame)
}

// endAll ends everything that was ever started, in short order.
func (l *launcher) endAll() {
	l.starting.Lock()
	l.closing = true
	l.starting.Unlock()
	if l.system.hasAny() {
		end(lastGrace, l.system.signalAll)
	}
}

// end asks processes to end and kills those that don't. What is left is tried
// again, since it may have forked meanwhile.
func end(grace time.Duration, signal func(severity) int) {
	left := signal(ask)
	for deadline := time.Now().Add(grace); left > 0 && time.Now().Before(deadline); {
		left = await(deadline, signal)
	}
	for chase := 0; chase < chases && left > 0; chase++ {
		signal(kill)
		left = await(time.Now().Add(chaseTime), signal)
	}
}

// await waits for processes to be gone, at first for a moment, then for longer.
func await(deadline time.Time, signal func(severity) int) int {
	pause := time.Millisecond
	for {
		left := signal(look)
		if left == 0 || !time.Now().Before(deadline) {
			return left
		}
		time.Sleep(min(pause, time.Until(deadline)))
		pause = min(2*pause, 20*time.Millisecond)
	}
}

// severity is how a process is spoken to.
type severity int

const (
	look severity = iota // see whether it is there
	ask                  // ask it to end
	kill                 // end it
)

// task is a command that runs, and all that came of it.
type task struct {
	id      uint32
	l       *launcher
	credit  credit
	process process // what the system knows of it

	// A task has ended when two things have: its processes and its output.
	left atomic.Int32
	code int

	mu       sync.Mutex
	started  bool
	out      *os.File      // the reading end
	exited   bool          // whether the task's own process has ended
	rootGone chan struct{} // closed then
	ending   bool          // whether somebody ends its processes
	killed   bool          // whether that was asked for before it was started
	gone     bool          // whether no process of it is left
}

func newTask(l *launcher, id uint32) *task {
	t := &task{id: id, l: l, rootGone: make(chan struct{})}
	t.credit.left = window
	t.credit.changed.L = &t.credit.mu
	t.left.Store(2)
	return t
}

// start starts the command, and reports a failure.
func (t *task) start(c *command) {
	kind, err := t.tryStart(c)
	if err != nil {
		t.l.forget(t)
		t.l.reportFailure(t.id, kind, err)
		return
	}
	t.pump()
}

func (t *task) tryStart(c *command) (byte, error) {
	t.l.starting.Lock()
	defer t.l.starting.Unlock()
	if t.l.closing {
		return failedOther, os.ErrClosed
	}
	out, childEnd, err := pipe()
	if err != nil {
		return failedOther, err
	}
	defer childEnd.Close()
	t.out = out
	if err := t.l.system.start(t, c, childEnd); err != nil {
		out.Close()
		return reason(c, err), err
	}
	t.mu.Lock()
	t.started = true
	killed := t.killed
	t.mu.Unlock()
	if killed {
		t.kill()
	}
	return 0, nil
}

// reason tells apart why a command did not start.
func reason(c *command, err error) byte {
	if info, statErr := os.Stat(c.dir); statErr != nil || !info.IsDir() {
		return failedNoFolder
	}
	switch {
	case os.IsNotExist(err):
		return failedNotFound
	case os.IsPermission(err):
		return failedNotExecutable
	default:
		return failedOther
	}
}

// kill ends all processes of the task, in the background.
func (t *task) kill() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.started {
		t.killed = true
	} else if !t.ending && !t.gone {
		t.ending = true
		go t.end()
	}
}

// rootExited takes note that the task's own process has ended.
//
// leftovers says whether anything else may be left of it.
func (t *task) rootExited(code int, leftovers bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.code = code
	t.exited = true
	close(t.rootGone)
	switch {
	case t.ending: // whoever ends it waits for this
	case leftovers:
		t.ending = true
		go t.end()
	default:
		t.allGone()
	}
}

func (t *task) end() {
	end(grace, func(how severity) int { return t.l.system.signal(t, how) })
	select {
	case <-t.rootGone:
	case <-time.After(time.Second):
		// It hangs inside of the system, where no signal reaches it.
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.exited {
		t.code = killedCode
	}
	t.allGone()
}

// allGone is called, with mu held, once no process is left.
func (t *task) allGone() {
	t.gone = true
	t.l.system.forget(t)
	if t.left.Add(-1) == 0 {
		t.reportExit()
	} else {
		_ = t.out.SetReadDeadline(time.Now().Add(lastOutput))
	}
}

func (t *task) isGone() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.gone
}

func (t *task) hasStarted() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.started
}

func (t *task) goesOn() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return !t.exited && !t.ending
}

// buffers are as large as a pipe's usual capacity allows to read at once.
var buffers = sync.Pool{New: func() any { return new([headerLength + 32<<10]byte) }}

// pump reports what the task prints until nobody can print any more. It reads
// no more than the other side has room for: then the pipe fills up, and the
// task waits.
func (t *task) pump() {
	buffer := buffers.Get().(*[headerLength + 32<<10]byte)
	for {
		room := t.credit.await(len(buffer) - headerLength)
		if t.isGone() {
			_ = t.out.SetReadDeadline(time.Now().Add(lastOutput))
		}
		n, err := t.out.Read(buffer[headerLength : headerLength+room])
		if n > 0 {
			t.credit.add(-n)
			putHeader(buffer[:], reportOutput, t.id, n)
			t.l.send(buffer[:headerLength+n])
		}
		if err != nil {
			break
		}
	}
	buffers.Put(buffer)
	t.out.Close()
	if t.left.Add(-1) == 0 {
		t.reportExit()
	}
}

func (t *task) reportExit() {
	t.l.forget(t)
	t.l.reportExit(t.id, t.code)
}

func (l *launcher) reportExit(id uint32, code int) {
	var report [headerLength + 4]byte
	putHeader(report[:], reportExit, id, 4)
	binary.BigEndian.PutUint32(report[headerLength:], uint32(int32(code)))
	l.send(report[:])
}

func (l *launcher) reportFailure(id uint32, kind byte, err error) {
	text := err.Error()
	report := make([]byte, headerLength+1+len(text))
	putHeader(report, reportFailed, id, 1+len(text))
	report[headerLength] = kind
	copy(report[headerLength+1:], text)
	l.send(report)
}

// credit is how many bytes the other side has room for.
type credit struct {
	mu      sync.Mutex
	changed sync.Cond
	left    int
}

// await waits until there is room, and says how much, up to most.
func (c *credit) await(most int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.left <= 0 {
		c.changed.Wait()
	}
	return min(c.left, most)
}

func (c *credit) add(n int) {
	c.mu.Lock()
	c.left += n
	c.mu.Unlock()
	c.changed.Signal()
}
