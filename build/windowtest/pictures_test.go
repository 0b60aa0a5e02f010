//go:build windowtest

package windowtest

import (
	"fmt"
	"testing"
)

// sight is something to look at: a page or an open state of one. A new page is one row.
type sight struct {
	name string
	open func(w *Window)
	// leave undoes what open has opened over the page.
	leave func(w *Window)
	main  bool // also in a small and a large window
}

func escape(w *Window) {
	w.Keys("Escape")
	w.Role("dialog", "").WaitGone()
}

func rail(key string) func(*Window) {
	return func(w *Window) {
		w.Role("button", w.Say(key)).Within(w.Role("navigation", w.Say("rail"))).Click()
		w.Role("heading", w.Say(key)).Wait()
	}
}

// firstCustomer opens the card of the first row by keyboard.
func firstCustomer(w *Window) {
	w.Keys("Control+1")
	w.Role("grid", w.Say("rail_customers")).Wait()
	w.Role("grid", w.Say("rail_customers")).Focus()
	w.Keys("Home", "ArrowDown", "Enter")
	w.Role("heading", w.Say("timeline")).Wait()
}

// sights are in the order in which they are opened, each from the one before.
var sights = []sight{
	{name: "lock", main: true, open: func(w *Window) { w.Role("button", w.Say("lock_open")).Wait() }},
	{name: "customers", main: true, open: func(w *Window) {
		w.Unlock(demoPassphrase)
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
	{name: "retention", main: true, open: rail("rail_retention")},
	{name: "settings", main: true, open: rail("rail_settings")},
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
		each.open(w)
		shoot(t, w, fmt.Sprintf("%s-%s", each.name, theme))
		if each.main && theme == "light" {
			for _, size := range [][2]int{{1024, 700}, {1920, 1080}} {
				w.Resize(size[0], size[1])
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
