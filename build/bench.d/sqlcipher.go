//go:build sqlcipher

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"kortisto/build/bench.d/cipher"
	"kortisto/store"
)

// This file is built in by build/bench alone, where SQLCipher could be built.

func init() {
	others = append(others,
		func(dir string) *register { return newC(filepath.Join(dir, "sqlcipher"), "SQLCipher", cipher.Key) },
		func(dir string) *register { return newC(filepath.Join(dir, "plaintext-c"), "plaintext in C", "") },
	)
}

// newC keeps the register with the same library, written in C, with a key or without one.
func newC(dir, name, key string) *register {
	r := &register{name: name, dir: dir, file: "register.sqlite", asks: cipher.Asks(key)}
	at := filepath.Join(dir, r.file)
	r.open = func(ctx context.Context) (err error) {
		if r.db, err = cipher.Open(at, key, "_journal_mode=WAL&_synchronous=FULL&_secure_delete=true&_foreign_keys=true&_cache_size=-32768"); err != nil {
			return err
		}
		r.db.SetMaxOpenConns(1)
		if r.reader, err = cipher.Open(at, key, "mode=ro&_cache_size=-32768"); err != nil {
			return err
		}
		return store.Migrate(ctx, r.db)
	}
	r.close = func() error { return errors.Join(r.reader.Close(), r.db.Close()) }
	r.fromPlain = func(plain string) error {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		if key == "" {
			return copyFile(plain, at)
		}
		return cipher.FromPlain(plain, at)
	}
	return r
}
