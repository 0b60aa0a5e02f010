package history

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"kortisto/app"
	"kortisto/app/exchange/talk"
	"kortisto/app/finnish"
	"kortisto/app/vault"
)

// withRecordings puts recordings after what they may be of, and makes of each a
// conversation of one call. What the file beside a recording tells goes before
// what its name tells.
func withRecordings(sources []Source) []Source {
	beside := map[string]talk.Recording{}
	for _, s := range sources {
		for _, r := range s.Recordings {
			if s.Sound == nil && r.Time != "" {
				beside[r.File] = r
			}
		}
	}
	out := slices.Clone(sources)
	for i := range out {
		s := &out[i]
		if s.Sound == nil || len(s.Recordings) != 1 {
			continue
		}
		r := s.Recordings[0]
		if b, ok := beside[r.File]; ok {
			r = b
		}
		c := recorded(r, s.Digest)
		s.Each = func(yield func(talk.Conversation) error) error { return yield(c) }
	}
	slices.SortStableFunc(out, func(a, b Source) int { return cmp.Compare(soundLast(a), soundLast(b)) })
	return out
}

func soundLast(s Source) int {
	if s.Sound != nil {
		return 1
	}
	return 0
}

// recorded is a recording as a call. Its message is known by the sum of the
// sound.
func recorded(r talk.Recording, sum string) talk.Conversation {
	c := byNumber([]talk.Call{{Number: r.Number, Name: r.Name, Direction: r.Direction, Time: r.Time, Local: r.Local, Seconds: r.Seconds}})[0]
	c.Messages[0].ID, c.Messages[0].File = sum, r.File
	return c
}

func isRecording(c *talk.Conversation) bool {
	return isCalls(c) && len(c.Messages) == 1 && c.Messages[0].File != ""
}

// callKnown is a call of the files, for its recording to be found.
type callKnown struct {
	when    time.Time
	seconds int
	thread  string
	to      target
	known   *dayKnown
}

// apart is how far the clocks of a telephone and of its recorder may be.
const apart = 2 * time.Minute

// covers says whether something recorded at that time is of the call: recorders
// stamp its beginning or its end.
func covers(call time.Time, seconds int, at time.Time) bool {
	return !at.Before(call.Add(-apart)) && !at.After(call.Add(apart+time.Duration(seconds)*time.Second))
}

// called remembers calls.
func (p *placer) called(w *work) {
	for i := range w.parts {
		at := &w.parts[i]
		call := callKnown{at.said[0].when, at.said[0].Seconds, w.thread, w.decision.to, at.known}
		for _, k := range callKeys(w.who) {
			p.calls[k] = append(p.calls[k], call)
		}
	}
}

func callKeys(who party) []string {
	var out []string
	for _, n := range append(slices.Clone(who.phones), who.written...) {
		out = append(out, "number "+n)
	}
	if who.name != "" {
		out = append(out, "name "+strings.ToLower(who.name))
	}
	return out
}

// recording hangs a recording on its call: one of the files, else one that is in
// the register, else a contact of its own, for it is the proof of a call.
func (p *placer) recording(w *work, c *talk.Conversation, began app.Day) error {
	if len(w.parts) == 0 {
		w.decision.reason = w.left.why()
		return nil
	}
	at := w.parts[0].said[0]
	sum := c.Messages[0].ID
	call, met := p.callOf(w.who, at.when)
	if met && p.choices[w.thread].To == "" && p.all == "" {
		w.decision = decision{to: call.to, by: ByCall}
	} else {
		var err error
		if w.decision, err = p.whose(c, w, began); err != nil || w.decision.reason != nil {
			return err
		}
	}
	d := dayWork{Contact: w.parts[0].contact(c, w.who, w.thread, p.o.Purpose), SourceKey: w.parts[0].key, Sound: sum}
	known, err := p.recordedCall(w, d, call, met, at.when)
	if err != nil {
		return err
	}
	if p.sounds[sum] {
		known, d.Sound = nil, ""
	} else if known != nil && known.id != "" {
		all, err := p.reg.Attachments(known.id)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(all, func(a app.Attachment) bool { return a.SHA256 == sum }) {
			d.Sound = ""
		}
	}
	if d.Sound == "" {
		w.known++
		w.decision.reason = app.E("import-known", "")
		return nil
	}
	p.sounds[sum] = true
	p.hang(w, &d, known)
	return nil
}

// hang makes the recording's work: on a contact that is known, or one of its own.
func (p *placer) hang(w *work, d *dayWork, known *dayKnown) {
	if d.known = known; known == nil {
		d.known = &dayKnown{}
		p.days[d.SourceKey] = d.known
		p.threads[w.thread] = w.decision.to
	} else {
		d.Waiting = known.waiting
		if d.Made = !known.old; known.old {
			d.Old = known.id
		}
	}
	w.days = []dayWork{*d}
}

func (p *placer) callOf(who party, when time.Time) (callKnown, bool) {
	for _, k := range callKeys(who) {
		if len(who.phones)+len(who.written) > 0 && strings.HasPrefix(k, "name ") {
			break // a number tells better
		}
		for _, call := range p.calls[k] {
			if covers(call.when, call.seconds, when) && call.known != nil {
				return call, true
			}
		}
	}
	return callKnown{}, false
}

// recordedCall finds the contact that a recording is of; nil: there is none yet.
func (p *placer) recordedCall(w *work, d dayWork, call callKnown, met bool, when time.Time) (*dayKnown, error) {
	if met {
		return call.known, nil
	}
	known, err := p.knownDay(d.SourceKey, true, "")
	if err != nil || known != nil || w.decision.to.id == "" {
		return known, err
	}
	all, err := p.reg.ContactsOn(w.decision.to.id, d.Contact.On)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		there := p.days[t.SourceKey]
		if there != nil && !there.old {
			continue // written by this import: a preview would not have seen it
		}
		at, ok := p.r.clock(t)
		if ok && t.Channel == app.Phone && covers(at, t.Seconds, when) {
			if there == nil {
				there = &dayKnown{id: t.ID, waiting: t.Waiting, old: true}
			}
			return there, nil
		}
	}
	return nil, nil
}

// clock is when a contact of the register was.
func (r *reader) clock(t app.Contact) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if at, err := time.ParseInLocation(layout, string(t.On)+" "+t.At, r.home); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// stage seals the sounds that a plan hangs on calls, before the transaction that
// does so.
func (p *Plan) stage(ctx context.Context, v *vault.Vault, progress vault.Progress) (map[string]vault.Staged, error) {
	staged := map[string]vault.Staged{}
	for _, s := range p.sources {
		if s.mail != nil {
			if err := p.stageMail(ctx, v, s, staged, progress); err != nil {
				return staged, err
			}
			continue
		}
		if s.Sound == nil || !p.sounds[s.Digest] || staged[s.Digest].ID != "" {
			continue
		}
		one, err := stageOne(ctx, v, s)
		if one.ID != "" {
			staged[s.Digest] = one
		}
		if err != nil {
			return staged, err
		}
	}
	return staged, nil
}

func stageOne(ctx context.Context, v *vault.Vault, s Source) (vault.Staged, error) {
	r, err := s.Sound()
	if err != nil {
		return vault.Staged{}, app.E("file-unreadable", "file", "file", s.Name)
	}
	defer r.Close()
	one, err := v.Stage(ctx, finnish.MaskHetus(s.Name), r)
	if err == nil && one.SHA256 != s.Digest {
		err = app.E("import-file-changed", "file", "file", s.Name)
	}
	return one, err
}

// discard removes what was sealed and hung on nothing.
func discard(v *vault.Vault, staged map[string]vault.Staged) {
	for _, s := range staged {
		v.Discard(s)
	}
}
