package history

import (
	"regexp"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange"
)

// What people write in the cells of contacts that are choices.

var channelWords = wordsOf(map[app.Channel]string{
	app.Phone:  "phone puhelin puhelu soitto telefon samtal call tel puh voice",
	app.Email:  "email e-mail sähköposti meili posti e-post mejl mail s-posti",
	app.Chat:   "chat chatti pikaviesti chatt whatsapp messenger sms tekstiviesti viesti textmeddelande message",
	app.Visit:  "visit käynti tapaaminen vierailu besök möte meeting",
	app.Letter: "letter kirje brev",
	app.Other:  "other muu annat övrigt",
})

var directionWords = wordsOf(map[app.Direction]string{
	app.In:  "in saapuva sisään tuleva asiakkaalta inkommande in- incoming inbound received 1 i",
	app.Out: "out lähtevä ulos asiakkaalle utgående outgoing outbound sent 2 o",
})

var purposeWords = wordsOf(map[app.Purpose]string{
	app.ForOrder:     "order tilaus beställning",
	app.ForSupport:   "support tuki neuvonta stöd rådgivning",
	app.ForComplaint: "complaint reklamaatio valitus reklamation klagomål",
	app.ForQuality:   "quality laatu kvalitet",
	app.ForTraining:  "training koulutus utbildning",
})

func wordsOf[T ~string](words map[T]string) map[string]T {
	out := map[string]T{}
	for value, list := range words {
		for _, w := range strings.Fields(list) {
			out[w] = value
		}
	}
	return out
}

// readWord finds the value of a word; what is not known stays as written, for
// the rules to refuse.
func readWord[T ~string](words map[string]T, cell string, none T) T {
	if cell == "" {
		return none
	}
	w := strings.Trim(strings.ToLower(cell), " .")
	if v, ok := words[w]; ok {
		return v
	}
	firstWord, _, _ := strings.Cut(w, " ")
	if v, ok := words[firstWord]; ok {
		return v
	}
	return T(cell)
}

var clock = regexp.MustCompile(`(?:^|[ T])([0-9]{1,2})[.:]([0-9]{2})(?:[.:]([0-9]{2}))?(?:[.,][0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?$`)

// readClock reads a time of day, also behind a day in the same cell. What it can
// not read comes back as it was.
func readClock(cell string) string {
	cell = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(cell), "klo "), "kl "))
	m := clock.FindStringSubmatch(strings.ToUpper(cell))
	if m == nil {
		return cell
	}
	out := "0" + m[1]
	out = out[len(out)-2:] + ":" + m[2]
	if m[3] != "" {
		out += ":" + m[3]
	}
	return out
}

var (
	wholeSeconds = regexp.MustCompile(`^[0-9]{1,7}$`)
	hourMinute   = regexp.MustCompile(`^(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{2})$`)
)

// readSeconds reads a length: 125, 2:05 or 0:02:05; -1 where it can not.
func readSeconds(cell string) int {
	cell = strings.TrimSuffix(strings.TrimSpace(cell), " s")
	if wholeSeconds.MatchString(cell) {
		n, _ := strconv.Atoi(cell) // at most seven digits
		return n
	}
	m := hourMinute.FindStringSubmatch(cell)
	if m == nil {
		return -1
	}
	n := 0
	for _, part := range m[1:] {
		v, _ := strconv.Atoi("0" + part) // at most three digits
		n = n*60 + v
	}
	return n
}

// entry is a row of a file as it is kept, without its customer.
type entry struct {
	contact  app.Contact
	delivery app.Delivery
	remarks  app.Errors
	fault    *app.Error
}

// contactOf makes a contact of a row's cells. Where the file does not say, the
// customer began, in some way.
func contactOf(cells map[string]string, today app.Day) (e entry) {
	c := app.Contact{
		On: app.Day(exchange.CellDay(cells["on"], today)), At: readClock(cells["at"]), Channel: readWord(channelWords, cells["channel"], app.Other),
		Direction: readWord(directionWords, cells["direction"], app.In), Who: cells["who"], HandledBy: cells["handledBy"], Subject: cells["subject"],
		Text: cells["text"], Purpose: readWord(purposeWords, cells["purpose"], app.NoPurpose), FollowUpOn: app.Day(exchange.CellDay(cells["followUpOn"], today)),
	}
	if cells["at"] == "" {
		if at := readClock(cells["on"]); at != strings.ToLower(cells["on"]) && strings.ContainsAny(cells["on"], " T") {
			c.At = at
		}
	}
	if s := cells["seconds"]; s != "" {
		if c.Seconds = readSeconds(s); c.Seconds < 0 {
			c.Seconds = 0
			e.remarks = append(e.remarks, app.E("invalid", "seconds", "value", s))
		}
	}
	for field, into := range map[string]*bool{"waiting": &c.Waiting, "mass": &c.Mass} {
		*into = exchange.CellYes(cells[field]) == "yes"
	}
	e.contact = c.Normalised()
	for _, p := range e.contact.Check(today) {
		if !e.without(p) {
			e.fault = p
			return e
		}
		e.remarks = append(e.remarks, p)
	}
	return e
}

// without empties a field whose value the rules refuse, where the row is worth
// having all the same.
func (e *entry) without(p *app.Error) bool {
	switch p.Field {
	case "at":
		e.contact.At = ""
	case "purpose":
		e.contact.Purpose = app.NoPurpose
	case "followUpOn":
		e.contact.FollowUpOn = ""
	case "who":
		e.contact.Who = ""
	case "handledBy":
		e.contact.HandledBy = ""
	case "subject":
		e.contact.Subject = ""
	default:
		return false
	}
	return true
}

func deliveryOf(cells map[string]string, today app.Day) (e entry) {
	d := app.Delivery{On: app.Day(exchange.CellDay(cells["on"], today)), Product: cells["product"], Quantity: cells["quantity"]}
	if i := strings.IndexFunc(d.Quantity, func(r rune) bool { return r != ' ' && r != ',' && r != '.' && (r < '0' || r > '9') }); i > 0 {
		d.Quantity = d.Quantity[:i] // 5 kpl
	}
	e.delivery = d.Normalised()
	for _, p := range e.delivery.Check(today) {
		if p.Field != "quantity" {
			e.fault = p
			return e
		}
		e.delivery.Quantity = ""
		e.remarks = append(e.remarks, p)
	}
	return e
}
