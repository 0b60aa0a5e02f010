//go:build windowtest

package windowtest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/text/encoding/charmap"

	"kortisto/app/demo/invent"
)

// listed customers come from Excel; the due ones among them have been customers for more than three years, and
// nothing has happened since.
const (
	listed = 5000
	due    = 4
)

// list is the firm's customer list as a Finnish Excel writes it: semicolons, Windows-1252, decimal commas.
func (s *story) list() string {
	heading, others, _ := bytes.Cut(invent.List(listed-due, 7), []byte("\n"))
	list := bytes.NewBuffer(append(bytes.Clone(heading), '\n'))
	for n := range due { // first, so that the preview shows them
		row := fmt.Sprintf("%d;%s;henkilö;;Törmäkuja %d;100;Helsinki;040 555 %04d;;;;%s;12,50\r\n", 40001+n, s.dueName(n), n+1, 7000+n,
			time.Now().AddDate(-3, 0, -20-n).Format("2.1.2006"))
		text, err := charmap.Windows1252.NewEncoder().String(row)
		if err != nil {
			s.t.Fatal(err)
		}
		list.WriteString(text)
	}
	list.Write(others)
	path := filepath.Join(s.own, "asiakkaat.csv")
	if err := os.WriteFile(path, list.Bytes(), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

func (s *story) dueName(n int) string { return fmt.Sprintf("Väinö %s%d", s.canary("due"), n) }

// importList brings the list in, takes it all back, brings it in again, and sees that a third time brings nobody.
func (s *story) importList() {
	w := s.w
	path := s.list()
	w.Keys("Control+k")
	w.Role("dialog", w.Say("palette")).Wait()
	w.Write(w.Say("do_import"))
	w.WaitGone(w.Say("do_review"))
	w.Keys("Enter")
	s.preview(path)
	w.WaitText("Törmäkuja")
	w.Role("button", w.SayN("import_run", listed)).Click()
	w.WaitText(w.SayN("import_done", listed))

	w.Role("button", w.Say("import_undo_all")).Click()
	w.Role("button", w.Say("import_undo_all")).Within(w.Role("dialog", w.Say("import_undo_title"))).Click()
	w.WaitText(w.SayN("import_undone_n", listed))

	s.preview(path)
	s.nothingInClear("with a list in preview")
	w.Keys("Control+Enter")
	w.WaitText(w.SayN("import_done", listed))
	w.Role("button", w.Say("import_another")).Click()
	s.preview(path)
	w.WaitText(w.SayN("import_n_exist", listed))
	w.Role("button", w.Say("cancel")).Click()
	w.Go("rail_customers")
	w.WaitText(w.SayN("customers_count", listed))
}

// preview chooses the file and waits for what would happen.
func (s *story) preview(path string) {
	w := s.w
	w.Role("button", w.Say("import_choose")).Click()
	w.ChooseFile(path)
	w.WaitText(w.SayN("import_rows_in_file", listed))
}
