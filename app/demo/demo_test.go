package demo_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/demo"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func TestDemoHasSomethingForEveryPage(t *testing.T) {
	v := vaulttest.New(t)
	counts, err := demo.Fill(t.Context(), v.Vault, demo.Options{Customers: 150, Seed: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if counts.Customers != 150 || counts.Persons < 10 || counts.Contacts < 300 || counts.Deliveries < 150 || counts.Consents < 20 {
		t.Errorf("%+v", counts)
	}
	review, err := v.Review(90)
	if err != nil {
		t.Fatal(err)
	}
	due, soon, later := 0, 0, 0
	for _, d := range review.Decisions {
		switch today := review.Today; {
		case d.Because == app.BecauseHold:
		case d.Due(today):
			due++
			if d.EraseOn < today.AddDays(-50) {
				t.Errorf("number %s has been due since %s", d.Customer, d.EraseOn)
			}
		case d.EraseOn <= today.AddDays(30):
			soon++
		default:
			later++
		}
	}
	if due < 3 || due > 15 || soon < 2 || later < 2 || review.Held < 1 {
		t.Errorf("due %d, within 30 days %d, within 90 %d, held %d", due, soon, later, review.Held)
	}
}

func TestSameSeedGivesTheSameDemo(t *testing.T) {
	fill := func(seed int64) map[string]app.Customer {
		v := vaulttest.New(t)
		if _, err := demo.Fill(t.Context(), v.Vault, demo.Options{Customers: 30, Seed: seed}, nil); err != nil {
			t.Fatal(err)
		}
		out := map[string]app.Customer{}
		err := v.View(func(tx *vault.Tx) error {
			rows, _, err := tx.Customers(vault.CustomerFilter{Limit: 30})
			for _, r := range rows {
				c, err := tx.Customer(r.ID)
				if err != nil {
					return err
				}
				out[c.Number] = c
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	a, b, c := fill(7), fill(7), fill(8)
	if len(a) != 30 || !reflect.DeepEqual(a, b) || reflect.DeepEqual(a, c) {
		t.Error("not by seed")
	}
}

func TestDemoCanBeCancelled(t *testing.T) {
	v := vaulttest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := demo.Fill(ctx, v.Vault, demo.Options{Customers: 500}, func(_ string, done, _ int64) {
		if done == 100 {
			cancel()
		}
	})
	if !errors.Is(err, app.E("cancelled", "")) {
		t.Fatal(err)
	}
	err = v.View(func(tx *vault.Tx) error {
		_, n, err := tx.Customers(vault.CustomerFilter{Limit: 1})
		if n != 0 {
			t.Errorf("%d customers of an unfinished transaction stayed", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkFill shows what a customer with ten contacts costs: a hundred
// thousand of them must come in minutes.
func BenchmarkFill(b *testing.B) {
	v := vaulttest.New(b)
	start := time.Now()
	n := 0
	for b.Loop() {
		if _, err := demo.Fill(b.Context(), v.Vault, demo.Options{Customers: 2000, Contacts: 10, Seed: int64(n)}, nil); err != nil {
			b.Fatal(err)
		}
		n += 2000
	}
	b.ReportMetric(float64(n)/time.Since(start).Seconds(), "customers/s")
}

// filled are rows by table, as the program itself sees them.
func filled(t *testing.T, seed int64) (demo.Counts, map[string]int, *sql.DB) {
	t.Helper()
	v := vaulttest.New(t)
	counts, err := demo.Fill(t.Context(), v.Vault, demo.Options{Customers: 150, Seed: seed}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var image bytes.Buffer
	if _, err := v.ExportPlain(t.Context(), &image, nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "plain.sqlite")
	if err := os.WriteFile(path, image.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	rows := map[string]int{}
	for _, table := range app.Tables() {
		var n int
		from := table
		if strings.HasSuffix(table, "_search") {
			from += "_idx" // the index itself can be asked for words alone
		}
		if err := db.QueryRow("SELECT count(*) FROM " + from).Scan(&n); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		rows[table] = n
	}
	return counts, rows, db
}

// empty are the tables in which a demo need not have rows, and why.
var empty = map[string]string{
	"audit_sealed":    "nothing that the program logs today has to be erased from its log",
	"import_mappings": "only a person who chose columns by hand leaves any",
	"erasing":         "but for the moment of an erasure",
	"merging":         "but for the moment of a merge",
	"erasing_entries": "but for the moment of an erasure",
	"pruning":         "but for the moment in which the log is cut",
	"run_records":     "but for the time of a run",
}

func TestEveryTableOfTheDataMapHasRows(t *testing.T) {
	counts, rows, _ := filled(t, 1)
	for table, n := range rows {
		if (n == 0) != (empty[table] != "") {
			t.Errorf("%s has %d rows (%q)", table, n, empty[table])
		}
	}
	for table, want := range map[string]int{
		"customers": counts.Customers, "contact_persons": counts.Persons, "contacts": counts.Contacts, "messages": counts.Messages,
		"technical": counts.Technical, "attachments": counts.Attachments, "deliveries": counts.Deliveries, "consents": counts.Consents,
		"holds": counts.Holds, "disclosures": counts.Disclosures, "templates": counts.Templates, "visits": counts.Visits,
		"visit_counts": counts.VisitCounts, "merges": counts.Merges, "different": counts.Different, "import_rows": counts.Imported,
		"list_entries": counts.Entries, "list_consents": counts.Consented, "wordings": counts.Wordings, "suppressions": counts.Suppressed,
		"mailings": counts.Mailings, "copies": counts.Copies, "requests": counts.Requests, "request_people": counts.Requests - 1, // whoever was erased is forgotten with the answer
		"sends": counts.Sends,
	} {
		if rows[table] != want {
			t.Errorf("%s: %d rows, counted %d", table, rows[table], want)
		}
	}
}

// Every column in which a page shows something has something to show, in one row
// at least.
func TestNoShownColumnIsEmptyThroughout(t *testing.T) {
	_, _, db := filled(t, 1)
	never := map[string]string{
		"consents.source":        "of permissions that came with a file",
		"customers.designation":  "most firms have none",
		"customers.country":      "all are in Finland",
		"holds.lifted_on":        "all stand",
		"messages.seconds":       "of calls inside conversations",
		"messages.file_name":     "of files inside conversations",
		"import_rows.before":     "of cards that a file was written over",
		"customers.corrected_on": "nobody has been corrected",
	}
	for _, c := range app.DataMap() {
		name := c.Table + "." + c.Name
		if _, ok := never[name]; ok || !c.Access || empty[c.Table] != "" {
			continue
		}
		var n int
		if err := db.QueryRow("SELECT count(*) FROM " + c.Table + " WHERE " + c.Name + " NOT IN ('', 0)").Scan(&n); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if n == 0 {
			t.Errorf("%s is empty in every row", name)
		}
	}
}

func TestSameSeedGivesTheSameRowsEverywhere(t *testing.T) {
	texts := func(seed int64) string {
		_, rows, db := filled(t, seed)
		var all strings.Builder
		fmt.Fprintln(&all, rows)
		for _, column := range []string{
			"customers.name", "contacts.text", "contacts.at_time", "contacts.who", "contacts.follow_up_on", "messages.text", "messages.at_time",
			"attachments.sha256", "visits.visitor", "visits.page", "visit_counts.views", "list_entries.email", "list_consents.on_day", "sends.state", "disclosures.recipient", "technical.value",
		} {
			table, name, _ := strings.Cut(column, ".")
			var text string
			if err := db.QueryRow("SELECT group_concat(x, char(10)) FROM (SELECT " + name + " AS x FROM " + table + " ORDER BY key)").Scan(&text); err != nil {
				t.Fatalf("%s: %v", column, err)
			}
			fmt.Fprintln(&all, column, text)
		}
		return all.String()
	}
	a, b, c := texts(5), texts(5), texts(6)
	if a != b {
		t.Error("the same seed gave two registers")
	}
	if a == c {
		t.Error("two seeds gave the same register")
	}
}

func TestDemoHasAQueueAndDoubles(t *testing.T) {
	v := vaulttest.New(t)
	if _, err := demo.Fill(t.Context(), v.Vault, demo.Options{Customers: 120, Seed: 1}, nil); err != nil {
		t.Fatal(err)
	}
	err := v.View(func(tx *vault.Tx) error {
		queue, err := tx.Queue()
		if err != nil {
			return err
		}
		if queue.Due < 3 || queue.Later < 1 || queue.Due+queue.Later > 12 {
			t.Errorf("the queue: %+v", queue)
		}
		pairs, n, err := tx.Duplicates(10)
		if err != nil {
			return err
		}
		if n < 3 || n > 6 {
			t.Errorf("%d pairs: %+v", n, pairs)
		}
		numbers, err := tx.VisitorNumbers()
		if err == nil && (numbers.Due == 0 || numbers.Due == numbers.All) {
			t.Errorf("visitors' numbers: %+v", numbers)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDemoHasRequestsInEveryState(t *testing.T) {
	v := vaulttest.New(t)
	if _, err := demo.Fill(t.Context(), v.Vault, demo.Options{Customers: 120, Seed: 1}, nil); err != nil {
		t.Fatal(err)
	}
	err := v.View(func(tx *vault.Tx) error {
		open, err := tx.Requests(true)
		if err != nil {
			return err
		}
		closed, err := tx.Requests(false)
		states, kinds := map[app.RequestState]bool{}, map[app.RequestKind]bool{}
		for _, r := range slices.Concat(open, closed) {
			states[r.State], kinds[r.Kind] = true, true
		}
		if len(open) < 6 || len(closed) < 2 || len(states) < 5 || len(kinds) < 6 {
			t.Errorf("%d open, %d closed, states %v, kinds %v", len(open), len(closed), states, kinds)
		}
		reminders, _ := tx.Reminders()
		if len(reminders) < 2 || reminders[0].Code != app.Overdue {
			t.Errorf("reminders: %+v", reminders)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestARegisterCanBeFilledTwice(t *testing.T) {
	v := vaulttest.New(t)
	for range 2 {
		if _, err := demo.Fill(t.Context(), v.Vault, demo.Options{Customers: 40, Seed: 1}, nil); err != nil {
			t.Fatal(err)
		}
	}
}
