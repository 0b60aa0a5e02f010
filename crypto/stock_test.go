package crypto

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"os"
	osexec "os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// readmeSteps takes the commands out of the README.txt of a vault, between two
// words of the English part.
func readmeSteps(t *testing.T, dir string) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, readmeName))
	if err != nil {
		t.Fatal(err)
	}
	_, english, ok := strings.Cut(string(b), "THIS IS AN ENCRYPTED REGISTER")
	if !ok {
		t.Fatal("no English part")
	}
	english, _, _ = strings.Cut(english, "#!/bin/sh")
	var steps []string
	for line := range strings.Lines(english) {
		if strings.HasPrefix(line, "      ") {
			steps = append(steps, strings.TrimSpace(line))
		}
	}
	if len(steps) != 9 {
		t.Fatalf("steps: %q", steps)
	}
	return steps
}

// onPaper writes a recovery key as the sheet has it: groups of four, in lines. It
// is typed here without minding the case.
func onPaper(key string) string {
	var b strings.Builder
	for i, group := range slices.Collect(slices.Chunk([]byte(strings.ToLower(key)), 4)) {
		b.Write(group)
		b.WriteByte(" \n"[min(i%4/3, 1)])
	}
	return b.String() + "\n"
}

func shell(t *testing.T, dir, command string) string {
	t.Helper()
	return shellTyping(t, dir, command, "")
}

func shellTyping(t *testing.T, dir, command, typed string) string {
	t.Helper()
	cmd := osexec.Command("sh", "-c", command)
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader(typed)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v: %s", command, err, &out)
	}
	return out.String()
}

func needTools(t *testing.T, names ...string) {
	t.Helper()
	for _, n := range names {
		if _, err := osexec.LookPath(n); err != nil {
			t.Skipf("%s is not installed", n)
		}
	}
}

// queried is a database or a transaction.
type queried interface {
	Query(query string, args ...any) (*sql.Rows, error)
}

// digest is over every row of every table, in order.
func digest(t testing.TB, db queried) string {
	t.Helper()
	h := sha256.New()
	var tables []string
	rows, err := db.Query("SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var n string
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, n)
	}
	rows.Close()
	if len(tables) == 0 {
		t.Fatal("no tables")
	}
	for _, n := range tables {
		fmt.Fprintf(h, "table %s\n", n)
		digestTable(t, db, n, h)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func digestTable(t testing.TB, db queried, name string, h interface{ Write([]byte) (int, error) }) {
	t.Helper()
	rows, err := db.Query("SELECT * FROM \"" + name + "\"")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	cols, _ := rows.Columns()
	vals, ptrs := make([]any, len(cols)), make([]any, len(cols))
	for i := range vals {
		ptrs[i] = &vals[i]
	}
	var lines []string
	for rows.Next() {
		if err := rows.Scan(ptrs...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%q\n", vals))
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	slices.Sort(lines)
	fmt.Fprint(h, strings.Join(lines, ""))
}

// fill makes a vault with a compacted part and n records in its log.
func fill(t testing.TB, v *Vault, n int) {
	t.Helper()
	exec(t, v, "CREATE TABLE notes(id INTEGER PRIMARY KEY, body TEXT)")
	exec(t, v, "CREATE VIRTUAL TABLE search USING fts5(body, tokenize='unicode61 remove_diacritics 0')")
	for i := range 40 {
		exec(t, v, "INSERT INTO notes(body) VALUES(?)", strings.Repeat(fmt.Sprintf("käynti %d ", i), 1+i*5))
	}
	if err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		exec(t, v, "INSERT INTO notes(body) VALUES(?)", strings.Repeat(fmt.Sprintf("uusi %d ", i), 1+i%40*20))
		exec(t, v, "INSERT INTO search(body) VALUES(?)", fmt.Sprintf("haku %d", i))
		exec(t, v, "DELETE FROM notes WHERE id = ?", i)
	}
}

// openPlain opens what stock sqlite3 reads in base and log: through a copy that
// it makes, so that no WAL is left to this program.
func openPlain(t *testing.T, dir string) *sql.DB {
	t.Helper()
	shell(t, dir, `sqlite3 register.sqlite "VACUUM INTO 'plain.sqlite'"`)
	db, err := sql.Open("sqlite", filepath.Join(dir, "plain.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestStockToolsRebuildByTheReadme(t *testing.T) {
	needTools(t, "age", "sqlite3", "sed", "od", "sh")
	for _, c := range []struct {
		name    string
		records int
	}{
		{"a compacted vault", 0},
		{"a vault with a log", 60},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, dir, recovery := newVault(t, fast)
			fill(t, v, c.records)
			want := digest(t, v.DB())
			closeVault(t, v)
			steps := readmeSteps(t, dir)
			shellTyping(t, dir, steps[1], onPaper(recovery))
			for _, s := range steps[2:5] { // the key by paper, then step 2
				shell(t, dir, s)
			}
			if out := shell(t, dir, "sqlite3 register.sqlite 'PRAGMA integrity_check'"); strings.TrimSpace(out) != "ok" {
				t.Fatal(out)
			}
			if out := shell(t, dir, "sqlite3 register.sqlite .tables"); !strings.Contains(out, "notes") {
				t.Fatal(out)
			}
			if got := digest(t, openPlain(t, dir)); got != want {
				t.Errorf("digest %s, live %s", got, want)
			}
		})
	}
}

// What a power cut left of a record is no failure, and is told.
func TestStockToolsRebuildWhatAPowerCutLeft(t *testing.T) {
	needTools(t, "age", "sqlite3", "sed", "od", "sh")
	want := readGolden(t, goldenDir+"/v1-torn.json")
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(goldenDir+"/v1-torn")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, readmeName), readmeText, 0o600); err != nil {
		t.Fatal(err)
	}
	steps := readmeSteps(t, dir)
	shellTyping(t, dir, steps[1], onPaper(want.RecoveryKey))
	shell(t, dir, steps[2])
	shell(t, dir, steps[3])
	if out := shell(t, dir, steps[4]); !strings.Contains(out, "all changes before it are there") {
		t.Errorf("said %q", out)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "register.sqlite-[^w]*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	if got := digest(t, openPlain(t, dir)); got != want.Digest {
		t.Errorf("digest %s, want %s", got, want.Digest)
	}
}

func TestTheReadmeSaysTheSameInThreeLanguages(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	closeVault(t, v)
	want := readmeSteps(t, dir)
	count := map[string]int{}
	for line := range strings.Lines(string(readmeText)) {
		line = strings.NewReplacer("NUMERO", "NUMBER", "NUMMER", "NUMBER", "NIMI", "NAME", "NAMN", "NAME").Replace(strings.TrimSpace(line))
		count[line]++
	}
	for _, s := range want {
		if count[s] != 3 {
			t.Errorf("%q stands there %d times", s, count[s])
		}
	}
}

func TestStockAgeOpensTheKeyWithThePassphrase(t *testing.T) {
	needTools(t, "age", "script", "sh")
	v, dir, _ := newVault(t, fast)
	want := v.Identity()
	closeVault(t, v)
	// age asks a terminal; script makes one, and types what it reads.
	cmd := osexec.Command("script", "-qec", "sh -c '"+readmeSteps(t, dir)[0]+"'", "/dev/null")
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader(testPass + "\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b, err := os.ReadFile(filepath.Join(dir, "key.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(b)); got != want {
		t.Error("key.txt does not hold the vault's identity")
	}
}
