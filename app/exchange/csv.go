package exchange

import (
	"strings"
	"unicode/utf8"

	"kortisto/app"
)

// csvReader reads records as spreadsheets write them: quoted cells may hold
// separators, line breaks and doubled quotes. Unlike a strict reader it never
// gives up: a broken record is returned with its fault and reading goes on with
// the next line, so that one bad row costs one row. It runs in linear time.
type csvReader struct {
	text  string
	pos   int
	delim byte
	eol   byte // '\n', or '\r' for files of old Macs that have no '\n'
}

func newCSVReader(text string, delim byte) *csvReader {
	r := &csvReader{text: text, delim: delim, eol: '\n'}
	if strings.IndexByte(text, '\n') < 0 {
		r.eol = '\r'
	}
	return r
}

type cellEnd int

const (
	endCell cellEnd = iota
	endRecord
	endOpen // a quote was never closed
)

// next returns one record; ok is false at the end of the file. A record with a
// fault has no cells.
func (r *csvReader) next() (cells []string, fault *app.Error, ok bool) {
	if r.pos >= len(r.text) {
		return nil, nil, false
	}
	start := r.pos
	for {
		value, end := r.cell()
		if end == endOpen {
			r.pos = r.lineAfter(start)
			return nil, app.E("import-row-ragged", ""), true
		}
		if fault == nil {
			fault = cellFault(value, len(cells))
		}
		if len(cells) <= MaxColumns {
			cells = append(cells, value)
		}
		if end == endRecord {
			break
		}
	}
	if fault != nil {
		return nil, fault, true
	}
	return cells, nil, true
}

func cellFault(value string, at int) *app.Error {
	if len(value) > MaxCellLength && utf8.RuneCountInString(value) > MaxCellLength {
		return app.E("import-cell-long", "", "column", columnLetters(at))
	}
	if strings.IndexByte(value, 0) >= 0 {
		return app.E("control-characters", "", "column", columnLetters(at))
	}
	return nil
}

func (r *csvReader) cell() (string, cellEnd) {
	i := r.pos
	for i < len(r.text) && r.text[i] == ' ' {
		i++
	}
	if i < len(r.text) && r.text[i] == '"' {
		return r.quoted(i + 1)
	}
	return r.bare(r.pos)
}

// bare reads up to the separator or the end of the line.
func (r *csvReader) bare(from int) (string, cellEnd) {
	for i := from; i < len(r.text); i++ {
		switch r.text[i] {
		case r.delim:
			r.pos = i + 1
			return r.text[from:i], endCell
		case r.eol:
			r.pos = i + 1
			return strings.TrimSuffix(r.text[from:i], "\r"), endRecord
		}
	}
	r.pos = len(r.text)
	return strings.TrimSuffix(r.text[from:], "\r"), endRecord
}

// quoted reads up to the closing quote. What stands between it and the next
// separator is kept as text, as Excel does.
func (r *csvReader) quoted(from int) (string, cellEnd) {
	doubled := false
	for i := from; ; {
		limit := min(len(r.text), from+maxQuotedScan)
		if i >= limit {
			return "", endOpen
		}
		q := strings.IndexByte(r.text[i:limit], '"')
		if q < 0 {
			return "", endOpen
		}
		i += q
		if i+1 < len(r.text) && r.text[i+1] == '"' {
			doubled = true
			i += 2
			continue
		}
		value := r.text[from:i]
		if doubled {
			value = strings.ReplaceAll(value, `""`, `"`)
		}
		rest, end := r.bare(i + 1)
		if strings.TrimSpace(rest) != "" {
			value += rest
		}
		return value, end
	}
}

func (r *csvReader) lineAfter(from int) int {
	if n := strings.IndexByte(r.text[from:], r.eol); n >= 0 {
		return from + n + 1
	}
	return len(r.text)
}

// Delimiters that are looked for, and may be asked for.
const delimiters = ";,\t|"

// cutSepLine takes off Excel's own "sep=;" line, which is not data, and returns
// the separator that it names.
func cutSepLine(text string) (rest string, delim byte) {
	line, after, found := strings.Cut(text, "\n")
	if !found {
		return text, 0
	}
	line = strings.Trim(strings.TrimSuffix(line, "\r"), `"`)
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") && strings.IndexByte(delimiters, line[4]) >= 0 {
		return after, line[4]
	}
	return text, 0
}

// detectDelimiter tries each separator on the first records and takes the one
// that splits most of them into as many cells as the first record has. A file
// of one column has none; then it is the semicolon.
func detectDelimiter(text string) byte {
	best, bestScore := byte(';'), 0
	for i := 0; i < len(delimiters); i++ {
		if score := delimiterScore(text, delimiters[i]); score > bestScore {
			best, bestScore = delimiters[i], score
		}
	}
	return best
}

func delimiterScore(text string, delim byte) int {
	r := newCSVReader(text, delim)
	want, same, seen := 0, 0, 0
	for seen < 30 {
		cells, _, ok := r.next()
		if !ok {
			break
		}
		if len(cells) == 0 || len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
			continue
		}
		seen++
		if want == 0 {
			want = len(cells)
		}
		if len(cells) == want {
			same++
		}
	}
	if want < 2 {
		return 0
	}
	return same*100/seen*10 + min(want, 9)*100
}
