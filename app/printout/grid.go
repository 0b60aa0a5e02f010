package printout

// grid is a table with its cells set to their columns.
type grid struct {
	columns []Column
	x, w    []float64
	head    [][]line // per column
	rows    []gridRow
}

type gridRow struct{ cells [][]line }

const (
	cellGap  = 3 * mm
	cellPad  = 1.15 * mm
	headPad  = 1 * mm
	maxTable = 4000 // rows of one Table node: PDF/A-1 allows 8191 array entries
)

// height of a row whose first lines are already placed.
func (r gridRow) height(from int) float64 {
	n := 0
	for _, c := range r.cells {
		n = max(n, len(c)-from)
	}
	return float64(max(n, 1))*tableText.lead + 2*cellPad
}

func (g grid) headHeight() float64 {
	n := 0
	for _, c := range g.head {
		n = max(n, len(c))
	}
	return float64(n)*tableHead.lead + 2*headPad
}

// grid sets a table to the full width.
func (f *flow) grid(t Table) grid {
	g := f.frame(t.Columns)
	for i, c := range t.Columns {
		g.head = append(g.head, f.lines([]Span{{Text: c.Head}}, tableHead, g.w[i]))
	}
	for _, r := range t.Rows {
		g.rows = append(g.rows, f.gridRow(g, r))
	}
	return g
}

func (f *flow) frame(columns []Column) grid {
	g := grid{columns: columns}
	sum, x := 0.0, left
	for _, c := range columns {
		sum += c.Width
	}
	for i, c := range columns {
		w := fullWidth * c.Width / sum
		g.x = append(g.x, x)
		x += w
		if i < len(columns)-1 {
			w -= cellGap
		}
		g.w = append(g.w, w)
	}
	return g
}

func (f *flow) gridRow(g grid, r []Span) gridRow {
	var row gridRow
	for i := range g.columns {
		var cell Span
		if i < len(r) {
			cell = r[i]
		}
		row.cells = append(row.cells, f.lines([]Span{cell}, tableText, g.w[i]))
	}
	return row
}

func (f *flow) table(t Table) {
	g := f.grid(t)
	f.gap(1 * mm)
	var n *node
	for i, r := range g.rows {
		if i%maxTable == 0 {
			n = f.root.add("Table")
			first := min(r.height(0), 12*tableText.lead)
			f.need(g.headHeight() + first)
			f.tableHead(g, n.add("TR"))
		}
		f.tableRow(g, r, n.add("TR"), "TD", i == len(g.rows)-1)
	}
	if len(g.rows) == 0 {
		f.need(g.headHeight())
		f.tableHead(g, f.root.add("Table").add("TR"))
	}
	f.y += 2 * mm
}

// tableHead draws the head; tr is nil where a page repeats it.
func (f *flow) tableHead(g grid, tr *node) {
	if len(g.head) == 0 {
		return
	}
	lowest := f.y + g.headHeight() - headPad
	for i, ls := range g.head {
		var th *node
		if tr != nil {
			th = tr.add("TH")
			th.attrs = "/O /Table /Scope /Column"
		}
		y := lowest - float64(len(ls))*tableHead.lead
		f.cell(g, i, ls, tableHead, y, th)
	}
	f.y += g.headHeight()
	f.sheet().rule(left, f.y, fullWidth, 0.75, hairDark)
}

func (f *flow) cell(g grid, i int, ls []line, st style, y float64, n *node) {
	for _, l := range ls {
		x := g.x[i]
		if g.columns[i].Right {
			x += g.w[i] - l.width
		}
		f.sheet().line(x, y, st, l, n)
		y += st.lead
	}
}

// tableRow keeps a row whole if a page can hold it, and else cuts it between
// lines. first is the tag of its first cell.
func (f *flow) tableRow(g grid, r gridRow, tr *node, first string, last bool) {
	nodes := make([]*node, len(r.cells))
	for i := range nodes {
		tag := "TD"
		if i == 0 {
			tag = first
		}
		nodes[i] = tr.add(tag)
		if tag == "TH" {
			nodes[i].attrs = "/O /Table /Scope /Row"
		}
	}
	from, page := 0, bottom-top-headNext-g.headHeight()
	for {
		h := r.height(from)
		room := bottom - f.y
		if h > room && h <= page || room < 3*tableText.lead+2*cellPad && h > room {
			f.turn()
			f.tableHead(g, nil)
			room = bottom - f.y
		}
		to := from + int((min(h, room)-2*cellPad)/tableText.lead+1e-6)
		f.part(g, r, nodes, from, to, !last || h > room)
		if h <= room {
			return
		}
		from = to
		f.turn()
		f.tableHead(g, nil)
	}
}

// part draws lines from..to of each cell of a row, and the hairline under them.
func (f *flow) part(g grid, r gridRow, nodes []*node, from, to int, ruled bool) {
	n := 1
	for i, ls := range r.cells {
		ls = ls[min(from, len(ls)):min(to, len(ls))]
		n = max(n, len(ls))
		st := tableText
		if nodes[i].tag == "TH" {
			st.ink = soft
		}
		f.cell(g, i, ls, st, f.y+cellPad, nodes[i])
	}
	f.y += float64(n)*tableText.lead + 2*cellPad
	if ruled {
		f.sheet().rule(left, f.y, fullWidth, 0.4, hair)
	}
}

// rows is a table of two columns without a head: label, value.
func (f *flow) rows(b Rows) {
	g := f.frame([]Column{{Width: 32}, {Width: 68}})
	n := f.root.add("Table")
	for i, row := range b.Rows {
		f.tableRow(g, f.gridRow(g, cells(row.Label, row.Value)), n.add("TR"), "TH", i == len(b.Rows)-1)
	}
	f.y += 2 * mm
}
