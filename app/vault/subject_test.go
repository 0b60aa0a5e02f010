package vault_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
	"kortisto/build/campaign"
)

// asked registers a request and makes sure who asks.
func asked(t *testing.T, v *vaulttest.V, r app.Request) app.Request {
	t.Helper()
	change(t, v, func(tx *vault.Tx) (err error) {
		if r.Received, r.Channel = tx.Today, app.Email; r.Words == "" {
			r.Words = "Poistakaa tietoni."
		}
		if r, err = tx.RegisterRequest(r); err != nil {
			return err
		}
		r, err = tx.VerifyRequest(r.ID, app.KnownEmail, tx.Today, "")
		return err
	})
	return r
}

func searched(t *testing.T, v *vaulttest.V, request string) (finds []app.Find) {
	t.Helper()
	change(t, v, func(tx *vault.Tx) (err error) {
		finds, err = tx.SearchSubject(request)
		return err
	})
	return finds
}

func decide(t *testing.T, v *vaulttest.V, request string, same func(app.Find) string) {
	t.Helper()
	change(t, v, func(tx *vault.Tx) error {
		finds, err := tx.Finds(request)
		for _, f := range finds {
			if f.Open() {
				err = errors.Join(err, tx.SetSame(request, f.ID, same(f)))
			}
		}
		return err
	})
}

func planned(t *testing.T, v *vaulttest.V, request string) (p app.ErasePlan) {
	t.Helper()
	change(t, v, func(tx *vault.Tx) (err error) {
		p, err = tx.ErasePlan(request)
		return err
	})
	return p
}

// lines are finds in short: register, card, by what, and how decided.
func lines(finds []app.Find) (out []string) {
	for _, f := range finds {
		s := f.Register
		if f.Count > 1 {
			s += fmt.Sprint(" ", f.Count)
		}
		s += " [" + strings.Join(f.Matched, " ") + "]"
		out = append(out, strings.TrimSpace(s+" "+f.Same+f.Aside))
	}
	return out
}

func yes(app.Find) string { return app.SameYes }

// helvi is on a card, among a company's contact persons, in another's texts, on
// the list without a card, and in the names of files.
func helvi(t *testing.T, v *vaulttest.V) (card, company, other app.Customer) {
	card = v.Customer(app.Customer{Name: "Helvi Mäkinen", Street: "Kaislakuja 3 B 12", Postcode: "71800", Town: "Siilinjärvi", Phone: "0405550128", Email: "helvi.makinen@posti.example"})
	company = v.Customer(app.Customer{Name: "Hiekkarannan Huolto Oy", Kind: app.Company, Phone: "0175551111",
		Persons: []app.ContactPerson{{Role: app.MainPerson, Name: "H. Mäkinen", Phone: "+358 40 555 0128"}, {Role: app.AlternativePerson, Name: "Olli Orava", Phone: "0405550777"}}})
	other = v.Customer(app.Customer{Name: "Ville Koivu", Phone: "0405550999"})
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.AddContact(app.Contact{CustomerID: card.ID, Channel: app.Phone, Direction: app.In, Text: "Kysyi lumitöistä. Ville Koivun numero 040 555 0999."})
		_, err2 := tx.AddContact(app.Contact{CustomerID: other.ID, Channel: app.Phone, Direction: app.In, Text: "Pihan hoitaa naapuri. Helvi Mäkiselle voi soittaa 040-555 0128. Ville maksaa."})
		_, err3 := tx.AddContact(app.Contact{CustomerID: company.ID, Channel: app.Phone, Direction: app.Out, Who: "Mäkinen Helvi", Text: "Sovittiin käynti."})
		_, err4 := tx.AddDelivery(app.Delivery{CustomerID: card.ID, Product: "Lumityöt"})
		_, err5 := tx.AddEntry(app.ListEntry{Email: "helvi@tyo.example", Name: "Helvi Mäkinen", Origin: "messut"}, nil)
		_, err6 := tx.AddDelivery(app.Delivery{CustomerID: other.ID, Product: "Lahjakortti Helvi Mäkiselle"})
		return errors.Join(err, err2, err3, err4, err5, err6)
	})
	return card, company, other
}

func TestThePersonIsFoundInAllRegisters(t *testing.T) {
	v := vaulttest.New(t)
	card, _, _ := helvi(t, v)
	r := asked(t, v, app.Request{Kind: app.AskErase, CustomerID: card.ID})
	got := lines(searched(t, v, r.ID))
	for _, want := range []string{
		"customers [number] yes", "contacts [number] yes", "deliveries [number] yes",
		"contact_persons [name-like phone]", "contacts [name phone]", "contacts [name]", "list_entries [name]", "deliveries [name]", "backups [] backups",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if len(got) != 9 {
		t.Errorf("%q", got)
	}
	if again := lines(searched(t, v, r.ID)); !slices.Equal(again, got) {
		t.Errorf("again: %q", again)
	}
}

func TestWhatWasDecidedStaysWhenOneLooksAgain(t *testing.T) {
	v := vaulttest.New(t)
	card, _, other := helvi(t, v)
	r := asked(t, v, app.Request{Kind: app.AskErase, CustomerID: card.ID})
	searched(t, v, r.ID)
	decide(t, v, r.ID, func(f app.Find) string {
		if f.CustomerID == other.ID {
			return app.SameNo
		}
		return app.SameYes
	})
	for _, f := range searched(t, v, r.ID) {
		want := app.SameYes
		if f.CustomerID == other.ID {
			want = app.SameNo
		}
		if f.Aside == "" && f.Same != want {
			t.Errorf("%s is %q", f.Register, f.Same)
		}
		if f.Certain {
			err := v.Update(func(tx *vault.Tx) error { return tx.SetSame(r.ID, f.ID, app.SameNo) })
			if !errors.Is(err, app.E("find-certain", "")) {
				t.Errorf("the own card is somebody else's: %v", err)
			}
		}
	}
	change(t, v, func(tx *vault.Tx) error { // the request was of somebody else
		r.CustomerID = other.ID
		r.Name, r.Phone, r.Email, r.Address = "Ville Koivu", "0405550999", "", ""
		_, err := tx.EditRequest(r)
		return err
	})
	for _, f := range searched(t, v, r.ID) {
		if !f.Certain && f.Same != "" {
			t.Errorf("%s of Ville is decided: %q", f.Register, f.Same)
		}
	}
}

func TestAFamilysPhoneIsNotThePerson(t *testing.T) {
	v := vaulttest.New(t)
	card := v.Customer(app.Customer{Name: "Helvi Mäkinen", Phone: "0405550128"})
	husband := v.Customer(app.Customer{Name: "Eero Mäkinen", Phone: "0405550128", Email: "eero@posti.example"})
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.AddContact(app.Contact{CustomerID: husband.ID, Channel: app.Phone, Direction: app.In, Text: "Eero tilasi auran."})
		return err
	})
	r := asked(t, v, app.Request{Kind: app.AskErase, CustomerID: card.ID})
	got := lines(searched(t, v, r.ID))
	if !slices.Contains(got, "customers [phone]") {
		t.Fatalf("%q", got)
	}
	p := planned(t, v, r.ID)
	if _, err := v.EraseSubject(t.Context(), r.ID, p.Digest, nil); p.Open != 1 || !errors.Is(err, app.E("finds-open", "")) {
		t.Fatalf("%d open: %v", p.Open, err)
	}
	decide(t, v, r.ID, func(app.Find) string { return app.SameNo })
	p = planned(t, v, r.ID)
	if o, err := v.EraseSubject(t.Context(), r.ID, p.Digest, nil); err != nil || o.Residue != 0 || o.Partly {
		t.Fatalf("%+v, %v", o, err)
	}
	change(t, v, func(tx *vault.Tx) error {
		c, err := tx.Customer(husband.ID)
		_, n, err2 := tx.Contacts(husband.ID, 0, 0)
		if c.Phone == "" || c.Email == "" || n != 1 {
			t.Errorf("%+v, %d contacts", c, n)
		}
		if _, err := tx.Customer(card.ID); !errors.Is(err, app.E("not-found", "")) {
			t.Errorf("the card is there: %v", err)
		}
		return errors.Join(err, err2)
	})
}

func TestAPersonOnThreeRegistersIsGoneFromAll(t *testing.T) {
	v := vaulttest.New(t)
	card, company, other := helvi(t, v)
	r := asked(t, v, app.Request{Kind: app.AskErase, CustomerID: card.ID})
	searched(t, v, r.ID)
	decide(t, v, r.ID, yes)
	p := planned(t, v, r.ID)
	o, err := v.EraseSubject(t.Context(), r.ID, p.Digest, nil)
	if err != nil || o.Residue != 0 || o.Partly || len(o.Ledger) != 3 {
		t.Fatalf("%+v, %v", o, err)
	}
	change(t, v, func(tx *vault.Tx) error {
		c, err := tx.Customer(company.ID)
		if len(c.Persons) != 1 || c.Persons[0].Name != "Olli Orava" {
			t.Errorf("persons %+v", c.Persons)
		}
		texts, _, err2 := tx.Contacts(other.ID, 0, 0)
		if want := "Pihan hoitaa naapuri. […] voi soittaa […]. Ville maksaa."; texts[0].Text != want {
			t.Errorf("got %q", texts[0].Text)
		}
		calls, _, err3 := tx.Contacts(company.ID, 0, 0)
		if calls[0].Who != "" || calls[0].Text != "Sovittiin käynti." {
			t.Errorf("%+v", calls[0])
		}
		_, err4 := tx.AnswerRequest(r.ID, app.OutcomeDone, "", tx.Today)
		return errors.Join(err, err2, err3, err4)
	})
	v.Reopen()
	if left := standing(t, v.Vault, []string{"Helvi", "helvi", "makinen", "0405550128", "358405550128", "555 0128", "Kaislakuja"}); len(left) > 0 {
		t.Errorf("still there: %q", left)
	}
	change(t, v, func(tx *vault.Tx) error {
		file, err := tx.Request(r.ID)
		if file.Name != "" || file.Email != "" || file.Number == "" || file.Method != app.KnownEmail {
			t.Errorf("%+v", file)
		}
		known, err2 := tx.KnownMail("helvi@tyo.example")
		if known.ErasedOn == "" {
			t.Error("the address would come back with the next import")
		}
		_, err3 := tx.VerifyAudit()
		return errors.Join(err, err2, err3)
	})
}

func TestAHoldKeepsWhatTheClaimNeedsAndNoMore(t *testing.T) {
	v := vaulttest.New(t)
	card, _, _ := helvi(t, v)
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.AddEntry(app.ListEntry{CustomerID: card.ID, Email: "helvi.makinen@posti.example", Name: "Helvi"}, &app.Consent{Given: true, Channel: app.Email, Wording: "Saako?"})
		_, err2 := tx.AddConsent(app.Consent{CustomerID: card.ID, Channel: app.Email})
		_, err3 := tx.PlaceHold(app.Hold{CustomerID: card.ID, Reason: "Reklamaatio kesken", ReviewOn: "2027-03-01"})
		return errors.Join(err, err2, err3)
	})
	r := asked(t, v, app.Request{Kind: app.AskErase, CustomerID: card.ID})
	searched(t, v, r.ID)
	decide(t, v, r.ID, yes)
	p := planned(t, v, r.ID)
	if !p.Partly() {
		t.Fatalf("%+v", p.Lines)
	}
	for _, l := range p.Lines {
		if l.Class == app.ClassCustomer && l.Count == 1 && l.Does == app.DoesKeep && (l.Basis != "gdpr-17-3-e" || l.Until != "2027-03-01") {
			t.Errorf("%+v", l)
		}
	}
	if o, err := v.EraseSubject(t.Context(), r.ID, p.Digest, nil); err != nil || o.Residue != 0 || !o.Partly {
		t.Fatalf("%+v, %v", o, err)
	}
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.Customer(card.ID)
		if _, err := tx.MailEntryByEmail("helvi.makinen@posti.example"); !errors.Is(err, app.E("not-found", "")) {
			t.Errorf("the entry is there: %v", err)
		}
		if k, err := tx.KnownMail("helvi.makinen@posti.example"); k.Suppressed != app.Withdrawn || err != nil {
			t.Errorf("the refusal is forgotten: %+v, %v", k, err)
		}
		return err
	})
}

func TestARestrictionAndAnotherOpenRequestKeepEverything(t *testing.T) {
	for name, block := range map[string]func(*testing.T, *vaulttest.V, app.Customer){
		app.BecauseRestricted: func(t *testing.T, v *vaulttest.V, c app.Customer) {
			change(t, v, func(tx *vault.Tx) error {
				_, err := tx.Restrict(app.Restriction{CustomerID: c.ID, Ground: app.GroundClaims})
				return err
			})
		},
		app.BecauseRequest: func(t *testing.T, v *vaulttest.V, c app.Customer) {
			asked(t, v, app.Request{Kind: app.AskAccess, CustomerID: c.ID})
		},
	} {
		v := vaulttest.New(t)
		c := v.Customer(app.Customer{Name: "Helvi Mäkinen", Email: "helvi@posti.example"})
		r := asked(t, v, app.Request{Kind: app.AskErase, CustomerID: c.ID})
		block(t, v, c)
		searched(t, v, r.ID)
		decide(t, v, r.ID, yes)
		p := planned(t, v, r.ID)
		if p.Count != 0 || len(p.Lines) == 0 || p.Lines[0].Because != name {
			t.Errorf("%s: %+v", name, p.Lines)
		}
		if _, err := v.EraseSubject(t.Context(), r.ID, p.Digest, nil); !errors.Is(err, app.E("erase-nothing", "")) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnErasureIsWhatWasShownOrNothing(t *testing.T) {
	v := vaulttest.New(t)
	card, _, _ := helvi(t, v)
	r := asked(t, v, app.Request{Kind: app.AskErase, CustomerID: card.ID})
	searched(t, v, r.ID)
	decide(t, v, r.ID, yes)
	p := planned(t, v, r.ID)
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.AddContact(app.Contact{CustomerID: card.ID, Channel: app.Phone, Direction: app.In, Text: "Soitti uudelleen"})
		return err
	})
	if _, err := v.EraseSubject(t.Context(), r.ID, p.Digest, nil); !errors.Is(err, app.E("digest-changed", "")) {
		t.Errorf("%v", err)
	}
	cancelled, stop := context.WithCancel(t.Context())
	stop()
	if _, err := v.EraseSubject(cancelled, r.ID, planned(t, v, r.ID).Digest, nil); !errors.Is(err, app.E("cancelled", "")) {
		t.Errorf("%v", err)
	}
	access := asked(t, v, app.Request{Kind: app.AskAccess, CustomerID: card.ID})
	if err := v.View(func(tx *vault.Tx) error { _, err := tx.ErasePlan(access.ID); return err }); !errors.Is(err, app.E("erase-not-asked", "")) {
		t.Errorf("%v", err)
	}
	change(t, v, func(tx *vault.Tx) error { _, err := tx.Customer(card.ID); return err })
}

// Names and texts that are made to break a search.
func TestHostileNamesAreSoughtLikeAnyOther(t *testing.T) {
	for _, name := range []string{
		`Robert'); DROP TABLE customers;--`, `"Helvi" OR * NEAR(`, `% _ %`, `¬makinen AND`, `O'Neill-Äyräs`, "Ääri Öö", strings.Repeat("Pitkä", 8) + " " + strings.Repeat("nimi ", 15), "李小龙", "..", "X Æ A-12",
	} {
		v := vaulttest.New(t)
		r := asked(t, v, app.Request{Kind: app.AskErase, Name: name, Email: "kuka@posti.example"})
		if got := searched(t, v, r.ID); len(got) != 1 {
			t.Errorf("%q: %q", name, lines(got))
		}
	}
}

// Random people, each in random places; what is ticked goes without a trace, and
// what is another's stays.
func TestRandomErasuresLeaveNoResidue(t *testing.T) {
	c := campaign.Begin(t, "erasures-on-request", 40)
	var v *vaulttest.V
	erased, people, gone := 0, 0, []string{}
	look := func() {
		if len(gone) == 0 {
			return
		}
		v.Reopen()
		if n, err := v.Scan(t.Context(), gone); err != nil || n > 0 {
			t.Fatalf("still there: %q, %v", standing(t, v.Vault, gone), err)
		}
		c.Add("words searched", len(gone))
		gone = nil
	}
	for {
		round, more := c.Next()
		if !more {
			break
		}
		if round%100 == 0 { // a log of years is not what is tried here
			look()
			v = vaulttest.New(t)
		}
		people++
		seed := round % 100
		rnd := rand.New(rand.NewPCG(c.Seed()+6, uint64(round)))
		word := func(n int) string {
			b := make([]rune, n)
			for i := range b {
				b[i] = []rune("bdfghjklmnprstvaeiouyäö")[rnd.IntN(23)]
			}
			return strings.ToUpper(string(b[:1])) + string(b[1:])
		}
		first, last := word(7), word(9)+"nen"
		mail := app.Fold(strings.ToLower(first)) + "@" + strings.ToLower(app.Fold(word(8))) + ".example"
		var card string
		stays := v.Customer(app.Customer{Name: fmt.Sprint("Jäävä Asiakas ", seed), Phone: fmt.Sprintf("04055510%02d", seed)})
		var company app.Customer
		if rnd.IntN(3) > 0 {
			card = v.Customer(app.Customer{Name: first + " " + last, Street: word(8) + "kuja 14", Email: mail}).ID
		}
		if rnd.IntN(2) == 0 {
			company = v.Customer(app.Customer{Name: fmt.Sprint("Jäävä Yhtiö Oy ", seed), Kind: app.Company, Persons: []app.ContactPerson{{Role: app.MainPerson, Name: last + " " + first, Email: mail}}})
		}
		change(t, v, func(tx *vault.Tx) (err error) {
			if rnd.IntN(2) == 0 {
				_, err = tx.AddEntry(app.ListEntry{Email: "x" + mail, Name: first + " " + last}, nil)
			}
			if rnd.IntN(2) == 0 {
				_, err2 := tx.AddContact(app.Contact{CustomerID: stays.ID, Channel: app.Phone, Direction: app.In, Who: first + " " + last, Subject: "Re: " + mail, Text: "Naapurin " + first + " " + last + " kävi."})
				err = errors.Join(err, err2)
			}
			if card != "" && rnd.IntN(2) == 0 {
				_, err2 := tx.AddContact(app.Contact{CustomerID: card, Channel: app.Email, Direction: app.In, Text: "Terveisin " + first})
				_, err3 := tx.AddConsent(app.Consent{CustomerID: card, Channel: app.Email, Given: rnd.IntN(2) == 0, Wording: "Saako?"})
				err = errors.Join(err, err2, err3)
			}
			return err
		})
		r := asked(t, v, app.Request{Kind: app.AskErase, CustomerID: card, Name: first + " " + last, Email: mail})
		searched(t, v, r.ID)
		decide(t, v, r.ID, yes)
		p := planned(t, v, r.ID)
		if p.Count == 0 {
			continue
		}
		o, err := v.EraseSubject(t.Context(), r.ID, p.Digest, nil)
		if err != nil || o.Residue != 0 {
			t.Fatalf("seed %d: %+v, %v", seed, o, err)
		}
		erased++
		c.Add("people erased", 1)
		change(t, v, func(tx *vault.Tx) error {
			_, err := tx.AnswerRequest(r.ID, app.OutcomeDone, "", tx.Today)
			_, err2 := tx.Customer(stays.ID)
			if company.ID != "" {
				_, err3 := tx.Customer(company.ID)
				err2 = errors.Join(err2, err3)
			}
			_, err4 := tx.VerifyAudit()
			return errors.Join(err, err2, err4)
		})
		gone = append(gone, first+" "+last, last, strings.ToLower(last), app.Fold(strings.ToLower(last)), mail)
	}
	look()
	if erased < people*4/5 {
		t.Fatalf("only %d of %d were erased", erased, people)
	}
}
