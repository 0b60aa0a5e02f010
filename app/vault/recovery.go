package vault

import (
	"context"
	"encoding/hex"
	"errors"

	"kortisto/crypto"
	"kortisto/store"
)

// RecoveryUnconfirmed notes that nobody has shown that the recovery sheet is on
// paper: the window was closed too early, or a new sheet was never printed.
const RecoveryUnconfirmed = "recovery-unconfirmed"

// Recover opens the vault with the printed key and gives it a new passphrase.
func Recover(ctx context.Context, o Options, recoveryKey, newPassphrase string) (*Vault, error) {
	if err := CheckPassphrase(newPassphrase); err != nil {
		return nil, err
	}
	b, err := crypto.OpenRecovery(ctx, o.Dir, recoveryKey, o.crypto())
	if err != nil {
		return nil, told(err)
	}
	v, err := start(ctx, o, b)
	if err != nil {
		return nil, err
	}
	if err = b.SetPassphrase(typed(newPassphrase)); err == nil {
		err = v.Update(func(tx *Tx) error {
			// Whoever typed the whole key has the sheet.
			return errors.Join(tx.setRecovery(true), tx.keepSheetSum(), tx.audit("vault-recovered", ""))
		})
	}
	if err != nil {
		return nil, errors.Join(told(err), v.Close(ctx))
	}
	v.dropNote(RecoveryUnconfirmed)
	return v, nil
}

// RenewRecovery replaces the recovery key by a new one, which is returned here
// once and is written nowhere. The sheet printed before opens the vault no
// more; old copies of the vault still open with it. Until ConfirmRecovery the
// vault counts as one without a sheet.
func (v *Vault) RenewRecovery(passphrase string) (string, error) {
	var before string
	// Written down first: a machine that stops in between must not leave the
	// old sheet confirmed when it is worth nothing.
	err := v.Update(func(tx *Tx) (err error) {
		if before, err = store.Setting(tx.Tx, keyRecovery); err != nil {
			return err
		}
		return errors.Join(tx.setRecovery(false), store.SetSetting(tx.Tx, keySheetSum, ""))
	})
	if err != nil {
		return "", err
	}
	key, err := v.bytes.NewRecoveryKey(typed(passphrase))
	if errors.Is(err, crypto.ErrWrongPassphrase) { // the old sheet is as good as before
		return "", errors.Join(told(err), v.Update(func(tx *Tx) error {
			return errors.Join(store.SetSetting(tx.Tx, keyRecovery, before), tx.keepSheetSum())
		}))
	}
	v.addNote(RecoveryUnconfirmed)
	if err != nil {
		return "", told(err)
	}
	return key, v.Update(func(tx *Tx) error { return errors.Join(tx.keepSheetSum(), tx.audit("recovery-renewed", "")) })
}

// ConfirmRecovery writes down that the owner has shown the sheet to be on paper.
func (v *Vault) ConfirmRecovery() error {
	err := v.Update(func(tx *Tx) error {
		return errors.Join(tx.setRecovery(true), tx.audit("recovery-confirmed", ""))
	})
	if err == nil {
		v.dropNote(RecoveryUnconfirmed)
	}
	return err
}

// checkRecovery notes a sheet that was never confirmed. A machine that stopped while
// the vault was being made has written nothing of it: then nobody has a sheet.
func (v *Vault) checkRecovery() error {
	return v.View(func(tx *Tx) error {
		s, err := store.Setting(tx.Tx, keyRecovery)
		if err == nil && s != "yes" {
			v.addNote(RecoveryUnconfirmed)
		}
		return err
	})
}

func (tx *Tx) setRecovery(confirmed bool) error {
	said := "no"
	if confirmed {
		said = "yes"
	}
	return store.SetSetting(tx.Tx, keyRecovery, said)
}

// keepSheetSum remembers key-recovery.age as it is now, known to be good.
func (tx *Tx) keepSheetSum() error {
	sum, err := tx.v.bytes.RecoverySum()
	if err != nil {
		return told(err)
	}
	return store.SetSetting(tx.Tx, keySheetSum, hex.EncodeToString(sum[:]))
}

// checkSheetSum finds that the sheet has come to open nothing, before it is
// needed.
func (tx *Tx) checkSheetSum() error {
	want, err := store.Setting(tx.Tx, keySheetSum)
	if err != nil || want == "" {
		return err
	}
	sum, err := tx.v.bytes.RecoverySum()
	if err != nil {
		return told(err)
	}
	if hex.EncodeToString(sum[:]) != want {
		return damage("key-recovery.age")
	}
	return nil
}
