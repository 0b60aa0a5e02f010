package store_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

// Whatever is written, changed and erased, in whatever order and on whatever
// day it is looked at: the list says of each customer what the rules say.
func TestTheListKnowsWhatTheRulesSay(t *testing.T) {
	outer := t
	db := storetest.New(t)
	rapid.Check(t, func(t *rapid.T) {
		tx := db.Tx(outer)
		defer tx.Rollback()
		day := rapid.Custom(func(t *rapid.T) app.Day {
			return tx.Today.AddDays(rapid.IntRange(-900, 40).Draw(t, "days"))
		})
		cards := map[string]app.Customer{}
		contacts, deliveries := map[string]app.Contact{}, map[string]string{}
		ledger := map[string][]app.Consent{}
		some := func(ids []string) string {
			slices.Sort(ids)
			return rapid.SampledFrom(ids).Draw(t, "id")
		}
		must := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		n := 0
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			n++
			act := rapid.SampledFrom([]string{"card", "contact", "contact", "delivery", "consent", "edit", "move", "forget", "undeliver", "erase"}).Draw(t, "act")
			if len(cards) == 0 {
				act = "card"
			}
			switch act {
			case "card":
				c := app.Customer{ID: id(n), Number: fmt.Sprint(n), Name: "n", Kind: app.Person, CreatedOn: day.Draw(t, "created")}
				must(store.InsertCustomer(tx, c))
				cards[c.ID] = c
			case "edit":
				c := cards[some(keys(cards))]
				c.CorrectedOn, c.CreatedOn = day.Draw(t, "corrected"), day.Draw(t, "created")
				must(store.UpdateCustomer(tx, c))
				cards[c.ID] = c
			case "contact":
				k := app.Contact{ID: id(n), CustomerID: some(keys(cards)), On: day.Draw(t, "on"), Mass: rapid.Bool().Draw(t, "mass")}
				must(store.InsertContact(tx, k))
				contacts[k.ID] = k
			case "move":
				if len(contacts) > 0 {
					k := contacts[some(keys(contacts))]
					k.On, k.Mass = day.Draw(t, "on"), rapid.Bool().Draw(t, "mass")
					must(store.UpdateContact(tx, k))
				}
			case "forget":
				if len(contacts) > 0 {
					gone := some(keys(contacts))
					must(store.EraseContact(tx, gone))
					delete(contacts, gone)
				}
			case "delivery":
				d := app.Delivery{ID: id(n), CustomerID: some(keys(cards)), On: day.Draw(t, "on"), Product: "p"}
				must(store.InsertDelivery(tx, d))
				deliveries[d.ID] = d.CustomerID
			case "undeliver":
				if len(deliveries) > 0 {
					gone := some(keys(deliveries))
					must(store.EraseDelivery(tx, gone))
					delete(deliveries, gone)
				}
			case "consent":
				c := app.Consent{ID: id(n), CustomerID: some(keys(cards)), Given: rapid.Bool().Draw(t, "given"), On: day.Draw(t, "on")}
				must(store.InsertConsent(tx, c))
				ledger[c.CustomerID] = append(ledger[c.CustomerID], c)
			case "erase":
				gone := some(keys(cards))
				_, err := store.EraseCustomers(tx, []string{gone})
				must(err)
				delete(cards, gone)
				for k, c := range contacts {
					if c.CustomerID == gone {
						delete(contacts, k)
					}
				}
				for k, owner := range deliveries {
					if owner == gone {
						delete(deliveries, k)
					}
				}
			}
		}
		for _, today := range []app.Day{tx.Today, tx.Today.AddDays(-400), tx.Today.AddDays(20), tx.Today.AddDays(50)} {
			tx.Today = today
			rows, total, err := store.Customers(tx, store.CustomerFilter{Sort: "lastNeeded"})
			must(err)
			if len(rows) != len(cards) || total != len(cards) {
				t.Fatalf("%d rows of %d for %d cards", len(rows), total, len(cards))
			}
			if !slices.IsSortedFunc(rows, func(a, b app.CustomerRow) int { return cmp.Compare(a.LastNeeded, b.LastNeeded) }) {
				t.Error("not in the order of the last need")
			}
			before := tx.Today.AddDays(rapid.IntRange(-900, 0).Draw(t, "before"))
			late, _, err := store.Customers(tx, store.CustomerFilter{NeededBefore: before})
			must(err)
			for _, r := range rows {
				f, err := store.FileOf(tx, r.ID)
				must(err)
				if want := app.LastNeeded(f.Events, today).On; r.LastNeeded != want {
					t.Errorf("on %s last needed %s, the rules say %s", today, r.LastNeeded, want)
				}
				if want := allows(ledger[r.ID]); r.Marketing != want {
					t.Errorf("marketing %v, the ledger says %v", r.Marketing, want)
				}
				in := slices.ContainsFunc(late, func(l app.CustomerRow) bool { return l.ID == r.ID })
				if in != (r.LastNeeded < before) {
					t.Errorf("last needed on %s, before %s: %v", r.LastNeeded, before, in)
				}
			}
		}
	})
}

// allows is the rule of the ledger said in other words than the store's: the row
// of the latest day decides, and of several on that day the last written.
func allows(ledger []app.Consent) bool {
	var last app.Consent
	for _, c := range ledger {
		if c.On >= last.On {
			last = c
		}
	}
	return last.Given
}

func keys[V any](m map[string]V) []string {
	out := []string{}
	for k := range m {
		out = append(out, k)
	}
	return out
}

// Every function that writes a register which the list's own columns come from
// has them follow.
func TestWhoeverWritesARegisterTellsTheList(t *testing.T) {
	writes := regexp.MustCompile(`(?s)INSERT INTO (contacts|deliveries|consents|customers) |UPDATE (contacts|deliveries|customers) SET.*\b(on_day|mass|customer_key|created_on|corrected_on) =`)
	follows := []string{"needed", "neededAnew", "permitted"}
	names, _ := filepath.Glob("*.go")
	found := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			wrote, told := "", false
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.BasicLit:
					if n.Kind == token.STRING && writes.MatchString(n.Value) {
						wrote = writes.FindString(n.Value)
					}
					told = told || strings.Contains(n.Value, "needed_on")
				case *ast.CallExpr:
					if name, ok := n.Fun.(*ast.Ident); ok && slices.Contains(follows, name.Name) {
						told = true
					}
				}
				return true
			})
			if wrote != "" {
				found++
			}
			if wrote != "" && !told {
				t.Errorf("%s writes %q and does not tell the list", f.Name.Name, wrote)
			}
		}
	}
	if found < 5 {
		t.Fatalf("only %d functions that write were found", found)
	}
}
