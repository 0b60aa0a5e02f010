//go:build windowtest

package windowtest

import "strings"

// customers adds one customer by hand and works with the card: most of it by keyboard, as somebody would who has the
// customer on the telephone.
func (s *story) customers() {
	s.addCustomer("Aino Mäkinen-"+s.canary("name"), "040 555 0128", "aino."+s.canary("mail")+"@posti.example")
	s.edit()
	s.logContact()
	s.logDelivery()
	s.hold()
	s.nothingInClear("open, on the card")
}

// search finds by the beginning of a name, without dots, by telephone in any spelling, by address and by what was
// said; then it goes to the card and back without the mouse.
func (s *story) search() {
	w := s.w
	w.Go("rail_customers")
	w.Role("grid", w.Say("rail_customers")).Wait()
	s.find("mäk")
	w.XPath("(//mark[.='Mäk'])[1]").Wait()
	s.find("makinen")
	w.XPath("(//mark[.='Mäkinen'])[1]").Wait()
	for _, typed := range []string{"040 555 0128", "+358405550128", s.canary("mail"), s.canary("contact"), s.canary("name")} {
		s.find(typed)
		w.Text("Aino Mäkinen-" + s.canary("name")).Wait()
	}
	s.find(s.canary("search") + " jota ei ole")
	w.WaitText(s.canary("search"))
	s.openAino()
	w.Keys("Alt+ArrowLeft")
	w.Role("grid", w.Say("rail_customers")).Wait()
	w.Keys("Control+k")
	w.Write(s.canary("contact"))
	w.Text("Aino Mäkinen-" + s.canary("name")).Within(w.Role("dialog", w.Say("palette"))).Wait()
	s.nothingInClear("open, with the palette")
	w.Keys("Enter")
	w.Role("heading", "Aino Mäkinen-"+s.canary("name")).Wait()
}

// addCustomer fills the form of a new customer and ends on the new card.
func (s *story) addCustomer(name, phone, mail string) {
	w := s.w
	w.Keys("Control+n")
	form := w.Role("dialog", w.Say("new_title"))
	w.Role("textbox", w.Say("field_name")).Within(form).Type(name)
	w.Role("textbox", w.Say("field_phone")).Within(form).Type(phone)
	w.Role("textbox", w.Say("field_email")).Within(form).Type(mail)
	w.Keys("Enter")
	w.Role("heading", name).Wait()
}

// edit changes a field of the card, which saves itself, and takes it back.
func (s *story) edit() {
	w := s.w
	street := w.Role("textbox", w.Say("field_street"))
	street.Fill("Kanervakuja 5")
	w.Keys("Tab")
	w.WaitText(w.Say("saved"))
	w.Eventually("the street to be saved", func() bool { return s.count("Kortin tietoja korjattiin") == 1 })
	street.Fill("Väärä tie 1 " + s.canary("street"))
	w.Keys("Tab")
	w.Role("button", w.Say("undo")).Wait()
	w.Keys("Escape", "Control+z") // Out of the field first: inside it, Ctrl Z is the field's own.
	w.Eventually("the old street to be back", func() bool { return street.Property("value") == "Kanervakuja 5" })
}

// logContact writes a contact down without the mouse: Y, the text, Ctrl Enter.
func (s *story) logContact() {
	w := s.w
	w.Keys("Escape", "y")
	form := w.Role("dialog", w.Say("contact_title"))
	form.Wait()
	w.Eventually("the keyboard to be in the text", func() bool {
		return w.Script("return document.activeElement.tagName") == "TEXTAREA"
	})
	w.Write("Kysyi pensasaidan leikkuusta, " + s.canary("contact") + ". Åker lähettää tarjouksen.")
	w.Keys("Control+Enter")
	form.WaitGone()
	w.WaitText(s.canary("contact"))
}

// logDelivery is by keyboard as well: T, three fields, Enter.
func (s *story) logDelivery() {
	w := s.w
	w.Keys("Escape", "t")
	form := w.Role("dialog", w.Say("delivery_title"))
	w.Role("textbox", w.Say("delivery_product")).Within(form).Type("Syyshoito " + s.canary("product"))
	w.Keys("Tab")
	w.Write("1,5")
	w.Keys("Enter")
	form.WaitGone()
	w.WaitText(s.canary("product"))
}

// hold keeps the data longer for a reason, and lets them go again.
func (s *story) hold() {
	w := s.w
	w.Role("button", w.Say("hold_needed")).Click()
	form := w.Role("dialog", w.Say("hold_title"))
	w.Role("textbox", w.Say("hold_reason")).Within(form).Type("Reklamaatio kesken, " + s.canary("hold"))
	w.Role("textbox", w.Say("hold_review")).Within(form).Type("+90")
	w.Role("button", w.Say("hold_place")).Within(form).Click()
	form.WaitGone()
	w.Role("heading", w.Say("goes_held")).Wait()
	w.WaitText(s.canary("hold"))
	w.Role("button", w.Say("hold_lift")).Click()
	w.Role("heading", w.Say("goes")).Wait()
}

// count is how often the words stand in the window.
func (s *story) count(words string) int {
	said, _ := s.w.Script("return document.body.innerText").(string)
	return strings.Count(said, words)
}

// find puts the keyboard into the search of the page and types.
func (s *story) find(text string) {
	w := s.w
	w.Keys("Escape", "Control+f", "Control+a")
	w.Write(text)
}

// openAino goes from the list to the card of the customer who was added by hand, without the mouse.
func (s *story) openAino() {
	w := s.w
	s.find(s.canary("name"))
	w.XPath("//mark[.='" + s.canary("name") + "']").Wait() // The answer to the last letter is there.
	w.Keys("ArrowDown", "Enter")
	w.Role("heading", "Aino Mäkinen-"+s.canary("name")).Wait()
}
