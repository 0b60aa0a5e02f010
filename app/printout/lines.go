package printout

import (
	"strings"
	"unicode"
)

// style is how a piece of text is set; sizes in points.
type style struct {
	size, lead float64
	bold       bool
	ink        ink
}

// run is text in one face, at a distance from the line's left edge.
type run struct {
	text string
	bold bool
	x    float64
}

// line is one line of set text and its width.
type line struct {
	runs  []run
	width float64
}

// setter breaks text into lines with the measures of the embedded faces.
type setter struct{ faces [2]*face }

func (s setter) face(bold bool) *face {
	if bold {
		return s.faces[1]
	}
	return s.faces[0]
}

// piece is what is never broken unless it alone is wider than the line.
type piece struct {
	text  string
	bold  bool
	space bool // a blank goes before it, if it does not open the line
	ends  bool // the line ends after it
}

// lines sets spans to a width. There is always at least one line, and in no width
// at all a line for each character.
func (s setter) lines(spans []Span, st style, width float64) []line {
	width = max(width, 0)
	var out []line
	var cur line
	flush := func() {
		out = append(out, cur)
		cur = line{}
	}
	for _, p := range s.pieces(spans) {
		p.bold = p.bold || st.bold
		gap := 0.0
		if p.space && len(cur.runs) > 0 {
			gap = s.face(p.bold).measure(" ", st.size)
		}
		w := s.face(p.bold).measure(p.text, st.size)
		if cur.width+gap+w > width && len(cur.runs) > 0 {
			flush()
			gap = 0
		}
		for w > width { // a word wider than the line is cut where the line ends
			head, tail := s.cut(p, st, width)
			cur.add(run{head, p.bold, 0}, 0, s.face(p.bold).measure(head, st.size))
			flush()
			p.text = tail
			w = s.face(p.bold).measure(tail, st.size)
		}
		cur.add(run{p.text, p.bold, 0}, gap, w)
		if p.ends {
			flush()
		}
	}
	if len(cur.runs) > 0 || len(out) == 0 {
		flush()
	}
	return out
}

// add joins a piece to the line; pieces of one face become one run, so that the
// text can be searched and copied word by word.
func (l *line) add(r run, gap, w float64) {
	if r.text == "" {
		return
	}
	blank := ""
	if gap > 0 {
		blank = " "
	}
	if n := len(l.runs); n > 0 && l.runs[n-1].bold == r.bold {
		l.runs[n-1].text += blank + r.text
	} else {
		if n > 0 {
			l.runs[n-1].text += blank
		}
		r.x = l.width + gap
		l.runs = append(l.runs, r)
	}
	l.width += gap + w
}

// cut splits a piece so that its head fits; at least one character goes along.
func (s setter) cut(p piece, st style, width float64) (head, tail string) {
	used := 0.0
	for i, r := range p.text {
		used += s.face(p.bold).measure(string(r), st.size)
		if used > width && i > 0 {
			return p.text[:i], p.text[i:]
		}
	}
	return p.text, ""
}

// pieces cuts spans at blanks, and after hyphens and slashes inside words.
func (s setter) pieces(spans []Span) []piece {
	var out []piece
	space := false
	for _, span := range spans {
		for i, row := range strings.Split(printable(span.Text, s.faces), "\n") {
			if i > 0 {
				out = endLine(out)
				space = false
			}
			for _, word := range splitWords(row) {
				if word == " " {
					space = true
					continue
				}
				for _, part := range splitWord(word) {
					out = append(out, piece{text: part, bold: span.Bold, space: space})
					space = false
				}
			}
		}
	}
	return out
}

// endLine marks the last piece as the last of its line; an empty line is an
// empty piece.
func endLine(out []piece) []piece {
	if n := len(out); n > 0 && !out[n-1].ends {
		out[n-1].ends = true
		return out
	}
	return append(out, piece{ends: true})
}

// splitWords gives the words of a row and " " for each stretch of blanks.
func splitWords(row string) []string {
	var out []string
	start := 0
	for i, r := range row {
		if r != ' ' {
			continue
		}
		if i > start {
			out = append(out, row[start:i])
		}
		if n := len(out); n == 0 || out[n-1] != " " {
			out = append(out, " ")
		}
		start = i + 1
	}
	if start < len(row) {
		out = append(out, row[start:])
	}
	return out
}

// splitWord allows a break after a hyphen between letters, and after a slash:
// tietosuoja-asetuksen, but not 2026-0031 or -kiellot.
func splitWord(word string) []string {
	rs := []rune(word)
	var out []string
	start := 0
	for i := 1; i < len(rs)-1; i++ {
		hyphen := rs[i] == '-' && unicode.IsLetter(rs[i-1]) && unicode.IsLetter(rs[i+1])
		if hyphen || rs[i] == '/' && rs[i+1] != '/' {
			out = append(out, string(rs[start:i+1]))
			start = i + 1
		}
	}
	return append(out, string(rs[start:]))
}
