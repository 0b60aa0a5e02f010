//go:build windowtest

package windowtest

import (
	"path/filepath"
	"strconv"
	"strings"
)

// firstRun makes the register: language, firm, passphrase, recovery sheet, and a beginning with nothing in it.
func (s *story) firstRun() {
	w := s.w
	w.Text(w.Say("first_language_title")).Wait()
	w.Role("radio", "Suomi").Wait()
	w.Role("button", w.Say("continue")).Click()

	w.Role("textbox", w.Say("first_firm_name")).Fill("Piha ja Metsä Saarela")
	w.Role("textbox", w.Say("first_firm_contact")).Fill("Maija Saarela")
	w.Role("button", w.Say("continue")).Click()

	s.passphrase = s.suggested()
	s.canaries["passphrase"] = s.passphrase
	w.Role("textbox", w.Say("first_passphrase_field")).Type("kissa")
	w.WaitText(w.Say("strength_1"))
	w.Role("textbox", w.Say("first_passphrase_field")).Fill(s.passphrase)
	w.WaitText(w.Say("strength_4"))
	w.Role("button", w.Say("first_passphrase_next")).Click()

	s.recoverySheet()
	w.Role("heading", w.Say("first_start_title")).Wait()
	w.Text(w.Say("first_start_empty")).Click()
	w.Role("heading", w.Say("customers_empty")).Wait()
}

// suggested is the passphrase that the program proposes, read from the page as a person would.
func (s *story) suggested() string {
	var words []string
	s.w.Eventually("six suggested words", func() bool {
		list := s.w.Role("list", s.w.Say("first_suggestion_name"))
		if !list.Present() {
			return false
		}
		words = strings.Fields(list.Content())
		return len(words) == 6
	})
	return strings.Join(words, " ")
}

// recoverySheet saves the sheet and proves it: the four groups are read from the saved PDF, not from the window.
func (s *story) recoverySheet() {
	w := s.w
	w.Role("heading", w.Say("first_recovery_title")).Wait()
	path := filepath.Join(s.own, "palautuslehti.pdf")
	w.Role("button", w.Say("first_recovery_save")).Click()
	w.ChooseFile(path)
	w.WaitText(w.Say("first_recovery_saved"))
	groups := keyGroups(w.PDFText(path))
	if len(groups) != 19 || !strings.HasPrefix(groups[0], "AGE-") {
		s.t.Fatalf("the recovery sheet has the groups %d, want the 19 of an age key", len(groups))
	}
	s.canaries["recovery key"] = strings.Join(groups, "")

	fields := strings.SplitN(w.Say("first_recovery_group"), "{number}", 2)
	typed := 0
	for at, group := range groups {
		field := w.Role("textbox", fields[0]+strconv.Itoa(at+1)+fields[1])
		if field.Present() {
			field.Type(strings.ToLower(group)) // Small letters do as well.
			typed++
		}
	}
	if typed != 4 {
		s.t.Fatalf("%d groups were asked for, want 4", typed)
	}
	w.Role("button", w.Say("continue")).Click()
}

// keyGroups reads the numbered groups of the key: "1 AGE- 2 SECR …".
func keyGroups(text string) (groups []string) {
	words := strings.Fields(text)
	for i := 0; i+1 < len(words); i++ {
		if words[i] != strconv.Itoa(len(groups)+1) || len(groups) == 0 && words[i+1] != "AGE-" {
			continue
		}
		groups = append(groups, words[i+1])
		i++
	}
	return groups
}
