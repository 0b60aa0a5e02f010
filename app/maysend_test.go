package app_test

import (
	"slices"
	"testing"

	"kortisto/app"
)

func TestWhoMayBeWrittenTo(t *testing.T) {
	given := app.Standing{Permission: app.PermissionGiven, On: "2026-05-01", Proven: true}
	refused := app.Standing{Permission: app.PermissionRefused, On: "2026-06-01"}
	sale := app.Sale{On: "2026-03-01", What: "Pihatyöt", Told: true}
	good := app.MailMessage{Sender: true, OptOut: true}
	all := app.MailMessage{Sender: true, OptOut: true, SoftOptIn: true, LegalPersons: true, Goods: "pihatyöt"}
	person := app.Recipient{Kind: app.Person, Email: "aino@posti.example"}
	with := func(r app.Recipient, change func(*app.Recipient)) app.Recipient {
		change(&r)
		return r
	}
	company := app.Recipient{Kind: app.Company, Email: "info@yritys.example"}
	named := app.Recipient{Kind: app.Company, Email: "aino.koivu@yritys.example"}
	bought := with(person, func(r *app.Recipient) { r.Customer, r.Sale = true, sale })
	agreed := with(person, func(r *app.Recipient) { r.Standing = given })

	for name, c := range map[string]struct {
		r    app.Recipient
		m    app.MailMessage
		want app.MailDecision
	}{
		"a person who has agreed is written to":                              {agreed, good, app.MailDecision{Allow: true, Mode: app.ByConsent, Because: "consent"}},
		"a person who has said nothing is not":                               {person, good, app.MailDecision{Because: "no-consent"}},
		"nor where all is switched on":                                       {person, all, app.MailDecision{Because: "no-consent"}},
		"a consent that nobody can show is none":                             {with(agreed, func(r *app.Recipient) { r.Standing.Proven = false }), all, app.MailDecision{Because: "consent-unproven"}},
		"a sole trader is a natural person":                                  {with(company, func(r *app.Recipient) { r.Kind = app.SoleTrader }), all, app.MailDecision{Because: "no-consent"}},
		"a sole trader who has agreed is written to":                         {with(agreed, func(r *app.Recipient) { r.Kind = app.SoleTrader }), good, app.MailDecision{Allow: true, Mode: app.ByConsent, Because: "consent"}},
		"a customer who bought is not, for only consent is the beginning":    {bought, good, app.MailDecision{Because: "no-consent"}},
		"a customer who bought is, where the firm has switched it on":        {bought, all, app.MailDecision{Allow: true, Mode: app.BySale, Because: "soft"}},
		"but not about other goods":                                          {bought, app.MailMessage{Sender: true, OptOut: true, SoftOptIn: true, Goods: "Vakuutukset"}, app.MailDecision{Because: "other-goods"}},
		"nor about goods that nobody named":                                  {bought, app.MailMessage{Sender: true, OptOut: true, SoftOptIn: true}, app.MailDecision{Because: "other-goods"}},
		"nor where it was not told when buying":                              {with(bought, func(r *app.Recipient) { r.Sale.Told = false }), all, app.MailDecision{Because: "no-consent"}},
		"nor where the day of the sale is not on record":                     {with(bought, func(r *app.Recipient) { r.Sale.On = "" }), all, app.MailDecision{Because: "no-consent"}},
		"nor where there is no card":                                         {with(bought, func(r *app.Recipient) { r.Customer = false }), all, app.MailDecision{Because: "no-consent"}},
		"a company's office is written to where the firm has switched it on": {company, all, app.MailDecision{Allow: true, Mode: app.ToLegalPerson, Because: "legal-person"}},
		"and is not before, by the promise that only consent counts":         {company, good, app.MailDecision{Because: "consent-only"}},
		"a company that has agreed is written to":                            {with(company, func(r *app.Recipient) { r.Standing = given }), good, app.MailDecision{Allow: true, Mode: app.ByConsent, Because: "consent"}},
		"a name at a company is a natural person's address":                  {named, all, app.MailDecision{Because: "named-address"}},
		"unless it is recorded why the message concerns the person's work":   {with(named, func(r *app.Recipient) { r.WorkDuties = "Vastaa kiinteistön huollosta" }), all, app.MailDecision{Allow: true, Mode: app.ToLegalPerson, Because: "legal-person"}},
		"a person's work duties make no company of a person":                 {with(person, func(r *app.Recipient) { r.WorkDuties = "Isännöitsijä" }), all, app.MailDecision{Because: "no-consent"}},
		"who has withdrawn is not":                                           {with(person, func(r *app.Recipient) { r.Standing = refused }), all, app.MailDecision{Because: "withdrawn"}},
		"a company that has refused is not":                                  {with(company, func(r *app.Recipient) { r.Standing = refused }), all, app.MailDecision{Because: "withdrawn"}},
		"a customer who has refused is not, whatever was bought":             {with(bought, func(r *app.Recipient) { r.Standing = refused }), all, app.MailDecision{Because: "withdrawn"}},
		"an objection outweighs a consent":                                   {with(agreed, func(r *app.Recipient) { r.Suppressed = app.Objected }), all, app.MailDecision{Because: "objected"}},
		"a withdrawal that only the hash remembers outweighs a consent":      {with(agreed, func(r *app.Recipient) { r.Suppressed = app.Withdrawn }), all, app.MailDecision{Because: "withdrawn"}},
		"an address that bounced is left out":                                {with(agreed, func(r *app.Recipient) { r.Suppressed = app.Bounced }), all, app.MailDecision{Because: "bounced"}},
		"who is restricted is not, though he agreed":                         {with(agreed, func(r *app.Recipient) { r.Restricted = true }), all, app.MailDecision{Because: "restricted"}},
		"who should have been erased is not":                                 {with(agreed, func(r *app.Recipient) { r.TimeOver = true }), all, app.MailDecision{Because: "time-over"}},
		"a message that says not who sends it goes to nobody":                {agreed, app.MailMessage{OptOut: true}, app.MailDecision{Because: "no-sender"}},
		"a message that can not be refused goes to nobody":                   {agreed, app.MailMessage{Sender: true}, app.MailDecision{Because: "no-opt-out"}},
		"nor to a company":                                                   {company, app.MailMessage{Sender: true, LegalPersons: true}, app.MailDecision{Because: "no-opt-out"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := app.MaySend(c.r, c.m)
			if got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			if !slices.Contains(app.MailReasons(), got.Because) {
				t.Errorf("%s is no reason", got.Because)
			}
		})
	}
}

func TestAddressesOfOfficesAndOfPersons(t *testing.T) {
	for address, want := range map[string]bool{
		"info@yritys.example": true, "Asiakas.Palvelu@yritys.example": true, "myynti2@yritys.example": true, "kundtjänst@firma.example": true,
		"info+lista@yritys.example": true, "aino.koivu@yritys.example": false, "aino@yritys.example": false, "infopiste.aino@yritys.example": false, "ak@yritys.example": false,
	} {
		if got := app.GenericAddress(address); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

func TestClockOfAnEntry(t *testing.T) {
	const today = app.Day("2026-11-21")
	entry := func(added app.Day, p app.Permission, on app.Day) app.ListEntry {
		return app.ListEntry{AddedOn: added, Standing: app.Standing{Permission: p, On: on}}
	}
	for name, c := range map[string]struct {
		e       app.ListEntry
		contact app.Day
		want    app.EntryClock
	}{
		"three years from the consent, and a month before its renewal is asked for": {entry("2020-01-01", app.PermissionGiven, "2024-03-15"), "",
			app.EntryClock{From: "2024-03-15", Until: "2027-03-15", EraseOn: "2027-03-16", RenewOn: "2027-02-15", Because: "consent"}},
		"a later contact counts": {entry("2020-01-01", app.PermissionGiven, "2024-03-15"), "2025-06-30",
			app.EntryClock{From: "2025-06-30", Until: "2028-06-30", EraseOn: "2028-07-01", RenewOn: "2028-05-30", Because: "contact"}},
		"an earlier one does not": {entry("2020-01-01", app.PermissionGiven, "2024-03-15"), "2023-06-30",
			app.EntryClock{From: "2024-03-15", Until: "2027-03-15", EraseOn: "2027-03-16", RenewOn: "2027-02-15", Because: "consent"}},
		"a contact of a day to come counts not": {entry("2024-01-31", app.NoPermission, ""), "2062-01-01",
			app.EntryClock{From: "2024-01-31", Until: "2027-01-31", EraseOn: "2027-02-01", Because: "added"}},
		"the last day of February where the month lacks the day": {entry("2024-01-01", app.PermissionGiven, "2024-02-29"), "",
			app.EntryClock{From: "2024-02-29", Until: "2027-02-28", EraseOn: "2027-03-01", RenewOn: "2027-01-28", Because: "consent"}},
		"without a consent nothing is to be renewed": {entry("2025-05-05", app.NoPermission, ""), "",
			app.EntryClock{From: "2025-05-05", Until: "2028-05-05", EraseOn: "2028-05-06", Because: "added"}},
		"who has withdrawn goes at once": {entry("2025-05-05", app.PermissionRefused, "2026-11-20"), "2026-11-19",
			app.EntryClock{From: "2026-11-20", Until: "2026-11-20", EraseOn: "2026-11-21", Because: "withdrawn"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := app.ClockOfEntry(c.e, c.contact, app.Softop(), today); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
	t.Run("the days around the renewal and the end", func(t *testing.T) {
		c := app.ClockOfEntry(entry("2020-01-01", app.PermissionGiven, "2024-03-15"), "", app.Softop(), today)
		for day, want := range map[app.Day][2]bool{
			"2027-02-14": {false, false}, "2027-02-15": {true, false}, "2027-03-15": {true, false}, "2027-03-16": {false, true},
		} {
			if got := [2]bool{c.Renewing(day), c.Over(day)}; got != want {
				t.Errorf("%s: %v, want %v", day, got, want)
			}
		}
	})
}

func TestFreshEntriesStayWhenTheCardGoes(t *testing.T) {
	f := app.File{Record: "a", Events: []app.Event{{Kind: app.Created, On: "2020-01-01"}}, Entries: []app.FileEntry{
		{ID: "old", Consent: "2023-11-20"}, {ID: "last day", Consent: "2023-11-21"}, {ID: "none"},
	}}
	if got := f.FreshEntries(app.Softop(), "2026-11-21"); !slices.Equal(got, []string{"last day"}) {
		t.Errorf("stay: %v", got)
	}
	if d := app.Decide(f, app.Softop(), "2026-11-21"); d.Counts.Entries != 2 {
		t.Errorf("%d entries go", d.Counts.Entries)
	}
}

func TestMailServerCheck(t *testing.T) {
	for name, c := range map[string]struct {
		s    app.MailServer
		want string
	}{
		"a host is enough":                             {app.MailServer{Host: "smtp.yritys.example"}, ""},
		"without a host there is no server":            {app.MailServer{}, "required host"},
		"without TLS nothing leaves the computer":      {app.MailServer{Host: "smtp.yritys.example", TLS: app.MailPlain}, "mail-plain tls"},
		"nor to one that only begins like this one":    {app.MailServer{Host: "127.0.0.1.yritys.example", TLS: app.MailPlain}, "mail-plain tls"},
		"without TLS to this very computer":            {app.MailServer{Host: "localhost", TLS: app.MailPlain}, ""},
		"a kind of TLS that is none":                   {app.MailServer{Host: "localhost", TLS: "maybe"}, "choice-invalid tls"},
		"a thousand messages a minute are too many":    {app.MailServer{Host: "localhost", PerMinute: 1000}, "invalid perMinute"},
		"the sender is an address that mail can reach": {app.MailServer{Host: "localhost", From: "yritys"}, "email-form from"},
	} {
		t.Run(name, func(t *testing.T) {
			s := c.s.Normalised()
			if c.s.TLS == "maybe" {
				s.Port = 25
			}
			if got := found(s.Check()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
