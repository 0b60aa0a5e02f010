package vault

import (
	"crypto/rand"
	_ "embed"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sethvargo/go-diceware/diceware"
	"golang.org/x/text/unicode/norm"

	"kortisto/app"
)

// MinPassphrase is the fewest characters of a passphrase. Length is what an
// attacker with the stolen file pays for; rules on digits and signs are not.
const MinPassphrase = 12

// SuggestedWords is how many words a suggested passphrase has: six of the EFF's
// 7 776 English words are 77 bits, six of the 1 500 Finnish ones 63. At most of a
// second and 256 MiB a guess, both are out of reach.
const SuggestedWords = 6

// finnishWords are everyday words of four to eight letters, one a line.
//
//go:embed words_fi.txt
var finnishWords string

// typed is a passphrase with its characters composed: keyboards and systems
// differ in how they give an ä, and the same words must open the same vault.
func typed(passphrase string) string { return norm.NFC.String(passphrase) }

// CheckPassphrase refuses what is too short to protect a stolen vault.
func CheckPassphrase(p string) error {
	if utf8.RuneCountInString(typed(p)) < MinPassphrase {
		return app.E("passphrase-weak", "passphrase", "minimum", strconv.Itoa(MinPassphrase))
	}
	return nil
}

// SuggestPassphrase draws six words, Finnish ones for Finnish and English ones
// for the other languages.
func SuggestPassphrase(lang app.Lang) ([]string, error) {
	if lang != app.Finnish {
		return diceware.Generate(SuggestedWords)
	}
	return draw(strings.Fields(finnishWords))
}

// SuggestSpoken draws six words that are told to somebody by phone and typed into
// another program. They have no letters with dots: programs that open ZIP files
// do not agree on how an ä of a passphrase is written. Six of the 1 300 Finnish
// words that are left are 62 bits.
func SuggestSpoken(lang app.Lang) ([]string, error) {
	if lang != app.Finnish {
		return diceware.Generate(SuggestedWords)
	}
	return draw(slices.DeleteFunc(strings.Fields(finnishWords), func(w string) bool {
		return strings.ContainsFunc(w, func(r rune) bool { return r >= utf8.RuneSelf })
	}))
}

// Chance gives random bytes fit for keys and salts.
func Chance() io.Reader { return rand.Reader }

func draw(list []string) ([]string, error) {
	out := make([]string, SuggestedWords)
	for i := range out {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(list))))
		if err != nil {
			return nil, err
		}
		out[i] = list[n.Int64()]
	}
	return out, nil
}

// ChangePassphrase rewrites the one small file that the passphrase opens; the
// old one is checked first.
func (v *Vault) ChangePassphrase(old, fresh string) error {
	old, fresh = typed(old), typed(fresh)
	if err := CheckPassphrase(fresh); err != nil {
		return err
	}
	if old == fresh {
		return app.E("passphrase-same", "passphrase")
	}
	if err := v.bytes.ChangePassphrase(old, fresh); err != nil {
		return told(err)
	}
	err := v.Update(func(tx *Tx) error { return tx.audit("passphrase-changed", "") })
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.closed {
		v.keepAnchor() // the file that opens the vault is another one
	}
	return err
}
