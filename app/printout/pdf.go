package printout

import (
	"bytes"
	_ "embed" // the colour profile is part of the program
	"fmt"

	"codeberg.org/go-pdf/fpdf"
	"kortisto/app"
)

//go:embed icc/sRGB2014.icc
var colours []byte

const producer = "Kortisto"

// PDF renders a document as PDF 1.4: tagged, valid PDF/A-1b (ISO 19005-1), with
// embedded fonts, without scripts, actions or links. The same document gives
// the same bytes. A document without a date or a title is refused
// (day-invalid, required), since the file must carry both.
func PDF(d Document) ([]byte, error) {
	if !d.Date.Valid() {
		return nil, app.E("day-invalid", "date")
	}
	if d.Title == "" {
		return nil, app.E("required", "title")
	}
	sheets, root, err := layOut(d)
	if err != nil {
		return nil, err
	}
	fs, err := faces()
	if err != nil {
		return nil, err
	}
	h := header{title: oneLine(d.Title, fs), author: oneLine(d.Sender.Name, fs), lang: tag(d.Lang), at: d.Date.Time()}
	p := newPainter(h, fs)
	for i, s := range sheets {
		p.sheet(i, s)
	}
	var drawn bytes.Buffer
	if err := p.pdf.Output(&drawn); err != nil {
		return nil, fmt.Errorf("printout: %w", err)
	}
	return tagged(drawn.Bytes(), root, len(sheets))
}

// tag is the language tag (RFC 5646) that tells a reader how to pronounce.
func tag(l app.Lang) string {
	switch l {
	case app.Swedish:
		return "sv-FI"
	case app.English:
		return "en"
	}
	return "fi-FI"
}

// painter puts ops on paper and notes which content belongs to which node.
type painter struct {
	pdf  *fpdf.Fpdf
	open *node // whose content is being written
	any  bool  // whether a sequence is open at all
	id   int   // next MCID of the page
}

func newPainter(h header, fs [2]*face) *painter {
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(h.at)
	pdf.SetModificationDate(h.at)
	pdf.SetTitle(h.title, true)
	if h.author != "" {
		pdf.SetAuthor(h.author, true)
	}
	pdf.SetProducer(producer, true)
	pdf.SetLang(h.lang)
	pdf.SetXmpMetadata(h.xmp())
	pdf.AddOutputIntent(fpdf.OutputIntentType{
		SubtypeIdent: fpdf.OutputIntent_GTS_PDFA1, OutputConditionIdentifier: "sRGB2014", Info: "sRGB2014", ICCProfile: colours,
	})
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AddUTF8FontFromBytes("inter", "", []byte(fs[0].data))
	pdf.AddUTF8FontFromBytes("inter", "B", []byte(fs[1].data))
	return &painter{pdf: pdf}
}

// sheet draws one page. Content of one node that stands together becomes one
// marked-content sequence; everything else is an artifact.
func (p *painter) sheet(page int, s *sheet) {
	p.pdf.AddPage()
	p.open, p.any, p.id = nil, false, 0
	for _, o := range s.ops {
		if !p.any || o.node != p.open {
			p.end()
			p.begin(page, o.node)
		}
		p.draw(o)
	}
	p.end()
}

func (p *painter) begin(page int, n *node) {
	p.open, p.any = n, true
	if n == nil {
		p.pdf.RawWriteStr("/Artifact BMC")
		return
	}
	p.pdf.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", n.tag, p.id))
	n.kids = append(n.kids, mark{page, p.id})
	p.id++
}

func (p *painter) end() {
	if p.any {
		p.pdf.RawWriteStr("EMC")
	}
	p.any = false
}

func (p *painter) draw(o op) {
	switch o.shape {
	case glyphs:
		weight := ""
		if o.bold {
			weight = "B"
		}
		p.pdf.SetFont("inter", weight, o.size)
		p.pdf.SetTextColor(o.ink[0], o.ink[1], o.ink[2])
		p.pdf.Text(o.x, o.y, o.text)
	case rule:
		p.pen(o)
		p.pdf.Line(o.x, o.y, o.x+o.w, o.y)
	case frame:
		p.pen(o)
		p.pdf.RoundedRect(o.x, o.y, o.w, o.h, 1.2*mm, "1234", "D")
	case filled:
		p.pdf.SetFillColor(0, 0, 0)
		p.pdf.Rect(o.x, o.y, o.w, o.h, "F")
	}
}

func (p *painter) pen(o op) {
	p.pdf.SetLineWidth(o.size)
	p.pdf.SetDrawColor(o.ink[0], o.ink[1], o.ink[2])
}
