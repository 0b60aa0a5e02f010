package desktop

import (
	"os"
	"path/filepath"
	"strings"

	"kortisto/app"
)

func exportStory(b *bench) {
	b.Helper()
	c := do[Card](b, "Customers.Add", []FieldValue{{"name", "Toka Häkkinen"}, {"phone", "040 555 0102"}})
	id := c.Customer.ID
	p := do[ExportPreview](b, "Exports.Preview", "customers", []string{id})
	if p.Customers != 1 || len(p.Formats) != 4 {
		b.Fatalf("preview %+v", p)
	}
	if all := do[ExportPreview](b, "Exports.Preview", "contacts", []string{}); all.Customers < 1 || len(all.Formats) != 2 {
		b.Fatalf("preview of all %+v", all)
	}
	b.host.save = filepath.Join(b.dir, "asiakkaat.csv")
	if err := os.WriteFile(b.host.save, []byte("vanha"), 0o644); err != nil {
		b.Fatal(err)
	}
	path := do[string](b, "Exports.Pick", "asiakkaat", "csv")
	refused(b, "choice-invalid", "Exports.Run", ExportChoices{Register: "customers", Format: "pdf", Path: path})
	r := do[ExportResult](b, "Exports.Run", ExportChoices{Register: "customers", Format: "csv", Safe: true, IDs: []string{id}, Path: path})
	data, err := os.ReadFile(path)
	info, serr := os.Stat(path)
	if err != nil || serr != nil || r.Rows != 1 || !strings.Contains(string(data), `"'+358 40 555 0102"`) || info.Mode().Perm() != 0o600 {
		b.Fatalf("%+v %q %v", r, data, info.Mode())
	}
	out := do[[]app.Copy](b, "Exports.Copies")
	if len(out) != 1 || out[0].ID != r.Copy || out[0].File != "asiakkaat.csv" || out[0].GoneOn != "" || out[0].MadeOn != "2026-11-21" {
		b.Fatalf("copies %+v", out)
	}
	do[none](b, "Exports.MarkGone", r.Copy)
	refused(b, "not-found", "Exports.MarkGone", r.Copy)
	if out = do[[]app.Copy](b, "Exports.Copies"); out[0].File != "" || out[0].GoneOn != "2026-11-21" {
		b.Fatalf("gone %+v", out)
	}
}
