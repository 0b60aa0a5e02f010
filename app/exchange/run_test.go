package exchange_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/demo/invent"
	"kortisto/app/exchange"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func preview(t testing.TB, v *vaulttest.V, data []byte, o exchange.Options) *exchange.Plan {
	t.Helper()
	s, err := exchange.Read("asiakkaat.csv", bytes.NewReader(data), exchange.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Map(exchange.MapOptions{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := exchange.Preview(t.Context(), v.Vault, s, m, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func run(t testing.TB, v *vaulttest.V, p *exchange.Plan) exchange.Result {
	t.Helper()
	res, err := exchange.Run(t.Context(), v.Vault, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// registerOf is every card with its contact persons and permissions, by number
// and without ids.
func registerOf(t testing.TB, v *vaulttest.V) map[string]app.Customer {
	t.Helper()
	out := map[string]app.Customer{}
	err := v.View(func(tx *vault.Tx) error {
		var ids []string
		if err := tx.Keys(func(k vault.Key) error {
			ids = append(ids, k.ID)
			return nil
		}); err != nil {
			return err
		}
		for _, id := range ids {
			c, err := tx.Customer(id)
			if err != nil {
				return err
			}
			out[c.Number] = withoutIDs(c)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func withoutIDs(c app.Customer) app.Customer {
	c.ID = ""
	persons := []app.ContactPerson{}
	for _, p := range c.Persons {
		p.ID, p.CustomerID = "", ""
		persons = append(persons, p)
	}
	c.Persons = persons
	return c
}

func same(t testing.TB, got, want map[string]app.Customer) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d customers, want %d", len(got), len(want))
	}
	for number, w := range want {
		if g := got[number]; !reflect.DeepEqual(g, w) {
			t.Errorf("number %s:\n%+v\nwant\n%+v", number, g, w)
			return
		}
	}
}

func TestFiveThousandCustomersComeInAsPreviewed(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Vanha Asiakas", Persons: []app.ContactPerson{{Role: app.MainPerson, Name: "Joku Muu"}}})
	before := registerOf(t, v)
	data := invent.List(5000, 1)
	o := exchange.Options{ConsentSource: "kevätmessut", ConsentDate: "2026-05-04"}
	p := preview(t, v, data, o)
	if p.Counts.Add != 5000 || p.Counts.Consents < 500 {
		t.Fatalf("%+v", p.Counts)
	}
	same(t, registerOf(t, v), before)

	var steps []int64
	start := time.Now()
	res, err := exchange.Run(t.Context(), v.Vault, p, func(_ string, done, total int64) {
		if total != 5000 {
			t.Errorf("total %d", total)
		}
		steps = append(steps, done)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("5 000 rows brought in in %v", time.Since(start))
	if res.Added != 5000 || res.Updated != 0 || len(res.Skipped) != 0 || len(steps) < 10 || steps[len(steps)-1] != 5000 {
		t.Errorf("%d %d %v", res.Added, res.Updated, steps)
	}
	want := map[string]app.Customer{"7": before["7"]}
	for _, r := range p.Rows {
		want[r.Customer.Number] = withoutIDs(r.Customer)
	}
	same(t, registerOf(t, v), want)

	if again := preview(t, v, data, o); again.Counts.Add != 0 || again.Counts.Skip != 5000 || again.Skipped[0].Code != "import-exists" {
		t.Errorf("the same file again: %+v", again.Counts)
	}
	start = time.Now()
	undone, err := exchange.Undo(t.Context(), v.Vault, res.Batch, nil)
	if err != nil || undone != (vault.Undone{Removed: 5000}) {
		t.Errorf("%+v %v", undone, err)
	}
	t.Logf("and taken back in %v", time.Since(start))
	same(t, registerOf(t, v), before)
	if _, err := exchange.Undo(t.Context(), v.Vault, res.Batch, nil); !errors.Is(err, app.E("import-batch-undone", "")) {
		t.Errorf("undone twice: %v", err)
	}
}

func TestUndoGivesUpdatedCardsBackAndKeepsWhatPeopleChanged(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "1", Name: "Väinö Räsänen", Street: "Katu 1"})
	before := registerOf(t, v)
	res := run(t, v, preview(t, v, []byte("Nro;Nimi;Osoite;Markkinointilupa\n1;Väinö Räsänen;Tie 2;kyllä\n2;Märta Öhman;Torikatu 8;\n3;Åsa Nyman;Torikatu 9;\n"),
		exchange.Options{UpdateExisting: true, ConsentSource: "x", ConsentDate: "2026-05-04"}))
	if res.Added != 2 || res.Updated != 1 || len(res.Remarks) != 1 || res.Remarks[0].Code != "import-consent-existing" {
		t.Fatalf("%+v", res)
	}
	now := registerOf(t, v)
	if now["1"].Street != "Tie 2" || now["1"].CorrectedOn != before["1"].CorrectedOn || now["1"].Marketing {
		t.Errorf("%+v", now["1"])
	}
	err := v.Update(func(tx *vault.Tx) error {
		c, err := tx.CustomerByNumber("2")
		if err == nil {
			_, err = tx.AddContact(app.Contact{CustomerID: c.ID, Channel: app.Phone, Direction: app.In, Text: "soitti"})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	undone, err := exchange.Undo(t.Context(), v.Vault, res.Batch, nil)
	if err != nil || undone != (vault.Undone{Removed: 1, Restored: 1, Kept: 1}) {
		t.Errorf("%+v %v", undone, err)
	}
	before["2"] = now["2"]
	same(t, registerOf(t, v), before)
}

func TestRunRefusesWhatWasNotShown(t *testing.T) {
	v := vaulttest.New(t)
	p := preview(t, v, []byte("Nro;Nimi\n1;Väinö Räsänen\n;Märta Öhman\n"), exchange.Options{})
	v.Customer(app.Customer{Number: "1", Name: "Joku Muu"})
	before := registerOf(t, v)
	if _, err := exchange.Run(t.Context(), v.Vault, p, nil); !errors.Is(err, app.E("import-changed-since", "")) {
		t.Errorf("got %v", err)
	}
	same(t, registerOf(t, v), before)
}

func TestNumbersAreTheSameInAnyCase(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "K1", Designation: "Toimisto P", Name: "Joku Muu"})
	res := run(t, v, preview(t, v, []byte("Nro;Nimi;Nimitys\nk1;Väinö Räsänen;\nk2;Märta Öhman;TOIMISTO P\nK2;Åsa Nyman;\n"), exchange.Options{}))
	if res.Added != 1 || len(res.Skipped) != 2 || res.Skipped[0].Code != "number-taken" || res.Skipped[1].Code != "import-duplicate-number" || res.Remarks[0].Code != "designation-taken" {
		t.Errorf("%+v", res)
	}
}

func TestCancelledImportLeavesNothing(t *testing.T) {
	v := vaulttest.New(t)
	p := preview(t, v, invent.List(400, 2), exchange.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	_, err := exchange.Run(ctx, v.Vault, p, func(_ string, done, _ int64) {
		if done >= 200 {
			cancel()
		}
	})
	if !errors.Is(err, app.E("cancelled", "")) {
		t.Errorf("got %v", err)
	}
	same(t, registerOf(t, v), map[string]app.Customer{})
	if res := run(t, v, p); res.Added != 400 {
		t.Errorf("the same plan afterwards: %+v", res)
	}
}

func TestErasedPeopleDoNotComeBackUnseen(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "1", Name: "Väinö Räsänen", Email: "vaino@posti.example"})
	v.Set("2029-11-23")
	review, err := v.Review(0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Purge(t.Context(), vault.Approval{Digest: review.Digest}, nil); err != nil {
		t.Fatal(err)
	}
	data := []byte("Nimi;Sähköposti\nV. Räsänen;Vaino@posti.example\n")
	p := preview(t, v, data, exchange.Options{})
	if len(p.Skipped) != 1 || p.Skipped[0].Code != "import-erased-before" || p.Skipped[0].Args["day"] != "2029-11-23" {
		t.Errorf("%+v", p.Skipped)
	}
	if p = preview(t, v, data, exchange.Options{Returning: []int{2}}); p.Counts.Add != 1 {
		t.Errorf("%+v", p.Counts)
	}
}

func TestSameFileIsNoticed(t *testing.T) {
	v := vaulttest.New(t)
	data := "Nimi;Puhelin\nVäinö Räsänen;0405550128\n"
	res := run(t, v, preview(t, v, []byte(data), exchange.Options{}))
	s, err := exchange.Read("toinen nimi.csv", strings.NewReader(data), exchange.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	err = v.View(func(tx *vault.Tx) error {
		b, found, err := exchange.BroughtIn(tx, s)
		if !found || b.ID != res.Batch || b.Added != 1 {
			t.Errorf("%v %+v", found, b)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exchange.Undo(t.Context(), v.Vault, res.Batch, nil); err != nil {
		t.Fatal(err)
	}
	err = v.View(func(tx *vault.Tx) error {
		_, found, err := exchange.BroughtIn(tx, s)
		if found {
			t.Error("an import that was taken back is still said to be in")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestResultIsWhatTheCommandLinePrints(t *testing.T) {
	v := vaulttest.New(t)
	res := run(t, v, preview(t, v, []byte("Nro;Nimi\n1;Väinö Räsänen\n2;\n"), exchange.Options{}))
	b, err := json.Marshal(res)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Replace(string(b), res.Batch, "ID", 1); got != `{"batch":"ID","added":1,"updated":0,"skipped":[{"row":3,"code":"name-missing","field":"name"}],"remarks":[]}` {
		t.Error(got)
	}
}
