package talk

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"kortisto/app"
)

// deskKind is what one system of chats or help desks writes in JSON. Systems
// wrap it in as many ways as they have exports, relays and pages of answers, so
// the wrapping is not described: conversations are looked for wherever they lie.
type deskKind struct {
	id string

	// whole says that an object is a conversation of this system.
	whole func(members) bool

	// entry says that an object is one message of this system, for those that
	// write messages by themselves. A list of them is read as the member list of
	// an object that has nothing else.
	entry func(members) bool
	list  string

	// read understands a conversation. around is the object in which it lay, for
	// what stands beside it: people, the visitor.
	read func(d *desk, o, around members)
}

// deskKinds in the order of trying: those with a surer mark first.
func deskKinds() []deskKind {
	return []deskKind{
		tawk, olark, zendeskChat, liveChat, liveChatOld, intercom, helpScout, freshdesk, zendeskTickets,
		giosg, freshchat, crisp, chatwoot,
	}
}

// deskFormats are those of chats on web pages and of help desks. The last ones
// take what nobody documented.
func deskFormats() []format {
	var fs []format
	for _, k := range deskKinds() {
		fs = append(fs, format{
			id:   k.id,
			is:   func(s *source) bool { return s.deskKind() == k.id },
			read: func(s *source) (*File, error) { return readDesk(s, k) },
		})
	}
	return append(fs,
		format{id: "tidio-contacts-csv", is: isTidioContacts, read: readTidioContacts},
		format{id: "chat-csv", is: isChatCSV, read: readChatCSV},
		format{id: "chat-json", is: isMappedJSON, read: readMappedJSON},
	)
}

// Where conversations are looked for: so many levels down, and for recognising
// in so many values of each list.
const (
	deskDepth   = 6
	deskSamples = 3
)

// deskKind is the id of the kind that the file is of; empty for none. It is
// found out once.
func (s *source) deskKind() string {
	if s.desk == nil {
		id := s.findDeskKind()
		s.desk = &id
	}
	return *s.desk
}

func (s *source) findDeskKind() string {
	text, err := s.text()
	if err != nil || !looksJSON(text) {
		return ""
	}
	values, _ := s.jsonValues()
	for _, v := range values[:min(len(values), deskSamples)] {
		if id := kindOf(v, deskDepth); id != "" {
			return id
		}
	}
	return ""
}

func looksJSON(text string) bool {
	i := skipBlanks(text, 0)
	return i < len(text) && (text[i] == '{' || text[i] == '[')
}

// jsonValues parts the file once.
func (s *source) jsonValues() ([]raw, []int) {
	text, err := s.text()
	if err != nil {
		return nil, nil
	}
	if s.values == nil {
		s.values, s.broken = jsonValues(text)
	}
	return s.values, s.broken
}

func kindOf(v raw, depth int) (id string) {
	if depth == 0 {
		return ""
	}
	if o := v.object(); o != nil {
		for _, k := range deskKinds() {
			if k.whole != nil && k.whole(o) || k.entry != nil && k.entry(o) {
				return k.id
			}
		}
		for _, name := range slices.Sorted(maps.Keys(o)) {
			if id = kindOf(o[name], depth-1); id != "" {
				return id
			}
		}
		return ""
	}
	seen := 0
	v.each(func(v raw) bool {
		id = kindOf(v, depth-1)
		seen++
		return id == "" && seen < deskSamples
	})
	return id
}

// desk is a file of one kind while it is read.
type desk struct {
	s      *source
	kind   deskKind
	file   *File
	talks  []*talking
	byID   map[string]*talking
	count  int // messages
	people map[raw]map[string]members
	found  map[string]int // findings by code
}

// Codes of findings of these files.
const (
	LineBroken   = "talk-line-broken"   // a line that is no JSON; Where is the line
	EntryUnknown = "talk-entry-unknown" // not of the form of the others; Where is its place in the list
	MadeUpName   = "talk-made-up-name"  // of the system, and so nobody's: name
	Encrypted    = "talk-encrypted"     // messages that can not be read: count
	TimeMissing  = "talk-time-missing"  // messages without a readable time: count
	Mapped       = "talk-mapped"        // a form that nobody documented was read so: field, path
)

// foundOfOne code: more tell nobody more.
const foundOfOne = 50

func (d *desk) find(code string, where int, args ...string) {
	if d.found[code]++; d.found[code] <= foundOfOne {
		d.file.find(code, where, args...)
	}
}

func newDesk(s *source, k deskKind) *desk {
	return &desk{s: s, kind: k, file: &File{Format: k.id}, byID: map[string]*talking{}, people: map[raw]map[string]members{}, found: map[string]int{}}
}

func readDesk(s *source, k deskKind) (*File, error) {
	if _, err := s.text(); err != nil {
		return nil, err
	}
	d := newDesk(s, k)
	values, broken := s.jsonValues()
	d.brokenLines(values, broken)
	d.all(values)
	return d.done(), s.ctx.Err()
}

// brokenLines tells of what could not be read: a file of one value is cut off, a
// file of lines has lines that are.
func (d *desk) brokenLines(values []raw, broken []int) {
	code := LineBroken
	if len(values) == 1 {
		code = BrokenOff
	}
	for _, line := range broken {
		d.find(code, line)
	}
}

// all reads the values of a file: a file of lines that are messages is one list.
func (d *desk) all(values []raw) {
	if d.kind.entry != nil && len(values) > 1 && d.kind.entry(values[0].object()) {
		lines := make([]string, len(values))
		for i, v := range values {
			lines[i] = string(v)
		}
		d.kind.read(d, members{d.kind.list: raw("[" + strings.Join(lines, ",") + "]")}, nil)
		return
	}
	for i, v := range values {
		if before := len(d.talks); !d.walk(v, nil, deskDepth) && before == len(d.talks) && len(values) > 1 {
			d.find(EntryUnknown, i+1)
		}
	}
}

// walk looks for conversations. It says whether it met any.
func (d *desk) walk(v raw, around members, depth int) (met bool) {
	if depth == 0 || d.s.ctx.Err() != nil {
		return false
	}
	if v.opens('[') {
		return d.walkList(v, around, depth)
	}
	o := v.object()
	if o == nil {
		return false
	}
	if d.kind.whole != nil && d.kind.whole(o) {
		d.kind.read(d, o, around)
		return true
	}
	if d.kind.entry != nil && d.kind.entry(o) {
		d.kind.read(d, members{d.kind.list: "[" + v + "]"}, around)
		return true
	}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		met = d.walk(o[name], o, depth-1) || met
	}
	return met
}

func (d *desk) walkList(v raw, around members, depth int) (met bool) {
	if d.kind.entry != nil && d.kind.entry(firstObjectOf(v)) {
		d.kind.read(d, members{d.kind.list: v}, around)
		return true
	}
	n := 0
	var odd []int
	v.each(func(v raw) bool {
		n++
		if d.walk(v, around, depth-1) {
			met = true
		} else if len(odd) < foundOfOne {
			odd = append(odd, n)
		}
		return true
	})
	if met {
		for _, at := range odd {
			d.find(EntryUnknown, at)
		}
	}
	return met
}

// firstObjectOf is a list's first object.
func firstObjectOf(v raw) (first members) {
	v.each(func(v raw) bool {
		first = v.object()
		return first == nil
	})
	return first
}

// talk is the conversation of an id; without an id a new one each time.
func (d *desk) talk(id string, channel app.Channel) *talking {
	if t := d.byID[id]; t != nil && id != "" {
		return t
	}
	t := &talking{desk: d, Conversation: Conversation{ID: id, Channel: channel}}
	if len(d.talks) >= MaxConversations {
		if len(d.talks) == MaxConversations {
			d.find(TooMany, 0, "limit", strconv.Itoa(MaxConversations))
		}
		return t // and is forgotten
	}
	d.talks = append(d.talks, t)
	if id != "" {
		d.byID[id] = t
	}
	return t
}

// within is the conversation of a message in a list. Where neither it nor what
// stands around it has an id, the list is one conversation: alone remembers it.
func (d *desk) within(alone *string, id string, channel app.Channel) *talking {
	if id != "" {
		return d.talk(id, channel)
	}
	if t := d.byID[*alone]; t != nil && *alone != "" {
		return t
	}
	t := d.talk("", channel)
	*alone = "\x00" + strconv.Itoa(len(d.talks))
	d.byID[*alone] = t
	return t
}

// peopleOf is a table of people by id, made once for each list of them.
func (d *desk) peopleOf(list raw) map[string]members {
	if list == "" {
		return nil
	}
	if p, ok := d.people[list]; ok {
		return p
	}
	p := map[string]members{}
	list.objects(func(o members) { p[o.text("id", "user_id")] = o })
	d.people[list] = p
	return p
}

// done puts all in order: messages by time, those without one where they stood.
func (d *desk) done() *File {
	encrypted, timeless := 0, 0
	for _, t := range d.talks {
		t.order()
		t.whoIsWho(d.s.o.Us)
		for _, m := range t.Messages {
			if m.Kind == app.KindEncrypted {
				encrypted++
			}
			if m.Time == "" {
				timeless++
			}
		}
		if t.Contact.Placeholder != "" {
			d.find(MadeUpName, len(d.file.Conversations)+1, "name", t.Contact.Placeholder)
		}
		d.file.Conversations = append(d.file.Conversations, t.Conversation)
	}
	if encrypted > 0 {
		d.find(Encrypted, 0, "count", strconv.Itoa(encrypted))
	}
	if timeless > 0 {
		d.find(TimeMissing, 0, "count", strconv.Itoa(timeless))
	}
	return d.file
}
