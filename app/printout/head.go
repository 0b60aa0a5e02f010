package printout

import "kortisto/app"

// open sets the first page's head: who it is from, the facts, who it is for,
// and the title. They are read once, so they belong to the structure; the heads
// of later pages repeat them and do not.
func (f *flow) open() {
	d, s := f.doc, f.sheet()
	y := f.sender(top, true)
	facts := f.facts()
	fy := top + 1.2
	for i, fact := range facts {
		if i == len(facts)-1 { // the page number is known last: see finish
			break
		}
		n := f.root.add("P")
		s.text(second, fy, factLabel, printable(fact.Label, f.faces), n)
		for _, l := range f.lines([]Span{{Text: fact.Value}}, factText, left+fullWidth-second-30*mm) {
			s.line(second+30*mm, fy, factText, l, n)
			fy += factText.lead
		}
	}
	f.y = max(y, fy+factText.lead, top+headFirst)
	if len(d.Recipient) > 0 {
		start := f.y
		f.y += 3 * mm
		n := f.root.add("P")
		for _, row := range d.Recipient {
			for _, l := range f.lines([]Span{{Text: row}}, body, 80*mm) {
				s.line(left, f.y, body, l, n)
				f.y += body.lead
			}
		}
		f.y = max(f.y+4*mm, start+addressed)
	}
	f.paragraph([]Span{{Text: d.Title}}, title, left, fullWidth, f.root.add("H1"))
	f.y += 1.4 * mm
}

// sender sets the firm in the left column and gives the height it took.
func (f *flow) sender(y float64, whole bool) float64 {
	s := f.sheet()
	var name, rest *node
	if whole {
		name = f.root.add("P")
	}
	width := second - left - 6*mm
	for _, l := range f.lines([]Span{{Text: f.doc.Sender.Name}}, firmName, width) {
		s.line(left, y, firmName, l, name)
		y += firmName.lead
		if !whole {
			break
		}
	}
	for i, row := range f.doc.Sender.Lines {
		if !whole && i > 0 {
			break
		}
		if whole {
			rest = f.root.add("P")
		}
		for _, l := range f.lines([]Span{{Text: row}}, small, width) {
			s.line(left, y, small, l, rest)
			y += small.lead
		}
	}
	return y
}

// facts of the first page; the page number is the last.
func (f *flow) facts() []Fact {
	d := f.doc
	out := []Fact{{f.words.text("frame.date"), showDay(d.Date)}}
	if d.ID != "" {
		out = append(out, Fact{f.words.text("frame.document"), d.ID})
	}
	out = append(out, d.Facts...)
	return append(out, Fact{f.words.text("frame.page"), ""})
}

// finish adds what can be known only at the end: heads of later pages, feet,
// and how many pages there are.
func (f *flow) finish() {
	all := f.sheets
	total := f.words.number(len(all))
	for i, s := range all {
		f.sheets = all[:i+1] // sheet() is this page
		page := f.words.number(i + 1)
		y := top + 1.2
		if i == 0 {
			y += f.factsHeight()
		} else {
			f.sender(top, false)
			f.repeated(&y)
		}
		s.text(second, y, factLabel, printable(f.words.text("frame.page"), f.faces), nil)
		s.text(second+30*mm, y, factText, page+" / "+total, nil)
		f.foot(s, page+"/"+total)
	}
}

// factsHeight is how far down the first page's facts reach.
func (f *flow) factsHeight() float64 {
	facts := f.facts()
	n := 0
	for _, fact := range facts[:len(facts)-1] {
		n += len(f.lines([]Span{{Text: fact.Value}}, factText, left+fullWidth-second-30*mm))
	}
	return float64(n) * factText.lead
}

// repeated tells a later page which document it belongs to.
func (f *flow) repeated(y *float64) {
	label, value := f.words.text("frame.date"), showDay(f.doc.Date)
	if f.doc.ID != "" {
		label, value = f.words.text("frame.document"), f.shortID()+" · "+value
	}
	f.sheet().text(second, *y, factLabel, printable(label, f.faces), nil)
	f.sheet().text(second+30*mm, *y, factText, printable(value, f.faces), nil)
	*y += factText.lead
}

// foot: the firm on the left, the document and its page on the right.
func (f *flow) foot(s *sheet, pages string) {
	right := pages
	if f.doc.ID != "" {
		right = f.shortID() + " · " + pages
	}
	w := f.face(false).measure(right, footText.size)
	s.rule(left, footLine, fullWidth, 0.4, hair)
	y := footLine + 2*mm
	s.line(left, y, footText, f.lines([]Span{{Text: f.doc.Foot}}, footText, fullWidth-w-6*mm)[0], nil)
	s.text(left+fullWidth-w, y, footText, right, nil)
}

// shortID is what of the document's id stands on every page: where it is longer
// than any of ours, its beginning, so that the firm's name beside it keeps room.
func (f *flow) shortID() string {
	first := f.lines([]Span{{Text: f.doc.ID}}, footText, 30*mm)[0]
	if len(first.runs) == 0 {
		return ""
	}
	return first.runs[0].text
}

// showDay is a date as people in Finland write it: 7.12.2026, without zeros.
func showDay(d app.Day) string {
	if !d.Valid() {
		return ""
	}
	return d.Time().Format("2.1.2006")
}
