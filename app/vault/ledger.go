package vault

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"kortisto/app"
	"kortisto/store"
)

// ledgerFile lies beside the database on purpose: a backup of the database is
// always older than the erasures after it, and this is what tells them.
const ledgerFile = "ledger.age"

// LedgerEntry remembers an erasure without remembering whom: a random id, keyed
// hashes by which a returning copy of the data is recognised, and the day.
type LedgerEntry struct {
	ID     string   `json:"id"`
	On     app.Day  `json:"on"`
	Scope  string   `json:"scope"`
	Hashes []string `json:"hashes"`
}

// Ledger is the list of erasures, oldest first.
func (v *Vault) Ledger() ([]LedgerEntry, error) {
	b, err := v.bytes.ReadSealed(ledgerFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, told(err)
	}
	var out []LedgerEntry
	for line := range strings.Lines(string(b)) {
		var e LedgerEntry
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			return nil, app.E("vault-damaged", "", "file", ledgerFile)
		}
		out = append(out, e)
	}
	return out, nil
}

// appendLedger adds to the ledger, and to the database how long it then is.
func (tx *Tx) appendLedger(entries []LedgerEntry) error {
	old, err := tx.v.Ledger()
	if err != nil {
		return err
	}
	all := append(old, entries...)
	if err := tx.v.writeLedger(all); err != nil {
		return err
	}
	return store.SetSetting(tx.Tx, keyLedger, strconv.Itoa(len(all)))
}

// checkLedger finds that entries are gone: people erased would come back with
// the next import, and nobody would be told.
func (tx *Tx) checkLedger() error {
	said, err := store.Setting(tx.Tx, keyLedger)
	if err != nil || said == "" {
		return err
	}
	least, err := strconv.Atoi(said)
	if err != nil {
		return err
	}
	entries, err := tx.v.Ledger()
	if err == nil && len(entries) < least {
		err = app.E("vault-damaged", "", "file", ledgerFile)
	}
	return err
}

// withdrawLedger takes entries back whose erasure did not happen.
func (v *Vault) withdrawLedger(entries []LedgerEntry) error {
	if len(entries) == 0 {
		return nil
	}
	v.mu.Lock() // or an erasure that is under way meanwhile would lose its own
	defer v.mu.Unlock()
	old, err := v.Ledger()
	if err != nil {
		return err
	}
	gone := map[string]bool{}
	for _, e := range entries {
		gone[e.ID] = true
	}
	var keep []LedgerEntry
	for _, e := range old {
		if !gone[e.ID] {
			keep = append(keep, e)
		}
	}
	return v.writeLedger(keep)
}

func (v *Vault) writeLedger(entries []LedgerEntry) error {
	var b strings.Builder
	for _, e := range entries {
		line, err := json.Marshal(e)
		if err != nil {
			return err
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	return told(v.bytes.WriteSealed(ledgerFile, []byte(b.String())))
}

func (tx *Tx) ledgerEntries(ids []string) ([]LedgerEntry, error) {
	out := make([]LedgerEntry, 0, len(ids))
	for _, id := range ids {
		hashes, err := tx.cardMarks(id)
		if err != nil {
			return nil, err
		}
		out = append(out, LedgerEntry{ID: tx.NewID(), On: tx.Today, Scope: app.ClassCustomer, Hashes: hashes})
	}
	return out, nil
}

// cardMarks are the marks of everybody who goes with a card: of the customer, of
// the contact persons, and of the addresses that the list has of them.
func (tx *Tx) cardMarks(id string) ([]string, error) {
	c, err := store.Customer(tx.Tx, id)
	if err != nil {
		return nil, err
	}
	out := tx.v.marks(c)
	for _, p := range c.Persons {
		out = append(out, tx.v.marks(app.Customer{Email: p.Email, Phone: p.Phone})...)
	}
	entries, err := store.EntriesOf(tx.Tx, id)
	for _, e := range entries {
		out = append(out, tx.v.marks(app.Customer{Email: e.Email})...)
	}
	return unique(out), err
}

// unique keeps the first of each.
func unique(all []string) (out []string) {
	for _, s := range all {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// ErasedBefore says when somebody with the same e-mail, phone, or name and
// postal code was erased, if ever.
func (tx *Tx) ErasedBefore() (func(app.Customer) (app.Day, bool), error) {
	if err := tx.checkLedger(); err != nil {
		return nil, err
	}
	entries, err := tx.v.Ledger()
	if err != nil {
		return nil, err
	}
	on := map[string]app.Day{}
	for _, e := range entries {
		for _, h := range e.Hashes {
			on[h] = e.On
		}
	}
	return func(c app.Customer) (app.Day, bool) {
		if len(on) == 0 {
			return "", false
		}
		for _, h := range tx.v.marks(c) {
			if day, ok := on[h]; ok {
				return day, true
			}
		}
		return "", false
	}, nil
}

// marks are keyed hashes of what a person is recognised by. Without the vault's
// key they say nothing, not even by trying all phone numbers.
func (v *Vault) marks(c app.Customer) []string {
	var out []string
	mark := func(kind, value string) {
		if value != "" {
			sum := v.bytes.MAC("erasure ledger v1", []byte(kind), []byte{0}, []byte(value))
			out = append(out, hex.EncodeToString(sum[:16]))
		}
	}
	mark("email", strings.ToLower(c.Email))
	mark("phone", digits(c.Phone))
	if c.Postcode != "" {
		mark("name+postcode", letters(c.Name)+" "+c.Postcode)
	}
	return out
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
