//go:build windowtest

package windowtest

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
	w.Keys("Control+Shift+l")
	w.Role("button", w.Say("lock_open")).Wait()
}
