package exchange_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// hostile is a value that some program somewhere would calculate, cut, mend or
// take for something else.
func hostile() *rapid.Generator[string] {
	parts := []string{
		"=1+1", "=HYPERLINK(\"http://x.example\")", "+358 40 123 4567", "-2", "@SUM(A1)", "＝1", "＋1", "－1", "＠a", "'", "''", "'=1", `"`, `""`, ";", ",", "|", ":::",
		"\u00a0", "😀", "👩‍👩‍👧", "a\u0308", "o\u0308", "ä", "Å", "ß", "İ", "00100", "100", "007", "3,58E+11", "3.5e5", "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627",
		`\`, `\n`, `\;`, `\,`, ":", "BEGIN:VCARD", "END:VCARD", "=0D=0A=", "=E4", "_x000D_", "_x005F_x0041_", "\uffff", "\ufffe", "<b>", "&amp;", "]]>", "{}", `{"kortisto":`,
		"Virtanen, Matti", "Oy", "Tmi", "tel:123", "mailto:", "yes", "ei", "fi", "1", "x", " ", "\u200b", "12.3.2026", "Kirjuri_", strings.Repeat("pitkä", 20),
	}
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for range rapid.IntRange(1, 4).Draw(t, "parts") {
			b.WriteString(rapid.SampledFrom(parts).Draw(t, "part"))
		}
		return b.String()
	})
}

// card is a customer that the register takes; number tells them apart.
func card(t *rapid.T, number string) app.Customer {
	text := func(name string) string {
		return rapid.OneOf(rapid.Just(""), hostile()).Draw(t, name)
	}
	c := app.Customer{
		Number: number, Designation: text("designation"), Name: hostile().Draw(t, "name"), Kind: rapid.SampledFrom(app.Kinds()).Draw(t, "kind"),
		BusinessID: rapid.SampledFrom([]string{"", "1234567-1", "DE123"}).Draw(t, "businessId"), Street: text("street"),
		Postcode: rapid.SampledFrom([]string{"", "00100", "100", "SW1A 1AA", "111 22"}).Draw(t, "postcode"), Town: text("town"),
		Country:  rapid.SampledFrom([]string{"", "AX", "DE", "SE"}).Draw(t, "country"),
		Phone:    rapid.SampledFrom([]string{"", "+358401234567", "0400 123", "kysy; myymälästä", "040 1234567, 050 1234567", "tel:112", "=112"}).Draw(t, "phone"),
		Email:    rapid.SampledFrom([]string{"", "a@posti.example", "+x=y'z@posti.example", "Ä.Ö@posti.example"}).Draw(t, "email"),
		Language: rapid.SampledFrom(app.Langs()).Draw(t, "language"), CreatedOn: rapid.SampledFrom([]app.Day{"2020-02-29", "1999-12-31", "2026-11-20"}).Draw(t, "createdOn"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "persons") {
		c.Persons = append(c.Persons, app.ContactPerson{
			Role: rapid.SampledFrom([]app.PersonRole{app.MainPerson, app.AlternativePerson}).Draw(t, "role"), Name: text("person"),
			Phone: rapid.SampledFrom([]string{"", "+358401234567", "1;2"}).Draw(t, "person phone"),
		})
	}
	return c
}

// fill puts cards into a register as far as it takes them.
func fill(t *rapid.T, v *vaulttest.V) {
	for i := range rapid.IntRange(1, 4).Draw(t, "customers") {
		number := rapid.SampledFrom([]string{"", "00", "=", "A-", "Ä"}).Draw(t, "series") + strconv.Itoa(i+1)
		c := card(t, number)
		err := v.Update(func(tx *vault.Tx) error {
			made, err := tx.AddCustomer(c)
			if err != nil {
				return err
			}
			return fillUnder(t, tx, made.ID)
		})
		var refused app.Errors
		if err != nil && !errors.As(err, &refused) {
			t.Fatal(err)
		}
	}
}

func fillUnder(t *rapid.T, tx *vault.Tx, id string) error {
	day := rapid.SampledFrom([]app.Day{"2020-01-01", "2026-11-20"})
	var errs []error
	for range rapid.IntRange(0, 2).Draw(t, "consents") {
		_, err := tx.AddConsent(app.Consent{CustomerID: id, Given: rapid.Bool().Draw(t, "given"), On: day.Draw(t, "on"), Channel: app.Email, Wording: hostile().Draw(t, "wording")})
		errs = append(errs, err)
	}
	for range rapid.IntRange(0, 2).Draw(t, "deliveries") {
		_, err := tx.AddDelivery(app.Delivery{CustomerID: id, On: day.Draw(t, "on"), Product: hostile().Draw(t, "product"), Quantity: "2.5"})
		errs = append(errs, err)
	}
	for range rapid.IntRange(0, 2).Draw(t, "contacts") {
		made, err := tx.AddContact(app.Contact{CustomerID: id, On: day.Draw(t, "on"), Channel: app.Chat, Direction: app.In,
			Subject: hostile().Draw(t, "subject"), Text: hostile().Draw(t, "text") + "\n" + hostile().Draw(t, "more"), Waiting: rapid.Bool().Draw(t, "waiting")})
		errs = append(errs, err)
		if err == nil {
			errs = append(errs, tx.AddMessages(made.ID, []app.Message{{At: "12:00:01", Role: app.RoleCustomer, Kind: app.KindText, Author: "A", Text: hostile().Draw(t, "message")}}))
		}
	}
	return errors.Join(errs...)
}

func export(tb testing.TB, t fataler, v *vaulttest.V, e exchange.Export) []byte {
	e.Path = filepath.Join(tb.TempDir(), "kortisto."+e.Format)
	if _, err := exchange.ExportTable(tb.Context(), v.Vault, e, nil); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(e.Path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

type fataler interface{ Fatal(...any) }

func plan(tb testing.TB, t fataler, v *vaulttest.V, data []byte, o exchange.Options) *exchange.Plan {
	s, err := exchange.Read("kortisto", bytes.NewReader(data), exchange.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Map(exchange.MapOptions{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := exchange.Preview(tb.Context(), v.Vault, s, m, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestOurOwnFilesComeBackTheSame: what goes out and comes into an empty register
// goes out again byte for byte, and into the same register it brings nothing.
func TestOurOwnFilesComeBackTheSame(t *testing.T) {
	for name, e := range map[string]exchange.Export{
		"csv": {Format: exchange.CSV}, "safe csv": {Format: exchange.CSV, Safe: true}, "xlsx": {Format: exchange.XLSX},
		"vcard 4": {Format: exchange.VCF}, "vcard 3": {Format: exchange.VCF, Cards3: true}, "json": {Format: exchange.JSON},
	} {
		e.Register = "customers"
		t.Run(name, func(t *testing.T) {
			fewer(t)
			rapid.Check(t, func(r *rapid.T) {
				here, there := vaulttest.New(t), vaulttest.New(t)
				fill(r, here)
				if count(r, here) == 0 {
					return
				}
				first := export(t, r, here, e)
				consent := exchange.Options{ConsentSource: "lomake", ConsentDate: "2026-11-01"}
				into := plan(t, r, there, first, consent)
				if into.Counts.Add != into.Counts.Rows || into.Counts.Rows != count(r, here) {
					r.Fatalf("into an empty register: %+v\n%+v", into.Counts, into.Skipped)
				}
				if _, err := exchange.Run(t.Context(), there.Vault, into, nil); err != nil {
					r.Fatal(err)
				}
				if again := export(t, r, there, e); !bytes.Equal(first, again) {
					r.Fatalf("%s\nbecame\n%s", first, again)
				}
				for _, update := range []bool{false, true} {
					consent.UpdateExisting = update
					if p := plan(t, r, here, first, consent); p.Counts.Add+p.Counts.Update != 0 {
						r.Fatalf("into the same register: %+v", p.Counts)
					}
				}
			})
		})
	}
}

// TestSafeCSVIsNeverCalculated reads with another reader than ours.
func TestSafeCSVIsNeverCalculated(t *testing.T) {
	fewer(t)
	rapid.Check(t, func(r *rapid.T) {
		v := vaulttest.New(t)
		fill(r, v)
		data := bytes.TrimPrefix(export(t, r, v, exchange.Export{Register: "customers", Format: exchange.CSV, Safe: true}), []byte("\ufeff"))
		rows := csv.NewReader(bytes.NewReader(data))
		rows.Comma = ';'
		all, err := rows.ReadAll()
		if err != nil || len(all) != count(r, v)+1 {
			r.Fatal(len(all), err)
		}
		for _, row := range all {
			for _, cell := range row {
				if strings.IndexAny(cell, "=+-@\t\r＝＋－＠") == 0 {
					r.Fatalf("%q would be calculated", cell)
				}
			}
		}
	})
}

// fewer checks: each makes registers of its own.
func fewer(t *testing.T) {
	t.Helper()
	before := flag.Lookup("rapid.checks").Value.String()
	if before == "100" {
		_ = flag.Set("rapid.checks", "10")
		t.Cleanup(func() { _ = flag.Set("rapid.checks", before) })
	}
}

func count(t fataler, v *vaulttest.V) (n int) {
	if err := v.View(func(tx *vault.Tx) error { return tx.Keys(func(vault.Key) error { n++; return nil }) }); err != nil {
		t.Fatal(err)
	}
	return n
}
