package history

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange/talk"
	"kortisto/app/vault"
)

// Result is what an import did.
type Result struct {
	Batch   string    `json:"batch"`   // for taking it back; empty where there was nothing to do
	Added   int       `json:"added"`   // contacts
	Updated int       `json:"updated"` // contacts that were there and are longer now
	Skipped []Finding `json:"skipped"`
	Remarks []Finding `json:"remarks"`
	Counts  Counts    `json:"counts"`
}

// Run carries a plan out in one transaction: all of it, or after an error or a
// cancellation nothing. Where it would come out otherwise than it was shown,
// because the register, a file or the day has changed, Run fails with
// import-changed-since and changes nothing. kind is chats or mail. Progress is
// called with the phase "importing" and conversations, for mail with bytes.
func Run(ctx context.Context, v *vault.Vault, kind string, p *Plan, progress vault.Progress) (Result, error) {
	res := Result{Added: p.Counts.Contacts, Updated: p.Counts.Longer, Skipped: p.Skipped, Remarks: p.Remarks, Counts: p.Counts}
	if res.Added+res.Updated == 0 {
		return res, nil
	}
	if isMail(p.sources) {
		progress = phase("importing", progress)
	}
	staged, err := p.stage(ctx, v, progress)
	defer discard(v, staged) // what was hung on something stays
	if err != nil {
		return Result{}, err
	}
	err = v.Update(func(tx *vault.Tx) error {
		reg, err := registerOf(tx)
		if err != nil {
			return err
		}
		pl, err := p.o.placer(reg, tx)
		if err != nil {
			return err
		}
		name, digest := p.named()
		if res.Batch, err = tx.StartBatch(kind, name, digest); err != nil {
			return err
		}
		w := &writer{tx: tx, batch: res.Batch, told: map[string]bool{}, staged: staged, total: int64(p.Counts.Conversations), progress: progress}
		now, err := pl.walk(ctx, p.sources, progress, w.write)
		if err != nil {
			return err
		}
		if now != p.Digest {
			return app.E("import-changed-since", "", "file", name)
		}
		if err := p.rememberUs(tx, pl.r.isUs); err != nil {
			return err
		}
		return tx.EndBatch(res.Batch, p.Counts.Contacts, p.Counts.Longer, p.Counts.Skipped)
	})
	if err != nil {
		return Result{}, err
	}
	return res, nil
}

// phase calls what is reported otherwise.
func phase(name string, progress vault.Progress) vault.Progress {
	if progress == nil {
		return nil
	}
	return func(_ string, done, total int64) { progress(name, done, total) }
}

// named is what the batch is called, and a sum over all of its files.
func (p *Plan) named() (name, digest string) {
	var names []string
	sum := sha256.New()
	for _, s := range p.sources {
		names = append(names, s.Name)
		sum.Write([]byte(s.Digest))
	}
	if len(p.sources) == 1 {
		return names[0], p.sources[0].Digest
	}
	return cut(strings.Join(names, ", "), app.MaxLine), hex.EncodeToString(sum.Sum(nil))
}

// rememberUs keeps who is the firm, where it was told.
func (p *Plan) rememberUs(tx *vault.Tx, isUs func(string) bool) error {
	if len(p.o.Us) == 0 {
		return nil
	}
	var us, others []string
	for _, a := range p.Authors {
		if isUs(a.Name) {
			us = append(us, a.Name)
		} else {
			others = append(others, a.Name)
		}
	}
	return tx.RememberUs(us, others)
}

// writer carries conversations out.
type writer struct {
	tx       *vault.Tx
	batch    string
	told     map[string]bool // customers of whom the log says that they got contacts
	staged   map[string]vault.Staged
	done     int64
	total    int64
	progress vault.Progress
}

func (w *writer) write(_ Source, _ *talk.Conversation, c *work) error {
	if w.progress != nil && w.done%16 == 0 && !c.mail {
		w.progress("importing", w.done, w.total)
	}
	w.done++
	if c.decision.reason != nil {
		return nil
	}
	id, err := w.customer(c.decision.to)
	if err != nil {
		return err
	}
	for i := range c.days {
		if err := w.day(id, c.line, &c.days[i]); err != nil {
			return err
		}
	}
	if w.told[id] {
		return nil
	}
	w.told[id] = true
	return w.tx.Audited("contact-added", id, "contacts")
}

// customer is the id of whom it goes to; a new card is written when it is first
// needed.
func (w *writer) customer(t target) (string, error) {
	if t.new == nil {
		return t.id, nil
	}
	if t.new.id != "" {
		return t.new.id, nil
	}
	c, err := w.tx.BatchAdd(w.batch, t.new.line, t.new.card.Clone())
	t.new.id = c.ID
	return c.ID, err
}

// enclosed hangs on a contact what a mail holds; nil: nothing.
func (w *writer) enclosed(d *dayWork) func(string) error {
	if d.Enclosed == 0 {
		return nil
	}
	return func(id string) error {
		for i := range d.Enclosed {
			if _, err := w.tx.Attach(id, w.staged[enclosedKey(d.mail, i)]); err != nil {
				return err
			}
		}
		return nil
	}
}

func (w *writer) day(customer string, line int, d *dayWork) error {
	if d.Old != "" || d.Made {
		if err := w.tx.BatchAppend(w.batch, line, d.known.id, d.Messages, d.Waiting); err != nil || d.Sound == "" {
			return err
		}
		a, err := w.tx.Attach(d.known.id, w.staged[d.Sound])
		if err != nil {
			return err
		}
		return w.tx.BatchAttachment(w.batch, line, a)
	}
	attach := w.enclosed(d)
	if d.Sound != "" {
		attach = func(id string) error {
			_, err := w.tx.Attach(id, w.staged[d.Sound])
			return err
		}
	}
	t := d.Contact
	t.CustomerID = customer
	id, err := w.tx.BatchContact(w.batch, line, vault.Conversation{Contact: t, Messages: d.Messages, Technical: d.Technical}, attach)
	d.known.id = id
	return err
}
