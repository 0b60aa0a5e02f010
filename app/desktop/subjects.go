package desktop

import (
	"context"
	"strconv"

	"kortisto/app"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

// Subjects finds the person who asks in all registers, hides what is others', and
// erases.
type Subjects struct{ sh *shell }

// Search looks in all registers and keeps what was found. Looking again keeps what
// the owner said.
func (s *Subjects) Search(requestID string) ([]app.Find, error) {
	return update(s.sh, func(tx *vault.Tx) ([]app.Find, error) {
		finds, err := tx.SearchSubject(requestID)
		return list(finds), err
	})
}

// Same writes down whether a find is the person: yes, no, or empty to take that
// back. It gives all finds.
func (s *Subjects) Same(requestID, findID, same string) ([]app.Find, error) {
	return update(s.sh, func(tx *vault.Tx) ([]app.Find, error) {
		if err := tx.SetSame(requestID, findID, same); err != nil {
			return nil, err
		}
		return tx.Finds(requestID)
	})
}

// Text is a text of a find: redactions are places in it, in characters.
type Text struct {
	Record string `json:"record"`
	Column string `json:"column"`
	Text   string `json:"text"`
}

// Texts gives the texts of a find in which others may be named.
func (s *Subjects) Texts(requestID, findID string) ([]Text, error) {
	return view(s.sh, func(tx *vault.Tx) ([]Text, error) {
		texts, err := tx.TextsOfFind(requestID, findID)
		out := []Text{}
		for _, t := range texts {
			out = append(out, Text{t.Record, t.Column, t.Text})
		}
		return out, err
	})
}

// Suggest proposes what of a find is about somebody else. It keeps nothing.
func (s *Subjects) Suggest(requestID, findID string) ([]app.Redaction, error) {
	return view(s.sh, func(tx *vault.Tx) ([]app.Redaction, error) {
		places, err := tx.SuggestRedactions(requestID, findID)
		return list(places), err
	})
}

// Redact keeps what of a find the person does not get to see: all of it anew. It
// gives all finds.
func (s *Subjects) Redact(requestID, findID string, places []app.Redaction) ([]app.Find, error) {
	return update(s.sh, func(tx *vault.Tx) ([]app.Find, error) {
		if err := tx.Redact(requestID, findID, places); err != nil {
			return nil, err
		}
		return tx.Finds(requestID)
	})
}

// ErasePlan says what an erasure would do now: it changes nothing.
func (s *Subjects) ErasePlan(requestID string) (app.ErasePlan, error) {
	return view(s.sh, func(tx *vault.Tx) (app.ErasePlan, error) { return tx.ErasePlan(requestID) })
}

// EraseResult is what an erasure did, and its certificate, which names nobody.
type EraseResult struct {
	Outcome     app.EraseOutcome `json:"outcome"`
	Certificate Printed          `json:"certificate"`
}

// Erase carries the plan with this digest out; count is how many records go, as the
// person typed it. It runs as the job "erase".
func (s *Subjects) Erase(requestID, digest string, count int) (EraseResult, error) {
	return job(s.sh, "erase", func(ctx context.Context, v *vault.Vault, say vault.Progress) (EraseResult, error) {
		var plan app.ErasePlan
		err := v.View(func(tx *vault.Tx) (err error) {
			plan, err = tx.ErasePlan(requestID)
			return err
		})
		if err != nil {
			return EraseResult{}, err
		}
		if plan.Count > 0 && count != plan.Count {
			return EraseResult{}, app.E("count-mismatch", "count", "count", strconv.Itoa(plan.Count))
		}
		defer s.sh.forgetUndone()
		outcome, err := v.EraseSubject(ctx, requestID, digest, say)
		if err != nil {
			return EraseResult{}, err
		}
		certificate, err := erasureCertificate(v, requestID)
		return EraseResult{outcome, certificate}, err
	})
}

// Certificate makes the certificate of the newest erasure for a request anew, with
// the tasks outside as they stand now.
func (s *Subjects) Certificate(requestID string) (Printed, error) {
	return call(s.sh, func() (Printed, error) {
		v, err := s.sh.vault()
		if err != nil {
			return Printed{}, err
		}
		return erasureCertificate(v, requestID)
	})
}

func erasureCertificate(v *vault.Vault, requestID string) (Printed, error) {
	var in printout.ErasureInput
	err := v.View(func(tx *vault.Tx) (err error) {
		in, err = printout.ErasureOf(tx, requestID)
		return err
	})
	if err != nil {
		return Printed{}, err
	}
	return makePDF("erasure", in, printout.Erasure)
}
