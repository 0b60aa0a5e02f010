package history

import (
	"encoding/hex"
	"errors"
	"strconv"

	"kortisto/app"
	"kortisto/app/exchange/talk"
	"kortisto/app/finnish"
)

// work is what comes of one conversation: whose it is, and its contacts.
type work struct {
	line     int
	decision decision
	who      party
	thread   string
	bind     string // names what belongs together in the register; mostly thread
	choice   string // names it in Choice; mostly thread
	days     []dayWork
	known    int // messages that are in the register already
	left     left
	parts    []part

	mail   bool
	on     app.Day // of mail
	others bool    // of mail: customers beside the one whose it becomes are in it
	unread bool    // of mail: its text stays out
}

// dayWork is a contact that is made or longer than before.
type dayWork struct {
	Contact   app.Contact
	SourceKey string // of the contact, whose own has no place in JSON
	Messages  []app.Message
	Technical []app.TechnicalFact
	Old       string // the id of the contact that was in the register; empty: this import makes or made it
	Made      bool   // this import made it before
	Waiting   bool
	Enclosed  int    // files of a mail that are hung on it
	Sound     string // the sum of a recording that is hung on it

	known *dayKnown
	mail  string // whose files these are
}

// conversation decides on one and works out its contacts. It remembers all that
// it decides.
func (p *placer) conversation(line int, format string, c *talk.Conversation) (*work, error) {
	calls := isCalls(c)
	if calls {
		format = callFormat
	}
	w := &work{line: line, who: partyOf(c, p.r.isUs)}
	if w.thread = threadKey(format, c, w.who); w.thread == "" {
		w.thread = key("thread", format, "content", contentOf(c))
	}
	w.bind, w.choice = w.thread, w.thread
	w.parts, w.left = p.r.parts(c, w.thread, calls)
	began := p.r.today
	if len(w.parts) > 0 {
		began = w.parts[0].on
	}
	if isRecording(c) {
		return w, p.recording(w, c, began)
	}
	var err error
	if w.decision, err = p.whose(c, w, began); err != nil || w.decision.reason != nil {
		return w, err
	}
	if len(w.parts) == 0 {
		w.decision.reason = w.left.why()
		return w, nil
	}
	_, was := p.threads[w.thread]
	old, err := p.remembered(w.thread)
	if err != nil {
		return nil, err
	}
	p.threads[w.thread] = w.decision.to
	if err := p.fill(w, c, calls, was || old.to.there()); err != nil {
		return nil, err
	}
	if calls {
		p.called(w)
	}
	if len(w.days) == 0 {
		w.decision.reason = app.E("import-known", "")
	}
	return w, nil
}

// why nothing of a conversation is left that could come in.
func (l left) why() *app.Error {
	switch {
	case l.hetus > 0:
		return app.E("hetu-found", "text", "count", strconv.Itoa(l.hetus))
	case l.noTime > 0:
		return app.E("time-invalid", "at")
	case l.future > 0:
		return app.E("day-future", "on")
	}
	return app.E("import-empty-conversation", "")
}

// contentOf tells a conversation from others where nothing else does.
func contentOf(c *talk.Conversation) string {
	if len(c.Messages) == 0 {
		return ""
	}
	k := messageKeys{"", map[string]int{}}
	return k.of(&c.Messages[0])
}

// fill works out the contacts. before says that something of the conversation may
// be in the register already.
func (p *placer) fill(w *work, c *talk.Conversation, calls, before bool) error {
	days := make([]dayWork, len(w.parts))
	moved := false // something of it is new
	for i := range w.parts {
		at := &w.parts[i]
		owner := w.decision.to.id
		if calls {
			owner = "" // a call is known by itself
		}
		known, err := p.knownDay(at.key, before, owner)
		if err != nil {
			return err
		}
		d := dayWork{Contact: at.contact(c, w.who, w.bind, p.o.Purpose), SourceKey: at.key, Waiting: at.waiting, known: known}
		if calls {
			d.Messages = at.missed(known != nil)
			moved = moved || known == nil
			if known != nil {
				w.known++
			}
		} else if d.Messages, err = p.fresh(w, at, before); err != nil {
			return err
		}
		moved = moved || len(d.Messages) > 0
		days[i] = d
		at.known = known
	}
	if !moved {
		return nil
	}
	for i := range days {
		if d := p.day(&days[i], calls); d != nil {
			w.days = append(w.days, *d)
		}
		w.parts[i].known = days[i].known
	}
	if p.o.KeepTechnical && len(w.days) > 0 && w.days[0].Old == "" && !w.days[0].Made {
		w.days[0].Technical = technical(c.Technical)
	}
	return nil
}

// missed is the line that a call leaves which nobody took; one that was taken is
// told by the contact itself.
func (p *part) missed(known bool) []app.Message {
	if known || p.said[0].Kind != app.KindMissedCall {
		return nil
	}
	return []app.Message{p.said[0].Message}
}

// technical tidies what a web page learnt; a fact that says nothing is none.
func technical(facts []app.TechnicalFact) []app.TechnicalFact {
	var out []app.TechnicalFact
	for _, f := range facts {
		f.Name, f.Value = finnish.MaskHetus(tidyLine(f.Name, app.MaxCode)), finnish.MaskHetus(tidyLine(f.Value, app.MaxReason))
		if f.Name != "" && f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}

// day is what one part adds; nil where all of it is there.
func (p *placer) day(d *dayWork, calls bool) *dayWork {
	known := d.known
	if known == nil {
		if len(d.Messages) == 0 && !calls {
			return nil
		}
		d.known = &dayKnown{waiting: d.Waiting}
		p.days[d.SourceKey] = d.known
		return d
	}
	// What somebody has answered meanwhile in the register stays answered: only
	// something new on its own day makes a contact wait again.
	if len(d.Messages) == 0 {
		d.Waiting = d.Waiting && known.waiting
	}
	if len(d.Messages) == 0 && d.Waiting == known.waiting {
		return nil
	}
	if d.Made = !known.old; known.old {
		d.Old = known.id
	}
	known.waiting = d.Waiting
	return d
}

// knownDay finds the contact of a day, made by this import or in the register. One
// of another customer than the owner, where there is one, is not the contact:
// somebody has said since whose the conversation is.
func (p *placer) knownDay(k string, before bool, owner string) (*dayKnown, error) {
	if d, ok := p.days[k]; ok || !before {
		return d, nil
	}
	t, err := p.reg.ContactBySource(k)
	if errors.Is(err, app.E("not-found", "")) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if owner != "" && t.CustomerID != owner {
		return nil, nil
	}
	d := &dayKnown{id: t.ID, waiting: t.Waiting, old: true}
	p.days[k] = d
	return d, nil
}

// fresh are the messages that are not there yet and may come in. Where nothing
// of the conversation was there before, the register need not be asked.
func (p *placer) fresh(w *work, at *part, before bool) ([]app.Message, error) {
	var out []app.Message
	for _, s := range at.said {
		if s.out {
			continue
		}
		var id [16]byte
		if _, err := hex.Decode(id[:], []byte(s.SourceKey)); err != nil {
			return nil, err
		}
		there := p.seen[id]
		if !there && before {
			_, err := p.reg.MessageBySource(s.SourceKey)
			if err != nil && !errors.Is(err, app.E("not-found", "")) {
				return nil, err
			}
			there = err == nil
		}
		if there {
			w.known++
			continue
		}
		p.seen[id] = true
		out = append(out, s.Message)
	}
	return out, nil
}
