package store

import "kortisto/app"

// Integrity asks SQLite whether tables and indexes agree; where they do not,
// the register is "vault-damaged".
func Integrity(tx *Tx) error {
	said, err := value[string](tx, `PRAGMA integrity_check(1)`)
	if err == nil && said != "ok" {
		err = app.E("vault-damaged", "", "file", "SQLite")
	}
	return err
}
