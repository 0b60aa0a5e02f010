package cli

import (
	"io"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

// requestFindCmd looks for who asks in all registers. Looking again keeps what was
// said of the finds.
type requestFindCmd struct {
	ID string `arg:""`
}

func (c requestFindCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		r, err := requestBy(tx, c.ID)
		if err != nil {
			return err
		}
		finds, err := tx.SearchSubject(r.ID)
		if err != nil {
			return err
		}
		return s.finds(finds)
	})
}

func (s *session) finds(finds []app.Find) error {
	return s.result(orEmpty(finds), func(w io.Writer) {
		for _, f := range finds {
			s.line(w, "say.find", "id", f.ID, "register", s.choice("register", f.Register), "count", strconv.Itoa(f.Count), "same", s.sameness(f), "title", joinedTitle(f))
		}
	})
}

// sameness is what is known of whose a find is, in words.
func (s *session) sameness(f app.Find) string {
	switch {
	case f.Aside != "":
		return s.choice("aside", f.Aside)
	case f.Same != "":
		return s.choice("same", f.Same)
	}
	by := make([]string, len(f.Matched))
	for i, m := range f.Matched {
		by[i] = s.choice("matched", m)
	}
	return s.choice("same", "open") + ": " + strings.Join(by, ", ")
}

func joinedTitle(f app.Find) string {
	if f.Title == "" {
		return f.Detail
	}
	if f.Detail == "" {
		return f.Title
	}
	return f.Title + " · " + f.Detail
}

// requestSameCmd says of a find whether it is the person who asks.
type requestSameCmd struct {
	ID   string `arg:""`
	Find string `arg:""`
	Same string `arg:"" enum:"yes,no" placeholder:"yes|no"`
}

func (c requestSameCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		r, err := requestBy(tx, c.ID)
		if err != nil {
			return err
		}
		if err := tx.SetSame(r.ID, c.Find, c.Same); err != nil {
			return err
		}
		finds, err := tx.Finds(r.ID)
		if err != nil {
			return err
		}
		return s.finds(finds)
	})
}

// requestRedactCmd proposes what of a find is about somebody else, and with
// --accept hides it. --none hides nothing any more.
type requestRedactCmd struct {
	ID     string `arg:""`
	Find   string `arg:""`
	Accept bool   `xor:"what"`
	None   bool   `xor:"what"`
}

func (c requestRedactCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		r, err := requestBy(tx, c.ID)
		if err != nil {
			return err
		}
		var places []app.Redaction
		if !c.None {
			if places, err = tx.SuggestRedactions(r.ID, c.Find); err != nil {
				return err
			}
		}
		if c.Accept || c.None {
			if err := tx.Redact(r.ID, c.Find, places); err != nil {
				return err
			}
		}
		return s.result(orEmpty(places), func(w io.Writer) {
			for _, p := range places {
				s.line(w, "say.redaction", "record", p.Record, "column", p.Column, "start", strconv.Itoa(p.Start), "end", strconv.Itoa(p.End), "reason", p.Reason)
			}
		})
	})
}

// requestEraseCmd shows what an erasure would do, and with --expect does it. Where
// only the certificate fails, the data are gone all the same, and it is said.
type requestEraseCmd struct {
	ID          string `arg:""`
	Expect      string `placeholder:"DIGEST"`
	Certificate string `placeholder:"FILE.pdf"`
}

func (c requestEraseCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		var plan app.ErasePlan
		err := v.View(func(tx *vault.Tx) error {
			r, err := requestBy(tx, c.ID)
			if err == nil {
				plan, err = tx.ErasePlan(r.ID)
			}
			return err
		})
		if err != nil {
			return err
		}
		if c.Expect == "" {
			return s.result(plan, func(w io.Writer) {
				s.eraseLines(w, plan.Lines)
				s.line(w, "say.erase-plan", "count", strconv.Itoa(plan.Count), "digest", plan.Digest)
			})
		}
		return c.erase(s, v, plan.RequestID)
	})
}

func (c requestEraseCmd) erase(s *session, v *vault.Vault, request string) error {
	certificate, err := newOutput("certificate", c.Certificate)
	if err != nil {
		return err
	}
	defer certificate.Discard()
	outcome, err := v.EraseSubject(s.ctx, request, c.Expect, s.progress())
	if err != nil {
		return err
	}
	if c.Certificate != "" {
		if err := certifyErasure(v, s.lang, request, certificate); err != nil {
			s.complain(err)
		}
	}
	return s.result(struct {
		app.EraseOutcome
		Certificate string `json:"certificate,omitempty"`
	}{outcome, certificate.kept()}, func(w io.Writer) {
		s.eraseLines(w, outcome.Lines)
		s.line(w, "say.erased", "residue", strconv.Itoa(outcome.Residue))
		if path := certificate.kept(); path != "" {
			s.line(w, "say.written", "path", path)
		}
	})
}

func certifyErasure(v *vault.Vault, lang app.Lang, request string, to *output) error {
	var in printout.ErasureInput
	err := v.View(func(tx *vault.Tx) (err error) {
		in, err = printout.ErasureOf(tx, request)
		return err
	})
	if err != nil {
		return err
	}
	in.Lang = lang
	pdf, err := pdfOf(printout.Erasure(in))
	if err != nil {
		return err
	}
	return to.Put(pdf)
}

func (s *session) eraseLines(w io.Writer, lines []app.EraseLine) {
	for _, l := range lines {
		s.line(w, "say.erase-line", "class", l.Class, "count", strconv.Itoa(l.Count), "does", string(l.Does), "because", l.Because, "until", string(l.Until))
	}
}
