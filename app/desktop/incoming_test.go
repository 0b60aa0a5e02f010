package desktop

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kortisto/app/exchange/history"
)

func incomingStory(b *bench) {
	b.Helper()
	b.host.open = filepath.Join(b.dir, "outo.json")
	if err := os.WriteFile(b.host.open, []byte(`{"rows":[{"w":"2026-06-13T09:00:00Z","p":"Aino","said":{"x":"Hei"}}]}`), 0o600); err != nil {
		b.Fatal(err)
	}
	paths := do[[]string](b, "Imports.PickFiles")
	found := do[[]Incoming](b, "Imports.Recognise", paths)
	if len(found) != 1 || found[0].Is.Kind != history.OfConversations || found[0].Path != b.host.open {
		b.Fatalf("%+v", found)
	}
	refused(b, "import-format-unknown", "Histories.Preview", HistoryChoices{Paths: paths})
	p := do[Places](b, "Histories.Places", paths[0])
	if len(p.Places) != 3 || len(p.Fields) == 0 {
		b.Fatalf("%+v", p)
	}
	mapped := HistoryChoices{Paths: paths, Map: []PathChoice{{"text", "rows[].said.x"}, {"time", "rows[].w"}, {"author", "rows[].p"}}}
	if p := do[HistoryPreview](b, "Histories.Preview", mapped); p.Counts.Conversations != 1 {
		b.Fatalf("%+v", p)
	}
}

func TestOnlyFilesThatWerePickedOrDroppedAreRead(t *testing.T) {
	b := opened(t)
	path := filepath.Join(b.dir, "asiakkaat.csv")
	if err := os.WriteFile(path, []byte("Nimi;Puhelin\nEka Häkkinen;0405550101\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	table, chat := ImportChoices{Path: path}, HistoryChoices{Paths: []string{path}}
	try := func(code string) {
		t.Helper()
		refused(b, code, "Imports.Preview", table)
		refused(b, code, "Imports.Run", table, "")
		refused(b, code, "Imports.PreviewEntries", EntryChoices{Register: "contacts", File: table})
		refused(b, code, "Imports.RunEntries", EntryChoices{Register: "contacts", File: table}, "")
		refused(b, code, "Imports.Recognise", []string{path})
		refused(b, code, "Histories.Preview", chat)
		refused(b, code, "Histories.Run", chat, "")
		refused(b, code, "Histories.Places", path)
		refused(b, code, "Visits.Preview", path)
		refused(b, code, "Visits.Run", path, "")
	}
	try("file-unreadable")
	b.dropped([]string{path, b.dir, filepath.Join(b.dir, "puuttuu.csv")})
	if !slices.ContainsFunc(b.host.events, func(e string) bool {
		return strings.HasPrefix(e, "files-dropped [") && strings.Count(e, `"`) == 2
	}) {
		t.Errorf("the page hears %v", b.host.events)
	}
	if p := do[ImportPreview](b, "Imports.Preview", table); p.Counts.Add != 1 {
		t.Errorf("%+v", p)
	}
	do[SessionState](b, "Session.Lock", "user")
	do[SessionState](b, "Session.Unlock", passphrase)
	try("file-unreadable") // locking forgets
}

func TestZerosOfPostcodesAreAChoice(t *testing.T) {
	b := opened(t)
	c := b.chosen("asiakkaat.csv", latin("Nimi;Postinumero;Postitoimipaikka\r\nEka Häkkinen;100;Helsinki\r\n"))
	if p := do[ImportPreview](b, "Imports.Preview", c); p.Rows[0].Customer.Postcode != "00100" {
		t.Errorf("%+v", p.Rows[0].Customer)
	}
	c.KeepPostcodes = true
	if p := do[ImportPreview](b, "Imports.Preview", c); p.Rows[0].Customer.Postcode != "100" {
		t.Errorf("%+v", p.Rows[0].Customer)
	}
}
