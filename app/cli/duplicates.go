package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"kortisto/app"
	"kortisto/app/vault"
)

type duplicatesCmd struct {
	Limit int `default:"100" placeholder:"N"`
}

// pairs is the result of customer duplicates.
type pairs struct {
	Pairs []app.Duplicate `json:"pairs"`
	Total int             `json:"total"`
}

func (c duplicatesCmd) Run(s *session) error {
	if c.Limit < 1 {
		return app.E("invalid", "limit", "value", strconv.Itoa(c.Limit))
	}
	return s.view(func(tx *vault.Tx) error {
		found, total, err := tx.Duplicates(c.Limit)
		if err != nil {
			return err
		}
		return s.result(pairs{orEmpty(found), total}, func(w io.Writer) {
			if total == 0 {
				s.line(w, "say.noduplicates")
				return
			}
			t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
			for _, d := range found {
				fmt.Fprintln(t, strings.Join([]string{d.First.Number, d.First.Name, d.Second.Number, d.Second.Name, s.likeness(d.By)}, "\t"))
			}
			t.Flush()
			s.line(w, "say.total", "shown", strconv.Itoa(len(found)), "total", strconv.Itoa(total))
		})
	})
}

// likeness names by what two cards look the same.
func (s *session) likeness(l app.Likeness) string {
	words := make([]string, len(l))
	for i, by := range l {
		words[i] = s.choice("by", by)
	}
	return strings.Join(words, ", ")
}

type mergeCmd struct {
	Customer string   `arg:"" name:"number"`
	Other    string   `arg:""`
	Take     []string `placeholder:"FIELD,…"`
}

// Run keeps the first card. What it lacks and the other has is filled in; of the
// rest the other's value is taken only where it is asked for.
func (c mergeCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		kept, other, err := s.two(tx, c.Customer, c.Other)
		if err != nil {
			return err
		}
		m, err := tx.Merge(kept.ID, other.ID, append(app.MergeGaps(kept, other), c.Take...))
		if err != nil {
			return err
		}
		return s.result(mergedJSON(m), func(w io.Writer) {
			s.line(w, "say.merged", "number", m.Kept.Number, "other", m.Other.Number)
			s.line(w, "say.merged.undo", "number", m.Kept.Number)
		})
	})
}

type unmergeCmd struct {
	Customer string `arg:"" name:"number"`
}

func (c unmergeCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		kept, err := s.customer(tx, c.Customer)
		if err != nil {
			return err
		}
		m, err := tx.Unmerge(kept.ID)
		if err != nil {
			return err
		}
		return s.result(mergedJSON(m), func(w io.Writer) {
			s.line(w, "say.unmerged", "number", m.Kept.Number, "other", m.Other.Number)
			if m.Stayed+len(m.Fields) > 0 {
				s.line(w, "say.unmerged.stayed", "number", m.Kept.Number, "rows", strconv.Itoa(m.Stayed), "fields", strconv.Itoa(len(m.Fields)))
			}
		})
	})
}

type differentCmd struct {
	Customer string `arg:"" name:"number"`
	Other    string `arg:""`
}

func (c differentCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		one, other, err := s.two(tx, c.Customer, c.Other)
		if err != nil {
			return err
		}
		if err := tx.Different(one.ID, other.ID); err != nil {
			return err
		}
		return s.result(struct {
			Different []string `json:"different"`
		}{[]string{one.Number, other.Number}}, func(w io.Writer) {
			s.line(w, "say.different", "number", one.Number, "other", other.Number)
		})
	})
}

func (s *session) two(tx *vault.Tx, number, other string) (a, b app.Customer, err error) {
	if a, err = s.customer(tx, number); err != nil {
		return a, b, err
	}
	b, err = s.customer(tx, other)
	return a, b, err
}

// merged is a merge, or the taking back of one, under the field names of the CLI.
type merged struct {
	Kept   cardJSON `json:"kept"`
	Other  cardJSON `json:"other"`
	Fields []string `json:"fields"`
	Stayed int      `json:"stayed"`
}

func mergedJSON(m vault.Merged) merged {
	return merged{cardJSON(m.Kept), cardJSON(m.Other), orEmpty(m.Fields), m.Stayed}
}
