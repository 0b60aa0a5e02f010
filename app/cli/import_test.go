package cli

import (
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange"
)

func TestImportKnowsTheProgramsOwnWordsForFields(t *testing.T) {
	for lang, w := range catalogues(t) {
		var heads, cells []string
		for _, f := range app.CustomerFields() {
			heads, cells = append(heads, w["field."+f.Name]), append(cells, "1")
		}
		sheet, err := exchange.Read("own.csv", strings.NewReader(strings.Join(heads, ";")+"\n"+strings.Join(cells, ";")+"\n"), exchange.ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		mapping, err := sheet.Map(exchange.MapOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range app.CustomerFields() {
			if got := mapping.Columns[i].Field; got != f.Name {
				t.Errorf("%s: %q is taken for %q, want %q", lang, heads[i], got, f.Name)
			}
		}
	}
}
