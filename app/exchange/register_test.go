package exchange_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault/vaulttest"
)

func TestRegisterIsExportedAsAPlainDatabase(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "1", Name: "Väinö Räsänen"})
	path := filepath.Join(t.TempDir(), "kortisto.sqlite")
	done, err := exchange.ExportRegister(t.Context(), v.Vault, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() != done.Bytes || len(done.SHA256) != 64 {
		t.Errorf("%v %+v %v", info, done, err)
	}
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var name, check string
	if err := db.QueryRow(`SELECT name FROM customers`).Scan(&name); err != nil || name != "Väinö Räsänen" {
		t.Errorf("%q %v", name, err)
	}
	if err := db.QueryRow(`PRAGMA integrity_check`).Scan(&check); err != nil || check != "ok" {
		t.Errorf("%q %v", check, err)
	}
}

func TestExportOverwritesNothingAndLeavesNothing(t *testing.T) {
	v := vaulttest.New(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "x.sqlite")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := exchange.ExportRegister(t.Context(), v.Vault, path, nil); !errors.Is(err, app.E("file-exists", "")) {
		t.Errorf("over a file: %v", err)
	}
	if _, err := exchange.ExportRegister(t.Context(), v.Vault, filepath.Join(dir, "none", "x"), nil); !errors.Is(err, app.E("file-unwritable", "")) {
		t.Errorf("into a directory that there is not: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := exchange.ExportRegister(ctx, v.Vault, filepath.Join(dir, "y"), nil); err == nil {
		t.Error("cancelled, and done all the same")
	}
	left, err := os.ReadDir(dir)
	if b, _ := os.ReadFile(path); err != nil || len(left) != 1 || string(b) != "mine" {
		t.Errorf("left behind: %v %q", left, b)
	}
}
