package talk

import (
	"context"
	"slices"
	"strings"

	"kortisto/app"
)

// whatsappText is a chat that was saved as text: WhatsApp's, and that of others
// who write their lines in the same way.
var whatsappText = format{
	id: "whatsapp-txt",
	is: func(s *source) bool {
		text, err := s.text()
		if err != nil {
			return false
		}
		style, n := styleOf(text)
		return n > 2 || n > 0 && beginsWithHead(text) && (style.frame == '[' || style.frame == '-')
	},
	read: readWhatsApp,
}

func beginsWithHead(text string) bool {
	for line := range lineSeq(text) {
		if strings.TrimSpace(unmark(line)) != "" {
			_, ok := readHead(line)
			return ok
		}
	}
	return false
}

// said is one message as it stands in the file.
type said struct {
	head
	line int
	body string // after the head, over all its lines, as it stands
}

// chatText reads the messages of one file.
type chatText struct {
	file      *File
	style     headStyle
	said      []said
	order     dayOrder
	dayFirst  bool
	colons    map[string]string // author by the first colon → author by the second
	us        []string          // Options.Us
	title     string            // from the file's name
	group     bool              // more than two speak
	languages map[string]int    // how often each language's phrases were met
	likely    []string
}

func readWhatsApp(s *source) (*File, error) {
	text, err := s.text()
	if err != nil {
		return nil, err
	}
	title, language := titleOf(s.name)
	c := &chatText{file: &File{}, us: s.o.Us, title: title, languages: map[string]int{}}
	if language != "" {
		c.languages[language] = 1
	}
	c.style, _ = styleOf(text)
	c.split(s.ctx, text)
	c.settleDays(s.o.DayFirst)
	c.settleColons()
	conv := Conversation{Title: title, Channel: app.Chat}
	for i, m := range c.said {
		if i&0xFFF == 0 && s.ctx.Err() != nil {
			return nil, s.ctx.Err()
		}
		if len(conv.Messages) == MaxMessages {
			c.file.find(TooMany, m.line, "limit", "2000000")
			break
		}
		conv.Messages = append(conv.Messages, c.message(m))
	}
	conv.takeSides(c.us, title, c.likely)
	c.file.Variant = c.variant()
	c.file.Conversations = []Conversation{conv}
	return c.file, nil
}

// split finds the messages. A line in another style than the file's is what
// somebody wrote or pasted into his message.
func (c *chatText) split(ctx context.Context, text string) {
	end, number, start := "\n", 0, -1
	if !strings.Contains(text, "\n") {
		end = "\r"
	}
	for at := 0; at < len(text) && (number&0xFFF != 0 || ctx.Err() == nil); {
		next := len(text)
		if n := strings.Index(text[at:], end); n >= 0 {
			next = at + n + 1
		}
		number++
		if h, ok := readHead(text[at:next]); ok && h.style == c.style && c.possible(h) {
			c.close(text, start, at)
			c.said = append(c.said, said{head: h, line: number})
			c.order.see(h.date)
			start = at + h.size
		}
		at = next
	}
	c.close(text, start, len(text))
}

// possible says that the numbers are a date in some order.
func (c *chatText) possible(h head) bool {
	for _, dayFirst := range []bool{true, false} {
		at := h.at
		at.year, at.month, at.day = h.date.date(dayFirst)
		if at.valid() {
			return true
		}
	}
	return false
}

func (c *chatText) close(text string, start, end int) {
	if start >= 0 {
		c.said[len(c.said)-1].body = strings.TrimRight(text[start:end], "\r\n")
	}
}

func (c *chatText) settleDays(asked string) {
	usual := !slices.ContainsFunc(c.said, func(m said) bool { return m.half && m.style.separator == '/' })
	first, sure := c.order.dayFirst(asked, usual)
	c.dayFirst = first
	if !sure {
		order := "month"
		if first {
			order = "day"
		}
		c.file.find(DayOrder, 0, "order", order)
	}
}

// settleColons finds authors whose name holds a colon: whatever they say begins
// with the same word and a second colon. Who begins two or more messages so has
// it in the name.
func (c *chatText) settleColons() {
	second, times := map[string]string{}, map[string]int{}
	for _, m := range c.said {
		author, text, ok := firstColon(unmark(firstLine(m.body)))
		if !ok {
			continue
		}
		word, _, _ := strings.Cut(text, ": ")
		if times[author]++; times[author] == 1 {
			second[author] = word
		}
		if !strings.HasPrefix(text, word+": ") || second[author] != word || len(word) > 60 {
			second[author] = ""
		}
	}
	c.group = len(times) > 2
	c.colons = map[string]string{}
	for author, word := range second {
		whole := shownName(author) + ": " + word
		if word != "" && times[author] > 1 || isOneOf(c.us, whole) || sameName(c.title, whole) {
			c.colons[author] = author + ": " + word
			c.file.find(AuthorColon, 0, "author", whole)
		}
	}
}

// firstColon parts author and text. Names are not endless: what is longer is a
// line of the program.
func firstColon(line string) (author, text string, ok bool) {
	author, text, ok = strings.Cut(line, ": ")
	if !ok {
		if author, ok = strings.CutSuffix(strings.TrimRight(line, " \r"), ":"); !ok {
			return "", line, false
		}
	}
	if author == "" || len(author) > 200 || openQuote(author) || hasPart(phrases().systemPart, strings.ToLower(author)) || hasStart(phrases().system, strings.ToLower(author)) || hasStart(phrases().encryption, strings.ToLower(author)) {
		return "", line, false
	}
	return author, text, true
}

// openQuote says that a quotation begins and does not end: the colon stands in it.
func openQuote(s string) bool {
	n := func(mark string) int { return strings.Count(s, mark) }
	switch {
	case n("„") > 0:
		return n("„") > n("“")+n("”")
	case n("“") > 0:
		return n("“") > n("”")
	}
	return n("”")%2 == 1 || n(`"`)%2 == 1 || n("«") > n("»")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return strings.TrimSuffix(line, "\r")
}

func (c *chatText) message(m said) Message {
	at := m.at
	at.year, at.month, at.day = m.date.date(c.dayFirst)
	if !at.valid() { // the other order was proved, but not by this line
		at.year, at.month, at.day = m.date.date(!c.dayFirst)
	}
	out := Message{Time: at.String(), Local: true, Role: app.RoleUnknown}
	raw := strings.ReplaceAll(m.body, "\r\n", "\n")
	author, rest, ok := c.author(raw)
	if !ok {
		c.programLine(&out, rest)
		return out
	}
	out.Author = shownName(author)
	c.content(&out, rest)
	return out
}

// author parts the first line; rest is all that was said, with its marks. Not ok
// is a line of the program.
func (c *chatText) author(raw string) (author, rest string, ok bool) {
	line := firstLine(raw)
	plain := unmark(line)
	if hasStart(phrases().encryption, folded(plain)) {
		return "", raw, false
	}
	author, text, ok := firstColon(plain)
	if !ok {
		return "", raw, false
	}
	colons := 1
	if whole, longer := c.colons[author]; longer && strings.HasPrefix(text, strings.TrimPrefix(whole, author+": ")+": ") {
		author, colons = whole, 2
	}
	rest = line
	for range colons {
		if _, after, found := strings.Cut(rest, ": "); found {
			rest = after
		} else {
			rest = ""
		}
	}
	rest += raw[len(line):]
	if c.byProgram(author, rest) {
		return "", rest, false
	}
	return author, rest, true
}

// byProgram says that what stands under an author is a line of the program: the
// iPhone writes such lines under the chat's name, with a mark before the text.
func (c *chatText) byProgram(author, rest string) bool {
	if len(rest) > phraseBytesMax {
		return hasStart(phrases().encryption, folded(rest[:200]))
	}
	f := folded(rest)
	if hasStart(phrases().encryption, f) {
		return true
	}
	marked := strings.HasPrefix(rest, lrm) && !strings.HasPrefix(unmark(rest), "@")
	underTitle := c.style.frame == '[' && sameName(c.title, shownName(author)) && len(c.title) > 0
	if !marked && !(underTitle && c.group) {
		return false
	}
	if _, known := phrases().whole[f]; known {
		return false
	}
	return hasStart(phrases().system, f) || !strings.Contains(f, "\n") && hasPart(phrases().systemPart, f)
}

// programLine is one that nobody wrote.
func (c *chatText) programLine(out *Message, raw string) {
	out.Role, out.Kind, out.Text = app.RoleSystem, app.KindSystem, tidyText(raw)
	if kind, language, _ := c.callLine(out.Text, true); kind != "" {
		out.Kind = kind
		c.languages[language]++
	} else if out.Text == "" {
		out.Kind = app.KindEmpty
	}
}

// tidyText is what people see of a message.
func tidyText(raw string) string {
	return strings.TrimRight(strings.TrimLeft(unmark(raw), "\n"), " \n\t")
}

func (c *chatText) variant() string {
	v := map[byte]string{'[': "iOS", '-': "Android"}[c.style.frame]
	best := ""
	for _, l := range []string{"fi", "sv", "en", "de"} {
		if c.languages[l] > c.languages[best] {
			best = l
		}
	}
	for _, more := range []string{best} {
		if v != "" && more != "" {
			v += ", "
		}
		v += more
	}
	return v
}
