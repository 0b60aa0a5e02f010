package printout

// The page, in points. A4 with margins 16 mm above, 20 mm at the sides and
// 22 mm below; two columns at 20 and 107 mm; text at most 150 mm wide.
const (
	mm = 72 / 25.4

	pageWidth  = 210 * mm
	pageHeight = 297 * mm
	left       = 20 * mm
	second     = 107 * mm
	top        = 16 * mm
	bottom     = pageHeight - 22*mm
	fullWidth  = 170 * mm
	textWidth  = 150 * mm
	footLine   = pageHeight - 10*mm - 10 - 2*mm

	headFirst = 27 * mm // height of the first page's head
	headNext  = 17 * mm // and of the others'
	addressed = 33 * mm // height of the recipient's block
)

// ink is a colour of print: black, softer for what is secondary, and hairlines.
type ink [3]int

var (
	black    = ink{0x15, 0x1a, 0x18}
	soft     = ink{0x4a, 0x52, 0x4e}
	hair     = ink{0xc9, 0xcd, 0xca}
	hairDark = ink{0x76, 0x7d, 0x79}
)

var (
	body      = style{size: 9.5, lead: 14, ink: black}
	title     = style{size: 16, lead: 21, bold: true, ink: black}
	heading2  = style{size: 10.5, lead: 14, bold: true, ink: black}
	heading3  = style{size: 9.5, lead: 14, bold: true, ink: black}
	tableText = style{size: 8.75, lead: 12, ink: black}
	tableHead = style{size: 8, lead: 11, bold: true, ink: soft}
	firmName  = style{size: 10.5, lead: 15, bold: true, ink: black}
	small     = style{size: 8, lead: 11.5, ink: soft}
	factText  = style{size: 8.75, lead: 13, ink: black}
	factLabel = style{size: 8.75, lead: 13, ink: soft}
	footText  = style{size: 7.5, lead: 10, ink: soft}
	keyText   = style{size: 11, lead: 16, ink: black}
	keyNumber = style{size: 7.5, lead: 16, ink: soft}
)

// baseline is where letters stand in a line box whose top is y: Inter rises
// 0.969 and falls 0.241 of its size, and the rest of the lead is shared.
func (st style) baseline(y float64) float64 {
	return y + (st.lead-1.21*st.size)/2 + 0.969*st.size
}

// shape is what an op draws.
type shape int

const (
	glyphs shape = iota
	rule         // a horizontal line, w long
	frame        // a rectangle with rounded corners
	filled       // a filled rectangle
)

// op is one thing drawn on a page. Its part of the structure tree is nil for
// what repeats or only decorates (an artifact, PDF 1.4 §9.7).
type op struct {
	shape      shape
	x, y, w, h float64 // text: the baseline's start; others: the upper left corner
	text       string
	bold       bool
	size       float64 // of the text, or the width of the line
	ink        ink
	node       *node
}

// sheet is one laid-out page.
type sheet struct{ ops []op }

func (s *sheet) text(x, y float64, st style, t string, n *node) {
	if t != "" {
		s.ops = append(s.ops, op{shape: glyphs, x: x, y: st.baseline(y), text: t, bold: st.bold, size: st.size, ink: st.ink, node: n})
	}
}

// line draws set text with its box's top at y.
func (s *sheet) line(x, y float64, st style, l line, n *node) {
	for _, r := range l.runs {
		st.bold = r.bold
		s.text(x+r.x, y, st, r.text, n)
	}
}

func (s *sheet) rule(x, y, w, width float64, c ink) {
	s.ops = append(s.ops, op{shape: rule, x: x, y: y, w: w, size: width, ink: c})
}
