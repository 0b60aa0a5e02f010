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
		"Varmistimme 9.11.2026, että pyyntö on teiltä: vastasitte sähköpostiosoitteesta", "ei ole otettu kopiota",
		"puolestanne Åke Öst. Valtuutus: Valtakirja 2.11.2026", "Rekisteri tutkittiin 23.11.2026",
		"Tilauskansio", "Tilitoimisto Luku Oy", "Henkilötietojen käsittelijä", "Komission vakiolausekkeet",
		"Tallenteet ja tiedostot (2)", "2.1.2027–2.2.2027", "Tekniset tiedot laitteestanne (1)", "5 artiklan 1 kohdan c alakohta",
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
