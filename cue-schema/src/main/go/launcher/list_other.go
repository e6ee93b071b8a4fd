//go:build !linux

package main

import "errors"

// list leaves it to the other side, whose names of files may have another form
// than the system's: macOS takes letters apart, Windows has UTF-16.
func (l *launcher) list(id uint32, _ listing) {
	l.reportFailure(id, failedOther, errors.ErrUnsupported)
}
