package vault_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// paper is a second register, kept by hand beside the vault: who is in it, from
// which day each record counts, and what stands in the way. It counts months on
// its fingers, goes through everything every time, and knows nothing of the
// program's rules: what it has to say of a day is what the vault must hold.
type paper struct {
	months map[string]int // by class; a class that is not there has no time of its own
	hidden bool           // conversations go, and stay as nobody's
	sheets []*sheet
	slips  []*slip
}

// sheet is a card.
type sheet struct {
	id      string
	made    app.Day        // came
	edited  app.Day        // was corrected
	spoke   app.Day        // the newest contact that has gone because its own time was over
	stops   map[string]int // what stands in the way: holds, open requests, restrictions
	brought bool           // by an import
	gone    bool
}

// slip is a record.
type slip struct {
	class, id string
	sheet     *sheet // nil: it belongs to no card
	with      *slip  // goes when this goes
	from      app.Day
	mass      bool    // a mass mailing
	longer    app.Day // an extension until this day
	open      bool    // no time yet: an open request
	refused   bool    // the permission was taken back on from
	given     app.Day // the newest permission of an entry, while it stands
	gone      bool
	byHand    bool // put back by hand: an import has no part in it any more
}

// lastDay is the same day so many months later, or the last day of that month.
func lastDay(from app.Day, months int) app.Day {
	var year, month, day int
	if _, err := fmt.Sscanf(string(from), "%d-%d-%d", &year, &month, &day); err != nil {
		return "9999-12-31"
	}
	for ; months > 0; months-- {
		if month++; month > 12 {
			year, month = year+1, 1
		}
	}
	length := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	if leap := year%4 == 0 && year%100 != 0 || year%400 == 0; month == 2 && leap {
		length = 29
	}
	return app.Day(fmt.Sprintf("%04d-%02d-%02d", year, month, min(day, length)))
}

func (s *sheet) kept() bool {
	for _, n := range s.stops {
		if n > 0 {
			return true
		}
	}
	return false
}

// spoken is the day of the newest contact with a card that was no mass mailing.
func (p *paper) spoken(c *sheet) app.Day {
	day := c.spoke
	for _, s := range p.slips {
		if s.sheet == c && !s.gone && !s.mass && places[s.class] == "contacts" {
			day = max(day, s.from)
		}
	}
	return day
}

// needed is the day on which a card was last needed.
func (p *paper) needed(c *sheet) app.Day {
	day := max(c.made, c.edited, p.spoken(c))
	for _, s := range p.slips {
		if s.sheet == c && !s.gone && s.class == app.ClassDelivery {
			day = max(day, s.from)
		}
	}
	return day
}

// last is the last day on which a record may be kept by its own time.
func (p *paper) last(s *slip) app.Day {
	months, timed := p.months[s.class]
	switch {
	case s.refused:
		return s.from
	case s.open || !timed:
		return "9999-12-31"
	}
	from := s.from
	if s.class == app.ClassMailing && s.sheet != nil {
		from = max(from, p.spoken(s.sheet))
	}
	last := lastDay(from, months)
	if s.longer > last {
		last = min(s.longer, lastDay(from, 12))
	}
	return last
}

// over says whether a card or a record goes on a day.
func (p *paper) cardOver(c *sheet, today app.Day) bool {
	months, timed := p.months[app.ClassCustomer]
	return !c.gone && timed && !c.kept() && today > lastDay(p.needed(c), months)
}

func (p *paper) slipOver(s *slip, today app.Day) bool {
	return !s.gone && (s.sheet == nil || !s.sheet.kept()) && today > p.last(s)
}

// changes says whether anything goes on a day.
func (p *paper) changes(today app.Day) bool {
	return slices.ContainsFunc(p.sheets, func(c *sheet) bool { return p.cardOver(c, today) }) ||
		slices.ContainsFunc(p.slips, func(s *slip) bool { return p.slipOver(s, today) })
}

// run takes out what goes on a day, and says how many conversations stay as nobody's.
func (p *paper) run(today app.Day) (hidden int) {
	for _, c := range p.sheets {
		if p.cardOver(c, today) {
			p.burn(c, today)
		}
	}
	var over []*slip
	for _, s := range p.slips { // what is over is so as things stood before the run
		if p.slipOver(s, today) {
			over = append(over, s)
		}
	}
	for _, s := range over {
		s.gone = true
		if s.sheet != nil && places[s.class] == "contacts" {
			s.sheet.spoke = max(s.sheet.spoke, s.from)
		}
		if p.hidden && s.class == app.ClassChat {
			hidden++
		}
	}
	p.follow()
	return hidden
}

// burn takes a card out with what hangs on it. Of requests the file stays without
// the person, and an entry of the list with a permission of its own stays.
func (p *paper) burn(c *sheet, today app.Day) {
	c.gone = true
	for _, s := range p.slips {
		switch {
		case s.sheet != c:
		case s.class == app.ClassRequest, s.class == app.ClassMailing && s.given != "" && today <= lastDay(s.given, p.months[app.ClassMailing]):
			s.sheet = nil
		default:
			s.gone = true
		}
	}
}

// forget takes a card out with all that is the person's, because they asked for it.
func (p *paper) forget(c *sheet) {
	c.gone = true
	for _, s := range p.slips {
		if s.sheet == c && s.class == app.ClassRequest {
			s.sheet = nil
		}
		s.gone = s.gone || s.sheet == c
	}
}

// follow lets go what goes with another.
func (p *paper) follow() {
	for _, s := range p.slips {
		s.gone = s.gone || s.with != nil && s.with.gone
	}
}

// places are the tables in which the records of a class stand.
var places = map[string]string{
	app.ClassContact: "contacts", app.ClassChat: "contacts", app.ClassRecording: "attachments", "file": "attachments",
	app.ClassTechnical: "technical", app.ClassDelivery: "deliveries", app.ClassMailing: "entries", app.ClassRequest: "requests",
	app.ClassVisitor: "visits",
}

// holds lists what must be there: the table and the id.
func (p *paper) holds() []string {
	out := map[string]bool{}
	for _, c := range p.sheets {
		if !c.gone {
			out["customers "+c.id] = true
		}
	}
	for _, s := range p.slips {
		if !s.gone {
			out[places[s.class]+" "+s.id] = true
		}
	}
	return slices.Sorted(maps.Keys(out))
}

var held = []string{
	`SELECT 'customers ' || id FROM customers`, `SELECT 'contacts ' || id FROM contacts`, `SELECT 'attachments ' || id FROM attachments`,
	`SELECT DISTINCT 'technical ' || t.id FROM technical x JOIN contacts t ON t.key = x.contact_key`, `SELECT 'deliveries ' || id FROM deliveries`,
	`SELECT 'entries ' || id FROM list_entries`, `SELECT 'requests ' || id FROM requests`,
	`SELECT 'visits ' || on_day FROM visits WHERE visitor <> ''`,
}

// vaultHolds lists what is there.
func vaultHolds(v *vaulttest.V) ([]string, error) {
	var out []string
	err := v.View(func(tx *vault.Tx) error {
		rows, err := tx.Query(strings.Join(held, " UNION "))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				return err
			}
			out = append(out, s)
		}
		return rows.Err()
	})
	slices.Sort(out)
	return out, err
}

// apart names what is on one side only.
func apart(paper, vault []string) string {
	var out []string
	for _, s := range paper {
		if !slices.Contains(vault, s) {
			out = append(out, "too early: "+s)
		}
	}
	for _, s := range vault {
		if !slices.Contains(paper, s) {
			out = append(out, "too late: "+s)
		}
	}
	return strings.Join(out, "\n")
}
