package printout

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The PDF library writes pages but no logical structure. tagged takes its file
// apart object by object, adds the structure tree (PDF 1.4 §9.6), takes out
// what PDF/A-1 forbids, and writes the file anew.
//
// What is looked for in the library's objects is spelt out here; another
// version that spells it otherwise is an error, never a silent miss.
const (
	pageHead     = "<</Type /Page\n"
	transparency = "/Group <</Type /Group /S /Transparency /CS /DeviceRGB>>\n" // ISO 19005-1 §6.4
	noFiles      = "/Names <<\n/EmbeddedFiles << /Names [\n  \n] >>\n>>\n"     // ISO 19005-1 §6.1.11
	catalogHead  = "<<\n/Type /Catalog\n"
)

func tagged(drawn []byte, root *node, pages int) ([]byte, error) {
	f, err := readFile(drawn)
	if err != nil {
		return nil, err
	}
	var at []int // object numbers of the pages, in order
	for n := 1; n < len(f.objects); n++ {
		if bytes.HasPrefix(f.objects[n], []byte(pageHead)) {
			key := fmt.Sprintf("%s/StructParents %d\n", pageHead, len(at))
			f.replace(n, pageHead, key)
			f.replace(n, transparency, "")
			at = append(at, n)
		}
	}
	if len(at) != pages {
		return nil, fmt.Errorf("%w: %d pages drawn, %d found", errFile, pages, len(at))
	}
	t := tree{file: f, pages: at, parents: make([][]int, pages)}
	structure := t.write(root)
	f.replace(f.root, noFiles, "")
	f.replace(f.root, catalogHead, fmt.Sprintf(
		"%s/MarkInfo <</Marked true>>\n/StructTreeRoot %d 0 R\n/ViewerPreferences <</DisplayDocTitle true>>\n", catalogHead, structure))
	return f.bytes()
}

// tree numbers the nodes of a structure and writes them as objects.
type tree struct {
	file    *file
	pages   []int
	parents [][]int // per page, which object each MCID belongs to
}

// write adds the whole structure and gives the number of its root.
func (t *tree) write(n *node) int {
	root := t.file.reserve()
	index := t.file.reserve()
	document := t.element(n, root)
	t.file.objects[root] = fmt.Appendf(nil, "<</Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d>>",
		document, index, len(t.pages))
	var b bytes.Buffer
	b.WriteString("<</Nums [\n")
	for page, owners := range t.parents {
		fmt.Fprintf(&b, "%d [", page)
		for _, n := range owners {
			fmt.Fprintf(&b, "%d 0 R ", n)
		}
		b.WriteString("]\n")
	}
	b.WriteString("]>>")
	t.file.objects[index] = b.Bytes()
	return root
}

func (t *tree) element(n *node, parent int) int {
	self := t.file.reserve()
	var b bytes.Buffer
	fmt.Fprintf(&b, "<</Type /StructElem /S /%s /P %d 0 R", n.tag, parent)
	if n.alt != "" {
		b.WriteString(" /Alt <" + hexText(n.alt) + ">")
	}
	if n.lang != "" {
		b.WriteString(" /Lang (" + n.lang + ")")
	}
	if n.attrs != "" {
		b.WriteString(" /A <<" + n.attrs + ">>")
	}
	b.WriteString(" /K [")
	for _, kid := range n.kids {
		switch kid := kid.(type) {
		case *node:
			fmt.Fprintf(&b, "%d 0 R ", t.element(kid, self))
		case mark: // painted in order, so MCIDs of a page come in order too
			fmt.Fprintf(&b, "<</Type /MCR /Pg %d 0 R /MCID %d>> ", t.pages[kid.page], kid.id)
			t.own(kid, self)
		}
	}
	b.WriteString("]>>")
	t.file.objects[self] = b.Bytes()
	return self
}

func (t *tree) own(m mark, self int) {
	for len(t.parents[m.page]) <= m.id {
		t.parents[m.page] = append(t.parents[m.page], 0)
	}
	t.parents[m.page][m.id] = self
}

// hexText is a PDF text string in UTF-16 with its byte order mark.
func hexText(s string) string {
	var b strings.Builder
	b.WriteString("FEFF")
	for _, u := range utf16.Encode([]rune(plain(s))) {
		h := strconv.FormatUint(uint64(u), 16)
		b.WriteString(strings.Repeat("0", 4-len(h)) + h)
	}
	return b.String()
}
