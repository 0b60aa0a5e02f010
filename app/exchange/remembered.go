package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"kortisto/app/vault"
)

// A mapping that somebody chose by hand is remembered by a sum of the headings,
// and offered for the next file that has the same.

// leftOut is how a column that was left out by hand is remembered.
const leftOut = "-"

// headingSum names a file's headings, whatever it holds; empty where it has none.
func (m *Mapping) headingSum() string {
	if !m.Heading {
		return ""
	}
	h := sha256.New()
	for _, c := range m.Columns {
		h.Write([]byte(plainHeading(c.Heading) + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// remember lays what was chosen before over what is recognised.
func (m *Mapping) remember(fields []string) {
	if len(fields) != len(m.Columns) {
		return
	}
	m.Remembered = true
	for i, f := range fields {
		c := &m.Columns[i]
		switch {
		case f == leftOut:
			c.Field, c.Known = "", false
		case slices.Contains(m.words.fields, f):
			c.Field, c.Known = f, true
		}
	}
}

// chosen are the fields by column as they are remembered.
func (m *Mapping) chosen() []string {
	out := make([]string, len(m.Columns))
	for i, c := range m.Columns {
		if out[i] = c.Field; c.Field == "" {
			out[i] = leftOut
		}
	}
	return out
}

// Remembered gives what was chosen by hand for files with the sheet's headings
// in a register; nil where nothing was. heading is as in MapOptions.
func Remembered(v *vault.Vault, register string, s *Sheet, heading string) ([]string, error) {
	words := customerWords()
	if w := entryWords()[register]; w != nil {
		words = w
	}
	m, err := s.mapTo(words, MapOptions{Heading: heading})
	if err != nil || m.headingSum() == "" {
		return nil, err
	}
	var fields []string
	err = v.View(func(tx *vault.Tx) error {
		fields, err = tx.ImportFields(register, m.headingSum())
		return err
	})
	return fields, err
}

// Remember keeps a mapping for the next file, where somebody chose it.
func (m *Mapping) Remember(tx *vault.Tx, register string, chosen bool) error {
	if !chosen || m.headingSum() == "" {
		return nil
	}
	return tx.RememberImportFields(register, m.headingSum(), m.chosen())
}
