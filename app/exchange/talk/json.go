package talk

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Limits of one JSON file. A conversation is six levels deep at most; deeper
// ones are written to hurt.
const (
	maxJSONDepth   = 64
	maxJSONMembers = 10_000 // of one object
)

// raw is the text of one JSON value, still to be read. Files are read level by
// level, so that of a file of hundreds of megabytes only one conversation at a
// time is taken apart. A value at the end of a file that was cut off is raw too:
// what is whole of it can be had.
type raw string

// members are one level of an object. A name that comes twice has its last value.
type members map[string]raw

func jsonBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

func skipBlanks[T ~string](b T, i int) int {
	for i < len(b) && jsonBlank(b[i]) {
		i++
	}
	return i
}

// skipString gives the end of the string that begins at i, or -1.
func skipString(b raw, i int) int {
	for i++; i < len(b); i++ {
		q := strings.IndexByte(string(b[i:]), '"')
		if q < 0 {
			return -1
		}
		i += q
		slashes := 0
		for b[i-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return i + 1
		}
	}
	return -1
}

// skipValue gives the end of the value that begins at i, or -1 where it has none.
// Of what stands inside of brackets only strings and brackets are looked at: a
// fault within a value concerns nobody who does not ask for it.
func skipValue(b raw, i int) int {
	var open [maxJSONDepth]byte
	depth := 0
	for i < len(b) {
		switch c := b[i]; c {
		case '"':
			if i = skipString(b, i); i < 0 {
				return -1
			}
		case '{', '[':
			if depth == maxJSONDepth {
				return -1
			}
			open[depth] = c + 2 // the closing brackets follow the opening ones by two in ASCII
			depth++
			i++
		case '}', ']':
			if depth == 0 || open[depth-1] != c {
				return -1
			}
			depth--
			i++
		default:
			if depth == 0 {
				return skipScalar(b, i)
			}
			i++
			continue
		}
		if depth == 0 {
			return i
		}
	}
	return -1
}

func skipScalar(b raw, i int) int {
	from := i
	for i < len(b) && !jsonBlank(b[i]) && b[i] != ',' && b[i] != ']' && b[i] != '}' && b[i] != ':' {
		i++
	}
	if !json.Valid([]byte(b[from:i])) {
		return -1
	}
	return i
}

// opens says whether the value is an object ('{') or a list ('[').
func (r raw) opens(bracket byte) bool { return len(r) > 0 && r[0] == bracket }

// object takes one level apart; nil where it is none.
func (r raw) object() members {
	if !r.opens('{') {
		return nil
	}
	o := members{}
	for i := skipBlanks(r, 1); i < len(r) && r[i] == '"' && len(o) < maxJSONMembers; {
		end := skipString(r, i)
		if end < 0 {
			break
		}
		name := raw(r[i:end]).text()
		if i = skipBlanks(r, end); i >= len(r) || r[i] != ':' {
			break
		}
		i = skipBlanks(r, i+1)
		if end = skipValue(r, i); end < 0 {
			if i < len(r) && (r[i] == '[' || r[i] == '{') {
				o[name] = r[i:] // cut off
			}
			break
		}
		o[name] = r[i:end]
		if i = skipBlanks(r, end); i < len(r) && r[i] == ',' {
			i = skipBlanks(r, i+1)
		}
	}
	return o
}

// each hands out the values of a list in order until f says no. It is false
// where the list is cut off or broken; what is whole has then been handed out.
func (r raw) each(f func(v raw) bool) (whole bool) {
	if !r.opens('[') {
		return true
	}
	for i := skipBlanks(r, 1); i < len(r); {
		if r[i] == ']' {
			return true
		}
		end := skipValue(r, i)
		if end < 0 {
			return false
		}
		if !f(r[i:end]) {
			return true
		}
		if i = skipBlanks(r, end); i < len(r) && r[i] == ',' {
			i = skipBlanks(r, i+1)
		} else if i < len(r) && r[i] != ']' {
			return false
		}
	}
	return false
}

// objects hands out those values of a list that are objects; of an object by
// keys, its values ("operators":{"11":{…}}).
func (r raw) objects(f func(o members)) {
	if r.opens('{') {
		for _, v := range r.object() {
			if o := v.object(); o != nil {
				f(o)
			}
		}
		return
	}
	r.each(func(v raw) bool {
		if o := v.object(); o != nil {
			f(o)
		}
		return true
	})
}

// text is a string's text, or a number as it is written; empty for all else.
// Bytes that are no text become U+FFFD.
func (r raw) text() string {
	if len(r) == 0 {
		return ""
	}
	switch c := r[0]; {
	case c == '"':
		return r.unquoted()
	case c == '-' || c >= '0' && c <= '9':
		return string(r)
	}
	return ""
}

func (r raw) unquoted() string {
	if len(r) < 2 {
		return ""
	}
	inner := r[1 : len(r)-1]
	if strings.IndexByte(string(inner), '\\') < 0 {
		return strings.ToValidUTF8(string(inner), "\uFFFD")
	}
	var s string
	if json.Unmarshal([]byte(r), &s) != nil { // a line break within, or an escape that is none
		return strings.ToValidUTF8(string(inner), "\uFFFD")
	}
	return s
}

// quoted is a string's text; empty for all else.
func (r raw) quoted() string {
	if r.opens('"') {
		return r.unquoted()
	}
	return ""
}

// yes is true for true, 1, "true", "yes" and "1".
func (r raw) yes() bool {
	switch string(r) {
	case "true", "1", `"true"`, `"1"`, `"yes"`:
		return true
	}
	return false
}

func (r raw) number() (float64, bool) {
	n, err := strconv.ParseFloat(r.text(), 64)
	return n, err == nil
}

// text is the first of the members that is not empty.
func (o members) text(names ...string) string {
	for _, name := range names {
		if s := strings.TrimSpace(o[name].text()); s != "" {
			return s
		}
	}
	return ""
}

// in is the object that is a member; nil where there is none, which can be asked
// on all the same.
func (o members) in(name string) members { return o[name].object() }

// has says that all the members are there, null or not.
func (o members) has(names ...string) bool {
	for _, name := range names {
		if _, ok := o[name]; !ok {
			return false
		}
	}
	return o != nil
}

// hasAny says that one of them is.
func (o members) hasAny(names ...string) bool {
	for _, name := range names {
		if _, ok := o[name]; ok {
			return true
		}
	}
	return false
}

// lineAt counts the lines up to a place in the file, from 1.
func lineAt(text string, i int) int { return 1 + strings.Count(text[:i], "\n") }

// jsonValues parts a file into its values: one, or one for each line. The lines
// that can not be read are told by their numbers; a single value that is cut off
// is among the values.
func jsonValues(text string) (values []raw, broken []int) {
	start := skipBlanks(text, 0)
	first, _, many := strings.Cut(text[start:], "\n")
	first = strings.TrimRight(first, " \r\t,")
	if many && strings.HasPrefix(first, "{") && skipValue(raw(first), 0) == len(first) {
		return jsonLines(text)
	}
	for i := start; i < len(text); i = skipBlanks(text, i) {
		if text[i] != '{' && text[i] != '[' {
			return values, append(broken, lineAt(text, i))
		}
		end := skipValue(raw(text), i)
		if end < 0 {
			return append(values, raw(text[i:])), append(broken, lineAt(text, len(text)))
		}
		values = append(values, raw(text[i:end]))
		if i = skipBlanks(text, end); i < len(text) && text[i] == ',' {
			i++
		}
	}
	return values, broken
}

func jsonLines(text string) (values []raw, broken []int) {
	for n := 1; len(text) > 0; n++ {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line = strings.Trim(line, " \r\t,\x1e") // U+001E: RFC 7464
		switch {
		case len(line) == 0:
		case skipValue(raw(line), 0) == len(line):
			values = append(values, raw(line))
		default:
			broken = append(broken, n)
		}
	}
	return values, broken
}

// tidy makes text out of what a file holds: one form of line ends, no control
// characters, valid UTF-8.
func tidy(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == '\ufeff':
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}
