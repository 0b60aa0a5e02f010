//go:build windowtest

package windowtest

import (
	"errors"
	"fmt"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/store"
)

// asking is the customer of all requests, whose data are restricted: an open request keeps what the others lose.
const asking = 2

// hostileID is the id of the row that customer makes of what it gives.
func hostileID(n, what int) string {
	return fmt.Sprintf("00000000-0000-4000-8000-%012d", (n+1)*100+what)
}

// request is one that is open, and one that was refused.
func (h *hostile) request(tx *vault.Tx, n int) error {
	f := func(name string) string { return h.field(name, n) }
	r := app.Request{ID: tx.NewID(), Number: fmt.Sprint(n) + f("requests.number"), Kind: app.AskAccess, State: app.RequestWorking, CustomerID: hostileID(asking, 0),
		Name: f("request_people.name"), Address: f("request_people.address"), Email: f("request_people.email"), Phone: f("request_people.phone"), Language: app.Finnish,
		Representative: f("request_people.representative"), Authority: f("request_people.authority"), Received: tx.Today.AddDays(-3), Channel: app.Email,
		Words: f("request_people.words"), Scope: f("request_people.scope"), VerifiedOn: tx.Today.AddDays(-2), Method: app.CallBack, VerifiedNote: f("request_people.verified_note"),
		ExtendedOn: tx.Today.AddDays(-1), ExtendReason: f("request_people.extend_reason"), Reason: f("request_people.reason")}
	closed := r
	closed.ID, closed.Number, closed.State, closed.Outcome, closed.RefuseGround, closed.ClosedOn =
		tx.NewID(), "9"+r.Number, app.RequestRefused, "refused", app.RefuseException, tx.Today
	errs := []error{store.InsertRequest(tx.Tx, r), store.InsertRequest(tx.Tx, closed)}
	for _, e := range []app.RequestEvent{{On: r.Received, What: app.EventReceived}, {On: r.VerifiedOn, What: app.EventVerified, Note: f("request_events.note")}} {
		errs = append(errs, store.AddRequestEvent(tx.Tx, r.ID, e))
	}
	if n == 0 {
		errs = append(errs, h.covered(tx, r.ID))
	}
	return errors.Join(append(errs, h.tasks(tx, n, r.ID))...)
}

// covered hides a place of a contact, for a reason in the owner's words.
func (h *hostile) covered(tx *vault.Tx, request string) error {
	find := app.Find{ID: tx.NewID(), RequestID: request, Register: "contacts", Record: hostileID(asking, 0), CustomerID: hostileID(asking, 0), Count: 1,
		Matched: []string{app.ByNumber}, Same: app.SameYes, Certain: true}
	place := app.Redaction{Record: hostileID(asking, 3), Column: "text", Start: 0, End: 1, Reason: h.field("redactions.reason", 0)}
	return errors.Join(store.SaveFind(tx.Tx, find), store.SetRedactions(tx.Tx, find.ID, []app.Redaction{place}))
}

// tasks are of a place, of a copy and of a recipient; one of them is done.
func (h *hostile) tasks(tx *vault.Tx, n int, request string) error {
	f := func(name string) string { return h.field(name, n) }
	place := app.Place{ID: tx.NewID(), Kind: app.PlaceAccountant, Name: f("places.name"), Recipient: true, Processor: true, Email: f("places.email"),
		Holds: f("places.contents"), Country: f("places.country"), Safeguard: f("places.safeguard"), Days: 60}
	file := app.Copy{ID: tx.NewID(), What: "customers", Format: "csv", Rows: 4, File: f("copies.file")}
	errs := []error{store.InsertPlace(tx.Tx, place), store.InsertCopy(tx.Tx, file)}
	for _, t := range []app.Task{
		{Kind: app.TaskErase, PlaceID: place.ID, About: f("tasks.about")},
		{Kind: app.TaskErase, CopyID: file.ID, About: f("tasks.about")},
		{Kind: app.TaskNotify, Place: f("tasks.recipient"), About: f("tasks.about")},
		{Kind: app.TaskRectify, Place: f("tasks.recipient"), DoneOn: tx.Today, Outcome: app.TaskImpossible, Note: f("tasks.note")},
	} {
		t.ID, t.RequestID, t.CustomerID, t.AddedOn, t.DueOn = tx.NewID(), request, hostileID(asking, 0), tx.Today, tx.Today
		errs = append(errs, store.InsertTask(tx.Tx, t))
	}
	return errors.Join(errs...)
}

// limited restricts the data of who asks, and keeps their files longer.
func (h *hostile) limited(tx *vault.Tx) error {
	f := func(name string) string { return h.field(name, asking) }
	r := app.Restriction{ID: tx.NewID(), CustomerID: hostileID(asking, 0), Ground: app.GroundAccuracy, Scope: f("restrictions.scope"), From: tx.Today.AddDays(-3), ReviewOn: tx.Today.AddDays(27)}
	use := app.RestrictionUse{ID: tx.NewID(), RestrictionID: r.ID, On: tx.Today.AddDays(-1), Ground: app.UseClaims, What: f("restriction_uses.what"), Reason: f("restriction_uses.reason")}
	files, err := store.AttachmentsOf(tx.Tx, hostileID(asking, 3))
	errs := []error{err, store.InsertRestriction(tx.Tx, r), store.InsertUse(tx.Tx, use)}
	for _, file := range files {
		errs = append(errs, store.InsertExtension(tx.Tx, app.Extension{ID: tx.NewID(), Record: file.ID, Until: tx.Today.AddDays(30), Reason: f("extensions.reason"), PlacedOn: tx.Today}))
	}
	return errors.Join(errs...)
}

// promised is a rule of the owner's own, with a reason.
func (h *hostile) promised(tx *vault.Tx) error {
	return store.AddRule(tx.Tx, app.Rule{Class: app.ClassCustomer, From: "last-needed", Months: 36, Do: app.Erase, Basis: "gdpr-5-1-e", Source: "owner", Since: tx.Today, Reason: h.field("policy_rules.reason", 0)})
}

// nameless is a conversation of which nobody knows whose it was.
func (h *hostile) nameless(tx *vault.Tx, n int) error {
	return store.InsertAnonymous(tx.Tx, app.Anonymous{ID: tx.NewID(), Month: "2026-03", Channel: app.Chat, Direction: app.In, Purpose: app.ForTraining, Text: h.field("anonymous.text", n),
		Spared: []app.Spared{{Word: h.field("anonymous.spared", n), Reason: h.field("anonymous.spared", n)}}})
}

func (h *hostile) today() {
	w := h.w
	w.Section("rail_today")
	w.WaitText("«request_people.name»")
	h.stop("today")
}

// requests goes through the board and every open request: each has another portion of the texts.
func (h *hostile) requests() {
	w := h.w
	for n := range h.texts {
		w.Section("rail_requests")
		w.WaitText("«request_people.name»")
		h.stop("requests")
		row := fmt.Sprintf("(//main//button[@data-row])[%d]", n+1)
		w.XPath(row).Wait()
		h.enter(w.XPath(row))
		w.WaitText("«request_people.words»")
		w.WaitText("«request_events.note»")
		h.stop("request")
		if n == 0 {
			h.found()
			h.letter()
		}
	}
	w.Section("rail_requests")
	w.Role("checkbox", w.Say("req_show_closed")).Click()
	w.XPath(fmt.Sprintf("(//main//button[@data-row])[%d]", len(h.texts)+1)).Wait()
	h.stop("closed requests")
	w.Keys("Control+n")
	w.Role("heading", w.Say("req_new_title")).Wait()
	w.Role("combobox", w.Say("req_whose")).Focus()
	w.Write("customers")
	w.XPath("(//*[@role='option'][contains(., '«customers.name»')])[1]").Wait()
	h.stop("new request")
	w.Keys("Escape")
}

// found searches the registers for who asks, and opens a text to cover parts of it.
func (h *hostile) found() {
	w := h.w
	w.Role("button", w.Say("req_search_again")).Click()
	cover := "(//main//button[starts-with(@aria-label, '" + strings.SplitN(w.Say("req_cover_of"), "{", 2)[0] + "')])[1]"
	w.XPath(cover).Wait()
	h.stop("found")
	h.over("cover", "req_cover_title", func() { h.enter(w.XPath(cover)) })
	h.over("edit request", "req_edit_title", h.press("F2"))
}

func (h *hostile) letter() {
	w := h.w
	w.Role("button", w.Say("req_enlarge")).Click()
	w.Role("radio", w.Say("pdf_text")).Click()
	w.WaitText("«redactions.reason»")
	h.stop("letter")
}

// outside is the list of what lies outside the register, and of what is to be done there.
func (h *hostile) places() {
	w := h.w
	w.Section("rail_settings")
	settingsPart("set_places")(w)
	for _, text := range []string{"places.name", "places.contents", "tasks.about", "tasks.recipient", "copies.file"} {
		w.WaitText("«" + text + "»")
	}
	h.stop("places")
	edit := "(//main//button[starts-with(@aria-label, '" + strings.SplitN(w.Say("places_edit_which"), "{", 2)[0] + "')])[1]"
	h.over("place", "places_edit_title", func() { h.enter(w.XPath(edit)) })
	cannot := "(//main//button[starts-with(@aria-label, '" + strings.SplitN(w.Say("tasks_cannot_which"), "{", 2)[0] + "')])[1]"
	h.over("task", "tasks_cannot_title", func() { h.enter(w.XPath(cannot)) })
}

// restricted is the card of who asks, by way of a request, and all that is printed of it.
func (h *hostile) restricted() {
	w := h.w
	w.Section("rail_requests")
	w.WaitText("«request_people.name»")
	h.enter(w.XPath("(//main//button[@data-row])[1]"))
	w.WaitText("«request_people.words»")
	h.menu("req_menu", "req_do_card")()
	w.WaitText("«restrictions.scope»")
	h.enter(w.XPath("//main//details/summary[contains(., '" + w.Say("restr_past") + "')]"))
	w.WaitText("«restriction_uses.reason»")
	h.stop("restricted card")
	w.Keys("Escape", "Control+p")
	w.Role("heading", w.Say("print_title")).Wait()
	w.Role("radio", w.Say("pdf_text")).Click()
	w.WaitText("«request_people.words»")
	h.stop("printout of who asks")
}

func (h *hostile) rules() {
	w := h.w
	w.Section("rail_retention")
	w.Role("button", w.Say("ret_rules")).Click()
	w.WaitText("«policy_rules.reason»")
	h.stop("rules")
}

// anonymous is what stays of conversations without whose they were.
func (h *hostile) anonymous() {
	w := h.w
	w.Go("rail_contacts")
	w.Role("grid", w.Say("rail_contacts")).Wait()
	w.XPath("//header//button[@aria-label='" + w.Say("contact_actions") + "']").Click()
	w.Role("menuitem", w.Say("ret_anonymous")).Click()
	w.WaitText("«anonymous.text»")
	h.stop("anonymous")
}
