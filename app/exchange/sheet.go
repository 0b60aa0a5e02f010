package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"kortisto/app"
)

// ReadOptions override what is recognised in a file; empty means recognise.
type ReadOptions struct {
	Charset   string // windows-1252, utf-8, …: what charset.go knows
	Delimiter string // ";", ",", "|", "\t" or "tab"
	Sheet     string // the name of a workbook's sheet; the first one with rows otherwise
}

// Sheet is a file read into rows of text, nothing yet understood.
type Sheet struct {
	Name      string   // of the file, without its directory
	Charset   string   // empty for a workbook
	Delimiter string   // empty for a workbook
	Tab       string   // the workbook's sheet
	Tabs      []string // all of them; none for other files
	Digest    string   // SHA-256 of the file's bytes
	Width     int      // columns
	Rows      []Row    // blank ones left out

	ours bool // a table that this program wrote; see ownHeadings
}

// Row is one record. Number is the one a spreadsheet shows at the left: records
// counted from 1, blank ones too, so that a person finds it again.
type Row struct {
	Number int
	Cells  []string
	Fault  *app.Error // why the row can not be used; then Cells is empty

	written int        // cells as they stood in the file, trailing empty ones included
	told    app.Errors // what reading the row found; it comes in all the same
	own     bool       // written by this program: every value is as it was
	beside  *beside    // what our own files hold beside the fields of the card
}

// Read reads a customer list: CSV, XLSX, vCard, or JSON of our own, told apart by
// content, not by name.
// It fails with file-unreadable, import-empty, import-too-large, too-many-rows,
// import-charset or import-delimiter.
func Read(name string, r io.Reader, o ReadOptions) (*Sheet, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFileBytes+1))
	if err != nil {
		return nil, app.E("file-unreadable", "file", "file", filepath.Base(name))
	}
	if len(data) > MaxFileBytes {
		return nil, app.E("import-too-large", "file", "file", filepath.Base(name))
	}
	sum := sha256.Sum256(data)
	s := &Sheet{Name: filepath.Base(name), Digest: hex.EncodeToString(sum[:])}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		err = s.readXLSX(data, o)
	case isCards(data):
		err = s.readCards(data, o)
	case isOwnJSON(data):
		err = s.readJSON(data)
	default:
		err = s.readCSV(data, o)
	}
	if err != nil {
		return nil, err
	}
	if len(s.Rows) == 0 {
		return nil, app.E("import-empty", "file", "file", s.Name)
	}
	if s.Width == 0 {
		s.mendWidths()
		s.liftLabels()
	}
	return s, nil
}

func (s *Sheet) readCSV(data []byte, o ReadOptions) error {
	text, charset, err := decode(data, o.Charset)
	if err != nil {
		return err
	}
	s.Charset = charset
	text, delim := cutSepLine(text)
	switch {
	case o.Delimiter == "tab" || o.Delimiter == `\t`:
		delim = '\t'
	case len(o.Delimiter) == 1 && strings.Contains(delimiters, o.Delimiter):
		delim = o.Delimiter[0]
	case o.Delimiter != "":
		return app.E("import-delimiter", "delimiter", "value", o.Delimiter)
	case delim == 0:
		delim = detectDelimiter(text)
	}
	s.Delimiter = string(delim)
	s.ours = isOwnCSV(text)
	r := newCSVReader(text, delim)
	c := collector{sheet: s}
	for {
		cells, fault, ok := r.next()
		if !ok {
			return nil
		}
		if err := c.add(cells, fault); err != nil {
			return err
		}
	}
}

// collector numbers rows, drops blank ones and keeps the limits.
type collector struct {
	sheet *Sheet
	row   int
	cells int
}

func (c *collector) add(cells []string, fault *app.Error) error {
	c.row++
	written := len(cells)
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) == 0 && fault == nil {
		return nil
	}
	if len(cells) > MaxColumns {
		cells, fault = nil, app.E("import-row-ragged", "")
	}
	c.cells += len(cells)
	if len(c.sheet.Rows) >= MaxRows {
		return app.E("too-many-rows", "file", "limit", strconv.Itoa(MaxRows))
	}
	if c.cells > maxCells {
		return app.E("import-too-large", "file", "file", c.sheet.Name)
	}
	c.sheet.Rows = append(c.sheet.Rows, Row{Number: c.row, Cells: cells, Fault: fault, written: written})
	return nil
}

// mendWidths takes the first good row as the measure: longer rows are ragged, shorter
// ones lack only trailing cells (some programs leave empty ones out). But two
// short rows in succession that together make exactly one are a row torn by a
// line break without quotes, and both are ragged: half a customer is worse than
// none. Where many rows are short the writer trims, and nothing is torn.
// A workbook has no such faults: its cells have addresses.
func (s *Sheet) mendWidths() {
	if s.Charset == "" {
		for _, row := range s.Rows {
			s.Width = max(s.Width, len(row.Cells))
		}
		return
	}
	short := 0
	if i := slices.IndexFunc(s.Rows, func(r Row) bool { return r.Fault == nil }); i >= 0 {
		s.Width = s.Rows[i].written
	}
	for i := range s.Rows {
		row := &s.Rows[i]
		if len(row.Cells) > s.Width {
			row.tear(s.Width)
		} else if row.Fault == nil && row.written < s.Width {
			short++
		}
	}
	if s.Width < 4 || short > 2 && short*5 > len(s.Rows) {
		return
	}
	for i := 1; i+1 < len(s.Rows); i++ {
		a, b := &s.Rows[i], &s.Rows[i+1]
		if a.Fault == nil && b.Fault == nil && b.Number == a.Number+1 && a.written+b.written == s.Width+1 && min(a.written, b.written) > 1 {
			a.tear(s.Width)
			b.tear(s.Width)
		}
	}
}

func (r *Row) tear(width int) {
	r.Fault = app.E("import-row-ragged", "", "cells", strconv.Itoa(r.written), "columns", strconv.Itoa(width))
	r.Cells = nil
}

// columnLetters names a column as spreadsheets do: 0 is A, 26 is AA.
func columnLetters(n int) string {
	s := ""
	for n++; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}
