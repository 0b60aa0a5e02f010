package vcard

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"
)

// Writer writes cards, one line after another. The first error stays and is
// given by Flush.
type Writer struct{ w *bufio.Writer }

func NewWriter(w io.Writer) *Writer { return &Writer{bufio.NewWriter(w)} }

// Flush writes what is still held back.
func (w *Writer) Flush() error { return w.w.Flush() }

var escapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// Line writes one line: its name with parameters, and its value in parts. A line
// without a value is not written.
func (w *Writer) Line(name string, parts ...string) {
	if strings.Join(parts, "") == "" {
		return
	}
	escaped := make([]string, len(parts))
	for i, p := range parts {
		escaped[i] = escapes.Replace(p)
	}
	w.fold(name + ":" + strings.Join(escaped, ";"))
}

// Raw writes a line as it stands.
func (w *Writer) Raw(line string) { w.fold(line) }

// fold breaks lines after at most 75 bytes (RFC 6350 3.2), never within a
// character.
func (w *Writer) fold(line string) {
	const most = 75
	room := most
	for len(line) > room {
		at := room
		for at > 1 && !utf8.RuneStart(line[at]) {
			at--
		}
		_, _ = w.w.WriteString(line[:at] + "\r\n ") // the error stays with the writer
		line, room = line[at:], most-1
	}
	_, _ = w.w.WriteString(line + "\r\n")
}
