package printout

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// header is what the file says about itself, both in its Info dictionary and in
// its XMP packet; PDF/A wants the two to agree (ISO 19005-1 §6.7.3).
type header struct {
	title, author, lang string
	at                  time.Time
}

func (h header) xmp() []byte {
	var b strings.Builder
	part := func(ns, uri, inner string) {
		fmt.Fprintf(&b, "<rdf:Description rdf:about=\"\" xmlns:%s=\"%s\">%s</rdf:Description>\n", ns, uri, inner)
	}
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n")
	dc := `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + escaped(h.title) + `</rdf:li></rdf:Alt></dc:title>`
	if h.author != "" {
		dc += `<dc:creator><rdf:Seq><rdf:li>` + escaped(h.author) + `</rdf:li></rdf:Seq></dc:creator>`
	}
	dc += `<dc:language><rdf:Bag><rdf:li>` + h.lang + `</rdf:li></rdf:Bag></dc:language>`
	at := h.at.Format("2006-01-02T15:04:05")
	part("dc", "http://purl.org/dc/elements/1.1/", dc)
	part("xmp", "http://ns.adobe.com/xap/1.0/", "<xmp:CreateDate>"+at+"</xmp:CreateDate><xmp:ModifyDate>"+at+"</xmp:ModifyDate>")
	part("pdf", "http://ns.adobe.com/pdf/1.3/", "<pdf:Producer>"+producer+"</pdf:Producer>")
	part("pdfaid", "http://www.aiim.org/pdfa/ns/id/", "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>")
	b.WriteString("</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>")
	return []byte(b.String())
}

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer never fails
	return b.String()
}

// oneLine makes text fit for a file's own description.
func oneLine(s string, fs [2]*face) string {
	return strings.Join(strings.Fields(printable(s, fs)), " ")
}
