package printout

import (
	"slices"
	"strings"

	"kortisto/app"
)

// LetterInput is what a letter because of a request is written from. The caller
// gathers it in one view of the vault.
type LetterInput struct {
	Firm       app.Firm
	Lang       app.Lang
	Today      app.Day
	Kind       app.LetterKind
	Request    app.Request
	Customer   app.Customer      // the card; without id where there is none
	Paragraphs []string          // as the owner wrote them; nil: as drafted
	Restricted *app.Restriction  // the one that the letter tells of
	Told       []string          // recipients who were told of the change (GDPR Art. 19)
	ToTell     []string          // who are yet to be told
	Untold     []string          // who cannot be, or only with an effort out of proportion
	Addressee  string            // of the letter to a recipient, in lines; may be empty
	Erased     *app.EraseOutcome // of the letter on an erasure
	Places     []app.Place       // for what is said of backups
	Access     *AccessInput      // of the answer to an access request
}

// Letter writes a letter. While a place of it is not filled in, it is
// "letter-unfilled", with the place's name: nobody gets a letter with a hole.
func Letter(in LetterInput) (Document, error) {
	f, err := write(in)
	if err != nil {
		return Document{}, err
	}
	if len(f.missing) > 0 {
		return Document{}, app.E("letter-unfilled", "paragraphs", "value", strings.Join(f.missing, ", "))
	}
	return f.doc, nil
}

// DraftOf is the letter's paragraphs that the owner may write anew.
func DraftOf(in LetterInput) (app.LetterDraft, error) {
	in.Paragraphs = nil
	f, err := write(in)
	if err != nil {
		return app.LetterDraft{}, err
	}
	return app.LetterDraft{
		Kind: in.Kind, Language: f.doc.Lang, Paragraphs: append([]string{}, f.drafts...), Missing: append([]string{}, f.missing...),
	}, nil
}

// form is a letter that is being written.
type form struct {
	*letter
	in      LetterInput
	drafts  []string // the paragraphs that may be written anew, as they are proposed
	missing []string // places without a value, in brackets
}

func write(in LetterInput) (*form, error) {
	body, ok := bodies[in.Kind]
	if !ok {
		return nil, app.E("choice-invalid", "kind", "value", string(in.Kind))
	}
	if in.Lang == "" {
		in.Lang = in.Request.Language
	}
	if in.Lang == "" {
		in.Lang = in.Customer.Language
	}
	if in.Lang == "" {
		in.Lang = app.Finnish
	}
	l, err := newLetter(in.Firm, in.Lang, in.Today, in.Request.Number)
	if err != nil {
		return nil, err
	}
	f := &form{letter: l, in: in}
	f.doc.Title = f.code("letter_title", string(in.Kind))
	f.doc.Recipient = f.address()
	if f.doc.Recipient == nil && in.Kind != app.LetterRecipient {
		f.miss(f.place("name"))
	}
	if err := body(f); err != nil {
		return nil, err
	}
	return f, nil
}

// address is whom the letter goes to: who asked, at the address that they gave;
// without one, the card's.
func (f *form) address() []string {
	r, c := f.in.Request, f.in.Customer
	name := r.Name
	if name == "" {
		name = c.Name
	}
	lines := joined("", name)
	if r.Representative != "" {
		lines = []string{r.Representative, f.fill("letter.onBehalf", "name", name)}
	}
	if strings.TrimSpace(r.Address) != "" {
		return append(lines, strings.Split(strings.TrimSpace(r.Address), "\n")...)
	}
	if r.Representative != "" {
		return lines // the card's address is not the representative's
	}
	return append(lines, f.cardAddress(c)...)
}

// cardAddress is the lines of a card's address; none that are empty.
func (l *letter) cardAddress(c app.Customer) []string {
	lines := append(joined("", c.Street), joined("", joinPlace(c.Postcode, c.Town))...)
	if c.Country != "" && c.Country != "FI" {
		lines = append(lines, l.code("country", c.Country))
	}
	return lines
}

// fill is a sentence with its values. One without a value stands in brackets, and
// is missing.
func (f *form) fill(key string, values ...string) string {
	values = slices.Clone(values)
	for i := 1; i < len(values); i += 2 {
		if strings.TrimSpace(values[i]) == "" {
			values[i] = f.place(values[i-1])
			f.miss(values[i])
		}
	}
	return f.text(key, values...)
}

func (f *form) place(name string) string { return "[" + f.code("place", name) + "]" }

func (f *form) miss(place string) {
	if !slices.Contains(f.missing, place) {
		f.missing = append(f.missing, place)
	}
}

// fixed adds a paragraph that the law demands, or that says what was done.
func (f *form) fixed(key string, values ...string) { f.add(text(f.fill(key, values...))) }

// free adds a paragraph that the owner may write anew. An empty key proposes nothing.
func (f *form) free(key string, values ...string) { f.add(f.own(key, values...)...) }

// own is the next paragraph of the owner's, as they wrote it or as it is proposed.
func (f *form) own(key string, values ...string) (out []Block) {
	for _, p := range f.written(key, values...) {
		out = append(out, text(p))
	}
	return out
}

// written is the owner's next paragraph, cut at empty lines.
func (f *form) written(key string, values ...string) (out []string) {
	before := slices.Clone(f.missing)
	s := ""
	if key != "" {
		s = f.fill(key, values...)
	}
	n := len(f.drafts)
	f.drafts = append(f.drafts, s)
	if f.in.Paragraphs != nil {
		f.missing, s = before, ""
		if n < len(f.in.Paragraphs) {
			s = f.in.Paragraphs[n]
		}
		for _, place := range f.places() {
			if strings.Contains(s, place) {
				f.miss(place)
			}
		}
	}
	for p := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// places are all places that a letter in this language may have.
func (f *form) places() []string {
	var out []string
	for key, s := range f.words {
		if strings.HasPrefix(key, "place.") {
			out = append(out, "["+s+"]")
		}
	}
	slices.Sort(out)
	return out
}

// opening says which request the letter answers.
func (f *form) opening() {
	r := f.in.Request
	f.fixed("letter.received", "day", showDay(r.Received), "channel", f.code("by", string(r.Channel)), "what", f.code("asks", askedWhat(r)))
}

// askedWhat is the code of what a request asks: an objection to marketing is one
// of its own.
func askedWhat(r app.Request) string {
	if r.Kind == app.AskObject && r.Marketing {
		return "marketing"
	}
	return string(r.Kind)
}

// complaint names the supervisory authority and the courts (Art. 12(4), 77, 79).
func (l *letter) complaint() {
	l.add(Heading{Level: 2, Text: l.text("access.complaint")})
	l.say("access.complaint.text")
	l.say("ombudsman")
}

// sign closes the letter: whom to ask, and who signs.
func (l *letter) sign(firm app.Firm) {
	end := []string{""} // apart from what was said last
	if who := joined(", ", firm.Contact, firm.Phone, firm.Email); who != nil {
		end = []string{l.text("access.contact", "who", who[0]), ""}
	}
	end = append(append(end, joined("", firm.Contact)...), firm.Name)
	l.add(text(strings.Join(end, "\n")))
}

// told says which recipients know of a change, and which do not yet (Art. 19).
func (f *form) told() {
	if len(f.in.Told)+len(f.in.ToTell)+len(f.in.Untold) == 0 {
		f.fixed("letter.told.nobody")
		return
	}
	f.list("letter.told", f.in.Told)
	f.list("letter.told.next", f.in.ToTell)
	f.list("letter.told.cannot", f.in.Untold)
}

// list adds a sentence that names some; none where there are none.
func (f *form) list(key string, names []string) {
	if len(names) > 0 {
		f.fixed(key, "list", strings.Join(names, "; "))
	}
}
