package app_test

import (
	"strings"
	"testing"

	"kortisto/app"
)

func anonymiser(known ...string) *app.Anonymiser {
	a := app.NewAnonymiser(func(mask string) string { return mask })
	for _, name := range known {
		a.Name(name, app.MaskCustomer)
	}
	return a
}

func TestAnonymisedNamesInEveryForm(t *testing.T) {
	for name, forms := range map[string]string{
		"Virtanen":       "Virtanen Virtasen Virtaselle Virtasta Virtaselta Virtasella Virtaseen Virtasena Virtasten virtasilla VIRTASEN Virtasenkin Virtasellekaan Virtasesta",
		"Jääskeläinen":   "Jääskeläinen Jääskeläisen Jääskeläiselle Jääskeläistä Jääskeläiseltäkö",
		"Mäki":           "Mäki Mäen Mäelle Mäkeä Mäellä Mäeltä Mäkiä Mäestä Mäkeen",
		"Lahti":          "Lahti Lahden Lahdelle Lahtea Lahdelta Lahdesta",
		"Niemi":          "Niemi Niemen Niemelle Niemeä Niemestä",
		"Pekka":          "Pekka Pekan Pekalle Pekkaa Pekalta Pekasta Pekankin Pekkaan",
		"Matti":          "Matti Matin Matille Mattia Matilta",
		"Heikki":         "Heikki Heikin Heikille Heikkiä",
		"Ranta":          "Ranta Rannan Rannalle Rantaa Rannalta",
		"Aalto":          "Aalto Aallon Aallolle Aaltoa",
		"Lampi":          "Lampi Lammen Lammelle Lampea",
		"Satu":           "Satu Sadun Sadulle Satua",
		"Riitta":         "Riitta Riitan Riitalle Riittaa",
		"Rasmus":         "Rasmus Rasmuksen Rasmukselle Rasmusta",
		"Kallas":         "Kallas Kallaksen Kallasta Kallaan",
		"Mikael":         "Mikael Mikaelin Mikaelille Mikaelia",
		"Räsänen":        "Räsänen Räsäsen Räsäseltä",
		"Öhman":          "Öhman Öhmanin Öhmanille Öhmans",
		"Lindström":      "Lindström Lindströms Lindströmin",
		"Liisa-Maija":    "Liisa-Maijan Liisa Maijalle Liisan",
		"Korhonen-Laine": "Korhosen Laineen Korhonen-Laineelle Laineella",
		"O'Connor":       "O'Connor O’Connorin",
	} {
		t.Run(name, func(t *testing.T) {
			for _, form := range strings.Fields(forms) {
				got := anonymiser(name).Text("Soitti " + form + ", asia hoidettu.")
				if got != "Soitti [customer], asia hoidettu." {
					t.Errorf("%s of %s: %s", form, name, got)
				}
			}
		})
	}
}

func TestAnonymisedText(t *testing.T) {
	aino := app.Customer{Number: "1042", Name: "Aino Mäkelä", Street: "Puistonranta 12 A 4", Postcode: "70100", Town: "Kuopio", BusinessID: "1234567-1",
		Persons: []app.ContactPerson{{Name: "Ville Vara"}}}
	company := app.Customer{Number: "2000", Kind: app.Company, Name: "Piha ja Metsä Oy"}
	solo := app.Customer{Kind: app.Company, Name: "Rautakangas Oy"}
	for name, c := range map[string]struct{ text, want string }{
		"nothing to hide":                   {"Sovittiin, että katto korjataan keväällä.", "Sovittiin, että katto korjataan keväällä."},
		"empty":                             {"", ""},
		"phones":                            {"Soita 040 123 4567 tai +358 50 555 0101, 017-1234567.", "Soita [phone] tai [phone], [phone]."},
		"a phone at the end":                {"numero on 0401234567", "numero on [phone]"},
		"mail":                              {"aino.makela@posti.example, Ä@ö.example", "[email], [email]"},
		"account":                           {"Tili FI21 1234 5600 0007 85 tai FI2112345600000785.", "Tili [iban] tai [iban]."},
		"a personal identity code":          {"tunnus 010190-900P", "tunnus [hetu]"},
		"business ids":                      {"Y-tunnus 7654321-4, FI12345671", "Y-tunnus [business-id], [business-id]"},
		"links":                             {"katso https://tilaus.example/?id=123&n=aino ja www.example.fi/x", "katso [link] ja [link]"},
		"prices, days and sizes stay":       {"Hinta 1 204,50 €, 7.12.2026 klo 14.32, 120x80 cm, 24 kk.", "Hinta 1 204,50 €, 7.12.2026 klo 14.32, 120x80 cm, 24 kk."},
		"any street":                        {"Tulkaa Kirkkokatu 5 B 12, ei Rantatielle.", "Tulkaa [address], ei Rantatielle."},
		"a street of the register":          {"Puistonrannalla 12 A 4 on portti", "[address] on portti"},
		"the same without a number":         {"Puistonrannan portti", "[address] portti"},
		"postcode and town":                 {"33100 Tampere", "[address]"},
		"a town of the register":            {"Kuopiossa sataa", "[town] sataa"},
		"the customer's number":             {"asiakas 1042, 10420 kpl", "asiakas [number], 10420 kpl"},
		"a contact person":                  {"Villelle kerrottiin, Varan kanssa", "[person] kerrottiin, [person] kanssa"},
		"a company as a whole":              {"Piha ja Metsän piha ja metsä", "[customer] [customer]"},
		"words of a company alone":          {"Metsä on märkä ja piha kuiva", "Metsä on märkä ja piha kuiva"},
		"a company of one word":             {"Rautakankaan lasku, Rautakangas Oy:lle", "[customer] lasku, [customer] Oy:lle"},
		"small letters":                     {"aino mäkelän asia, mäkelä aino", "[customer] asia, [customer] [customer]"},
		"letters in two parts are the same": {"Ma\u0308kela\u0308lle", "[customer]"},
		"a longer word is another word":     {"Ainoastaan varaus varastossa", "Ainoastaan varaus varastossa"},
		"brackets are kept":                 {"[kuva] Aino", "[kuva] [customer]"},
		"letters that are none":             {"\xff Aino", "\xff [customer]"},
	} {
		t.Run(name, func(t *testing.T) {
			a := anonymiser()
			for _, c := range []app.Customer{aino, company, solo} {
				a.Customer(c)
			}
			a.About("1042")
			if got := a.Text(c.text); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestWhatWasMaskedIsTold(t *testing.T) {
	a := anonymiser("Virtanen")
	a.Text("Virtanen ja Virtasen, virtanen, 040 123 4567")
	got := a.Found()
	if len(got) != 3 || got[0] != (app.MaskedCount{Mask: app.MaskCustomer, Word: "virtanen", Count: 2}) {
		t.Errorf("told %+v", got)
	}
}

func FuzzAnonymise(f *testing.F) {
	f.Add("Virtaselle 040 123 4567 aino@posti.example")
	f.Fuzz(func(t *testing.T, text string) {
		a := anonymiser("Virtanen", "Mäki")
		a.Customer(app.Customer{Name: "Aino Ö", Street: "Katu 1", Kind: app.Company})
		a.Text(text)
	})
}
