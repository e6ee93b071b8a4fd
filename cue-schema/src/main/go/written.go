package main

import (
	"slices"
	"strings"
)

// writtenTask is the path below `tasks` of the one task with a name that the
// files write down. What comes of templates isn't known before the evaluation.
func (r *report) writtenTask(name string) []string {
	var nested []string
	for _, task := range r.tasksIn(r.tasksPlace(), nil) {
		switch {
		case task[len(task)-1] != name:
		case len(task) == 1:
			return task
		case nested != nil && !slices.Equal(nested, task):
			return nil
		default:
			nested = task
		}
	}
	return nested
}

func (r *report) tasksPlace() place {
	return rootMembers(r.source.ownFiles()).find("tasks")
}

// tasksIn are the paths of tasks and groups, those of a group's tasks after
// those beside it.
func (r *report) tasksIn(at place, path []string) [][]string {
	var tasks, nested [][]string
	settings := r.schema.shape("#TaskGroup").fields
	found := at.members()
	for _, entry := range found.entries {
		if len(path) > 0 && settings[entry.name] != nil {
			continue
		}
		task := append(slices.Clone(path), entry.name)
		tasks = append(tasks, task)
		if inner := found.find(entry.name); inner.isGroup() {
			nested = append(nested, r.tasksIn(inner, task)...)
		}
	}
	return append(tasks, nested...)
}

func (p place) isGroup() bool {
	return len(p.members().find("type").labels) > 0
}

// taskAround is the path below `tasks` of the task that a path leads into.
func (r *report) taskAround(path []string) []string {
	if len(path) == 0 || path[0] != "tasks" {
		return nil
	}
	var task []string
	at := r.tasksPlace()
	for _, selector := range path[1:] {
		label := strings.Trim(selector, `"`)
		task = append(task, label)
		if at = at.members().find(label); !at.isGroup() {
			break
		}
	}
	return task
}
