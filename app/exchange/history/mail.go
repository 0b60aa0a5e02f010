package history

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange/post"
	"kortisto/app/exchange/talk"
	"kortisto/app/vault"
)

// mailFormat is the one format of all mail: the same message may come as a file
// of its own and in a mailbox.
const mailFormat = "mail"

// maxMails of one import; what is remembered of each is small, but not nothing.
const maxMails = 2_000_000

// mailbox is what is known of all files of mail together before anything is
// decided: who writes and is written to, and how messages hang together. Of a
// message it keeps a few marks and no word.
type mailbox struct {
	total   int64
	people  map[string]int   // in how many messages an address is
	parents map[mark]mark    // from a message to the oldest that it answers
	newest  map[mark]written // the last message of a thread
}

type mark [8]byte

type written struct {
	time string
	mail mark
}

func markOf(s string) mark {
	sum := sha256.Sum256([]byte(s))
	return mark(sum[:8])
}

// maxPeople is how many addresses are counted: enough to know who is the firm.
const maxPeople = 200_000

// OpenMail reads files of mail once, to know who is in them. The messages
// themselves are read again by Preview and by Run, one at a time. Progress is
// called with the phase "reading" and bytes of all files; it may be nil. It fails
// as post.Open does and with cancelled.
func OpenMail(ctx context.Context, paths []string, progress vault.Progress) ([]Source, error) {
	m := &mailbox{people: map[string]int{}, parents: map[mark]mark{}, newest: map[mark]written{}}
	var boxes []post.Box
	for _, path := range paths {
		b, err := post.Open(path)
		if err != nil {
			return nil, err
		}
		boxes = append(boxes, b)
		m.total += b.Size
	}
	var out []Source
	before := int64(0)
	for i, b := range boxes {
		s := Source{Name: b.Name, Format: b.Format, mail: m, box: b, before: before}
		var err error
		if s.Digest, err = digestOfFile(ctx, paths[i]); err != nil {
			return nil, err
		}
		if err := m.look(ctx, &s, progress); err != nil {
			return nil, err
		}
		before += b.Size
		out = append(out, s)
	}
	m.join()
	return out, nil
}

func digestOfFile(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", app.E("file-unreadable", "file", "file", filepath.Base(path))
	}
	defer f.Close()
	sum, buf := sha256.New(), make([]byte, 1<<20)
	for {
		if ctx.Err() != nil {
			return "", app.E("cancelled", "")
		}
		n, err := f.Read(buf)
		sum.Write(buf[:n])
		if err == io.EOF {
			return digestOf(sum), nil
		}
		if err != nil {
			return "", app.E("file-unreadable", "file", "file", filepath.Base(path))
		}
	}
}

// look goes over the headers of one file.
func (m *mailbox) look(ctx context.Context, s *Source, progress vault.Progress) error {
	reports, bulk := 0, 0
	large, err := s.box.Each(ctx, s.at(m, progress), func(raw []byte, separator string) error {
		head := post.Head(raw, separator)
		switch {
		case head.Report:
			reports++
			return nil
		case head.Bulk:
			bulk++
			return nil
		}
		m.meet(&head)
		return nil
	})
	for _, n := range []struct {
		code  string
		count int
	}{{"import-mail-bulk", bulk}, {"import-mail-report", reports}, {"import-mail-large", large}} {
		if n.count > 0 {
			s.Findings = append(s.Findings, counted(n.code, n.count))
		}
	}
	return err
}

func counted(code string, n int) talk.Finding {
	return talk.Finding{Code: code, Args: map[string]string{"count": strconv.Itoa(n)}}
}

// at tells progress in bytes of all files.
func (s *Source) at(m *mailbox, progress vault.Progress) func(int64) {
	if progress == nil {
		return nil
	}
	return func(done int64) { progress("reading", s.before+done, m.total) }
}

// meet remembers what one message tells.
func (m *mailbox) meet(h *post.Mail) {
	var seen []string
	for _, a := range slices.Concat(h.From, h.To) {
		if !slices.Contains(seen, a.Email) && (m.people[a.Email] > 0 || len(m.people) < maxPeople) {
			m.people[a.Email]++
			seen = append(seen, a.Email)
		}
		if len(seen) == 50 {
			break
		}
	}
	own := markOf(idOf(h))
	if len(h.Thread) > 0 {
		if root := markOf(h.Thread[0]); root != own {
			m.parents[own] = root
		}
	}
	m.newest[own] = written{h.Time, own} // by thread once all are known, see join
}

// join finds the last message of each thread.
func (m *mailbox) join() {
	last := map[mark]written{}
	for own, w := range m.newest {
		root := m.root(own)
		have, ok := last[root]
		if !ok || cmp.Or(strings.Compare(have.time, w.time), slices.Compare(have.mail[:], w.mail[:])) < 0 {
			last[root] = w
		}
	}
	m.newest = last
}

// root is the message with which a thread began.
func (m *mailbox) root(of mark) mark {
	for range 50 { // a circle is no thread
		up, ok := m.parents[of]
		if !ok {
			break
		}
		of = up
	}
	return of
}

// idOf tells a message from all others.
func idOf(m *post.Mail) string {
	if m.ID != "" {
		return m.ID
	}
	return "sum " + m.Sum
}

// told says whether anybody in the mail is known to be the firm.
func (m *mailbox) told(isUs func(string) bool) bool {
	for a := range m.people {
		if isUs(a) {
			return true
		}
	}
	return false
}

// authors are the addresses that may be the firm's: those in most of the
// messages, and those that are known to be.
func (m *mailbox) authors(isUs func(string) bool) []Author {
	out := []Author{}
	for a, n := range m.people {
		out = append(out, Author{Name: a, Conversations: n, Us: isUs(a)})
	}
	slices.SortFunc(out, func(a, b Author) int {
		return cmp.Or(cmp.Compare(b.Conversations, a.Conversations), strings.Compare(a.Name, b.Name))
	})
	n := 0
	return slices.DeleteFunc(out, func(a Author) bool { n++; return n > offered && !a.Us })
}

// offered is among how many addresses the firm's own is looked for.
const offered = 10

// letters hands over the messages that are not left out, each with a function
// that reads its body.
func (s *Source) letters(ctx context.Context, bulk bool, progress vault.Progress, yield func(head *post.Mail, read func() post.Mail) error) error {
	_, err := s.box.Each(ctx, s.at(s.mail, progress), func(raw []byte, separator string) error {
		head := post.Head(raw, separator)
		if head.Report || head.Bulk && !bulk {
			return nil
		}
		return yield(&head, func() post.Mail { return post.Read(raw, separator) })
	})
	return err
}

// rootKey binds the messages of a thread together.
func (m *mailbox) rootKey(h *post.Mail) string {
	root := m.root(markOf(idOf(h)))
	return key("thread", mailFormat, "root", hex.EncodeToString(root[:]))
}

// last says whether nothing in the files follows a message.
func (m *mailbox) last(h *post.Mail) bool {
	own := markOf(idOf(h))
	return m.newest[m.root(own)].mail == own
}
