package history

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/exchange/talk"
)

// Kinds of files that come in, each its own way.
const (
	OfCustomers     = "customers"
	OfContacts      = exchange.Contacts
	OfDeliveries    = exchange.Deliveries
	OfConversations = "conversations" // chats, calls, recordings
	OfMail          = "mail"          // letters and mailboxes
	OfVisits        = "visits"
)

// Recognised is what a file seems to be.
type Recognised struct {
	Name    string     `json:"name"` // of the file, without its directory
	Kind    string     `json:"kind"` // empty: it can not be told
	Sure    bool       `json:"sure"` // nothing else fits as well; otherwise it has to be asked
	Table   bool       `json:"table"`
	Format  string     `json:"format"` // of conversations
	Variant string     `json:"variant"`
	Problem *app.Error `json:"problem"` // why it can not be read at all
}

// Recognise looks at a file and says what it is, by what stands in it. It reads
// the whole file, changes nothing, and fails only with cancelled.
func Recognise(ctx context.Context, path string, today app.Day) (Recognised, error) {
	r := Recognised{Name: filepath.Base(path)}
	if mailFile(path) {
		r.Kind, r.Sure = OfMail, true
		return r, nil
	}
	_, read, err := Open(ctx, path, talk.Options{})
	if ctx.Err() != nil {
		return r, app.E("cancelled", "")
	}
	if err == nil {
		r.Format, r.Variant = read.Format, read.Variant
	}
	spoken := err == nil && says(read)
	if spoken && !mappedTable(read) {
		r.Kind, r.Sure = OfConversations, true
		return r, nil
	}
	sheet, tableErr := readTable(path)
	if tableErr != nil {
		return r.without(path, today, err, spoken), nil
	}
	r.Table = true
	r.table(sheet, path, today, spoken)
	return r, nil
}

// says that there is something of conversations in a file: an export of people
// alone has authors and no words.
func says(f *talk.File) bool {
	for _, c := range f.Conversations {
		if len(c.Messages) > 0 {
			return true
		}
	}
	return len(f.Calls)+len(f.Recordings) > 0
}

// mappedTable: a table of which only headings tell that messages are in it. A
// table of contacts has such headings too.
func mappedTable(f *talk.File) bool { return f.Format == "chat-csv" }

// without is what is left where a file is no table.
func (r Recognised) without(path string, today app.Day, err error, spoken bool) Recognised {
	if holdsVisits(path, today) {
		r.Kind, r.Sure = OfVisits, true
		return r
	}
	if spoken {
		r.Kind, r.Sure = OfConversations, true
		return r
	}
	var told *app.Error
	if errors.As(err, &told) && told.Code != "import-format-unknown" {
		r.Problem = told
	}
	if r.Problem == nil && jsonName(path) {
		r.Kind = OfConversations // of a form that nobody documented: to be mapped
	}
	return r
}

func jsonName(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".json", ".ndjson", ".jsonl":
		return true
	}
	return false
}

// mailFile knows letters and mailboxes by their names, and mailboxes, which often
// have no ending, by the line with which each of their letters begins.
func mailFile(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".eml", ".mbox", ".mbx":
		return true
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 512)
	n, _ := io.ReadFull(f, head)
	first, rest, _ := strings.Cut(string(head[:n]), "\n")
	return strings.HasPrefix(first, "From ") && mailHeader.MatchString(rest)
}

var mailHeader = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*:[ \t]`)

func readTable(path string) (*exchange.Sheet, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, app.E("file-unreadable", "file", "file", filepath.Base(path))
	}
	defer f.Close()
	s, err := exchange.Read(filepath.Base(path), f, exchange.ReadOptions{})
	if err == nil && (s.Width < 2 || jsonName(path) && s.Delimiter != "") {
		err = app.E("import-format-unknown", "file") // running text
	}
	return s, err
}

// table weighs what a table is of: the register that knows the most of its
// headings and finds all that it needs.
func (r *Recognised) table(s *exchange.Sheet, path string, today app.Day, spoken bool) {
	most, second := 0, 0
	see := func(kind string, known int) {
		switch {
		case known > most:
			r.Kind, most, second = kind, known, most
		case known > second:
			second = known
		}
	}
	if m, err := s.Map(exchange.MapOptions{}); err == nil {
		see(OfCustomers, known(m))
	}
	for _, register := range []string{OfContacts, OfDeliveries} {
		if m, err := s.MapEntries(register, exchange.MapOptions{}); err == nil {
			see(register, known(m)+1) // the day or the product says more than a name
		}
	}
	if spoken {
		see(OfConversations, most) // as good as the best: to be asked
	}
	if most < 3 && holdsVisits(path, today) {
		r.Kind, r.Sure = OfVisits, true
		return
	}
	r.Sure = most >= 2 && most > second
}

func known(m *exchange.Mapping) int {
	n := 0
	for _, c := range m.Columns {
		if c.Field != "" {
			n++
		}
	}
	return n
}

func holdsVisits(path string, today app.Day) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	_, err = exchange.ReadVisits(filepath.Base(path), f, exchange.ReadOptions{}, today)
	return err == nil
}
