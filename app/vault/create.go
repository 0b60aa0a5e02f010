package vault

import (
	"context"
	"errors"

	"kortisto/app"
	"kortisto/crypto"
)

// Create makes a vault for firm in an empty or missing directory and opens it.
// What firm and language say is checked before anything is written. The
// recovery key is returned here once and is written nowhere; until
// ConfirmRecovery each later unlocking notes that.
func Create(ctx context.Context, o Options, passphrase string, firm app.Firm, lang app.Lang) (*Vault, string, error) {
	if err := mayBegin(passphrase, firm, lang); err != nil {
		return nil, "", err
	}
	switch there, err := There(o); {
	case err != nil:
		return nil, "", err
	case there:
		return nil, "", app.E("vault-exists", "")
	}
	b, made, err := crypto.Create(ctx, o.Dir, typed(passphrase), o.crypto())
	if err != nil {
		return nil, "", told(err)
	}
	v, err := start(ctx, o, b)
	if err != nil {
		return nil, "", err
	}
	v.notes = nil // another vault may have been in this place before
	v.keepAnchor()
	err = v.Update(func(tx *Tx) error {
		return errors.Join(tx.SetFirm(firm), tx.SetLanguage(lang), tx.setRecovery(false), tx.keepSheetSum(), tx.audit("vault-created", ""))
	})
	if err != nil {
		return nil, "", errors.Join(err, v.Close(ctx))
	}
	return v, made.RecoveryKey, nil
}

// mayBegin checks what a new vault is made of.
func mayBegin(passphrase string, firm app.Firm, lang app.Lang) error {
	if err := CheckPassphrase(passphrase); err != nil {
		return err
	}
	if err := firm.Normalised().Check().OrNil(); err != nil {
		return err
	}
	return checkLanguage(lang)
}
