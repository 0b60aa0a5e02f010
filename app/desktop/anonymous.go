package desktop

import (
	"bytes"
	"context"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

// AnonymousList is a stretch of the conversations that stay without whose they
// were.
type AnonymousList struct {
	Rows  []app.Anonymous `json:"rows"`
	Total int             `json:"total"`
}

// AnonymisePreview tells what a contact would become by a choice, in words of a
// language, and which words go.
func (c *Contacts) AnonymisePreview(id string, choice app.MaskChoice, language app.Lang) (app.AnonymousPreview, error) {
	return view(c.sh, func(tx *vault.Tx) (app.AnonymousPreview, error) {
		word, err := exchange.MaskWords(language)
		if err != nil {
			return app.AnonymousPreview{}, err
		}
		p, err := tx.AnonymisePreview(id, choice)
		p.Result, p.Words = exchange.InWords(p.Result, word), list(p.Words)
		p.Result.Spared = list(p.Result.Spared)
		return p, err
	})
}

// Anonymise takes a contact off its customer and keeps what was said without
// names, as the person has confirmed it. It can not be taken back. The work is
// called "anonymise".
func (c *Contacts) Anonymise(id string, choice app.MaskChoice) (vault.Anonymised, error) {
	return job(c.sh, "anonymise", func(ctx context.Context, v *vault.Vault, say vault.Progress) (vault.Anonymised, error) {
		defer c.sh.forgetUndone()
		done, err := v.AnonymiseContact(ctx, id, choice, say)
		done.Masks = list(done.Masks)
		return done, err
	})
}

// Anonymous lists the conversations that stay without whose they were, the newest
// month first, at most 100 at a time.
func (c *Contacts) Anonymous(language app.Lang, offset, limit int) (AnonymousList, error) {
	return view(c.sh, func(tx *vault.Tx) (AnonymousList, error) {
		word, err := exchange.MaskWords(language)
		if err != nil {
			return AnonymousList{}, err
		}
		rows, total, err := tx.Anonymous(min(max(limit, 1), 100), max(offset, 0))
		rows = list(rows)
		for i := range rows {
			rows[i] = exchange.InWords(rows[i], word)
			rows[i].Spared = list(rows[i].Spared)
		}
		return AnonymousList{rows, total}, err
	})
}

// ExportAnonymous asks for a place and writes all of them there. It gives the
// path, or "" when the person changed their mind. form is "text" or "json".
func (c *Contacts) ExportAnonymous(language app.Lang, form, name string) (string, error) {
	kinds := map[string]FileKind{exchange.TrainingText: {"TXT", "*.txt"}, exchange.TrainingJSON: {"JSON", "*.jsonl"}}
	return job(c.sh, "training", func(ctx context.Context, v *vault.Vault, _ vault.Progress) (string, error) {
		kind, ok := kinds[form]
		if !ok {
			return "", app.E("choice-invalid", "form", "value", form)
		}
		path, err := c.sh.where(name, kind)
		if err != nil || path == "" {
			return "", err
		}
		var b bytes.Buffer
		if _, err := exchange.WriteAnonymous(ctx, v, language, form, &b); err != nil {
			return "", err
		}
		return path, c.sh.put(path, b.Bytes())
	})
}

// Room says until when a recording may be kept at most; "" where its class allows
// no longer time.
func (a *Attachments) Room(id string) (app.Day, error) {
	return view(a.sh, func(tx *vault.Tx) (app.Day, error) { return tx.ExtensionRoom(id) })
}

// Extend keeps one recording longer than the others, for a reason.
func (a *Attachments) Extend(id string, until app.Day, reason string) (AttachmentItem, error) {
	return update(a.sh, func(tx *vault.Tx) (AttachmentItem, error) {
		x, err := tx.Extend(id, until, reason)
		return attachmentItem(x), err
	})
}

// Unextend lets a recording go when its class says so.
func (a *Attachments) Unextend(id string) (AttachmentItem, error) {
	return update(a.sh, func(tx *vault.Tx) (AttachmentItem, error) {
		x, err := tx.Unextend(id)
		return attachmentItem(x), err
	})
}
