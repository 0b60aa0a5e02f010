package talk

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"kortisto/app"
)

// A mapping tells of each of our fields where it stands in a file: the heading
// of a column, or a path such as messages[].author.name in JSON, where [] stands
// for each value of a list. A file that is a list itself, or has an object a
// line, begins with []. The messages are the innermost list on the way to text;
// what stands on the way to them belongs to the conversation.

// mapped is one message as a mapping found it, by field.
type mapped map[string]string

// mapping reads what nobody documented. each hands out the messages and is
// called twice: how days are written and what words mean shows only at the end.
type mapping struct {
	d      *desk
	fields map[string]string
	each   func(take func(mapped))
	last   string // the key of the conversation of the message before
}

func (mp *mapping) done() *File {
	d := mp.d
	var days dayVote
	words := roleVote{}
	mp.each(func(r mapped) {
		days.see(r["time"])
		words.see(r["role"])
	})
	order := cmp.Or(d.s.o.DayFirst, days.order)
	if order == "" && days.needed {
		order = "yes"
		d.find(DayOrder, 0, "order", "day")
	}
	words.settle()
	mp.each(func(r mapped) { mp.say(r, order, words) })
	for _, field := range MapFields() {
		if path := mp.fields[field]; path != "" && d.s.o.Map == nil {
			d.find(Mapped, 0, "field", field, "path", path)
		}
	}
	return d.done()
}

// roleVote are the meanings of the words in the column of roles.
type roleVote map[string]app.Role

func roleKey(word string) string { return strings.ToLower(strings.TrimSpace(word)) }

func (v roleVote) see(word string) {
	key := roleKey(word)
	if _, ok := v[key]; !ok && key != "" && len(v) < 1000 {
		v[strings.Clone(key)] = roleOfWord(key)
	}
}

// settle finds out who is called user: the customer where somebody else is the
// firm, and the other way round.
func (v roleVote) settle() {
	if _, ok := v["user"]; !ok {
		return
	}
	customers, agents := false, false
	for _, role := range v {
		customers = customers || role == app.RoleCustomer
		agents = agents || role == app.RoleAgent || role == app.RoleBot
	}
	switch {
	case agents && !customers:
		v["user"] = app.RoleCustomer
	case customers && !agents:
		v["user"] = app.RoleAgent
	}
}

func (mp *mapping) say(r mapped, order string, roles roleVote) {
	role := roles[roleKey(r["role"])]
	if role == "" || role == app.RoleUnknown {
		role = roleOfWord(r["kind"]) // "type" may be either
	}
	ofWriter := (role == app.RoleAgent || role == app.RoleBot) && anyonesMail(mp.fields["email"])
	if ofWriter {
		r["email"] = "" // the column is of who writes, and this is the firm
	}
	t := mp.d.talk(mp.talkKey(r), app.Chat)
	if r["conversation"] == "" {
		t.ID = ""
	}
	if t.Title == "" {
		t.Title = r["title"]
	}
	t.named(r["name"])
	t.mailed(strings.FieldsFunc(r["email"], func(c rune) bool { return strings.ContainsRune(",; ", c) })...)
	t.phoned(strings.Split(unguarded(r["phone"]), ";")...)
	t.Contact.Company = cmp.Or(t.Contact.Company, r["company"])
	t.Contact.UserID = cmp.Or(t.Contact.UserID, r["userId"])
	t.rated(r["rating"], "")
	m := Message{ID: r["id"], Author: r["author"], Text: plainText(r["text"]), Kind: app.KindText, File: r["attachment"], Role: role}
	m.Internal = mp.internal(r["internal"], r["kind"])
	if m.Role == app.RoleSystem {
		m.Kind = app.KindSystem
	}
	if m.Role == app.RoleCustomer && m.Author == "" {
		m.Author = t.Contact.Name
	}
	t.say(m, readStamp(r["time"], order))
}

// internal says that a message was among the firm's own people: by a column for
// it, of which some say the contrary, or by the message's kind.
func (mp *mapping) internal(word, kind string) bool {
	switch strings.ToLower(kind) {
	case "note", "notes", "private", "internal", "private_note", "internal_note", "private note", "internal note", "muistiinpano", "huomautus", "sisäinen", "anteckning", "notiz":
		return true
	}
	word = strings.ToLower(word)
	switch lastName(mp.fields["internal"]) {
	case "public", "ispublic", "julkinen", "offentlig", "öffentlich":
		switch word {
		case "false", "0", "no", "n", "ei", "e", "nej", "nein":
			return true
		}
		return false
	}
	switch word {
	case "true", "1", "yes", "y", "x", "kyllä", "k", "ja", "j", "internal", "private", "agents", "note", "sisäinen", "intern":
		return true
	}
	return false
}

// talkKey is what binds messages together where the file has no ids of
// conversations: the list in which they lie, or the customer whom the row names.
// A row that names nobody belongs to the one before it.
func (mp *mapping) talkKey(r mapped) string {
	if id := r["conversation"]; id != "" {
		return id
	}
	if key := cmp.Or(r["\x00"], strings.ToLower(r["email"]), r["phone"], r["name"]); key != "" {
		mp.last = "\x00" + key
	}
	if mp.last == "" {
		mp.last = "\x00"
	}
	return strings.Clone(mp.last)
}

func anyonesMail(place string) bool {
	switch lastName(place) {
	case "email", "emailaddress", "mail", "sähköposti", "sähköpostiosoite", "sposti", "epost", "epostadress", "mejl", "emailadresse", "useremail":
		return true
	}
	return false
}

// unguarded takes off what keeps spreadsheets from reading a number as one:
// ="0400…" and a leading apostrophe.
func unguarded(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, `="`) && strings.HasSuffix(s, `"`) && len(s) > 3 {
		s = s[2 : len(s)-1]
	}
	return strings.TrimPrefix(s, "'")
}

// plainText reduces what is plainly HTML: it holds a closing tag or a break.
func plainText(s string) string {
	if lower := strings.ToLower(s); strings.Contains(lower, "</") || strings.Contains(lower, "<br") {
		return HTMLText(s)
	}
	return s
}

// Suggest looks at a file that nobody knows, JSON or CSV, and offers a mapping:
// our fields to the paths or headings that they seem to stand at. paths are all
// that the file has, for choosing others; both are empty for a file that is
// neither. Where no text was found the mapping is of no use as it stands.
func Suggest(data []byte) (fields map[string]string, paths []string) {
	text, ok := toText(data)
	if !ok {
		return map[string]string{}, []string{}
	}
	if looksJSON(text) {
		values, _ := jsonValues(text)
		p := pathsOf(values)
		return suggestPaths(p), list(slices.Sorted(maps.Keys(p.leaves)))
	}
	heads, _ := csvHead(csvText(text))
	return suggestHeads(heads), list(heads)
}

// best gives each field the place that is the surest of it, and each place one
// field alone.
func best(places []string, fieldsOf func(place string) map[string]int, fit func(field, place string) bool) map[string]string {
	type bid struct {
		field, place string
		rank         int
	}
	var bids []bid
	for _, place := range places {
		for field, rank := range fieldsOf(place) {
			if fit(field, place) {
				bids = append(bids, bid{field, place, rank})
			}
		}
	}
	order := MapFields()
	slices.SortStableFunc(bids, func(a, b bid) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(slices.Index(order, a.field), slices.Index(order, b.field)), cmp.Compare(len(a.place), len(b.place)), cmp.Compare(a.place, b.place))
	})
	taken, fields := map[string]bool{}, map[string]string{}
	for _, b := range bids {
		if fields[b.field] == "" && !taken[b.place] {
			fields[b.field], taken[b.place] = b.place, true
		}
	}
	return fields
}
