package vault_test

import (
	"errors"
	"os"
	"strconv"
	"testing"
	"time"

	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// BenchmarkReview reviews an encrypted register of ten contacts a customer, thirty
// days ahead, as the window does it after unlocking. KORTISTO_CUSTOMERS says how
// many customers (2000). Kept: a firm that lets go every day what is over. First:
// one that has never let anything go, with a conversation in ten contacts and a
// recording in twenty.
func BenchmarkReview(b *testing.B) {
	customers, err := strconv.Atoi(os.Getenv("KORTISTO_CUSTOMERS"))
	if err != nil {
		customers = 2000
	}
	v := vaulttest.New(b)
	began := time.Now()
	bigFirm(b, v, customers)
	b.Logf("%d customers in %s", customers, time.Since(began).Round(time.Second))
	for _, state := range []string{"kept", "first"} {
		if state == "first" {
			neverErased(b, v)
		}
		for _, preset := range []string{"softop", "kivra", "app2day", "seamk"} {
			b.Run(state+"/"+preset, func(b *testing.B) {
				must(b, v.Update(func(tx *vault.Tx) error { _, err := tx.UsePreset(preset); return err }))
				for b.Loop() {
					r, err := v.Review(30)
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(len(r.Decisions)), "decisions")
				}
			})
		}
	}
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// bigFirm fills the tables as the store would: what is measured is reading.
func bigFirm(b *testing.B, v *vaulttest.V, customers int) {
	const count = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) `
	must(b, v.Update(func(tx *vault.Tx) error {
		_, err := tx.Exec(count+`INSERT INTO customers (key, id, number, designation, name, kind, business_id, street, postcode, town, country, phone, email, language,
			created_on, corrected_on, name_key, phone_key, needed_on)
			SELECT i, 'c' || i, 1000 + i, '', 'Asiakas ' || i, 'person', '', 'Kaislakuja ' || i, '70100', 'Kuopio', '', '', 'a' || i || '@posti.example', 'fi',
			'2020-01-01', '', 'asiakas ' || i, '', date(?2, '-' || (i * 7919 % 1096) || ' days') FROM n`, customers, tx.Today)
		return err
	}))
	for part := range 10 {
		must(b, v.Update(func(tx *vault.Tx) error {
			_, err := tx.Exec(`INSERT INTO contacts (id, customer_key, on_day, channel, direction, subject, text, mass, recorded_at)
				SELECT 't' || key || '.' || ?1, key, date(needed_on, '-' || (?1 * 31) || ' days'),
				CASE WHEN ?1 = 0 AND key % 10 = 0 AND needed_on > date(?2, '-2 months') THEN 'chat' ELSE 'phone' END, 'in', '',
				'Kysyi oksien hakettamisesta ja sopi ajan.', 0, '2020-01-01T00:00:00.000Z' FROM customers`, part, tx.Today)
			return err
		}))
	}
	hang(b, v)
	must(b, v.Update(func(tx *vault.Tx) error { // a log of three years, and a list
		_, err := tx.Exec(count+`INSERT INTO audit (at, action, object, fields, sealed, hash)
			SELECT '2024-06-01T00:00:00.000Z', 'contact-added', 'c' || i, '', x'00', x'00' FROM n`, customers)
		_, err2 := tx.Exec(`INSERT INTO list_entries (id, customer_key, email, name, kind, language, origin, work_duties, sold_on, sold_what, told, added_on)
			SELECT 'e' || key, key, email, name, kind, 'fi', '', '', '', '', 0, '2024-01-01' FROM customers WHERE key % 10 = 0`)
		return errors.Join(err, err2)
	}))
}

// neverErased turns one contact in ten into a conversation, whatever its age.
func neverErased(b *testing.B, v *vaulttest.V) {
	must(b, v.Update(func(tx *vault.Tx) error {
		_, err := tx.Exec(`UPDATE contacts SET channel = 'chat' WHERE key % 10 = 0`)
		return err
	}))
	hang(b, v)
	must(b, v.Update(func(tx *vault.Tx) error {
		_, err := tx.Exec(`INSERT INTO attachments (id, contact_key, customer_key, name, media_type, size, sha256, recording, added_at)
			SELECT 'r' || key, key, customer_key, 'puhelu.wav', 'audio/wav', 1, '', 1, '2020-01-01T00:00:00.000Z' FROM contacts WHERE key % 20 = 1`)
		return err
	}))
}

// hang gives each conversation a message and what the page learnt.
func hang(b *testing.B, v *vaulttest.V) {
	must(b, v.Update(func(tx *vault.Tx) error {
		_, err := tx.Exec(`INSERT INTO technical (contact_key, customer_key, name, value) SELECT key, customer_key, 'page', '/' FROM contacts
			WHERE channel = 'chat' AND key NOT IN (SELECT contact_key FROM technical)`)
		return err
	}))
}
