package crypto

import (
	"database/sql"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestTheVaultIsLikePlainSQLite gives the same statements to a vault and to a
// database in memory: rows of all sizes, indexes, a full-text index, growth
// over several pointer maps, shrinking, compactions and reopening between.
func TestTheVaultIsLikePlainSQLite(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	plain, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	plain.SetMaxOpenConns(1)
	both := func(query string, args ...any) {
		t.Helper()
		if _, err := plain.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
		exec(t, v, query, args...)
	}
	for _, s := range []string{"PRAGMA secure_delete = 1",
		"CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT, u TEXT)", "CREATE INDEX i ON a(u, t)",
		"CREATE TABLE w(k TEXT PRIMARY KEY, b BLOB) WITHOUT ROWID",
		"CREATE VIRTUAL TABLE f USING fts5(t, tokenize='unicode61 remove_diacritics 0')"} {
		both(s)
	}
	r := rand.New(rand.NewPCG(11, 12))
	text := func() string { return strings.Repeat(word(r)+" ", 1+r.IntN(1<<r.IntN(13))) }
	for round := range 60 {
		both("BEGIN")
		for range 60 {
			n := r.IntN(4000)
			switch r.IntN(8) {
			case 0, 1, 2:
				both("INSERT OR REPLACE INTO a VALUES(?, ?, ?)", n, text(), word(r))
			case 3:
				both("DELETE FROM a WHERE n BETWEEN ? AND ?", n, n+r.IntN(9))
			case 4:
				both("INSERT OR REPLACE INTO w VALUES(?, ?)", word(r), []byte(text()))
			case 5:
				both("INSERT INTO f(t) VALUES(?)", text())
			case 6:
				both("DELETE FROM f WHERE rowid = ?", r.IntN(300))
			case 7:
				both("UPDATE a SET t = ?, u = ? WHERE n % 97 = ?", text(), word(r), n%97)
			}
		}
		both([]string{"COMMIT", "COMMIT", "COMMIT", "ROLLBACK"}[r.IntN(4)])
		switch round {
		case 20:
			if err := v.Compact(bg, nil); err != nil {
				t.Fatal(err)
			}
		case 30:
			both("DELETE FROM a WHERE n % 3")
			both("INSERT INTO f(f) VALUES('optimize')")
			exec(t, v, "PRAGMA incremental_vacuum")
		case 40:
			closeVault(t, v)
			v = reopen(t, dir)
		case 50:
			exec(t, v, "VACUUM")
		}
	}
	if got, want := digest(t, v.DB()), digest(t, plain); got != want {
		t.Error("the contents differ")
	}
	var s string
	if err := v.DB().QueryRow("PRAGMA integrity_check").Scan(&s); err != nil || s != "ok" {
		t.Error("integrity:", s, err)
	}
	if _, err := v.DB().Exec("INSERT INTO f(f, rank) VALUES('integrity-check', 1)"); err != nil {
		t.Error("full-text index:", err)
	}
	if n := count(t, v, "PRAGMA page_count"); n < 900 {
		t.Error("only", n, "pages: no second pointer map")
	}
}

func word(r *rand.Rand) string {
	b := make([]byte, 3+r.IntN(6))
	for i := range b {
		b[i] = 'a' + byte(r.IntN(26))
	}
	return string(b)
}
