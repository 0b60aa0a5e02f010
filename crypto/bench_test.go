package crypto

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// Plaintext SQLite as people use it where commits have to last.
func plainDB(b *testing.B) *sql.DB {
	db, err := sql.Open("sqlite", filepath.Join(b.TempDir(), "plain.sqlite")+
		"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=cache_size(-32768)")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	b.Cleanup(func() { db.Close() })
	return db
}

const benchRows = 200_000

func benchFill(b *testing.B, db *sql.DB) {
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	if _, err := tx.Exec("CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT, u TEXT); CREATE INDEX i ON a(u)"); err != nil {
		b.Fatal(err)
	}
	st, _ := tx.Prepare("INSERT INTO a VALUES(?, ?, ?)")
	for i := range benchRows {
		if _, err := st.Exec(i, strings.Repeat("muistio ", 40), fmt.Sprintf("%x", uint32(i)*0x9e3779b1)); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

// databases runs f on a vault and on plaintext SQLite with the same content.
func databases(b *testing.B, f func(b *testing.B, db *sql.DB)) {
	b.Run("vault", func(b *testing.B) {
		v, _, _ := newVault(b, Options{WorkFactor: 10})
		benchFill(b, v.DB())
		if err := v.Compact(bg, nil); err != nil {
			b.Fatal(err)
		}
		b.ResetTimer()
		f(b, v.DB())
	})
	b.Run("plain", func(b *testing.B) {
		db := plainDB(b)
		benchFill(b, db)
		b.ResetTimer()
		f(b, db)
	})
}

func BenchmarkCommit(b *testing.B) {
	databases(b, func(b *testing.B, db *sql.DB) {
		for i := range b.N {
			if _, err := db.Exec("UPDATE a SET t = ?, u = ? WHERE n = ?", fmt.Sprint("uusi ", i), i, i*7919%benchRows); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	databases(b, func(b *testing.B, db *sql.DB) {
		var t string
		for i := range b.N {
			if err := db.QueryRow("SELECT t FROM a WHERE n = ?", i*7919%benchRows).Scan(&t); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkScan(b *testing.B) {
	databases(b, func(b *testing.B, db *sql.DB) {
		var n int
		for range b.N {
			if err := db.QueryRow("SELECT count(*) FROM a WHERE t LIKE '%zzz%'").Scan(&n); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkImport(b *testing.B) {
	databases(b, func(b *testing.B, db *sql.DB) {
		for i := range b.N {
			tx, _ := db.Begin()
			st, _ := tx.Prepare("INSERT INTO a(t, u) VALUES(?, ?)")
			for j := range 10_000 {
				if _, err := st.Exec("tuotu rivi, jossa on vähän tekstiä", fmt.Sprintf("%x", uint32(i*10_000+j)*0x9e3779b1)); err != nil {
					b.Fatal(err)
				}
			}
			if err := tx.Commit(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	v, dir, _ := newVault(b, fast)
	benchFill(b, v.DB())
	v.Compact(bg, nil)
	v.Close(bg)
	for b.Loop() {
		w, err := Open(bg, dir, testPass, fast)
		if err != nil {
			b.Fatal(err)
		}
		w.Close(bg)
	}
}

// A log of many changes, and one of a single large one, each of some 90 MB.
func BenchmarkOpenLog(b *testing.B) {
	for _, c := range []struct {
		name          string
		changes, rows int
	}{{"changes", 1500, 14}, {"import", 1, 21_000}} {
		b.Run(c.name, func(b *testing.B) {
			v, dir, _ := newVault(b, fast)
			benchPages(b, v.DB())
			if err := v.Compact(bg, nil); err != nil {
				b.Fatal(err)
			}
			for i := range c.changes {
				tx, _ := v.DB().Begin()
				for k := range c.rows {
					if _, err := tx.Exec("UPDATE p SET t = ? WHERE n = ?", strings.Repeat(fmt.Sprint(i, " "), 700), (i*7919+k*31)%benchPagesRows); err != nil {
						b.Fatal(err)
					}
				}
				if err := tx.Commit(); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(v.pager.view.at.end)
			v.Close(bg)
			for b.Loop() {
				w, err := Open(bg, dir, testPass, fast)
				if err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				w.Close(bg)
				b.StartTimer()
			}
		})
	}
}

const benchPagesRows = 23_000

// benchPages makes a table of which each row has a page of its own.
func benchPages(b *testing.B, db *sql.DB) {
	tx, _ := db.Begin()
	if _, err := tx.Exec("CREATE TABLE p(n INTEGER PRIMARY KEY, t TEXT)"); err != nil {
		b.Fatal(err)
	}
	for i := range benchPagesRows {
		if _, err := tx.Exec("INSERT INTO p VALUES(?, ?)", i, strings.Repeat("muistio ", 450)); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkScanPlain(b *testing.B) {
	v, _, _ := newVault(b, fast)
	benchFill(b, v.DB())
	v.Compact(bg, nil)
	b.SetBytes(int64(v.pager.view.pages) * pageSize)
	needles := make([][]byte, 1000)
	for i := range needles {
		needles[i] = fmt.Appendf(nil, "Keksitty Nimi %d", i)
	}
	for b.Loop() {
		if _, err := v.ScanPlain(bg, needles); err != nil {
			b.Fatal(err)
		}
	}
}
