package history

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange/post"
	"kortisto/app/exchange/talk"
	"kortisto/app/finnish"
	"kortisto/app/vault"
)

// mail decides on one message and works out its contact. Its body is read only
// where it comes in: most of a mailbox is strangers'.
func (p *placer) mail(line int, box *mailbox, h *post.Mail, read func() post.Mail) (*work, *talk.Conversation, error) {
	c, others := p.letter(h)
	c.AskUs = !p.told
	w := &work{line: line, who: partyOf(c, p.r.isUs), mail: true, others: others}
	w.thread, w.bind, w.choice = threadKey(mailFormat, c, w.who), box.rootKey(h), key("mail with", first(w.who.emails))
	when, _, ok := p.r.time(h.Time, h.Local)
	w.on = app.DayOf(when)
	switch {
	case !ok:
		w.decision = out(app.E("time-invalid", "at"))
		return w, c, nil
	case w.on > p.r.today:
		w.decision = out(app.E("day-future", "on"))
		return w, c, nil
	}
	var err error
	if w.decision, err = p.whose(c, w, w.on); err != nil || w.decision.reason != nil {
		return w, c, err
	}
	full := read()
	w.unread = full.Unread
	p.say(c, &full)
	w.parts, w.left = p.r.parts(c, w.thread, false)
	for i := range w.parts {
		at := &w.parts[i]
		at.waiting = p.o.Waiting && at.waiting && box.last(h)
		if slices.ContainsFunc(at.said, func(s said) bool { return s.out }) { // half a mail is none
			w.decision = out(w.left.why())
			return w, c, nil
		}
	}
	if len(w.parts) == 0 {
		w.decision = out(w.left.why())
		return w, c, nil
	}
	p.threads[w.thread] = w.decision.to
	known, err := p.knownDay(w.parts[0].key, true, "")
	if err != nil {
		return nil, nil, err
	}
	if err := p.fill(w, c, false, known != nil); err != nil {
		return nil, nil, err
	}
	switch {
	case len(w.days) == 0:
		w.decision.reason = app.E("import-known", "")
	case p.o.Attachments:
		w.days[0].Enclosed, w.days[0].mail = len(full.Files), w.thread
	}
	return w, c, nil
}

// letter tells the two sides of a message apart. others says that customers
// beside the one whose it becomes are in it.
func (p *placer) letter(h *post.Mail) (c *talk.Conversation, others bool) {
	us := func(a post.Address) bool { return p.r.isUs(a.Email) }
	side, sent := h.From, slices.ContainsFunc(h.From, us)
	if sent {
		side = h.To
		// A form on the firm's own page writes in the firm's name.
		if !slices.ContainsFunc(h.To, func(a post.Address) bool { return !us(a) }) && slices.ContainsFunc(h.ReplyTo, func(a post.Address) bool { return !us(a) }) {
			side, sent = h.ReplyTo, false
		}
	}
	c = &talk.Conversation{ID: idOf(h), Channel: app.Email, Title: h.Subject, Technical: h.Technical}
	if len(h.From) > 0 {
		c.Authors = []string{h.From[0].Email}
	}
	found := ""
	for _, a := range side {
		if us(a) {
			continue
		}
		ids := p.dir.email[a.Email]
		if len(c.Contact.Emails) == 0 || found == "" && len(ids) > 0 {
			c.Contact.Name, c.Contact.Emails = a.Name, []string{a.Email}
		}
		if len(ids) == 1 && found != "" && ids[0] != found {
			others = true
		}
		if len(ids) > 0 && found == "" {
			found = ids[0]
		}
	}
	role := app.RoleCustomer
	if sent {
		role = app.RoleAgent
	}
	// Its body follows only if it comes in.
	c.Messages = []talk.Message{{ID: "text", Time: h.Time, Local: h.Local, Role: role, Author: author(h, side, sent), Kind: app.KindEmail}}
	return c, others
}

// author is who wrote, as far as the mail tells.
func author(h *post.Mail, side []post.Address, sent bool) string {
	from := h.From
	if !sent {
		from = side
	}
	if len(from) == 0 {
		return ""
	}
	if from[0].Name != "" {
		return from[0].Name
	}
	return from[0].Email
}

// say puts what a message says into its conversation, and the names of what it
// encloses.
func (p *placer) say(c *talk.Conversation, m *post.Mail) {
	text := &c.Messages[0]
	text.Text = m.Text
	for i, f := range m.Files {
		file := *text
		file.ID, file.Kind, file.Text, file.File = "file "+strings.Repeat("+", i), app.KindMedia, "", f.Name
		c.Messages = append(c.Messages, file)
	}
}

// addMail puts one message into what is shown: mail is shown by address, for
// nobody can look at thousands of messages.
func (p *Plan) addMail(pl *placer, s Source, c *talk.Conversation, w *work, cards map[*newCard]bool) {
	i, there := p.at[w.choice]
	if !there && len(p.Conversations) >= talk.MaxConversations {
		w.choice = ""
		i, there = p.at[""]
	}
	if !there {
		i = len(p.Conversations)
		p.at[w.choice] = i
		p.lefts = append(p.lefts, left{})
		p.Conversations = append(p.Conversations, Planned{
			Row: i + 1, Key: w.choice, File: s.Name, Name: w.who.called(), Email: first(w.who.emails), Channel: app.Email, First: w.on, Last: w.on,
			Do: Skip, Reason: w.decision.reason, Offer: w.decision.offer, Authors: []string{}, Sample: []app.Message{},
		})
	}
	d := &p.Conversations[i]
	d.Messages++
	if d.Name == d.Email && w.who.name != "" {
		d.Name = w.who.name
	}
	if w.on != "" {
		d.First, d.Last = min(cmpDay(d.First, w.on), w.on), max(d.Last, w.on)
	}
	if i < sampleConversations && len(d.Sample) < sampleMessages && len(c.Messages) > 0 {
		m := c.Messages[0]
		d.Sample = append(d.Sample, app.Message{Role: m.Role, Author: tidyLine(m.Author, app.MaxName), Kind: m.Kind, Text: cut(finnish.MaskHetus(tidyLine(c.Title, app.MaxSubject)), sampleLength)})
	}
	d.Technical += min(len(c.Technical), 1)
	p.lefts[i].add(w.left)
	d.Hetus += w.left.hetus
	p.Counts.Known += w.known
	if w.decision.reason != nil {
		return
	}
	if w.others {
		p.others++
	}
	if w.unread {
		p.unread++
	}
	if w.days[0].Enclosed > 0 {
		p.enclosed[w.thread] = true
	}
	p.bring(pl, d, w, cards)
}

// bring counts a message that comes in.
func (p *Plan) bring(pl *placer, d *Planned, w *work, cards map[*newCard]bool) {
	d.Reason, d.Offer, d.By = nil, nil, w.decision.by
	if to := w.decision.to; to.new != nil {
		d.Do, d.Customer = New, &Customer{Name: to.new.card.Name}
		cards[to.new] = true
	} else {
		known := pl.dir.customers[to.id]
		d.Do, d.Customer = Existing, &known
	}
	for _, day := range w.days {
		if day.Old != "" || day.Made {
			d.Longer++
		} else {
			d.Contacts++
		}
		d.Fresh += len(day.Messages)
		d.Waiting = d.Waiting || day.Waiting
	}
}

// stageMail seals what is enclosed in the messages that come in.
func (p *Plan) stageMail(ctx context.Context, v *vault.Vault, s Source, staged map[string]vault.Staged, progress vault.Progress) error {
	if len(p.enclosed) == 0 {
		return nil
	}
	return s.letters(ctx, p.o.Bulk, progress, func(h *post.Mail, read func() post.Mail) error {
		thread := threadKey(mailFormat, &talk.Conversation{ID: idOf(h)}, party{})
		if !p.enclosed[thread] || staged[enclosedKey(thread, 0)].ID != "" { // the same mail may be there twice
			return nil
		}
		for i, f := range read().Files {
			one, err := v.Stage(ctx, finnish.MaskHetus(f.Name), bytes.NewReader(f.Content))
			if one.ID != "" {
				staged[enclosedKey(thread, i)] = one
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func enclosedKey(thread string, i int) string { return thread + " " + strconv.Itoa(i) }

// countMail adds up what was shown of mail.
func (p *Plan) countMail(isUs func(string) bool) {
	for i, d := range p.Conversations {
		p.count(d, &work{left: p.lefts[i]})
	}
	for _, n := range []struct {
		code  string
		count int
	}{{"import-mail-unread", p.unread}, {"import-mail-others", p.others}} {
		if n.count > 0 && len(p.Files) > 0 {
			p.Files[0].Findings = append(p.Files[0].Findings, counted(n.code, n.count))
		}
	}
	p.Authors = p.sources[0].mail.authors(isUs)
}

func (l *left) add(m left) {
	l.hetus, l.noTime, l.future, l.cut = l.hetus+m.hetus, l.noTime+m.noTime, l.future+m.future, l.cut+m.cut
}

// cmpDay is the first of two days of which one may not be known yet.
func cmpDay(a, b app.Day) app.Day {
	if a == "" {
		return b
	}
	return a
}
