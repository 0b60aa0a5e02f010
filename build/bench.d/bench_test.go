package main

import (
	"bytes"
	"strings"
	"testing"
)

// The bench is run by hand; this keeps it running.
func TestAShortRunPrintsEveryFigure(t *testing.T) {
	var table, notes bytes.Buffer
	c := config{customers: 300, contacts: 3, imported: 50, updates: 10, searches: 60, opens: 2, scans: 1, seed: 7, dir: t.TempDir()}
	if err := run(t.Context(), c, &table, &notes); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"300 customers, ", "plaintext: SQLite 3.", "vault: SQLite 3.", "open + first query", "search prefix p99", "history lookup", "full scan",
		"list by last need", "contacts, newest", "contacts of a common word", "likely duplicates", "facts for a review", "update one customer p50", "import of 50 customers", "on disk after closing",
	} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("%q is missing from\n%s", want, table.String())
		}
	}
	if strings.Contains(table.String(), "NaN") || strings.Contains(table.String(), " 0.00  ") {
		t.Errorf("a figure was not measured:\n%s", table.String())
	}
	t.Log("\n" + table.String())
}
