package printout

// node is an element of the logical structure (PDF 1.4 §9.6–9.7): what a screen
// reader follows instead of the ink.
type node struct {
	tag   string // a standard structure type: Document, H1, P, Table, TR …
	alt   string // what a figure shows
	lang  string // where it is not the document's
	attrs string // attribute dictionary in PDF syntax, or empty
	kids  []any  // *node or mark, in reading order
}

// mark is a piece of page content that belongs to a node.
type mark struct{ page, id int } // page counts from 0; id is the MCID

func (n *node) add(tag string) *node {
	kid := &node{tag: tag}
	n.kids = append(n.kids, kid)
	return kid
}
