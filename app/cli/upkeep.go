package cli

import (
	"io"
	"io/fs"
	"os"
	"strconv"

	"kortisto/app"
	"kortisto/app/vault"
)

type verifyCmd struct {
	Deep        bool
	AcceptOlder bool
}

// Run authenticates every byte and walks the chain of the log; --deep also asks
// the tables and sums up every row.
func (c verifyCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		if err := c.accept(s, v); err != nil {
			return err
		}
		if c.Deep {
			found, err := v.Check(s.ctx, s.progress())
			if err != nil {
				return err
			}
			return s.result(found, func(w io.Writer) {
				s.line(w, "say.verified", "rows", strconv.Itoa(found.AuditRows), "generation", strconv.FormatInt(found.Generation, 10), "sequence", strconv.FormatInt(found.Sequence, 10))
				s.line(w, "say.digest", "digest", found.Digest)
			})
		}
		if err := v.Verify(s.ctx, s.progress()); err != nil {
			return err
		}
		return v.View(func(tx *vault.Tx) error { return s.logVerified(tx, "say.verified") })
	})
}

// accept has an older copy announced no more, once all of it was found right.
func (c verifyCmd) accept(s *session, v *vault.Vault) error {
	if !c.AcceptOlder {
		return nil
	}
	err := v.Verify(s.ctx, s.progress())
	if err == nil {
		err = v.AcceptOlder()
	}
	if err == nil && !s.json {
		s.line(s.Stderr, "say.accepted")
	}
	return err
}

// logVerified walks the chain of the log and says how long it is.
func (s *session) logVerified(tx *vault.Tx, said string) error {
	rows, err := tx.VerifyAudit()
	if err != nil {
		return err
	}
	return s.result(struct {
		AuditRows int `json:"auditRows"`
	}{rows}, func(w io.Writer) { s.line(w, said, "rows", strconv.Itoa(rows)) })
}

type compactCmd struct{}

func (compactCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		before, err := sizeOf(v.Dir())
		if err != nil {
			return err
		}
		if err := v.Compact(s.ctx, s.progress()); err != nil {
			return err
		}
		after, err := sizeOf(v.Dir())
		if err != nil {
			return err
		}
		return s.result(struct {
			Before int64 `json:"before"` // bytes
			After  int64 `json:"after"`
		}{before, after}, func(w io.Writer) {
			s.line(w, "say.compacted", "before", strconv.FormatInt(before, 10), "after", strconv.FormatInt(after, 10))
		})
	})
}

// sizeOf is how many bytes the files of a directory hold.
func sizeOf(dir string) (total int64, err error) {
	err = fs.WalkDir(os.DirFS(dir), ".", func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}

type auditCmd struct {
	List   auditListCmd   `cmd:""`
	Verify auditVerifyCmd `cmd:""`
}

type auditListCmd struct {
	Customer string `placeholder:"NUMBER"`
	Limit    int    `default:"100" placeholder:"N"`
	Offset   int    `default:"0" placeholder:"N"`
}

func (c auditListCmd) Run(s *session) error {
	if c.Limit < 1 || c.Offset < 0 {
		return app.E("invalid", "limit", "value", strconv.Itoa(min(c.Limit, c.Offset)))
	}
	return s.view(func(tx *vault.Tx) error {
		rows, err := c.rows(s, tx)
		if err != nil {
			return err
		}
		return s.result(orEmpty(rows), func(w io.Writer) {
			section(s, w, "audit", rows, func(r app.AuditRow) []string {
				whom := ""
				if c, err := tx.Customer(r.Object); err == nil { // it may be gone, or something else
					whom = c.Number
				}
				return append([]string{strconv.FormatInt(r.Seq, 10), whom}, s.auditLine(r, tx.Zone())...)
			})
		})
	})
}

func (c auditListCmd) rows(s *session, tx *vault.Tx) ([]app.AuditRow, error) {
	if c.Customer == "" {
		rows, _, err := tx.Audit(c.Limit, c.Offset)
		return rows, err
	}
	card, err := s.customer(tx, c.Customer)
	if err != nil {
		return nil, err
	}
	rows, err := tx.AuditOf(card.ID)
	from := min(c.Offset, len(rows))
	return rows[from:min(from+c.Limit, len(rows))], err
}

type auditVerifyCmd struct{}

func (auditVerifyCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error { return s.logVerified(tx, "say.audit") })
}
