package printout

import (
	"time"

	"kortisto/app"
)

// Invented people and firms only.

var firm = app.Firm{
	Name: "Piha ja Metsä Saarela", BusinessID: "1234567-1", Street: "Koivupolku 4", Postcode: "70999", Town: "Lehtoranta",
	Phone: "+358 40 555 0134", Email: "info@pihajametsa.example", Contact: "Aino Saarela", FinancialYearEnd: "12-31",
}

const today = app.Day("2026-11-23")

// helvi is a private customer with something in every register.
func helvi() AccessInput {
	events := []app.Event{
		{Kind: app.Created, On: "2021-11-03"}, {Kind: app.Contacted, On: "2026-03-12", Note: "chat"},
		{Kind: app.Delivered, On: "2025-12-02", Note: "Puunkaato"}, {Kind: app.MassSent, On: "2026-06-01", Note: "email"},
	}
	c := app.Customer{
		ID: "c1", Number: "1042", Designation: "Kaislakujan Helvi", Name: "Helvi Mäkinen-Öst", Kind: app.Person,
		Street: "Kaislakuja 3 B 12", Postcode: "71800", Town: "Siilinjärvi", Phone: "+358 40 123 4567", Email: "helvi.makinen@posti.example",
		Language: app.Finnish, CreatedOn: "2021-11-03", Marketing: true,
		Persons: []app.ContactPerson{{Role: app.AlternativePerson, Name: "Åke Öst", Phone: "+358 50 555 0199"}},
	}
	in := AccessInput{
		Firm: firm, Today: today, ID: "TP-2026-07", Customer: c,
		Request: asked(app.AskAccess),
		Contacts: []app.Contact{
			{ID: "k1", On: "2021-11-03", At: "09:15", Channel: app.Phone, Direction: app.In, Who: "Åke Öst", HandledBy: "Matti Myyjä", Purpose: app.ForOrder, Seconds: 185, Text: "Kysyi koivujen kaatoa pihalta. Sovittiin käynti."},
			{ID: "k2", On: "2025-11-20", Channel: app.Visit, Direction: app.Out, Text: "Kävimme katsomassa kolme koivua.\nHinta-arvio jätettiin."},
			{ID: "k3", On: "2026-03-12", At: "14:32", Channel: app.Chat, Direction: app.In, Subject: "Oksien haketus", Text: "Kiitti työstä ja kysyi oksien haketuksesta.", Waiting: true, FollowUpOn: "2026-11-30", SourceKey: "sourcesum"},
			{ID: "k4", On: "2026-06-01", Channel: app.Email, Direction: app.Out, Text: "Kesän uutiskirje", Mass: true},
		},
		Messages: map[string][]app.Message{"k3": {
			{At: "14:32:05", Role: app.RoleCustomer, Kind: app.KindText, Author: "Helvi", Text: "Hei! Haketetaanko oksat?"},
			{At: "14:33:40", Role: app.RoleAgent, Kind: app.KindText, Author: "Matti Myyjä", Text: "Hei, haketetaan.\nTarjous liitteenä.", FileName: "tarjous.pdf"},
			{At: "14:34:02", Role: app.RoleAgent, Kind: app.KindNote, Author: "Matti Myyjä", Text: "Muista varata hakkuri.", Internal: true},
			{At: "14:40:00", Role: app.RoleCustomer, Kind: app.KindCall, Seconds: 61},
		}},
		Technical: map[string][]app.TechnicalFact{"k3": {{Name: "ip", Value: "192.0.2.7"}, {Name: "browser", Value: "Firefox"}}},
		Attachments: []app.Attachment{
			{ID: "t1", ContactID: "k1", Name: "puhelu-2021-11-03.m4a", MediaType: "audio/mp4", Size: 1_480_000, Recording: true, AddedAt: time.Date(2021, 11, 3, 10, 0, 0, 0, time.UTC),
				Extension: &app.Extension{Until: "2022-09-30", Reason: "Reklamaatio kesken", PlacedOn: "2022-01-20"}},
			{ID: "t2", ContactID: "k3", Name: "tarjous.pdf", MediaType: "application/pdf", Size: 48_200, AddedAt: time.Date(2026, 3, 12, 15, 0, 0, 0, time.UTC)},
		},
		Disclosures: []app.Disclosure{{On: "2026-03-13", What: "transcript", Recipient: "helvi.makinen@posti.example", Means: app.Email, Basis: "own-request", RecordedAt: time.Date(2026, 3, 13, 9, 0, 0, 0, time.UTC)}},
		Deliveries:  []app.Delivery{{On: "2021-11-15", Product: "Pensasaidan leikkaus", Quantity: "1"}, {On: "2025-12-02", Product: "Puunkaato, koivu", Quantity: "2.5"}},
		Consents: []app.Consent{
			{Given: true, On: "2021-11-03", Channel: app.Phone, Wording: "Saako uutiskirjeen lähettää?", RecordedBy: "Aino Saarela"},
			{Given: false, On: "2023-01-10", Channel: app.Email},
			{Given: true, On: "2025-12-02", Channel: app.Visit, Wording: "Uutiskirje neljä kertaa vuodessa", Source: "Tilauslomake", RecordedAt: time.Date(2025, 12, 3, 8, 0, 0, 0, time.UTC)},
		},
		Mailing: []MailEntry{{
			Entry: app.ListEntry{
				Email: "helvi.ost@posti.example", Name: "Helvi Öst", Kind: app.Person, Language: app.Finnish, Origin: "Messut 2024", AddedOn: "2024-05-04",
				Sale: app.Sale{On: "2024-05-04", What: "Puutarhatyöt", Told: true}, Standing: app.Standing{Permission: app.PermissionGiven, On: "2024-05-04", Proven: true},
			},
			Consents: []app.Consent{{Given: true, On: "2024-05-04", Channel: app.Visit, Wording: "Uutiskirje sähköpostiin", Source: "Messulomake", RecordedAt: time.Date(2024, 5, 6, 8, 0, 0, 0, time.UTC)}},
			Sends:    []app.Send{{At: time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC), Subject: "Kesän uutiskirje", State: app.SendSent, Mode: app.ByConsent}},
		}},
		Holds: []app.Hold{{Kind: app.HoldComplaint, Reason: "Reklamaatio kesken", PlacedOn: "2022-02-01", ReviewOn: "2022-08-01", LiftedOn: "2022-05-30"}},
		Requests: []AskedBefore{{
			Request: app.Request{
				Number: "TP-2025-02", Kind: app.AskRectify, State: app.RequestRefused, Name: "Helvi Mäkinen-Öst", Address: "Kaislakuja 3 B 12\n71800 Siilinjärvi",
				Email: "helvi.makinen@posti.example", Phone: "+358 40 123 4567", Language: app.Finnish, Representative: "Lauri Lehto", Authority: "Valtakirja 1.3.2025",
				Received: "2025-03-03", Channel: app.Letter, Words: "Nimeni on väärin.", Scope: "Nimi", VerifiedOn: "2025-03-10", Method: app.CallBack, VerifiedNote: "Soitettiin kortin numeroon",
				Pauses: []app.Pause{{From: "2025-03-04", To: "2025-03-10", Why: string(app.RequestIdentity)}}, ExtendedOn: "2025-03-20", ExtendReason: "Selvitys kesken",
				Outcome: app.OutcomeRefused, RefuseGround: app.RefuseException, Reason: "Nimi on väestötiedon mukainen", ClosedOn: "2025-04-02",
			},
			History: []app.RequestEvent{{On: "2025-03-03", What: app.EventReceived}, {On: "2025-04-02", What: app.EventRefused, Note: "Nimi on väestötiedon mukainen"}},
		}},
		Decision: app.Decide(app.File{Record: "c1", Number: "1042", Name: c.Name, Kind: c.Kind, Events: events}, app.Softop(), today),
		Imports: []Import{{On: "2024-05-06", Did: "updated", Before: &app.Customer{
			Number: "1042", Name: "Helvi Mäkinen", Kind: app.Person, Street: "Vanhatie 9", Postcode: "70999", Town: "Lehtoranta", Language: app.Finnish,
		}}},
		History: []app.AuditRow{
			{At: time.Date(2021, 11, 3, 9, 30, 0, 0, time.UTC), Seq: 4, Action: "customer-added"},
			{At: time.Date(2025, 12, 2, 14, 5, 0, 0, time.UTC), Seq: 90, Action: "customer-edited", Fields: []string{"street", "postcode", "altContactPhone", "marketing"}},
			{When: "2026-11-09T08:15:00Z", Seq: 204, Action: "customer-viewed"},
			{When: "2026-11-10T08:15:00Z", Seq: 205, Action: "contact-added", Fields: []string{"contacts"}},
			{When: "2026-11-10T08:20:00Z", Seq: 206, Action: "disclosed", Fields: []string{"disclosures"}},
		},
	}
	for i := range in.Contacts {
		in.Contacts[i].RecordedAt = in.Contacts[i].On.Time().Add(9 * time.Hour)
	}
	for i := range in.Consents {
		in.Consents[i].RecordedAt = in.Consents[i].On.Time().Add(33 * time.Hour)
	}
	return in
}

// bare is a company of which the register knows little, kept by a hold.
func bare() AccessInput {
	hold := app.Hold{Reason: "Avoin riita laskusta", PlacedOn: "2026-01-15", ReviewOn: "2027-01-15"}
	f := app.File{Record: "c2", Events: []app.Event{{Kind: app.Created, On: "2022-05-02"}}, Holds: []app.Hold{hold}}
	return AccessInput{
		Firm: app.Firm{Name: "Yritys"}, Today: today, Holds: []app.Hold{hold}, Decision: app.Decide(f, app.Softop(), today),
		Customer: app.Customer{Number: "7", Name: "Esimerkki Oy", Kind: app.Company, BusinessID: "1234567-1", Country: "SE", Language: app.Swedish, CreatedOn: "2022-05-02"},
	}
}

// recoveryKey has the form of an age secret key and is none.
const recoveryKey = "AGE-SECRET-KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHC"

func certificateInput(lang app.Lang) CertificateInput {
	return CertificateInput{
		Firm: firm, Lang: lang, Today: today, ID: "PT-2026-01", Run: app.Run{
			On: today, State: app.RunDone, Records: 93, Done: 93, Rules: app.Seamk(),
			Counts:  app.Counts{Customers: 4, Persons: 3, Contacts: 57, Messages: 212, Attachments: 9, Deliveries: 12, Consents: 5, Entries: 2, Technical: 31, Visitors: 40, Anonymised: 11, LogRows: 1200},
			Classes: []app.ClassCount{{Class: app.ClassCustomer, Do: app.Erase, Records: 4}, {Class: app.ClassChat, Do: app.Anonymise, Records: 11}, {Class: app.ClassRecording, Do: app.Erase, Records: 7}, {Class: app.ClassAudit, Do: app.Erase, Records: 1}},
			Kept:    []app.Kept{{Class: app.ClassCustomer, Count: 1, Because: app.BecauseHold, Until: "2027-01-15"}, {Class: app.ClassChat, Count: 3, Because: app.BecauseRequest}},
			Digest:  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
			Ledger:  []string{"4be1f1d6-7a0f-4b35-9d3c-0f3e6f0c9d11", "8a4b1f52-93f0-4a55-b0d7-5d3a4be0f1c2"},
		},
	}
}

func reviewInput(lang app.Lang) ReviewInput {
	r := app.NewReviewer(app.Softop(), today, 90)
	add := func(number, name string, on app.Day, counts app.Counts, holds ...app.Hold) {
		r.Add(app.File{Record: "id" + number, Number: number, Name: name, Events: []app.Event{{Kind: app.Contacted, On: on, Note: "phone"}}, Holds: holds, Counts: counts})
	}
	add("17", "Åke Öst", "2023-11-21", app.Counts{Customers: 1, Contacts: 3, Messages: 14, Attachments: 1})
	add("205", "Metsä\x1b[31mpunainen Oy", "2023-02-01", app.Counts{Customers: 1, Persons: 1, Deliveries: 4})
	add("1042", "Helvi Mäkinen-Öst", "2023-12-24", app.Counts{Customers: 1})
	add("7", "Esimerkki Oy", "2022-05-02", app.Counts{Customers: 1}, app.Hold{Reason: "Avoin riita laskusta", ReviewOn: "2027-01-15"})
	return ReviewInput{Lang: lang, Review: r.Review()}
}

// asked is a request of Helvi's, of each kind.
func asked(kind app.RequestKind) *app.Request {
	r := app.Request{
		ID: "r1", Number: "TP-2026-07", Kind: kind, State: app.RequestWorking, CustomerID: "c1", Name: "Helvi Mäkinen-Öst",
		Address: "Kaislakuja 3 B 12\n71800 Siilinjärvi", Email: "helvi.makinen@posti.example", Language: app.Finnish,
		Received: "2026-11-06", Channel: app.Email, Words: "Haluaisin tietää, mitä kaikkea minusta on teillä rekisterissä.",
		VerifiedOn: "2026-11-09", Method: app.KnownEmail,
	}
	r.Deadline = app.DeadlineOf(r, today)
	return &r
}

// places are where else the firm's data lie, and who has them.
func places() []app.Place {
	return []app.Place{
		{ID: "p1", Kind: app.PlacePaper, Name: "Tilauskansio", Holds: "Paperiset tilaukset"},
		{ID: "p2", Kind: app.PlaceStick, Name: "Tikku B", Holds: "Varmuuskopiot", Days: 90},
		{ID: "p3", Kind: app.PlaceAccountant, Name: "Tilitoimisto Luku Oy", Recipient: true, Processor: true, Holds: "Laskut", Email: "luku@posti.example"},
		{ID: "p4", Kind: app.PlaceChat, Name: "Chat-palvelu", Recipient: true, Processor: true, Holds: "Keskustelut", Country: "US", Safeguard: "Komission vakiolausekkeet"},
		{ID: "p5", Kind: app.PlaceMail, Name: "Vanha posti", Recipient: true, Holds: "Viestit", EndedOn: "2024-01-01"},
	}
}

// full is Helvi with what an answer to a request adds: found elsewhere, hidden
// places, restrictions, requests, times of single records.
func full() AccessInput {
	in := helvi()
	in.Request = asked(app.AskAccess)
	in.Request.Representative, in.Request.Authority = "Åke Öst", "Valtakirja 2.11.2026"
	in.Request.ExtendedOn, in.Request.ExtendReason = "2026-11-20", "Aineistoa on paljon."
	in.Places = places()
	in.Rules = app.Kivra()
	in.Elsewhere = []Elsewhere{
		{Register: "contact_persons", Company: "Esimerkki Oy", Goes: "2029-01-01", Facts: []ElsewhereFact{{"role", string(app.AlternativePerson)}, {"name", "Helvi Mäkinen-Öst"}, {"phone", "+358 40 123 4567"}}},
		{Register: "contacts", On: "2025-05-02", Goes: "2028-05-03", Text: "Helvi suositteli meitä."},
		{Register: "requests", On: "2025-06-02", Facts: []ElsewhereFact{{"email", "helvi.ost@posti.example"}}},
	}
	in.Redactions = []app.Redaction{{Record: "k1", Column: "text", Start: 0, End: 4, Reason: app.RedactThirdParty}, {Record: "k2", Column: "text", Start: 0, End: 4, Reason: app.RedactThirdParty}}
	in.Aside = []app.Find{
		{Register: "copies", Aside: app.AsideCopies, Count: 2, From: "2026-10-01", To: "2026-11-02"}, {Register: "contacts", Aside: app.AsideMore},
		{Register: "merges", Aside: app.AsideUndo, Count: 1}, {Register: "ledger", Aside: app.AsideErased, From: "2020-02-03", To: "2020-02-03"},
		{Register: "backups", Aside: app.AsideBackups},
	}
	in.Restrictions = []app.Restriction{{ID: "s1", Ground: app.GroundAccuracy, Scope: "Osoite", From: "2024-02-01", ReviewOn: "2024-03-01", NoticeOn: "2024-02-20", LiftedOn: "2024-02-28"}}
	in.Uses = []app.RestrictionUse{{On: "2024-02-10", Ground: app.UseConsent, What: app.UseEdit, Reason: "Puhelu"}}
	in.Requests = append(in.Requests, AskedBefore{Request: *in.Request, Letters: []app.IssuedLetter{{Kind: app.LetterExtend, Language: app.Finnish, On: "2026-11-20", Way: app.WayPaper, Pages: 1}}})
	item := func(class, record string, on app.Day) app.Decision {
		return app.DecideItem(app.Item{Class: class, Record: record, CustomerID: "c1", Event: app.Event{Kind: app.Contacted, On: on, Note: "phone"}}, in.Rules, today)
	}
	in.Items = []app.Decision{item(app.ClassRecording, "t1", "2026-10-01"), item(app.ClassRecording, "t3", "2026-11-01"), item(app.ClassTechnical, "k3", "2026-08-12")}
	return in
}

// stranger is somebody of whom the register knows nothing.
func stranger() AccessInput {
	return AccessInput{Firm: firm, Lang: app.Finnish, Today: today, Request: asked(app.AskAccess), Recipient: []string{"Joku Muu", "Muutie 1"}, Places: places(), Rules: app.Softop()}
}
