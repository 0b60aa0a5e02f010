package printout

import (
	"fmt"
	"strings"
	"testing"

	"kortisto/app"
)

// The blocks of the access letter, in their order.
func TestAccessLetterHasItsBlocksInOrder(t *testing.T) {
	d := must(Access(full()))
	got := Sections(d)
	want := []string{
		"Pyyntönne", "Henkilöllisyyden varmistaminen", "Vahvistus", "Mitkä rekisterit tutkittiin", "Tarkoitukset ja oikeusperusteet", "Henkilötietoryhmät",
		"Vastaanottajat", "Säilytysajat", "Tietojen alkuperä", "Automaattiset päätökset ja profilointi", "Siirrot EU:n ja ETA:n ulkopuolelle", "Oikeutenne",
		"Oikeus tehdä valitus", "Mitä ei annettu ja miksi", "Varmuuskopiot", "Lisäaika",
		"Liite 1. Asiakaskortti", "Liite 2. Luvat ja kiellot", "Liite 3. Yhteydenpito", "Liite 4. Toimitukset", "Liite 5. Laskut", "Liite 6. Tietojen luovutukset",
		"Liite 7. Käsittelyhistoria", "Liite 8. Sanasto",
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("sections\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAccessLetterIsAboutThisPerson(t *testing.T) {
	s := Text(must(Access(full())))
	for _, want := range []string{
		"Varmistimme 9.11.2026, kuka pyynnön on tehnyt. Tapa: vastaus rekisterissä olevaan sähköpostiin. Henkilöllisyystodistuksesta ei ole otettu kopiota",
		"puolestanne Åke Öst. Valtuutus: Valtakirja 2.11.2026", "Rekisteri tutkittiin 23.11.2026",
		"Tilauskansio", "Tilitoimisto Luku Oy", "Henkilötietojen käsittelijä", "Komission vakiolausekkeet",
		"Puhelutallenteet (2)", "2.1.2027–2.2.2027", "Tekniset tiedot laitteestanne (1)", "5 artiklan 1 kohdan c alakohta",
		"Kohta koskee toista henkilöä", "Tikku B", "90 päivää", "Aineistoa on paljon.", "Helvi suositteli meitä.",
		"TP-2025-02", "Nimi on väestötiedon mukainen", "Tarvitsemme lisää aikaa",
	} {
		if !strings.Contains(s, want) {
			t.Errorf("the letter does not say %q", want)
		}
	}
	for _, never := range []string{"Vanha posti", "luku@posti.example"} { // a place that is no longer used; an address nobody needs
		if strings.Contains(s, never) {
			t.Errorf("the letter says %q", never)
		}
	}
}

func TestWhereNothingIsKnownTheLetterSaysSo(t *testing.T) {
	for _, lang := range app.Langs() {
		in := stranger()
		in.Lang = lang
		d := must(Access(in))
		s := Text(d)
		if n := len(Sections(d)); n != 6 {
			t.Errorf("%s: %d sections: %q", lang, n, Sections(d))
		}
		for _, never := range []string{"Liite", "Bilaga", "Annex"} {
			if strings.Contains(s, never+" 1") {
				t.Errorf("%s: there is an annex of nothing", lang)
			}
		}
	}
	if s := Text(must(Access(stranger()))); !strings.Contains(s, "Emme käsittele henkilötietojanne") || strings.Contains(s, "Kyllä, käsittelemme") {
		t.Error("the letter does not say that nothing is known")
	}
}

func TestFurtherCardsAreAsWholeAsTheFirst(t *testing.T) {
	in := full()
	other := bare()
	other.Customer.Number, other.Customer.Name = "77", "Helvi M."
	in.Cards = []AccessInput{other}
	s := Text(must(Access(in)))
	for _, want := range []string{"Asiakas 1042", "Asiakas 77", "Helvi M.", "2 asiakaskorttia", "Avoin riita laskusta"} {
		if !strings.Contains(s, want) {
			t.Errorf("the letter does not say %q", want)
		}
	}
}

// sole is somebody without a card: in the register only where the finds say.
func sole() AccessInput {
	return AccessInput{Firm: firm, Lang: app.Finnish, Today: today, Request: asked(app.AskAccess), Recipient: []string{"Pirkko Puhuja"}, Rules: app.Softop(), Customer: app.Customer{Name: "Pirkko Puhuja", Kind: app.Person}}
}

// A person whom only a company's card names gets all of Art. 15(1) about that.
func TestAContactPersonOfACompanyIsToldWhyFromWhomAndUntilWhen(t *testing.T) {
	in := sole()
	in.Elsewhere = []Elsewhere{{Register: "contact_persons", Company: "Rannan Kone Oy", Goes: "2029-02-03", Facts: []ElsewhereFact{{"role", string(app.MainPerson)}, {"email", "pirkko@rannankone.example"}}}}
	s := strings.Join(strings.Fields(Text(must(Access(in)))), " ")
	for _, want := range []string{"Yhteydenpito yhteyshenkilöihin Oikeutettu etu", "asiakkaalta, jonka yhteyshenkilö olette", "3.2.2029", "Yrityksen kortti: Rannan Kone Oy", "Tehtävä: Yhteyshenkilö", "pirkko@rannankone.example"} {
		if !strings.Contains(s, want) {
			t.Errorf("the letter does not say %q", want)
		}
	}
	for _, never := range []string{"Muiden asiakkaiden asioiden", "Sopimus, 6 artiklan", "teistä puhuttiin", "joilla on taulukossa oma rivi"} {
		if strings.Contains(s, never) {
			t.Errorf("the letter says %q", never)
		}
	}
}

func TestAnAddressOnTheListHasItsPurposeAndOrigin(t *testing.T) {
	for name, c := range map[string]struct {
		entry       app.ListEntry
		say, unsaid string
	}{
		"nothing recorded": {app.ListEntry{Email: "l@posti.example", AddedOn: "2026-01-02"}, "Asiakkaiden tavoittaminen sähköpostilla", "Suoramarkkinointi asiakkaalle"},
		"a sale":           {app.ListEntry{Email: "l@posti.example", AddedOn: "2026-01-02", Sale: app.Sale{On: "2026-01-02", What: "Puutarha", Told: true}}, "917/2014 200 § 3 momentti", "Asiakkaiden tavoittaminen"},
		"refused":          {app.ListEntry{Email: "l@posti.example", AddedOn: "2026-01-02", Standing: app.Standing{Permission: app.PermissionRefused, On: "2026-02-02"}}, "Rekisteriin ei ole merkitty, mistä se on saatu", "Asiakkaiden tavoittaminen"},
		"permission":       {app.ListEntry{Email: "l@posti.example", Origin: "Messut.", Standing: app.Standing{Permission: app.PermissionGiven, On: "2026-02-02"}}, "annettu 2.2.2026", "Asiakkaiden tavoittaminen"},
	} {
		in := sole()
		in.Mailing = []MailEntry{{Entry: c.entry}}
		s := strings.Join(strings.Fields(Text(must(Access(in)))), " ")
		if !strings.Contains(s, c.say) || strings.Contains(s, c.unsaid) {
			t.Errorf("%s: %s", name, s)
		}
	}
}

// The request that is answered keeps the data until it is closed; the letter says
// the day that counts after that.
func TestTheRequestThatIsAnsweredHidesNoDay(t *testing.T) {
	decision := func(on app.Day, guards ...app.Guard) app.Decision {
		return app.Decide(app.File{Record: "c1", Events: []app.Event{{Kind: app.Contacted, On: on, Note: "phone"}}, Guards: guards}, app.Softop(), today)
	}
	own, other := app.Guard{Because: app.BecauseRequest, Text: "TP-2026-07"}, app.Guard{Because: app.BecauseRequest, Text: "TP-2026-08"}
	for name, c := range map[string]struct {
		decision app.Decision
		day      bool
	}{
		"only the request itself":          {decision("2026-03-12", own), true},
		"another request too":              {decision("2026-03-12", own, other), false},
		"a restriction too":                {decision("2026-03-12", own, app.Guard{Because: app.BecauseRestricted}), false},
		"its day is over, so it does wait": {decision("2021-03-12", own), false},
	} {
		in := full()
		in.Decision, in.Items = c.decision, nil
		s := strings.Join(strings.Fields(Text(must(Access(in)))), " ")
		if strings.Contains(s, "Tiedot poistetaan "+showDay(c.decision.EraseOn)) != c.day || strings.Contains(s, "Kun este päättyy") == c.day {
			t.Errorf("%s: %s", name, s)
		}
		if got := strings.Contains(s, "Pyyntö TP-2026-07 on kesken"); got != (name == "its day is over, so it does wait") {
			t.Errorf("%s: the request itself is named as what keeps the data", name)
		}
	}
}

func TestWhatTheSearchMetBesideTheRegistersIsTold(t *testing.T) {
	for _, letter := range []AccessInput{full(), stranger()} {
		letter.Aside = full().Aside
		s := strings.Join(strings.Fields(Text(must(Access(letter)))), " ")
		for _, want := range []string{"hävitetyiksi: 2 (1.10.2026–2.11.2026)", "Osumia oli enemmän kuin hakuun mahtuu (Yhteydenpito)", "Varmuuskopioita ei ole avattu", "on 3.2.2020 poistettu tietoja"} {
			if !strings.Contains(s, want) {
				t.Errorf("the letter does not say %q", want)
			}
		}
		if strings.Contains(s, "Kun kortteja on yhdistetty") {
			t.Error("a merge is told of to somebody whose card was never merged")
		}
	}
	in := full()
	in.History = append(in.History, app.AuditRow{When: "2026-11-10T08:20:00Z", Seq: 300, Action: "customer-merged"})
	if !strings.Contains(Text(must(Access(in))), "Kun kortteja on yhdistetty") {
		t.Error("nothing is said of what a merge remembers")
	}
}

func TestAnonymisedIsNotCalledErased(t *testing.T) {
	in := full()
	in.Rules = app.Seamk()
	in.Items = []app.Decision{app.DecideItem(app.Item{Class: app.ClassChat, Record: "k3", Event: app.Event{Kind: app.Contacted, On: "2026-10-01", Note: "chat"}}, in.Rules, today)}
	if s := Text(must(Access(in))); !strings.Contains(s, "Tiedot muutetaan nimettömiksi") {
		t.Error(s)
	}
}

// Nothing of the log is shown as a code, whatever register or request it was about.
func TestTheHistoryIsInWords(t *testing.T) {
	for _, lang := range app.Langs() {
		in := full()
		in.Lang = lang
		fields := append(codes(app.RequestKinds()...), "list_entries", "customers", "contact_persons", "messages", "attachments", "requests", "holds", "disclosures", "deliveries", "contacts")
		in.History = []app.AuditRow{{When: "2026-11-10T08:20:00Z", Action: "subject-decided", Fields: fields}}
		a := access{letter: &letter{words: must(wordsFor(lang))}, in: in}
		for _, f := range fields {
			if got := a.auditField(f); got == f {
				t.Errorf("%s: %s is shown as a code", lang, f)
			}
		}
	}
}

// BenchmarkAccessOfAThousandEvents lays out and writes the letter of a customer
// with 1 000 entries in the history.
func BenchmarkAccessOfAThousandEvents(b *testing.B) {
	in := full()
	for i := range 1000 {
		in.Contacts = append(in.Contacts, app.Contact{
			ID: fmt.Sprintf("m%d", i), On: app.Day("2024-01-01").AddDays(i % 900), Channel: app.Phone, Direction: app.In,
			Text: "Kysyi oksien hakettamisesta ja sopi ajan. Soitetaan uudelleen ensi viikolla.",
		})
	}
	for b.Loop() {
		d, err := Access(in)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := PDF(d); err != nil {
			b.Fatal(err)
		}
	}
}
