package cli

import (
	"io"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

type customerListCmd struct {
	Search          string `placeholder:"T"`
	Kind            string `enum:"person,company,soletrader," default:"" placeholder:"K"`
	Town            string `placeholder:"T"`
	Marketing       string `enum:"yes,no," default:"" placeholder:"yes|no"`
	NoContactSince  string `name:"no-contact-since" placeholder:"DAY"`
	NoContactMonths int    `name:"no-contact-months" placeholder:"N"`
	GoesBefore      string `name:"goes-before" placeholder:"DAY"`
	Order           string `enum:"number,name,town,postcode,lastNeeded" default:"number" placeholder:"FIELD"`
	Desc            bool
	Limit           int `default:"0" placeholder:"N"`
	Offset          int `default:"0" placeholder:"N"`
}

func (c customerListCmd) filter() (vault.CustomerFilter, error) {
	if c.Limit < 0 || c.Offset < 0 {
		return vault.CustomerFilter{}, app.E("invalid", "limit", "value", strconv.Itoa(min(c.Limit, c.Offset)))
	}
	f := vault.CustomerFilter{Text: c.Search, Sort: c.Order, Desc: c.Desc, Limit: c.Limit, Offset: c.Offset}
	f.Kind, f.Town, f.Marketing, f.NoContactMonths = app.Kind(c.Kind), c.Town, c.Marketing, c.NoContactMonths
	var err error
	if f.NoContactSince, err = day("no-contact-since", c.NoContactSince); err != nil {
		return f, err
	}
	f.GoesBefore, err = day("goes-before", c.GoesBefore)
	return f, err
}

func (c customerListCmd) Run(s *session) error {
	f, err := c.filter()
	if err != nil {
		return err
	}
	return s.view(func(tx *vault.Tx) error {
		rows, total, err := tx.Customers(f)
		if err != nil {
			return err
		}
		cards := []listed{}
		if s.global.JSON { // people read the rows
			if cards, err = whole(tx, rows); err != nil {
				return err
			}
		}
		return s.result(cards, func(w io.Writer) {
			s.rows(w, rows)
			s.line(w, "say.total", "shown", strconv.Itoa(len(rows)), "total", strconv.Itoa(total))
		})
	})
}

// whole reads the cards of rows.
func whole(tx *vault.Tx, rows []app.CustomerRow) ([]listed, error) {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	cards, err := tx.Cards(ids)
	out := make([]listed, len(cards))
	for i, card := range cards {
		out[i] = listed{card, rows[i].LastNeeded, rows[i].EraseOn}
	}
	return out, err
}

type customerHistoryCmd struct {
	Number string `arg:""`
	Limit  int    `default:"100" placeholder:"N"`
	Offset int    `default:"0" placeholder:"N"`
}

// changed is a line of a card's history: never a value.
type changed struct {
	At     string   `json:"at"`
	Action string   `json:"action"`
	Fields []string `json:"fields"`
}

func (c customerHistoryCmd) Run(s *session) error {
	if c.Limit < 1 || c.Offset < 0 {
		return app.E("invalid", "limit", "value", strconv.Itoa(min(c.Limit, c.Offset)))
	}
	return s.view(func(tx *vault.Tx) error {
		card, err := s.customer(tx, c.Number)
		if err != nil {
			return err
		}
		rows, total, err := tx.Changes(card.ID, c.Limit, c.Offset)
		if err != nil {
			return err
		}
		lines := []changed{}
		for _, r := range rows {
			lines = append(lines, changed{r.When, r.Action, r.Fields})
		}
		return s.result(lines, func(w io.Writer) {
			section(s, w, "audit", lines, func(l changed) []string {
				names := []string{}
				for _, f := range l.Fields {
					names = append(names, s.field(f))
				}
				return []string{l.At, l.Action, strings.Join(names, ", ")}
			})
			s.line(w, "say.changes", "shown", strconv.Itoa(len(rows)), "total", strconv.Itoa(total))
		})
	})
}

type customerNumbersCmd struct {
	First string `arg:"" optional:""`
}

// Run shows the number that the next customer gets, or chooses the form of
// numbers by the first of them.
func (c customerNumbersCmd) Run(s *session) error {
	say := func(tx *vault.Tx) error {
		next, err := tx.NextNumber()
		if err != nil {
			return err
		}
		return s.result(struct {
			Next string `json:"next"`
		}{next}, func(w io.Writer) { s.line(w, "say.next-number", "number", next) })
	}
	if c.First == "" {
		return s.view(say)
	}
	return s.update(func(tx *vault.Tx) error {
		if err := tx.SetNumberSeries(c.First); err != nil {
			return err
		}
		return say(tx)
	})
}
