package desktop

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/app/demo/invent"
	"kortisto/app/vault"
)

// chosen writes a file as Finnish Excel does and has the person choose it.
func (b *bench) chosen(name string, data []byte) ImportChoices {
	b.Helper()
	b.host.open = filepath.Join(b.dir, name)
	if err := os.WriteFile(b.host.open, data, 0o600); err != nil {
		b.Fatal(err)
	}
	return ImportChoices{Path: do[string](b, "Imports.Pick")}
}

// latin is a text in Windows-1252, where it agrees with ISO 8859-1.
func latin(s string) []byte {
	var out []byte
	for _, r := range s {
		out = append(out, byte(r))
	}
	return out
}

func importStory(b *bench) {
	b.Helper()
	if fields := do[[]string](b, "Imports.Fields"); !slices.Contains(fields, "name") {
		b.Fatalf("fields %v", fields)
	}
	choice := b.chosen("asiakkaat.csv", latin("Nimi;Puhelin;Postitoimipaikka\r\nEka Häkkinen;040 555 0102;Jyväskylä\r\n;040 555 0103;\r\n"))
	p := do[ImportPreview](b, "Imports.Preview", choice)
	if p.Counts.Add != 1 || p.Counts.Skip != 1 || p.Rows[0].Customer.Name != "Eka Häkkinen" || p.Before != nil {
		b.Fatalf("preview %+v", p)
	}
	choice.Columns = []ColumnChoice{{"C", "-"}}
	if p = do[ImportPreview](b, "Imports.Preview", choice); p.Rows[0].Customer.Town != "" {
		b.Fatalf("a column left out came in: %+v", p.Rows[0])
	}
	refused(b, "import-changed-since", "Imports.Run", choice, "another")
	r := do[ImportResult](b, "Imports.Run", choice, p.Digest)
	if r.Added != 1 || r.Skipped != 1 {
		b.Fatalf("result %+v", r)
	}
	if again := do[ImportPreview](b, "Imports.Preview", choice); again.Before == nil || again.Before.ID != r.Batch || again.Before.On != "2026-11-21" {
		b.Fatalf("the same file again: %+v", again.Before)
	}
	if u := do[vault.Undone](b, "Imports.Undo", r.Batch); u.Removed != 1 {
		b.Fatalf("undone %+v", u)
	}
	refused(b, "import-batch-undone", "Imports.Undo", r.Batch)
	refused(b, "file-unreadable", "Imports.Preview", ImportChoices{Path: filepath.Join(b.dir, "puuttuu.csv")})
	if all := do[[]ImportBatch](b, "Imports.Batches"); len(all) == 0 || all[0].ID != r.Batch || !all[0].Undone {
		b.Fatalf("batches %+v", all)
	}
}

// TestFiveThousandRowsComeInAndGoAgain: the preview is the result, an undo
// takes exactly the batch, and the same file again adds nobody.
func TestFiveThousandRowsComeInAndGoAgain(t *testing.T) {
	b := opened(t)
	for i := range 3 {
		do[Card](b, "Customers.Add", []FieldValue{{"name", "Vanha Asiakas"}, {"town", []string{"Kuopio", "Pori", "Oulu"}[i]}})
	}
	before := b.register()
	choice := b.chosen("asiakkaat.csv", invent.List(5000, 1))
	choice.ConsentSource, choice.ConsentDate = "messut", "2026-05-05"
	p := do[ImportPreview](b, "Imports.Preview", choice)
	if p.Charset != "windows-1252" || p.Delimiter != ";" || p.Counts.Add != 5000 || p.Counts.Skip != 0 {
		t.Fatalf("%s %q %+v", p.Charset, p.Delimiter, p.Counts)
	}
	r := do[ImportResult](b, "Imports.Run", choice, p.Digest)
	if r.Added != p.Counts.Add || r.Updated != p.Counts.Update || r.Skipped != p.Counts.Skip {
		t.Fatalf("%+v was promised, %+v happened", p.Counts, r)
	}
	after := b.register()
	if len(after) != 5003 {
		t.Fatalf("%d customers", len(after))
	}
	for _, row := range p.Rows {
		c := after[row.Customer.Number]
		if c.Name != row.Customer.Name || c.Street != row.Customer.Street || c.Phone != row.Customer.Phone || c.Email != row.Customer.Email || c.Town != row.Customer.Town {
			t.Fatalf("row %d was shown as %+v and came in as %+v", row.Row, row.Customer, c)
		}
	}
	again := do[ImportPreview](b, "Imports.Preview", choice)
	if again.Counts.Add != 0 || again.Counts.Skip != 5000 || again.Skipped[0].Code != "import-exists" || again.Before == nil {
		t.Fatalf("again: %+v", again.Counts)
	}
	if r := do[ImportResult](b, "Imports.Run", choice, again.Digest); r.Added != 0 {
		t.Fatalf("again: %+v", r)
	}
	if u := do[vault.Undone](b, "Imports.Undo", r.Batch); u != (vault.Undone{Removed: 5000}) {
		t.Fatalf("undone %+v", u)
	}
	if now := b.register(); !reflect.DeepEqual(now, before) {
		t.Fatal("the register is not as it was before the import")
	}
	done := do[ImportPreview](b, "Imports.Preview", choice)
	if done.Counts.Add != 5000 || done.Before != nil {
		t.Fatalf("after the undo: %+v", done.Counts)
	}
}

// register is every card, by number.
func (b *bench) register() map[string]app.Customer {
	b.Helper()
	out := map[string]app.Customer{}
	_, err := view(b.sh, func(tx *vault.Tx) (none, error) {
		var ids []string
		err := tx.Keys(func(k vault.Key) error {
			ids = append(ids, k.ID)
			return nil
		})
		for _, id := range ids {
			c, err := tx.Customer(id)
			if err != nil {
				return none{}, err
			}
			out[c.Number] = c
		}
		return none{}, err
	})
	if err != nil {
		b.Fatal(err)
	}
	return out
}
