//go:build windowtest

package windowtest

import (
	"path/filepath"
	"strconv"
	"strings"
)

// erase lets go whose time is up: exactly those who were imported as old customers, by name, with the reason of each.
func (s *story) erase() {
	w := s.w
	w.Role("button", "").Within(w.XPath("//nav//li[contains(., '" + w.Say("rail_retention") + "')]")).Click()
	w.Role("heading", w.Say("rail_retention")).Wait()
	w.WaitText(w.SayN("ret_n_customers", due))
	for n := range due {
		w.WaitText(s.dueName(n))
	}
	count := w.Role("textbox", w.Say("ret_type_number"))
	erase := w.Role("button", w.SayN("ret_erase", due))
	count.Fill(strconv.Itoa(due - 1))
	if erase.Property("disabled") != "true" {
		s.t.Error("a wrong number was typed and the erasing can still be started")
	}
	count.Fill(strconv.Itoa(due))
	erase.Click()
	w.Role("heading", w.Say("ret_done_title")).Wait()
	w.WaitText(w.SayN("ret_done", due))

	text := s.savePDF("poistotodistus.pdf")
	if !strings.Contains(text, strconv.Itoa(due)) || strings.Contains(text, s.canary("due")) {
		s.t.Errorf("the certificate must tell how many and name nobody:\n%s", text)
	}
	w.Go("rail_customers")
	w.Role("grid", w.Say("rail_customers")).Wait()
	s.find(s.canary("due"))
	w.Role("heading", strings.ReplaceAll(w.Say("customers_none_found"), "{query}", s.canary("due"))).Wait()
}

// access prints what is known of the customer: every field and event, letters whole.
func (s *story) access() {
	w := s.w
	s.openAino()
	w.Keys("Control+p")
	w.Role("heading", w.Say("print_title")).Wait()
	text := s.savePDF("tiedot.pdf")
	for _, part := range []string{"Aino", "Mäkinen-" + s.canary("name"), "+358 40 555 0128", s.canary("mail"), "Kanervakuja 5",
		s.canary("contact"), "pensasaidan", "Åker lähettää", "Syyshoito", s.canary("product"), "1,5", s.canary("hold")} {
		if !strings.Contains(text, part) {
			s.t.Errorf("the printout does not say %q:\n%s", part, text)
		}
	}
}

// savePDF saves what is previewed and returns its words.
func (s *story) savePDF(name string) string {
	path := filepath.Join(s.own, name)
	s.w.Role("button", s.w.Say("pdf_save")).Click()
	s.w.ChooseFile(path)
	s.w.WaitText(s.w.Say("pdf_saved"))
	return strings.Join(strings.Fields(s.w.PDFText(path)), " ")
}
