package printout

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
