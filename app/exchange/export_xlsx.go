package exchange

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"kortisto/app"
	"kortisto/app/vault"
)

// xlsxSink writes a workbook of one sheet, part after part straight into the
// archive: the library spills larger sheets into temporary files, in clear.
// Every cell is text and says so, whatever it begins with: nothing is calculated,
// and no leading zero is lost.
type xlsxSink struct {
	z      *zip.Writer
	sheet  *bufio.Writer
	rows   int
	widest int
}

const xlsxHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const xlsxMain = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`

// The style 1 is text (@), 2 text in bold.
var xlsxParts = []struct{ name, text string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
	{"xl/styles.xml", `<styleSheet ` + xlsxMain + `>` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`},
}

func newXLSXSink(w io.Writer, register string) (sink, error) {
	s := &xlsxSink{z: zip.NewWriter(w)}
	book := `<workbook ` + xlsxMain + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<sheets><sheet name="` + register + `" sheetId="1" r:id="rId1"/></sheets></workbook>`
	for _, p := range append(xlsxParts, struct{ name, text string }{"xl/workbook.xml", book}) {
		if err := s.part(p.name, p.text); err != nil {
			return nil, err
		}
	}
	part, err := s.z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil, err
	}
	columns := len(ownHeadings(register))
	s.sheet = bufio.NewWriter(part)
	_, err = fmt.Fprintf(s.sheet, `%s<worksheet %s><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`+
		`<cols><col min="1" max="%d" width="20" style="1" customWidth="1"/></cols><sheetData>`, xlsxHead, xlsxMain, columns)
	return s, err
}

func (s *xlsxSink) part(name, text string) error {
	w, err := s.z.Create(name)
	if err == nil {
		_, err = io.WriteString(w, xlsxHead+text)
	}
	return err
}

func (s *xlsxSink) row(cells []string) error {
	s.rows++
	s.widest = max(s.widest, len(cells))
	style := 1
	if s.rows == 1 {
		style = 2
	}
	n := strconv.Itoa(s.rows)
	_, _ = s.sheet.WriteString(`<row r="` + n + `">`)
	for i, c := range cells {
		if c == "" {
			continue
		}
		_, _ = fmt.Fprintf(s.sheet, `<c r="%s%s" s="%d" t="inlineStr"><is><t xml:space="preserve">`, columnLetters(i), n, style)
		s.text(c)
		_, _ = s.sheet.WriteString(`</t></is></c>`)
	}
	_, err := s.sheet.WriteString(`</row>`) // the first error stays with the writer
	return err
}

// codeLike is text that workbooks would read as the code of a character. Two may
// share a line.
var codeLike = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

// text writes a cell. What XML has no way to write, workbooks write as _xFFFF_.
func (s *xlsxSink) text(c string) {
	codes := strings.Contains(c, "_x")
	for i, r := range c {
		switch {
		case r == '_' && codes && codeLike.MatchString(c[i:]):
			_, _ = s.sheet.WriteString("_x005F_")
		case r == '&':
			_, _ = s.sheet.WriteString("&amp;")
		case r == '<':
			_, _ = s.sheet.WriteString("&lt;")
		case r == '>':
			_, _ = s.sheet.WriteString("&gt;")
		case r < ' ' && r != '\t' && r != '\n' || r == '\ufffe' || r == '\uffff':
			_, _ = fmt.Fprintf(s.sheet, "_x%04X_", r)
		default:
			var b [utf8.UTFMax]byte
			_, _ = s.sheet.Write(b[:utf8.EncodeRune(b[:], r)])
		}
	}
}

func (s *xlsxSink) customer(_ *vault.Tx, c app.Customer) error {
	return s.row(ownCells(c, cardFields()))
}

func (s *xlsxSink) close() error {
	_, _ = fmt.Fprintf(s.sheet, `</sheetData><autoFilter ref="A1:%s%d"/></worksheet>`, columnLetters(max(s.widest-1, 0)), max(s.rows, 1))
	if err := s.sheet.Flush(); err != nil {
		return err
	}
	return s.z.Close()
}
