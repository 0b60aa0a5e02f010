package app

import (
	"slices"
	"strings"
)

// Anonymous is a conversation that stays without whose it was, to learn from: no
// day but the month, no name, no number, no time, and nothing that leads back to
// the register (GDPR recital 26). Text has marks (Mark) in the places of what was
// taken out, and before each line of a conversation one that tells who spoke.
type Anonymous struct {
	ID        string    `json:"id"`    // random; of no other row
	Month     string    `json:"month"` // 2026-03
	Channel   Channel   `json:"channel"`
	Direction Direction `json:"direction"`
	Purpose   Purpose   `json:"purpose"`
	Text      string    `json:"text"`
	Spared    []Spared  `json:"spared"`
}

// Spared is a word that the owner left in though it looked like somebody's, and
// why.
type Spared struct {
	Word   string `json:"word"`
	Reason string `json:"reason"`
}

// Who speaks, where no mask of somebody's name says it.
const (
	MarkBot    = "bot"
	MarkSystem = "system"
)

// MarkWords lists all that may stand as a mark in a kept text: the masks, and who
// speaks.
func MarkWords() []string { return append(Masks(), MarkBot, MarkSystem) }

var speakers = map[Role]string{
	RoleCustomer: MaskCustomer, RoleAgent: MaskStaff, RoleBot: MarkBot, RoleSystem: MarkSystem, RoleUnknown: MaskPerson,
}

// MaskChoice is what the owner decides on beside what is found: words that go as
// well, and words that stay.
type MaskChoice struct {
	Take  []string `json:"take"`
	Spare []Spared `json:"spare"`
}

// MaxChosen is how many words a choice may have of each kind.
const MaxChosen = 200

// Normalised is the choice as it is kept.
func (c MaskChoice) Normalised() MaskChoice {
	out := MaskChoice{Take: []string{}, Spare: []Spared{}}
	for _, t := range c.Take {
		if t = line(t); t != "" {
			out.Take = append(out.Take, t)
		}
	}
	for _, s := range c.Spare {
		if s.Word = line(s.Word); s.Word != "" {
			out.Spare = append(out.Spare, Spared{s.Word, line(s.Reason)})
		}
	}
	return out
}

// Check judges a normalised choice: what stays, stays for a reason.
func (c MaskChoice) Check() Errors {
	var es Errors
	if len(c.Take) > MaxChosen || len(c.Spare) > MaxChosen {
		es = append(es, E("invalid", "take"))
	}
	for _, t := range c.Take {
		es = append(es, checkLine("take", t, MaxLine)...)
	}
	for _, s := range c.Spare {
		es = append(es, checkLine("spare", s.Word, MaxLine)...)
		es = append(es, checkLine("reason", s.Reason, MaxLine)...)
		if s.Reason == "" {
			es = append(es, E("spare-reason-missing", "reason", "word", s.Word))
		}
	}
	return es
}

// FoundWord is a word that goes, where it stands first, and how often it does.
type FoundWord struct {
	Mask   string `json:"mask"`
	Word   string `json:"word"` // in small letters
	Count  int    `json:"count"`
	Before string `json:"before"` // what stands before it at its first place
	As     string `json:"as"`     // as it is written there
	After  string `json:"after"`
	Fixed  bool   `json:"fixed"` // can not be spared
}

// AnonymousPreview is what a contact would become.
type AnonymousPreview struct {
	Result Anonymous   `json:"result"`
	Words  []FoundWord `json:"words"` // in the order in which they are first found
	Goes   Counts      `json:"goes"`
}

// passes is how often a text is gone through: what stands side by side once a word
// between is gone may look like something, too.
const passes = 5

// AnonymousOf makes of a contact what stays of it, and lists what is taken out.
// What the firm's people wrote to one another, names of files and technical facts
// are left out. id is the new row's own. It fails with "anonymise-incomplete" if
// another pass over the result would still find something.
func AnonymousOf(w WholeContact, id string, a *Anonymiser, choice MaskChoice) (Anonymous, []FoundWord, error) {
	c := w.Contact
	a.Speakers(w)
	for _, t := range choice.Take {
		a.Take(t)
	}
	for _, s := range choice.Spare {
		a.Spare(s.Word)
	}
	out := Anonymous{
		ID: id, Month: string(c.On[:min(7, len(c.On))]), Channel: c.Channel, Direction: c.Direction, Purpose: c.Purpose, Spared: choice.Spare,
	}
	var words []FoundWord
	var parts []string
	for _, s := range []string{c.Subject, c.Text} {
		if s != "" {
			words = a.foundIn(s, words)
			parts = append(parts, a.Marked(s))
		}
	}
	var said []string
	for _, m := range w.Messages {
		if m.Text != "" && !m.Internal && m.Kind != KindNote {
			words = a.foundIn(m.Text, words)
			said = append(said, Mark(speakers[m.Role])+": "+a.Marked(m.Text))
		}
	}
	if len(said) > 0 {
		parts = append(parts, strings.Join(said, "\n"))
	}
	out.Text = strings.Join(parts, "\n\n")
	for range passes {
		if len(a.Hits(out.Text)) == 0 {
			return out, words, nil
		}
		words = a.foundIn(out.Text, words)
		out.Text = a.Marked(out.Text)
	}
	return out, words, E("anonymise-incomplete", "")
}

// Speakers tells it who had part in a contact, until About tells of the next.
func (a *Anonymiser) Speakers(w WholeContact) {
	learn(a.part, w.Contact.Who, MaskPerson)
	learn(a.part, w.Contact.HandledBy, MaskStaff)
	for _, m := range w.Messages {
		switch m.Role {
		case RoleCustomer:
			learn(a.part, m.Author, MaskCustomer)
		case RoleAgent:
			learn(a.part, m.Author, MaskStaff)
		case RoleUnknown:
			learn(a.part, m.Author, MaskPerson)
		}
	}
}

// around is how much of a text is shown on either side of a word, in characters.
const around = 32

func (a *Anonymiser) foundIn(s string, words []FoundWord) []FoundWord {
	s = nfc(s)
	for _, h := range a.Hits(s) {
		word := strings.ToLower(line(h.Word))
		at := slices.IndexFunc(words, func(w FoundWord) bool { return w.Word == word && w.Mask == h.Mask })
		if at < 0 {
			words = append(words, FoundWord{Mask: h.Mask, Word: word, As: line(h.Word), Before: tail(s[:h.From]), After: head(s[h.To:]), Fixed: neverSpared[h.Mask]})
			at = len(words) - 1
		}
		words[at].Count++
	}
	return words
}

func tail(s string) string {
	rs := []rune(line(strings.ReplaceAll(s, "\n", " ") + "."))
	rs = rs[:len(rs)-1]
	if len(rs) > around {
		return "…" + string(rs[len(rs)-around:])
	}
	return string(rs)
}

func head(s string) string {
	rs := []rune(line("." + strings.ReplaceAll(s, "\n", " ")))[1:]
	if len(rs) > around {
		return string(rs[:around]) + "…"
	}
	return string(rs)
}

// neverSpared goes whatever the owner says: with it a text is never anonymous.
var neverSpared = map[string]bool{MaskHetu: true, MaskEmail: true, MaskIBAN: true}
