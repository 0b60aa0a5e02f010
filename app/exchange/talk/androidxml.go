package talk

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/finnish"
)

// Backups of a telephone's short messages and calls, as "SMS Backup & Restore"
// writes them:
//
//	<smses><sms address date type body contact_name/><mms …><parts>…</mms></smses>
//	<calls><call number duration date type presentation contact_name/></calls>
//
// date is in milliseconds since 1970, UTC; readable_date is nobody's business.
// They are read as streams: pictures stand in them.
var (
	androidSMS   = format{id: "android-sms-xml", is: func(s *source) bool { return rootIs(s, "smses") }, read: readSMS}
	androidCalls = format{id: "android-calls-xml", is: func(s *source) bool { return rootIs(s, "calls") }, read: readCalls}
)

// rootIs looks for the first element in the head of the file.
func rootIs(s *source, name string) bool {
	head := bytes.TrimSpace(bytes.TrimPrefix(s.head, []byte("\xef\xbb\xbf")))
	if !bytes.HasPrefix(head, []byte("<")) {
		return false
	}
	root, err := newTidyXML(bytes.NewReader(head)).root()
	return err == nil && root == name
}

// attributes of an element.
type attributes map[string]string

// get is empty for what the backup writes as "null".
func (a attributes) get(name string) string {
	if v := a[name]; v != "null" {
		return v
	}
	return ""
}

// name of a contact, of those who have one.
func (a attributes) name() string {
	if n := a.get("contact_name"); n != "(Unknown)" {
		return shownName(n)
	}
	return ""
}

func (a attributes) number(name string) int {
	n, err := strconv.Atoi(a.get(name))
	if err != nil || n < 0 || n > 1<<30 {
		return 0
	}
	return n
}

// time of an attribute in milliseconds; some telephones write seconds for MMS.
func (a attributes) time() (string, bool) {
	ms, err := strconv.ParseInt(a.get("date"), 10, 64)
	if err != nil || ms <= 0 || ms > 1<<43 {
		return "", false
	}
	if ms < 1<<33 {
		ms *= 1000
	}
	return fromMillis(ms), true
}

// elements gives start elements and, with no attributes and "/" before the
// name, the ends. It stops without an error at a file that breaks off; what was
// read until then counts, and whole is false.
func (s *source) elements(each func(name string, a attributes) bool) (whole bool, err error) {
	d := xml.NewDecoder(newTidyXML(s.stream()))
	for {
		t, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return true, nil
		case errors.Is(err, errEntities):
			return false, app.E("file-unreadable", "file", "file", s.name)
		case err != nil:
			return false, nil
		}
		switch e := t.(type) {
		case xml.StartElement:
			a := attributes{}
			for _, at := range e.Attr {
				a[at.Name.Local] = at.Value
			}
			if !each(e.Name.Local, a) {
				return true, nil
			}
		case xml.EndElement:
			if !each("/"+e.Name.Local, nil) {
				return true, nil
			}
		}
	}
}

// smsReader gathers messages by the number they were exchanged with.
type smsReader struct {
	file  *File
	at    map[string]int // conversation by key
	n     int
	mms   attributes // the one that is being read
	text  []string
	media []string
}

func readSMS(s *source) (*File, error) {
	r := &smsReader{file: &File{Variant: "Android"}, at: map[string]int{}}
	whole, err := s.elements(r.element)
	if err != nil {
		return nil, err
	}
	if !whole {
		r.file.find(BrokenOff, r.n)
	}
	for i := range r.file.Conversations {
		c := &r.file.Conversations[i]
		c.sortByTime()
		c.listAuthors()
	}
	return r.file, nil
}

func (r *smsReader) element(name string, a attributes) bool {
	switch name {
	case "sms":
		return r.add(a, a.number("type"), Message{Kind: app.KindSMS, Text: tidyText(a.get("body"))})
	case "mms":
		r.mms, r.text, r.media = a, nil, nil
	case "part":
		r.part(a)
	case "/mms":
		mms := r.mms
		r.mms = nil
		m := Message{Kind: app.KindSMS, Text: tidyText(strings.Join(r.text, "\n"))}
		if len(r.media) > 0 {
			m.Kind, m.File = app.KindMedia, r.media[0]
		}
		return r.add(mms, mms.number("msg_box"), m)
	}
	return true
}

// part of a multimedia message; the layout (SMIL) is none that people see.
func (r *smsReader) part(a attributes) {
	kind := strings.ToLower(a.get("ct"))
	if r.mms == nil || len(r.text)+len(r.media) > 1000 || strings.Contains(kind, "smil") {
		return
	}
	if strings.HasPrefix(kind, "text/plain") {
		r.text = append(r.text, a.get("text"))
		return
	}
	r.media = append(r.media, firstOf(baseOf(a.get("fn")), baseOf(a.get("name")), baseOf(a.get("cl")), kind))
}

func baseOf(name string) string {
	if name == "" {
		return ""
	}
	return baseName(name)
}

// Boxes of short messages: 1 received, 2 sent; 3 to 6 never left or not yet.
func (r *smsReader) add(a attributes, box int, m Message) bool {
	if r.n++; r.n > MaxMessages {
		r.file.find(TooMany, r.n, "limit", strconv.Itoa(MaxMessages))
		return false
	}
	if box == 3 || a == nil { // a draft was never said
		return true
	}
	time, ok := a.time()
	if !ok {
		r.file.find(RowUnread, r.n)
		return true
	}
	if m.Text == "" && m.Kind == app.KindSMS {
		m.Kind = app.KindEmpty
	}
	m.Time, m.Role = time, app.RoleAgent
	c := r.conversation(a)
	if c == nil {
		return false
	}
	if box == 1 {
		m.Role, m.Author = app.RoleCustomer, firstOf(a.name(), a.get("address"))
		if len(c.Contact.Phones) == 0 { // a word for a number: a sender nobody can answer
			m.Role = app.RoleUnknown
		}
	}
	c.Messages = append(c.Messages, m)
	return true
}

// maxAddresses of one message: more than any telephone sends to at once.
const maxAddresses = 100

// conversation with a number, however it is written, or with several at once.
func (r *smsReader) conversation(a attributes) *Conversation {
	address := a.get("address")
	var phones []string
	for i, one := range strings.Split(address, "~") {
		if i == maxAddresses {
			break
		}
		if number := callable(one); number != "" {
			phones = appendNew(phones, number)
		}
	}
	key := "sms:" + strings.Join(phones, "~")
	if len(phones) == 0 {
		key = "sms:" + address
	}
	i, known := r.at[key]
	if !known {
		if i = len(r.file.Conversations); i == MaxConversations {
			r.file.find(TooMany, r.n, "limit", strconv.Itoa(MaxConversations))
			return nil
		}
		r.at[key] = i
		r.file.Conversations = append(r.file.Conversations, Conversation{ID: key, Channel: app.Phone, Contact: Party{Phones: phones}})
	}
	c := &r.file.Conversations[i]
	if c.Contact.Name == "" && len(phones) < 2 {
		c.Contact.Name = a.name()
	}
	if len(phones) > 1 {
		c.Title = a.name()
	}
	if c.Contact.Name == "" && len(phones) == 0 {
		c.Contact.Placeholder = address
	}
	return c
}

// callable is a number in E.164 where it can be read, else as written; empty
// for words and for what stands in the place of a withheld number.
func callable(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 40 {
		return ""
	}
	if p, ok := finnish.ReadPhone(s, ""); ok {
		return p.E164
	}
	if strings.Trim(s, "+0123456789 ()-./") != "" || strings.HasPrefix(s, "-") || !strings.ContainsAny(s, "0123456789") {
		return ""
	}
	return s
}

// Types of calls in Android's log. Whether an outgoing call was answered shows
// only in its length.
var callTypes = map[int]Call{
	1: {Direction: app.In, Result: "answered"}, 2: {Direction: app.Out}, 3: {Direction: app.In, Result: "missed"}, 4: {Direction: app.In, Result: "voicemail"},
	5: {Direction: app.In, Result: "rejected"}, 6: {Direction: app.In, Result: "blocked"}, 7: {Direction: app.In, Result: "answered"},
}

func readCalls(s *source) (*File, error) {
	f, n := &File{Variant: "Android"}, 0
	whole, err := s.elements(func(name string, a attributes) bool {
		if name != "call" {
			return true
		}
		if n++; n > MaxMessages {
			f.find(TooMany, n, "limit", strconv.Itoa(MaxMessages))
			return false
		}
		time, ok := a.time()
		if !ok {
			f.find(RowUnread, n)
			return true
		}
		c := callTypes[a.number("type")]
		c.Time, c.Seconds, c.Name, c.Number = time, a.number("duration"), a.name(), callable(a.get("number"))
		if c.Direction == app.Out && c.Seconds > 0 {
			c.Result = "answered"
		}
		// 1 is allowed; 2 restricted, 3 unknown and 4 a pay telephone have no number.
		if p := a.number("presentation"); p > 1 || c.Number == "" {
			c.Number, c.Private = "", true
		}
		f.Calls = append(f.Calls, c)
		return true
	})
	if err != nil {
		return nil, err
	}
	if !whole {
		f.find(BrokenOff, n)
	}
	return f, nil
}
