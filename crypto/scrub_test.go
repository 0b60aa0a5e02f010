package crypto

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"testing"
)

// Rows that SQLite moved between pages stood in the pages' unused middle after
// they had been deleted, in spite of secure_delete.
func TestWhatWasMovedAndThenDeletedIsGoneFromTheBytes(t *testing.T) {
	ctx := context.Background()
	v, _, err := Create(ctx, filepath.Join(t.TempDir(), "v"), "pass pass pass", Options{WorkFactor: 10})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close(ctx)
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := v.DB().Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)`)
	exec(`CREATE INDEX t_name ON t (name)`)
	exec(`BEGIN`)
	mark := func(i int) string { return fmt.Sprintf("merkki-%05d-%d", i*7919%5000, i%13) }
	for i := range 5000 {
		exec(`INSERT INTO t VALUES (?, ?)`, i*31%5003, mark(i))
	}
	exec(`COMMIT`)
	exec(`BEGIN`)
	for i := range 5000 {
		if i%3 != 0 {
			exec(`DELETE FROM t WHERE name = ?`, mark(i))
		}
	}
	exec(`COMMIT`)
	exec(`PRAGMA incremental_vacuum`)
	if err := v.Compact(ctx, nil); err != nil {
		t.Fatal(err)
	}
	image, err := v.Image()
	if err != nil {
		t.Fatal(err)
	}
	defer image.Close()
	b, err := io.ReadAll(image)
	if err != nil {
		t.Fatal(err)
	}
	left := 0
	for i := range 5000 {
		if i%3 != 0 && bytes.Contains(b, []byte(mark(i))) {
			left++
		}
	}
	if left > 0 {
		t.Fatalf("%d deleted rows can still be read", left)
	}
	var said string
	if err := v.DB().QueryRow(`PRAGMA integrity_check`).Scan(&said); err != nil || said != "ok" {
		t.Fatalf("integrity: %s %v", said, err)
	}
}
