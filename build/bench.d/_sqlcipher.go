package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/mutecomm/go-sqlcipher/v4" // the driver "sqlite3"

	"kortisto/store"
)

// This file is built in by build/bench alone, where there is a C compiler: its module is none of the program's.

func init() {
	others = append(others, func(dir string) *register { return newCipher(filepath.Join(dir, "sqlcipher")) })
}

// cipherKey is a key rather than a passphrase: there is nothing to derive, and opening takes no time for it.
var cipherKey = "x'" + strings.Repeat("2a", 32) + "'"

func newCipher(dir string) *register {
	r := &register{name: "sqlcipher", dir: dir, asks: "PRAGMA cipher_version"}
	file := filepath.Join(dir, "register.sqlcipher")
	r.open = func(context.Context) (err error) {
		opens := "file:" + file + "?_pragma_key=" + cipherKey + "&_pragma_cipher_page_size=4096&_cache_size=-32768"
		if r.db, err = sql.Open("sqlite3", opens+"&_journal_mode=WAL&_synchronous=FULL&_secure_delete=true&_foreign_keys=true"); err != nil {
			return err
		}
		r.db.SetMaxOpenConns(1)
		if r.reader, err = sql.Open("sqlite3", opens+"&mode=ro"); err != nil {
			return err
		}
		return store.Migrate(context.Background(), r.db)
	}
	r.close = func() error { return errors.Join(r.reader.Close(), r.db.Close()) }
	r.fromPlain = func(ctx context.Context, plain string) error { return encipher(ctx, plain, file) }
	return r
}

// encipher goes by a copy whose tables are not STRICT: the SQLite in this SQLCipher is older than that word.
func encipher(ctx context.Context, plain, file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	loose := file + ".plain"
	defer os.Remove(loose)
	if err := copyFile(plain, loose); err != nil {
		return err
	}
	if err := execAll(ctx, "sqlite", loose, "PRAGMA writable_schema = 1",
		"UPDATE sqlite_master SET sql = replace(replace(sql, ') STRICT,', ')'), ') STRICT', ')') WHERE type = 'table'"); err != nil {
		return err
	}
	return execAll(ctx, "sqlite3", loose, `ATTACH '`+file+`' AS enciphered KEY "`+cipherKey+`"`,
		"SELECT sqlcipher_export('enciphered')", "DETACH enciphered")
}

func execAll(ctx context.Context, driver, file string, statements ...string) error {
	db, err := sql.Open(driver, "file:"+file)
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}
