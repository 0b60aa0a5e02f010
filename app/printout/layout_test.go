package printout

import (
	"fmt"
	"strings"
	"testing"

	"kortisto/app"
	"pgregory.net/rapid"
)

func layout(t testing.TB, d Document) ([]*sheet, *node) {
	t.Helper()
	sheets, root, err := layOut(d)
	if err != nil {
		t.Fatal(err)
	}
	return sheets, root
}

func letters(blocks ...Block) Document {
	return Document{Title: "Kirje", Lang: app.Finnish, Date: today, Sender: Sender{Name: "Yritys"}, Blocks: blocks}
}

// pagesOf is on which pages a node and what is in it stand.
func pagesOf(sheets []*sheet, n *node) map[int]bool {
	in := map[*node]bool{}
	var collect func(*node)
	collect = func(n *node) {
		in[n] = true
		for _, k := range n.kids {
			if k, ok := k.(*node); ok {
				collect(k)
			}
		}
	}
	collect(n)
	pages := map[int]bool{}
	for i, s := range sheets {
		for _, o := range s.ops {
			if o.node != nil && in[o.node] {
				pages[i] = true
			}
		}
	}
	return pages
}

// tags lists the nodes with a tag, in reading order.
func tags(n *node, tag string) []*node {
	var out []*node
	if n.tag == tag {
		out = append(out, n)
	}
	for _, k := range n.kids {
		if k, ok := k.(*node); ok {
			out = append(out, tags(k, tag)...)
		}
	}
	return out
}

// content is the text that the structure holds, without blanks: what a screen
// reader says.
func content(sheets []*sheet) string {
	var b strings.Builder
	for _, s := range sheets {
		for _, o := range s.ops {
			if o.node != nil {
				b.WriteString(o.text)
			}
		}
	}
	return strings.Join(strings.Fields(b.String()), "")
}

func anyText() *rapid.Generator[string] {
	word := rapid.OneOf(
		rapid.StringMatching(`[a-zäöå]{1,14}`), rapid.StringMatching(`[a-z]{1,9}-[a-zä]{1,9}`), rapid.StringMatching(`[A-Z0-9/.@-]{1,40}`),
		rapid.String(), rapid.StringMatching(`x{90,400}`),
	)
	return rapid.Map(rapid.SliceOfN(word, 0, 60), func(ws []string) string { return strings.Join(ws, " ") })
}

func anyBlock() *rapid.Generator[Block] {
	return rapid.Custom(func(t *rapid.T) Block {
		s := anyText().Draw(t, "text")
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0:
			return Heading{Level: rapid.IntRange(2, 3).Draw(t, "level"), Number: rapid.SampledFrom([]string{"", "7", "12"}).Draw(t, "number"), Text: s}
		case 1:
			return Paragraph{[]Span{{s, false}, {anyText().Draw(t, "bold"), true}}}
		case 2:
			return Box{[]Paragraph{text(s)}}
		case 3:
			return List{[]string{s, "toinen"}}
		case 4:
			return Rows{[]Fact{{"Nimi", s}, {s, "arvo"}}}
		case 5:
			return PageBreak{}
		}
		table := Table{Columns: []Column{{"Päivä", 20, false}, {"Sisältö", 60, false}, {"Määrä", 20, true}}}
		for range rapid.IntRange(0, 40).Draw(t, "rows") {
			table.Rows = append(table.Rows, cells("1.2.2026", anyText().Draw(t, "cell"), "7"))
		}
		return table
	})
}

func TestNothingLeavesThePageAndNothingIsLost(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := letters(rapid.SliceOfN(anyBlock(), 0, 12).Draw(rt, "blocks")...)
		sheets, _ := layout(t, d)
		set := setter{must(faces())}
		for page, s := range sheets {
			for _, o := range s.ops {
				right := o.x + o.w
				if o.shape == glyphs {
					right = o.x + set.face(o.bold).measure(o.text, o.size)
				}
				if o.x < left-0.01 || right > left+fullWidth+0.5 {
					rt.Fatalf("page %d: %q stands from %.1f to %.1f", page+1, o.text, o.x, right)
				}
				if o.node != nil && (o.y < top || o.y > bottom+0.5) {
					rt.Fatalf("page %d: %q stands at %.1f", page+1, o.text, o.y)
				}
			}
		}
		said := content(sheets)
		for _, b := range d.Blocks {
			p, ok := b.(Paragraph)
			if !ok {
				continue
			}
			var want strings.Builder
			for _, s := range p.Spans {
				want.WriteString(strings.Join(strings.Fields(printable(s.Text, set.faces)), ""))
			}
			if !strings.Contains(said, want.String()) {
				rt.Fatalf("a paragraph lost text: %q", want.String())
			}
		}
	})
}

func TestHeadingsAreNeverAlone(t *testing.T) {
	next := map[string]Block{
		"a paragraph":     text(strings.Repeat("Sana ja toinen sana. ", 30)),
		"a table":         Table{Columns: []Column{{"A", 1, false}}, Rows: [][]Span{cells("1"), cells("2")}},
		"a lower heading": Heading{Level: 3, Text: "Alempi"},
		"a box":           Box{[]Paragraph{text("Laatikko.")}},
	}
	for name, block := range next {
		for lines := range 60 { // the heading comes to every height of the page
			var filler []Block
			for range lines {
				filler = append(filler, text("Rivi."))
			}
			sheets, root := layout(t, letters(append(filler, Heading{Level: 2, Text: "Otsikko"}, block, text("Loppu."))...))
			h := tags(root, "H2")[0]
			for i, s := range sheets {
				last := (*node)(nil)
				for _, o := range s.ops {
					if o.node != nil {
						last = o.node
					}
				}
				if last == h {
					t.Errorf("before %s, with %d lines above, the heading ends page %d", name, lines, i+1)
				}
			}
		}
	}
}

func TestNoLineOfAParagraphIsAlone(t *testing.T) {
	long := strings.Repeat("Sana ja toinen sana. ", 24)
	for lines := range 60 {
		var filler []Block
		for range lines {
			filler = append(filler, text("Rivi."))
		}
		sheets, root := layout(t, letters(append(filler, text(long))...))
		ps := tags(root, "P")
		p := ps[len(ps)-1]
		for page := range pagesOf(sheets, p) {
			n := 0
			for _, o := range sheets[page].ops {
				if o.node == p {
					n++
				}
			}
			if n < 2 {
				t.Errorf("with %d lines above, one line stands alone on page %d", lines, page+1)
			}
		}
	}
}

func TestRowsStayWholeAndHeadsAreRepeated(t *testing.T) {
	table := Table{Columns: []Column{{"Päivä", 20, false}, {"Sisältö", 80, false}}}
	for i := range 200 {
		table.Rows = append(table.Rows, cells(fmt.Sprint(i), strings.Repeat("Sovittiin aidan korjauksesta. ", 1+i%9)))
	}
	sheets, root := layout(t, letters(table))
	for _, tr := range tags(root, "TR") {
		if n := len(pagesOf(sheets, tr)); n != 1 {
			t.Errorf("a row stands on %d pages", n)
		}
	}
	if n := len(tags(root, "TH")); n != 2 {
		t.Errorf("a repeated head is read again: %d cells", n)
	}
	for i, s := range sheets {
		heads := 0
		for _, o := range s.ops {
			if o.text == "Sisältö" {
				heads++
			}
		}
		if heads != 1 {
			t.Errorf("page %d has %d heads", i+1, heads)
		}
	}
}

func TestARowTallerThanAPageIsCutAndWhole(t *testing.T) {
	var want strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&want, "sana%d ", i)
	}
	sheets, root := layout(t, letters(Table{Columns: []Column{{"A", 20, false}, {"B", 80, false}}, Rows: [][]Span{cells("1", "x"), cells("2", want.String()), cells("3", "y")}}))
	tds := tags(root, "TD")
	if n := len(pagesOf(sheets, tds[3])); n < 3 {
		t.Fatalf("the tall cell stands on %d pages", n)
	}
	if !strings.Contains(content(sheets), strings.ReplaceAll(want.String(), " ", "")) {
		t.Error("words were lost where the row was cut")
	}
}

func TestLongTablesKeepWithinPDFALimits(t *testing.T) {
	table := Table{Columns: []Column{{"A", 1, false}}}
	for range 9000 {
		table.Rows = append(table.Rows, cells("1"))
	}
	_, root := layout(t, letters(table))
	for _, n := range tags(root, "Table") {
		if len(n.kids) > 8191 { // ISO 19005-1 §6.1.12: array entries
			t.Errorf("a table node has %d rows", len(n.kids))
		}
	}
	if n := len(tags(root, "TD")); n != 9000 {
		t.Errorf("%d cells", n)
	}
}

func TestStructureSaysWhatThingsAre(t *testing.T) {
	_, root := layout(t, sample(5))
	for tag, want := range map[string]int{"Document": 1, "H1": 1, "H2": 2, "Table": 2, "TH": 6, "TR": 8, "Figure": 1, "L": 2, "LI": 6} {
		if n := len(tags(root, tag)); n != want {
			t.Errorf("%d × %s, want %d", n, tag, want)
		}
	}
	if f := tags(root, "Figure"); len(f) == 1 && (f[0].alt == "" || !strings.Contains(f[0].attrs, "/BBox")) {
		t.Error("the figure has no words or no place")
	}
	_, root = layout(t, must(Recovery(RecoveryInput{Firm: firm, Lang: app.Swedish, Today: today, Key: recoveryKey})))
	var langs []string
	for _, s := range tags(root, "Sect") {
		langs = append(langs, s.lang)
	}
	if got := strings.Join(langs, " "); got != "sv-FI fi-FI en" {
		t.Errorf("languages of the recovery sheet: %s", got)
	}
}

func TestLines(t *testing.T) {
	set := setter{must(faces())}
	st := style{size: 10, lead: 12}
	read := func(s string, width float64) string {
		var out []string
		for _, l := range set.lines([]Span{{Text: s}}, st, width) {
			row := ""
			for _, r := range l.runs {
				row += r.text
			}
			out = append(out, row)
		}
		return strings.Join(out, "|")
	}
	for name, c := range map[string]struct {
		text  string
		width float64
		want  string
	}{
		"nothing is one empty line":                 {"", 100, ""},
		"blanks fold":                               {"  a \t b  ", 100, "a b"},
		"line breaks of the data stay":              {"a\r\nb\n\nc", 100, "a|b||c"},
		"a compound breaks at its hyphen":           {"tietosuoja-asetus", 60, "tietosuoja-|asetus"},
		"a number keeps its hyphen":                 {"lasku 2026-0031", 60, "lasku|2026-0031"},
		"a word wider than the line is cut":         {"xxxxxxxxxxxxxxxxxxxx", 60, "xxxxxxxxxxx|xxxxxxxxx"},
		"decomposed letters are composed":           {"a\u0308o\u0308", 100, "äö"},
		"a letter without a glyph leaves a mark":    {"a東b", 100, "a□b"},
		"an emoji of many parts leaves its parts":   {"\U0001F469\u200d\U0001F52C\ufe0f", 100, "□□"},
		"broken UTF-8 leaves a mark":                {"a\xffb", 100, "a□b"},
		"reversed writing and controls are dropped": {"a\u202eb\x1b[0m\x00", 100, "ab[0m"},
	} {
		if got := read(c.text, c.width); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A width of less than nothing once set lines without end: a very long id had left
// the foot none.
func TestALongIDLeavesTheFootItsRoom(t *testing.T) {
	fs, err := faces()
	if err != nil {
		t.Fatal(err)
	}
	hei := Paragraph{Spans: []Span{{Text: strings.Repeat("Hei vain. ", 800)}}}
	d := letters(hei, hei)
	d.ID, d.Foot = strings.Repeat("TP-2026-07<script>", 20), "Yritys Oy"
	sheets, _ := layout(t, d)
	for i, s := range sheets {
		for _, o := range s.ops {
			if o.text != "" && o.x+(setter{fs}).face(o.bold).measure(o.text, o.size) > left+fullWidth+1 {
				t.Errorf("page %d: %q runs off the paper", i+1, o.text)
			}
		}
	}
	if got := len((setter{fs}).lines([]Span{{Text: "abc"}}, body, -1)); len(sheets) < 2 || got != 3 {
		t.Errorf("%d pages; no width gives %d lines of 3 characters", len(sheets), got)
	}
}
