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
	Expect      string `placeholder:"DIGEST"`
	Certificate string `placeholder:"FILE.pdf"`
}

// Run erases what the review shows, and only if it still shows what was
// expected. Without --expect it is what the review shows at that moment. Where
// only the certificate fails, the people are gone all the same, and it is said.
func (c purgeCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		certificate, err := newOutput("certificate", c.Certificate)
		if err != nil {
			return err
		}
		defer certificate.Discard()
		purged, err := v.Purge(s.ctx, vault.Approval{Digest: c.Expect}, s.progress())
		if err != nil {
			return err
		}
		if c.Certificate != "" {
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

// certify writes the certificate of an erasure that has been carried out.
func certify(v *vault.Vault, lang app.Lang, purged vault.Purged, to *output) error {
	return v.View(func(tx *vault.Tx) error {
		in, err := printout.CertificateOf(tx, purged)
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
	c := p.Counts
	s.line(w, "say.purged", "customers", strconv.Itoa(c.Customers), "persons", strconv.Itoa(c.Persons), "contacts", strconv.Itoa(c.Contacts),
		"deliveries", strconv.Itoa(c.Deliveries), "consents", strconv.Itoa(c.Consents))
	s.line(w, "say.purged.clean", "residue", strconv.Itoa(p.Residue))
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
