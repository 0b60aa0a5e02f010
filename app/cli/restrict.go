package cli

import (
	"io"
	"strings"
	"text/tabwriter"

	"kortisto/app"
	"kortisto/app/vault"
)

// restrictCmd keeps a customer's data from being used (GDPR Art. 18).
type restrictCmd struct {
	Place restrictPlaceCmd `cmd:""`
	Use   restrictUseCmd   `cmd:""`
	Lift  restrictLiftCmd  `cmd:""`
	List  restrictListCmd  `cmd:""`
}

type restrictPlaceCmd struct {
	Number   string `arg:""`
	Ground   string `required:"" enum:"accuracy,unlawful,claims,objection" placeholder:"GROUND"`
	Scope    string `placeholder:"T"`
	From     string `placeholder:"DAY"`
	ReviewOn string `placeholder:"DAY"`
}

// restricted is a restriction with the number of whom it is about.
type restricted struct {
	Number string `json:"number"`
	app.Restriction
}

func (c restrictPlaceCmd) Run(s *session) error {
	from, err := day("from", c.From)
	if err != nil {
		return err
	}
	review, err := day("review-on", c.ReviewOn)
	if err != nil {
		return err
	}
	return s.update(func(tx *vault.Tx) error {
		card, err := s.customer(tx, c.Number)
		if err != nil {
			return err
		}
		made, err := tx.Restrict(app.Restriction{CustomerID: card.ID, Ground: app.RestrictionGround(c.Ground), Scope: c.Scope, From: from, ReviewOn: review})
		if err != nil {
			return err
		}
		return s.result(restricted{card.Number, made}, func(w io.Writer) {
			s.line(w, "say.restricted", "number", card.Number, "day", s.day(made.ReviewOn))
		})
	})
}

type restrictUseCmd struct {
	Number string `arg:""`
	Ground string `required:"" enum:"consent,claims,rights,public-interest" placeholder:"GROUND"`
	What   string `required:"" placeholder:"WHAT"`
	Reason string `required:"" placeholder:"T"`
}

func (c restrictUseCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		card, err := s.customer(tx, c.Number)
		if err != nil {
			return err
		}
		made, err := tx.UseRestricted(card.ID, app.UseGround(c.Ground), c.What, c.Reason)
		if err != nil {
			return err
		}
		return s.result(struct {
			Number string `json:"number"`
			app.RestrictionUse
		}{card.Number, made}, func(w io.Writer) { s.line(w, "say.restricted-used", "number", card.Number) })
	})
}

type restrictLiftCmd struct {
	Number   string `arg:""`
	NoticeOn string `placeholder:"DAY"`
}

// Run lifts all that stand. One without the notice keeps the others, too.
func (c restrictLiftCmd) Run(s *session) error {
	notice, err := day("notice-on", c.NoticeOn)
	if err != nil {
		return err
	}
	return s.update(func(tx *vault.Tx) error {
		card, err := s.customer(tx, c.Number)
		if err != nil {
			return err
		}
		standing, err := tx.Restricted(card.ID)
		if err != nil {
			return err
		}
		if len(standing) == 0 {
			return app.E("restriction-none", "")
		}
		for i := range standing {
			if standing[i], err = tx.LiftRestriction(standing[i].ID, notice); err != nil {
				return err
			}
		}
		return s.result(struct {
			Number       string            `json:"number"`
			Restrictions []app.Restriction `json:"restrictions"`
		}{card.Number, standing}, func(w io.Writer) { s.line(w, "say.restriction-lifted", "number", card.Number) })
	})
}

type restrictListCmd struct {
	Number string `arg:"" optional:""`
}

// Run lists those in force, or with a number all of a customer's and their uses.
func (c restrictListCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		out := struct {
			Restrictions []restricted         `json:"restrictions"`
			Uses         []app.RestrictionUse `json:"uses"`
		}{[]restricted{}, []app.RestrictionUse{}}
		if c.Number == "" {
			all, err := tx.RestrictedAll()
			if err != nil {
				return err
			}
			for _, r := range all {
				card, err := tx.Customer(r.CustomerID)
				if err != nil {
					return err
				}
				out.Restrictions = append(out.Restrictions, restricted{card.Number, r})
			}
		} else {
			card, err := s.customer(tx, c.Number)
			if err != nil {
				return err
			}
			all, err := tx.Restrictions(card.ID)
			if err != nil {
				return err
			}
			for _, r := range all {
				out.Restrictions = append(out.Restrictions, restricted{card.Number, r})
			}
			if out.Uses, err = tx.RestrictionUses(card.ID); err != nil {
				return err
			}
			out.Uses = orEmpty(out.Uses)
		}
		return s.result(out, func(w io.Writer) { s.showRestrictions(w, out.Restrictions, out.Uses) })
	})
}

func (s *session) showRestrictions(w io.Writer, all []restricted, uses []app.RestrictionUse) {
	if len(all) == 0 {
		s.line(w, "say.norestrictions")
		return
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range all {
		end := s.text("say.restriction-review", "day", s.day(r.ReviewOn))
		if !r.Standing() {
			end = s.text("say.restriction-ended", "day", s.day(r.LiftedOn))
		}
		row(t, r.Number, s.day(r.From), s.choice("restriction", string(r.Ground)), end)
	}
	for _, u := range uses {
		row(t, "", s.day(u.On), s.choice("use", u.What), s.choice("useground", string(u.Ground))+": "+u.Reason)
	}
	t.Flush()
}

// row is a line of a table.
func row(t *tabwriter.Writer, cells ...string) {
	io.WriteString(t, strings.Join(cells, "\t")+"\n")
}
