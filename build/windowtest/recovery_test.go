//go:build windowtest

package windowtest

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A new sheet is asked for from the settings, left half-way, told of, and proven.
func TestANewRecoverySheetIsMadeAndProven(t *testing.T) {
	w := Open(t, Options{Home: demoHome(t, 20)})
	w.Unlock(demoPassphrase)
	w.Go("rail_customers")
	w.Role("grid", w.Say("rail_customers")).Wait()
	w.Keys("Control+k")
	w.Role("dialog", w.Say("palette")).Wait()
	w.Write("asetu")
	w.Role("option", "").Within(w.Role("dialog", w.Say("palette"))).Wait()
	w.Keys("ArrowDown", "ArrowUp", "Enter")
	w.Role("button", w.Say("set_passphrase_lock")).Click()
	w.Role("button", w.Say("renew_title")).Wait()
	w.Role("button", w.Say("renew_title")).Click()
	w.Role("textbox", w.Say("lock_passphrase")).Type("väärä")
	w.Keys("Enter")
	w.WaitText(w.Say("error_passphrase_wrong"))
	w.Role("textbox", w.Say("lock_passphrase")).Fill(demoPassphrase)
	w.Keys("Enter")
	w.WaitText(w.Say("renew_made"))
	w.Go("rail_customers")
	w.WaitText(w.Say("notice_recovery"))
	w.Role("button", w.Say("notice_recovery_renew")).Click()
	w.WaitText(w.Say("renew_made"))
	path := filepath.Join(w.Home, "lehti.pdf")
	w.Role("button", w.Say("first_recovery_save")).Click()
	w.ChooseFile(path)
	w.WaitText(w.Say("first_recovery_saved"))
	fields := strings.SplitN(w.Say("first_recovery_group"), "{number}", 2)
	for at, group := range keyGroups(w.PDFText(path)) {
		field := w.Role("textbox", fields[0]+strconv.Itoa(at+1)+fields[1])
		if field.Present() {
			field.Type(strings.ToLower(group))
		}
	}
	w.Role("button", w.Say("renew_confirm")).Click()
	w.WaitText(w.Say("renew_done"))
	w.Go("rail_customers")
	w.Role("grid", w.Say("rail_customers")).Wait()
	w.WaitGone(w.Say("notice_recovery"))
	w.Quit()
}
