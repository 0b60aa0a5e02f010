package demo_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kortisto/app/demo"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// A register in daily use opens without this program: by age alone where it is
// compacted, else by the steps in its README.txt, followed to the letter.

func TestStockToolsOpenARegister(t *testing.T) {
	for _, tool := range []string{"age", "sqlite3", "sed", "od", "sh"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	for name, compacted := range map[string]bool{"a compacted register": true, "a register with changes in its log": false} {
		t.Run(name, func(t *testing.T) { openByStock(t, compacted) })
	}
}

func openByStock(t *testing.T, compacted bool) {
	v := vaulttest.New(t)
	counts, err := demo.Fill(t.Context(), v.Vault, demo.Options{Customers: 150, Seed: 3}, nil)
	if err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(t.TempDir(), "live.sqlite")
	f, err := os.OpenFile(plain, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.ExportPlain(t.Context(), f, nil); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if compacted {
		if err := v.Compact(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	rows := logged(t, v)
	if err := v.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	dir := v.Options.Dir
	steps := readme(t, dir)
	typing(t, dir, steps[1], v.RecoveryKey+"\n")
	run(t, dir, steps[2]) // the key, by the recovery sheet
	if compacted {
		run(t, dir, strings.Replace(steps[8], "base-NUMBER.age", "base-*.age", 1))
	} else {
		run(t, dir, steps[3])
		run(t, dir, steps[4])
	}
	run(t, dir, steps[5])
	customersIn(t, filepath.Join(dir, "customers.csv"), counts.Customers)
	attachmentsIn(t, dir, steps[6], steps[7])
	if said := run(t, dir, "sqlite3 register.sqlite 'PRAGMA integrity_check'"); said != "ok\n" {
		t.Fatalf("integrity: %s", said)
	}
	for table, want := range map[string]int{
		"customers": counts.Customers, "contact_persons": counts.Persons, "contacts": counts.Contacts,
		"deliveries": counts.Deliveries, "consents": counts.Consents, "audit": rows,
	} {
		if got := run(t, dir, "sqlite3 register.sqlite 'SELECT count(*) FROM "+table+"'"); got != fmt.Sprintln(want) {
			t.Errorf("%s: %s rows, live %d", table, strings.TrimSpace(got), want)
		}
	}
	if live, rebuilt := run(t, dir, "sqlite3 '"+plain+"' .dump"), run(t, dir, "sqlite3 register.sqlite .dump"); live != rebuilt || len(live) < 10_000 {
		t.Errorf("what stock tools see (%d bytes) is not what is live (%d bytes)", len(rebuilt), len(live))
	}
}

// logged is the number of lines in the log.
func logged(t *testing.T, v *vaulttest.V) (rows int) {
	err := v.View(func(tx *vault.Tx) (err error) {
		_, rows, err = tx.Audit(1, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// readme takes the commands out of the English part of README.txt.
func readme(t *testing.T, dir string) (steps []string) {
	b, err := os.ReadFile(filepath.Join(dir, "README.txt"))
	if err != nil {
		t.Fatal(err)
	}
	_, english, _ := strings.Cut(string(b), "THIS IS AN ENCRYPTED REGISTER")
	english, _, _ = strings.Cut(english, "#!/bin/sh")
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

// customersIn holds the spreadsheet's file against how many customers there are.
func customersIn(t *testing.T, file string, want int) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != want+1 || !slices.Contains(rows[0], "name") {
		t.Errorf("%d rows below %q, want %d", len(rows)-1, rows[0], want)
	}
}

// attachmentsIn decrypts each attachment of the list, and holds it against the sum
// that its row has.
func attachmentsIn(t *testing.T, dir, list, step string) {
	t.Helper()
	lines := strings.Fields(strings.ReplaceAll(run(t, dir, list), " ", "-"))
	if len(lines) == 0 {
		t.Error("no attachments")
	}
	for _, line := range lines {
		id, _, _ := strings.Cut(line, "|")
		run(t, dir, strings.NewReplacer("NAME", "opened", "ID", id).Replace(step))
		b, err := os.ReadFile(filepath.Join(dir, "opened"))
		if err != nil {
			t.Fatal(err)
		}
		want := strings.TrimSpace(run(t, dir, "sqlite3 register.sqlite \"SELECT sha256 FROM attachments WHERE id='"+id+"'\""))
		if got := fmt.Sprintf("%x", sha256.Sum256(b)); got != want {
			t.Errorf("attachment %s: %s, want %s", id, got, want)
		}
	}
}

func run(t *testing.T, dir, command string) string {
	t.Helper()
	return typing(t, dir, command, "")
}

// typing is run, and what is typed while it runs.
func typing(t *testing.T, dir, command, text string) string {
	t.Helper()
	cmd := exec.Command("sh", "-c", command)
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader(text)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v: %s", command, err, &said)
	}
	return out.String()
}
