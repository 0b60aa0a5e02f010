package exchange

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"kortisto/app"
	"kortisto/app/exchange/vcard"
)

// cardColumns are the columns of a sheet made of cards, in their order: fields,
// and after them what the register has no place for, so that it is seen.
var cardColumns = func() []string {
	columns := slices.DeleteFunc(Fields(), func(f string) bool { return f == fieldBillPostcode || f == fieldBillStreet || f == fieldBillTown })
	return append(columns, leftFromCards...)
}()

var leftFromCards = []string{"NOTE", "BDAY", "URL", "TITLE", "CATEGORIES"}

// readCards makes a sheet of a file of cards: a row for each card, numbered from
// one, under a row of headings that are the names of our fields.
func (s *Sheet) readCards(data []byte, o ReadOptions) error {
	charset := o.Charset
	if charset == "" {
		charset = detectCharset(data)
	}
	if strings.HasPrefix(charset, "utf-16") {
		text, _, err := decode(data, charset)
		if err != nil {
			return err
		}
		data = []byte(text)
	}
	s.Charset = charset
	var rows []map[string]string
	var err error
	c := collector{sheet: s}
	used := map[string]bool{"name": true}
	vcard.Read(data, func(b []byte, named string) string { return decodeCard(b, named, o.Charset) }, func(card vcard.Card) bool {
		cells, row := cardRow(card)
		for f := range cells {
			used[f] = true
		}
		rows = append(rows, cells)
		row.Number = len(rows)
		s.Rows = append(s.Rows, row)
		if c.cells += len(cells); len(rows) > MaxRows {
			err = app.E("too-many-rows", "file", "limit", strconv.Itoa(MaxRows))
		} else if c.cells > maxCells {
			err = app.E("import-too-large", "file", "file", s.Name)
		}
		return err == nil
	})
	if err != nil || len(rows) == 0 {
		return err
	}
	s.layOut(cardColumns, used, rows)
	return nil
}

// layOut puts the cells of rows under those columns that are used.
func (s *Sheet) layOut(columns []string, used map[string]bool, rows []map[string]string) {
	heads := slices.DeleteFunc(slices.Clone(columns), func(f string) bool { return !used[f] })
	s.Width = len(heads)
	for i := range s.Rows {
		row := &s.Rows[i]
		if row.Fault != nil {
			continue
		}
		row.Cells = make([]string, len(heads))
		for n, f := range heads {
			row.Cells[n] = rows[i][f]
			if fault := cellFault(row.Cells[n], n); fault != nil {
				row.Fault, row.Cells = fault, nil
				break
			}
		}
	}
	s.Rows = slices.Insert(s.Rows, 0, Row{Cells: heads})
}

// decodeCard reads a value by what was asked for, else by what the card says,
// else as Windows-1252.
func decodeCard(b []byte, named, asked string) string {
	for _, name := range []string{asked, named} {
		if enc := charsets[strings.ToLower(name)]; enc != nil {
			if out, err := enc.NewDecoder().Bytes(b); err == nil {
				return string(out)
			}
		} else if enc, err := htmlindex.Get(name); name != "" && err == nil {
			if out, err := enc.NewDecoder().Bytes(b); err == nil && !strings.ContainsRune(string(out), '\ufffd') {
				return string(out)
			}
		}
	}
	out, err := charsets["windows-1252"].NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	return string(out)
}

// cardRow makes the cells of one card.
func cardRow(card vcard.Card) (map[string]string, Row) {
	b := business{card: card, cells: map[string]string{}}
	if b.text(cardOwn+"NUMBER") != "" {
		return b.ours()
	}
	b.names()
	b.many("phone", b.phones())
	b.many("email", b.emails())
	b.address()
	b.set("language", b.text("LANG"))
	for _, name := range leftFromCards {
		b.set(name, b.text(name))
	}
	row := Row{told: b.told}
	if b.cells["name"] == "" && b.cells[fieldCompany] == "" {
		// A card of an address alone is called by it.
		b.set("name", orFirst(b.emails(), b.phones()))
		if b.cells["name"] == "" {
			row.Fault = app.E("name-missing", "name")
		} else {
			row.told = append(row.told, app.E("import-card-nameless", "name"))
		}
	}
	row.told = append(row.told, b.broken()...)
	return b.cells, row
}

func orFirst(lists ...[]string) string {
	for _, l := range lists {
		if len(l) > 0 {
			return l[0]
		}
	}
	return ""
}

// business is one card on its way to cells.
type business struct {
	card  vcard.Card
	cells map[string]string
	told  app.Errors
}

func (b *business) set(field, value string) {
	if value = strings.TrimSpace(value); value != "" {
		b.cells[field] = value
	}
}

// many fills a cell with the first of several values, and tells of the others.
func (b *business) many(field string, values []string) {
	b.set(field, orFirst(values))
	if len(values) > 1 {
		b.told = append(b.told, app.E("import-second-value", field))
	}
}

func (b *business) broken() app.Errors {
	if b.card.Open || b.card.Odd > 0 {
		return app.Errors{app.E("import-card-broken", "")}
	}
	return nil
}

// all are the lines of a name, the one to be preferred first.
func (b *business) all(names ...string) []vcard.Prop {
	var out []vcard.Prop
	for _, p := range b.card.Props {
		if slices.Contains(names, p.Name) && strings.Trim(p.Value, "; \t") != "" {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b vcard.Prop) int { return preference(a) - preference(b) })
	return out
}

// preference is PREF=1 to 100 of version 4, or the type PREF of the others.
func preference(p vcard.Prop) int {
	if n, err := strconv.Atoi(p.Param("PREF")); err == nil && n > 0 && n <= 100 {
		return n
	}
	if p.Is("PREF") || p.Params["PREF"] != nil {
		return 1
	}
	return 101
}

func (b *business) text(name string) string {
	if ps := b.all(name); len(ps) > 0 {
		return ps[0].Text()
	}
	return ""
}

// names: a person beside an organisation is its contact person. A card that
// says it is of an organisation, or is called as the organisation is, is the
// organisation's own.
func (b *business) names() {
	full := oneLine(b.text("FN"))
	person := ""
	if ps := b.all("N"); len(ps) > 0 {
		n := append(ps[0].Parts(), make([]string, 3)...)
		person = oneLine(n[1] + " " + n[2] + " " + n[0])
	}
	company := ""
	if ps := b.all("ORG"); len(ps) > 0 {
		company = oneLine(ps[0].Parts()[0])
	}
	ofCompany := strings.EqualFold(b.text("X-ABSHOWAS"), "COMPANY") || strings.EqualFold(b.text("KIND"), "org")
	switch {
	case ofCompany:
		b.set("name", orFirst(filled(company, full, person)))
		b.set("kind", string(guessKind(b.cells["name"], "-")))
	case company != "":
		b.set(fieldCompany, company)
		if full == company {
			full = ""
		}
		if full = orFirst(filled(full, person)); full != company {
			b.set("name", full)
		}
	default:
		b.set("name", orFirst(filled(full, person, oneLine(b.text("NICKNAME")))))
	}
}

func filled(values ...string) []string {
	return slices.DeleteFunc(values, func(v string) bool { return strings.TrimSpace(v) == "" })
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// phones, the best first: the preferred one, then mobile ones. Machines' lines
// are none, and the same number twice is one.
func (b *business) phones() []string {
	ps := b.all("TEL", "X-MS-TEL")
	slices.SortStableFunc(ps, func(a, c vcard.Prop) int { return callable(a) - callable(c) })
	var out []string
	for _, p := range ps {
		if p.Is("FAX", "PAGER", "MODEM", "BBS") && !p.Is("VOICE", "CELL") || faxLabel.MatchString(b.label(p)) {
			continue
		}
		out = b.addNew(out, telephone(oneLine(p.Text())), phoneDigits)
	}
	return out
}

var faxLabel = regexp.MustCompile(`(?i)fax|faksi`)

// label is what a person called a line: it stands in another one of its group.
func (b *business) label(p vcard.Prop) string {
	for _, l := range b.card.Props {
		if l.Name == "X-ABLABEL" && p.Group != "" && l.Group == p.Group {
			return l.Text()
		}
	}
	return ""
}

func callable(p vcard.Prop) int {
	switch {
	case preference(p) <= 100:
		return preference(p)
	case p.Is("CELL", "MOBILE", "IPHONE"):
		return 101
	}
	return 102
}

var telExtension = regexp.MustCompile(`(?i);ext=([0-9]+)`)

// telephone writes a tel: address (RFC 3966) as a number.
func telephone(v string) string {
	if len(v) < 4 || !strings.EqualFold(v[:4], "tel:") {
		return v
	}
	number, _, _ := strings.Cut(v[4:], ";")
	if x := telExtension.FindStringSubmatch(v); x != nil {
		number += " x" + x[1]
	}
	return number
}

func (b *business) emails() []string {
	var out []string
	for _, p := range b.all("EMAIL") {
		v := oneLine(p.Text())
		if len(v) > 7 && strings.EqualFold(v[:7], "mailto:") {
			v = v[7:]
		}
		if p.Is("X400", "TLX", "TELEX") {
			continue
		}
		out = b.addNew(out, v, strings.ToLower)
	}
	return out
}

func (b *business) addNew(out []string, v string, key func(string) string) []string {
	if v == "" || slices.ContainsFunc(out, func(o string) bool { return key(o) == key(v) && key(v) != "" }) {
		return out
	}
	return append(out, v)
}

// address takes the preferred one, else the one of work, where there are several.
func (b *business) address() {
	ps := b.all("ADR")
	slices.SortStableFunc(ps, func(a, c vcard.Prop) int {
		rank := func(p vcard.Prop) int {
			if preference(p) > 100 && !p.Is("WORK") {
				return 102
			}
			return preference(p)
		}
		return rank(a) - rank(c)
	})
	if len(ps) > 1 {
		b.told = append(b.told, app.E("import-second-value", "street"))
	}
	if len(ps) == 0 {
		if label := b.text("LABEL"); label != "" {
			b.wholeAddress(label)
		}
		return
	}
	a := append(ps[0].Parts(), make([]string, 7)...)
	street := strings.Join(filled(a[0], a[1], a[2]), "\n")
	b.set("postcode", oneLine(a[5]))
	b.set("town", oneLine(a[3]))
	b.set("country", oneLine(a[6]))
	if b.cells["postcode"] == "" && b.cells["town"] == "" && strings.ContainsAny(street, "\n") {
		b.wholeAddress(street)
		return
	}
	b.set("street", strings.Join(filled(strings.Split(street, "\n")...), ", "))
}

// wholeAddress parts an address that stands in one place, line by line. The
// line of postal code and town is told by its digits; what follows is a country.
func (b *business) wholeAddress(text string) {
	var street []string
	for _, l := range strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n") {
		l = oneLine(l)
		postcode, town, ok := splitPostcodeTown(l)
		switch {
		case l == "":
		case ok && b.cells["postcode"] == "":
			b.set("postcode", postcode)
			b.set("town", town)
		case b.cells["postcode"] != "" && b.cells["country"] == "" && countryWords[word(l)] != "":
			b.set("country", l)
		default:
			street = append(street, l)
		}
	}
	b.set("street", strings.Join(street, ", "))
}

// ours reads a card that this program wrote, to the letter.
func (b *business) ours() (map[string]string, Row) {
	row := Row{own: true, told: b.broken(), beside: &beside{}}
	b.set("name", b.text("FN"))
	for _, f := range []string{"number", "designation", "kind", "businessId", "createdOn", "marketing", "language"} {
		b.set(f, b.text(ownLine(f)))
	}
	for field, line := range map[string]string{"phone": "TEL", "email": "EMAIL"} {
		b.set(field, b.text(line))
		if len(b.all(line)) > 1 {
			row.told = append(row.told, app.E("import-second-value", field))
		}
	}
	if ps := b.all("ADR"); len(ps) > 0 {
		a := append(ps[0].Parts(), make([]string, 7)...)
		b.set("street", a[2])
		b.set("town", a[3])
		b.set("postcode", a[5])
		b.set("country", a[6])
	}
	for _, p := range b.card.Props {
		if p.Name != cardOwn+"PERSON" {
			continue
		}
		a := append(p.Parts(), make([]string, 4)...)
		row.beside.persons = append(row.beside.persons, app.ContactPerson{Role: app.PersonRole(a[0]), Name: a[1], Phone: a[2], Email: a[3]})
	}
	row.beside.correctedOn = app.Day(b.text(cardOwn + "CORRECTED"))
	return b.cells, row
}

// cardOwn begins the names of the lines that only this program knows.
const cardOwn = "X-KORTISTO-"

func ownLine(field string) string { return cardOwn + strings.ToUpper(field) }

func phoneDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
