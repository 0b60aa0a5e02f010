//go:build windowtest

package windowtest

import "path/filepath"

// lock locks by keyboard, tries a wrong passphrase, and comes back with the right one.
func (s *story) lock() {
	w := s.w
	w.Keys("Control+Shift+l")
	w.Role("button", w.Say("lock_open")).Wait()
	s.nothingInClear("locked")
	w.Write("väärä " + s.canary("wrongpassphrase"))
	w.Keys("Enter")
	w.WaitText(w.Say("error_passphrase_wrong"))
	w.Write(s.passphrase) // The wrong one is selected: typing replaces it.
	w.Keys("Enter")
	w.Role("navigation", w.Say("rail")).Wait()
}

// kill ends the program while somebody types, as a power cut would, and starts it again: nothing is in clear, what
// was saved is there, and what the killed run kept in memory is gone with the next.
func (s *story) kill() {
	w := s.w
	w.Go("rail_customers")
	w.Role("grid", w.Say("rail_customers")).Wait()
	w.Keys("Control+n")
	form := w.Role("dialog", w.Say("new_title"))
	w.Role("textbox", w.Say("field_name")).Within(form).Type(s.canary("unsaved"))
	w.Kill()
	s.nothingInClear("killed")
	before, err := filepath.Glob(filepath.Join(s.home, ".run", "kortisto-*"))
	if err != nil || len(before) == 0 {
		s.t.Errorf("a killed run leaves its directory in memory, found %q", before)
	}
	s.w = Open(s.t, Options{Home: s.home})
	for _, dir := range before { // the killed run's web processes may write to it for a moment still
		s.w.Eventually(dir+" of the killed run to go", func() bool { return !isDir(dir) })
	}
	s.w.Unlock(s.passphrase)
	s.w.Go("rail_customers")
	s.find(s.canary("contact"))
	s.w.Text("Aino Mäkinen-" + s.canary("name")).Wait()
	s.nothingInClear("open again")
}
