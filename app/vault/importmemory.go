package vault

import (
	"encoding/hex"
	"encoding/json"

	"kortisto/app"
	"kortisto/store"
)

// ImportFields are the fields by column that somebody last chose by hand for
// files with these headings (a sum of them); none: nil.
func (tx *Tx) ImportFields(register, headings string) ([]string, error) {
	s, err := store.ImportFields(tx.Tx, register, headings)
	if err != nil || s == "" {
		return nil, err
	}
	var fields []string
	if err := json.Unmarshal([]byte(s), &fields); err != nil {
		return nil, app.E("vault-damaged", "", "file", "SQLite")
	}
	return fields, nil
}

// RememberImportFields keeps them.
func (tx *Tx) RememberImportFields(register, headings string, fields []string) error {
	b, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	return store.SetImportFields(tx.Tx, register, headings, string(b))
}

// keyUs are keyed hashes of the names under which the firm itself speaks in
// conversations: names of people, one of which may be a customer's by mistake.
const keyUs = "us"

func (tx *Tx) usMark(author string) string {
	sum := tx.v.bytes.MAC("us v1", []byte(author))
	return hex.EncodeToString(sum[:16])
}

// IsUs says whether an author was named as the firm before.
func (tx *Tx) IsUs() (func(author string) bool, error) {
	var marks []string
	if err := tx.setting(keyUs, &marks); err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, m := range marks {
		known[m] = true
	}
	return func(author string) bool { return len(known) > 0 && known[tx.usMark(author)] }, nil
}

// RememberUs keeps who of the authors of a file is the firm, and who is not.
func (tx *Tx) RememberUs(us, others []string) error {
	var marks []string
	if err := tx.setting(keyUs, &marks); err != nil {
		return err
	}
	known, order := map[string]bool{}, []string{}
	for _, m := range marks {
		known[m] = true
		order = append(order, m)
	}
	for _, a := range us {
		if m := tx.usMark(a); !known[m] {
			known[m] = true
			order = append(order, m)
		}
	}
	for _, a := range others {
		known[tx.usMark(a)] = false
	}
	kept := []string{}
	for _, m := range order {
		if known[m] {
			kept = append(kept, m)
		}
	}
	return tx.setSetting(keyUs, kept)
}
