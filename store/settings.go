package store

import (
	"errors"

	"kortisto/app"
)

// Setting reads a setting; one that was never set is "".
func Setting(tx *Tx, key string) (string, error) {
	v, err := value[string](tx, `SELECT value FROM settings WHERE key = ?`, key)
	if errors.Is(err, app.E("not-found", "")) {
		return "", nil
	}
	return v, err
}

// SetSetting writes a setting.
func SetSetting(tx *Tx, key, val string) error {
	_, err := tx.exec(`INSERT INTO settings (key, value) VALUES (?,?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, val)
	return err
}
