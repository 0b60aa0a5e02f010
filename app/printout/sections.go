package printout

// Pages is how many pages a document has as PDF.
func Pages(d Document) (int, error) {
	sheets, _, err := layOut(d)
	return len(sheets), err
}

// Sections are the headings of a document's sections, in order.
func Sections(d Document) []string {
	out := []string{}
	for _, b := range d.Blocks {
		if h, ok := b.(Heading); ok && h.Level <= 2 {
			out = append(out, h.Text)
		}
	}
	return out
}
