package invent

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"

	"kortisto/app"
)

// ListHeading is the first row of List. The last column, sales, has no place in
// the register and is there to be left out.
const ListHeading = "Asiakasnro;Nimi;Asiakastyyppi;Y-tunnus;Lähiosoite;Postinro;Postitoimipaikka;Puhelin;Sähköposti;Yhteyshenkilö;Markkinointilupa;Asiakas alkaen;Myynti"

// List is a customer list as a Finnish Excel saves it, for tests: semicolons,
// Windows-1252, CRLF, decimal commas, postal codes that have lost their zeros.
// It has that many good customers, numbered from 20001.
func List(customers int, seed int64) []byte {
	s := New(seed)
	var b strings.Builder
	b.WriteString(ListHeading + "\r\n")
	for n := range customers {
		c := s.Customer(n + 1)
		fmt.Fprintf(&b, "%d;%s;%s;%s;%s;%s;%s;%s;%s;%s;%s;%s;%d,%02d\r\n", 20001+n, c.Name, kinds[c.Kind], c.BusinessID,
			c.Street, strings.TrimLeft(c.Postcode, "0"), c.Town, typed(c.Phone), c.Email, c.Field("contactName"),
			Pick(s, []string{"kyllä", "ei", "", ""}), listDay(s), s.Int(20_000), s.Int(100))
	}
	return windows1252(b.String())
}

var kinds = map[app.Kind]string{app.Person: "henkilö", app.Company: "yritys", app.SoleTrader: "toiminimi"}

// typed is a number as people type it: +358 40 555 0128 is 040 555 0128 or 0405550128.
func typed(s string) string {
	s = "0" + strings.TrimPrefix(s, "+358 ")
	if strings.HasSuffix(s, "7") {
		return strings.ReplaceAll(s, " ", "")
	}
	return s
}

func listDay(s *Source) string {
	return time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, s.Int(1000)).Format("2.1.2006")
}

func windows1252(text string) []byte {
	b, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		panic(err) // our own letters are all in the charset
	}
	return []byte(b)
}
