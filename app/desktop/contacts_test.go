package desktop

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

func contactStory(b *bench, id string) {
	b.Helper()
	before := do[app.Queue](b, "Contacts.Queue")
	asked := do[app.Contact](b, "Contacts.Add", app.Contact{CustomerID: id, On: "2026-11-18", At: "14:32", Channel: app.Chat, Direction: app.In, Who: "Aino", Subject: "xylofoni",
		Text: strings.Repeat("ä", 1000), Purpose: app.ForTraining, Waiting: true})
	if _, err := update(b.sh, func(tx *vault.Tx) (none, error) {
		return none{}, tx.AddMessages(asked.ID, []app.Message{{At: "14:32", Role: app.RoleCustomer, Author: "Aino", Kind: app.KindText, Text: "Onko xylofoni tullut?"}})
	}); err != nil {
		b.Fatal(err)
	}
	waiting := func(more int) {
		b.Helper()
		if q := do[app.Queue](b, "Contacts.Queue"); q.Due != before.Due+more {
			b.Fatalf("%d wait, before it was %d", q.Due, before.Due)
		}
	}
	waiting(1)
	page := do[app.ContactPage](b, "Contacts.List", app.ContactFilter{Text: "xylo"})
	if page.Total != 1 || page.Rows[0].Name != "Aino Esimerkki" || len([]rune(page.Rows[0].Contact.Text)) != mostListed+1 || page.Rows[0].Contact.Messages != 1 {
		b.Fatalf("found %+v", page)
	}
	refused(b, "choice-invalid", "Contacts.List", app.ContactFilter{Channel: "fax"})
	whole := do[ContactOpened](b, "Contacts.Open", asked.ID)
	if len(whole.Whole.Messages) != 1 || len([]rune(whole.Whole.Contact.Text)) != 1000 || whole.Name != "Aino Esimerkki" {
		b.Fatalf("opened %+v", whole)
	}

	// an answer, taken back and given again
	answer := do[app.Contact](b, "Contacts.Add", app.Contact{CustomerID: id, Channel: app.Chat, Direction: app.Out, Text: "On."})
	waiting(0)
	do[app.Contact](b, "Contacts.Delete", answer.ID)
	waiting(1)
	do[app.Contact](b, "Contacts.Restore", answer.ID)
	waiting(0)
	refused(b, "not-found", "Contacts.Restore", "nobody")

	edited := do[ContactEdited](b, "Contacts.Wait", asked.ID, app.Day("2026-11-30"))
	if q := do[app.Queue](b, "Contacts.Queue"); q.Later != before.Later+1 || !edited.After.Waiting || edited.Before.Waiting {
		b.Fatalf("put off: %+v, %+v", q, edited)
	}
	refused(b, "day-past", "Contacts.Wait", asked.ID, app.Day("2026-11-01"))
	do[ContactEdited](b, "Contacts.Done", asked.ID)
	change := asked
	change.Subject = "Soitin"
	edited = do[ContactEdited](b, "Contacts.Edit", change)
	if edited.Before.Subject != "xylofoni" || edited.After.Subject != "Soitin" {
		b.Fatalf("edited %+v", edited)
	}
	do[ContactEdited](b, "Contacts.Edit", edited.Before)

	// deleted with what was said in it, and put back with it
	do[app.Contact](b, "Contacts.Delete", asked.ID)
	do[app.Contact](b, "Contacts.Restore", asked.ID)
	if again := do[ContactOpened](b, "Contacts.Open", asked.ID); len(again.Whole.Messages) != 1 || again.Whole.Messages[0].Text != "Onko xylofoni tullut?" {
		b.Fatalf("put back %+v", again)
	}
	only := do[TimelinePage](b, "Customers.Timeline", id, TimelineQuery{Channel: app.Chat, Limit: 100})
	if only.Total != 2 || only.Items[1].Subject != "xylofoni" || only.Items[1].Messages != 1 {
		b.Fatalf("by channel %+v", only)
	}
	if goods := do[TimelinePage](b, "Customers.Timeline", id, TimelineQuery{Kind: "delivery", Limit: 100}); goods.Total != 1 || goods.Items[0].Kind != "delivery" {
		b.Fatalf("deliveries %+v", goods)
	}
	trainingStory(b)
}

func trainingStory(b *bench) {
	b.Helper()
	choice := app.TrainingChoice{Purposes: []app.Purpose{app.ForTraining}, Channels: []app.Channel{}, From: "2026-11-18", To: "2026-11-18"}
	preview := do[exchange.Training](b, "Contacts.PreviewTraining", choice, app.Finnish)
	if preview.Contacts != 1 || len(preview.Sample) != 1 || len(preview.Sample[0].Messages) != 1 {
		b.Fatalf("preview %+v", preview)
	}
	b.host.save = ""
	if path := do[string](b, "Contacts.ExportTraining", choice, app.Finnish, "text", "koulutus.txt"); path != "" {
		b.Fatalf("written to %q although the person changed their mind", path)
	}
	b.host.save = filepath.Join(b.dir, "koulutus.txt")
	path := do[string](b, "Contacts.ExportTraining", choice, app.Finnish, "text", "koulutus.txt")
	if kept, err := os.ReadFile(path); err != nil || !strings.Contains(string(kept), "xylofoni") || strings.Contains(string(kept), "Aino") {
		b.Fatalf("written %s, %v", kept, err)
	}
	refused(b, "choice-invalid", "Contacts.ExportTraining", choice, app.Finnish, "doc", "x")
}

func templateStory(b *bench, id string) {
	b.Helper()
	before := len(do[[]app.Template](b, "Templates.List")) // the invented data has some of its own
	made := do[app.Template](b, "Templates.Save", app.Template{Name: "Kiitos", Subject: "Kiitos", Body: "Hei {asiakas.nimi}, {asiakas.y-tunnus}", Channel: app.Email})
	refused(b, "name-taken", "Templates.Save", app.Template{Name: "kiitos", Body: "x"})
	refused(b, "template-field", "Templates.Save", app.Template{Name: "x", Body: "{väri}"})
	filled := do[app.Filled](b, "Templates.Fill", made.ID, id)
	if filled.Body != "Hei Aino Esimerkki, [asiakas.y-tunnus]" || !slices.Equal(filled.Missing, []string{"asiakas.y-tunnus"}) {
		b.Fatalf("filled %+v", filled)
	}
	if fields := do[[]string](b, "Templates.Fields", app.Swedish); !slices.Contains(fields, "kund.namn") {
		b.Fatalf("fields %v", fields)
	}
	was := do[app.Template](b, "Templates.Remove", made.ID)
	do[app.Template](b, "Templates.Save", was)
	if all := do[[]app.Template](b, "Templates.List"); len(all) != before+1 || !slices.Contains(all, made) {
		b.Fatalf("templates %+v", all)
	}
	if sent := do[Mailed](b, "Templates.Mail", id, "Kiitos", "Hei"); sent.Way != "program" || !slices.Equal(b.host.links, []string{"mailto:aino@esimerkki.example?subject=Kiitos&body=Hei"}) {
		b.Fatalf("%+v, %v", sent, b.host.links)
	}
	b.host.save = filepath.Join(b.dir, "viesti.eml")
	if sent := do[Mailed](b, "Templates.Mail", id, "Kiitos", strings.Repeat("ä", 3000)); sent != (Mailed{"file", b.host.save}) || len(b.host.links) != 1 {
		b.Fatalf("%+v, %v", sent, b.host.links)
	}
	if draft, err := os.ReadFile(b.host.save); err != nil || !strings.Contains(string(draft), "To: aino@esimerkki.example\r\n") {
		b.Fatalf("%s, %v", draft, err)
	}
}

func TestWhatCanBeUndoneIsForgottenWhenLocked(t *testing.T) {
	b := opened(t)
	card := do[Card](b, "Customers.Add", []FieldValue{{"name", "Aino Esimerkki"}})
	k := do[app.Contact](b, "Contacts.Add", app.Contact{CustomerID: card.Customer.ID, Channel: app.Phone, Direction: app.In})
	do[app.Contact](b, "Contacts.Delete", k.ID)
	do[SessionState](b, "Session.Lock", "user")
	if len(b.sh.undo) != 0 {
		t.Error("contacts are still in memory")
	}
	do[SessionState](b, "Session.Unlock", passphrase)
	refused(b, "not-found", "Contacts.Restore", k.ID)
}

// A contact that was deleted before a person was taken out of all others' texts would
// bring the person back.
func TestWhatCanBeUndoneIsForgottenWhenSomebodyIsErased(t *testing.T) {
	b := opened(t)
	aino := do[Card](b, "Customers.Add", []FieldValue{{"name", "Aino Esimerkki"}})
	other := do[Card](b, "Customers.Add", []FieldValue{{"name", "Ville Koivu"}})
	k := do[app.Contact](b, "Contacts.Add", app.Contact{CustomerID: other.Customer.ID, Channel: app.Phone, Direction: app.In, Text: "Aino Esimerkki maksaa."})
	do[app.Contact](b, "Contacts.Delete", k.ID)
	r := do[app.Request](b, "Requests.Register", app.Request{Kind: app.AskErase, CustomerID: aino.Customer.ID, Channel: app.Email, Words: "Poistakaa."})
	do[app.Request](b, "Requests.Verify", r.ID, app.InPerson, app.Day("2026-11-21"), "")
	do[[]app.Find](b, "Subjects.Search", r.ID)
	plan := do[app.ErasePlan](b, "Subjects.ErasePlan", r.ID)
	do[EraseResult](b, "Subjects.Erase", r.ID, plan.Digest, plan.Count)
	refused(b, "not-found", "Contacts.Restore", k.ID)
	if len(b.sh.undo) != 0 {
		t.Error("contacts are still in memory")
	}
}

func TestOnlyMailLinksAreOpened(t *testing.T) {
	for _, link := range []string{"https://example.com", "file:///etc/passwd", "javascript:1", "/etc/passwd", "", "mailto:a b", "mailto:a\nb", `mailto:a"b`,
		"mailto:a@b.fi?attach=/etc/passwd", "mailto:a@b.fi?subject=x&Attach=/etc/passwd", "mailto:?body=a&body=b", "mailto:a@b.fi?cc=c@d.fi",
		"mailto:a@b.fi#x", "mailto:a@b.fi\x00", "MAILTO:a@b.fi", "mailto:a@b.fi?subject=%zz", "mailto:a@b.fi?a;b", "mailto:ä@b.fi"} {
		if openLink(link) == nil {
			t.Errorf("%q is opened", link)
		}
	}
	for _, l := range []exchange.Letter{
		{To: "aino.mäkinen@saarela.example", Subject: "Tarjous & kuitti?", Body: "Hei Aino,\n100 % = #1; \"lue\" <tämä>"},
		{To: "a?attach=/etc/passwd&b@c.example", Subject: "a&attach=/etc/passwd", Body: "b"},
		{Subject: "x"},
	} {
		if !mayOpen(l.Mailto()) {
			t.Errorf("%q is refused", l.Mailto())
		}
	}
}

func FuzzOnlyMailLinksAreOpened(f *testing.F) {
	f.Add("mailto:a@b.fi?subject=x&body=y")
	f.Add("mailto:a@b.fi?%61ttach=/etc/passwd")
	f.Add("mailto:a@b.fi?subject=x;attach=/etc/passwd")
	f.Fuzz(func(t *testing.T, link string) {
		if !mayOpen(link) {
			return
		}
		u, err := url.Parse(link)
		if err != nil || u.Scheme != "mailto" || u.Host != "" || u.Fragment != "" {
			t.Fatalf("%q: %+v, %v", link, u, err)
		}
		for key := range u.Query() {
			if key != "subject" && key != "body" {
				t.Fatalf("%q carries %q", link, key)
			}
		}
	})
}
