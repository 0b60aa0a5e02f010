package talk

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"kortisto/app"
)

// content tells what a message is. Phrases are looked for in its first line and
// its last, for captions stand below what Android attaches and before what the
// iPhone does.
func (c *chatText) content(out *Message, raw string) {
	raw = c.withoutEdited(out, raw)
	out.Kind, out.Text = app.KindText, tidyText(raw)
	switch out.Text {
	case "":
		out.Kind = app.KindEmpty
		return
	case "null":
		out.Kind, out.Text = app.KindNull, ""
		return
	}
	first, below, _ := strings.Cut(out.Text, "\n")
	if len(first) <= phraseBytesMax && (c.wholeLine(out, first, below) || c.attachedAfter(out, first, below)) {
		return
	}
	if c.attachedBefore(out) || c.omittedAfterMark(out, raw) || below != "" {
		return
	}
	if kind, language, seconds := c.callLine(out.Text, strings.HasPrefix(raw, lrm)); kind != "" {
		out.Kind, out.Seconds = kind, seconds
		c.languages[language]++
	} else if language, ok := location(out.Text); ok {
		out.Kind = app.KindLocation
		c.languages[language]++
	}
}

// withoutEdited takes off the remark that a message was changed.
func (c *chatText) withoutEdited(out *Message, raw string) string {
	trimmed := strings.TrimRightFunc(raw, func(r rune) bool { return mark(r) || blank(r) || r == '\n' })
	if !strings.HasSuffix(trimmed, ">") {
		return raw
	}
	i := strings.LastIndexByte(trimmed, '<')
	if i < 0 || len(trimmed)-i > phraseBytesMax {
		return raw
	}
	f := folded(trimmed[i:])
	for _, p := range phrases().edited {
		if f == p {
			out.Edited = true
			return strings.TrimRight(strings.TrimRightFunc(trimmed[:i], mark), " ")
		}
	}
	return raw
}

// wholeLine knows phrases that are all of a line.
func (c *chatText) wholeLine(out *Message, first, below string) bool {
	p, ok := phrases().whole[folded(first)]
	if !ok {
		return false
	}
	switch p.kind {
	case omitted, documentOmitted:
		out.Kind, out.Text = app.KindMediaOmitted, strings.TrimSpace(below)
	case deleted, deletedByYou:
		if below != "" {
			return false
		}
		out.Kind, out.Text = app.KindDeleted, ""
		if p.kind == deletedByYou && len(c.likely) < maxOneKnownBy { // "you" is who saved the chat
			c.likely = appendNew(c.likely, out.Author)
		}
	case liveLocation:
		out.Kind = app.KindLocation
	default: // calls are told by callLine
		return false
	}
	c.languages[p.language]++
	return true
}

// attachedAfter knows Android's "FILE (file attached)", with a caption below.
func (c *chatText) attachedAfter(out *Message, first, below string) bool {
	name, words, ok := cutLast(first, " (")
	words, closed := strings.CutSuffix(words, ")")
	language, known := phrases().attachedAfter[folded(words)]
	if !ok || !closed || !known {
		return false
	}
	c.languages[language]++
	out.Kind, out.File, out.Text = app.KindMedia, baseName(name), strings.TrimSpace(below)
	return true
}

// attachedBefore knows the iPhone's "caption <attached: FILE>".
func (c *chatText) attachedBefore(out *Message) bool {
	rest, closed := strings.CutSuffix(out.Text, ">")
	caption, inner, ok := cutLast(rest, "<")
	word, name, colon := strings.Cut(inner, ":")
	language, known := phrases().attachedBefore[folded(word)]
	if !closed || !ok || !colon || !known || len(inner) > phraseBytesMax {
		return false
	}
	c.languages[language]++
	out.Kind, out.File, out.Text = app.KindMedia, baseName(strings.TrimSpace(name)), strings.TrimSpace(caption)
	return true
}

// omittedAfterMark knows "caption image omitted" and "FILE document omitted",
// where a mark parts what the person wrote from what the program did.
func (c *chatText) omittedAfterMark(out *Message, raw string) bool {
	before, phrase, ok := cutLast(strings.TrimRight(raw, " \n"), lrm)
	if !ok || len(phrase) > phraseBytesMax {
		return false
	}
	p, known := phrases().whole[folded(phrase)]
	if !known || p.kind != omitted && p.kind != documentOmitted {
		return false
	}
	c.languages[p.language]++
	out.Kind, out.Text = app.KindMediaOmitted, strings.TrimSpace(tidyText(before))
	if p.kind == documentOmitted && !strings.Contains(out.Text, "\n") {
		name, _, _ := strings.Cut(out.Text, " • ") // pages and size
		out.File, out.Text = strings.TrimSpace(name), ""
	}
	return true
}

func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

var callSeconds = regexp.MustCompile(`(\d{1,4})\s*(\p{L}+)`)

// callLine knows "Missed voice call. Tap to call back" and "Voice call. 3 min".
// What follows the words must be parted by a stop, but for lines of the program
// ("Missed voice call at 12:30"): people speak of calls, too.
func (c *chatText) callLine(text string, byProgram bool) (app.MessageKind, string, int) {
	words, rest, stop := strings.Cut(unmark(text), ". ")
	if len(words) > 80 {
		return "", "", 0
	}
	f := folded(words)
	if p, ok := phrases().whole[f]; ok && p.kind == missed {
		return app.KindMissedCall, p.language, 0
	} else if ok && p.kind == called && (stop || byProgram) {
		return app.KindCall, p.language, spokenSeconds(rest)
	}
	if byProgram {
		for _, cut := range []string{" at ", " klo ", " kl. ", " kl ", " um ", ", "} {
			before, _, _ := strings.Cut(f, cut)
			if p, ok := phrases().whole[before]; ok && p.kind == missed {
				return app.KindMissedCall, p.language, 0
			}
		}
	}
	return "", "", 0
}

// spokenSeconds of "3 min", "1 h 5 min" or "45 sek.".
func spokenSeconds(s string) int {
	total := 0
	for _, m := range callSeconds.FindAllStringSubmatch(s[:min(len(s), 60)], 4) {
		n := number(m[1])
		switch unit := strings.ToLower(m[2]); {
		case strings.HasPrefix(unit, "h") || strings.HasPrefix(unit, "t") || strings.HasPrefix(unit, "st"):
			total += n * 3600
		case strings.HasPrefix(unit, "m"):
			total += n * 60
		case strings.HasPrefix(unit, "s"):
			total += n
		}
	}
	return total
}

func location(text string) (language string, ok bool) {
	word, link, cut := strings.Cut(text, ": ")
	if !cut || len(word) > 30 || !strings.HasPrefix(link, "http") || !utf8.ValidString(word) {
		return "", false
	}
	language, ok = phrases().location[folded(word)]
	return language, ok
}
