// Package vcard reads and writes electronic business cards: vCard 2.1 of old
// phones and Outlook, 3.0 and 4.0 (RFC 2426, RFC 6350). One reader takes all
// three, because programs mix them: bare types stand in 3.0 and TYPE= in 2.1.
//
// The reader never fails. What is broken costs no more than itself: a line that
// can not be read is counted, a card that is not closed ends where the next one
// begins.
package vcard

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// Card is one card of a file.
type Card struct {
	Props []Prop
	Open  bool // its END is missing
	Odd   int  // lines that could not be read
}

// Prop is one line of a card. Value is decoded text, still with the escapes of
// its kind: Text and Parts take these off.
type Prop struct {
	Group  string // item1 of item1.EMAIL
	Name   string // in capitals
	Params map[string][]string
	Value  string

	old bool // of a card of version 2.1
}

// Decode makes text of bytes that are not UTF-8, by the name of a character set;
// the name is empty where the card says none.
type Decode func(b []byte, charset string) string

// Looks says whether a file begins like one of cards.
func Looks(data []byte) bool {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	head, _, _ := bytes.Cut(data[:min(len(data), 40)], []byte("\n"))
	return strings.EqualFold(strings.ReplaceAll(string(bytes.TrimSpace(head)), " ", ""), "BEGIN:VCARD")
}

// Read reads all cards. It stops early where add gives false.
func Read(data []byte, decode Decode, add func(Card) bool) {
	r := reader{lines: lines(data), decode: decode}
	var card *Card
	nested := 0
	for {
		raw, ok := r.next(card)
		if !ok {
			break
		}
		switch mark := strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(string(raw)), " ", "")); {
		case mark == "BEGIN:VCARD" && card != nil && card.agent():
			nested++
		case mark == "BEGIN:VCARD":
			if card != nil {
				card.Open = true
				if !add(*card) {
					return
				}
			}
			card, nested, r.old = &Card{}, 0, false
		case mark == "END:VCARD" && nested > 0:
			nested--
		case mark == "END:VCARD":
			if card != nil && !add(*card) {
				return
			}
			card = nil
		case card != nil && nested == 0:
			r.take(card, raw)
		}
	}
	if card != nil {
		card.Open = true
		add(*card)
	}
}

// agent says whether the last line opens a card within the card: somebody else's.
func (c *Card) agent() bool {
	n := len(c.Props)
	return n > 0 && c.Props[n-1].Name == "AGENT" && c.Props[n-1].Value == ""
}

// lines cuts at line ends; files of old Macs have carriage returns alone.
func lines(data []byte) [][]byte {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	end := []byte("\n")
	if bytes.IndexByte(data, '\n') < 0 {
		end = []byte("\r")
	}
	out := bytes.Split(data, end)
	for i := range out {
		out[i] = bytes.TrimRight(out[i], "\r")
	}
	return out
}

type reader struct {
	lines  [][]byte
	at     int
	old    bool // in a card of version 2.1
	decode Decode
}

// next gives a whole line: folds are joined, and the soft breaks of
// quoted-printable, which may stand inside of a character.
func (r *reader) next(card *Card) ([]byte, bool) {
	for r.at < len(r.lines) && len(bytes.TrimSpace(r.lines[r.at])) == 0 {
		r.at++
	}
	if r.at >= len(r.lines) {
		return nil, false
	}
	line := bytes.Clone(r.lines[r.at])
	r.at++
	if printable(line) {
		for bytes.HasSuffix(line, []byte("=")) && r.at < len(r.lines) && !border(r.lines[r.at]) {
			line = append(line[:len(line)-1], r.lines[r.at]...)
			r.at++
		}
		return line, true
	}
	keep := r.old && !isBase64(line) // 2.1 folds before a blank that is text
	for r.at < len(r.lines) && len(r.lines[r.at]) > 1 && (r.lines[r.at][0] == ' ' || r.lines[r.at][0] == '\t') {
		if keep {
			line = append(line, r.lines[r.at]...)
		} else {
			line = append(line, r.lines[r.at][1:]...)
		}
		r.at++
	}
	if card != nil && isBase64(line) { // pictures that are not indented
		for r.at < len(r.lines) && len(r.lines[r.at]) > 0 && !bytes.ContainsAny(r.lines[r.at], ":;") {
			line = append(line, bytes.TrimSpace(r.lines[r.at])...)
			r.at++
		}
	}
	return line, true
}

func border(line []byte) bool {
	l := strings.ToUpper(strings.TrimSpace(string(line[:min(len(line), 20)])))
	return l == "BEGIN:VCARD" || l == "END:VCARD"
}

func printable(line []byte) bool {
	return strings.Contains(head(line), "QUOTED-PRINTABLE")
}

func isBase64(line []byte) bool {
	h := head(line)
	return strings.Contains(h, "BASE64") || strings.Contains(h, "ENCODING=B")
}

// head is the line up to its value, in capitals. Heads are short.
func head(line []byte) string {
	at := bytes.IndexByte(line[:min(len(line), 2000)], ':')
	if at < 0 {
		return ""
	}
	return strings.ToUpper(string(line[:at]))
}

func (r *reader) take(card *Card, raw []byte) {
	p, ok := r.prop(raw)
	if !ok {
		card.Odd++
		return
	}
	if p.Name == "VERSION" {
		r.old = strings.HasPrefix(strings.TrimSpace(p.Value), "2")
	}
	p.old = r.old
	card.Props = append(card.Props, p)
}

func (r *reader) prop(raw []byte) (Prop, bool) {
	at := colon(raw)
	if at < 0 {
		return Prop{}, false
	}
	words := cut(string(raw[:at]), ';')
	group, name := "", strings.TrimSpace(words[0])
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		group, name = name[:dot], name[dot+1:]
	}
	if name == "" || strings.ContainsAny(name, " \t=") {
		return Prop{}, false
	}
	p := Prop{Group: strings.ToLower(group), Name: strings.ToUpper(name), Params: params(words[1:])}
	p.Value = r.value(p, raw[at+1:])
	return p, true
}

// colon is where the value begins: the first colon that is not within quotes.
// Quotes that do not close are no quotes.
func colon(raw []byte) int {
	quoted := false
	for i, c := range raw {
		switch {
		case c == '"':
			quoted = !quoted
		case c == ':' && !quoted:
			return i
		}
	}
	return bytes.IndexByte(raw, ':')
}

// cut splits at a separator outside of quotes.
func cut(s string, sep byte) []string {
	var out []string
	quoted, from := false, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == sep && !quoted:
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	return append(out, s[from:])
}

// params reads what stands between name and value. A bare word is a type, or an
// encoding; an empty one is nothing (phones write TEL;:).
func params(words []string) map[string][]string {
	out := map[string][]string{}
	for _, w := range words {
		key, value, named := strings.Cut(w, "=")
		key = strings.ToUpper(strings.TrimSpace(key))
		if !named {
			key, value = "TYPE", w
			switch strings.ToUpper(strings.TrimSpace(w)) {
			case "QUOTED-PRINTABLE", "BASE64", "B", "7BIT", "8BIT":
				key = "ENCODING"
			}
		}
		for _, v := range cut(value, ',') {
			for _, one := range strings.Split(strings.Trim(strings.TrimSpace(v), `"`), ",") {
				if one = strings.TrimSpace(one); one != "" {
					out[key] = append(out[key], one)
				}
			}
		}
	}
	return out
}

// pictures and the like are left where they are.
var skipped = map[string]bool{"PHOTO": true, "LOGO": true, "SOUND": true, "KEY": true}

func (r *reader) value(p Prop, raw []byte) string {
	switch strings.ToUpper(p.Param("ENCODING")) {
	case "QUOTED-PRINTABLE":
		raw = unprintable(raw)
	case "BASE64", "B":
		if skipped[p.Name] {
			return ""
		}
		plain, err := base64.StdEncoding.DecodeString(string(bytes.Join(bytes.Fields(raw), nil)))
		if err != nil {
			return ""
		}
		raw = plain
	}
	if skipped[p.Name] {
		return ""
	}
	charset := p.Param("CHARSET")
	if utf8.Valid(raw) && (charset == "" || ascii(raw) || strings.EqualFold(charset, "utf-8")) {
		return string(raw)
	}
	return strings.ToValidUTF8(r.decode(raw, charset), "\ufffd")
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// unprintable undoes quoted-printable. What is no code stays as written.
func unprintable(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '=' && i+2 < len(raw) {
			hi, lo := hex(raw[i+1]), hex(raw[i+2])
			if hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, raw[i])
	}
	return out
}

func hex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// Param is the first value of a parameter; empty if there is none.
func (p Prop) Param(name string) string {
	if vs := p.Params[name]; len(vs) > 0 {
		return vs[0]
	}
	return ""
}

// Is says whether the line has one of the types.
func (p Prop) Is(types ...string) bool {
	for _, have := range p.Params["TYPE"] {
		for _, t := range types {
			if strings.EqualFold(have, t) {
				return true
			}
		}
	}
	return false
}

// Text is the value without escapes.
func (p Prop) Text() string { return p.plain(p.Value) }

// Parts are the parts of a value that has several (N, ADR, ORG), without escapes.
func (p Prop) Parts() []string {
	var out []string
	from := 0
	for i := 0; i < len(p.Value); i++ {
		switch p.Value[i] {
		case '\\':
			i++
		case ';':
			out = append(out, p.plain(p.Value[from:i]))
			from = i + 1
		}
	}
	return append(out, p.plain(p.Value[from:]))
}

// plain takes escapes off. In version 2.1 a backslash before a letter is one:
// \n came with 3.0.
func (p Prop) plain(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		switch next := s[i+1]; {
		case (next == 'n' || next == 'N') && !p.old:
			b.WriteByte('\n')
		case strings.IndexByte(`\;,:"`, next) >= 0:
			b.WriteByte(next)
		default:
			b.WriteString(s[i : i+2])
		}
		i++
	}
	return b.String()
}
