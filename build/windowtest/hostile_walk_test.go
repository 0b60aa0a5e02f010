//go:build windowtest

package windowtest

import (
	"strconv"
	"strings"
	"testing"
)

// notText are tables that hold nothing which anybody wrote.
var notText = map[string]bool{"audit": true, "import_rows": true, "merges": true, "settings": true, "suppressions": true, "import_mappings": true,
	"card_search": true, "contact_search": true,
	"finds": true, "letters": true, "runs": true}

// unseen are texts that no page shows, each with the reason.
var unseen = map[string]string{
	"consents.recorded_by":      proof,
	"list_consents.recorded_by": proof,
	"audit_sealed.payload":      "the sealed part of the log",
	"visits.visitor":            "visitors are counted and never listed",
	"visits.title":              "pages are counted by their address",
	"sends.email":               "the walk sends nothing, and a message that went names whom it went to by the entry",
	"mailings.goods":            "asked for only where a message goes without consent",
}

const proof = "who wrote a permission down is the firm's proof alone"

// notWords are columns of the program's own codes, days and numbers, or workings of other texts.
var notWords = []string{"customers.name_key", "customers.phone_key", "customers.same_name", "customers.same_street",
	"visits.origin", "visits.on_day", "visits.seconds", "visit_counts.origin", "visit_counts.from_day", "visit_counts.to_day",
	"visit_counts.by", "visit_counts.views", "visit_counts.visitors", "mailings.kind", "mailings.state", "mailings.recipients", "mailings.sent",
	"mailings.failed", "mailings.skipped", "mailings.created_at", "mailings.ended_at", "wordings.version", "wordings.language",
	"wordings.added_on", "templates.channel", "templates.language", "import_batches.at", "import_batches.added", "import_batches.updated",
	"places.kind", "places.recipient", "places.processor", "places.days", "places.ended_on", "tasks.kind", "tasks.added_on", "tasks.due_on", "tasks.done_on",
	"tasks.outcome", "policy_rules.class", "policy_rules.counted_from", "policy_rules.months", "policy_rules.longest", "policy_rules.disposal", "policy_rules.basis",
	"policy_rules.source", "policy_rules.since", "policy_rules.set_at", "anonymous.month", "anonymous.channel", "anonymous.direction", "anonymous.purpose",
	"copies.made_at", "copies.what", "copies.format", "copies.rows", "copies.gone_on", "import_batches.skipped", "import_batches.undone_at", "import_batches.register"}

// stopOn says which stop is on a page of the window.
var stopOn = map[string]string{"today": "today", "customers": "customers", "customer": "card", "contacts": "contacts", "templates": "templates",
	"duplicates": "duplicates", "merge": "merge", "imports": "import", "printout": "printout", "rules": "rules", "retention": "retention",
	"certificates": "certificates", "certificate": "certificate", "anonymous": "anonymous", "requests": "requests", "request": "request",
	"letter": "letter", "new-request": "new request", "mailing": "mailing", "messages": "messages", "message": "message", "visits": "visits",
	"recovery": "a new recovery sheet", "settings": "settings"}

// walk goes to every page that shows a text, and opens all that lies over it.
func (h *hostile) walk() {
	h.w.Unlock(demoPassphrase)
	for _, part := range []struct {
		name string
		walk func()
	}{
		{"list", h.list}, {"card", h.card}, {"contacts", h.history}, {"training", h.training}, {"templates", h.templates}, {"duplicates", h.pairs},

		{"import", h.file}, {"mailing", h.mailing}, {"visits", h.visited}, {"settings", h.options},

		{"today", h.today}, {"requests", h.requests}, {"restricted", h.restricted}, {"places", h.places}, {"rules", h.rules}, {"anonymous", h.anonymous}, {"retention", h.review},
	} {
		h.part(part.name, part.walk)
	}
}

// part walks through some pages; where that can not be done, the others are looked at all the same.
func (h *hostile) part(name string, walk func()) {
	whole := h.t
	whole.Run(name, func(t *testing.T) {
		h.t, h.w.t = t, t
		defer func() { h.t, h.w.t = whole, whole }()
		h.w.Keys("Escape", "Escape")
		walk()
	})
}

// enter presses a control by keyboard: what has to be scrolled to can not be clicked.
func (h *hostile) enter(e *Element) {
	e.Focus()
	h.w.Keys("Enter")
}

func (h *hostile) mailing() {
	w := h.w
	w.Section("rail_mailing")
	grid := w.Role("grid", w.Say("rail_mailing"))
	grid.Wait()
	grid.Focus()
	w.Keys("Home", "ArrowDown")
	w.WaitText("«list_entries.origin»")
	h.stop("mailing")
	w.Role("button", w.Say("messages")).Click()
	w.WaitText("«mailings.subject»")
	h.stop("messages")
	grid = w.Role("grid", w.Say("messages"))
	grid.Focus()
	w.Keys("Home", "Enter")
	grid.WaitGone()
	w.Eventually("the message", func() bool { return strings.Contains(w.Script(gather).([]any)[0].(string), "«mailings.body»") })
	h.stop("message")
}

func (h *hostile) visited() {
	h.w.Section("rail_visits")
	h.w.WaitText("«visit")
	h.stop("visits")
	h.w.XPath("//button[starts-with(@aria-label, '" + h.w.Say("visits_origin") + ":')]").Click()
	h.w.Role("option", h.w.Say("visits_origin_matomo")).Wait()
	h.stop("visits, origins")
	for _, origin := range []string{"ga4", "matomo"} {
		if h.w.Role("option", h.w.Say("visits_origin_"+origin)).Present() {
			h.w.Role("option", h.w.Say("visits_origin_"+origin)).Click()
			h.w.Role("option", "").WaitGone()
		}
		h.w.WaitText(map[string]string{"ga4": "«visit_counts.name»", "matomo": "«visits.page»"}[origin])
		h.stop("visits, " + origin)
		if origin == "ga4" {
			h.w.XPath("//button[starts-with(@aria-label, '" + h.w.Say("visits_origin") + ":')]").Click()
			h.w.Role("option", h.w.Say("visits_origin_matomo")).Wait()
		}
	}
}

func (h *hostile) list() {
	w := h.w
	w.Go("rail_customers")
	w.Role("grid", w.Say("rail_customers")).Wait()
	w.WaitText("«customers.town»")
	h.stop("customers")
	w.Role("button", w.Say("filter_title")).Click()
	w.WaitText("«filter.name»")
	h.stop("filter")
	w.XPath("//button[@aria-pressed][contains(., '«filter.name»')]").Click()
	w.Role("button", w.Say("filter_clear")).Wait()
	h.stop("filtered")
	w.Role("button", w.Say("filter_clear")).Click()
	for _, word := range []string{"onerror", "customers"} {
		w.Keys("Escape", "Control+f", "Control+a")
		w.Write(word)
		w.XPath("(//main//mark)[1]").Wait()
		h.stop("found " + word)
	}
	w.Keys("Control+a", "Delete", "Escape", "Control+k")
	palette := w.Role("dialog", w.Say("palette"))
	palette.Wait()
	w.Write("customers")
	w.XPath("(//*[@role='dialog']//mark | //dialog//mark)[1]").Wait()
	h.stop("palette")
	escape(w)
}

// over opens something that lies over a page, looks at it, and takes it away.
func (h *hostile) over(name, title string, open func()) {
	h.t.Helper()
	w := h.w
	open()
	w.Role("dialog", w.Say(title)).Wait()
	h.stop(name)
	w.Keys("Escape")
	w.Role("dialog", w.Say(title)).WaitGone()
}

// menu picks an entry of the card's menu.
func (h *hostile) menu(label, entry string) func() {
	return func() {
		h.w.Role("button", h.w.Say(label)).Click()
		h.w.Role("menuitem", h.w.Say(entry)).Click()
	}
}

func (h *hostile) press(key string) func() { return func() { h.w.Keys("Escape", key) } }

func (h *hostile) card() {
	w := h.w
	firstCustomer(w)
	h.enter(w.Role("button", w.Say("card_more")))
	w.WaitText("«deliveries.product»")
	h.enter(w.XPath("(//main//li[@data-line]//button[@aria-expanded='false'])[1]"))
	w.WaitText("«messages.text»")
	w.WaitText("«attachments.name»")
	h.stop("card")
	h.over("changes", "changes_title", h.menu("card_menu", "changes_open"))
	h.over("permission", "consent_title", h.menu("card_menu", "marketing_change_label"))
	h.over("person", "person_title_add", h.menu("card_menu", "person_add_label"))
	h.over("contact", "contact_title", h.press("y"))
	h.over("delivery", "delivery_title", h.press("t"))
	w.Keys("Escape", "Control+p")
	w.Role("heading", w.Say("print_title")).Wait()
	w.Role("radio", w.Say("pdf_text")).Click()
	w.WaitText("«deliveries.product»")
	h.stop("printout")
}

func (h *hostile) history() {
	w := h.w
	w.Go("rail_contacts")
	w.Role("grid", w.Say("rail_contacts")).Wait()
	w.Role("grid", w.Say("rail_contacts")).Focus()
	w.Keys("Home", "ArrowDown")
	w.Role("button", w.Say("contact_answer")).Wait()
	w.WaitText("«attachments.name»")
	w.XPath("//aside//summary[contains(., '" + w.Say("contact_technical") + "')]").Click()
	w.WaitText("«technical.value»")
	h.stop("contacts")
	h.over("answer", "contact_answer_title", func() {
		w.Role("button", w.Say("contact_answer")).Click()
		choice := w.XPath("//*[@role='dialog']//button[starts-with(@aria-label, '" + w.Say("template_choose") + "')] | //dialog//button[starts-with(@aria-label, '" + w.Say("template_choose") + "')]")
		choice.Wait()
		choice.Focus()
		w.Keys("ArrowDown")
		w.WaitText("«templates.name»")
		w.Keys("1", "Enter") // the first one names fields that there are not, and is refused
		w.Eventually("the template's words", func() bool { return strings.Contains(w.Script(gather).([]any)[0].(string), "«templates.body»") })
	})
	h.over("postpone", "postpone_title", h.press("p"))
	h.over("edit contact", "contact_edit_title", h.press("F2"))
	h.over("transcript", "transcript_title", func() { w.Role("button", w.Say("transcript_give")).Click() })
	h.over("open a file", "file_open_title", func() {
		w.XPath("(//aside//button[contains(@aria-label, '«attachments.name»')][.//*[contains(@class, 'external-link')]])[1]").Focus()
		w.Keys("Enter")
	})
}

func (h *hostile) training() {
	w := h.w
	w.Go("rail_contacts")
	w.Role("grid", w.Say("rail_contacts")).Wait()
	h.over("training", "training", func() {
		w.XPath("//header//button[@aria-label='" + w.Say("contact_actions") + "']").Click()
		w.Role("menuitem", w.Say("training")).Click()
		w.Role("button", w.Say("training_preview")).Click()
		w.Role("status", "").Within(w.Role("dialog", w.Say("training"))).Wait()
	})
}

func (h *hostile) templates() {
	w := h.w
	w.Go("rail_contacts")
	w.Role("button", w.Say("templates")).Click()
	w.WaitText("«templates.name»")
	h.stop("templates")
	w.XPath("(//main//button[starts-with(@aria-label, '" + strings.SplitN(w.Say("template_edit_named"), "{", 2)[0] + "')])[1]").Click()
	w.Role("dialog", "").Wait()
	h.stop("template")
	escape(w)
}

func (h *hostile) pairs() {
	w := h.w
	w.Go("rail_customers")
	h.menu("customers_menu", "dup_find")()
	w.WaitText("«customers.number»")
	h.stop("duplicates")
	w.XPath("(//main//button[contains(., '" + w.Say("dup_compare") + "')])[1]").Click()
	w.Role("heading", w.Say("merge_title")).Wait()
	w.XPath("//main//details/summary").Click()
	w.WaitText("«customers.email»")
	h.stop("merge")
}

// file brings in a list whose heading and cells are hostile.
func (h *hostile) file() {
	w := h.w
	quoted := func(name string, n int) string { return `"` + strings.ReplaceAll(h.field(name, n), `"`, `""`) + `"` }
	list := "Nimi;Katuosoite;" + quoted("heading", 0) + "\r\n"
	for n := range h.texts {
		list += quoted("cell.name", n) + ";" + quoted("cell.street", n) + ";" + quoted("cell.other", n) + "\r\n"
	}
	w.Go("rail_customers")
	w.Role("button", w.Say("customers_import")).Click()
	w.WaitText("«import_batches.source»")
	h.stop("imports of before")
	w.Role("button", w.Say("import_choose")).Click()
	w.ChooseFile(h.write("asiakkaat.csv", list))
	w.WaitText("«heading»")
	h.stop("import")
	w.Role("button", w.Say("cancel")).Click()

	chat := ""
	for n := range h.texts {
		chat += "12.6.2026 klo 9.0" + strconv.Itoa(n) + " - " + h.field("chat.author", n) + ": " + h.field("chat.text", n) + "\n"
	}
	w.Role("button", w.Say("import_choose")).Click()
	w.ChooseFile(h.write("WhatsApp-keskustelu.txt", chat))
	w.WaitText("WhatsApp-keskustelu.txt")
	w.WaitText("WhatsApp, Android")
	h.stop("import of a chat")
}

func (h *hostile) options() {
	w := h.w
	w.Section("rail_settings")
	w.Eventually("the firm's name", func() bool { return strings.Contains(w.Script(gather).([]any)[0].(string), "«firm.name»") })
	h.stop("settings")
	for _, part := range []string{"set_looks", "set_passphrase_lock", "set_mail", "set_vault", "set_log", "set_about"} {
		settingsPart(part)(w)
		if part == "set_mail" {
			w.WaitText("«wordings.text»") // they come after the part itself
		}
		h.stop(part)
	}
	settingsPart("set_passphrase_lock")(w)
	h.enter(w.Role("button", w.Say("renew_title")))
	w.Role("heading", w.Say("renew_title")).Wait()
	h.stop("a new recovery sheet")
}

func (h *hostile) review() {
	w := h.w
	w.Section("rail_retention")
	number := w.XPath("//main//aside//input[@inputmode='numeric']") // its label tells what is counted
	number.Wait()
	w.WaitText("«customers.name»")
	h.stop("retention")
	number.Type(strings.Fields(w.Role("status", "").Within(w.Role("region", w.Say("ret_waiting"))).Content())[0])
	w.Keys("Enter")
	w.Role("heading", w.Say("ret_done_title")).Wait()
	h.stop("erased")
	h.enter(w.Role("button", w.Say("ret_done_back")))
	w.Role("heading", w.Say("rail_retention")).Wait()
	h.enter(w.Role("button", w.Say("ret_runs")))
	w.Role("heading", w.Say("ret_runs")).Wait()
	shown := w.XPath("(//main//tbody//button)[1]")
	shown.Wait()
	h.stop("certificates")
	h.enter(shown)
	w.XPath("(//main//canvas)[1]").Wait()
	h.stop("certificate")
}
