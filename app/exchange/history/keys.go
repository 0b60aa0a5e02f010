package history

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"kortisto/app/exchange/talk"
	"kortisto/app/finnish"
)

// key is a sum by which something that came from a file is recognised when it
// comes again. It is kept in the register with what it names.
func key(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p)) + ":" + norm.NFC.String(p)))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// callFormat is the one format of all calls: another program's log of the same
// telephone holds the same calls.
const callFormat = "calls"

// threadKey names a conversation for good: by the source's own id, else by who it
// is with. A longer export of the same conversation has the same one. Empty:
// nothing tells it from another.
func threadKey(format string, c *talk.Conversation, p party) string {
	switch {
	case c.ID != "":
		return key("thread", format, "id", c.ID)
	case p.userID != "":
		return key("thread", format, "user", p.userID)
	case len(p.phones) > 0:
		return key("thread", format, "phone", p.phones[0])
	case len(p.emails) > 0:
		return key("thread", format, "email", p.emails[0])
	case p.name != "":
		return key("thread", format, "name", strings.ToLower(p.name))
	case c.Title != "":
		return key("thread", format, "title", finnish.MaskHetus(c.Title))
	case p.placeholder != "":
		return key("thread", format, "placeholder", p.placeholder)
	}
	return ""
}

// messageKeys names messages: by the source's own id, else by what they are. Two
// equal ones of the same minute are told apart by their order, which a longer
// export keeps. A personal identity code never gets into a sum: it could be found
// out by trying.
type messageKeys struct {
	thread string
	seen   map[string]int
}

func (k *messageKeys) of(m *talk.Message) string {
	if m.ID != "" {
		return key("message", k.thread, "id", m.ID)
	}
	plain := key("message", k.thread, m.Time, finnish.MaskHetus(m.Author), string(m.Kind), finnish.MaskHetus(m.Text), finnish.MaskHetus(m.File))
	n := k.seen[plain]
	k.seen[plain]++
	if n == 0 {
		return plain
	}
	return key(plain, strconv.Itoa(n))
}
