package desktop

import (
	"bytes"
	"context"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

// Contacts is the contact history.
type Contacts struct{ sh *shell }

// ContactEdited is a contact after a change, and before it: editing it back takes
// the change back.
type ContactEdited struct {
	Before app.Contact `json:"before"`
	After  app.Contact `json:"after"`
}

// ContactOpened is a contact with all that was said, and whose it is.
type ContactOpened struct {
	Whole  app.WholeContact `json:"whole"`
	Number string           `json:"number"`
	Name   string           `json:"name"`
	Email  string           `json:"email"`
}

// Add writes a contact down. One to the customer answers what waits of them, until
// Delete takes it back.
func (c *Contacts) Add(k app.Contact) (app.Contact, error) {
	var answered []app.Contact
	made, err := update(c.sh, func(tx *vault.Tx) (made app.Contact, err error) {
		made, answered, err = tx.LogContact(k)
		return made, err
	})
	if err == nil {
		c.sh.remembered(made.ID, undone{answered: answered})
	}
	return made, err
}

// Delete takes one out for good, and gives what it was. What it answered in this
// session waits again.
func (c *Contacts) Delete(id string) (app.Contact, error) {
	before := c.sh.recall(id)
	deleted, err := update(c.sh, func(tx *vault.Tx) (app.Contact, error) {
		whole, err := tx.WholeContact(id)
		if err != nil {
			return app.Contact{}, err
		}
		before.whole = whole
		for _, w := range before.answered {
			if err := again(tx, w); err != nil {
				return app.Contact{}, err
			}
		}
		return tx.DeleteContact(id)
	})
	if err == nil {
		c.sh.remembered(id, before)
	}
	return deleted, err
}

// again lets a contact wait again, if it is still there and nobody has changed
// that since.
func again(tx *vault.Tx, was app.Contact) error {
	now, err := tx.Contact(was.ID)
	if err != nil || now.Waiting {
		return nil // it went, or somebody put it back
	}
	now.Waiting, now.FollowUpOn = was.Waiting, was.FollowUpOn
	_, _, err = tx.EditContact(now)
	return err
}

// Restore puts back what Delete took out in this session.
func (c *Contacts) Restore(id string) (app.Contact, error) {
	was := c.sh.recall(id)
	return update(c.sh, func(tx *vault.Tx) (app.Contact, error) {
		if was.whole.Contact.ID == "" {
			return app.Contact{}, app.E("not-found", "id")
		}
		for _, w := range was.answered {
			if _, _, err := tx.Answered(w.ID); err != nil && !isGone(err) {
				return app.Contact{}, err
			}
		}
		if err := tx.RestoreContact(was.whole); err != nil {
			return app.Contact{}, err
		}
		return tx.Contact(id)
	})
}

// Edit saves a changed contact.
func (c *Contacts) Edit(k app.Contact) (ContactEdited, error) {
	return c.edited(func(tx *vault.Tx) (app.Contact, app.Contact, error) { return tx.EditContact(k) })
}

// Wait puts a contact into the queue, to be come back to on a day; empty: now.
func (c *Contacts) Wait(id string, until app.Day) (ContactEdited, error) {
	return c.edited(func(tx *vault.Tx) (app.Contact, app.Contact, error) { return tx.Wait(id, until) })
}

// Done takes a contact out of the queue.
func (c *Contacts) Done(id string) (ContactEdited, error) {
	return c.edited(func(tx *vault.Tx) (app.Contact, app.Contact, error) { return tx.Answered(id) })
}

func (c *Contacts) edited(how func(tx *vault.Tx) (before, after app.Contact, err error)) (ContactEdited, error) {
	return update(c.sh, func(tx *vault.Tx) (ContactEdited, error) {
		before, after, err := how(tx)
		return ContactEdited{before, after}, err
	})
}

// Open gives a contact with all that was said in it.
func (c *Contacts) Open(id string) (ContactOpened, error) {
	return view(c.sh, func(tx *vault.Tx) (ContactOpened, error) {
		whole, err := tx.WholeContact(id)
		if err != nil {
			return ContactOpened{}, err
		}
		customer, err := tx.Customer(whole.Contact.CustomerID)
		whole.Messages, whole.Technical = list(whole.Messages), list(whole.Technical)
		return ContactOpened{whole, customer.Number, customer.Name, customer.Email}, err
	})
}

// mostListed is how many characters of a text a list brings along.
const mostListed = 400

// List gives a stretch of the history over all customers, at most 500 rows. Long
// texts are cut: Open gives them whole.
func (c *Contacts) List(f app.ContactFilter) (app.ContactPage, error) {
	f.Offset, f.Limit = max(f.Offset, 0), min(max(f.Limit, 1), 500)
	return view(c.sh, func(tx *vault.Tx) (app.ContactPage, error) {
		page, err := tx.ContactList(f)
		page.Rows = list(page.Rows)
		for i := range page.Rows {
			r := &page.Rows[i]
			r.Contact.Text, r.Opening = cut(r.Contact.Text), cut(r.Opening)
		}
		return page, err
	})
}

func cut(s string) string {
	if len(s) <= mostListed {
		return s
	}
	if rs := []rune(s); len(rs) > mostListed {
		return string(rs[:mostListed]) + "…"
	}
	return s
}

// Queue tells how many contacts wait for an answer.
func (c *Contacts) Queue() (app.Queue, error) {
	return view(c.sh, func(tx *vault.Tx) (app.Queue, error) { return tx.Queue() })
}

// PreviewTraining tells what a file to learn from would hold. The work is called
// "training".
func (c *Contacts) PreviewTraining(choice app.TrainingChoice, language app.Lang) (exchange.Training, error) {
	return job(c.sh, "training", func(ctx context.Context, v *vault.Vault, say vault.Progress) (exchange.Training, error) {
		t, err := exchange.PreviewTraining(ctx, v, choice, language, say)
		t.Replaced, t.Sample = list(t.Replaced), list(t.Sample)
		return t, err
	})
}

// ExportTraining asks for a place and writes the file there. It gives the path, or
// "" when the person changed their mind. form is "text" or "json".
func (c *Contacts) ExportTraining(choice app.TrainingChoice, language app.Lang, form, name string) (string, error) {
	kinds := map[string]FileKind{exchange.TrainingText: {"TXT", "*.txt"}, exchange.TrainingJSON: {"JSON", "*.jsonl"}}
	return job(c.sh, "training", func(ctx context.Context, v *vault.Vault, say vault.Progress) (string, error) {
		kind, ok := kinds[form]
		if !ok {
			return "", app.E("choice-invalid", "form", "value", form)
		}
		path, err := c.sh.where(name, kind)
		if err != nil || path == "" {
			return "", err
		}
		var b bytes.Buffer
		if _, err := exchange.WriteTraining(ctx, v, choice, language, form, &b, say); err != nil {
			return "", err
		}
		return path, c.sh.put(path, b.Bytes())
	})
}
