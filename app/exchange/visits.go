package exchange

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

// Origins of visits: the tools whose exports are known. Anything else that has a
// day and a page is OriginOther.
const (
	OriginGA4       = "ga4"
	OriginMatomo    = "matomo"
	OriginPlausible = "plausible"
	OriginOther     = "other"
)

// VisitFile is what was read of an export of page visits. What could join a
// visit to a customer (a user's name, an IP address) is never taken; Dropped
// names the columns that were left for that reason, Unplaced those that the
// register has no place for.
type VisitFile struct {
	Name     string           `json:"name"`
	Origin   string           `json:"origin"`
	Charset  string           `json:"charset"`
	Visits   []app.PageVisit  `json:"visits"`
	Counts   []app.VisitCount `json:"counts"`
	Tables   []VisitTable     `json:"tables"`
	Dropped  []string         `json:"dropped"`
	Unplaced []string         `json:"unplaced"`
	Skipped  []Finding        `json:"skipped"`
	Digest   string           `json:"-"`
}

// VisitTable is one table of the file, as it was found.
type VisitTable struct {
	Name    string   `json:"name"`
	Start   app.Day  `json:"start"`
	End     app.Day  `json:"end"`
	Columns []string `json:"columns"`
	Rows    int      `json:"rows"`
}

// ReadVisits reads an export of page visits: GA4's reports, Matomo's visits,
// Plausible's tables, one by one or in their archive. It fails as Read does, and
// with import-visits-unknown where no column is a day or a page.
func ReadVisits(name string, r io.Reader, o ReadOptions, today app.Day) (*VisitFile, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFileBytes+1))
	if err != nil {
		return nil, app.E("file-unreadable", "file", "file", filepath.Base(name))
	}
	if len(data) > MaxFileBytes {
		return nil, app.E("import-too-large", "file", "file", filepath.Base(name))
	}
	sum := sha256.Sum256(data)
	f := &VisitFile{
		Name: filepath.Base(name), Digest: hex.EncodeToString(sum[:]), Visits: []app.PageVisit{}, Counts: []app.VisitCount{},
		Tables: []VisitTable{}, Dropped: []string{}, Unplaced: []string{}, Skipped: []Finding{},
	}
	v := visitReader{file: f, today: today}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		err = v.archive(data, o)
	} else {
		err = v.one(f.Name, data, o)
	}
	if err != nil {
		return nil, err
	}
	if len(f.Visits)+len(f.Counts)+len(f.Skipped) == 0 {
		if len(f.Tables) == 0 {
			return nil, app.E("import-visits-unknown", "file", "file", f.Name)
		}
		return nil, app.E("import-empty", "file", "file", f.Name)
	}
	return f, nil
}

// archive reads the CSV files of an archive, which is not trusted.
func (v *visitReader) archive(data []byte, o ReadOptions) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return app.E("file-unreadable", "file", "file", v.file.Name)
	}
	if len(z.File) > MaxZipParts {
		return app.E("import-too-large", "file", "file", v.file.Name)
	}
	left := int64(MaxUnzipped)
	for _, part := range z.File {
		if !strings.EqualFold(filepath.Ext(part.Name), ".csv") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			return app.E("file-unreadable", "file", "file", v.file.Name)
		}
		text, err := io.ReadAll(io.LimitReader(r, left+1))
		_ = r.Close() // it was only read
		if err != nil {
			return app.E("file-unreadable", "file", "file", v.file.Name)
		}
		if left -= int64(len(text)); left < 0 {
			return app.E("import-too-large", "file", "file", v.file.Name)
		}
		if err := v.one(filepath.Base(part.Name), text, o); err != nil {
			return err
		}
	}
	return nil
}

// visitReader gathers tables into a file.
type visitReader struct {
	file  *VisitFile
	today app.Day
	row   int // of the file, counted from 1
}

// one reads one CSV file: tables parted by blank lines and lines that begin with
// #, in which GA4 says of what days they are.
func (v *visitReader) one(name string, data []byte, o ReadOptions) error {
	text, charset, err := decode(data, o.Charset)
	if err != nil {
		return err
	}
	v.file.Charset = charset
	text, delim := cutSepLine(text)
	if o.Delimiter != "" {
		delim = o.Delimiter[0]
	}
	if delim == 0 {
		delim = detectDelimiter(withoutHash(text))
	}
	t := visitTable{name: nameDays.ReplaceAllString(strings.TrimSuffix(name, filepath.Ext(name)), ""), days: namedDays(name)}
	r := newCSVReader(text, delim)
	v.row = 0
	for {
		cells, fault, ok := r.next()
		v.row++
		switch {
		case !ok:
			return v.take(&t)
		case fault != nil:
			v.skip(fault.Code, "")
		case len(cells) > 0 && strings.HasPrefix(strings.TrimSpace(cells[0]), "#"):
			if err := v.take(&t); err != nil {
				return err
			}
			t.comment(strings.Join(cells, string(rune(delim))))
		case blank(cells):
			if err := v.take(&t); err != nil {
				return err
			}
		default:
			if len(t.rows) > MaxRows {
				return app.E("too-many-rows", "file", "limit", "500000")
			}
			t.rows = append(t.rows, numbered{v.row, cells})
		}
	}
}

// withoutHash is the text from its first line of a table on.
func withoutHash(text string) string {
	for strings.HasPrefix(text, "#") || strings.HasPrefix(text, "\n") || strings.HasPrefix(text, "\r") {
		_, rest, found := strings.Cut(text, "\n")
		if !found {
			return text
		}
		text = rest
	}
	return text
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

func (v *visitReader) skip(code, field string) {
	v.file.Skipped = append(v.file.Skipped, Finding{Row: v.row, Code: code, Field: field})
}

// VisitResult is what an import of visits did, or would do.
type VisitResult struct {
	Batch   string    `json:"batch"`
	Added   int       `json:"added"`
	Skipped []Finding `json:"skipped"`
	Known   int       `json:"known"` // were there already
}

// visitsAtOnce is how many rows go in between two looks at the clock.
const visitsAtOnce = 500

// RunVisits brings visits in, all or none. The same file again is "duplicate".
func RunVisits(ctx context.Context, v *vault.Vault, f *VisitFile, progress vault.Progress) (VisitResult, error) {
	res := VisitResult{Skipped: f.Skipped}
	total := int64(len(f.Visits) + len(f.Counts))
	err := v.Update(func(tx *vault.Tx) (err error) {
		if _, there, err := BroughtIn(tx, &Sheet{Digest: f.Digest}); err != nil {
			return err
		} else if there {
			return app.E("duplicate", "file", "value", f.Name)
		}
		if res.Batch, err = tx.StartBatch("visits", f.Name, f.Digest); err != nil {
			return err
		}
		done := int64(0)
		step := func(n int) error {
			if ctx.Err() != nil {
				return app.E("cancelled", "")
			}
			if progress != nil {
				progress("importing", done, total)
			}
			done += int64(n)
			return nil
		}
		for part := range slices.Chunk(f.Visits, visitsAtOnce) {
			if err := step(len(part)); err != nil {
				return err
			}
			n, err := tx.AddVisits(res.Batch, f.Origin, part, nil)
			if err != nil {
				return err
			}
			res.Added += n
		}
		for part := range slices.Chunk(f.Counts, visitsAtOnce) {
			if err := step(len(part)); err != nil {
				return err
			}
			n, err := tx.AddVisits(res.Batch, f.Origin, nil, part)
			if err != nil {
				return err
			}
			res.Added += n
		}
		res.Known = int(total) - res.Added
		return tx.EndBatch(res.Batch, res.Added, 0, len(f.Skipped)+res.Known)
	})
	if err != nil {
		return VisitResult{}, err
	}
	return res, nil
}
