package desktop

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
)

// asking are two neighbours, one of whom is spoken of on the other's card.
func asking(b *bench) (matti, liisa string) {
	b.Helper()
	matti = do[Card](b, "Customers.Add", []FieldValue{{"name", "Matti Aalto"}, {"email", "matti.aalto@posti.example"}, {"phone", "040 555 0131"}}).Customer.ID
	liisa = do[Card](b, "Customers.Add", []FieldValue{{"name", "Liisa Rantanen"}, {"email", "liisa.rantanen@posti.example"}}).Customer.ID
	do[app.Contact](b, "Contacts.Add", app.Contact{
		CustomerID: matti, On: "2026-10-12", Channel: app.Phone, Direction: app.In, Text: "Kysyi aidasta. Liisa Rantanen haluaa samanlaisen.",
	})
	return matti, liisa
}

func asksFor(b *bench, kind app.RequestKind, id string, on app.Day) app.Request {
	b.Helper()
	return do[app.Request](b, "Requests.Register", app.Request{Kind: kind, CustomerID: id, Received: on, Channel: app.Email, Language: app.Finnish, Words: "Pyydän tietojani."})
}

// accessStory takes a request from its first day to the answer.
func accessStory(b *bench, matti string) {
	b.Helper()
	refused(b, "request-nobody", "Requests.Register", app.Request{Kind: app.AskAccess, Channel: app.Email, Received: "2026-11-01", Language: app.Finnish})
	r := asksFor(b, app.AskAccess, matti, "2026-11-01")
	if r.Number == "" || r.State != app.RequestReceived || r.Deadline.Due != "2026-12-01" {
		b.Fatalf("registered %+v", r)
	}
	r.Scope = "Puhelut"
	if r = do[app.Request](b, "Requests.Edit", r); r.Scope != "Puhelut" {
		b.Fatalf("edited %+v", r)
	}
	do[app.Request](b, "Requests.AskIdentity", r.ID, app.Day("2026-11-02"))
	refused(b, "request-step", "Requests.AskIdentity", r.ID, app.Day("2026-11-02"))
	refused(b, "request-identity", "Requests.Answer", r.ID, app.OutcomeDone, "", app.Day("2026-11-21"))
	do[app.Request](b, "Requests.Verify", r.ID, app.CallBack, app.Day("2026-11-04"), "Soitettiin kortin numeroon.")
	do[app.Request](b, "Requests.AskClarification", r.ID, app.Day("2026-11-05"))
	if r = do[app.Request](b, "Requests.Clarified", r.ID, app.Day("2026-11-08"), "Puhelut ja viestit"); r.Scope != "Puhelut ja viestit" || r.State != app.RequestWorking || len(r.Pauses) != 2 {
		b.Fatalf("clarified %+v", r)
	}
	refused(b, "required", "Requests.Extend", r.ID, app.Day("2026-11-20"), " ")
	if longer := do[app.Request](b, "Requests.Extend", r.ID, app.Day("2026-11-20"), "Aineistoa on paljon."); longer.Deadline.Due <= r.Deadline.Due {
		b.Fatalf("extended to %s", longer.Deadline.Due)
	}
	findsStory(b, r.ID)
	lettersStory(b, r.ID)
	if done := do[app.Request](b, "Requests.Answer", r.ID, app.OutcomeDone, "", app.Day("2026-11-21")); done.State != app.RequestAnswered {
		b.Fatalf("answered %+v", done)
	}
	page := do[RequestPage](b, "Requests.Page", r.ID)
	if len(page.Letters) != 3 || len(page.Finds) == 0 || len(page.History) < 7 || page.Erased {
		b.Fatalf("the page: %d letters, %d finds, %d lines, erased %v", len(page.Letters), len(page.Finds), len(page.History), page.Erased)
	}
	refused(b, "request-closed", "Requests.Cancel", r.ID, app.Day("2026-11-21"))
	refused(b, "not-found", "Requests.Page", "nobody")
}

// findsStory finds the person, and hides the neighbour.
func findsStory(b *bench, request string) {
	b.Helper()
	finds := do[[]app.Find](b, "Subjects.Search", request)
	card := slices.IndexFunc(finds, func(f app.Find) bool { return f.Certain })
	if card < 0 {
		b.Fatalf("the card itself is not found: %+v", finds)
	}
	refused(b, "find-certain", "Subjects.Same", request, finds[card].ID, app.SameNo)
	for _, f := range finds {
		if f.Open() {
			do[[]app.Find](b, "Subjects.Same", request, f.ID, app.SameNo)
		}
	}
	hidden := 0
	for _, f := range finds {
		if f.Aside != "" {
			continue
		}
		places := do[[]app.Redaction](b, "Subjects.Suggest", request, f.ID)
		texts := do[[]Text](b, "Subjects.Texts", request, f.ID)
		for _, p := range places {
			at := slices.IndexFunc(texts, func(t Text) bool { return t.Record == p.Record && t.Column == p.Column })
			if at < 0 || string([]rune(texts[at].Text)[p.Start:p.End]) != "Liisa Rantanen" {
				b.Fatalf("%+v is not the neighbour in %+v", p, texts)
			}
		}
		hidden += len(places)
		if len(places) > 0 {
			do[[]app.Find](b, "Subjects.Redact", request, f.ID, places)
		}
	}
	if hidden != 1 {
		b.Fatalf("%d places are hidden", hidden)
	}
}

// lettersStory sends what a request needs: from the preview, as a PDF, and by mail.
func lettersStory(b *bench, request string) {
	b.Helper()
	kinds := do[[]app.LetterKind](b, "Letters.For", request)
	if !slices.Contains(kinds, app.LetterAccess) || slices.Contains(kinds, app.LetterErased) {
		b.Fatalf("letters %v", kinds)
	}
	draft := do[app.LetterDraft](b, "Letters.Draft", request, app.LetterExtend, app.Swedish)
	if draft.Language != app.Swedish || len(draft.Paragraphs) == 0 || len(draft.Missing) != 0 {
		b.Fatalf("draft %+v", draft)
	}
	if p := do[Printed](b, "Letters.Preview", request, app.LetterExtend, app.Swedish, draft.Paragraphs); !strings.HasPrefix(p.PDF, "JVBERi0") {
		b.Fatalf("no PDF: %.20s", p.PDF)
	}
	open := do[app.LetterDraft](b, "Letters.Draft", request, app.LetterRefuse, app.Finnish)
	if len(open.Missing) == 0 {
		b.Fatalf("nothing is missing: %+v", open)
	}
	refused(b, "letter-unfilled", "Letters.Preview", request, app.LetterRefuse, app.Finnish, open.Paragraphs)
	refused(b, "choice-invalid", "Letters.Issue", request, app.LetterExtend, app.Swedish, draft.Paragraphs, "pigeon")
	if l := do[app.IssuedLetter](b, "Letters.Issue", request, app.LetterExtend, app.Swedish, draft.Paragraphs, app.WayPaper); l.On != "2026-11-21" || l.Pages < 1 || len(l.SHA256) != 64 {
		b.Fatalf("issued %+v", l)
	}
	b.host.save = ""
	if p := do[Posted](b, "Letters.Save", request, app.LetterAccess, app.Finnish, []string{}, app.WayPaper); p.Path != "" || p.Letter.ID != "" {
		b.Fatalf("saved although the person changed their mind: %+v", p)
	}
	b.host.save = filepath.Join(b.dir, "vastaus.pdf")
	saved := do[Posted](b, "Letters.Save", request, app.LetterAccess, app.Finnish, []string{}, app.WayPaper)
	if file, err := os.ReadFile(saved.Path); err != nil || !strings.HasPrefix(string(file), "%PDF-") || len(saved.Passphrase) != 0 {
		b.Fatalf("saved %+v, %v", saved, err)
	}
	refused(b, "choice-invalid", "Letters.Mail", request, app.LetterAccess, app.Finnish, []string{}, "rot13")
	b.host.save = filepath.Join(b.dir, "vastaus.eml")
	mailed := do[Posted](b, "Letters.Mail", request, app.LetterAccess, app.Finnish, []string{}, "zip")
	if file, err := os.ReadFile(mailed.Path); err != nil || len(mailed.Passphrase) != 6 || strings.Contains(string(file), "%PDF-") || !strings.Contains(string(file), ".zip") {
		b.Fatalf("mailed %v words, %v", len(mailed.Passphrase), err)
	}
	b.host.save = filepath.Join(b.dir, "missing", "vastaus.pdf")
	refused(b, "file-unwritable", "Letters.Save", request, app.LetterAccess, app.Finnish, []string{}, app.WayPaper)
}

// closingStory ends requests without an answer, and is reminded of a late one.
func closingStory(b *bench, id string) {
	b.Helper()
	before := do[[]app.Request](b, "Requests.List", true)
	late, back := asksFor(b, app.AskPort, id, "2026-10-02"), asksFor(b, app.AskAccess, id, "2026-11-15")
	if open := do[[]app.Request](b, "Requests.List", true); len(open) != len(before)+2 || open[0].ID != late.ID {
		b.Fatalf("open %+v", open)
	}
	if all := do[[]app.Reminder](b, "Requests.Reminders"); len(all) != 1 || all[0].Code != app.Overdue {
		b.Fatalf("reminders %+v", all)
	}
	if r := do[app.Request](b, "Requests.Cancel", back.ID, app.Day("2026-11-16")); r.State != app.RequestCancelled {
		b.Fatalf("taken back %+v", r)
	}
	refused(b, "choice-invalid", "Requests.Refuse", late.ID, "mood", "Ei huvita.", app.Day("2026-11-21"))
	if r := do[app.Request](b, "Requests.Refuse", late.ID, app.RefuseExcessive, "Sama pyyntö tuli viime kuussa.", app.Day("2026-11-21")); r.State != app.RequestRefused || !r.Deadline.Late {
		b.Fatalf("refused %+v", r)
	}
}

// erasingStory erases somebody who asked for it.
func erasingStory(b *bench, liisa string) {
	b.Helper()
	r := asksFor(b, app.AskErase, liisa, "2026-11-18")
	for _, f := range do[[]app.Find](b, "Subjects.Search", r.ID) {
		if f.Open() {
			do[[]app.Find](b, "Subjects.Same", r.ID, f.ID, app.SameYes)
		}
	}
	plan := do[app.ErasePlan](b, "Subjects.ErasePlan", r.ID)
	if plan.Count < 2 || plan.Open != 0 { // the card, and the passage on the neighbour's
		b.Fatalf("the plan: %+v", plan)
	}
	refused(b, "count-mismatch", "Subjects.Erase", r.ID, plan.Digest, plan.Count-1)
	refused(b, "request-identity", "Subjects.Erase", r.ID, plan.Digest, plan.Count)
	do[app.Request](b, "Requests.Verify", r.ID, app.KnownEmail, app.Day("2026-11-19"), "")
	refused(b, "digest-changed", "Subjects.Erase", r.ID, "0123", plan.Count)
	refused(b, "not-found", "Subjects.Certificate", r.ID)
	plan = do[app.ErasePlan](b, "Subjects.ErasePlan", r.ID)
	done := do[EraseResult](b, "Subjects.Erase", r.ID, plan.Digest, plan.Count)
	if done.Outcome.Residue != 0 || done.Outcome.Digest != plan.Digest || done.Certificate.PDF == "" {
		b.Fatalf("erased %+v", done.Outcome)
	}
	refused(b, "not-found", "Customers.Open", liisa)
	if again := do[Printed](b, "Subjects.Certificate", r.ID); again.PDF != done.Certificate.PDF {
		b.Fatal("the certificate is another when it is made again")
	}
	if page := do[RequestPage](b, "Requests.Page", r.ID); !page.Erased || page.Request.CustomerID != "" {
		b.Fatalf("the page %+v", page)
	}
	if rows := do[[]app.CustomerRow](b, "Customers.Find", "rantanen", 10); len(rows) != 0 {
		b.Fatalf("found %+v", rows)
	}
}

// policyStory changes what the firm promises.
func policyStory(b *bench) {
	b.Helper()
	rule := func(p PolicyPage, class string) RuleRow {
		at := slices.IndexFunc(p.Rules, func(r RuleRow) bool { return r.Rule.Class == class })
		if at < 0 {
			b.Fatalf("%s has no rule", class)
		}
		return p.Rules[at]
	}
	before := do[PolicyPage](b, "Retention.Policy")
	if before.Preset != "softop" || len(before.Presets) != 5 || len(before.History) != 0 || rule(before, app.ClassCustomer).Rule.Months != 36 {
		b.Fatalf("begins as %+v", before)
	}
	refused(b, "rule-below-law", "Retention.SetRule", app.Rule{Class: app.ClassInvoice, Months: 12})
	refused(b, "rule-reason-missing", "Retention.SetRule", app.Rule{Class: app.ClassCustomer, Months: 48})
	if r := rule(do[PolicyPage](b, "Retention.SetRule", app.Rule{Class: app.ClassCustomer, Months: 24}), app.ClassCustomer); r.Rule.Months != 24 || r.Promised.Months != 36 || r.Auto || !r.Runs {
		b.Fatalf("set to %+v", r)
	}
	if r := rule(do[PolicyPage](b, "Retention.SetRule", app.Rule{Class: app.ClassTechnical, Months: 3, Since: "2027-01-01"}), app.ClassTechnical); r.Planned == nil || r.Planned.Months != 3 || r.Rule.Months != 6 {
		b.Fatalf("planned %+v", r)
	}
	refused(b, "choice-invalid", "Retention.SetAuto", app.ClassBooks, true)
	if r := rule(do[PolicyPage](b, "Retention.SetAuto", app.ClassTechnical, true), app.ClassTechnical); !r.Auto {
		b.Fatalf("asked for %+v", r)
	}
	if changes := do[[]app.RuleChange](b, "Retention.PresetChanges", "kivra"); len(changes) == 0 {
		b.Fatal("another notice changes nothing")
	}
	after := do[PolicyPage](b, "Retention.UsePreset", "seamk")
	if after.Preset != "seamk" || rule(after, app.ClassChat).Rule.Do != app.Anonymise || rule(after, app.ClassCustomer).Rule.Months != 36 || len(after.History) == 0 {
		b.Fatalf("follows %+v", after)
	}
	refused(b, "choice-invalid", "Retention.UsePreset", "nobody")
}

func TestRequestsOfNobodyAreRefused(t *testing.T) {
	b := opened(t)
	for _, name := range []string{"Requests.Page", "Letters.For", "Subjects.Search", "Subjects.ErasePlan", "Subjects.Certificate"} {
		refused(b, "not-found", name, "nobody")
	}
}
