//go:build windowtest

package windowtest

import "testing"

// TestPreviewsFollowOneAnother goes to a preview and back, ten times, faster than one is painted: the next is opened
// while the last is being closed, or has not even come.
func TestPreviewsFollowOneAnother(t *testing.T) {
	t.Parallel()
	w := Open(t, Options{Home: demoHome(t, 20)})
	w.Unlock(demoPassphrase)
	firstCustomer(w)
	for turn := range 10 {
		w.Keys("Control+p")
		w.Role("heading", w.Say("print_title")).Wait()
		if turn%3 == 2 {
			paper(w)
		}
		w.Keys("Alt+ArrowLeft")
		w.Role("heading", w.Say("timeline")).Wait()
	}
	w.Keys("Control+p")
	paper(w)
	if w.Text(w.Say("pdf_failed")).Present() {
		t.Error("one of them was not shown")
	}
	w.Quit()
}
