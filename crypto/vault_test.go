package crypto

import (
	"context"
	"errors"
	"testing"
)

var bg = context.Background()

const testPass = "oikea hevonen akku niitti"

var fast = Options{WorkFactor: 10, CacheBytes: 1 << 20}

// newVault makes a vault in a temporary directory and closes it at the end.
func newVault(t testing.TB, o Options) (*Vault, string, string) {
	t.Helper()
	dir := t.TempDir() + "/vault"
	v, c, err := Create(context.Background(), dir, testPass, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close(context.Background()) })
	return v, dir, c.RecoveryKey
}

func exec(t testing.TB, v *Vault, query string, args ...any) {
	t.Helper()
	if _, err := v.DB().Exec(query, args...); err != nil {
		t.Fatal(v.Explain(err))
	}
}

func count(t testing.TB, v *Vault, query string) (n int) {
	t.Helper()
	if err := v.DB().QueryRow(query).Scan(&n); err != nil {
		t.Fatal(v.Explain(err))
	}
	return n
}

func closeVault(t testing.TB, v *Vault) {
	t.Helper()
	if err := v.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func reopen(t testing.TB, dir string) *Vault {
	t.Helper()
	v, err := Open(context.Background(), dir, testPass, fast)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close(context.Background()) })
	return v
}

func TestRoundTrip(t *testing.T) {
	v, dir, recovery := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	for i := range 50 {
		exec(t, v, "INSERT INTO a(t) VALUES(?)", i)
	}
	if gen, seq := v.Position(); gen != 1 || seq != 51 {
		t.Fatalf("position %d %d", gen, seq)
	}
	closeVault(t, v)

	v = reopen(t, dir)
	if n := count(t, v, "SELECT count(*) FROM a"); n != 50 {
		t.Fatal(n)
	}
	if err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	exec(t, v, "INSERT INTO a(t) VALUES('x')")
	if gen, seq := v.Position(); gen != 2 || seq != 1 {
		t.Fatalf("position %d %d", gen, seq)
	}
	closeVault(t, v)

	if _, err := Open(context.Background(), dir, "väärä", fast); !errors.Is(err, ErrWrongPassphrase) {
		t.Fatal(err)
	}
	v, err := OpenRecovery(context.Background(), dir, recovery, fast)
	if err != nil {
		t.Fatal(err)
	}
	if n := count(t, v, "SELECT count(*) FROM a"); n != 51 {
		t.Fatal(n)
	}
	if n := count(t, v, "PRAGMA auto_vacuum"); n != 2 {
		t.Fatal("auto_vacuum", n)
	}
	for pragma, want := range map[string]int{"secure_delete": 1, "foreign_keys": 1, "temp_store": 2,
		"page_size": 4096, "max_page_count": 1<<25 - 1} {
		if n := count(t, v, "PRAGMA "+pragma); n != want {
			t.Errorf("%s is %d", pragma, n)
		}
	}
	var journal string
	if err := v.DB().QueryRow("PRAGMA journal_mode").Scan(&journal); err != nil || journal != "memory" {
		t.Error("journal_mode", journal, err)
	}
	closeVault(t, v)
}
