//go:build windowtest

package windowtest

import (
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
)

// The person who asks, and the neighbour whose telephone number stands in what was
// written down about her.
const (
	asker       = "Helmi Haapasuo"
	askerMail   = "helmi.haapasuo@posti.example"
	askersWords = "Hei, mitä tietoja teillä on minusta ja mistä ne ovat peräisin? T. Helmi Haapasuo"
	neighbour   = "040 555 0177"
)

// noResidue is what a certificate says of the search through the whole register after an erasure.
const noResidue = "Poiston jälkeen koko rekisteri käytiin läpi. Poistettuja tietoja löytyi 0."

// TestARequestIsAnsweredByKeyboardAlone is what the owner does when somebody writes "what do you know about me?":
// from the mail to the letter that has left, without the mouse, and each step as a picture.
func TestARequestIsAnsweredByKeyboardAlone(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.home = demoHome(t, 60)
	s.w = Open(t, Options{Home: s.home})
	s.w.Unlock(demoPassphrase)
	s.chapter("what the firm has", s.known)

	began := time.Now()
	s.chapter("it came by e-mail", s.register)
	s.chapter("who asks", s.identify)
	s.chapter("what was found", s.decide)
	s.chapter("what others have a right to", s.cover)
	s.chapter("the letter", s.letter)
	s.chapter("sent and closed", s.answered)
	if took := time.Since(began); took > 10*time.Minute {
		t.Errorf("it took %v", took)
	}
	s.w.Quit()
}

// known writes down, before the request comes, what is in the register: a card of her own, a contact that speaks of a
// neighbour as well, and a note on another customer's card that speaks of her.
func (s *story) known() {
	w := s.w
	w.Go("rail_customers")
	w.Role("grid", w.Say("rail_customers")).Wait()
	s.find("a")
	w.XPath("(//main//mark)[1]").Wait()
	w.Keys("ArrowDown", "Enter")
	w.Role("heading", w.Say("timeline")).Wait()
	s.note("Avain on naapurilla, " + asker + " avaa portin.")
	s.newCard(asker, "040 555 0166", askerMail)
	s.note("Pihalla käydään torstaisin. Naapurin Pentti Kaarnan numero on " + neighbour + ".")
}

func (s *story) newCard(name, phone, mail string) {
	w := s.w
	w.Keys("Escape", "Control+n")
	form := w.Role("dialog", w.Say("new_title"))
	form.Wait()
	for key, text := range map[string]string{"field_name": name, "field_phone": phone, "field_email": mail} {
		w.Role("textbox", w.Say(key)).Within(form).Reach()
		w.Write(text)
	}
	w.Keys("Enter")
	w.Role("heading", name).Wait()
}

// note writes a contact down on the card that is open.
func (s *story) note(text string) {
	w := s.w
	w.Keys("Escape", "y")
	form := w.Role("dialog", w.Say("contact_title"))
	form.Wait()
	w.Eventually("the keyboard to be in the text", func() bool {
		return w.Script("return document.activeElement.tagName") == "TEXTAREA"
	})
	w.Write(text)
	w.Keys("Control+Enter")
	form.WaitGone()
	w.WaitText(text)
}

// register writes the request down as it came; from here the time runs.
func (s *story) register() {
	w := s.w
	w.Go("rail_requests")
	w.Role("heading", w.Say("rail_requests")).Wait()
	w.XPath("(//main//button[@data-row])[1]").Wait()
	w.Screenshot("walk-1-board")
	w.Keys("Control+n")
	w.Role("heading", w.Say("req_new_title")).Wait()
	w.Role("textbox", w.Say("req_words")).Reach()
	w.Write(askersWords)
	w.Role("combobox", w.Say("req_whose")).Reach()
	w.Write("haapasuo")
	w.XPath("//*[@role='option'][contains(., '" + asker + "')]").Wait()
	w.Keys("Enter")
	w.Eventually("the address of the card", func() bool {
		return w.Role("textbox", w.Say("field_email")).Property("value") == askerMail
	})
	w.Screenshot("walk-2-new")
	w.Keys("Control+Enter")
	w.Role("list", w.Say("req_steps")).Wait()
	w.WaitText(w.Say("req_n_verify"))
	w.Screenshot("walk-3-registered")
}

// identify says how the firm made sure who asks: she answered from the address of her card.
func (s *story) identify() {
	w := s.w
	s.press(s.button("req_do_verify"))
	form := w.Role("dialog", w.Say("req_verify_title"))
	form.Wait()
	w.Screenshot("walk-4-identity")
	w.Keys("Control+Enter")
	form.WaitGone()
	w.WaitText(w.Say("req_not_searched"))
}

// decide looks in all registers. What is on her card is hers; the note on another card is asked about.
func (s *story) decide() {
	w := s.w
	s.press(s.button("req_search"))
	w.WaitText(w.Say("req_same_ask"))
	w.Screenshot("walk-5-found")
	s.press(w.XPath("//main//button[starts-with(@aria-label, '" + w.Say("req_same_yes") + ": ')]"))
	w.WaitGone(w.Say("req_same_ask"))
}

// cover hides what is the neighbour's in the contact on her card.
func (s *story) cover() {
	w := s.w
	s.press(w.XPath("(//main//button[starts-with(@aria-label, '" + w.Say("req_cover") + "')])[1]"))
	form := w.Role("dialog", w.Say("req_cover_title"))
	form.Wait()
	w.Role("list", w.Say("req_cover_list")).Within(form).Wait()
	w.Screenshot("walk-6-cover")
	w.Keys("Control+Enter")
	form.WaitGone()
	w.Screenshot("walk-7-covered")
}

// letter reads the letter on the screen and makes of it a draft of a mail, in which the letter lies sealed.
func (s *story) letter() {
	w := s.w
	s.press(s.button("req_do_letter"))
	title := strings.ReplaceAll(w.Say("req_letter_title"), "{kind}", strings.ToLower(w.Say("req_l_access")))
	w.Role("heading", title).Wait()
	paper(w)
	w.Screenshot("walk-8-letter")
	w.Keys("Control+Enter")
	form := w.Role("dialog", w.Say("req_send_title"))
	form.Wait()
	w.Role("radio", w.Say("req_seal_zip")).Within(form).Reach()
	w.Keys("ArrowDown") // age: what the test can open without another program
	w.Screenshot("walk-9-send")
	w.Keys("Enter")
	path := filepath.Join(s.own, "kirje.eml")
	w.ChooseFile(path)
	shown := w.Role("dialog", w.Say("req_pass_title"))
	shown.Wait()
	w.Screenshot("walk-10-passphrase")
	passphrase := w.Role("textbox", w.Say("req_pass_title")).Within(shown).Property("value")
	s.press(w.Role("button", w.Say("req_pass_done")).Within(shown))
	shown.WaitGone()
	s.reads(s.unsealed(path, passphrase))
}

// reads looks into the letter as she gets it: whose it is, days that the program computed, every block that the law
// asks for (GDPR Art. 15), what is hers, and nothing of the neighbour's.
func (s *story) reads(text string) {
	s.t.Helper()
	for _, part := range []string{asker, askerMail, askersWords, helsinki().Format("2.1.2006"), "Pihalla käydään torstaisin",
		"Avain on naapurilla", "yleisen tietosuoja-asetuksen 15 artiklan", "Tarkoitukset", "Vastaanottajat", "Säilytysa", "Oikeutenne",
		"suoramarkkinoin", "Tietosuojavaltuutetun toimisto", "Liite 3"} {
		if !strings.Contains(text, part) {
			s.t.Errorf("the letter does not say %q", part)
		}
	}
	if strings.Contains(text, neighbour) {
		s.t.Error("the neighbour's number is in the letter")
	}
	if s.t.Failed() {
		s.t.Logf("the letter: %s", text)
	}
}

// unsealed opens what lies in the draft of a mail as she does, with the passphrase that she was told.
func (s *story) unsealed(path, passphrase string) string {
	s.t.Helper()
	file, err := os.Open(path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer file.Close()
	message, err := mail.ReadMessage(file)
	if err != nil {
		s.t.Fatal(err)
	}
	if to := message.Header.Get("To"); !strings.Contains(to, askerMail) {
		s.t.Errorf("the draft goes to %q", to)
	}
	_, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		s.t.Fatal(err)
	}
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		s.t.Fatal(err)
	}
	for parts := multipart.NewReader(message.Body, params["boundary"]); ; {
		part, err := parts.NextPart()
		if err != nil {
			s.t.Fatalf("no sealed letter in the draft: %v", err)
		}
		if part.FileName() == "" {
			continue
		}
		opened, err := age.Decrypt(base64.NewDecoder(base64.StdEncoding, part), identity)
		if err != nil {
			s.t.Fatalf("%s: %v", part.FileName(), err)
		}
		out := filepath.Join(s.own, "kirje.pdf")
		pdf, err := io.ReadAll(opened)
		if err == nil {
			err = os.WriteFile(out, pdf, 0o600)
		}
		if err != nil {
			s.t.Fatal(err)
		}
		return strings.Join(strings.Fields(s.w.PDFText(out)), " ")
	}
}

// answered closes the request, which then is no longer on the board.
func (s *story) answered() {
	w := s.w
	w.WaitText(w.Say("req_n_sent"))
	w.Screenshot("walk-11-sent")
	s.press(s.button("req_do_answer"))
	form := w.Role("dialog", w.Say("req_answer_title"))
	form.Wait()
	w.Keys("Control+Enter")
	form.WaitGone()
	w.WaitText(w.Say("req_e_answered"))
	w.Screenshot("walk-12-closed")
	w.Keys("Alt+ArrowLeft")
	w.XPath("(//main//button[@data-row])[1]").Wait()
	if w.XPath("//main//button[@data-row][contains(., '" + asker + "')]").Present() {
		s.t.Error("the request is closed, and still on the board")
	}
	w.Role("checkbox", w.Say("req_show_closed")).Reach()
	w.Keys("Space")
	w.XPath("//main//section[@aria-label='" + w.Say("req_lane_closed") + "']//button[contains(., '" + asker + "')]").Wait()
	w.Screenshot("walk-13-board")
}

// TestSomebodyIsErasedOnRequest goes from "erase what you have of me" to the certificate: what goes is shown and its
// number typed, and afterwards nothing of it is found, by the program or in its files.
func TestSomebodyIsErasedOnRequest(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.home = demoHome(t, 40)
	s.w = Open(t, Options{Home: s.home})
	s.w.Unlock(demoPassphrase)
	s.chapter("what the firm has", func() {
		s.newCard("Outi "+s.canary("name"), "040 555 0188", s.canary("mail")+"@posti.example")
		s.note("Haravointi lokakuussa, " + s.canary("contact") + ".")
	})
	s.chapter("asked on the spot", s.askErasure)
	s.chapter("erased", s.eraseAsked)
	s.chapter("the certificate", s.certified)
	s.w.Quit()
	s.nothingInClear("closed")
	s.nothingLeftInMemory()
}

// askErasure writes the request down from the card; the customer stands at the counter.
func (s *story) askErasure() {
	w := s.w
	w.Go("rail_requests")
	w.Role("heading", w.Say("rail_requests")).Wait()
	w.Keys("Control+n")
	w.Role("heading", w.Say("req_new_title")).Wait()
	w.XPath("//main//input[@type='radio'][@value='access']").Reach()
	w.Keys("ArrowDown", "ArrowDown")
	w.Role("combobox", w.Say("req_whose")).Reach()
	w.Write(s.canary("name"))
	w.XPath("//*[@role='option'][contains(., '" + s.canary("name") + "')]").Wait()
	w.Keys("Enter")
	w.WaitText(w.Say("req_whose_remove"))
	w.Role("radio", w.Say("channel_phone")).Reach()
	w.Keys("ArrowRight", "ArrowRight", "ArrowRight", "Enter", "Control+Enter")
	w.WaitText(w.Say("channel_way_visit"))
	s.press(s.button("req_do_verify"))
	form := w.Role("dialog", w.Say("req_verify_title"))
	form.Wait()
	w.Keys("ArrowDown", "ArrowDown", "Enter")
	form.WaitGone()
	s.press(s.button("req_search"))
	s.button("req_search_again").Wait()
}

// eraseAsked types how many records go, as the plan tells it. Another number starts nothing.
func (s *story) eraseAsked() {
	w := s.w
	field := w.Role("textbox", w.Say("req_erase_type"))
	field.Reach()
	w.Screenshot("walk-erase-1-plan")
	button := w.XPath("//main//button[starts-with(normalize-space(.), '" + strings.Fields(w.SayN("req_erase_n", 2))[0] + " ')]")
	count, err := strconv.Atoi(strings.Fields(button.Content())[1])
	if err != nil || count < 2 {
		s.t.Fatalf("the plan erases %d records: %v", count, err)
	}
	w.Write(strconv.Itoa(count + 1))
	w.Keys("Enter")
	if !button.Present() || button.Property("disabled") != "true" {
		s.t.Error("a wrong number was typed and the erasing can be started")
	}
	w.Keys("Control+a")
	w.Write(strconv.Itoa(count))
	w.Keys("Enter")
	s.button("req_certificate").Wait()
	w.Screenshot("walk-erase-2-done")
}

// certified reads the certificate, which names nobody, and looks for who is gone.
func (s *story) certified() {
	w := s.w
	s.press(s.button("req_certificate"))
	s.button("pdf_save").Wait()
	paper(w)
	w.Screenshot("walk-erase-3-certificate")
	path := filepath.Join(s.own, "todistus.pdf")
	s.press(s.button("pdf_save"))
	w.ChooseFile(path)
	w.WaitText(w.Say("pdf_saved"))
	text := strings.Join(strings.Fields(w.PDFText(path)), " ")
	for _, part := range []string{helsinki().Format("2.1.2006"), "Asiakaskortti", "Yhteydenotto", noResidue} {
		if !strings.Contains(text, part) {
			s.t.Errorf("the certificate does not say %q:\n%s", part, text)
		}
	}
	for _, word := range s.canaries {
		if strings.Contains(text, word) {
			s.t.Errorf("the certificate tells of %s:\n%s", word, text)
		}
	}
	w.Go("rail_customers")
	w.Role("grid", w.Say("rail_customers")).Wait()
	for _, word := range s.canaries {
		if n := s.found(word); n != 0 {
			s.t.Errorf("%d customers are found by %s", n, word)
		}
	}
}

// helsinki is now where the register is kept.
func helsinki() time.Time {
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(err)
	}
	return time.Now().In(zone)
}
