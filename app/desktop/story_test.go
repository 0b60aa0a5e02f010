package desktop

import (
	"encoding/base64"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
)

// TestEveryMethodOnARealVault walks through the program as its owner does, and
// misses no method.
func TestEveryMethodOnARealVault(t *testing.T) {
	b := newBench(t)
	firstRunStory(b)
	id := cardStory(b)
	duplicatesStory(b)
	timelineStory(b, id)
	listStory(b, id)
	contactStory(b, id)
	templateStory(b, id)
	filesStory(b, id)
	anonymousStory(b, id)
	importStory(b)
	list := opened(t) // the demo has a list, visits and copies of its own
	aino := do[Card](list, "Customers.Add", []FieldValue{{"name", "Aino Kuusela"}, {"email", "aino.kuusela@posti.example"}}).Customer.ID
	do[Card](list, "Consents.Add", app.Consent{CustomerID: aino, Given: true, Channel: app.Visit, Wording: "Saako markkinoida?"})
	mailingStory(list, aino)
	visitsStory(list)
	todayStory(list, aino)
	historyStory(b)
	mailStory(b)
	entryStory(b)
	incomingStory(b)
	printoutStory(b, id)
	settingsStory(b)
	retentionStory(b)
	exportStory(list)
	restrictionStory(list, aino)
	placesStory(list, aino)
	of := opened(t) // the demo's requests are of its own people
	matti, liisa := asking(of)
	accessStory(of, matti)
	closingStory(of, matti)
	erasingStory(of, liisa)
	policyStory(of)
	maps.Copy(b.worked, list.worked)
	maps.Copy(b.worked, of.worked)
	lockStory(b)
	olderStory(b)
	for name := range methods(b.Window) {
		if !b.worked[name] {
			t.Errorf("%s was never seen to work", name)
		}
	}
}

func firstRunStory(b *bench) {
	b.Helper()
	if s := do[SessionState](b, "Session.State"); s.State != "first-run" || s.Today != "2026-11-21" {
		b.Fatalf("begins as %+v", s)
	}
	do[none](b, "Session.Used") // where nothing is open, nothing is kept open by it
	if words := do[[]string](b, "Session.SuggestPassphrase", app.Finnish); len(words) != vault.SuggestedWords {
		b.Fatalf("suggested %d words", len(words))
	}
	for code, wrong := range map[string]NewVault{
		"passphrase-weak":   {firstRun.Firm, app.Finnish, "koe"},
		"required":          {app.Firm{}, app.Finnish, passphrase},
		"business-id-check": {app.Firm{Name: "Oy", BusinessID: "1234567-2"}, app.Finnish, passphrase},
		"choice-invalid":    {firstRun.Firm, "de", passphrase},
	} {
		refused(b, code, "Session.Create", wrong)
		if s := do[SessionState](b, "Session.State"); s.State != "first-run" {
			b.Fatalf("%s left a vault behind: %s", code, s.State)
		}
	}
	sheet := do[RecoverySheet](b, "Session.Create", firstRun)
	if again := do[RecoverySheet](b, "Session.RecoverySheet"); !slices.Equal(again.Groups, sheet.Groups) || !slices.Equal(again.Ask, sheet.Ask) || len(sheet.Ask) != 4 {
		b.Fatalf("the sheet is not the same when asked again, or asks %d groups", len(sheet.Ask))
	}
	b.host.save = filepath.Join(b.dir, "lehti.pdf")
	if path := do[string](b, "Session.SaveRecoverySheet"); path != b.host.save {
		b.Fatalf("saved to %q", path)
	}
	refused(b, "recovery-groups-wrong", "Session.ConfirmRecovery", []string{"AAAA", "AAAA", "AAAA", "AAAA"})
	refused(b, "recovery-groups-wrong", "Session.ConfirmRecovery", []string{})
	typed := typedFrom(sheet)
	typed[0] = " " + strings.ToLower(typed[0]) + " "
	do[none](b, "Session.ConfirmRecovery", typed)
	refused(b, "not-found", "Session.RecoverySheet")
	refused(b, "vault-exists", "Session.Create", firstRun)
	do[none](b, "Session.FillDemo")
}

func cardStory(b *bench) string {
	b.Helper()
	if p := do[CustomerPage](b, "Customers.List", CustomerQuery{Limit: 1000}); p.Total != 120 || len(p.Rows) != 120 {
		b.Fatalf("%d of %d customers", len(p.Rows), p.Total)
	}
	blank := do[app.Customer](b, "Customers.Blank")
	if blank.Number == "" || blank.CreatedOn != "2026-11-21" {
		b.Fatalf("a new card begins as %+v", blank)
	}
	refused(b, "name-missing", "Customers.Add", []FieldValue{{"town", "Kuopio"}})
	refused(b, "choice-invalid", "Customers.Add", []FieldValue{{"name", "Aino Esimerkki"}, {"marketing", "yes"}})
	added := do[Card](b, "Customers.Add", []FieldValue{{"name", "Aino Esimerkki"}, {"phone", "040 555 0101"}, {"email", "aino@esimerkki.example"}})
	id := added.Customer.ID
	if added.Customer.Number != blank.Number || added.Decision.EraseOn != "2029-11-22" {
		b.Fatalf("added %+v", added)
	}
	if rows := do[[]app.CustomerRow](b, "Customers.Find", "aino esim", 10); len(rows) == 0 || rows[0].ID != id {
		b.Fatalf("found %+v", rows)
	}
	if rows := do[[]app.CustomerRow](b, "Customers.Find", "xyzzy-ei-ole", 10); len(rows) != 0 {
		b.Fatalf("found %+v", rows)
	}
	edited := do[Edited](b, "Customers.Edit", id, []FieldValue{{"town", "Kuopio"}})
	if edited.Card.Customer.Town != "Kuopio" || edited.Before.Town != "" || edited.Card.Customer.CorrectedOn != "2026-11-21" {
		b.Fatalf("edited %+v", edited)
	}
	refused(b, "choice-invalid", "Customers.Edit", id, []FieldValue{{"marketing", "yes"}})
	refused(b, "number-taken", "Customers.Edit", id, []FieldValue{{"number", "1001"}})
	if back := do[Card](b, "Customers.Restore", edited.Before); back.Customer.Town != "" || back.Customer.CorrectedOn != "" {
		b.Fatalf("restored %+v", back.Customer)
	}
	with := do[Edited](b, "Customers.SavePerson", app.ContactPerson{CustomerID: id, Role: app.AlternativePerson, Name: "Ville Varalla"})
	if len(with.Card.Customer.Persons) != 1 {
		b.Fatalf("%d contact persons", len(with.Card.Customer.Persons))
	}
	do[Edited](b, "Customers.DeletePerson", id, with.Card.Customer.Persons[0].ID)
	opened, reloaded := do[Card](b, "Customers.Open", id), do[Card](b, "Customers.Reload", id)
	if opened.Customer.Name != "Aino Esimerkki" || reloaded.Customer.Name != opened.Customer.Name {
		b.Fatalf("opened %+v", opened)
	}
	refused(b, "not-found", "Customers.Open", "00000000-0000-4000-8000-999999999999")
	return id
}

func timelineStory(b *bench, id string) {
	b.Helper()
	contact := do[app.Contact](b, "Contacts.Add", app.Contact{CustomerID: id, On: "2026-11-20", Channel: app.Phone, Direction: app.In, Text: "kysyi hinnastoa"})
	refused(b, "day-future", "Contacts.Add", app.Contact{CustomerID: id, On: "2027-01-01", Channel: app.Phone, Direction: app.In, Text: "x"})
	delivery := do[app.Delivery](b, "Deliveries.Add", app.Delivery{CustomerID: id, On: "2026-11-19", Product: "Penkki", Quantity: "2.5"})
	given := do[Card](b, "Consents.Add", app.Consent{CustomerID: id, Given: true, Channel: app.Email, Wording: "uutiskirje"})
	if !given.Customer.Marketing || len(given.Consents) != 1 {
		b.Fatalf("permission given: %+v", given)
	}
	held := do[Card](b, "Holds.Place", id, app.HoldComplaint, "reklamaatio kesken", app.Day("2027-01-31"))
	refused(b, "hold-open", "Holds.Place", id, app.HoldOther, "toinen", app.Day("2027-01-31"))
	if len(held.Holds) != 1 || held.Decision.Do != app.Keep {
		b.Fatalf("held: %+v", held.Decision)
	}
	kinds := map[string]int{}
	page := do[TimelinePage](b, "Customers.Timeline", id, TimelineQuery{Offset: 0, Limit: 100})
	for _, it := range page.Items {
		kinds[it.Kind]++
	}
	want := map[string]int{"contact": 1, "delivery": 1, "consent-given": 1, "hold": 1, "created": 1, "corrected": 1}
	if !maps.Equal(kinds, want) || page.Total != 6 {
		b.Fatalf("timeline %v of %d, want %v", kinds, page.Total, want)
	}
	if rest := do[TimelinePage](b, "Customers.Timeline", id, TimelineQuery{Offset: 4, Limit: 100}); len(rest.Items) != 2 || rest.Total != 6 {
		b.Fatalf("from the fifth on: %d of %d", len(rest.Items), rest.Total)
	}
	do[TimelinePage](b, "Customers.Timeline", id, TimelineQuery{Offset: 100, Limit: 100})
	if lifted := do[Card](b, "Holds.Lift", id); lifted.Decision.Because == app.BecauseHold {
		b.Fatal("lifted, and held all the same")
	}
	refused(b, "hold-none", "Holds.Lift", id)
	if gone := do[app.Contact](b, "Contacts.Delete", contact.ID); gone.Text != "kysyi hinnastoa" {
		b.Fatalf("deleted %+v", gone)
	}
	do[app.Contact](b, "Contacts.Add", contact) // the undo of it
	do[app.Delivery](b, "Deliveries.Delete", delivery.ID)
	do[app.Delivery](b, "Deliveries.Add", delivery)
}

func filesStory(b *bench, id string) {
	b.Helper()
	b.sh.cfg.Private = b.TempDir()
	mail := do[app.Contact](b, "Contacts.Add", app.Contact{CustomerID: id, Channel: app.Email, Direction: app.In, Text: "Haketetaanko oksat?"})
	b.host.open, b.host.save = filepath.Join(b.dir, "tarjous.txt"), filepath.Join(b.dir, "kopio.txt")
	if err := os.WriteFile(b.host.open, []byte("Tarjous"), 0o600); err != nil {
		b.Fatal(err)
	}
	a := do[AttachmentItem](b, "Attachments.Add", mail.ID)
	do[none](b, "Attachments.Delete", a.ID)
	do[none](b, "Attachments.Restore", a.ID)
	if list := do[[]AttachmentItem](b, "Attachments.List", mail.ID); len(list) != 1 || list[0] != a {
		b.Fatalf("%+v", list)
	}
	do[none](b, "Attachments.Open", a.ID)
	do[string](b, "Attachments.Save", a.ID)
	do[TranscriptPreview](b, "Transcripts.Preview", mail.ID, true)
	b.host.save = filepath.Join(b.dir, "keskustelu.pdf")
	do[string](b, "Transcripts.Save", TranscriptOrder{ContactID: mail.ID})
	do[app.Contact](b, "Contacts.Delete", mail.ID)
	b.host.shown = nil
}

func anonymousStory(b *bench, id string) {
	b.Helper()
	call := do[app.Contact](b, "Contacts.Add", app.Contact{CustomerID: id, On: "2026-11-18", Channel: app.Phone, Direction: app.In, Text: "Aino soitti, 040 555 0101, auto ABC-123"})
	b.host.open = filepath.Join(b.dir, "puhelu.wav")
	wav := "RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x00\x00\x00\x00"
	if err := os.WriteFile(b.host.open, []byte(wav), 0o600); err != nil {
		b.Fatal(err)
	}
	a := do[AttachmentItem](b, "Attachments.Add", call.ID)
	room := do[app.Day](b, "Attachments.Room", a.ID)
	refused(b, "extension-cap", "Attachments.Extend", a.ID, room.AddDays(1), "reklamaatio")
	if x := do[AttachmentItem](b, "Attachments.Extend", a.ID, room, "reklamaatio"); x.Extension == nil || x.Extension.Until != room {
		b.Fatalf("extended %+v", x)
	}
	if x := do[AttachmentItem](b, "Attachments.Unextend", a.ID); x.Extension != nil {
		b.Fatalf("not extended any more %+v", x)
	}
	p := do[app.AnonymousPreview](b, "Contacts.AnonymisePreview", call.ID, app.MaskChoice{}, app.Finnish)
	if p.Result.Text != "[asiakas] soitti, [puhelin], auto [rekisterinumero]" || len(p.Words) != 3 || p.Goes.Attachments != 1 {
		b.Fatalf("preview %+v", p)
	}
	if done := do[vault.Anonymised](b, "Contacts.Anonymise", call.ID, app.MaskChoice{}); done.Residue != 0 || len(done.Masks) != 3 {
		b.Fatalf("done %+v", done)
	}
	refused(b, "not-found", "Contacts.Open", call.ID)
	if all := do[AnonymousList](b, "Contacts.Anonymous", app.Swedish, 0, 10); all.Total != 2 || all.Rows[0].Text != "[kund] soitti, [telefon], auto [registreringsnummer]" {
		b.Fatalf("list %+v", all)
	}
	b.host.save = filepath.Join(b.dir, "nimettomat.txt")
	do[string](b, "Contacts.ExportAnonymous", app.Finnish, "text", "nimettomat.txt")
	if text, err := os.ReadFile(b.host.save); err != nil || !strings.Contains(string(text), "[asiakas] soitti") {
		b.Fatalf("written %q, %v", text, err)
	}
	if rows := do[[]app.HoldRow](b, "Holds.ToReview", 36_500); len(rows) == 0 {
		b.Fatal("the demo's holds are never looked at again")
	}
}

func printoutStory(b *bench, id string) {
	b.Helper()
	b.host.save = filepath.Join(b.dir, "mukaan.zip")
	if path := do[string](b, "Printouts.Portable", id); path != b.host.save {
		b.Fatalf("written to %q", path)
	}
	if zip, err := os.ReadFile(b.host.save); err != nil || !strings.HasPrefix(string(zip), "PK\x03\x04") {
		b.Fatalf("no ZIP: %v", err)
	}
	if copies := do[[]app.Copy](b, "Exports.Copies"); len(copies) == 0 || copies[0].What != "portable" || copies[0].File != "mukaan.zip" {
		b.Fatalf("copies %+v", copies)
	}
	refused(b, "not-found", "Printouts.Portable", "nobody")
	printed := do[Printed](b, "Printouts.Access", id, app.Swedish)
	pdf, err := base64.StdEncoding.DecodeString(printed.PDF)
	if err != nil || !strings.HasPrefix(string(pdf), "%PDF-1.4") {
		b.Fatalf("no PDF: %v", err)
	}
	b.host.save = ""
	if path := do[string](b, "Printouts.Save", "kirje.pdf", printed.PDF); path != "" {
		b.Fatalf("saved to %q although the person changed their mind", path)
	}
	b.host.save = filepath.Join(b.dir, "kirje.pdf")
	path := do[string](b, "Printouts.Save", "kirje.pdf", printed.PDF)
	if kept, err := os.ReadFile(path); err != nil || string(kept) != string(pdf) {
		b.Fatalf("saved: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		b.Fatalf("mode %v, %v", info.Mode(), err)
	}
	do[none](b, "Printouts.Show", path)
	if !slices.Equal(b.host.shown, []string{path}) {
		b.Fatalf("shown %v", b.host.shown)
	}
	refused(b, "not-found", "Printouts.Show", "/etc/passwd")
	refused(b, "invalid", "Printouts.Save", "x.pdf", base64.StdEncoding.EncodeToString([]byte("#!/bin/sh")))
	b.host.save = filepath.Join(b.dir, "missing", "kirje.pdf")
	refused(b, "file-unwritable", "Printouts.Save", "kirje.pdf", printed.PDF)
}

func settingsStory(b *bench) {
	b.Helper()
	firm := app.Firm{Name: " Saarelan Piha Oy ", BusinessID: "1234567-1", Town: "Kuopio"}
	if p := do[SettingsPage](b, "Settings.SetFirm", firm); p.Firm.Name != "Saarelan Piha Oy" || p.Preferences.Firm != "Saarelan Piha Oy" {
		b.Fatalf("settings %+v", p)
	}
	refused(b, "required", "Settings.SetFirm", app.Firm{})
	if p := do[SettingsPage](b, "Settings.SetNumberSeries", "A-001"); p.NextNumber != "A-001" {
		b.Errorf("the next number is %s", p.NextNumber)
	}
	refused(b, "number-series", "Settings.SetNumberSeries", "A-")
	do[none](b, "Settings.SetLanguage", app.Swedish)
	refused(b, "choice-invalid", "Settings.SetLanguage", app.Lang("de"))
	p := do[SettingsPage](b, "Settings.Get").Preferences
	if p.Language != app.Swedish {
		b.Fatalf("preferences %+v", p)
	}
	p.Theme, p.LockMinutes = "dark", 5
	do[none](b, "Settings.SetPreferences", p)
	p.LockMinutes = 0
	refused(b, "choice-invalid", "Settings.SetPreferences", p)
	refused(b, "passphrase-wrong", "Settings.ChangePassphrase", "väärä väärä väärä", "uusi uusi uusi")
	refused(b, "passphrase-same", "Settings.ChangePassphrase", passphrase, passphrase)
	do[none](b, "Settings.ChangePassphrase", passphrase, "uusi uusi uusi")
	do[none](b, "Settings.ChangePassphrase", "uusi uusi uusi", passphrase)
	found := do[vault.Findings](b, "Settings.Verify")
	if found.AuditRows < 100 || found.Digest == "" {
		b.Fatalf("found %+v", found)
	}
	log := do[[]app.AuditRow](b, "Settings.Audit", 0, 500)
	if len(log) == 0 || log[0].Action != "passphrase-changed" {
		b.Fatalf("the log's newest line is %+v", log[0])
	}
	do[none](b, "Session.Cancel", "import")
}

func retentionStory(b *bench) {
	b.Helper()
	rules := do[[]app.Rule](b, "Retention.Rules")
	if len(rules) == 0 {
		b.Fatal("no rules")
	}
	if outlook := do[Outlook](b, "Retention.Outlook", 12); len(outlook.Months) != 13 || len(outlook.Classes) == 0 || len(outlook.Classes[0].Records) != 13 {
		b.Fatalf("the outlook is %+v", outlook)
	}
	ahead := do[app.Review](b, "Retention.Review", 90)
	var due []string
	for _, d := range ahead.Decisions {
		if d.Due(ahead.Today) && d.Class == app.ClassCustomer {
			due = append(due, d.Record)
		}
	}
	if len(due) < 2 || len(due) != ahead.Counts.Customers || len(due) == len(ahead.Decisions) {
		b.Fatalf("%d due of %d listed, %d counted", len(due), len(ahead.Decisions), ahead.Counts.Customers)
	}
	refused(b, "nothing-due", "Retention.Purge", Approval{Digest: ahead.Digest})
	refused(b, "count-mismatch", "Retention.Purge", Approval{Digest: ahead.Digest, Records: due, Count: len(due) - 1})
	refused(b, "digest-changed", "Retention.Purge", Approval{Digest: "", Records: due, Count: len(due)})
	refused(b, "digest-changed", "Retention.Purge", Approval{Digest: "0123", Records: due, Count: len(due)})
	early := append(slices.Clone(due[:1]), ahead.Decisions[len(ahead.Decisions)-1].Record)
	refused(b, "digest-changed", "Retention.Purge", Approval{Digest: ahead.Digest, Records: early, Count: 2})
	refused(b, "digest-changed", "Retention.Purge", Approval{Digest: ahead.Digest, Records: []string{due[0], due[0]}, Count: 2})
	before := do[CustomerPage](b, "Customers.List", CustomerQuery{}).Total
	done := do[PurgeResult](b, "Retention.Purge", Approval{Digest: ahead.Digest, Records: due[1:], Count: len(due) - 1})
	after := do[CustomerPage](b, "Customers.List", CustomerQuery{}).Total
	if done.Purged.Counts.Customers != len(due)-1 || before-after != len(due)-1 || done.Certificate.PDF == "" || done.Purged.Residue != 0 {
		b.Fatalf("%d went, the result says %+v", before-after, done.Purged.Counts)
	}
	do[app.Run](b, "Retention.Run", done.Purged.ID)
	again := do[Printed](b, "Retention.Certificate", done.Purged.ID)
	if runs := do[[]app.Run](b, "Retention.Runs", 10); len(runs) != 2 || runs[0].ID != done.Purged.ID || again.PDF != done.Certificate.PDF {
		b.Fatalf("%d runs, and the certificate is the same again: %v", len(runs), again.PDF == done.Certificate.PDF)
	}
	if run := do[app.Run](b, "Retention.Automatic"); run.ID != "" {
		b.Fatalf("nothing goes by itself unless the owner says so: %+v", run)
	}
	left := do[app.Review](b, "Retention.Review", 0)
	if left.Counts.Customers != 1 || !slices.ContainsFunc(left.Decisions, func(d app.Decision) bool { return d.Record == due[0] }) {
		b.Fatalf("left %+v", left.Counts)
	}
	if len(do[[]app.CustomerRow](b, "Customers.Find", "", 10)) != 0 {
		b.Log("an empty search lists customers")
	}
}

func lockStory(b *bench) {
	b.Helper()
	if s := do[SessionState](b, "Session.Lock", "idle"); s.State != "locked" || s.Reason != "idle" || s.Since == "" || s.Firm != "Saarelan Piha Oy" {
		b.Fatalf("locked: %+v", s)
	}
	do[SessionState](b, "Session.Lock", "user") // twice does no harm
	refused(b, "passphrase-wrong", "Session.Unlock", "väärä väärä väärä")
	if s := do[SessionState](b, "Session.Unlock", passphrase); s.State != "open" || len(s.Notes) != 0 {
		b.Fatalf("unlocked: %+v", s)
	}
	refused(b, "passphrase-wrong", "Session.RenewRecovery", "väärä väärä väärä")
	sheet := do[RecoverySheet](b, "Session.RenewRecovery", passphrase)
	do[none](b, "Session.ConfirmRecovery", typedFrom(sheet))
	do[SessionState](b, "Session.Lock", "user")
	key := strings.Join(sheet.Groups, " ")
	refused(b, "recovery-key-wrong", "Session.Recover", "AGE-SECRET-KEY-1QQQQ", "aivan uusi lause")
	refused(b, "passphrase-weak", "Session.Recover", key, "lyhyt")
	if s := do[SessionState](b, "Session.Recover", key, "aivan uusi lause"); s.State != "open" {
		b.Fatalf("recovered: %+v", s)
	}
	do[SessionState](b, "Session.Lock", "user")
	refused(b, "passphrase-wrong", "Session.Unlock", passphrase)
	do[SessionState](b, "Session.Unlock", "aivan uusi lause")
}

// olderStory puts a copy of the register in its place that was made before its last change.
func olderStory(b *bench) {
	b.Helper()
	dir, older := filepath.Join(b.dir, "vault"), filepath.Join(b.dir, "older")
	do[SessionState](b, "Session.Lock", "user")
	if err := os.CopyFS(older, os.DirFS(dir)); err != nil {
		b.Fatal(err)
	}
	do[SessionState](b, "Session.Unlock", "aivan uusi lause")
	do[none](b, "Session.ConfirmRecovery", typedFrom(do[RecoverySheet](b, "Session.RenewRecovery", "aivan uusi lause")))
	do[SessionState](b, "Session.Lock", "user")
	if err := errors.Join(os.RemoveAll(dir), os.Rename(older, dir)); err != nil {
		b.Fatal(err)
	}
	refused(b, "vault-locked", "Session.AcceptOlder")
	for range 2 { // it is said until it is accepted
		if s := do[SessionState](b, "Session.Unlock", "aivan uusi lause"); !slices.Contains(s.Notes, vault.OlderThanSeen) {
			b.Fatalf("an older copy: %+v", s)
		}
		do[SessionState](b, "Session.Lock", "user")
	}
	do[SessionState](b, "Session.Unlock", "aivan uusi lause")
	do[none](b, "Session.AcceptOlder")
	do[SessionState](b, "Session.Lock", "user")
	if s := do[SessionState](b, "Session.Unlock", "aivan uusi lause"); slices.Contains(s.Notes, vault.OlderThanSeen) {
		b.Fatalf("accepted, and still: %+v", s)
	}
}
