// Package cipher opens SQLCipher for the bench. It is a module of its own, so that the program depends on nothing of
// it: build/bench links the driver to SQLCipher instead of SQLite.
package cipher

import (
	"database/sql"
	"fmt"
	"strings"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"
)

// Key is a key rather than a passphrase: there is nothing to derive, and opening takes no time for it.
var Key = "x'" + strings.Repeat("2a", 32) + "'"

// Asks are the queries for the versions.
func Asks(key string) []string {
	version := []string{"SELECT 'SQLite ' || sqlite_version()"}
	if key != "" {
		version = append([]string{"PRAGMA cipher_version"}, append(version, "PRAGMA cipher_provider_version")...)
	}
	return version
}

// Open opens a file with the driver's settings; without a key a plaintext one.
func Open(file, key, settings string) (*sql.DB, error) {
	if key != "" {
		settings = "key=" + key + "&" + settings
	}
	return sql.Open("sqlite3", "file:"+file+"?"+settings)
}

// FromPlain makes the enciphered file of a plaintext one, which stays.
func FromPlain(plain, file string) error {
	db, err := sql.Open("sqlite3", "file:"+plain)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // it was only read
	db.SetMaxOpenConns(1)
	for _, s := range []string{
		`ATTACH '` + file + `' AS enciphered KEY "` + Key + `"`,
		`PRAGMA enciphered.auto_vacuum = INCREMENTAL`,
		`SELECT sqlcipher_export('enciphered')`,
		`DETACH enciphered`,
	} {
		if _, err := db.Exec(s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}
