package store

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kortisto/app"
)

// Values shorter than this are found in any file by chance and prove nothing:
// the log alone has 32 bytes of hash a line. What looks like a piece of a random
// id (a customer number, a postal code) has to be longer: ids are hexadecimal.
const (
	shortestString = 6 // bytes
	shortestHex    = 12
)

// telling says whether finding the value would tell anything.
func telling(v string) bool {
	if strings.Trim(v, "0123456789abcdefABCDEF-") == "" {
		return len(v) >= shortestHex
	}
	return len(v) >= shortestString
}

// PersonalStrings lists what is stored of some customers and must be found
// nowhere once they are erased, unless somebody else's data say the same: each
// value of the columns that app.ResidueColumns names, as stored, each once, where
// finding it would tell anything. Ask before erasing.
func PersonalStrings(tx *Tx, ids []string) ([]string, error) {
	return subject{root: "customers", tables: personalTables, ids: ids}.strings(tx)
}

// EntryStrings is PersonalStrings for entries of the e-mail list that go by
// themselves.
func EntryStrings(tx *Tx, ids []string) ([]string, error) {
	return subject{root: "list_entries", tables: entryTables, ids: ids}.strings(tx)
}

// ItemStrings is PersonalStrings for records of a class that go by themselves.
func ItemStrings(tx *Tx, class string, ids []string) ([]string, error) {
	switch class {
	case app.ClassChat, app.ClassContact:
		return subject{root: "contacts", tables: contactTables, ids: ids}.strings(tx)
	case app.ClassRecording:
		return subject{root: "attachments", tables: attachmentTables, ids: ids}.strings(tx)
	case app.ClassTechnical:
		contacts := make([]string, len(ids))
		for i, id := range ids {
			contacts[i] = strings.TrimSuffix(id, technicalRecord)
		}
		return subject{root: "contacts", tables: technicalTables, ids: contacts}.strings(tx)
	}
	return nil, nil
}

// RequestStrings is PersonalStrings for the files of requests that go by
// themselves.
func RequestStrings(tx *Tx, ids []string) ([]string, error) {
	return subject{root: "requests", tables: requestFiles, ids: ids}.strings(tx)
}

// VisitorStrings lists the numbers of visitors until a day that must be found
// nowhere once they are forgotten: see PersonalStrings.
func VisitorStrings(tx *Tx, until app.Day) ([]string, error) {
	values, err := list(tx, scanOne[string], `SELECT DISTINCT visitor FROM visits WHERE on_day <= ? AND `+tellsApart, until)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, v := range values {
		if telling(v) {
			found[v] = true
		}
	}
	staying, err := list(tx, scanOne[string], `SELECT DISTINCT visitor FROM visits WHERE on_day > ? AND visitor <> ''`, until)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	for _, v := range staying {
		delete(found, v)
	}
	return sorted(found), nil
}

// subject are rows of one table who go, and the tables in which theirs are.
type subject struct {
	root   string
	tables map[string]personalTable
	ids    []string
}

func (u subject) strings(tx *Tx) ([]string, error) {
	found := map[string]bool{}
	err := u.collect(tx, found)
	return sorted(found), err
}

func sorted(found map[string]bool) []string {
	return slices.Sorted(maps.Keys(found))
}

func (u subject) collect(tx *Tx, found map[string]bool) error {
	return chunks(u.ids, func(part []string) error {
		for _, t := range residueTables() {
			p, ok := u.tables[t.name]
			if !ok || p.where == "" {
				continue // a search index: it keeps words, not values
			}
			// The ids stand once for each place that asks for the keys.
			marks, one := placeholders(part)
			where := p.rows(`SELECT key FROM ` + u.root + ` WHERE id IN (` + marks + `)`)
			var args []any
			for range strings.Count(p.where, "#") {
				args = append(args, one...)
			}
			values := make([]string, len(t.columns))
			into := make([]any, len(values))
			for i := range values {
				into[i] = &values[i]
			}
			err := each(tx, func(r scanner) error {
				err := r.Scan(into...)
				for _, v := range values {
					if telling(v) {
						found[v] = true
					}
				}
				return err
			}, `SELECT `+strings.Join(t.columns, `, `)+` FROM `+t.name+` WHERE `+where, args...)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// residueTable are the columns of a table that app.ResidueColumns names.
type residueTable struct {
	name    string
	columns []string
}

func residueTables() (tables []residueTable) {
	for _, c := range app.ResidueColumns() {
		at := slices.IndexFunc(tables, func(t residueTable) bool { return t.name == c.Table })
		if at < 0 {
			at = len(tables)
			tables = append(tables, residueTable{name: c.Table})
		}
		tables[at].columns = append(tables[at].columns, c.Name)
	}
	return tables
}

// MergeStrings lists what stands in the cards that merges remember and must be
// found nowhere once the merges are forgotten: see PersonalStrings. Ask before
// EraseMerges.
func MergeStrings(tx *Tx) ([]string, error) {
	merges, err := Merges(tx)
	if err != nil || len(merges) == 0 {
		return nil, err
	}
	found := map[string]bool{}
	for _, m := range merges {
		for _, text := range []string{m.Before, m.After, m.Other} {
			var card app.Customer
			if err := json.Unmarshal([]byte(text), &card); err != nil {
				return nil, err
			}
			for _, v := range cardStrings(card) {
				if telling(v) {
					found[v] = true
				}
			}
		}
	}
	return sorted(found), nil
}

// cardStrings are the values of a card that are no days and no choices.
func cardStrings(c app.Customer) []string {
	out := []string{c.Number, c.Designation, c.Name, c.BusinessID, c.Street, c.Postcode, c.Town, c.Phone, c.Email}
	for _, p := range c.Persons {
		out = append(out, p.Name, p.Phone, p.Email)
	}
	return out
}

// Values longer than this are looked for by pieces of them: so a search for many
// takes little memory, and finds those that go on from one page to another.
const (
	longestNeedle = 192 // bytes
	pieceOfNeedle = 64
)

// Needles gives what to look for in the bytes so that any of some values is found,
// each once: values that tell nothing are left out, and of long ones it is the
// beginning, the middle and the end.
func Needles(values []string) []string {
	found := map[string]bool{}
	for _, v := range values {
		switch n := len(v); {
		case !telling(v):
		case n <= longestNeedle:
			found[v] = true
		default:
			for _, from := range []int{0, (n - pieceOfNeedle) / 2, n - pieceOfNeedle} {
				found[v[from:from+pieceOfNeedle]] = true
			}
		}
	}
	return sorted(found)
}

// Indexed gives of the needles those whose bytes stand in what the search indexes
// keep, and that are not the beginning of a word for which an index names a card or
// a contact that has it. The indexes hold words, piece by piece, and so are searched
// besides the rows.
func Indexed(tx *Tx, needles []string) ([]string, error) {
	set := make(map[string]bool, len(needles))
	for _, n := range needles {
		set[n] = true
	}
	s := newStrings(set)
	for _, index := range []string{"card_search", "contact_search"} {
		err := each(tx, func(r scanner) error {
			block, err := scanOne[[]byte](r)
			s.see(string(block))
			return err
		}, `SELECT block FROM `+index+`_data`)
		if err != nil {
			return nil, err
		}
	}
	var out []string
	for _, word := range sorted(s.seen()) {
		stays, err := wordStays(tx, word)
		if err != nil {
			return nil, err
		}
		if !stays {
			out = append(out, word)
		}
	}
	return out, nil
}

// wordStays asks the indexes who has a word, and the register whether that is so.
func wordStays(tx *Tx, word string) (bool, error) {
	if strings.ContainsFunc(word, func(r rune) bool { return r < utf8.RuneSelf && !isLetter(r) }) {
		return false, nil // no word, but pieces of some
	}
	match := `"` + word + `"* OR "` + foldedMark + word + `"*`
	cards, err := list(tx, scanOne[string], `SELECT c.id FROM card_search s JOIN customers c ON c.key = s.rowid WHERE card_search MATCH ? LIMIT 1`, match)
	if err != nil {
		return false, err
	}
	if len(cards) > 0 {
		c, err := Customer(tx, cards[0])
		if err != nil {
			return false, err
		}
		d := card(c)
		return strings.Contains(strings.Join(d[:], "\n"), word), nil
	}
	texts, err := list(tx, scanIndexed, `SELECT t.key, `+contactText+` FROM contact_search s JOIN contacts t ON t.key = s.rowid WHERE contact_search MATCH ? LIMIT 1`, match)
	if err != nil || len(texts) == 0 {
		return false, err
	}
	return strings.Contains(indexText(texts[0].text), word), nil
}

// Unseen gives of some strings those that stand in nothing that the register has
// now – alone or inside a longer text: another customer's town, a contact text that
// mentions the name, a setting, a log line, the words that the search index keeps of
// them, the table definitions. Finding the others in the bytes tells of the erased.
// It reads everything: ask of what was found, not of all that was looked for.
func Unseen(tx *Tx, found []string) ([]string, error) {
	watched := map[string]bool{}
	for _, v := range found {
		for _, w := range nearly(v) {
			watched[w] = true
		}
	}
	s := newStrings(watched)
	if err := seeAll(tx, s); err != nil {
		return nil, err
	}
	seen := s.seen()
	out := []string{}
	for _, v := range found {
		if !slices.ContainsFunc(nearly(v), func(w string) bool { return seen[w] }) {
			out = append(out, v)
		}
	}
	return out, nil
}

// nearly is a value and the value short of its first or last byte. In the file
// values stand side by side and beside single bytes that tell their lengths: a
// "Kaislakuja 3" that stays reads like an erased "Kaislakuja 36" where the next
// byte happens to be a 6.
func nearly(v string) []string { return []string{v, v[1:], v[:len(v)-1]} }

// seeAll shows s everything that stands in the register.
func seeAll(tx *Tx, s *strings4) error {
	for _, table := range app.Tables() {
		if p, ok := personalTables[table]; ok && p.where == "" {
			continue
		}
		var names []string
		for _, c := range app.Columns(table) {
			names = append(names, c.Name)
		}
		if err := seeTable(tx, table, names, s); err != nil {
			return err
		}
	}
	return each(tx, func(r scanner) error {
		sql, err := scanOne[string](r)
		s.see(sql)
		return err
	}, `SELECT coalesce(sql, '') FROM sqlite_master`)
}

// seeTable shows s the rows of a table.
func seeTable(tx *Tx, table string, names []string, s *strings4) error {
	values := make([]any, len(names))
	var into []any
	for i := range values {
		into = append(into, &values[i])
	}
	return each(tx, func(r scanner) error {
		if err := r.Scan(into...); err != nil {
			return err
		}
		var row strings.Builder // texts of a row stand side by side in the file
		for i, v := range values {
			text, ok := v.(string)
			if !ok {
				continue
			}
			row.WriteString(text)
			s.seeIndexed(text)
			if names[i] == "phone" {
				s.see(phoneWords(text))
			}
		}
		s.see(row.String())
		return nil
	}, `SELECT `+strings.Join(names, `, `)+` FROM `+table)
}

// isLetter says whether the indexes take a sign of ASCII for a part of a word.
func isLetter(r rune) bool { return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' }

// strings4 looks for many strings of at least four bytes in many texts at once.
// They are grouped by their first four bytes and sorted in each group; of a
// text's strings at one place, each is the beginning of the next longer one, so
// one binary search and a walk along the beginnings finds all.
type strings4 struct {
	groups map[[4]byte][]entry
	filter [1 << 16]bool // first two bytes of any
}

type entry struct {
	text   string
	parent int // the longest other entry of the group with which text begins, or -1
	seen   bool
}

func newStrings(set map[string]bool) *strings4 {
	s := &strings4{groups: map[[4]byte][]entry{}}
	for v := range set {
		s.groups[[4]byte([]byte(v[:4]))] = append(s.groups[[4]byte([]byte(v[:4]))], entry{text: v})
		s.filter[int(v[0])<<8|int(v[1])] = true
	}
	for _, g := range s.groups {
		slices.SortFunc(g, func(a, b entry) int { return cmp.Compare(a.text, b.text) })
		for i := range g {
			p := i - 1
			for p >= 0 && !strings.HasPrefix(g[i].text, g[p].text) {
				p = g[p].parent
			}
			g[i].parent = p
		}
	}
	return s
}

// seeIndexed sees a text and the forms in which the search index keeps words.
func (s *strings4) seeIndexed(text string) {
	s.see(text)
	lower := norm.NFC.String(strings.ToLower(text))
	if lower != text {
		s.see(lower)
	}
	if f := app.Fold(lower); f != lower {
		s.see(f)
	}
}

// see marks every string that stands in text.
func (s *strings4) see(text string) {
	for i := 0; i+4 <= len(text); i++ {
		if !s.filter[int(text[i])<<8|int(text[i+1])] {
			continue
		}
		g := s.groups[[4]byte([]byte(text[i:i+4]))]
		if g == nil {
			continue
		}
		rest := text[i:]
		j := sort.Search(len(g), func(k int) bool { return g[k].text > rest }) - 1
		for j >= 0 && !strings.HasPrefix(rest, g[j].text) {
			j = g[j].parent
		}
		for ; j >= 0 && !g[j].seen; j = g[j].parent {
			g[j].seen = true
		}
	}
}

func (s *strings4) seen() map[string]bool {
	out := map[string]bool{}
	for _, g := range s.groups {
		for _, e := range g {
			if e.seen {
				out[e.text] = true
			}
		}
	}
	return out
}
