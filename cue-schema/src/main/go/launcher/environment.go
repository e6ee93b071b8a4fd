package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// markVariable is in the environment of all processes of a task: those that
// inherit nothing else from it, since they have left its session and their
// parents have ended, are told apart by it while several tasks run.
const markVariable = "CUENV_TASK_MARK"

// environments makes the environments of tasks.
type environments struct {
	own  []string // the launcher's own, without a mark
	mark string   // the start of all marks, which no other launcher has
}

// newEnvironments reads the launcher's own environment. In a task of another
// launcher, its mark stays the start of ours, so that the other one recognises
// what is left of this one's tasks, should this one be killed.
func newEnvironments() *environments {
	e := &environments{}
	outer := ""
	for _, variable := range os.Environ() {
		if value, found := strings.CutPrefix(variable, markVariable+"="); found {
			outer = value + "/"
		} else {
			e.own = append(e.own, variable)
		}
	}
	e.mark = fmt.Sprintf("%s%d.%d.", outer, os.Getpid(), time.Now().UnixNano())
	return e
}

func (e *environments) of(task uint32, c *command) []string {
	all := make([]string, 0, len(e.own)+len(c.env)+1)
	if c.inherit {
		declared := make(map[string]bool, len(c.env))
		for _, variable := range c.env {
			declared[nameOf(variable)] = true
		}
		for _, variable := range e.own {
			if !declared[nameOf(variable)] {
				all = append(all, variable)
			}
		}
	}
	all = append(all, c.env...)
	return append(all, markVariable+"="+e.mark+strconv.FormatUint(uint64(task), 10))
}

// nameOf gives a variable's name in the form in which names are compared. On
// Windows there are names that start with an equals sign.
func nameOf(variable string) string {
	if end := strings.IndexByte(variable[min(1, len(variable)):], '='); end >= 0 {
		return comparableName(variable[:end+1])
	}
	return comparableName(variable)
}

// marked tells whose mark is in an environment as /proc shows it.
func (e *environments) marked(environ string) (uint32, bool) {
	for len(environ) > 0 {
		variable, rest, _ := strings.Cut(environ, "\x00")
		environ = rest
		value, found := strings.CutPrefix(variable, markVariable+"="+e.mark)
		if !found {
			continue
		}
		number, _, _ := strings.Cut(value, "/")
		if id, err := strconv.ParseUint(number, 10, 32); err == nil {
			return uint32(id), true
		}
	}
	return 0, false
}
