package printout

// flow fills pages from top to bottom.
type flow struct {
	setter
	doc    Document
	words  words
	sheets []*sheet
	y      float64 // where the next thing goes
	root   *node
}

// layOut turns a document into pages and their logical structure.
func layOut(d Document) ([]*sheet, *node, error) {
	fs, err := faces()
	if err != nil {
		return nil, nil, err
	}
	w, err := wordsFor(d.Lang)
	if err != nil {
		return nil, nil, err
	}
	f := &flow{setter: setter{fs}, doc: d, words: w, root: &node{tag: "Document"}}
	f.sheets = []*sheet{{}}
	f.open()
	for i, b := range d.Blocks {
		f.place(b, d.Blocks[i+1:])
	}
	f.finish()
	return f.sheets, f.root, nil
}

func (f *flow) sheet() *sheet { return f.sheets[len(f.sheets)-1] }

func (f *flow) turn() {
	f.sheets = append(f.sheets, &sheet{})
	f.y = top + headNext
}

// fresh says whether nothing of the body stands on this page yet.
func (f *flow) fresh() bool { return len(f.sheets) > 1 && f.y <= top+headNext }

// need turns the page unless h fits. On a fresh page nothing would be gained.
func (f *flow) need(h float64) {
	if f.y+h > bottom && !f.fresh() {
		f.turn()
	}
}

// gap leaves white above a block, but not at the top of a page.
func (f *flow) gap(h float64) {
	if !f.fresh() {
		f.y += h
	}
}

func (f *flow) place(b Block, rest []Block) {
	switch b := b.(type) {
	case Heading:
		f.heading(b, rest)
	case Paragraph:
		f.paragraph(b.Spans, body, left, textWidth, f.root.add("P"))
		f.y += 1.6 * mm
	case Box:
		f.box(b)
	case List:
		f.list(b)
	case Rows:
		f.rows(b)
	case Table:
		f.table(b)
	case Key:
		f.key(b)
	case In:
		outer := f.root
		f.root = outer.add("Sect")
		f.root.lang = tag(b.Lang)
		for i, inner := range b.Blocks {
			f.place(inner, b.Blocks[i+1:])
		}
		f.root = outer
	case PageBreak:
		if f.y > top+headNext+(bottom-top)/4 {
			f.turn()
		}
	}
}

// firstHeight is what must stand under a heading for it not to be alone: two
// lines, or a table's head with its first row.
func (f *flow) firstHeight(rest []Block) float64 {
	if len(rest) == 0 {
		return 0
	}
	switch b := rest[0].(type) {
	case Heading:
		st := heading2
		if b.Level > 2 {
			st = heading3
		}
		return st.lead + 5.8*mm + f.firstHeight(rest[1:])
	case Box:
		return f.boxHeight(b)
	case Table:
		g := f.grid(b)
		h := g.headHeight()
		if len(g.rows) > 0 {
			h += min(g.rows[0].height(0), 12*tableText.lead)
		}
		return h
	case Key:
		return f.keyHeight(b)
	case In:
		return f.firstHeight(b.Blocks)
	case PageBreak:
		return 0
	}
	return 2*body.lead + 2*mm
}

func (f *flow) heading(h Heading, rest []Block) {
	st, tag, above, below := heading2, "H2", 4.6*mm, 1.2*mm
	if h.Level > 2 {
		st, tag, above, below = heading3, "H3", 3.0*mm, 0.6*mm
	}
	indent := 0.0
	if h.Number != "" {
		number := st
		number.bold, number.ink = false, soft
		indent = max(6.5*mm, f.face(false).measure(printable(h.Number, f.faces), st.size)+2*mm)
	}
	ls := f.lines([]Span{{Text: h.Text}}, st, textWidth-indent)
	f.need(above + float64(len(ls))*st.lead + below + f.firstHeight(rest))
	f.gap(above)
	n := f.root.add(tag)
	if h.Number != "" {
		number := st
		number.bold, number.ink = false, soft
		f.sheet().text(left, f.y, number, printable(h.Number, f.faces), n)
	}
	for _, l := range ls {
		f.sheet().line(left+indent, f.y, st, l, n)
		f.y += st.lead
	}
	f.y += below
}

// paragraph sets text over as many pages as it needs and leaves no single line
// of it alone on either side of a page's edge.
func (f *flow) paragraph(spans []Span, st style, x, width float64, n *node) {
	ls := f.lines(spans, st, width)
	for len(ls) > 0 {
		fit := max(0, int((bottom-f.y)/st.lead))
		switch {
		case fit >= len(ls):
			fit = len(ls)
		case len(ls)-fit == 1:
			fit--
		}
		if fit < min(2, len(ls)) {
			if !f.fresh() {
				f.turn()
				continue
			}
			fit = 1 // can not happen on A4; never loop for ever
		}
		for _, l := range ls[:fit] {
			f.sheet().line(x, f.y, st, l, n)
			f.y += st.lead
		}
		if ls = ls[fit:]; len(ls) > 0 {
			f.turn()
		}
	}
}

const (
	boxPadX = 3.5 * mm
	boxPadY = 2.4 * mm
)

func (f *flow) boxHeight(b Box) float64 {
	h := 2*boxPadY + 4*mm
	for _, p := range b.Paragraphs {
		h += float64(len(f.lines(p.Spans, body, textWidth-boxPadX))) * body.lead
	}
	return h + float64(len(b.Paragraphs)-1)*1.6*mm
}

func (f *flow) box(b Box) {
	f.need(f.boxHeight(b))
	f.gap(2 * mm)
	start := f.y
	f.y += boxPadY
	for i, p := range b.Paragraphs {
		if i > 0 {
			f.y += 1.6 * mm
		}
		f.paragraph(p.Spans, body, left+boxPadX, textWidth-boxPadX, f.root.add("P"))
	}
	f.y += boxPadY
	if f.y > start { // a frame round what turned the page would cross it
		f.sheet().ops = append(f.sheet().ops, op{shape: frame, x: left, y: start, w: fullWidth, h: f.y - start, size: 0.75, ink: hairDark})
	}
	f.y += 2 * mm
}

// list numbers its items; the text hangs beside the number.
func (f *flow) list(l List) {
	n := f.root.add("L")
	n.attrs = "/O /List /ListNumbering /Decimal"
	for i, item := range l.Items {
		f.need(min(2, float64(len(f.lines([]Span{{Text: item}}, body, textWidth-6.5*mm)))) * body.lead)
		li := n.add("LI")
		number := body
		number.ink = soft
		f.sheet().text(left, f.y, number, f.words.number(i+1)+".", li.add("Lbl"))
		f.paragraph([]Span{{Text: item}}, body, left+6.5*mm, textWidth-6.5*mm, li.add("LBody"))
		f.y += 0.6 * mm
	}
	f.y += 1 * mm
}
