//go:build windowtest

package windowtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kortisto/app/demo/invent"
)

// sight is something to look at: a page or an open state of one. A new page is one row.
type sight struct {
	name string
	open func(w *Window)
	// leave undoes what open has opened over the page.
	leave func(w *Window)
	// settle waits after a change of size for what the page is painted with later.
	settle func(w *Window)
	main   bool // also in a small and a large window
}

func escape(w *Window) {
	w.Keys("Escape")
	w.Role("dialog", "").WaitGone()
}

// section goes to a section of the rail by its key.
func section(key string) func(*Window) {
	return func(w *Window) {
		w.Go(key)
		w.Role("heading", w.Say(key)).Wait()
	}
}

func settingsPart(key string) func(*Window) {
	return func(w *Window) {
		w.Role("button", w.Say(key)).Within(w.Role("navigation", w.Say("set_parts"))).Click()
		w.XPath("//main//nav//button[@aria-current='page'][contains(., '" + w.Say(key) + "')]").Wait()
	}
}

// firstCustomer opens the card of the first row by keyboard.
func firstCustomer(w *Window) {
	w.Go("rail_customers")
	w.Role("grid", w.Say("rail_customers")).Wait()
	w.Role("grid", w.Say("rail_customers")).Focus()
	w.Keys("Home", "ArrowDown", "Enter")
	w.Role("heading", w.Say("timeline")).Wait()
}

// paper waits until the first page of a PDF has ink on it.
func paper(w *Window) {
	w.Eventually("the page to be painted", func() bool {
		return w.Script(`const canvas = document.querySelector('main canvas');
if (!canvas || !canvas.width) return false;
const now = performance.now(); // reading the sheet holds up its painting: not every time
if (now - (window.lookedAtPaper ?? -Infinity) < 700) return false;
window.lookedAtPaper = now;
const { data } = canvas.getContext('2d').getImageData(0, canvas.height / 2, canvas.width, 120);
let ink = 0;
for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0 && data[i] < 128) ink++;
return ink > 200;`) == true
	})
}

// sights are in the order in which they are opened, each from the one before.
var sights = []sight{
	{name: "lock", main: true, open: func(w *Window) { w.Role("button", w.Say("lock_open")).Wait() }},
	{name: "customers", main: true, open: func(w *Window) {
		w.Unlock(demoPassphrase)
		w.Go("rail_customers")
		w.Role("grid", w.Say("rail_customers")).Wait()
	}},
	{name: "customers-search", open: func(w *Window) {
		w.Keys("Control+f")
		w.Write("mäkinen")
		w.Role("columnheader", w.Say("customers_found")).Wait()
	}, leave: func(w *Window) { w.Keys("Control+a", "Delete", "Escape") }},
	{name: "palette", main: true, open: func(w *Window) {
		w.Keys("Control+k")
		w.Role("dialog", w.Say("palette")).Wait()
		w.Write("mä")
		w.Role("option", "").Within(w.Role("dialog", w.Say("palette"))).Present()
	}, leave: escape},
	{name: "new-customer", open: func(w *Window) {
		w.Keys("Control+n")
		w.Role("dialog", w.Say("new_title")).Wait()
	}, leave: escape},
	{name: "customer", main: true, open: firstCustomer},
	{name: "customer-why", open: func(w *Window) {
		w.XPath("//main//aside//button[contains(., '" + w.Say("why") + "')]").Click()
		w.WaitText(w.Say("why_not_moving"))
	}, leave: escape},
	{name: "customer-contact", open: func(w *Window) {
		w.Keys("y")
		w.Role("dialog", w.Say("contact_title")).Wait()
	}, leave: escape},
	{name: "customer-hold", open: func(w *Window) {
		w.Role("button", w.Say("hold_needed")).Click()
		w.Role("dialog", w.Say("hold_title")).Wait()
	}, leave: escape},
	{name: "customer-consent", open: func(w *Window) {
		w.Role("button", w.Say("marketing_change_label")).Click()
		w.Role("dialog", w.Say("consent_title")).Wait()
	}, leave: escape},
	{name: "keys", open: func(w *Window) {
		w.Keys("F1")
		w.Role("dialog", w.Say("keys_title")).Wait()
	}, leave: escape},
	{name: "printout", main: true, settle: paper, open: func(w *Window) {
		w.Keys("Control+p")
		w.Role("heading", w.Say("print_title")).Wait()
		paper(w)
	}},
	{name: "printout-text", open: func(w *Window) {
		w.Role("radio", w.Say("pdf_text")).Click()
		w.WaitText("Piha ja Metsä Saarela")
	}},
	{name: "retention", main: true, open: func(w *Window) {
		section("rail_retention")(w)
		w.XPath(numberOfGoing).Wait()
	}},
	{name: "retention-why", open: func(w *Window) {
		w.XPath("(//main//tbody//button[contains(., '" + w.Say("why") + "')])[1]").Click()
		w.WaitText(w.Say("why_staying"))
	}, leave: escape},
	{name: "retention-90", open: func(w *Window) {
		w.Role("radio", w.Say("ret_within_90")).Click()
		w.Role("radio", w.Say("ret_table")).Click()
		w.Role("table", "").Within(w.Role("region", w.Say("ret_outlook"))).Wait()
	}},
	{name: "retention-rules", open: func(w *Window) {
		w.Role("button", w.Say("ret_rules")).Click()
		w.Role("heading", w.Say("ret_rules")).Wait()
	}},
	{name: "requests", main: true, open: func(w *Window) {
		section("rail_requests")(w)
		w.XPath("(//main//button[@data-row])[1]").Wait()
	}},
	{name: "request-new", open: func(w *Window) {
		w.Keys("Control+n")
		w.Role("heading", w.Say("req_new_title")).Wait()
	}, leave: section("rail_requests")},
	{name: "request", main: true, open: func(w *Window) {
		w.XPath("(//main//button[@data-row])[1]").Click()
		w.Role("list", w.Say("req_steps")).Wait()
	}},
	{name: "request-found", main: true, open: func(w *Window) {
		section("rail_requests")(w)
		w.XPath("(//main//button[@data-row][contains(., '" + w.Say("req_access") + "')])[1]").Click()
		w.Role("button", w.Say("req_search")).Click()
		w.Role("button", w.Say("req_search_again")).Wait()
		w.XPath("//aside//canvas").Wait()
	}},
	{name: "request-cover", open: func(w *Window) {
		w.XPath("(//main//button[starts-with(@aria-label, '" + w.Say("req_cover") + "')])[1]").Click()
		w.Role("dialog", w.Say("req_cover_title")).Wait()
		w.XPath("(//*[@role='dialog']//textarea)[1]").Wait()
	}, leave: escape},
	{name: "letter", main: true, settle: paper, open: func(w *Window) {
		w.Role("button", w.Say("req_do_letter")).Click()
		w.Role("heading", w.Say("req_letter_paragraphs")).Wait()
		paper(w)
	}},
	{name: "letter-send", open: func(w *Window) {
		w.Keys("Control+Enter")
		w.Role("dialog", w.Say("req_send_title")).Wait()
	}, leave: escape},
	{name: "today", main: true, open: func(w *Window) {
		section("rail_today")(w)
		w.Role("list", "").Within(w.Role("region", w.Say("today_waiting"))).Wait()
	}},
	{name: "import", main: true, open: func(w *Window) {
		w.Go("rail_customers")
		w.Role("button", w.Say("customers_import")).Click()
		w.Role("button", w.Say("import_choose")).Wait()
	}},
	{name: "import-check", main: true, open: func(w *Window) {
		path := filepath.Join(w.Home, "asiakkaat.csv")
		if err := os.WriteFile(path, invent.List(300, 5), 0o600); err != nil {
			w.t.Fatalf("%v", err)
		}
		w.Role("button", w.Say("import_choose")).Click()
		w.ChooseFile(path)
		w.XPath(importRun).Wait()
	}},
	{name: "import-done", open: func(w *Window) {
		w.XPath(importRun).Click()
		w.Role("button", w.Say("import_undo_all")).Wait()
	}},
	{name: "mailing", main: true, open: section("rail_mailing")},
	{name: "settings", main: true, open: section("rail_settings")},
	{name: "settings-looks", open: settingsPart("set_looks")},
	{name: "settings-locking", open: settingsPart("set_passphrase_lock")},
	{name: "settings-mail", open: settingsPart("set_mail")},
	{name: "settings-vault", open: settingsPart("set_vault")},
	{name: "settings-places", open: settingsPart("set_places")},
	{name: "settings-log", open: settingsPart("set_log")},
	{name: "settings-about", open: settingsPart("set_about")},
	{name: "retention-done", open: func(w *Window) {
		section("rail_retention")(w)
		approve := w.XPath(numberOfGoing + "/following-sibling::button").Content()
		w.XPath(numberOfGoing).Type(strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, approve))
		w.Keys("Enter")
		w.Role("heading", w.Say("ret_done_title")).Wait()
		paper(w)
	}},
}

var firstRunSights = []sight{
	{name: "first-language", open: func(w *Window) { w.Role("heading", w.Say("first_language_title")).Wait() }},
	{name: "first-firm", open: func(w *Window) {
		w.Role("button", w.Say("continue")).Click()
		w.Role("textbox", w.Say("first_firm_name")).Type("Piha ja Metsä Saarela")
	}},
	{name: "first-passphrase", main: true, open: func(w *Window) {
		w.Role("button", w.Say("continue")).Click()
		w.Role("textbox", w.Say("first_passphrase_field")).Type(demoPassphrase)
		w.WaitText(w.Say("strength_4"))
	}},
	{name: "first-recovery", main: true, open: func(w *Window) {
		w.Role("button", w.Say("first_passphrase_next")).Click()
		w.Role("heading", w.Say("first_recovery_title")).Wait()
	}},
}

// TestPictures takes pictures of every page, light and dark, into build/out/shots, for people to look at; at each
// size it asserts that nothing has to be scrolled sideways.
func TestPictures(t *testing.T) {
	t.Parallel()
	for _, dark := range []bool{false, true} {
		theme := map[bool]string{false: "light", true: "dark"}[dark]
		t.Run(theme, func(t *testing.T) {
			t.Parallel()
			look(t, firstRunSights, theme, Options{Dark: dark})
			look(t, sights, theme, Options{Dark: dark, Home: demoHome(t, 200)})
		})
	}
}

func look(t *testing.T, all []sight, theme string, o Options) {
	w := Open(t, o)
	for _, each := range all {
		began := time.Now()
		each.open(w)
		t.Logf("%-24s %5.1f s", each.name, time.Since(began).Seconds())
		shoot(t, w, fmt.Sprintf("%s-%s", each.name, theme))
		if each.main && theme == "light" {
			for _, size := range [][2]int{{1024, 700}, {1920, 1080}} {
				w.Resize(size[0], size[1])
				if each.settle != nil {
					each.settle(w)
				}
				shoot(t, w, fmt.Sprintf("%s-%s-%dx%d", each.name, theme, size[0], size[1]))
			}
			w.Resize(1280, 800)
		}
		if each.leave != nil {
			each.leave(w)
		}
	}
	w.Quit()
}

func shoot(t *testing.T, w *Window, name string) {
	t.Helper()
	if wide := w.Script("return document.documentElement.scrollWidth - innerWidth"); wide != float64(0) {
		t.Errorf("%s is %v pixels too wide", name, wide)
	}
	w.Screenshot(name)
}

// importRun is the button that brings the list in: how many of its people the demo's register knows already is the
// demo's to say.
const importRun = "//button[starts-with(normalize-space(.), 'Tuo ') and contains(., 'asiakasta')]"

// numberOfGoing is the field for the number of what goes: what it is called says whether cards go, or less.
const numberOfGoing = "//main//input[@inputmode='numeric']"
