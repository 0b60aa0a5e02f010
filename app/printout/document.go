package printout

import "kortisto/app"

// Document is a printout before it is laid out. Texts are plain; control
// characters and characters that the fonts lack are dealt with on rendering.
type Document struct {
	Title string   // the heading on top, and the title that viewers show
	Lang  app.Lang // of the texts; also picks the words "Page" and "Document"
	Date  app.Day  // printed, and the creation date of the file; required
	ID    string   // the document's own number, in the foot of each page; may be empty

	Sender    Sender
	Recipient []string // address lines; none for documents that are not letters
	Facts     []Fact   // to the right of the sender; date, document and page are added
	Blocks    []Block
	Foot      string // left part of the foot
}

// Sender is who the document comes from.
type Sender struct {
	Name  string
	Lines []string
}

// Fact is a label with a value.
type Fact struct{ Label, Value string }

// Block is one piece of the body, top to bottom.
type Block interface{ block() }

// Heading opens a section (Level 2) or a part of one (Level 3). It is never
// left alone at the foot of a page.
type Heading struct {
	Level  int
	Number string // before the text; may be empty
	Text   string
}

// Paragraph is running text, at most 150 mm wide.
type Paragraph struct{ Spans []Span }

// Span is a part of a paragraph or a cell.
type Span struct {
	Text string
	Bold bool
}

// Box is a framed paragraph: what must not be overlooked.
type Box struct{ Paragraphs []Paragraph }

// List is a numbered list of steps.
type List struct{ Items []string }

// Rows is labels with their values, one under another.
type Rows struct{ Rows []Fact }

// Table is rows under a head that is repeated on each page.
type Table struct {
	Columns []Column
	Rows    [][]Span
}

// Column is a column of a Table. Widths are shares of the whole width.
type Column struct {
	Head  string
	Width float64
	Right bool // numbers stand to the right
}

// Key is a secret in numbered groups, with the same secret as a QR code.
type Key struct {
	Groups  []string
	Payload string // what the QR code holds
	Alt     string // what the figure is, for those who hear the document
}

// In is blocks in another language than the rest of the document.
type In struct {
	Lang   app.Lang
	Blocks []Block
}

// PageBreak goes to the next page, unless this one has hardly begun: two lines
// left over from before deserve company.
type PageBreak struct{}

func (Heading) block()   {}
func (Paragraph) block() {}
func (Box) block()       {}
func (List) block()      {}
func (Rows) block()      {}
func (Table) block()     {}
func (Key) block()       {}
func (In) block()        {}
func (PageBreak) block() {}

// text is a paragraph of one plain span.
func text(s string) Paragraph { return Paragraph{Spans: []Span{{Text: s}}} }

// cells is a table row of plain texts.
func cells(texts ...string) []Span {
	row := make([]Span, len(texts))
	for i, s := range texts {
		row[i].Text = s
	}
	return row
}
