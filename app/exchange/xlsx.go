package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"kortisto/app"
)

// readXLSX reads one sheet of a workbook as it is shown, with two exceptions:
// days come as YYYY-MM-DD where the workbook leaves their form to the country,
// and numbers shown as 3,58E+11 come whole.
//
// Both limits of the library are set to the same value on purpose: between the
// two it would unpack sheets into temporary files, in clear.
func (s *Sheet) readXLSX(data []byte, o ReadOptions) (err error) {
	unreadable := app.E("file-unreadable", "file", "file", s.Name)
	defer func() {
		if recover() != nil { // a hostile workbook is a broken file, not a crash
			err = unreadable
		}
	}()
	if err := checkZip(data, s.Name); err != nil {
		return err
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: MaxUnzipped, UnzipXMLSizeLimit: MaxUnzipped,
		ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd",
	})
	if err != nil {
		return unreadable
	}
	defer func() { _ = book.Close() }() // held in memory only
	if !wellFormed(book) {
		return unreadable
	}
	tabs := book.GetSheetList()
	s.Tabs = slices.Clone(tabs)
	if o.Sheet != "" {
		tabs = []string{o.Sheet}
	}
	for _, tab := range tabs {
		s.Rows, s.Tab = nil, tab
		if err := s.readTab(book, tab); err != nil {
			return err
		}
		if len(s.Rows) > 0 {
			s.ours = isOwnHead(s.Rows[0].Cells)
			return nil
		}
	}
	return nil
}

// checkZip refuses archives that would unpack to too much before anything is
// unpacked. Go's reader fails on a part that is larger than it declares.
func checkZip(data []byte, name string) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return app.E("file-unreadable", "file", "file", name)
	}
	var total uint64
	for _, part := range z.File {
		if total += part.UncompressedSize64; total > MaxUnzipped || part.UncompressedSize64 > MaxUnzipped {
			return app.E("import-too-large", "file", "file", name)
		}
	}
	if len(z.File) > MaxZipParts {
		return app.E("import-too-large", "file", "file", name)
	}
	return nil
}

// wellFormed reads the parts that hold cells to their ends. The library takes a
// part that breaks off for one that ends there, and half a list for a list.
func wellFormed(book *excelize.File) bool {
	whole := true
	book.Pkg.Range(func(path, content any) bool {
		name, _ := path.(string)
		data, _ := content.([]byte)
		if !strings.HasPrefix(name, "xl/worksheets/sheet") && name != "xl/sharedStrings.xml" {
			return true
		}
		d := xml.NewDecoder(bytes.NewReader(data))
		for whole {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				whole = false
			}
		}
		return whole
	})
	return whole
}

func (s *Sheet) readTab(book *excelize.File, tab string) error {
	rows, err := book.Rows(tab)
	if err != nil {
		return app.E("file-unreadable", "sheet", "file", s.Name)
	}
	c := collector{sheet: s}
	shortened := map[int]bool{} // rows with a number shown as 3,58E+11
	for rows.Next() {
		cells, err := rows.Columns()
		if err != nil {
			return app.E("file-unreadable", "sheet", "file", s.Name)
		}
		var fault *app.Error
		for i, cell := range cells {
			if fault == nil {
				fault = cellFault(cell, i)
			}
			if exponent.MatchString(cell) {
				shortened[c.row+1] = true
			}
		}
		if fault != nil {
			cells = nil
		}
		if err := c.add(cells, fault); err != nil {
			return err
		}
	}
	if rows.Error() != nil {
		return app.E("file-unreadable", "sheet", "file", s.Name)
	}
	if len(shortened) > 0 {
		return s.readWhole(book, tab, shortened)
	}
	return nil
}

// readWhole reads the sheet again as stored, for the cells that show a long
// number in short.
func (s *Sheet) readWhole(book *excelize.File, tab string, shortened map[int]bool) error {
	rows, err := book.Rows(tab)
	if err != nil {
		return app.E("file-unreadable", "sheet", "file", s.Name)
	}
	at := 0
	for number := 1; rows.Next(); number++ {
		raw, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return app.E("file-unreadable", "sheet", "file", s.Name)
		}
		for at < len(s.Rows) && s.Rows[at].Number < number {
			at++
		}
		if !shortened[number] || at == len(s.Rows) || s.Rows[at].Number != number {
			continue
		}
		for i, cell := range s.Rows[at].Cells {
			if i < len(raw) && exponent.MatchString(cell) && strings.Trim(raw[i], "0123456789") == "" {
				s.Rows[at].Cells[i] = raw[i]
			}
		}
	}
	return nil
}
