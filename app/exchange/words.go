package exchange

import (
	"regexp"
	"strings"

	"kortisto/app"
	"kortisto/app/finnish"
)

// What people write in cells for the few fields that are choices.

var kindWords = wordTable(map[app.Kind]string{
	app.Person:     "person henkilö henkilöasiakas yksityinen yksityishenkilö yksityisasiakas kuluttaja kuluttaja-asiakas luonnollinen h privat privatperson privatkund konsument private individual consumer p privatkunde b2c",
	app.Company:    "company yritys yritysasiakas yhtiö oy ab ky yhdistys yhteisö organisaatio kunta julkinen y företag företagskund bolag förening organisation f business organization corporate c firma b2b yrit",
	app.SoleTrader: "soletrader toiminimi tmi t:mi elinkeinonharjoittaja yksityisyrittäjä ammatinharjoittaja enskild firma näringsidkare egenföretagare trader self-employed einzelunternehmen",
})

var langWords = wordTable(map[app.Lang]string{
	app.Finnish: "fi fin fi-fi suomi finska finnish finnisch suo 1",
	app.Swedish: "sv swe se sv-fi sv-se ruotsi svenska swedish schwedisch ruo 2",
	app.English: "en eng en-gb en-us gb englanti engelska english englisch 3",
})

var yesNoWords = wordTable(map[string]string{
	"yes": "yes y kyllä k on x ok sallittu annettu true tosi sann ja j jo 1 granted subscribed oui",
	"no":  "no n ei e kielletty false epätosi falsk nej nein 0 - unsubscribed",
})

var countryWords = wordTable(map[string]string{
	"FI": "fi fin suomi finland finnland", "SE": "se swe ruotsi sverige sweden schweden", "NO": "no nor norja norge norway norwegen",
	"DK": "dk dnk tanska danmark denmark dänemark", "IS": "is isl islanti island iceland", "EE": "ee est viro estland estonia eesti",
	"LV": "lv lva latvia lettland latvija lettland", "LT": "lt ltu liettua litauen lithuania", "DE": "de deu saksa tyskland germany deutschland",
	"GB": "gb gbr uk englanti britannia iso-britannia storbritannien england", "US": "us usa yhdysvallat", "FR": "fr fra ranska frankrike france frankreich",
	"ES": "es esp espanja spanien spain", "IT": "it ita italia italien italy", "NL": "nl nld alankomaat hollanti nederländerna netherlands",
	"PL": "pl pol puola polen poland", "RU": "ru rus venäjä ryssland russia", "CH": "ch che sveitsi schweiz switzerland", "AT": "at aut itävalta österrike austria",
	"BE": "be bel belgia belgien belgium", "AX": "ax ala ahvenanmaa åland",
})

func wordTable[T ~string](words map[T]string) map[string]T {
	table := map[string]T{}
	for value, list := range words {
		for _, w := range strings.Fields(list) {
			table[w] = value
		}
	}
	return table
}

func word(cell string) string { return strings.Trim(strings.ToLower(cell), " .!\"'") }

// readChoice finds the value of a word; what is not known stays as written, for
// the rules to judge. The first word decides where there are several
// ("Yritys (Oy)").
func readChoice[T ~string](table map[string]T, cell string) string {
	w := word(cell)
	if v, ok := table[w]; ok {
		return string(v)
	}
	if first, _, more := strings.Cut(w, " "); more {
		if v, ok := table[strings.Trim(first, ",;/(")]; ok {
			return string(v)
		}
	}
	return cell
}

// readCountry writes countries as codes. Åland is Finland in addresses.
func readCountry(cell string) string {
	code, ok := countryWords[word(cell)]
	switch {
	case !ok:
		return cell
	case code == "AX":
		return "FI"
	}
	return code
}

var legalForm = regexp.MustCompile(`(?i)(^|[\s,])(oy|oyj|ab|abp|ky|kb|ay|ry|rf|r\.y\.|osk|oyab|säätiö|gmbh|ltd|inc|llc|as|aps|oü|osuuskunta|yhdistys|kommun|kunta)\.?($|[\s,])`)
var traderForm = regexp.MustCompile(`(?i)(^|[\s,])(tmi|t:mi|toiminimi|fma)\.?($|[\s,])`)

// guessKind is used only where the file does not say. A business id alone may
// be a sole trader's, who is a natural person; the legal form in the name tells.
func guessKind(name, businessID string) app.Kind {
	switch {
	case traderForm.MatchString(name):
		return app.SoleTrader
	case businessID != "" || legalForm.MatchString(name):
		return app.Company
	}
	return app.Person
}

var (
	exponent   = regexp.MustCompile(`^[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+$`)
	emailShape = regexp.MustCompile(`^[^\s@;,]+@[^\s@;,]+\.[^\s@;,]{2,}$`)
	townShape  = regexp.MustCompile(`^((?:FI-|FIN-|AX-)?[0-9]{3} ?[0-9]{2})[ ,]+(\pL.*)$`)
	phoneLike  = regexp.MustCompile(`^[+-]?[0-9 ()/.,-]*$`)
	callLike   = regexp.MustCompile(`\pL+[0-9.]*\s*\(|[|!]|\d[*/+-]\d|[A-Za-z]{1,3}[0-9]+`)
)

func splitPostcodeTown(cell string) (postcode, town string, ok bool) {
	m := townShape.FindStringSubmatch(cell)
	if m == nil {
		return "", "", false
	}
	return finnish.Postcode(m[1]), m[2], true
}

// isFormula says whether a spreadsheet would calculate the cell. It is data here
// and stays so; but it is told, because elsewhere it would run. Phone numbers,
// negative numbers and "-" begin alike and are none.
func isFormula(cell string) bool {
	if cell == "" {
		return false
	}
	switch cell[0] {
	case '=':
		return len(cell) > 1
	case '+', '-', '@':
		return !phoneLike.MatchString(cell) && callLike.MatchString(cell[1:])
	}
	return false
}

// plainCell takes off the guards by which people keep Excel from making numbers
// of their text (="0400123456", '0400123456), and breaks of lines.
func plainCell(cell string) string {
	c := unguarded(cell)
	if strings.ContainsAny(c, "\n\r\t") {
		c = strings.Join(strings.Fields(c), " ")
	}
	return strings.TrimSpace(c)
}

// unguarded takes off the guards alone.
func unguarded(cell string) string {
	c := strings.TrimSpace(strings.ReplaceAll(cell, "\u00a0", " "))
	if strings.HasPrefix(c, `="`) && strings.HasSuffix(c, `"`) && len(c) > 3 && !strings.Contains(c[2:len(c)-1], `"`) {
		c = c[2 : len(c)-1]
	} else if len(c) > 1 && c[0] == '\'' && !strings.Contains(c[1:], "'") {
		c = c[1:]
	}
	return c
}

// readDay reads a day with its year. What it can not read comes back as it was,
// for the rules to judge.
func readDay(cell string, today app.Day) string {
	d, err := app.ReadFullDay(cell, today)
	if err != nil {
		return cell
	}
	return string(d)
}
