package vault

import (
	"unicode/utf8"

	"github.com/sethvargo/go-diceware/diceware"

	"kortisto/app"
)

// MinPassphrase is the fewest characters of a passphrase. Length is what an
// attacker with the stolen file pays for; rules on digits and signs are not.
const MinPassphrase = 12

// SuggestedWords is how many words a suggested passphrase has: six of the 7 776
// of the EFF's list are 77 bits.
const SuggestedWords = 6

// CheckPassphrase refuses what is too short to protect a stolen vault.
func CheckPassphrase(p string) error {
	if utf8.RuneCountInString(p) < MinPassphrase {
		return app.E("passphrase-weak", "passphrase", "minimum", itoa(MinPassphrase))
	}
	return nil
}

// SuggestPassphrase draws six words.
func SuggestPassphrase() ([]string, error) { return diceware.Generate(SuggestedWords) }

// ChangePassphrase rewrites the one small file that the passphrase opens; the
// old one is checked first.
func (v *Vault) ChangePassphrase(old, fresh string) error {
	if err := CheckPassphrase(fresh); err != nil {
		return err
	}
	if old == fresh {
		return app.E("passphrase-same", "passphrase")
	}
	if err := v.bytes.ChangePassphrase(old, fresh); err != nil {
		return told(err)
	}
	return v.Update(func(tx *Tx) error { return tx.audit("passphrase-changed", "") })
}
