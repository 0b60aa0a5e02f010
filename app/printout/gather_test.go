package printout

import (
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func update(t *testing.T, v *vaulttest.V, f func(tx *vault.Tx) error) {
	t.Helper()
	if err := v.Update(f); err != nil {
		t.Fatal(err)
	}
}

// everyRegister writes something of a customer into each register of a vault.
func everyRegister(t *testing.T, v *vaulttest.V) app.Customer {
	t.Helper()
	c := v.Customer(app.Customer{Name: "Helvi Mäkinen", Number: "1042", Kind: app.Person, Street: "Vanhatie 9", Language: app.Swedish})
	update(t, v, func(tx *vault.Tx) error {
		batch, err := tx.StartBatch("customers", "asiakkaat.csv", "d1")
		if err != nil {
			return err
		}
		after := c
		after.Street = "Kaislakuja 3 B 12"
		if err := tx.BatchUpdate(batch, 2, after); err != nil {
			return err
		}
		k, err := tx.AddContact(app.Contact{CustomerID: c.ID, Channel: app.Phone, Direction: app.In, Text: "Kysyi koivuista"})
		if err != nil {
			return err
		}
		if err := tx.AddMessages(k.ID, []app.Message{{At: "14:32", Role: app.RoleCustomer, Kind: app.KindText, Text: "Haketetaanko oksat?"}}); err != nil {
			return err
		}
		if err := tx.AddTechnical(k.ID, []app.TechnicalFact{{Name: "ip", Value: "192.0.2.7"}}); err != nil {
			return err
		}
		if _, err := tx.AddDisclosure(app.Disclosure{CustomerID: c.ID, What: "transcript", Recipient: "helvi@posti.example", Means: app.Email, Basis: "own-request"}); err != nil {
			return err
		}
		if _, err := tx.AddDelivery(app.Delivery{CustomerID: c.ID, Product: "Puunkaato"}); err != nil {
			return err
		}
		if _, err := tx.AddConsent(app.Consent{CustomerID: c.ID, Given: true, Channel: app.Visit, Wording: "Uutiskirje"}); err != nil {
			return err
		}
		if _, err := tx.RegisterRequest(app.Request{Kind: app.AskObject, Marketing: true, CustomerID: c.ID, Received: tx.Today, Channel: app.Phone, Words: "Ei enää uutiskirjeitä"}); err != nil {
			return err
		}
		_, err = tx.PlaceHold(app.Hold{CustomerID: c.ID, Reason: "Reklamaatio", ReviewOn: tx.Today.AddDays(30)})
		return err
	})
	return c
}

func TestLetterFromTheVaultHoldsEveryRegister(t *testing.T) {
	v := vaulttest.New(t)
	c := everyRegister(t, v)
	v.Customer(app.Customer{Name: "Joku Muu", Number: "2000", Kind: app.Person})
	var in AccessInput
	if err := v.View(func(tx *vault.Tx) (err error) { in, err = AccessOf(tx, c.ID, ""); return err }); err != nil {
		t.Fatal(err)
	}
	d := must(Access(in))
	s := Text(d)
	if d.Lang != app.Swedish {
		t.Errorf("language %q", d.Lang)
	}
	for _, want := range []string{
		"Piha ja Metsä Saarela", "1042", "Kaislakuja 3 B 12", "Vanhatie 9", "Kysyi koivuista", "Haketetaanko oksat?", "192.0.2.7", "helvi@posti.example", "Puunkaato", "Uutiskirje", "Reklamaatio", "Ei enää uutiskirjeitä", "förbud mot direktmarknadsföring",
		"Uppgifter hämtades från en fil", "Kunden lades till", "En raderingsspärr infördes", "Kortet ändrades",
	} {
		if !strings.Contains(s, want) {
			t.Errorf("the letter lacks %q", want)
		}
	}
	if strings.Contains(s, "Joku Muu") {
		t.Error("the letter tells of another customer")
	}
	if strings.Contains(s, "customer-") || strings.Contains(s, "-placed") {
		t.Error("a code of the log is shown instead of words")
	}
	if _, err := PDF(d); err != nil {
		t.Error(err)
	}
}

// What has a time of its own is decided on record by record: the call by the rule
// of recordings, what the page learnt, the entry, the log, the closed request.
func TestSingleRecordsHaveTheirDaysInTheLetter(t *testing.T) {
	v := vaulttest.New(t)
	c := everyRegister(t, v)
	update(t, v, func(tx *vault.Tx) error {
		_, err := tx.AddEntry(app.ListEntry{Email: "helvi@posti.example", Kind: app.Person, CustomerID: c.ID, Language: app.Finnish}, nil)
		return err
	})
	var in AccessInput
	if err := v.View(func(tx *vault.Tx) (err error) { in, err = AccessOf(tx, c.ID, ""); return err }); err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, d := range in.Items {
		got[d.Class]++
		if d.EraseOn == "" {
			t.Errorf("%s %s has no day", d.Class, d.Record)
		}
	}
	for _, class := range []string{app.ClassMailing, app.ClassAudit} {
		if got[class] == 0 {
			t.Errorf("nothing is decided on %s: %v", class, got)
		}
	}
	if got[app.ClassAudit] != len(in.History) {
		t.Errorf("%d days for %d entries of the log", got[app.ClassAudit], len(in.History))
	}
}

func TestNoLetterForACustomerThatIsNotThere(t *testing.T) {
	v := vaulttest.New(t)
	err := v.View(func(tx *vault.Tx) error { _, err := AccessOf(tx, "nobody", ""); return err })
	if err == nil {
		t.Error("an unknown customer gave a letter")
	}
}
