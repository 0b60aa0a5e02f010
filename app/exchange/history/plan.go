package history

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"slices"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange/post"
	"kortisto/app/exchange/talk"
	"kortisto/app/vault"
)

// What happens to a conversation.
const (
	Existing = "existing" // it goes to a customer of the register
	New      = "new"      // a card is made for its customer
	Skip     = "skip"     // it stays out, see Reason
)

// Planned is one conversation of a preview.
type Planned struct {
	Row        int           `json:"row"` // counted from 1 over all files
	Key        string        `json:"key"` // names it in Choice
	File       string        `json:"file"`
	Title      string        `json:"title"`
	Name       string        `json:"name"` // of the customer's side as the file gives it
	Email      string        `json:"email"`
	Phone      string        `json:"phone"`
	Channel    app.Channel   `json:"channel"`
	First      app.Day       `json:"first"`
	Last       app.Day       `json:"last"`
	Messages   int           `json:"messages"` // in the file
	Fresh      int           `json:"fresh"`    // that come in
	Contacts   int           `json:"contacts"` // that are made
	Longer     int           `json:"longer"`   // that were there and change
	Waiting    bool          `json:"waiting"`  // waits for the firm's answer
	Hetus      int           `json:"hetus"`    // messages with a personal identity code
	Technical  int           `json:"technical"`
	Recordings int           `json:"recordings"` // that are hung on its calls
	Do         string        `json:"do"`
	By         string        `json:"by"` // choice, thread, email, phone, user or new
	Customer   *Customer     `json:"customer"`
	Offer      *Customer     `json:"offer"` // somebody of the same name: to be confirmed
	Reason     *app.Error    `json:"reason"`
	Authors    []string      `json:"authors"`
	Sample     []app.Message `json:"sample"` // the first few, of the first conversations
}

// Author is somebody who speaks in the files.
type Author struct {
	Name          string `json:"name"`
	Conversations int    `json:"conversations"`
	Us            bool   `json:"us"`
	Likely        bool   `json:"likely"` // the file hints that this is the firm: to be offered, never taken
}

// Counts of a plan.
type Counts struct {
	Conversations int `json:"conversations"`
	Skipped       int `json:"skipped"` // conversations that stay out
	Contacts      int `json:"contacts"`
	Longer        int `json:"longer"`
	Messages      int `json:"messages"`
	Customers     int `json:"customers"` // new cards
	Known         int `json:"known"`     // messages that were there already
	Waiting       int `json:"waiting"`
	Hetus         int `json:"hetus"`
	Technical     int `json:"technical"` // conversations whose files hold technical data
	Recordings    int `json:"recordings"`
}

// File is what was understood of one file.
type File struct {
	Name     string         `json:"name"`
	Format   string         `json:"format"`
	Variant  string         `json:"variant"`
	Findings []talk.Finding `json:"findings"`
}

// Plan says for every conversation what would happen. Running it does exactly
// that.
type Plan struct {
	Files         []File    `json:"files"`
	Conversations []Planned `json:"conversations"`
	Authors       []Author  `json:"authors"` // of conversations whose files do not say who is the firm
	AskUs         bool      `json:"askUs"`   // it has to be told before anything of some conversation comes in
	Counts        Counts    `json:"counts"`
	Skipped       []Finding `json:"skipped"`
	Remarks       []Finding `json:"remarks"`
	Digest        string    `json:"digest"` // binds what is shown to what is carried out

	sources []Source
	sounds  map[string]bool // sums of the recordings that come in
	o       Options

	// Of mail, which is shown by address:
	at             map[string]int // rows by key
	lefts          []left         // by row
	others, unread int
	enclosed       map[string]bool // messages of which files come in
}

// How much of what was said a preview shows.
const (
	sampleConversations = 200
	sampleMessages      = 4
	sampleLength        = 160
)

// register shows a transaction to the placer.
type register struct {
	*vault.Tx
	erased func(app.Customer) (app.Day, bool)
	us     func(string) bool
}

func (r register) ErasedBefore(c app.Customer) (app.Day, bool) { return r.erased(c) }
func (r register) IsUs(author string) bool                     { return r.us(author) }

func registerOf(tx *vault.Tx) (Register, error) {
	erased, err := tx.ErasedBefore()
	if err != nil {
		return nil, err
	}
	us, err := tx.IsUs()
	return register{tx, erased, us}, err
}

// Preview says what bringing the files in would do. It changes nothing. It fails
// with not-found where a number that was chosen is nobody's, choice-invalid,
// cancelled, or as reading a source does.
func Preview(ctx context.Context, v *vault.Vault, sources []Source, o Options) (*Plan, error) {
	sources = withRecordings(sources)
	p := &Plan{Files: []File{}, Conversations: []Planned{}, Authors: []Author{}, Skipped: []Finding{}, Remarks: []Finding{}, sources: sources, o: o, at: map[string]int{}, enclosed: map[string]bool{}}
	for _, s := range sources {
		findings := s.Findings
		if findings == nil {
			findings = []talk.Finding{}
		}
		p.Files = append(p.Files, File{s.Name, s.Format, s.Variant, o.mentioned(findings)})
	}
	err := v.View(func(tx *vault.Tx) error {
		reg, err := registerOf(tx)
		if err != nil {
			return err
		}
		pl, err := o.placer(reg, tx)
		if err != nil {
			return err
		}
		look := &authors{isUs: pl.r.isUs, told: len(o.Us) > 0, at: map[string]int{}}
		cards := map[*newCard]bool{}
		p.Digest, err = pl.walk(ctx, sources, o.Progress, func(s Source, c *talk.Conversation, w *work) error {
			if w.mail {
				p.addMail(pl, s, c, w, cards)
				return nil
			}
			p.add(pl, s, c, w, cards)
			p.sounds = pl.sounds
			look.add(c)
			return nil
		})
		p.Authors = append(p.Authors, look.list...)
		if isMail(sources) {
			p.countMail(pl.r.isUs)
		}
		p.Counts.Customers = len(cards)
		return err
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// placer begins one, by the person's choices.
func (o Options) placer(reg Register, tx *vault.Tx) (*placer, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	zone, err := o.zone()
	if err != nil {
		return nil, err
	}
	isUs := reg.IsUs
	if len(o.Us) > 0 {
		named := map[string]bool{}
		for _, a := range o.Us {
			named[strings.ToLower(strings.TrimSpace(a))] = true
		}
		isUs = func(author string) bool { return named[strings.ToLower(strings.TrimSpace(author))] }
	}
	return newPlacer(reg, o, &reader{zone: zone, home: tx.Zone(), today: tx.Today, mask: o.MaskHetus, isUs: isUs})
}

// walk goes over all conversations. Its digest covers what is done with each:
// the files, the choices, whose it is and every contact as it will be stored.
// progress is told of the bytes of mail; of the rest f may tell.
func (pl *placer) walk(ctx context.Context, sources []Source, progress vault.Progress, f func(Source, *talk.Conversation, *work) error) (digest string, err error) {
	sum := sha256.New()
	enc := json.NewEncoder(sum)
	_ = enc.Encode(pl.o) // a hash never fails to be written to
	line, most := 0, talk.MaxConversations
	if isMail(sources) {
		most, pl.told = maxMails, sources[0].mail.told(pl.r.isUs)
	}
	next := func() error {
		if line++; line > most {
			return app.E("too-many-rows", "file", "limit", strconv.Itoa(most))
		}
		if ctx.Err() != nil {
			return app.E("cancelled", "")
		}
		return nil
	}
	for _, s := range sources {
		_ = enc.Encode([]string{s.Name, s.Digest})
		each := func(c talk.Conversation) error {
			if err := next(); err != nil {
				return err
			}
			w, err := pl.conversation(line, s.Format, &c)
			if err != nil {
				return err
			}
			w.into(enc)
			return f(s, &c, w)
		}
		if s.mail == nil {
			err = s.Each(each)
		} else {
			err = s.letters(ctx, pl.o.Bulk, progress, func(head *post.Mail, read func() post.Mail) error {
				if err := next(); err != nil {
					return err
				}
				w, c, err := pl.mail(line, s.mail, head, read)
				if err != nil {
					return err
				}
				w.into(enc)
				return f(s, c, w)
			})
		}
		if err != nil {
			return "", err
		}
	}
	return digestOf(sum), nil
}

// isMail: files of mail are brought in by themselves.
func isMail(sources []Source) bool { return len(sources) > 0 && sources[0].mail != nil }

// mentioned leaves out what does not hold with these choices.
func (o Options) mentioned(findings []talk.Finding) []talk.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f talk.Finding) bool { return o.Bulk && f.Code == "import-mail-bulk" })
}

func digestOf(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// into puts all that is decided into a sum.
func (w *work) into(enc *json.Encoder) {
	card := app.Customer{}
	if w.decision.to.new != nil {
		card = w.decision.to.new.card
	}
	_ = enc.Encode([]any{w.line, w.thread, w.decision.to.id, card, w.decision.reason, w.days, w.messageKeys()})
}

// messageKeys are not in the messages' JSON.
func (w *work) messageKeys() []string {
	var out []string
	for _, d := range w.days {
		for _, m := range d.Messages {
			out = append(out, m.SourceKey)
		}
	}
	return out
}

// add puts one conversation into what is shown.
func (p *Plan) add(pl *placer, s Source, c *talk.Conversation, w *work, cards map[*newCard]bool) {
	d := Planned{
		Row: w.line, Key: w.thread, File: s.Name, Title: tidyLine(c.Title, app.MaxSubject), Name: w.who.called(), Email: first(w.who.emails), Phone: shown(first(w.who.phones)),
		Channel: c.Channel, Messages: len(c.Messages), Hetus: w.left.hetus, Technical: len(c.Technical),
		Do: Existing, By: w.decision.by, Offer: w.decision.offer, Reason: w.decision.reason, Authors: append([]string{}, c.Authors...), Sample: []app.Message{},
	}
	if len(w.parts) > 0 {
		d.First, d.Last = w.parts[0].on, w.parts[len(w.parts)-1].on
	}
	for _, day := range w.days {
		if day.Sound != "" {
			d.Recordings++
		}
		if day.Old != "" || day.Made {
			d.Longer++
		} else {
			d.Contacts++
		}
		d.Fresh += len(day.Messages)
		d.Waiting = d.Waiting || day.Waiting
	}
	switch to := w.decision.to; {
	case d.Reason != nil:
		d.Do = Skip
	case to.new != nil:
		d.Do, d.Customer = New, &Customer{Name: to.new.card.Name}
		cards[to.new] = true
	default:
		known := pl.dir.customers[to.id]
		d.Customer = &known
	}
	if len(p.Conversations) < sampleConversations {
		d.Sample = sample(w)
	}
	p.count(d, w)
	p.Conversations = append(p.Conversations, d)
}

func (p *Plan) count(d Planned, w *work) {
	n := &p.Counts
	n.Conversations++
	n.Contacts += d.Contacts
	n.Longer += d.Longer
	n.Messages += d.Fresh
	n.Known += w.known
	n.Recordings += d.Recordings
	n.Hetus += d.Hetus
	if d.Technical > 0 {
		n.Technical++
	}
	if d.Waiting {
		n.Waiting++
	}
	if d.Reason != nil {
		n.Skipped++
		p.AskUs = p.AskUs || d.Reason.Code == "import-us-unknown"
		p.Skipped = append(p.Skipped, Finding{Row: d.Row, Code: d.Reason.Code, Field: d.Reason.Field, Args: d.Reason.Args})
		return
	}
	p.remarks(d.Row, w.left)
}

// remarks tells what of a conversation that comes in stays out, or changed.
func (p *Plan) remarks(row int, l left) {
	hetu := "hetu-found"
	if p.o.MaskHetus {
		hetu = "hetu-masked"
	}
	for _, r := range []struct {
		code, field string
		count       int
	}{{hetu, "text", l.hetus}, {"time-invalid", "at", l.noTime}, {"day-future", "on", l.future}, {"import-text-cut", "text", l.cut}} {
		if r.count > 0 {
			p.Remarks = append(p.Remarks, Finding{Row: row, Code: r.code, Field: r.field, Args: map[string]string{"count": strconv.Itoa(r.count)}})
		}
	}
}

// sample is how a conversation begins, for the person to know it by.
func sample(w *work) []app.Message {
	out := []app.Message{}
	for _, part := range w.parts {
		for _, s := range part.said {
			if len(out) == sampleMessages {
				return out
			}
			if !s.counts() {
				continue
			}
			m := s.Message
			if short := cut(m.Text, sampleLength); short != m.Text {
				m.Text = short + "…"
			}
			out = append(out, m)
		}
	}
	return out
}

// authors collects who speaks where the file does not say who is the firm, or
// somebody had to tell.
type authors struct {
	isUs func(string) bool
	told bool // for these files
	list []Author
	at   map[string]int
}

func (a *authors) add(c *talk.Conversation) {
	if !c.AskUs && !(a.told && slices.ContainsFunc(c.Authors, a.isUs)) {
		return
	}
	for _, name := range c.Authors {
		i, there := a.at[name]
		if !there {
			i = len(a.list)
			a.at[name] = i
			a.list = append(a.list, Author{Name: name, Us: a.isUs(name)})
		}
		a.list[i].Conversations++
		a.list[i].Likely = a.list[i].Likely || slices.Contains(c.LikelyUs, name)
	}
}
