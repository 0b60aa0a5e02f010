package vault

import (
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/store"
)

// keyReleased, with the import's id behind it, are the suppressions that the
// permissions of an import lifted: taking the import back takes the permissions,
// and a refusal must not be forgotten with them. They are keyed hashes.
const keyReleased = "released "

// noteReleased remembers a suppression that a permission lifts, where an import
// brought the permission.
func (tx *Tx) noteReleased(s store.Suppressed, c app.Consent) error {
	batch, imported := strings.CutPrefix(c.RecordedBy, ImportedBy(""))
	if !imported {
		return nil
	}
	var all []store.Suppressed
	if err := tx.setting(keyReleased+batch, &all); err != nil {
		return err
	}
	return tx.setSetting(keyReleased+batch, append(all, s))
}

// suppressAgain puts back what an import lifted for these addresses, which go
// with it.
func (tx *Tx) suppressAgain(batch string, addresses []string) error {
	var all []store.Suppressed
	if err := tx.setting(keyReleased+batch, &all); err != nil || len(all) == 0 {
		return err
	}
	var gone []string
	for _, a := range addresses {
		gone = append(gone, tx.mailMark(a))
	}
	for _, s := range all {
		if !slices.Contains(gone, s.Hash) {
			continue
		}
		if err := store.Suppress(tx.Tx, s.Hash, s.Reason, s.On); err != nil {
			return err
		}
	}
	return store.SetSetting(tx.Tx, keyReleased+batch, "")
}
