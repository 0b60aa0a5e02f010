package printout

import (
	"strings"

	"github.com/rivo/uniseg"
)

// cellWidth is how wide a column of a text table may grow, in character cells.
const cellWidth = 48

// Text renders a document as plain text with aligned columns, for terminals and
// for reading a printout's content without its looks. Control characters in the
// data are left out: a name can not act on the terminal.
func Text(d Document) string {
	var b strings.Builder
	w, err := wordsFor(d.Lang)
	if err != nil {
		w = words{}
	}
	put := func(s string) { b.WriteString(strings.TrimRight(s, " ") + "\n") }
	put(plain(d.Sender.Name))
	for _, s := range d.Sender.Lines {
		put(plain(s))
	}
	put(w.text("frame.date") + " " + showDay(d.Date))
	if d.ID != "" {
		put(w.text("frame.document") + " " + plain(d.ID))
	}
	for _, f := range d.Facts {
		put(plain(f.Label + " " + f.Value))
	}
	for i, s := range d.Recipient {
		if i == 0 {
			put("")
		}
		put(plain(s))
	}
	put("\n" + plain(d.Title))
	b.WriteString(blocksText(d.Blocks))
	put("\n" + plain(d.Foot))
	return b.String()
}

func blocksText(blocks []Block) string {
	var b strings.Builder
	for _, block := range blocks {
		switch block := block.(type) {
		case Heading:
			b.WriteString("\n" + strings.TrimSpace(block.Number+" "+plain(block.Text)) + "\n")
		case Paragraph:
			b.WriteString(spansText(block) + "\n")
		case Box:
			for _, p := range block.Paragraphs {
				b.WriteString("! " + spansText(p) + "\n")
			}
		case List:
			for i, item := range block.Items {
				b.WriteString(words{}.number(i+1) + ". " + plain(item) + "\n")
			}
		case Rows:
			b.WriteString(rowsText(block))
		case Table:
			b.WriteString(columnsText(block))
		case Key:
			b.WriteString(strings.Join(block.Groups, " ") + "\n")
		case In:
			b.WriteString(blocksText(block.Blocks))
		}
	}
	return b.String()
}

func spansText(p Paragraph) string {
	var b strings.Builder
	for _, s := range p.Spans {
		b.WriteString(plain(s.Text))
	}
	return b.String()
}

func rowsText(r Rows) string {
	var rows [][]string
	for _, row := range r.Rows {
		rows = append(rows, []string{plain(row.Label), plain(row.Value)})
	}
	return aligned(rows, []bool{false, false})
}

func columnsText(t Table) string {
	head, right := make([]string, len(t.Columns)), make([]bool, len(t.Columns))
	for i, c := range t.Columns {
		head[i], right[i] = c.Head, c.Right
	}
	rows := [][]string{head}
	for _, r := range t.Rows {
		row := make([]string, len(t.Columns))
		for i := range min(len(r), len(row)) {
			row[i] = plain(r[i].Text)
		}
		rows = append(rows, row)
	}
	return aligned(rows, right)
}

// aligned sets rows in columns two blanks apart. Long cells go on below.
func aligned(rows [][]string, right []bool) string {
	widths := make([]int, len(right))
	set := make([][][]string, len(rows))
	for i, row := range rows {
		for c, cell := range row {
			ls := folded(cell)
			set[i] = append(set[i], ls)
			for _, l := range ls {
				widths[c] = max(widths[c], uniseg.StringWidth(l))
			}
		}
	}
	var b strings.Builder
	for _, row := range set {
		height := 0
		for _, ls := range row {
			height = max(height, len(ls))
		}
		for n := range height {
			var line strings.Builder
			for c, ls := range row {
				cell := ""
				if n < len(ls) {
					cell = ls[n]
				}
				blank := strings.Repeat(" ", widths[c]-uniseg.StringWidth(cell))
				if right[c] {
					line.WriteString(blank + cell + "  ")
				} else {
					line.WriteString(cell + blank + "  ")
				}
			}
			b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
		}
	}
	return b.String()
}

// folded breaks a cell at blanks; words wider than a column are cut.
func folded(cell string) []string {
	var out []string
	for _, row := range strings.Split(cell, "\n") {
		line := ""
		for _, word := range strings.Fields(row) {
			for uniseg.StringWidth(word) > cellWidth {
				if line != "" {
					out, line = append(out, line), ""
				}
				head := fitting(word, cellWidth)
				out, word = append(out, head), word[len(head):]
			}
			if line != "" && uniseg.StringWidth(line)+1+uniseg.StringWidth(word) > cellWidth {
				out, line = append(out, line), ""
			}
			line = strings.TrimSpace(line + " " + word)
		}
		out = append(out, line)
	}
	return out
}

// fitting is as much of a word as fits, at least one character.
func fitting(word string, width int) string {
	rest, state, used := word, -1, 0
	for rest != "" {
		_, after, w, next := uniseg.FirstGraphemeClusterInString(rest, state)
		if used += w; used > width && len(rest) < len(word) {
			break
		}
		rest, state = after, next
	}
	return word[:len(word)-len(rest)]
}
