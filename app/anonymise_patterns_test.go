package app_test

import (
	"strings"
	"testing"

	"kortisto/app"
)

// Invented texts as customers and firms write them. In braces stands what must go,
// with its mask; all else must stay. Nobody told the anonymiser a single name.
var lookalikes = []string{
	// streets, in the cases in which they are written
	"Osoite on {address:Koivukatu 5}, tervetuloa.",
	"Asun {address:Koivukadulla 5 B 12} kolmannessa kerroksessa.",
	"Lähetys {address:Mäntytielle 14} kiitos",
	"Toimitus {address:Rantakuja 3 A 7, 70100 Kuopio} huomenna.",
	"toimitus {address:pihlajapolku 8 c} mielellään aamulla",
	"Olemme {address:Saaristotiellä 120} ensi viikolla.",
	"{address:Kauppakatu 12-14} on remontissa",
	"{address:Pohjoisesplanadi 21} ja {address:Hämeenbulevardi 4}",
	"Tavataan {address:Kauppatori 2} edessä",
	"{address:Merirannan 4 A} portti on auki",
	"{address:Linnankaari 6 as. 3}",
	"Laskut: {address:PL 123, 33101 Tampere}",
	"Postilokero on {address:PL 45}",
	"Leverans till {address:Storgatan 8 B}, tack.",
	"Vi bor på {address:Björkvägen 12}.",
	"{address:Strandgränden 3, 20100 Åbo}",
	"Meille {address:00530 Helsinki} saakka",
	"{address:FI-90100 Oulu} on postinumeromme",
	"kotiosoite {address:Vanhankirkontie 33 b 2}, ovikoodia ei ole",
	// cars
	"Auto on {plate:ABC-123}, harmaa.",
	"auton rekisterinumero on {plate:xyz-12}",
	"rekkari {plate:JK-7} kiitos",
	"Rek. nro: {plate:ÅKU 313}",
	"pihassa seisoo {plate:kmn-482} renkaat tyhjänä",
	"registreringsnummer {plate:BCD-234}",
	// orders, invoices and customers
	"Tilausnumero {reference:2026-00417} ei ole tullut.",
	"tilaus nro {reference:A-10442}",
	"Tilaukseni {reference:884213} on myöhässä",
	"Tilaus {reference:#5521} puuttuu",
	"laskun numero on {reference:20261107}",
	"Lasku {reference:100234} on maksettu",
	"viitenumerolla {reference:1234 56789}",
	"Viite: {reference:13450}",
	"seurantakoodi {reference:JJFI6543210000}",
	"Asiakasnumeroni on {number:10442}",
	"as. nro {number:7781}",
	"asiakasnro: {number:K-2201}",
	"Ordernummer {reference:99120} saknas",
	"mitt kundnummer är {number:30417}",
	"my order number is {reference:AB-77120}",
	// all together
	"Hei, tilaus {reference:55121} osoitteeseen {address:Lehtokuja 2 A 1, 15110 Lahti}, puh. {phone:040 555 0123}, auto {plate:FGH-567}.",
	"{email:koe@posti.example}; {iban:FI21 1234 5600 0007 85}; {business-id:1234567-1}; {hetu:010190-900P}; {link:www.example.fi/a?b=1}",

	// what must stay
	"Tilasin 120 laattaa ja 3 säkkiä laastia.",
	"Tilaus 120 kpl tai 250 kpl, kumpi on halvempi?",
	"Lasku 45,90 € on oikein.",
	"Lasku 1 204,50 € maksettu 7.12.2026 klo 14.32.",
	"Levy OSB-3 ja palkki HEA-200, sävy RAL-701.",
	"Standardi ISO-900 ja kello 12-14.",
	"Kuljetus tie 4 suuntaan, 20 km.",
	"takapiha 200 m2 ja etupihan 30 m aita",
	"Mittasin lampun, 12000 K eli 12000 kelviniä",
	"Katto 145 m², hinta 12 500 euroa alv 25,5 %.",
	"Ovi 9 x 21, kynnys 42 mm, 2-lasinen ikkuna.",
	"Toimitus 2-3 viikossa, viikolla 47.",
	"Malli T-800 sopii, koodi 4321 oveen.",
	"Vuosina 2019-2024 ei ollut vikaa.",
	"Kauppatorilla on markkinat 3 päivää.",
	"Tien 4 päässä on parkki.",
	"Sain tilauksen 3 päivässä, kiitos.",
	"Viitteeksi voi kirjoittaa sanan katto.",
	"Asiakas 3 päivän päästä uudestaan.",
	"Akku 12 V 60 Ah, moottori 2,0 l.",
	"pH-arvo 7, lämpö -12 astetta",
	"Beställde 40 plattor, pris 350 euro.",
	"Sats 2 av 5, 10 % rabatt",
	"Rekisteröin takuun 3 vuodeksi.",
	"Rakennus on vuodelta 1984, 2 kerrosta, 4 h + k.",
}

// marked cuts the braces out of a text, and says what must become of it.
func marked(t *testing.T, s string) (text, want string, hits int) {
	for {
		before, rest, ok := strings.Cut(s, "{")
		text, want = text+before, want+before
		if !ok {
			return text, want, hits
		}
		in, after, closed := strings.Cut(rest, "}")
		mask, word, named := strings.Cut(in, ":")
		if !closed || !named {
			t.Fatalf("not well marked: %s", s)
		}
		text, want, hits, s = text+word, want+"["+mask+"]", hits+1, after
	}
}

func TestWhatLooksLikeSomebodysGoesAndTheRestStays(t *testing.T) {
	all, right := 0, 0
	for _, s := range lookalikes {
		text, want, hits := marked(t, s)
		all += hits
		if got := anonymiser().Text(text); got != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		} else {
			right += hits
		}
	}
	t.Logf("%d texts, %d of %d places right", len(lookalikes), right, all)
}

func TestASecondPassFindsNothing(t *testing.T) {
	a := app.NewAnonymiser(func(mask string) string { return mask })
	a.Customer(app.Customer{Number: "1042", Name: "Staff Customer", Street: "Phone 3", Town: "Email"})
	a.About("1042")
	for _, s := range append(lookalikes, "Customer soitti Staffille 040 123 4567, asiakas 1042, Emailissa") {
		text, _, _ := marked(t, s)
		masked := a.Marked(text)
		if left := a.Hits(masked); len(left) > 0 {
			t.Errorf("%s: still %+v", masked, left)
		}
	}
}

func TestTheOwnerTakesMoreAndSparesWithItsCase(t *testing.T) {
	a := anonymiser("Kuopio")
	a.Take("Musti")
	a.Take("punainen mökki")
	a.Take("ab")
	a.Spare("kuopion")
	got := a.Text("Musti ja Mustin koppi Kuopion lähellä, punaisen mökin, punainen mökki, punainen mökille, Kuopiossa, AB, abc.")
	if want := "[other] ja [other] koppi Kuopion lähellä, punaisen mökin, [other], [other], [customer], [other], abc."; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestMarksBecomeWords(t *testing.T) {
	got := app.Unmarked("Soitti "+app.Mark(app.MaskCustomer)+" ("+app.Mark(app.MaskBusinessID)+").", func(mask string) string { return strings.ToUpper(mask) })
	if got != "Soitti [CUSTOMER] ([BUSINESS-ID])." {
		t.Error(got)
	}
}
