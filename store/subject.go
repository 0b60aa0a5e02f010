package store

import (
	"slices"
	"strings"

	"kortisto/app"
)

// Where a person who asks may stand in the register. What is given here is worth
// a look and no more: package app judges it.

// mostHits is how many rows of a register are read for one question.
const mostHits = 2000

// CardsByEmail gives the ids of the cards with an address, in any case of its
// letters.
func CardsByEmail(tx *Tx, email string) ([]string, error) {
	return list(tx, scanOne[string], `SELECT id FROM customers WHERE email = ? AND email <> '' ORDER BY key`, email)
}

// SoughtCards gives the ids of cards that may be the person's, or have the person
// among their contact persons, and whether there were too many to read all.
func SoughtCards(tx *Tx, s app.Sought) (ids []string, more bool, err error) {
	seen := map[string]bool{}
	add := func(query string, args ...any) error {
		n := 0
		err := each(tx, func(r scanner) error {
			id, err := scanOne[string](r)
			if n++; !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
			return err
		}, query, args...)
		more = more || n >= mostHits
		return err
	}
	for _, n := range s.Numbers {
		if err := add(`SELECT id FROM customers WHERE number = ?`, n); err != nil {
			return nil, false, err
		}
	}
	for _, match := range cardQuestions(s) {
		if err := add(`SELECT c.id FROM card_search x JOIN customers c ON c.key = x.rowid WHERE card_search MATCH ? LIMIT ?`, match, mostHits); err != nil {
			return nil, false, err
		}
	}
	return ids, more, nil
}

// cardQuestions asks for two words of the name, or one and the initial of another,
// and for phone, e-mail and street whole.
func cardQuestions(s app.Sought) (out []string) {
	for _, name := range s.Names {
		for _, q := range pairs(name, word) {
			out = append(out, `{name persons} : (`+q+`)`)
		}
	}
	for _, p := range s.Phones {
		out = append(out, `phone : "`+p+`"`)
	}
	for column, values := range map[string][]string{"email": s.Emails, "place": s.Streets} {
		for _, v := range values {
			if q := all(words(v), word); q != "" {
				out = append(out, column+` : (`+q+`)`)
			}
		}
	}
	slices.Sort(out)
	return out
}

// mostNameWords of a name are looked at: each is paired with each.
const mostNameWords = 6

// pairs asks for any two words of a name, of which one may be an initial.
func pairs(name []string, form func(string) string) (out []string) {
	name = name[:min(len(name), mostNameWords)]
	if len(name) == 1 {
		return []string{all(words(name[0]), form)}
	}
	for i, a := range name {
		for j, b := range name {
			if i == j {
				continue
			}
			full, other := all(words(a), form), words(b)
			if full == "" || len(other) == 0 || len([]rune(a)) == 1 {
				continue
			}
			initial := string([]rune(other[0])[0])
			second := `("` + initial + `" OR ` + all(other, form) + `)`
			if len([]rune(b)) == 1 {
				second = `"` + initial + `" *`
			}
			out = append(out, full+` AND `+second)
		}
	}
	return out
}

func all(ws []string, form func(string) string) string {
	terms := make([]string, len(ws))
	for i, w := range ws {
		terms[i] = form(w)
	}
	if len(terms) == 0 {
		return ""
	}
	return `(` + strings.Join(terms, ` AND `) + `)`
}

// word asks for a word with its signs or without.
func word(w string) string {
	f := app.Fold(w)
	if f == w || f == "" {
		return `("` + w + `" OR "` + foldedMark + w + `")`
	}
	return `("` + w + `" OR "` + f + `" OR "` + foldedMark + f + `")`
}

// bentWord asks for the forms in which Finnish bends a word.
func bentWord(w string) string {
	var terms []string
	for _, stem := range app.Stems(w) {
		if len([]rune(stem)) < leastInContacts {
			terms = append(terms, word(stem))
			continue
		}
		f := app.Fold(stem)
		terms = append(terms, `"`+stem+`" *`, `"`+foldedMark+f+`" *`)
		if f != stem {
			terms = append(terms, `"`+f+`" *`)
		}
	}
	return `(` + strings.Join(terms, ` OR `) + `)`
}

// SoughtContact is an entry of the history that may speak of the person.
type SoughtContact struct {
	ID, CustomerID string
	On             app.Day
	Who            string
	Text           string // subject and text
	Messages       []app.Message
}

// SoughtContacts gives the entries of the history that may speak of the person,
// the newest first, without those of the cards to skip, and whether there were
// too many to read all.
func SoughtContacts(tx *Tx, s app.Sought, skip map[string]bool) (out []SoughtContact, more bool, err error) {
	keys := map[int64]bool{}
	for _, match := range contactQuestions(s) {
		found, err := list(tx, scanOne[int64], `SELECT rowid FROM contact_search WHERE contact_search MATCH ? ORDER BY rowid DESC LIMIT ?`, match, mostHits)
		if err != nil {
			return nil, false, err
		}
		more = more || len(found) >= mostHits
		for _, k := range found {
			keys[k] = true
		}
	}
	sorted := make([]int64, 0, len(keys))
	for k := range keys {
		sorted = append(sorted, k)
	}
	slices.Sort(sorted)
	slices.Reverse(sorted)
	err = chunks(sorted, func(part []int64) error {
		marks, args := placeholders(part)
		return each(tx, func(r scanner) error {
			var c SoughtContact
			if err := r.Scan(&c.ID, &c.CustomerID, &c.On, &c.Who, &c.Text); err != nil {
				return err
			}
			if !skip[c.CustomerID] {
				out = append(out, c)
			}
			return nil
		}, `SELECT t.id, c.id, t.on_day, t.who, t.subject || char(10) || t.text FROM contacts t JOIN customers c ON c.key = t.customer_key
			WHERE t.key IN (`+marks+`) ORDER BY t.key DESC`, args...)
	})
	for i := range out {
		if err == nil {
			out[i].Messages, err = MessagesOf(tx, out[i].ID)
		}
	}
	return out, more, err
}

func contactQuestions(s app.Sought) (out []string) {
	for _, name := range s.Names {
		out = append(out, pairs(name, bentWord)...)
	}
	for _, v := range slices.Concat(s.Emails, s.Streets) {
		if q := all(words(v), word); q != "" {
			out = append(out, q)
		}
	}
	for _, p := range s.Phones {
		out = append(out, phoneSpellings(p)...)
	}
	return out
}

// phoneSpellings are the words into which the spellings of a number fall: 040
// 5550101, 040-555 0101, +358 40 5550101 … What comes first, the country and the
// operator, is left open.
func phoneSpellings(key string) (out []string) {
	national := key
	if rest, ok := strings.CutPrefix(key, "358"); ok {
		national = "0" + rest
	}
	out = append(out, `("`+key+`" OR "`+national+`")`)
	for prefix := 2; prefix <= 4 && len(national)-prefix >= 4; prefix++ {
		for _, parts := range cuts(national[prefix:], 3) {
			terms := make([]string, len(parts))
			for i, p := range parts {
				terms[i] = `"` + p + `"`
			}
			out = append(out, strings.Join(terms, ` AND `))
		}
	}
	return out
}

// cuts are the ways to cut digits into at most n pieces of two or more.
func cuts(digits string, n int) [][]string {
	out := [][]string{{digits}}
	if n == 1 {
		return out
	}
	for i := 2; i <= len(digits)-2; i++ {
		for _, rest := range cuts(digits[i:], n-1) {
			out = append(out, append([]string{digits[:i]}, rest...))
		}
	}
	return out
}

// SoughtRow is a row of a small text that may speak of the person.
type SoughtRow struct {
	Register   string
	ID         string
	CustomerID string
	On         app.Day
	Text       string
}

func scanSoughtRow(s scanner) (r SoughtRow, err error) {
	err = s.Scan(&r.Register, &r.ID, &r.CustomerID, &r.On, &r.Text)
	return r, err
}

// soughtTexts are the registers in which a name may stand in a line of text; # is
// the column that is looked at.
var soughtTexts = []struct{ register, column, query string }{
	{"attachments", "x.name", `SELECT 'attachments', x.id, c.id, t.on_day, x.name FROM attachments x JOIN contacts t ON t.key = x.contact_key JOIN customers c ON c.key = x.customer_key`},
	{"deliveries", "x.product", `SELECT 'deliveries', x.id, c.id, x.on_day, x.product FROM deliveries x JOIN customers c ON c.key = x.customer_key`},
	{"disclosures", "(x.what || char(10) || x.recipient)", `SELECT 'disclosures', x.id, c.id, x.on_day, x.what || char(10) || x.recipient FROM disclosures x JOIN customers c ON c.key = x.customer_key`},
	{"holds", "x.reason", `SELECT 'holds', x.id, c.id, x.placed_on, x.reason FROM holds x JOIN customers c ON c.key = x.customer_key`},
	{"messages", "x.author", `SELECT 'messages', x.id, c.id, t.on_day, x.author FROM messages x JOIN contacts t ON t.key = x.contact_key JOIN customers c ON c.key = x.customer_key`},
	{"list_entries", "(x.email || ' ' || x.name)", `SELECT 'list_entries', x.id, coalesce(c.id, ''), x.added_on, x.email || char(10) || x.name FROM list_entries x LEFT JOIN customers c ON c.key = x.customer_key`},
}

// SoughtTexts gives the rows of the smaller registers that may speak of the
// person, the newest first.
func SoughtTexts(tx *Tx, s app.Sought) (out []SoughtRow, more bool, err error) {
	patterns := likePatterns(s)
	if len(patterns) == 0 {
		return nil, false, nil
	}
	for _, t := range soughtTexts {
		where := strings.TrimSuffix(strings.Repeat(t.column+` LIKE ? OR `, len(patterns)), ` OR `)
		args := make([]any, 0, len(patterns)+1)
		for _, p := range patterns {
			args = append(args, p)
		}
		rows, err := list(tx, scanSoughtRow, t.query+` WHERE `+where+` ORDER BY x.key DESC LIMIT ?`, append(args, mostHits)...)
		if err != nil {
			return nil, false, err
		}
		more = more || len(rows) >= mostHits
		out = append(out, rows...)
	}
	return out, more, nil
}

// likePatterns are what a line of text about the person has in it: the beginning
// that all forms of a name's longest word share, the e-mail, the end of the phone.
// LIKE knows no capitals beyond ASCII, so a letter with signs stands for any.
func likePatterns(s app.Sought) (out []string) {
	add := func(text string) {
		var b strings.Builder
		for _, r := range text {
			switch {
			case r > 127 || r == '%':
				r = '_'
			}
			b.WriteRune(r)
		}
		if p := `%` + b.String() + `%`; !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	for _, name := range s.Names {
		for _, w := range name {
			for i, part := range strings.FieldsFunc(w, func(r rune) bool { return r == '-' }) {
				if common := sharedBeginning(app.Stems(part)); i == 0 && len([]rune(common)) >= 3 {
					add(common)
				}
			}
		}
	}
	for _, e := range s.Emails {
		add(e)
	}
	for _, p := range s.Phones {
		add(p[len(p)-4:])
	}
	return out
}

func sharedBeginning(ws []string) string {
	common := []rune(ws[0])
	for _, w := range ws[1:] {
		rs := []rune(w)
		n := 0
		for n < len(common) && n < len(rs) && common[n] == rs[n] {
			n++
		}
		if n >= 2 {
			common = common[:n]
		}
	}
	return string(common)
}

// EveryName gives the names of all customers who are people and of all contact
// persons, and of those with whom a contact was.
func EveryName(tx *Tx, yield func(name string)) error {
	return each(tx, func(s scanner) error {
		name, err := scanOne[string](s)
		yield(name)
		return err
	}, `SELECT name FROM customers WHERE kind <> 'company' UNION ALL SELECT name FROM contact_persons`)
}

// maskable are the columns out of which a person can be taken while the row stays.
var maskable = map[string][]string{
	"customers":   {"phone", "email"},
	"contacts":    {"who", "subject", "text"},
	"messages":    {"author", "text", "file_name"},
	"attachments": {"name"},
	"deliveries":  {"product"},
	"disclosures": {"what", "recipient"},
	"holds":       {"reason"},
}

// Maskable lists the columns of a register out of which a person can be taken.
func Maskable(register string) []string { return slices.Clone(maskable[register]) }

// MaskRow changes the columns of one row by hide, and gives what they held where
// that changed. The search index follows; what imports remember of the row, and
// what takes merges of its card back, is forgotten with it.
func MaskRow(tx *Tx, register, id string, hide func(column, text string) string) (before []string, err error) {
	change := func() error {
		for _, column := range maskable[register] {
			old, err := value[string](tx, `SELECT `+column+` FROM `+register+` WHERE id = ?`, id)
			if err != nil {
				return err
			}
			now := hide(column, old)
			if now == old {
				continue
			}
			before = append(before, old)
			if err := tx.must(`UPDATE `+register+` SET `+column+` = ? WHERE id = ?`, now, id); err != nil {
				return err
			}
		}
		return nil
	}
	switch register {
	case "contacts":
		key, err := contactKey(tx, id)
		if err != nil {
			return nil, err
		}
		return before, reindexContact(tx, key, change)
	case "messages":
		key, err := value[int64](tx, `SELECT contact_key FROM messages WHERE id = ?`, id)
		if err != nil {
			return nil, err
		}
		return before, reindexContact(tx, key, change)
	case "customers":
		c, err := Customer(tx, id)
		if err != nil {
			return nil, err
		}
		for column, field := range map[string]*string{"phone": &c.Phone, "email": &c.Email} {
			if now := hide(column, *field); now != *field {
				before = append(before, *field)
				*field = now
			}
		}
		return before, UpdateCustomer(tx, c)
	}
	return before, change()
}

// Span is how much of a card lies in one register, and between which days.
type Span struct {
	Register string
	Count    int
	From, To app.Day
}

// spans are the registers of a card as a line each, with the day of a row.
var spans = []struct{ register, day string }{
	{"contact_persons", `''`}, {"contacts", `x.on_day`}, {"messages", `t.on_day`}, {"attachments", `t.on_day`}, {"technical", `t.on_day`},
	{"deliveries", `x.on_day`}, {"disclosures", `x.on_day`}, {"consents", `x.on_day`}, {"holds", `x.placed_on`},
	{"restrictions", `x.from_day`},
}

// Spans lists the registers in which a card has rows.
func Spans(tx *Tx, customerID string) ([]Span, error) {
	key, err := customerKey(tx, customerID)
	if err != nil {
		return nil, err
	}
	var out []Span
	for _, r := range spans {
		from := r.register + ` x`
		if strings.HasPrefix(r.day, `t.`) {
			from += ` JOIN contacts t ON t.key = x.contact_key`
		}
		s, err := one(tx, func(s scanner) (s2 Span, err error) {
			err = s.Scan(&s2.Count, &s2.From, &s2.To)
			return s2, err
		}, `SELECT count(*), coalesce(min(`+r.day+`), ''), coalesce(max(`+r.day+`), '') FROM `+from+` WHERE x.customer_key = ?`, key)
		if err != nil {
			return nil, err
		}
		if s.Register = r.register; s.Count > 0 {
			out = append(out, s)
		}
	}
	return out, nil
}

// TextOf is a text of a row in which others may be named.
type TextOf struct{ Register, Record, Column, Text string }

// TextsOfRow gives the texts of one row.
func TextsOfRow(tx *Tx, register, id string) ([]TextOf, error) {
	return textsWhere(tx, register, `id = ?`, id)
}

// TextsOfCard gives the texts that a card has in a register.
func TextsOfCard(tx *Tx, register, customerID string) ([]TextOf, error) {
	key, err := customerKey(tx, customerID)
	if err != nil {
		return nil, err
	}
	return textsWhere(tx, register, `customer_key = ?`, key)
}

func textsWhere(tx *Tx, register, where string, arg any) (out []TextOf, err error) {
	columns := maskable[register]
	if len(columns) == 0 || register == "customers" {
		return nil, nil
	}
	values := make([]string, len(columns))
	var id string
	into := []any{&id}
	for i := range values {
		into = append(into, &values[i])
	}
	err = each(tx, func(s scanner) error {
		if err := s.Scan(into...); err != nil {
			return err
		}
		for i, v := range values {
			if v != "" {
				out = append(out, TextOf{register, id, columns[i], v})
			}
		}
		return nil
	}, `SELECT id, `+strings.Join(columns, `, `)+` FROM `+register+` WHERE `+where+` ORDER BY key`, arg)
	return out, err
}

// CardOfRow gives the card and the day of a row of one of the registers whose
// rows hang on cards.
func CardOfRow(tx *Tx, register, id string) (customerID string, on app.Day, err error) {
	day, from := `''`, register+` x`
	for _, r := range spans {
		if r.register == register {
			day = r.day
		}
	}
	if strings.HasPrefix(day, `t.`) {
		from += ` JOIN contacts t ON t.key = x.contact_key`
	}
	err = each(tx, func(s scanner) error { return s.Scan(&customerID, &on) },
		`SELECT c.id, `+day+` FROM `+from+` JOIN customers c ON c.key = x.customer_key WHERE x.id = ?`, id)
	if err == nil && customerID == "" {
		err = app.E("not-found", "")
	}
	return customerID, on, err
}

// SoughtCard is the card that a find is on, and what keeps it.
type SoughtCard struct {
	app.Customer
	File app.File
}

// CardOfFind reads it.
func CardOfFind(tx *Tx, id string) (c SoughtCard, err error) {
	if c.Customer, err = Customer(tx, id); err == nil {
		c.File, err = FileOf(tx, id)
	}
	return c, err
}

// SomeProducts names the newest three different products that were delivered.
func SomeProducts(tx *Tx, customerID string) (string, error) {
	all, err := list(tx, scanOne[string], `SELECT x.product FROM deliveries x JOIN customers c ON c.key = x.customer_key WHERE c.id = ?
		GROUP BY x.product ORDER BY max(x.on_day) DESC LIMIT 3`, customerID)
	return strings.Join(all, ", "), err
}

// StringsOfRow lists what is stored of one row and tells something: see
// PersonalStrings.
func StringsOfRow(tx *Tx, register, id string) (out []string, err error) {
	for _, c := range app.ResidueColumns() {
		if c.Table != register {
			continue
		}
		v, err := value[string](tx, `SELECT `+c.Name+` FROM `+register+` WHERE id = ?`, id)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// BlankFileNames takes away the names of files, taken out or brought in, that
// speak of the person, and gives them.
func BlankFileNames(tx *Tx, speaks func(name string) bool) (names []string, err error) {
	for _, t := range []struct{ table, column string }{{"copies", "file"}, {"import_batches", "source"}} {
		found, err := list(tx, scanOne[string], `SELECT DISTINCT `+t.column+` FROM `+t.table+` WHERE `+t.column+` <> ''`)
		if err != nil {
			return nil, err
		}
		for _, name := range found {
			if !speaks(name) {
				continue
			}
			names = append(names, name)
			if _, err := tx.exec(`UPDATE `+t.table+` SET `+t.column+` = '' WHERE `+t.column+` = ?`, name); err != nil {
				return nil, err
			}
		}
	}
	return names, nil
}

// InsertErasure writes down what an erasure on request did; its bytes have not been
// searched yet.
func InsertErasure(tx *Tx, id, requestID, outcome string) error {
	_, err := tx.exec(`INSERT INTO erasures (id, request_id, outcome, residue) VALUES (?,?,?,-1)`, id, requestID, outcome)
	return err
}

// SetResidue writes down how many strings the search of the bytes found.
func SetResidue(tx *Tx, id string, residue int) error {
	return tx.must(`UPDATE erasures SET residue = ? WHERE id = ?`, residue, id)
}

// Erasure is what was written down of one.
type Erasure struct {
	ID, Outcome string
	Residue     int
}

// ErasuresOf lists the erasures of a request, the newest first.
func ErasuresOf(tx *Tx, requestID string) ([]Erasure, error) {
	return list(tx, func(s scanner) (e Erasure, err error) {
		err = s.Scan(&e.ID, &e.Outcome, &e.Residue)
		return e, err
	}, `SELECT id, outcome, residue FROM erasures WHERE request_id = ? ORDER BY key DESC`, requestID)
}
