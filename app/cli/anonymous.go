package cli

import (
	"io"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

// contactAnonymiseCmd takes a contact off its customer and keeps what was said
// without names. With --dry-run it shows what would become of it.
type contactAnonymiseCmd struct {
	ID     string   `arg:"" name:"id"`
	Take   []string `placeholder:"T,…"`
	Spare  []string `placeholder:"T=T" sep:"none"`
	DryRun bool
}

func (c contactAnonymiseCmd) Run(s *session) error {
	choice := app.MaskChoice{Take: c.Take}
	for _, spare := range c.Spare {
		word, reason, _ := strings.Cut(spare, "=")
		choice.Spare = append(choice.Spare, app.Spared{Word: word, Reason: reason})
	}
	word, err := exchange.MaskWords(s.lang)
	if err != nil {
		return err
	}
	if c.DryRun {
		return s.view(func(tx *vault.Tx) error {
			if _, err := s.contactByID(tx, c.ID); err != nil {
				return err
			}
			p, err := tx.AnonymisePreview(c.ID, choice)
			if err != nil {
				return err
			}
			p.Result, p.Words = exchange.InWords(p.Result, word), orEmpty(p.Words)
			return s.result(p, func(w io.Writer) {
				s.line(w, "say.anonymise-text", "text", p.Result.Text)
				section(s, w, "replaced", p.Words, func(f app.FoundWord) []string {
					return []string{f.As, s.choice("mask", f.Mask), strconv.Itoa(f.Count), f.Before + f.As + f.After}
				})
				s.line(w, "say.anonymise-look")
			})
		})
	}
	return s.open(func(v *vault.Vault) error {
		if err := v.View(func(tx *vault.Tx) error { _, err := s.contactByID(tx, c.ID); return err }); err != nil {
			return err
		}
		done, err := v.AnonymiseContact(s.ctx, c.ID, choice, s.progress())
		if err != nil {
			return err
		}
		return s.result(done, func(w io.Writer) {
			n := 0
			for _, m := range done.Masks {
				n += m.Count
			}
			s.line(w, "say.anonymised", "places", strconv.Itoa(n), "residue", strconv.Itoa(done.Residue))
		})
	})
}

// contactAnonymousCmd lists the conversations that stay without whose they were,
// or writes them into a file.
type contactAnonymousCmd struct {
	Out    string `placeholder:"FILE"`
	Form   string `enum:"text,json" default:"text" placeholder:"text|json"`
	Limit  int    `default:"0" placeholder:"N"`
	Offset int    `default:"0" placeholder:"N"`
}

func (c contactAnonymousCmd) Run(s *session) error {
	if c.Limit < 0 || c.Offset < 0 {
		return app.E("invalid", "limit", "value", strconv.Itoa(min(c.Limit, c.Offset)))
	}
	if c.Out != "" {
		return c.write(s)
	}
	word, err := exchange.MaskWords(s.lang)
	if err != nil {
		return err
	}
	return s.view(func(tx *vault.Tx) error {
		rows, total, err := tx.Anonymous(c.Limit, c.Offset)
		if err != nil {
			return err
		}
		for i := range rows {
			rows[i] = exchange.InWords(rows[i], word)
		}
		return s.result(rows, func(w io.Writer) {
			section(s, w, "anonymous", rows, func(a app.Anonymous) []string {
				return []string{a.Month, s.choice("channel", string(a.Channel)), s.choice("direction", string(a.Direction)), s.choice("purpose", string(a.Purpose)), a.Text}
			})
			s.line(w, "say.contacts", "shown", strconv.Itoa(len(rows)), "total", strconv.Itoa(total))
		})
	})
}

func (c contactAnonymousCmd) write(s *session) error {
	return s.open(func(v *vault.Vault) error {
		out, err := newOutput("out", c.Out)
		if err != nil {
			return err
		}
		defer out.Discard()
		n, err := exchange.WriteAnonymous(s.ctx, v, s.lang, c.Form, out)
		if err == nil {
			err = out.Finish()
		}
		if err != nil {
			return err
		}
		return s.result(struct {
			File     string `json:"file"`
			Contacts int    `json:"contacts"`
		}{out.kept(), n}, func(w io.Writer) { s.line(w, "say.written", "path", c.Out) })
	})
}

// attachmentExtendCmd keeps one recording longer than the others.
type attachmentExtendCmd struct {
	ID     string `arg:""`
	Until  string `required:"" placeholder:"DAY"`
	Reason string `required:"" placeholder:"T"`
}

func (c attachmentExtendCmd) Run(s *session) error {
	until, err := day("until", c.Until)
	if err != nil {
		return err
	}
	return s.update(func(tx *vault.Tx) error {
		a, err := tx.Extend(c.ID, until, c.Reason)
		if err != nil {
			return unknown(err, c.ID)
		}
		return s.result(a, func(w io.Writer) { s.line(w, "say.extended", "name", a.Name, "until", string(a.Extension.Until)) })
	})
}

type attachmentUnextendCmd struct {
	ID string `arg:""`
}

func (c attachmentUnextendCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		a, err := tx.Unextend(c.ID)
		if err != nil {
			return unknown(err, c.ID)
		}
		return s.result(a, func(w io.Writer) { s.line(w, "say.unextended", "name", a.Name) })
	})
}

// holdListCmd lists the standing holds that are to be looked at again.
type holdListCmd struct {
	Within int `default:"36500" placeholder:"DAYS"`
}

func (c holdListCmd) Run(s *session) error {
	if c.Within < 0 || c.Within > 36_500 {
		return app.E("invalid", "within", "value", strconv.Itoa(c.Within))
	}
	return s.view(func(tx *vault.Tx) error {
		rows, err := tx.HoldsToReview(c.Within)
		if err != nil {
			return err
		}
		type held struct {
			Number string `json:"number"`
			app.Hold
		}
		out := make([]held, len(rows))
		for i, r := range rows {
			out[i] = held{r.Number, r.Hold}
		}
		return s.result(out, func(w io.Writer) {
			section(s, w, "holds", rows, func(r app.HoldRow) []string {
				return []string{string(r.Hold.ReviewOn), r.Number, r.Name, s.choice("holdkind", r.Hold.Kind), r.Hold.Reason}
			})
			s.line(w, "say.holds", "count", strconv.Itoa(len(rows)))
		})
	})
}
