package desktop

import (
	"os"
	"path/filepath"

	"kortisto/app/exchange/history"
	"kortisto/app/vault"
)

const whatsapp = "13.6.2026 klo 9.05 - Eka Häkkinen: Hei, milloin tulette?\n13.6.2026 klo 9.07 - Räystäs Oy: Huomenta, perjantaina.\n14.6.2026 klo 8.00 - Eka Häkkinen: Sopii\n"

func historyStory(b *bench) {
	b.Helper()
	b.host.open = filepath.Join(b.dir, "WhatsApp-keskustelu henkilön Eka Häkkinen kanssa.txt")
	if err := os.WriteFile(b.host.open, []byte(whatsapp), 0o600); err != nil {
		b.Fatal(err)
	}
	if formats := do[[]string](b, "Histories.Formats"); len(formats) == 0 {
		b.Fatal("no formats")
	}
	c := HistoryChoices{Paths: do[[]string](b, "Histories.Pick")}
	p := do[HistoryPreview](b, "Histories.Preview", c)
	if !p.AskUs || p.Counts.Contacts != 0 || len(p.Authors) != 2 {
		b.Fatalf("who is the firm is not asked: %+v", p)
	}
	c.Us = []string{"Räystäs Oy"}
	p = do[HistoryPreview](b, "Histories.Preview", c)
	if p.AskUs || p.Counts.Skipped != 1 || p.Skipped[0].Code != "import-person-unknown" {
		b.Fatalf("%+v", p)
	}
	c.Choices = []history.Choice{{Key: p.Conversations[0].Key, To: history.ToNew}}
	p = do[HistoryPreview](b, "Histories.Preview", c)
	if p.Counts.Contacts != 2 || p.Counts.Messages != 3 || p.Counts.Customers != 1 || p.Conversations[0].Sample[0].Text != "Hei, milloin tulette?" {
		b.Fatalf("%+v", p)
	}
	refused(b, "import-changed-since", "Histories.Run", c, "another")
	r := do[HistoryResult](b, "Histories.Run", c, p.Digest)
	if r.Batch == "" || r.Counts != p.Counts {
		b.Fatalf("%+v", r)
	}
	if again := do[HistoryPreview](b, "Histories.Preview", HistoryChoices{Paths: c.Paths}); again.AskUs || again.Counts.Contacts != 0 || again.Counts.Known != 3 {
		b.Fatalf("the same file again: %+v", again)
	}
	if u := do[vault.Undone](b, "Imports.Undo", r.Batch); u != (vault.Undone{Removed: 3}) {
		b.Fatalf("undone %+v", u)
	}
	refused(b, "required", "Histories.Preview", HistoryChoices{})
}

func mailStory(b *bench) {
	b.Helper()
	b.host.open = filepath.Join(b.dir, "Inbox")
	const mail = "From - \nMessage-ID: <1@x>\nFrom: Eka Häkkinen <eka@example.com>\nTo: myynti@raystas.example\nDate: Sat, 13 Jun 2026 09:05:10 +0300\nSubject: Kourut\n\nHei\n\n" +
		"From - \nFrom: Posti <uutiset@example.com>\nPrecedence: bulk\nTo: myynti@raystas.example\nDate: Sat, 13 Jun 2026 09:05:10 +0300\n\nHei\n"
	if err := os.WriteFile(b.host.open, []byte(mail), 0o600); err != nil {
		b.Fatal(err)
	}
	c := HistoryChoices{Paths: do[[]string](b, "Histories.PickMail"), Mail: true}
	p := do[HistoryPreview](b, "Histories.Preview", c)
	if !p.AskUs || len(p.Authors) != 2 || p.Files[0].Findings[0].Code != "import-mail-bulk" {
		b.Fatalf("%+v", p)
	}
	c.Us, c.Waiting = []string{"myynti@raystas.example"}, true
	p = do[HistoryPreview](b, "Histories.Preview", c)
	if p.AskUs || p.Counts.Skipped != 1 || p.Conversations[0].Email != "eka@example.com" || p.Conversations[0].Sample[0].Text != "Kourut" {
		b.Fatalf("%+v", p)
	}
	c.Choices = []history.Choice{{Key: p.Conversations[0].Key, To: history.ToNew}}
	p = do[HistoryPreview](b, "Histories.Preview", c)
	r := do[HistoryResult](b, "Histories.Run", c, p.Digest)
	if r.Counts != p.Counts || r.Counts.Contacts != 1 || r.Counts.Waiting != 1 {
		b.Fatalf("%+v", r)
	}
	if all := do[[]ImportBatch](b, "Imports.Batches"); all[0].Register != "mail" {
		b.Fatalf("%+v", all[0])
	}
	if u := do[vault.Undone](b, "Imports.Undo", r.Batch); u != (vault.Undone{Removed: 2}) {
		b.Fatalf("undone %+v", u)
	}
}

func entryStory(b *bench) {
	b.Helper()
	if fields := do[[]string](b, "Imports.EntryFields", "deliveries"); len(fields) != 7 {
		b.Fatalf("%v", fields)
	}
	card := do[Card](b, "Customers.Add", []FieldValue{{"name", "Eka Häkkinen"}, {"number", "4711"}})
	c := EntryChoices{Register: "contacts", File: b.chosen("yhteydenotot.csv", latin("Nro;Milloin;Kanava;Viesti\r\n4711;1.6.2026;puhelu;Kysyi räystäästä\r\n4712;1.6.2026;puhelu;\r\n"))}
	p := do[EntryPreview](b, "Imports.PreviewEntries", c)
	if p.Problem == nil || p.Problem.Code != "import-column-missing" || len(p.Columns) != 4 {
		b.Fatalf("%+v", p)
	}
	c.File.Columns = []ColumnChoice{{"B", "on"}}
	p = do[EntryPreview](b, "Imports.PreviewEntries", c)
	if p.Counts.Add != 1 || p.Counts.Skip != 1 || p.Rows[0].Contact.Text != "Kysyi räystäästä" || p.Rows[0].Customer.ID != card.Customer.ID {
		b.Fatalf("%+v", p)
	}
	refused(b, "import-changed-since", "Imports.RunEntries", c, "another")
	r := do[ImportResult](b, "Imports.RunEntries", c, p.Digest)
	if r.Added != 1 || r.Skipped != 1 {
		b.Fatalf("%+v", r)
	}
	c.File.Columns = nil
	if p = do[EntryPreview](b, "Imports.PreviewEntries", c); p.Problem != nil || p.Columns[1].Field != "on" || p.Counts.Add != 0 {
		b.Fatalf("the mapping is not remembered: %+v", p)
	}
	if all := do[[]ImportBatch](b, "Imports.Batches"); all[0].Register != "contacts" || all[0].Skipped != 1 {
		b.Fatalf("%+v", all[0])
	}
	if u := do[vault.Undone](b, "Imports.Undo", r.Batch); u.Removed != 1 {
		b.Fatalf("%+v", u)
	}
}
