package main

import (
	"io"
	"os"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// process is what is known of a task: its own process, and the job that all
// that comes of it is in.
type process struct {
	job windows.Handle
}

// system starts and ends processes on Windows. Each task is a job; nothing
// leaves a job, and when the launcher ends, however it ends, the system closes
// its jobs and ends what is in them.
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

// surviveSignals has Ctrl-C do nothing here: Maven gets it too, and decides.
func surviveSignals() {
	handler := syscall.NewCallback(func(uint32) uintptr { return 1 })
	_, _, _ = windows.NewLazySystemDLL("kernel32.dll").NewProc("SetConsoleCtrlHandler").Call(handler, 1)
}

func polled(in *os.File) io.Reader {
	return in
}

// comparableName is the form in which names of variables are compared.
func comparableName(name string) string {
	return strings.ToUpper(name)
}

func pipe() (*os.File, *os.File, error) {
	return os.Pipe()
}

// start starts the command suspended: before its first instruction it is in
// its job, and so is all that comes of it.
func (s *system) start(t *task, c *command, out *os.File) error {
	job, err := newJob()
	if err != nil {
		return err
	}
	_, handle, err := syscall.StartProcess(c.argv[0], c.argv, &syscall.ProcAttr{
		Dir:   c.dir,
		Env:   s.envs.of(t.id, c),
		Files: []uintptr{s.null.Fd(), out.Fd(), out.Fd()},
		Sys:   &syscall.SysProcAttr{CreationFlags: windows.CREATE_SUSPENDED},
	})
	if err != nil {
		_ = windows.CloseHandle(job)
		return err
	}
	own := windows.Handle(handle)
	err = windows.AssignProcessToJobObject(job, own)
	if err == nil {
		err = resume(own)
	}
	if err != nil {
		_ = windows.TerminateProcess(own, 1)
		_ = windows.CloseHandle(own)
		_ = windows.CloseHandle(job)
		return err
	}
	t.process.job = job
	go s.wait(t, own)
	return nil
}

func newJob() (windows.Handle, error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return 0, err
	}
	var limits windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	if _, err := windows.SetInformationJobObject(
		job,
		windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)),
		uint32(unsafe.Sizeof(limits)),
	); err != nil {
		_ = windows.CloseHandle(job)
		return 0, err
	}
	return job, nil
}

var ntResumeProcess = windows.NewLazySystemDLL("ntdll.dll").NewProc("NtResumeProcess")

func resume(own windows.Handle) error {
	if status, _, _ := ntResumeProcess.Call(uintptr(own)); status != 0 {
		return windows.NTStatus(status)
	}
	return nil
}

func (s *system) wait(t *task, own windows.Handle) {
	_, _ = windows.WaitForSingleObject(own, windows.INFINITE)
	var code uint32
	_ = windows.GetExitCodeProcess(own, &code)
	_ = windows.CloseHandle(own)
	t.rootExited(int(int32(code)), active(t.process.job) > 0)
}

// reap has nothing to do: each task has a goroutine that waits for it.
func (s *system) reap() {
	for {
		time.Sleep(time.Hour)
	}
}

// forget is called when nothing of a task is left.
func (s *system) forget(t *task) {
	_ = windows.CloseHandle(t.process.job)
}

// signal speaks to all processes of a task, and says how many there were.
// There is no way to ask a process without a window to end.
func (s *system) signal(t *task, how severity) int {
	count := active(t.process.job)
	if how != look {
		_ = windows.TerminateJobObject(t.process.job, 1)
	}
	return count
}

// accounting is JOBOBJECT_BASIC_ACCOUNTING_INFORMATION.
type accounting struct {
	totalUserTime             int64
	totalKernelTime           int64
	thisPeriodTotalUserTime   int64
	thisPeriodTotalKernelTime int64
	totalPageFaultCount       uint32
	totalProcesses            uint32
	activeProcesses           uint32
	totalTerminatedProcesses  uint32
}

// active is the number of a job's processes.
func active(job windows.Handle) int {
	var a accounting
	if windows.QueryInformationJobObject(
		job,
		windows.JobObjectBasicAccountingInformation,
		uintptr(unsafe.Pointer(&a)),
		uint32(unsafe.Sizeof(a)),
		nil,
	) != nil {
		return 0
	}
	return int(a.activeProcesses)
}

// hasAny tells whether there may be any process left.
func (s *system) hasAny() bool {
	return len(s.l.running()) > 0
}

// signalAll has nothing to speak to: the system ends all jobs with this
// process.
func (s *system) signalAll(severity) int {
	return 0
}
