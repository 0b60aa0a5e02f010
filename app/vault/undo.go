package vault

import (
	"context"
	"errors"
	"slices"

	"kortisto/app"
	"kortisto/store"
)

// Undone is what taking an import back did. Kept rows were changed after the
// import, by hand or by a later one, or a restriction, a hold or an open request
// of their customer keeps them: so they stay.
type Undone struct {
	Removed  int `json:"removed"`
	Restored int `json:"restored"`
	Kept     int `json:"kept"`
}

// UndoBatch takes a whole import back: what it added goes, what it changed
// becomes what it was. It is one transaction: all of it or nothing. Then the
// vault is rewritten, so that the bytes hold nothing of it either; where that
// fails, it is done when the vault is closed.
func (v *Vault) UndoBatch(ctx context.Context, batch string, progress Progress) (Undone, error) {
	var u Undone
	err := v.Update(func(tx *Tx) (err error) {
		var addresses []string
		if u, addresses, err = tx.undoRows(ctx, batch, progress); err != nil {
			return err
		}
		visits, err := store.EraseVisits(tx.Tx, batch) // they are nobody's, and have no row of their own in the import
		if err != nil {
			return err
		}
		u.Removed += visits
		if err := tx.undoEntries(batch, &u, addresses); err != nil {
			return err
		}
		if err := store.MarkUndone(tx.Tx, batch); errors.Is(err, app.E("not-found", "")) {
			return app.E("import-batch-undone", "")
		} else if err != nil {
			return err
		}
		return errors.Join(tx.uncleansed(), tx.audit("import-undone", batch))
	})
	if err != nil {
		return Undone{}, err
	}
	if u.Removed+u.Restored > 0 {
		_ = v.cleanse(ctx, progress)
	}
	return u, nil
}

// undoing is a batch on its way back.
type undoing struct {
	*Tx
	u         Undone
	remove    []string // customers that go, when everything under them has gone
	addresses []string // theirs
	lost      []loss
	told      map[loss]bool   // those in lost
	keeps     map[string]bool // customers of whom nothing goes
}

// loss is what the log says of a customer who loses rows and stays.
type loss struct{ customer, action, field string }

var losses = map[string]loss{
	"contacts":    {"", "contact-deleted", "contacts"},
	"messages":    {"", "contact-changed", "contacts"},
	"attachments": {"", "attachment-deleted", "contacts"},
	"deliveries":  {"", "delivery-deleted", "deliveries"},
}

// lose notes that a row of a customer went.
func (un *undoing) lose(r store.ImportRow) {
	l := losses[r.Table]
	if l.customer = r.CustomerID; l.action != "" && !un.told[l] {
		un.told[l] = true
		un.lost = append(un.lost, l)
	}
}

// tell writes into the log what customers who stay have lost.
func (un *undoing) tell() error {
	gone := map[string]bool{}
	for _, id := range un.remove {
		gone[id] = true
	}
	for _, l := range un.lost {
		if gone[l.customer] {
			continue
		}
		if err := un.audit(l.action, l.customer, l.field); err != nil {
			return err
		}
	}
	return nil
}

// backs take back what an import did to a row, by the table it is in. A row that
// is no longer as the import left it is counted as kept.
var backs = map[string]func(*undoing, store.ImportRow) error{
	"customers":   (*undoing).card,
	"contacts":    (*undoing).contact,
	"messages":    (*undoing).message,
	"attachments": (*undoing).attachment,
	"deliveries":  (*undoing).delivery,
}

// undoRows takes back what an import did to each row, the last thing first: a
// card comes after all that the import wrote under it.
func (tx *Tx) undoRows(ctx context.Context, batch string, progress Progress) (u Undone, addresses []string, err error) {
	if _, err := store.Batch(tx.Tx, batch); err != nil {
		return u, nil, err
	}
	rows, err := store.BatchRows(tx.Tx, batch)
	if err != nil {
		return u, nil, err
	}
	un := &undoing{Tx: tx, told: map[loss]bool{}}
	if un.keeps, err = tx.keptFromUndo(rows); err != nil {
		return un.u, nil, err
	}
	for i, r := range rows {
		if err := ctx.Err(); err != nil {
			return un.u, nil, err
		}
		progress.say("undoing", int64(i), int64(len(rows)))
		back, known := backs[r.Table]
		if !known {
			return un.u, nil, app.E("vault-newer", "")
		}
		if err := un.MayUse(r.CustomerID, app.UseErase); un.keeps[r.CustomerID] || errors.Is(err, app.E("restricted", "")) {
			un.u.Kept++ // it stays as it is while something keeps it
			continue
		} else if err != nil {
			return un.u, nil, err
		}
		before := un.u.Removed
		if err := back(un, r); err != nil {
			return un.u, nil, err
		}
		if un.u.Removed > before {
			un.lose(r)
		}
	}
	slices.Reverse(un.remove) // the search index takes rows fastest in the order in which they came
	if _, err = store.EraseCustomers(tx.Tx, un.remove); err != nil {
		return un.u, nil, err
	}
	return un.u, un.addresses, un.tell()
}

// keptFromUndo are the customers of whom nothing may go now, whoever brought it:
// a hold stands in the way, or a request that is not answered. Whether a restriction
// does, MayUse says.
func (tx *Tx) keptFromUndo(rows []store.ImportRow) (map[string]bool, error) {
	var cards []string
	for _, r := range rows {
		cards = append(cards, r.CustomerID)
	}
	slices.Sort(cards)
	files, err := store.KeepEntries(tx.Tx, slices.Compact(cards))
	out := map[string]bool{}
	for id, f := range files {
		out[id] = keeps(f)
	}
	return out, err
}

// keeps says whether a hold or an open request keeps a customer's data.
func keeps(f app.File) bool {
	return len(f.Holds) > 0 || slices.ContainsFunc(f.Guards, func(g app.Guard) bool { return g.Because == app.BecauseRequest })
}

// undoEntries takes back the entries of the e-mail list that an import brought:
// they may belong to no card, and so have no row of their own in the import.
// Where its permissions lifted refusals of these and of the other addresses that
// go with it, the refusals stand again.
func (tx *Tx) undoEntries(batch string, u *Undone, addresses []string) error {
	entries, touched, err := store.BatchEntries(tx.Tx, batch, ImportedBy(batch))
	if err != nil {
		return err
	}
	asked, err := store.AskedEntries(tx.Tx)
	if err != nil {
		return err
	}
	going := entries[:0]
	for _, id := range entries {
		e, err := store.Entry(tx.Tx, id)
		if err != nil {
			return err
		}
		kept, err := store.KeepEntries(tx.Tx, []string{e.CustomerID})
		if err != nil {
			return err
		}
		if err := tx.MayUse(e.CustomerID, app.UseErase); keeps(kept[e.CustomerID]) || len(asked[id]) > 0 || errors.Is(err, app.E("restricted", "")) {
			u.Kept++
			continue
		} else if err != nil {
			return err
		}
		going, addresses = append(going, id), append(addresses, e.Email)
	}
	entries = going
	if err := tx.suppressAgain(batch, addresses); err != nil {
		return err
	}
	u.Removed += len(entries)
	u.Kept += touched
	_, err = store.EraseEntries(tx.Tx, entries)
	return err
}

func (un *undoing) card(r store.ImportRow) error {
	before, err := cardBefore(r)
	if err != nil {
		return err
	}
	untouched, err := un.untouched(r)
	if err != nil {
		return err
	}
	switch {
	case !untouched:
		un.u.Kept++
	case before == nil:
		c, err := store.Customer(un.Tx.Tx, r.CustomerID)
		if err != nil {
			return err
		}
		un.remove, un.addresses = append(un.remove, r.CustomerID), append(un.addresses, c.Email)
		un.u.Removed++
	default:
		if _, err := un.RestoreCustomer(*before); err != nil {
			return err
		}
		un.u.Restored++
	}
	return nil
}

// untouched says whether a card is still as the import left it: unchanged, and
// nothing written under it but what the import itself wrote.
func (tx *Tx) untouched(r store.ImportRow) (bool, error) {
	c, err := store.Customer(tx.Tx, r.CustomerID)
	if errors.Is(err, app.E("not-found", "")) {
		return false, nil
	}
	if err != nil || cardSum(c) != r.After {
		return false, err
	}
	if r.Did == store.DidUpdate {
		return true, nil
	}
	more, err := store.HasMore(tx.Tx, c.ID, ImportedBy(r.BatchID))
	return !more, err
}

func (un *undoing) contact(r store.ImportRow) error {
	c, err := store.Contact(un.Tx.Tx, r.RowID)
	switch {
	case errors.Is(err, app.E("not-found", "")):
		un.u.Kept++
		return nil
	case err != nil:
		return err
	case contactSum(c) != r.After:
		un.u.Kept++
		return nil
	case r.Did == store.DidAdd:
		files, err := store.AttachmentsOf(un.Tx.Tx, c.ID)
		added := slices.ContainsFunc(files, func(a app.Attachment) bool { return a.AddedAt.After(c.RecordedAt) })
		return un.unless(err, !added, func() error { return store.EraseContact(un.Tx.Tx, c.ID) })
	}
	c.Waiting = r.Before == wasWaiting
	un.u.Restored++
	return store.UpdateContact(un.Tx.Tx, c)
}

func (un *undoing) message(r store.ImportRow) error {
	m, err := store.Message(un.Tx.Tx, r.RowID)
	return un.unless(err, messageSum(m) == r.After, func() error { return store.EraseMessage(un.Tx.Tx, m.ID) })
}

func (un *undoing) attachment(r store.ImportRow) error {
	a, err := store.Attachment(un.Tx.Tx, r.RowID)
	return un.unless(err, true, func() error { return store.EraseAttachment(un.Tx.Tx, a.ID) })
}

func (un *undoing) delivery(r store.ImportRow) error {
	d, err := store.Delivery(un.Tx.Tx, r.RowID)
	return un.unless(err, deliverySum(d) == r.After, func() error { return store.EraseDelivery(un.Tx.Tx, d.ID) })
}

// unless removes a row that could be read and is as it was.
func (un *undoing) unless(found error, same bool, remove func() error) error {
	if errors.Is(found, app.E("not-found", "")) || found == nil && !same {
		un.u.Kept++
		return nil
	}
	if found != nil {
		return found
	}
	return un.gone(remove())
}

func (un *undoing) gone(err error) error {
	if err == nil {
		un.u.Removed++
	}
	return err
}
