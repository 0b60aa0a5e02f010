package printout

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
)

// kindOf is the request in which a letter is met most often.
var kindOf = map[app.LetterKind]app.RequestKind{
	app.LetterConfirm: app.AskAccess, app.LetterIdentity: app.AskAccess, app.LetterClarify: app.AskAccess, app.LetterExtend: app.AskAccess,
	app.LetterRefuse: app.AskErase, app.LetterAccess: app.AskAccess, app.LetterRectified: app.AskRectify, app.LetterNotRectified: app.AskRectify,
	app.LetterErased: app.AskErase, app.LetterRestricted: app.AskRestrict, app.LetterLifting: app.AskRestrict, app.LetterPortable: app.AskPort,
	app.LetterMarketingOff: app.AskObject, app.LetterObjection: app.AskObject, app.LetterObjectionNot: app.AskObject, app.LetterWithdrawn: app.AskWithdraw,
	app.LetterRecipient: app.AskErase,
}

// letterInput is a letter of Helvi's as it would be drafted, with all that the
// register can know of it.
func letterInput(kind app.LetterKind, lang app.Lang) LetterInput {
	r := *asked(kindOf[kind])
	in := LetterInput{Firm: firm, Lang: lang, Today: today, Kind: kind, Customer: helvi().Customer, Places: places(), Told: []string{"Tilitoimisto Luku Oy"}}
	switch kind {
	case app.LetterExtend:
		r.ExtendReason = "Aineistoa on paljon."
	case app.LetterRefuse:
		r.RefuseGround, r.Reason = app.RefuseException, "Laskun perintä on kesken (17 artiklan 3 kohdan e alakohta)."
	case app.LetterNotRectified, app.LetterObjectionNot:
		r.Reason = "Osoite on tarkistettu laskusta."
	case app.LetterMarketingOff:
		r.Marketing = true
	case app.LetterObjection:
		r.Scope = "Palautekyselyt"
	case app.LetterWithdrawn:
		r.Scope = "Uutiskirje sähköpostiin"
	case app.LetterErased:
		in.Erased = &app.EraseOutcome{On: "2026-11-20", Partly: true, Lines: []app.EraseLine{
			{Class: app.ClassCustomer, Count: 1, Does: app.DoesErase}, {Class: app.ClassContact, Count: 3, Does: app.DoesMask},
			{Class: app.ClassAttachment, Count: 2, Does: app.DoesErase}, {Class: app.ClassDisclosure, Count: 1, Does: app.DoesErase}, {Class: app.ClassHold, Count: 1, Does: app.DoesErase},
			{Class: app.ClassDelivery, Count: 2, Does: app.DoesKeep, Because: app.BecauseHold, Basis: "gdpr-17-3-e", Until: "2027-03-01"},
			{Class: app.ClassSuppression, Count: 1, Does: app.DoesSuppress, Because: app.BecauseRefusal, Basis: "gdpr-21-3"},
			{Class: app.ClassRequest, Count: 1, Does: app.DoesKeep, Because: app.BecauseFile, Basis: "gdpr-5-2", Until: "2029-11-23"},
			{Class: "backups", Count: 1, Does: app.DoesOutside, Because: app.BecauseBackups},
		}}
	case app.LetterRestricted, app.LetterLifting:
		in.Restricted = &app.Restriction{Ground: app.GroundAccuracy, Scope: "Osoite", From: "2026-11-10"}
	case app.LetterRecipient:
		in.Addressee = "Tilitoimisto Luku Oy\nluku@posti.example"
	case app.LetterAccess:
		a := full()
		in.Access, r = &a, *a.Request
	}
	in.Request = r
	return in
}

// filledIn is the draft as an owner leaves it: each place that nothing is known
// for with words of theirs.
func filledIn(t testing.TB, in LetterInput) LetterInput {
	t.Helper()
	d, err := DraftOf(in)
	if err != nil {
		t.Fatal(err)
	}
	in.Paragraphs = []string{}
	for _, p := range d.Paragraphs {
		for _, place := range d.Missing {
			p = strings.ReplaceAll(p, place, "30.11.2026")
		}
		in.Paragraphs = append(in.Paragraphs, p)
	}
	return in
}

func TestEveryKindOfLetterIsWrittenInEveryLanguage(t *testing.T) {
	for _, kind := range app.LetterKinds() {
		for _, lang := range app.Langs() {
			d, err := Letter(filledIn(t, letterInput(kind, lang)))
			if err != nil {
				t.Errorf("%s %s: %v", kind, lang, err)
				continue
			}
			if d.Lang != lang || d.Title == "" || len(d.Recipient) == 0 || d.ID != "TP-2026-07" {
				t.Errorf("%s %s: language %q, title %q, to %q, document %q", kind, lang, d.Lang, d.Title, d.Recipient, d.ID)
			}
			if s := Text(d); strings.ContainsAny(s, "{}[]") {
				t.Errorf("%s %s: a place is left in the letter", kind, lang)
			}
		}
	}
	if len(bodies) != len(app.LetterKinds()) {
		t.Errorf("%d letters for %d kinds", len(bodies), len(app.LetterKinds()))
	}
	if _, err := Letter(LetterInput{Kind: "poem"}); !errors.Is(err, app.E("choice-invalid", "")) {
		t.Errorf("an unknown kind: %v", err)
	}
}

// No letter can be made while one of its places is empty; and each place that a
// letter can have is asked for by name.
func TestALetterWithAHoleIsNotPrinted(t *testing.T) {
	for _, kind := range app.LetterKinds() {
		empty := LetterInput{Firm: firm, Lang: app.Finnish, Today: today, Kind: kind}
		d, err := DraftOf(empty)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Missing) == 0 {
			t.Errorf("%s: nothing is missing in a letter about nobody", kind)
			continue
		}
		_, err = Letter(empty)
		if !errors.Is(err, app.E("letter-unfilled", "")) || !strings.Contains(app.Told(err).JSON(), d.Missing[0]) {
			t.Errorf("%s: %v, missing %q", kind, err, d.Missing)
		}
		in := letterInput(kind, app.Finnish)
		if d, err = DraftOf(in); err != nil {
			t.Fatal(err)
		}
		in.Paragraphs = d.Paragraphs
		if _, err := Letter(in); (err == nil) != (len(d.Missing) == 0) {
			t.Errorf("%s as drafted: missing %q, but %v", kind, d.Missing, err)
		}
	}
}

func TestTheOwnersWordsStandInTheLetter(t *testing.T) {
	for _, kind := range app.LetterKinds() {
		in := filledIn(t, letterInput(kind, app.Swedish))
		if len(in.Paragraphs) == 0 {
			t.Errorf("%s has nothing that the owner may write", kind)
		}
		for i := range in.Paragraphs {
			in.Paragraphs[i] = "Omin sanoin.\n\nToinen kappale."
		}
		s := Text(must(Letter(in)))
		if n := strings.Count(s, "Omin sanoin."); n != len(in.Paragraphs) {
			t.Errorf("%s: %d of %d paragraphs are in the letter", kind, n, len(in.Paragraphs))
		}
	}
}

// What the law wants said (GDPR Art. 12–21).
func TestLettersSayWhatTheLawDemands(t *testing.T) {
	complaint := []string{"tietosuojavaltuutetun toimistoon", "PL 800, 00531 Helsinki", "tuomioistuimeen"}
	for kind, want := range map[app.LetterKind][]string{
		app.LetterConfirm:      {"6.12.2026", "maksuton"},
		app.LetterIdentity:     {"12 artiklan 6 kohta", "Älkää lähettäkö henkilötunnustanne", "Määräaika odottaa 23.11.2026 alkaen"},
		app.LetterClarify:      {"ei tarvitse perustella", "Määräaika odottaa"},
		app.LetterExtend:       append([]string{"7.12.2026", "6.2.2027", "Aineistoa on paljon.", "12 artiklan 3 kohtaan"}, complaint...),
		app.LetterRefuse:       append([]string{"12 artiklan 4 kohta", "Laskun perintä on kesken"}, complaint...),
		app.LetterRectified:    {"19 artikla", "Tilitoimisto Luku Oy"},
		app.LetterNotRectified: append([]string{"täydentävän selvityksen", "Osoite on tarkistettu"}, complaint...),
		app.LetterErased:       append([]string{"20.11.2026", "Poistettiin", "Tiedostot ja tallenteet", "Tietojen luovutukset", "Poistokiellot", "artiklan 3 kohdan e alakohta", "1.3.2027", "Varmuuskopiot", "90 päivää", "19 artikla"}, complaint...),
		app.LetterRestricted:   {"10.11.2026", "18 artiklan 1 kohdan a alakohta", "oikeusvaateen", "Kerromme teille ennen kuin rajoitus päättyy"},
		app.LetterLifting:      append([]string{"ennen kuin rajoitus päättyy (18 artiklan 3 kohta)"}, complaint...),
		app.LetterPortable:     {"jäsennellyssä, yleisesti käytetyssä ja koneellisesti luettavassa muodossa", "itse antanut"},
		app.LetterMarketingOff: {"Emme enää lähetä teille suoramarkkinointia", "23.11.2026", "21 artiklan 3 kohta"},
		app.LetterObjection:    {"21 artiklan 1 kohta", "Palautekyselyt"},
		app.LetterObjectionNot: append([]string{"huomattavan tärkeä ja perusteltu syy", "Voitte milloin tahansa kieltää suoramarkkinoinnin"}, complaint...),
		app.LetterWithdrawn:    {"7 artiklan 3 kohta", "ei vaikuta siihen, mitä on tehty ennen sitä"},
		app.LetterRecipient:    {"Ilmoitus poistetuista tiedoista", "luku@posti.example", "Helvi Mäkinen-Öst", "19 artiklan"},
		app.LetterAccess:       append([]string{"15 artiklan", "Tilitoimisto Luku Oy"}, complaint...),
	} {
		s := Text(must(Letter(filledIn(t, letterInput(kind, app.Finnish)))))
		for _, w := range want {
			if !strings.Contains(s, w) {
				t.Errorf("%s does not say %q", kind, w)
			}
		}
	}
}

// The letter to a recipient names whom it is about and nothing more of them.
func TestARecipientLearnsNoMoreThanNeeded(t *testing.T) {
	in := filledIn(t, letterInput(app.LetterRecipient, app.Finnish))
	s := Text(must(Letter(in)))
	for _, never := range []string{in.Request.Email, in.Request.Words, "Kaislakuja", "helvi.makinen"} {
		if strings.Contains(s, never) {
			t.Errorf("the recipient reads %q", never)
		}
	}
}

// It is never said that nobody was given the data while somebody was.
func TestRecipientsWhoAreYetToBeToldAreNamed(t *testing.T) {
	for _, kind := range []app.LetterKind{app.LetterRectified, app.LetterErased, app.LetterRestricted} {
		in := filledIn(t, letterInput(kind, app.Finnish))
		in.Told, in.ToTell, in.Untold = nil, []string{"Perintä Oy"}, []string{"Lopettanut Ky"}
		s := Text(must(Letter(in)))
		if strings.Contains(s, "ei ole annettu kenellekään") || !strings.Contains(s, "Ilmoitamme muutoksesta myös näille") || !strings.Contains(s, "Perintä Oy") || !strings.Contains(s, "mahdotonta tai vaatisi kohtuutonta vaivaa (19 artikla): Lopettanut Ky") {
			t.Errorf("%s: %s", kind, s)
		}
		in.ToTell, in.Untold = nil, nil
		if s := Text(must(Letter(in))); !strings.Contains(s, "ei ole annettu kenellekään") {
			t.Errorf("%s: %s", kind, s)
		}
	}
}

func TestALetterToARepresentativeGoesToThem(t *testing.T) {
	in := filledIn(t, letterInput(app.LetterConfirm, app.Finnish))
	in.Request.Representative, in.Request.Address = "Åke Öst", ""
	d := must(Letter(in))
	if !slices.Equal(d.Recipient, []string{"Åke Öst", "Henkilön Helvi Mäkinen-Öst puolesta"}) {
		t.Errorf("to %q", d.Recipient)
	}
}

func TestLettersOfARequestAreTheRightOnes(t *testing.T) {
	for _, kind := range app.RequestKinds() {
		letters := app.LettersFor(app.Request{Kind: kind})
		if letters[0] != app.LetterConfirm {
			t.Errorf("%s begins with %s", kind, letters[0])
		}
		for _, l := range letters {
			if _, ok := bodies[l]; !ok {
				t.Errorf("%s offers %s, which nobody writes", kind, l)
			}
		}
	}
	absolute := app.LettersFor(app.Request{Kind: app.AskObject, Marketing: true})
	if slices.Contains(absolute, app.LetterRefuse) || slices.Contains(absolute, app.LetterIdentity) || !slices.Contains(absolute, app.LetterMarketingOff) {
		t.Errorf("an objection to marketing offers %v", absolute)
	}
}
