package vault

import (
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/store"
)

// Suppress forbids writing to an address, whether or not it is on the list: its
// keyed hash is kept, and nothing else. A refusal is written into the ledgers of
// the entry and its card as well.
func (tx *Tx) Suppress(address string, reason app.Suppression) error {
	e := app.ListEntry{Email: address, AddedOn: tx.Today}.Normalised()
	if err := e.Check(tx.Today).OrNil(); err != nil {
		return err
	}
	if !slices.Contains(app.Suppressions(), reason) {
		return app.E("choice-invalid", "reason", "value", string(reason))
	}
	there, err := store.EntryByEmail(tx.Tx, e.Email)
	switch {
	case errors.Is(err, app.E("not-found", "")):
	case err != nil:
		return err
	case reason == app.Bounced:
		if err := store.BounceSends(tx.Tx, e.Email); err != nil {
			return err
		}
	default:
		if err := tx.refuse(there.ListEntry); err != nil {
			return err
		}
	}
	if err := store.Suppress(tx.Tx, tx.mailMark(e.Email), reason, tx.Today); err != nil {
		return err
	}
	return tx.audit("address-suppressed", there.ID, string(reason))
}

func (tx *Tx) refuse(e app.ListEntry) error {
	if e.Standing.Permission != app.PermissionRefused {
		if _, err := tx.AddEntryConsent(app.Consent{EntryID: e.ID, Channel: app.Email}); err != nil {
			return err
		}
	}
	if e.CustomerID == "" {
		return nil
	}
	c, err := store.Customer(tx.Tx, e.CustomerID)
	if err != nil || !c.Marketing {
		return err
	}
	_, err = tx.AddConsent(app.Consent{CustomerID: c.ID, Channel: app.Email})
	return err
}

// Unsuppress lets an address be written to again whose mail came back: it was
// mended. What a person refused, only a new permission undoes.
func (tx *Tx) Unsuppress(address string) error {
	known, err := tx.KnownMail(address)
	if err != nil {
		return err
	}
	if known.Suppressed != app.Bounced {
		return app.E("not-found", "email", "value", address)
	}
	if err := store.Unsuppress(tx.Tx, tx.mailMark(address)); err != nil {
		return err
	}
	return tx.audit("address-released", known.EntryID)
}

// SuppressedCount is how many addresses must not be written to, by reason.
func (tx *Tx) SuppressedCount() (map[app.Suppression]int, error) {
	all, err := store.Suppressions(tx.Tx)
	out := map[app.Suppression]int{}
	for _, s := range all {
		out[s.Reason]++
	}
	return out, err
}

// SuppressedMail tells of any address whether it must not be written to, why and
// since when.
func (tx *Tx) SuppressedMail() (func(address string) (app.Suppression, app.Day, bool), error) {
	find, err := tx.suppressions()
	return func(address string) (app.Suppression, app.Day, bool) {
		s, ok := find(address)
		return s.Reason, s.On, ok
	}, err
}

func (tx *Tx) suppressions() (func(string) (store.Suppressed, bool), error) {
	all, err := store.Suppressions(tx.Tx)
	by := make(map[string]store.Suppressed, len(all))
	for _, s := range all {
		by[s.Hash] = s
	}
	return func(address string) (store.Suppressed, bool) {
		if len(by) == 0 || address == "" {
			return store.Suppressed{}, false
		}
		s, ok := by[tx.mailMark(address)]
		return s, ok
	}, err
}

// mailMark is the keyed hash of an address, in any case of its letters.
func (tx *Tx) mailMark(address string) string {
	sum := tx.v.bytes.MAC("mail suppression v1", []byte(strings.ToLower(app.ListEntry{Email: address}.Normalised().Email)))
	return hex.EncodeToString(sum[:16])
}
