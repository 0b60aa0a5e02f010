package talk

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// HTMLText makes plain text of HTML: line breaks where it breaks lines, a blank
// line between paragraphs, a dash before each item of a list, cells of a table
// parted by tabs. A link keeps its address where the text does not show it, a
// picture its alternative text. Scripts, styles, comments and what else is not to
// be seen are dropped, and nothing is fetched. It is one pass over the tokens and
// keeps no tree, so that depth costs nothing.
func HTMLText(source string) string {
	text, open := htmlText(source, nil)
	switch open {
	case atom.Template, atom.Svg, atom.Math, atom.Select: // without an end it would hide all that follows
		text, _ = htmlText(source, map[atom.Atom]bool{open: true})
	}
	return text
}

// htmlText also gives the unseen element that was never closed. Those in shown
// are not hidden.
func htmlText(source string, shown map[atom.Atom]bool) (text string, open atom.Atom) {
	z := html.NewTokenizer(strings.NewReader(source))
	w := htmlWriter{shown: shown}
	for {
		switch z.Next() {
		case html.ErrorToken:
			return w.done(), w.hidden
		case html.TextToken:
			w.text(string(z.Text()))
		case html.StartTagToken:
			w.start(z.Token(), false)
		case html.SelfClosingTagToken:
			w.start(z.Token(), true)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(atom.Lookup(name))
		}
	}
}

// maxBreaks is how many line ends may stand together: one blank line between
// paragraphs, and as many as the writer put with <br>, within reason.
const maxBreaks = 4

type htmlWriter struct {
	out    strings.Builder
	breaks int  // line ends that come before the next word
	space  bool // a blank does
	shown  map[atom.Atom]bool
	hidden atom.Atom
	depth  int // of elements of the hidden one's name within it
	pre    int
	link   string
	linkAt int // where the link's text begins in out
}

// unseen elements' text is not for reading.
var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Title: true, atom.Template: true, atom.Noscript: true,
	atom.Iframe: true, atom.Svg: true, atom.Math: true, atom.Select: true, atom.Noembed: true, atom.Noframes: true,
}

// paragraphs have a blank line before and after, blocks a line of their own.
var (
	htmlParagraphs = map[atom.Atom]bool{
		atom.P: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
		atom.Blockquote: true, atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Pre: true, atom.Table: true, atom.Hr: true,
	}
	htmlBlocks = map[atom.Atom]bool{
		atom.Div: true, atom.Li: true, atom.Tr: true, atom.Dt: true, atom.Dd: true, atom.Section: true, atom.Article: true,
		atom.Header: true, atom.Footer: true, atom.Main: true, atom.Aside: true, atom.Nav: true, atom.Address: true, atom.Center: true,
		atom.Form: true, atom.Fieldset: true, atom.Figure: true, atom.Figcaption: true, atom.Body: true, atom.Html: true,
		atom.Caption: true, atom.Thead: true, atom.Tbody: true, atom.Tfoot: true, atom.Option: true,
	}
)

func (w *htmlWriter) start(t html.Token, closed bool) {
	a := t.DataAtom
	if w.hidden != 0 {
		if a == w.hidden && !closed {
			w.depth++
		}
		return
	}
	if unseen[a] && !w.shown[a] {
		if !closed {
			w.hidden, w.depth = a, 1
		}
		return
	}
	switch {
	case a == atom.Br:
		w.newline()
	case a == atom.Img:
		w.word(attribute(t, "alt"))
	case a == atom.Td || a == atom.Th:
		w.cell()
	case htmlParagraphs[a]:
		w.apart(2)
	case htmlBlocks[a]:
		w.apart(1)
	}
	switch a {
	case atom.Li:
		w.word("- ")
	case atom.Pre:
		w.pre++
	case atom.A:
		w.endLink()
		w.link = attribute(t, "href")
		w.linkAt = -1
	}
}

func (w *htmlWriter) end(a atom.Atom) {
	if w.hidden != 0 {
		if a == w.hidden {
			w.depth--
		}
		if w.depth == 0 {
			w.hidden = 0
		}
		return
	}
	switch {
	case a == atom.A:
		w.endLink()
	case a == atom.Pre && w.pre > 0:
		w.pre--
	}
	switch {
	case htmlParagraphs[a]:
		w.apart(2)
	case htmlBlocks[a]:
		w.apart(1)
	}
}

// apart asks for so many line ends at least before the next word.
func (w *htmlWriter) apart(n int) {
	w.space = false
	w.breaks = max(w.breaks, n)
}

// newline is one more of them.
func (w *htmlWriter) newline() {
	w.space = false
	w.breaks++
}

func (w *htmlWriter) cell() {
	if w.breaks == 0 && w.out.Len() > 0 && !strings.HasSuffix(w.out.String(), "\t") {
		w.out.WriteByte('\t')
		w.space = false
	}
}

func (w *htmlWriter) text(s string) {
	if w.hidden != 0 {
		return
	}
	if w.pre > 0 {
		for i, line := range strings.Split(s, "\n") {
			if i > 0 {
				w.newline()
			}
			w.word(strings.TrimRight(line, "\r"))
		}
		return
	}
	for i, word := range splitBlanks(s) {
		if i > 0 && w.breaks == 0 {
			w.space = true
		}
		w.word(word)
	}
}

// splitBlanks parts text at the blanks that HTML folds; the no-break space is
// none of them.
func splitBlanks(s string) []string {
	var words []string
	from, in := 0, false
	for i := 0; i < len(s); i++ {
		isBlank := jsonBlank(s[i]) || s[i] == '\f'
		if isBlank && !in {
			words = append(words, s[from:i])
		}
		if !isBlank && in || i == 0 && !isBlank {
			from = i
		}
		in = isBlank
	}
	if in || s == "" {
		return append(words, "")
	}
	return append(words, s[from:])
}

// word writes what comes before it, and it.
func (w *htmlWriter) word(s string) {
	if s == "" {
		return
	}
	if w.out.Len() > 0 {
		switch {
		case w.breaks > 0:
			w.out.WriteString(strings.Repeat("\n", min(w.breaks, maxBreaks)))
		case w.space:
			w.out.WriteByte(' ')
		}
	}
	w.breaks, w.space = 0, false
	if w.link != "" && w.linkAt < 0 {
		w.linkAt = w.out.Len()
	}
	w.out.WriteString(s)
}

// endLink adds the address of a link in brackets, unless the text shows it.
func (w *htmlWriter) endLink() {
	address := strings.TrimSpace(w.link)
	seen := ""
	if w.linkAt >= 0 && w.linkAt <= w.out.Len() {
		seen = w.out.String()[w.linkAt:]
	}
	w.link, w.linkAt = "", -1
	scheme, rest, _ := strings.Cut(address, ":")
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "tel":
	default:
		return // a place on the page, a script, data
	}
	bare := strings.TrimSuffix(strings.TrimPrefix(rest, "//"), "/")
	switch {
	case seen == "":
		w.word(address)
	case !strings.Contains(seen, strings.TrimPrefix(bare, "www.")):
		w.word(" <" + address + ">")
	}
}

// done is the text without blanks at the ends of its lines.
func (w *htmlWriter) done() string {
	w.endLink()
	lines := strings.Split(w.out.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\r")
	}
	return tidy(strings.Join(lines, "\n"))
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
