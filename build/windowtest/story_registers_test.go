//go:build windowtest

package windowtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRegistersByKeyboardAlone works a day in all registers without once touching the mouse: every control is come to
// by its key or by Tab, and pressed by Enter or the space bar.
func TestRegistersByKeyboardAlone(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.home = demoHome(t, 30)
	s.w = Open(t, Options{Home: s.home})
	s.w.Unlock(demoPassphrase)
	s.chapter("a customer who is there", s.twice)
	s.chapter("filter, columns, selection", s.sift)
	s.chapter("waiting and answered", s.answer)
	s.chapter("a recording", s.listen)
	s.chapter("two cards become one", s.join)
	s.chapter("page visits", s.visited)
	s.w.Quit()
}

// press comes to a control and presses Enter.
func (s *story) press(e *Element) {
	s.t.Helper()
	e.Reach()
	s.w.Keys("Enter")
}

func (s *story) button(key string) *Element { return s.w.Role("button", s.w.Say(key)) }

// choose opens a list of choices and takes one by the beginning of its name.
func (s *story) choose(label, value string) {
	s.t.Helper()
	s.press(s.w.XPath("//button[starts-with(@aria-label, '" + label + ":') or @aria-label='" + label + "']"))
	s.w.Role("option", value).Wait()
	s.w.Write(value[:3])
	s.w.Keys("Enter")
	s.w.Role("option", value).WaitGone()
}

// twice adds a customer, lets the postal code find the town, and is warned when the same one is added again.
func (s *story) twice() {
	w := s.w
	w.Go("rail_customers")
	w.Role("grid", w.Say("rail_customers")).Wait()
	w.Keys("Control+n")
	form := w.Role("dialog", w.Say("new_title"))
	form.Wait()
	w.Role("textbox", w.Say("field_name")).Within(form).Reach()
	w.Write("Kerttu Kuukkeli")
	w.Role("textbox", w.Say("field_phone")).Within(form).Reach()
	w.Write("040 555 0199")
	w.Keys("Enter")
	w.Role("heading", "Kerttu Kuukkeli").Wait()
	w.Role("textbox", w.Say("field_postcode")).Reach()
	w.Write("70100")
	w.Keys("Tab")
	w.Eventually("the town of the postal code", func() bool {
		return strings.EqualFold(w.Role("textbox", w.Say("field_town")).Property("value"), "Kuopio")
	})
	w.Keys("Escape", "Control+n")
	w.Role("textbox", w.Say("field_name")).Within(form).Reach()
	w.Write("Kuukkeli Kerttu")
	w.Role("textbox", w.Say("field_phone")).Within(form).Reach()
	w.Write("0405550199")
	w.Keys("Tab")
	s.press(w.Role("button", w.Say("new_same_open")).Within(form))
	w.Role("heading", "Kerttu Kuukkeli").Wait()
}

// sift filters the list, keeps the filter under a name, shows another column and marks rows.
func (s *story) sift() {
	w := s.w
	w.Keys("Escape")
	w.Go("rail_customers")
	grid := w.Role("grid", w.Say("rail_customers"))
	grid.Wait()
	s.press(s.button("filter_title"))
	s.choose(w.Say("field_marketing"), w.Say("filter_marketing_yes"))
	w.Role("textbox", w.Say("filter_name")).Reach()
	w.Write("Saa markkinoida")
	w.Keys("Enter")
	w.Role("list", w.Say("filter_saved")).Wait()
	w.Keys("Escape")
	s.press(s.button("filter_clear"))
	s.press(s.button("filter_title"))
	s.press(w.Role("button", "Saa markkinoida"))
	s.button("filter_clear").Wait()
	s.press(s.button("filter_clear"))

	s.press(s.button("customers_columns"))
	w.Role("checkbox", w.Say("field_email")).Reach()
	w.Keys("Space", "Escape")
	w.Role("columnheader", w.Say("field_email")).Wait()
	grid.Reach()
	w.Keys("Home", "x", "ArrowDown", "x")
	w.WaitText(w.SayN("customers_selected", 2))
	s.press(s.button("customers_unselect"))
}

// answer writes a contact down that waits, finds it in the queue, and answers it with a template.
func (s *story) answer() {
	w := s.w
	w.Go("rail_contacts")
	w.Role("grid", w.Say("rail_contacts")).Wait()
	s.press(s.button("templates"))
	s.press(s.button("template_new"))
	form := w.Role("dialog", "")
	w.Role("textbox", w.Say("template_name")).Within(form).Reach()
	w.Write("Tarjouspyyntö")
	w.Role("textbox", w.Say("template_body")).Within(form).Reach()
	w.Write("Hei. Kiitos viestistäsi.")
	s.press(w.Role("button", w.Say("save")).Within(form))
	form.WaitGone()

	s.find1("kuukkeli")
	w.Keys("y")
	form = w.Role("dialog", w.Say("contact_title"))
	form.Wait()
	w.Write("Kysyi aidan leikkuusta.")
	s.press(w.Role("button", w.Say("contact_more")).Within(form))
	w.Role("textbox", w.Say("contact_time")).Within(form).Reach()
	w.Write("9.15")
	w.Role("checkbox", w.Say("contacts_queue")).Within(form).Reach()
	w.Keys("Space", "Control+Enter")
	form.WaitGone()

	w.Go("rail_contacts")
	grid := w.Role("grid", w.Say("rail_contacts"))
	grid.Reach()
	w.Keys("Home")
	w.WaitText("Kysyi aidan leikkuusta.")
	w.Role("button", w.Say("contact_answer")).Wait()
	w.Keys("a")
	form = w.Role("dialog", w.Say("contact_answer_title"))
	form.Wait()
	s.choose(w.Say("template_choose"), "Tarjouspyyntö")
	w.Eventually("the words of the template", func() bool {
		return strings.HasPrefix(w.Role("textbox", w.Say("contact_text")).Within(form).Property("value"), "Hei. Kiitos")
	})
	w.Keys("Control+Enter")
	form.WaitGone()
	w.Text("Kysyi aidan leikkuusta.").Within(grid).Wait()
	w.XPath("//*[@role='grid']//*[@role='row'][contains(., 'Kysyi aidan')][not(contains(., '" + w.Say("contacts_queue") + "'))]").Wait()
}

// find1 goes from the list of customers to the card that a search finds first.
func (s *story) find1(text string) {
	w := s.w
	w.Go("rail_customers")
	w.Role("grid", w.Say("rail_customers")).Wait()
	s.find(text)
	w.XPath("(//main//mark)[1]").Wait()
	w.Keys("ArrowDown", "Enter")
	w.Role("heading", w.Say("timeline")).Wait()
}

// listen hangs a recording on the contact and hears it.
func (s *story) listen() {
	w := s.w
	path := filepath.Join(s.own, "puhelu.wav")
	if err := os.WriteFile(path, recording(20), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.press(s.button("file_add"))
	w.ChooseFile(path)
	named := func(key string) *Element {
		return w.Role("button", strings.ReplaceAll(w.Say(key), "{name}", "puhelu.wav"))
	}
	s.press(named("file_play"))
	named("file_pause").Wait()
	w.Eventually("the recording to go on", func() bool { return w.Script("return document.querySelector('audio').currentTime > 0.2") == true })
	w.Keys("Enter")
	named("file_play").Wait()
}

// join makes one card of two that look alike, and two of it again.
func (s *story) join() {
	w := s.w
	w.Go("rail_customers")
	w.Role("grid", w.Say("rail_customers")).Wait()
	w.Keys("Control+n")
	form := w.Role("dialog", w.Say("new_title"))
	form.Wait()
	w.Role("textbox", w.Say("field_name")).Within(form).Reach()
	w.Write("Kuukkeli Kerttu")
	w.Role("textbox", w.Say("field_phone")).Within(form).Reach()
	w.Write("040 555 0199")
	w.Keys("Enter")
	w.Role("heading", "Kuukkeli Kerttu").Wait()
	w.Go("rail_customers")
	w.Role("grid", w.Say("rail_customers")).Wait()
	s.press(s.button("customers_menu"))
	w.Role("menuitem", w.Say("dup_find")).Wait()
	w.Keys("Enter")
	s.press(w.XPath("(//main//li[contains(., 'Kuukkeli Kerttu')]//button)[1]"))
	w.Role("heading", w.Say("merge_title")).Wait()
	w.Role("button", w.Say("merge_do")).Wait()
	w.Keys("Control+Enter")
	w.Role("heading", w.Say("timeline")).Wait()
	if n := s.found("kerttu kuukkeli"); n != 1 {
		s.t.Errorf("%d cards after the two were made one", n)
	}
	w.Keys("Escape", "Control+z")
	w.Eventually("two cards again", func() bool { return s.found("kerttu kuukkeli") == 2 })
}

// found is how many cards the register finds.
func (s *story) found(text string) int {
	n, _ := s.w.Script("return window.go.desktop.Customers.Find(arguments[0], 10).then(rows => rows.length)", text).(float64)
	return int(n)
}

// visited brings in how the firm's site was read, and looks at it as a picture and as numbers.
func (s *story) visited() {
	w := s.w
	path := filepath.Join(s.own, "matomo.csv")
	if err := os.WriteFile(path, []byte("Date,Page URL,Pageviews,Unique visitors\n2026-10-01,/hinnasto,120,80\n2026-10-02,/yhteys,40,30\n"), 0o600); err != nil {
		s.t.Fatal(err)
	}
	w.Go("rail_visits")
	w.Role("heading", w.Say("rail_visits")).Wait()
	s.press(s.button("visits_import"))
	w.ChooseFile(path)
	form := w.Role("dialog", "")
	form.Wait()
	s.press(w.Role("button", w.Say("visits_import")).Within(form))
	form.WaitGone()
	w.Role("heading", w.Say("visits_by_month")).Wait()
	w.Role("radio", w.Say("ret_chart")).Reach()
	w.Keys("ArrowRight", "Enter")
	w.Role("table", "").Within(w.XPath("//main//section[.//h2[contains(., '" + w.Say("visits_by_month") + "')]]")).Wait()
}
