package printout

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"
	"kortisto/app"
)

// everything is each kind of document in each language.
func everything(t testing.TB) map[string]Document {
	t.Helper()
	all := map[string]Document{}
	for _, lang := range app.Langs() {
		put := func(name string, d Document, err error) {
			if err != nil {
				t.Fatal(err)
			}
			all[name+"-"+string(lang)] = d
		}
		in := helvi()
		in.Lang = lang
		d, err := Access(in)
		put("access", d, err)
		in = bare()
		in.Lang = lang
		d, err = Access(in)
		put("access-bare", d, err)
		in = full()
		in.Lang = lang
		d, err = Access(in)
		put("access-full", d, err)
		in = stranger()
		in.Lang = lang
		d, err = Access(in)
		put("access-none", d, err)
		for _, kind := range app.LetterKinds() {
			if kind != app.LetterAccess { // access-full
				d, err = Letter(filledIn(t, letterInput(kind, lang)))
				put("letter-"+string(kind), d, err)
			}
		}
		d, err = Recovery(RecoveryInput{Firm: firm, Lang: lang, Today: today, Key: recoveryKey})
		put("recovery", d, err)
		d, err = Certificate(certificateInput(lang))
		put("certificate", d, err)
	}
	return all
}

func TestDocumentsReadAsWritten(t *testing.T) {
	g := goldie.New(t, goldie.WithFixtureDir("testdata"), goldie.WithNameSuffix(".txt"))
	for name, d := range everything(t) {
		g.Assert(t, name, []byte(Text(d)))
	}
	for _, lang := range app.Langs() {
		s, err := ReviewText(reviewInput(lang))
		if err != nil {
			t.Fatal(err)
		}
		g.Assert(t, "review-"+string(lang), []byte(s))
	}
}

func TestNothingIsLeftUnfilled(t *testing.T) {
	key := regexp.MustCompile(`\b(access|annex|column|customers|contact_persons|recovery|certificate|step|basis)\.[a-zA-Z_.]+\b`)
	for name, d := range everything(t) {
		s := Text(d)
		if strings.ContainsAny(s, "{}") {
			t.Errorf("%s has an unfilled value", name)
		}
		if k := key.FindString(s); k != "" {
			t.Errorf("%s shows the key %s instead of a text", name, k)
		}
	}
}

func TestAccessLetterSaysWhatArticle15Lists(t *testing.T) {
	d := must(Access(helvi()))
	s := Text(d)
	for _, want := range []string{
		"15 artiklan", "Vahvistus", "Tarkoitukset ja oikeusperusteet", "Henkilötietoryhmät", "Vastaanottajat", "Säilytysajat", "Oikeutenne",
		"Oikeus tehdä valitus", "Tietojen alkuperä", "Automaattiset päätökset", "Siirrot EU:n", "maksuton",
		"Viimeksi tarvittu 12.3.2026", "13.3.2029", "(ei tietoa)",
	} {
		if !strings.Contains(s, want) {
			t.Errorf("the letter does not say %q", want)
		}
	}
	if strings.Count(s, firm.Contact) != 2 {
		t.Error("the owner is named as sender and nowhere else: who recorded a consent is not told")
	}
}

// What the data map lets the customer see must be in the letter: a new column
// fails here until it is printed.
func TestAccessLetterFollowsTheDataMap(t *testing.T) {
	unwritten := "audit_sealed" // nothing seals a payload yet
	for _, lang := range app.Langs() {
		in := full()
		in.Lang = lang
		s, w := Text(must(Access(in))), must(wordsFor(lang))
		for _, table := range app.Tables() {
			for _, c := range app.AccessColumns(table) {
				label, ok := w[c.Label]
				if table != unwritten && (!ok || !strings.Contains(strings.ToLower(s), strings.ToLower(label))) {
					t.Errorf("%s: %s.%s is the customer's to see and is not in the letter", lang, c.Table, c.Name)
				}
			}
		}
	}
}

func TestEveryColumnOfTheCardHasItsValueInTheLetter(t *testing.T) {
	in := helvi()
	c := in.Customer
	c.BusinessID, c.Country, c.CorrectedOn = "1234567-1", "AX", "2026-01-02"
	a := access{letter: &letter{words: must(wordsFor(app.Finnish))}, in: in}
	a.in.Customer = c
	for _, f := range a.fields(c) {
		if f.value == "" {
			t.Errorf("customers.%s is never filled in", f.column)
		}
	}
}

func TestAccessLetterCountsWhatItPrints(t *testing.T) {
	in := helvi()
	d := must(Access(in))
	rows := map[string]int{}
	head := ""
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case Heading:
			head = b.Text
		case Table:
			rows[head] = len(b.Rows)
		}
	}
	for head, want := range map[string]int{
		"Tuonnit tiedostoista": len(in.Imports), "Yhteyshenkilöt": len(in.Customer.Persons), "Liite 2. Luvat ja kiellot": len(in.Consents), "Liite 3. Yhteydenpito": len(in.Contacts),
		"Keskustelu 12.3.2026, chat": len(in.Messages["k3"]), "Tiedostot ja tallenteet": len(in.Attachments), "Tekniset tiedot laitteestanne": len(in.Technical["k3"]),
		"Liite 6. Tietojen luovutukset": len(in.Disclosures),
		"Liite 4. Toimitukset":          len(in.Deliveries), "Poistokiellot": len(in.Holds), "Liite 7. Käsittelyhistoria": len(in.History),
		"Osoitteelle annetut luvat": len(in.Mailing[0].Consents), "Lähetetyt markkinointiviestit": len(in.Mailing[0].Sends),
	} {
		if rows[head] != want {
			t.Errorf("%s has %d rows, want %d", head, rows[head], want)
		}
	}
}

func TestAccessLetterIsInTheCustomersLanguageUnlessAsked(t *testing.T) {
	in := bare()
	if d := must(Access(in)); d.Lang != app.Swedish {
		t.Errorf("language %q, want the customer's own", d.Lang)
	}
	in.Lang = app.English
	if d := must(Access(in)); d.Title != "Answer to your access request" {
		t.Errorf("title %q", d.Title)
	}
}

func TestMarketingIsAPurposeOnlyWhileTheConsentStands(t *testing.T) {
	in := helvi()
	in.Consents = append(in.Consents, app.Consent{Given: false, On: "2026-01-01", Channel: app.Phone})
	in.Customer.Marketing = false
	in.Mailing[0].Entry.Standing = app.Standing{Permission: app.PermissionRefused, On: "2026-01-01"}
	if strings.Contains(Text(must(Access(in))), "Suostumus, 6 artiklan") {
		t.Error("a withdrawn consent is given as a basis")
	}
}

// Who of the firm answered is the firm's employee's data (CJEU C-579/21); the
// customer sees that the firm did. Who received the data is named (C-154/21).
func TestAccessLetterShowsAConversationAndNamesNobodyOfTheFirm(t *testing.T) {
	in := helvi()
	s := Text(must(Access(in)))
	for _, want := range []string{"Puhelutallenne", "14:32:05", "Te ", "Yritys", "Hei! Haketetaanko oksat?", "IP-osoite", "192.0.2.7", "Odottaa vastaustamme: Kyllä", "Tietojanne on luovutettu: helvi.makinen@posti.example."} {
		if !strings.Contains(s, want) {
			t.Errorf("the letter does not say %q", want)
		}
	}
	for _, never := range []string{"Matti Myyjä", "sourcesum"} {
		if strings.Contains(s, never) {
			t.Errorf("the letter says %q", never)
		}
	}
	in.Disclosures = nil
	if s := Text(must(Access(in))); !strings.Contains(s, "ei ole merkitty, että tietojanne olisi luovutettu") {
		t.Error("nothing is said of recipients where there were none")
	}
}

func TestLengthsAndSizes(t *testing.T) {
	l := &letter{words: must(wordsFor(app.Finnish))}
	for got, want := range map[string]string{
		length(0): "", length(5): "0:05", length(185): "3:05", length(3750): "1:02:30",
		l.size(999): "999 tavua", l.size(1500): "1 kt", l.size(2_540_000): "2,5 Mt",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestGroupsJoinToTheKey(t *testing.T) {
	for _, key := range []string{recoveryKey, "ABCD", "ABCDE", "A"} {
		groups := Groups(key)
		if strings.Join(groups, "") != key {
			t.Errorf("%v is not %s", groups, key)
		}
		for _, g := range groups {
			if g == "" || len(g) > 4 {
				t.Errorf("group %q", g)
			}
		}
	}
	if n := len(Groups(recoveryKey)); n != 19 {
		t.Errorf("an age key has %d groups, want 19", n)
	}
}

func TestRecoverySheetIsOnePageInAllLanguages(t *testing.T) {
	for _, lang := range app.Langs() {
		f := firm
		f.Name = "Pohjois-Savon Perinnerakentajien ja Puutarhurien Osuuskunta Kallavesi"
		sheets, _, err := layOut(must(Recovery(RecoveryInput{Firm: f, Lang: lang, Today: today, Key: recoveryKey})))
		if err != nil || len(sheets) != 1 {
			t.Errorf("%s: %d pages, %v", lang, len(sheets), err)
		}
	}
	if _, err := Recovery(RecoveryInput{Firm: firm, Today: today}); err == nil {
		t.Error("a sheet without a key was made")
	}
}

func TestCertificateSaysWhenSomethingWasLeftBehind(t *testing.T) {
	in := certificateInput(app.Finnish)
	in.Run.Residue = 2
	s := Text(must(Certificate(in)))
	if !strings.Contains(s, "2 poistettavaa tietoa") || strings.Contains(s, "löytyi 0") {
		t.Error("the certificate hides a residue")
	}
}

func TestCertificateSaysHowFarARunCame(t *testing.T) {
	for name, c := range map[string]struct {
		run       app.Run
		say, hide string
	}{
		"approved":    {app.Run{State: app.RunDone}, "hyväksytyn tarkastelun", "automaattisella"},
		"by itself":   {app.Run{State: app.RunDone, Automatic: true}, "automaattisella poistolla", "hyväksytyn tarkastelun mukaisesti"},
		"cancelled":   {app.Run{State: app.RunStopped, Records: 9, Done: 4}, "hyväksytyistä 9 tiedosta käsiteltiin 4", "Poisto on kesken"},
		"in between":  {app.Run{State: app.RunGoing, Records: 9, Done: 4}, "Poisto on kesken", "keskeytettiin"},
		"interrupted": {app.Run{State: app.RunDone, Records: 9, Done: 9, Unsearched: 4}, "poistettiin 4 tietoa", "keskeytettiin"},
	} {
		c.run.On, c.run.Rules = today, app.Softop()
		s := strings.Join(strings.Fields(Text(must(Certificate(CertificateInput{Firm: firm, Lang: app.Finnish, Today: today, Run: c.run})))), " ")
		if !strings.Contains(s, c.say) || strings.Contains(s, c.hide) {
			t.Errorf("%s: %s", name, s)
		}
	}
}

func TestSectionsAndPages(t *testing.T) {
	d := must(Access(helvi()))
	s := Sections(d)
	if len(s) != 22 || s[0] != "Pyyntönne" || s[21] != "Liite 8. Sanasto" {
		t.Errorf("%d sections: %q", len(s), s)
	}
	if n := must(Pages(d)); n != 8 {
		t.Errorf("%d pages", n)
	}
}

func TestReviewTextShowsEveryDecisionOnceAndObeysNoEscapes(t *testing.T) {
	in := reviewInput(app.Finnish)
	s, err := ReviewText(in)
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsRune(s, '\x1b') {
		t.Error("an escape sequence in a name reaches the terminal")
	}
	for _, d := range in.Review.Decisions {
		if n := strings.Count(s, "\n"+d.Customer+" "); n != 1 {
			t.Errorf("customer %s stands on %d lines", d.Customer, n)
		}
	}
	if !strings.Contains(s, in.Review.Digest) {
		t.Error("the digest to approve is not shown")
	}
}

func TestTextAlignsColumns(t *testing.T) {
	got := columnsText(Table{
		Columns: []Column{{"Nimi", 1, false}, {"Määrä", 1, true}},
		Rows:    [][]Span{cells("Åke", "7"), cells("東京", "1042"), cells(strings.Repeat("x", 60), "")},
	})
	blank := strings.Repeat(" ", cellWidth)
	want := "Nimi" + blank[4:] + "  Määrä\n" +
		"Åke" + blank[3:] + "      7\n" +
		"東京" + blank[4:] + "   1042\n" +
		strings.Repeat("x", cellWidth) + "\n" + strings.Repeat("x", 60-cellWidth) + "\n"
	if got != want {
		t.Errorf("got\n%s", got)
	}
}

func ExampleText() {
	d := Document{Title: "Otsikko", Lang: app.Finnish, Date: "2026-11-03", Sender: Sender{Name: "Yritys"}, Blocks: []Block{text("Teksti.")}, Foot: "Yritys"}
	fmt.Print(Text(d))
	// Output:
	// Yritys
	// Päiväys 3.11.2026
	//
	// Otsikko
	// Teksti.
	//
	// Yritys
}
