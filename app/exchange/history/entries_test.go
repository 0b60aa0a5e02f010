package history_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/exchange/history"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func table(t testing.TB, v *vaulttest.V, register, data string, fields map[string]string, o history.EntryOptions) *history.EntryPlan {
	t.Helper()
	s, err := exchange.Read("taulukko.csv", strings.NewReader(data), exchange.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	remembered, err := exchange.Remembered(v.Vault, register, s, "")
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.MapEntries(register, exchange.MapOptions{Fields: fields, Remembered: remembered})
	if err != nil {
		t.Fatal(err)
	}
	p, err := history.PreviewEntries(t.Context(), v.Vault, register, s, m, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func runTable(t testing.TB, v *vaulttest.V, p *history.EntryPlan) exchange.Result {
	t.Helper()
	r, err := history.RunEntries(t.Context(), v.Vault, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTablesOfContactsComeIn(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "101", Name: "Aino Kuusela", Email: "aino@example.com"})
	v.Customer(app.Customer{Number: "102", Name: "Väinö Räsänen", Phone: "0405550128"})
	v.Customer(app.Customer{Number: "103", Name: "Sama Nimi"})
	v.Customer(app.Customer{Number: "104", Name: "Sama Nimi"})
	data := "Asiakasnro;Nimi;Sähköposti;Puhelin;Pvm;Klo;Kanava;Suunta;Kuvaus;Kesto;Odottaa\n" +
		"101;;;;13.6.2026;9.05;Puhelu;Saapuva;\"Kysyi kourusta,\nsoitetaan\";2:05;kyllä\n" +
		";;AINO@example.com;;2026-06-14 klo 10:15;;Sähköposti;Lähtevä;Tarjous;;\n" +
		";;;040 555 0128;15.6.2026;;;;;;\n" +
		";Räsänen, Väinö;;;16.6.2026;;fax;;;;\n" +
		";Sama Nimi;;;16.6.2026;;käynti;;;;\n" +
		"999;;;;16.6.2026;;käynti;;;;\n" +
		"101;;;;31.2.2026;;käynti;;;;\n" +
		"101;;;;17.6.2026;25.00;käynti;;Tunnus 131052-308T;x;\n"
	p := table(t, v, exchange.Contacts, data, nil, history.EntryOptions{})
	if p.Counts.Add != 4 || p.Counts.Skip != 4 {
		t.Fatalf("%+v %+v", p.Counts, p.Skipped)
	}
	for i, want := range []string{"5 choice-invalid channel", "6 import-several ", "7 import-customer-unknown number", "8 day-invalid on"} {
		if got := strconv.Itoa(p.Skipped[i].Row) + " " + p.Skipped[i].Code + " " + p.Skipped[i].Field; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if len(contacts(t, v)) != 0 {
		t.Fatal("a preview wrote")
	}
	r := runTable(t, v, p)
	got := contacts(t, v)
	if r.Added != 4 || len(got) != 4 {
		t.Fatalf("%+v %+v", r, got)
	}
	first := got[0].Contact
	if first.On != "2026-06-13" || first.At != "09:05" || first.Channel != app.Phone || first.Direction != app.In || first.Text != "Kysyi kourusta,\nsoitetaan" || first.Seconds != 125 || !first.Waiting {
		t.Errorf("%+v", first)
	}
	if c := got[1].Contact; c.At != "10:15" || c.Channel != app.Email || c.Direction != app.Out || c.Text != "Tarjous" {
		t.Errorf("%+v", c)
	}
	if c := got[2].Contact; c.On != "2026-06-17" || c.At != "" || c.Text != "" || c.Channel != app.Visit {
		t.Errorf("%+v", c)
	}
	if again := table(t, v, exchange.Contacts, data, nil, history.EntryOptions{}); again.Counts.Add != 0 || again.Skipped[0].Code != "import-known" {
		t.Errorf("again: %+v", again.Skipped)
	}
	if masked := table(t, v, exchange.Contacts, data, nil, history.EntryOptions{MaskHetus: true}); masked.Counts.Add != 1 || masked.Rows[7].Contact.Text != "Tunnus ***********" {
		t.Errorf("masked: %+v", masked.Counts)
	}
	if u := undo(t, v, r.Batch); u != (vault.Undone{Removed: 4}) || len(contacts(t, v)) != 0 {
		t.Errorf("%+v", u)
	}
}

func TestTablesOfDeliveriesComeInAndEqualOnesStayTwo(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Number: "101", Name: "Aino Kuusela"})
	data := "Kundnummer,Leveransdag,Produkt,Antal\n101,2026-06-13,Ränna,5 st\n101,2026-06-13,Ränna,5 st\n101,13.6.2026,Krok,\"2,50\"\n101,2026-06-13,,1\n"
	p := table(t, v, exchange.Deliveries, data, nil, history.EntryOptions{})
	if p.Counts.Add != 3 || p.Skipped[0].Code != "required" {
		t.Fatalf("%+v %+v", p.Counts, p.Skipped)
	}
	r := runTable(t, v, p)
	all := deliveries(t, v, c.ID)
	if len(all) != 3 || all[0].Quantity != "2.5" || all[1].Quantity != "5" {
		t.Errorf("%+v", all)
	}
	if again := table(t, v, exchange.Deliveries, data, nil, history.EntryOptions{}); again.Counts.Add != 0 {
		t.Errorf("%+v", again.Counts)
	}
	if u := undo(t, v, r.Batch); u != (vault.Undone{Removed: 3}) || len(deliveries(t, v, c.ID)) != 0 {
		t.Errorf("%+v", u)
	}
}

func deliveries(t testing.TB, v *vaulttest.V, id string) (all []app.Delivery) {
	t.Helper()
	err := v.View(func(tx *vault.Tx) (err error) {
		all, _, err = tx.Deliveries(id, 0, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// written is a table whose columns are the JSON names of contacts, as an export
// writes it.
func written(all []contact) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	yes := map[bool]string{true: "yes", false: "no"}
	_ = w.Write([]string{"number", "name", "on", "at", "channel", "direction", "who", "handledBy", "subject", "text", "purpose", "seconds", "waiting", "followUpOn", "mass", "messages", "attachments"})
	for _, x := range all {
		c := x.Contact
		_ = w.Write([]string{"101", x.Customer, string(c.On), c.At, string(c.Channel), string(c.Direction), c.Who, c.HandledBy, c.Subject, c.Text, string(c.Purpose),
			strconv.Itoa(c.Seconds), yes[c.Waiting], string(c.FollowUpOn), yes[c.Mass], "0", "0"})
	}
	w.Flush()
	return b.String()
}

func TestATableOfOurOwnComesInAsItWas(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Number: "101", Name: "Aino Kuusela"})
	odd := []string{"=1+1", "-5", "rivi\nrivi;\"lainattu\", pilkku", "@x", "'yksi' 'kaksi'", "<b>ä</b> 😀", "00100", "3,58E+11", "a\u0301"}
	err := v.Update(func(tx *vault.Tx) error {
		for i, text := range odd {
			_, err := tx.AddContact(app.Contact{CustomerID: c.ID, On: "2026-06-13", At: []string{"", "09:05", "23:59:59"}[i%3], Channel: app.Channels()[i%6], Direction: []app.Direction{app.In, app.Out}[i%2],
				Who: text, Subject: text, Text: text, Purpose: app.Purposes()[i%5], Seconds: i, Waiting: i%2 == 0, FollowUpOn: []app.Day{"", "2027-01-02"}[i%2], Mass: i%3 == 0})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	all := contacts(t, v)
	file := written(all)
	if p := table(t, v, exchange.Contacts, file, nil, history.EntryOptions{}); p.Counts.Add != 0 || p.Counts.Skip != len(odd) {
		t.Errorf("into the same register: %+v %+v", p.Counts, p.Rows)
	}
	other := vaulttest.New(t)
	other.Customer(app.Customer{Number: "101", Name: "Aino Kuusela"})
	runTable(t, other, table(t, other, exchange.Contacts, file, nil, history.EntryOptions{}))
	if got := contacts(t, other); !reflect.DeepEqual(withoutTimes(got), withoutTimes(all)) {
		t.Errorf("%+v\nwant\n%+v", got, all)
	}
}

func withoutTimes(all []contact) []contact {
	for i := range all {
		all[i].Contact.RecordedAt = vaulttest.Start
	}
	return all
}

func TestAMappingChosenByHandIsOfferedForTheNextFile(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "101", Name: "Aino Kuusela"})
	const head = "Tunnus;Milloin;Mitä;Päivä\n"
	s, err := exchange.Read("a.csv", strings.NewReader(head+"101;1.6.2026;Hei;eilen\n"), exchange.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.MapEntries(exchange.Contacts, exchange.MapOptions{}); !errors.Is(err, app.E("import-column-missing", "number")) {
		t.Errorf("%v", err)
	}
	chosen := map[string]string{"A": "number", "B": "on", "C": "text", "D": "-"}
	runTable(t, v, table(t, v, exchange.Contacts, head+"101;1.6.2026;Hei;eilen\n", chosen, history.EntryOptions{Chosen: true}))
	if p := table(t, v, exchange.Contacts, head+"101;2.6.2026;Hei taas;tänään\n", nil, history.EntryOptions{}); p.Counts.Add != 1 || p.Rows[0].Contact.On != "2026-06-02" || p.Rows[0].Contact.Text != "Hei taas" {
		t.Errorf("%+v %+v", p.Counts, p.Skipped)
	}
	// What is chosen for the file at hand goes before what is remembered.
	if p := table(t, v, exchange.Contacts, head+"101;2.6.2026;Hei taas;3.6.2026\n", map[string]string{"D": "on"}, history.EntryOptions{}); p.Rows[0].Contact.On != "2026-06-03" {
		t.Errorf("%+v", p.Rows[0])
	}
}
