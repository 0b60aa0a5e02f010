package exchange

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange/vcard"
	"kortisto/app/vault"
)

// csvSink writes what Excel in Finland opens with a double click: UTF-8 with its
// mark, semicolons, every cell in quotes.
type csvSink struct {
	w    *bufio.Writer
	safe bool
}

func newCSVSink(w io.Writer, safe bool) (sink, error) {
	s := &csvSink{bufio.NewWriter(w), safe}
	_, err := s.w.WriteString("\ufeff")
	return s, err
}

func (s *csvSink) row(cells []string) error {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = guarded(c, s.safe)
	}
	_, err := s.w.WriteString(csvLine(out) + "\r\n")
	return err
}

func (s *csvSink) customer(_ *vault.Tx, c app.Customer) error {
	return s.row(ownCells(c, cardFields()))
}

func (s *csvSink) close() error { return s.w.Flush() }

// jsonSink writes a customer a line, so that a person can look at it.
type jsonSink struct {
	w     *bufio.Writer
	first bool
}

func newJSONSink(w io.Writer) (sink, error) {
	s := &jsonSink{bufio.NewWriter(w), true}
	_, err := s.w.WriteString(`{"` + jsonMark + `":{"what":"customers","version":1},"customers":[`)
	return s, err
}

func (s *jsonSink) row([]string) error { return nil } // the names stand with the values

func (s *jsonSink) customer(tx *vault.Tx, c app.Customer) error {
	j, err := jsonOf(tx, c)
	if err != nil {
		return err
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(j); err != nil {
		return err
	}
	comma := ",\n"
	if s.first {
		comma, s.first = "\n", false
	}
	_, err = s.w.WriteString(comma + strings.TrimSuffix(b.String(), "\n"))
	return err
}

func (s *jsonSink) close() error {
	_, _ = s.w.WriteString("\n]}\n") // the error stays with the writer
	return s.w.Flush()
}

// cardSink writes cards for phones and mail programs. What a card has no place
// for stands in lines of our own, which others pass over.
type cardSink struct {
	w    *vcard.Writer
	old3 bool
}

func newCardSink(w io.Writer, old3 bool) sink { return &cardSink{vcard.NewWriter(w), old3} }

func (s *cardSink) row([]string) error { return nil }

func (s *cardSink) customer(_ *vault.Tx, c app.Customer) error {
	w := s.w
	w.Raw("BEGIN:VCARD")
	if s.old3 {
		w.Raw("VERSION:3.0")
	} else {
		w.Raw("VERSION:4.0")
	}
	w.Raw("PRODID:-//Kortisto//FI")
	w.Line("FN", c.Name)
	s.kind(c)
	w.Line("TEL", c.Phone)
	w.Line("EMAIL", c.Email)
	if c.Street+c.Postcode+c.Town+c.Country != "" {
		w.Line("ADR", "", "", c.Street, c.Town, "", c.Postcode, c.Country)
	}
	if !s.old3 {
		w.Line("LANG", string(c.Language))
	}
	for _, f := range []string{"number", "designation", "kind", "businessId", "language", "marketing", "createdOn"} {
		w.Line(ownLine(f), c.Field(f))
	}
	w.Line(cardOwn+"CORRECTED", string(c.CorrectedOn))
	for _, p := range c.Persons {
		w.Line(cardOwn+"PERSON", string(p.Role), p.Name, p.Phone, p.Email)
	}
	w.Raw("END:VCARD")
	return nil
}

// kind says whose card it is. Version 3 must have N, and phones go by it.
func (s *cardSink) kind(c app.Customer) {
	organisation := c.Kind == app.Company
	if organisation {
		s.w.Line("ORG", c.Name)
	}
	switch {
	case s.old3 && organisation:
		s.w.Raw("N:;;;;")
		s.w.Raw("X-ABShowAs:COMPANY")
	case s.old3:
		s.w.Line("N", c.Name, "", "", "", "")
	case organisation:
		s.w.Raw("KIND:org")
	default:
		s.w.Raw("KIND:individual")
	}
}

func (s *cardSink) close() error { return s.w.Flush() }
