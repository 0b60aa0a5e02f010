package programtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"kortisto/app/vault"
)

// register is what a vault must hold, as far as the commands of this campaign
// write it.
type register struct {
	cards    []card
	requests []request
	imports  []batch
	phrase   int // how often the passphrase was changed
}

// card is a customer with all that hangs on it. An old one is due for erasing,
// unless it is held.
type card struct {
	number, name, street string
	old, held            bool
	under                []string // lines of contacts, attachments, deliveries, permissions, holds
}

type request struct{ words, state string }

type batch struct {
	file   string
	rows   int
	number int // of the first card
	undone bool
}

func (r register) clone() register {
	r.cards, r.requests, r.imports = slices.Clone(r.cards), slices.Clone(r.requests), slices.Clone(r.imports)
	for i := range r.cards {
		r.cards[i].under = slices.Clone(r.cards[i].under)
	}
	return r
}

// lines are everything in the register, in order.
func (r register) lines() []string {
	var out []string
	for _, c := range r.cards {
		out = append(out, line("card", c.number, c.name, c.street))
		for _, u := range c.under {
			out = append(out, c.number+" "+u)
		}
	}
	for _, q := range r.requests {
		out = append(out, line("request", q.words, q.state))
	}
	for _, b := range r.imports {
		if b.undone {
			out = append(out, line("import", "", fmt.Sprint(b.rows), "1")) // the file's name goes with what it brought
			continue
		}
		out = append(out, line("import", b.file, fmt.Sprint(b.rows), "0"))
		for i := range b.rows {
			out = append(out, line("card", fmt.Sprint(b.number+i), b.name(i), ""))
		}
	}
	slices.Sort(out)
	return out
}

// name of a card that came in with the file.
func (b batch) name(i int) string { return fmt.Sprintf("Tuotu %d", b.number+i) }

func line(parts ...string) string { return strings.Join(parts, " | ") }

// questions read the same lines out of a vault.
var questions = []string{
	`SELECT 'card | ' || number || ' | ' || name || ' | ' || street FROM customers`,
	`SELECT c.number || ' contact | ' || k.channel || ' | ' || k.direction || ' | ' || k.text FROM contacts k JOIN customers c ON c.key = k.customer_key`,
	`SELECT c.number || ' attachment | ' || a.name || ' | ' || a.size FROM attachments a JOIN contacts k ON k.key = a.contact_key JOIN customers c ON c.key = k.customer_key`,
	`SELECT c.number || ' delivery | ' || d.product || ' | ' || d.quantity FROM deliveries d JOIN customers c ON c.key = d.customer_key`,
	`SELECT c.number || ' consent | ' || o.given || ' | ' || o.wording FROM consents o JOIN customers c ON c.key = o.customer_key`,
	`SELECT c.number || ' hold | ' || h.reason || ' | ' || (h.lifted_on <> '') FROM holds h JOIN customers c ON c.key = h.customer_key`,
	`SELECT 'request | ' || p.words || ' | ' || r.state FROM requests r JOIN request_people p ON p.request_key = r.key`,
	`SELECT 'import | ' || source || ' | ' || added || ' | ' || (undone_at <> '') FROM import_batches`,
}

// found is what a vault holds.
type found struct {
	register
	lines   []string
	digest  string            // of every row of every table
	numbers map[string]string // words of a request → its number
	batches map[string]string // file → id
}

// look opens the vault as any later start of the program does, which finishes what
// was left over, and reads it. deep has every byte and every table checked as well.
func (w *workplace) look(pass int, deep bool) (f found, err error) {
	ctx := context.Background()
	v, err := vault.Open(ctx, w.options(), phrase(pass))
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, v.Close(ctx)) }()
	if slices.Contains(v.Notes(), "vault-older-than-seen") {
		return f, errors.New("the vault is older than it was seen")
	}
	if deep {
		w.c.Add("checked in full", 1)
		findings, err := v.Check(ctx, nil)
		if err != nil {
			return f, err
		}
		if findings.Strays > 0 {
			return f, fmt.Errorf("%d attachments of nobody", findings.Strays)
		}
	}
	f.phrase = pass
	if err := v.View(f.read); err != nil {
		return f, err
	}
	return f, w.tidy()
}

func (f *found) read(tx *vault.Tx) (err error) {
	for _, q := range questions {
		lines, err := column(tx, q)
		if err != nil {
			return err
		}
		f.lines = append(f.lines, lines...)
	}
	slices.Sort(f.lines)
	if f.numbers, err = pairs(tx, `SELECT p.words || ' | ' || r.number FROM requests r JOIN request_people p ON p.request_key = r.key`); err != nil {
		return err
	}
	if f.batches, err = pairs(tx, `SELECT source || ' | ' || id FROM import_batches`); err != nil {
		return err
	}
	if _, err := tx.VerifyAudit(); err != nil {
		return err
	}
	f.digest, err = tx.Digest()
	return err
}

func column(tx *vault.Tx, query string) (out []string, err error) {
	rows, err := tx.Query(query)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

func pairs(tx *vault.Tx, query string) (map[string]string, error) {
	lines, err := column(tx, query)
	out := map[string]string{}
	for _, l := range lines {
		k, v, _ := strings.Cut(l, " | ")
		out[k] = v
	}
	return out, err
}

var belongs = regexp.MustCompile(`^(README\.txt|key-pass\.age|key-recovery\.age|ledger\.age|base-\d{6,}\.age|log-\d{6,}|blobs|lock)$`)

// tidy: once the vault was opened, nothing is left of work that was cut short.
func (w *workplace) tidy() error {
	dir := w.options().Dir
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !belongs.MatchString(e.Name()) {
			return fmt.Errorf("%s is left over", e.Name())
		}
	}
	for _, pattern := range []string{"base-*", "log-*"} {
		if names, err := filepath.Glob(filepath.Join(dir, pattern)); err != nil || len(names) != 1 {
			return fmt.Errorf("generations: %v %v", names, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "blobs", "*.tmp"))
	if len(left) > 0 {
		err = fmt.Errorf("%v are left over", left)
	}
	return err
}
