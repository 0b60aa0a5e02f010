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
