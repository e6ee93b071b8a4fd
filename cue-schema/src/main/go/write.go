package main

import (
	"encoding/json"
	"strconv"
	"strings"

	"cuelang.org/go/cue"
)

func (w *walker) comma(first bool) bool {
	if !first {
		w.value = append(w.value, ',')
	}
	return false
}

func escapePointer(label string) string {
	if !strings.ContainsAny(label, "~/") {
		return label
	}
	return strings.ReplaceAll(strings.ReplaceAll(label, "~", "~0"), "/", "~1")
}

func (w *walker) mark(v cue.Value, at place) {
	if position := w.locate(v, at); position.IsValid() {
		w.here = position
	}
	position := w.here
	if !position.IsValid() {
		return
	}
	if len(w.positions) > 1 {
		w.positions = append(w.positions, ',')
	}
	w.positions = appendString(w.positions, string(w.pointer))
	w.positions = append(w.positions, ":["...)
	w.positions = strconv.AppendInt(w.positions, int64(w.indexOf(position.Filename)), 10)
	w.positions = append(w.positions, ',')
	w.positions = strconv.AppendInt(w.positions, int64(position.Line), 10)
	w.positions = append(w.positions, ',')
	w.positions = strconv.AppendInt(w.positions, int64(position.Column), 10)
	w.positions = append(w.positions, ']')
}

func (w *walker) indexOf(path string) int {
	if path != w.lastFile {
		w.lastFile, w.lastIndex = path, w.fileIndex[path]
	}
	return w.lastIndex
}

func (w *walker) scalar(v cue.Value) {
	if v.Kind() == cue.StringKind {
		text, _ := v.String()
		w.value = appendString(w.value, text)
		return
	}
	encoded, err := v.MarshalJSON()
	if err != nil {
		panic(err)
	}
	w.value = append(w.value, encoded...)
}

func appendString(b []byte, text string) []byte {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			return appendEscaped(b, text)
		}
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

func appendEscaped(b []byte, text string) []byte {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return append(b, encoded...)
}
