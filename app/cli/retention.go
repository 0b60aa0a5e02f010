package cli

import (
	"fmt"
	"io"
	"strconv"

	"kortisto/app"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

type reviewCmd struct {
	Within int `default:"0" placeholder:"DAYS"`
}

func (c reviewCmd) Run(s *session) error {
	if c.Within < 0 || c.Within > 36_500 {
		return app.E("invalid", "within", "value", strconv.Itoa(c.Within))
	}
	return s.open(func(v *vault.Vault) error {
		review, err := v.Review(c.Within)
		if err != nil {
			return err
		}
		text, err := printout.ReviewText(printout.ReviewInput{Lang: s.lang, Review: review})
		if err != nil {
			return err
		}
		return s.result(review, func(w io.Writer) { fmt.Fprint(w, text) })
	})
}

type purgeCmd struct {
	Expect      string `placeholder:"DIGEST" xor:"what"`
	Automatic   bool   `xor:"what"`
	Certificate string `placeholder:"FILE.pdf"`
}

// Run erases what the review shows, and only if it still shows what was
// expected. Without --expect it is what the review shows at that moment, with
// --automatic what the owner lets go by itself. Where only the certificate fails,
// the people are gone all the same, and it is said.
func (c purgeCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		certificate, err := newOutput("certificate", c.Certificate)
		if err != nil {
			return err
		}
		defer certificate.Discard()
		purged, err := c.purge(s, v)
		if err != nil {
			return err
		}
		if c.Certificate != "" && (purged.ID != "" || !c.Automatic) {
			if err := certify(v, s.lang, purged, certificate); err != nil {
				s.complain(err)
			}
		}
		return s.result(struct {
			vault.Purged
			Certificate string `json:"certificate,omitempty"`
		}{purged, certificate.kept()}, func(w io.Writer) { s.purged(w, purged, certificate.kept()) })
	})
}

func (c purgeCmd) purge(s *session, v *vault.Vault) (vault.Purged, error) {
	if c.Automatic {
		return v.PurgeAutomatic(s.ctx, s.progress())
	}
	return v.Purge(s.ctx, vault.Approval{Digest: c.Expect}, s.progress())
}

// certify writes the certificate of an erasure that has been carried out.
func certify(v *vault.Vault, lang app.Lang, run app.Run, to *output) error {
	return v.View(func(tx *vault.Tx) error {
		in, err := printout.CertificateOf(tx, run)
		if err != nil {
			return err
		}
		in.Lang = lang
		pdf, err := pdfOf(printout.Certificate(in))
		if err != nil {
			return err
		}
		return to.Put(pdf)
	})
}

func (s *session) purged(w io.Writer, p vault.Purged, certificate string) {
	if p.ID == "" && p.Automatic {
		s.line(w, "say.purged.nothing")
		return
	}
	c := p.Counts
	s.line(w, "say.purged", "customers", strconv.Itoa(c.Customers), "persons", strconv.Itoa(c.Persons), "contacts", strconv.Itoa(c.Contacts),
		"deliveries", strconv.Itoa(c.Deliveries), "consents", strconv.Itoa(c.Consents))
	for _, k := range p.Classes {
		if k.Class != app.ClassCustomer {
			s.line(w, "say.purged.class", "class", s.choice("class", k.Class), "records", strconv.Itoa(k.Records))
		}
	}
	s.line(w, "say.purged.clean", "residue", strconv.Itoa(p.Residue))
	if p.Unsearched > 0 {
		s.line(w, "say.purged.unsearched", "records", strconv.Itoa(p.Unsearched))
	}
	held := 0
	for _, k := range p.Kept {
		held += k.Count
	}
	if held > 0 {
		s.line(w, "say.purged.held", "held", strconv.Itoa(held))
	}
	if len(p.Ledger) > 0 {
		s.line(w, "say.purged.ledger", "entries", strconv.Itoa(len(p.Ledger)))
	}
	if certificate != "" {
		s.line(w, "say.written", "path", certificate)
	}
}

// runCmd tells of retention runs that have been carried out.
type runCmd struct {
	List        runListCmd        `cmd:""`
	Certificate runCertificateCmd `cmd:""`
}

type runListCmd struct{}

func (runListCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		runs, err := tx.Runs(0, 0)
		if err != nil {
			return err
		}
		return s.result(runs, func(w io.Writer) {
			section(s, w, "runs", runs, func(r app.Run) []string {
				by := ""
				if r.Automatic {
					by = s.choice("run", "automatic")
				}
				return []string{s.day(r.On), r.ID, s.choice("run", string(r.State)), strconv.Itoa(r.Done) + "/" + strconv.Itoa(r.Records), by}
			})
		})
	})
}

type runCertificateCmd struct {
	ID  string `arg:"" name:"run"`
	Out string `required:"" placeholder:"FILE.pdf"`
}

// Run prints the certificate of a run again: from its figures, which name nobody.
func (c runCertificateCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		out, err := newOutput("out", c.Out)
		if err != nil {
			return err
		}
		defer out.Discard()
		var run app.Run
		if err := v.View(func(tx *vault.Tx) (err error) { run, err = tx.Run(c.ID); return err }); err != nil {
			return err
		}
		if err := certify(v, s.lang, run, out); err != nil {
			return err
		}
		return s.result(struct {
			File string `json:"file"`
		}{out.kept()}, func(w io.Writer) { s.line(w, "say.written", "path", out.kept()) })
	})
}
