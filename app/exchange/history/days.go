package history

import (
	"slices"
	"strings"
	"time"

	"kortisto/app"
	"kortisto/app/exchange/talk"
	"kortisto/app/finnish"
)

// said is a message on its day in the register's zone.
type said struct {
	app.Message
	on   app.Day
	when time.Time
	out  bool // stays out: a personal identity code is in it
}

// part is what one contact is made of: all that was said in a conversation on
// one day, or one call.
type part struct {
	on      app.Day
	key     string
	said    []said
	waiting bool
	known   *dayKnown // the contact that it is, once that is decided
}

// left counts what of a conversation could not come in as it is.
type left struct {
	hetus  int // messages that hold a personal identity code
	noTime int
	future int
	cut    int
}

// reader makes parts of conversations.
type reader struct {
	zone, home *time.Location
	today      app.Day
	mask       bool
	isUs       func(string) bool
}

// forgotten is after how many days nobody waits any more for an answer to the
// last word of a conversation in which the firm took part: most such words are
// thanks. What nobody ever answered waits however old it is.
const forgotten = 30

// parts cuts a conversation into days. Days on which only the system spoke, such
// as a notice of encryption, are none.
func (r *reader) parts(c *talk.Conversation, thread string, calls bool) ([]part, left) {
	all, l := r.said(c, thread)
	waits := r.waits(all, calls)
	var out []part
	for i, s := range all {
		if len(out) == 0 || calls || out[len(out)-1].on != s.on {
			k := key("day", thread, string(s.on))
			if calls {
				k = s.SourceKey
			}
			out = append(out, part{on: s.on, key: k})
		}
		p := &out[len(out)-1]
		p.said = append(p.said, s)
		p.waiting = p.waiting || i == waits
	}
	return slices.DeleteFunc(out, func(p part) bool { return !slices.ContainsFunc(p.said, said.counts) }), l
}

// said puts messages on their days, in the order of time. One without a time
// belongs to the one before it.
func (r *reader) said(c *talk.Conversation, thread string) ([]said, left) {
	var out []said
	var l left
	keys := messageKeys{thread, map[string]int{}}
	before := time.Time{}
	for i := range c.Messages {
		m := &c.Messages[i]
		k := keys.of(m)
		when, layout, ok := r.time(m.Time, m.Local)
		if !ok {
			if before.IsZero() {
				l.noTime++
				continue
			}
			when, layout = before, "15:04:05"
		}
		before = when
		s := said{Message: r.message(c, m, &l), on: app.DayOf(when), when: when}
		s.At, s.SourceKey = when.Format(layout), k
		s.out = !r.mask && (len(finnish.FindHetus(m.Text)) > 0 || len(finnish.FindHetus(m.File)) > 0)
		if s.on > r.today {
			l.future++
			continue
		}
		out = append(out, s)
	}
	if rating := rated(c); rating != "" && len(out) > 0 {
		last := out[len(out)-1]
		last.Message = app.Message{At: last.At, Role: app.RoleCustomer, Kind: app.KindForm, Text: finnish.MaskHetus(rating), SourceKey: key("rating", thread)}
		out = append(out, last)
	}
	slices.SortStableFunc(out, func(a, b said) int { return a.when.Compare(b.when) })
	return out, l
}

// rated is what the customer thought of the conversation, in the words of the
// source.
func rated(c *talk.Conversation) string {
	s, _ := tidyText(strings.TrimSpace(c.Rating + "\n" + c.Comment))
	return s
}

// message is one line as it is kept. Roles that the file does not tell are told
// by who is the firm.
func (r *reader) message(c *talk.Conversation, m *talk.Message, l *left) app.Message {
	text, long := tidyText(m.Text)
	if long {
		l.cut++
	}
	out := app.Message{
		Role: r.role(c, m), Author: finnish.MaskHetus(tidyLine(m.Author, app.MaxName)), Kind: m.Kind, Text: finnish.MaskHetus(text),
		Internal: m.Internal, Edited: m.Edited, FileName: finnish.MaskHetus(tidyLine(m.File, app.MaxLine)), Seconds: max(m.Seconds, 0),
	}
	if out.Text != text || len(finnish.FindHetus(m.File)) > 0 {
		l.hetus++
	}
	if !slices.Contains(app.MessageKinds(), out.Kind) {
		out.Kind = app.KindText
	}
	return out
}

func (r *reader) role(c *talk.Conversation, m *talk.Message) app.Role {
	switch {
	case m.Role != app.RoleUnknown && slices.Contains(app.Roles(), m.Role):
		return m.Role
	case m.Author == "":
		return app.RoleUnknown
	case r.isUs(m.Author):
		return app.RoleAgent
	case c.AskUs:
		return app.RoleCustomer
	}
	return app.RoleUnknown
}

// time reads a point in time into the register's zone, and says how exactly the
// file gives it.
func (r *reader) time(s string, local bool) (when time.Time, layout string, ok bool) {
	if !local {
		t, err := time.Parse(time.RFC3339Nano, s)
		return t.In(r.home), "15:04:05", err == nil
	}
	for _, form := range []struct{ written, kept string }{
		{"2006-01-02T15:04:05.999999999", "15:04:05"}, {"2006-01-02T15:04", "15:04"}, {time.RFC3339Nano, "15:04:05"},
	} {
		if t, err := time.ParseInLocation(form.written, s, r.zone); err == nil {
			return t.In(r.home), form.kept, true
		}
	}
	return time.Time{}, "", false
}

// counts says whether a message is reason enough for a contact.
func (s said) counts() bool {
	return s.Role != app.RoleSystem || s.Kind == app.KindMissedCall || s.Kind == app.KindCall
}

// spoken says whether something was said to the other side: no note among the
// firm's people, no sign, nothing that was taken back.
func (s said) spoken() bool {
	switch s.Kind {
	case app.KindNote, app.KindSystem, app.KindReaction, app.KindDeleted, app.KindNull, app.KindEmpty, app.KindAutosuggest:
		return false
	}
	return !s.Internal && s.counts() && !s.rating()
}

func (s said) rating() bool {
	return s.Kind == app.KindForm && s.Author == "" && s.Role == app.RoleCustomer
}

// ours: by somebody of the firm, or by its machine.
func (s said) ours() bool { return s.Role == app.RoleAgent || s.Role == app.RoleBot }

// waits is the message that waits for the firm's answer; -1: none does. A
// machine's answer is none. A call that was answered is.
func (r *reader) waits(all []said, calls bool) int {
	at, answered := -1, false
	for i, s := range all {
		switch {
		case !s.spoken() || s.Role == app.RoleBot:
		case s.Role == app.RoleAgent || s.Kind == app.KindCall:
			at, answered = -1, true
		default:
			at = i
		}
	}
	if at >= 0 && answered && !calls && all[at].on.DaysUntil(r.today) > forgotten {
		return -1
	}
	return at
}

// contact is the entry of the history that a part becomes, without its customer.
func (p *part) contact(c *talk.Conversation, who party, thread string, purpose app.Purpose) app.Contact {
	channel := c.Channel
	if !slices.Contains(app.Channels(), channel) {
		channel = app.Other
	}
	t := app.Contact{
		On: p.on, At: p.said[0].At, Channel: channel, Direction: p.direction(), Who: who.name, HandledBy: p.agents(),
		Purpose: purpose, Waiting: p.waiting, SourceKey: p.key, ThreadKey: thread,
	}
	if isCalls(c) {
		t.Seconds, t.HandledBy = p.said[0].Seconds, p.said[0].Author
	}
	if subject := tidyLine(c.Title, app.MaxSubject); subject != who.name {
		t.Subject = finnish.MaskHetus(subject)
	}
	return t
}

// direction is by who began.
func (p *part) direction() app.Direction {
	at := slices.IndexFunc(p.said, said.spoken)
	if at < 0 {
		at = slices.IndexFunc(p.said, said.counts)
	}
	if at >= 0 && p.said[at].ours() {
		return app.Out
	}
	return app.In
}

// agents names who of the firm spoke.
func (p *part) agents() string {
	var names []string
	for _, s := range p.said {
		if s.Role == app.RoleAgent && s.Author != "" && !slices.Contains(names, s.Author) {
			names = append(names, s.Author)
		}
	}
	return tidyLine(strings.Join(names, ", "), app.MaxName)
}
