package mailing

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

// Form is what the list leaves the program as.
type Form string

const (
	CSV  Form = "csv"
	XLSX Form = "xlsx"
	BCC  Form = "bcc" // text to paste into a mail program, in groups
	EML  Form = "eml" // a ZIP of drafts, one each
)

// Forms in the order in which they are offered.
func Forms() []Form { return []Form{CSV, XLSX, BCC, EML} }

// groupOf is how many addresses a group for a Bcc field has: more, and mail
// servers take it for rubbish.
const groupOf = 50

// Export writes those who may be written to into a new file, each with the
// sender and the way to refuse. mailingID names the message that it is for:
// drafts need one; without it the list is for a message to all. Digest, where
// given, is that of the preview that was shown (mail-changed).
func Export(ctx context.Context, v *vault.Vault, form Form, mailingID, digest, path string, progress vault.Progress) (exchange.Exported, int, error) {
	var p vault.MailPreview
	var lang app.Lang
	var at time.Time
	err := v.View(func(tx *vault.Tx) (err error) {
		at = tx.Now.In(tx.Zone())
		if lang, err = tx.Language(); err != nil {
			return err
		}
		if mailingID == "" {
			p, err = tx.Audience(app.Mailing{Kind: app.Newsletter})
		} else {
			p, err = tx.PreviewMailing(mailingID)
		}
		return err
	})
	if err != nil {
		return exchange.Exported{}, 0, err
	}
	switch {
	case p.Sayable() != nil:
		return exchange.Exported{}, 0, p.Sayable()
	case digest != "" && digest != p.Digest:
		return exchange.Exported{}, 0, app.E("mail-changed", "")
	case len(p.Going) == 0:
		return exchange.Exported{}, 0, app.E("mail-nobody", "")
	}
	write := map[Form]func(io.Writer) error{
		CSV:  func(w io.Writer) error { return writeCSV(w, p, lang) },
		XLSX: func(w io.Writer) error { return writeXLSX(w, p, lang) },
		BCC:  func(w io.Writer) error { return writeBCC(w, p, lang) },
		EML:  func(w io.Writer) error { return writeDrafts(ctx, w, p, at, progress) },
	}[form]
	if write == nil {
		return exchange.Exported{}, 0, app.E("choice-invalid", "form", "value", string(form))
	}
	if form == EML && mailingID == "" {
		return exchange.Exported{}, 0, app.E("required", "mailing")
	}
	// Written down before it happens: a file nobody knows of is worse than a line
	// about one that did not come to be.
	if err := v.Update(func(tx *vault.Tx) error { return tx.ListExported(string(form)) }); err != nil {
		return exchange.Exported{}, 0, err
	}
	made, err := exchange.WriteNew(path, write)
	return made, len(p.Going), err
}

// table is the list as rows of text, headings first.
func table(p vault.MailPreview, lang app.Lang) [][]string {
	var heads []string
	for _, c := range []string{"email", "name", "language", "basis", "sender", "optOut"} {
		heads = append(heads, text(lang, "column."+c))
	}
	rows := [][]string{heads}
	for _, r := range p.Going {
		rows = append(rows, []string{r.Email, r.Name, string(r.Language), text(lang, "basis."+string(r.Decision.Mode)),
			sender(p.Firm), text(r.Language, "message.optOut", "address", p.OptOut)})
	}
	return rows
}

// writeCSV writes what Finnish Excel opens by itself: a byte order mark and
// semicolons. A cell that a spreadsheet would calculate is told to be text.
func writeCSV(w io.Writer, p vault.MailPreview, lang app.Lang) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	for _, row := range table(p, lang) {
		for i, cell := range row {
			if strings.ContainsAny(firstOf(cell), "=+-@\t\r＝＋－＠") {
				row[i] = "'" + cell
			}
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func firstOf(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// writeXLSX writes cells that are typed as text: nothing in them is calculated.
func writeXLSX(w io.Writer, p vault.MailPreview, lang app.Lang) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }() // held in memory only
	tab := book.GetSheetName(0)
	for i, row := range table(p, lang) {
		for j, cell := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err == nil {
				err = book.SetCellStr(tab, at, cell)
			}
			if err != nil {
				return err
			}
		}
	}
	for _, width := range []struct {
		column string
		wide   float64
	}{{"A", 34}, {"B", 28}, {"E", 48}, {"F", 60}} {
		if err := book.SetColWidth(tab, width.column, width.column, width.wide); err != nil {
			return err
		}
	}
	return book.Write(w)
}

// writeBCC writes groups of addresses, and under each what its message has to
// end with.
func writeBCC(w io.Writer, p vault.MailPreview, lang app.Lang) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s\r\n", text(lang, "bcc.intro"))
	parts := grouped(p.Going)
	for i, part := range parts {
		var addresses []string
		for _, r := range part {
			addresses = append(addresses, r.Email)
		}
		fmt.Fprintf(out, "\r\n%s\r\n\r\n%s\r\n\r\n--\r\n%s\r\n", text(lang, "bcc.part", "n", number(i+1), "of", number(len(parts))),
			strings.Join(addresses, "; "), strings.ReplaceAll(closing(p, part[0].Language, part[0].Decision.Mode), "\n", "\r\n"))
	}
	return out.Flush()
}

// grouped puts those together who get the same words: one language, one ground.
func grouped(rows []vault.MailRow) (parts [][]vault.MailRow) {
	type same struct {
		lang app.Lang
		mode app.MailMode
	}
	at := map[same]int{}
	for _, r := range rows {
		k := same{r.Language, r.Decision.Mode}
		i, ok := at[k]
		if !ok || len(parts[i]) == groupOf {
			i = len(parts)
			at[k] = i
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], r)
	}
	return parts
}

// writeDrafts writes a ZIP with a draft for each recipient, which a mail program
// opens ready to be sent.
func writeDrafts(ctx context.Context, w io.Writer, p vault.MailPreview, at time.Time, progress vault.Progress) error {
	z := zip.NewWriter(w)
	for i, r := range p.Going {
		if ctx.Err() != nil {
			return app.E("cancelled", "")
		}
		if progress != nil {
			progress("exporting", int64(i), int64(len(p.Going)))
		}
		m, err := compose(p, r, r.ID+"."+p.Mailing.ID+p.From[strings.LastIndexByte(p.From, '@'):], at, true)
		if err != nil {
			return err
		}
		f, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%05d.eml", i+1), Method: zip.Deflate, Modified: at})
		if err != nil {
			return err
		}
		if _, err := m.WriteTo(f); err != nil {
			return err
		}
	}
	return z.Close()
}

func number(n int) string { return strconv.Itoa(n) }
