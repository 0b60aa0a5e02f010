package talk

import (
	"encoding/json"
	"strconv"
	"strings"

	"kortisto/app"
)

// telegram is the "machine-readable" export of Telegram Desktop: one chat, or
// the whole account.
var telegram = format{
	id: "telegram-result-json",
	is: func(s *source) bool {
		o := s.outline()
		if o.Kind != object {
			return false
		}
		if o.has("chats") {
			var chats struct {
				List []json.RawMessage `json:"list"`
			}
			return json.Unmarshal(o.Top["chats"], &chats) == nil && chats.List != nil
		}
		m := o.first("messages")
		return o.has("type", "messages") && (m["date"] != nil && (m["from_id"] != nil || m["actor_id"] != nil || m["text_entities"] != nil || m["from"] != nil))
	},
	read: readTelegram,
}

type telegramFile struct {
	telegramChat
	Chats     struct{ List []telegramChat }
	LeftChats struct{ List []telegramChat } `json:"left_chats"`
	Me        struct {
		ID json.Number `json:"user_id"`
	} `json:"personal_information"`
	Contacts struct {
		List []telegramContact
	}
	numbers map[string]string // by id, and by name of those without
}

type telegramContact struct {
	ID    json.Number `json:"user_id"`
	First string      `json:"first_name"`
	Last  string      `json:"last_name"`
	Phone string      `json:"phone_number"`
}

type telegramChat struct {
	Name     string
	Type     string
	ID       json.Number
	Messages []telegramMessage
}

type telegramMessage struct {
	ID       json.Number
	Type     string
	Date     string
	Unix     loose  `json:"date_unixtime"`
	From     string // null where the account is gone
	FromID   loose  `json:"from_id"`
	Actor    string
	ActorID  loose `json:"actor_id"`
	Action   string
	Seconds  json.Number `json:"duration_seconds"`
	Discard  string      `json:"discard_reason"`
	Edited   loose
	Text     telegramText
	Photo    string
	File     string
	FileName string          `json:"file_name"`
	Media    string          `json:"media_type"`
	Place    json.RawMessage `json:"location_information"`
	Card     json.RawMessage `json:"contact_information"`
}

// loose is a value that some versions write as text and others as a number.
type loose string

func (l *loose) UnmarshalJSON(data []byte) error {
	var s string
	if json.Unmarshal(data, &s) != nil {
		s = strings.Trim(string(data), `"`)
	}
	if s != "null" {
		*l = loose(s)
	}
	return nil
}

// telegramText is text, or a list of texts and of {type, text}; nothing stands
// between them but what is written.
type telegramText string

func (t *telegramText) UnmarshalJSON(data []byte) error {
	var parts []json.RawMessage
	if json.Unmarshal(data, &parts) != nil {
		parts = []json.RawMessage{data}
	}
	var b strings.Builder
	for _, p := range parts {
		var s string
		var styled struct{ Text string }
		if json.Unmarshal(p, &s) != nil && json.Unmarshal(p, &styled) == nil {
			s = styled.Text
		}
		b.WriteString(s)
	}
	*t = telegramText(b.String())
	return nil
}

func readTelegram(s *source) (*File, error) {
	text, err := s.text()
	if err != nil {
		return nil, err
	}
	var in telegramFile
	if !decode(text, &in) {
		return nil, app.E("file-unreadable", "file", "file", s.name)
	}
	in.listNumbers()
	f := &File{Variant: in.Type}
	chats := append(in.Chats.List, in.LeftChats.List...)
	if len(in.Messages) > 0 {
		chats = append(chats, in.telegramChat)
	}
	for _, chat := range chats {
		if len(f.Conversations) == MaxConversations {
			f.find(TooMany, 0, "limit", strconv.Itoa(MaxConversations))
			break
		}
		if len(chat.Messages) == 0 || chat.Type == "saved_messages" { // to oneself
			continue
		}
		f.Conversations = append(f.Conversations, in.conversation(f, chat, s.o.Us))
	}
	return f, nil
}

// conversation of one chat. A chat with one person has that person's number as
// its own, so the file itself says who is the customer; of a whole account it
// says who saved it. Else somebody is asked.
func (in *telegramFile) conversation(f *File, chat telegramChat, us []string) Conversation {
	c := Conversation{ID: "telegram:" + chat.ID.String(), Title: chat.Name, Channel: app.Chat}
	names := chat.names()
	them, me := "", ""
	if chat.Type == "personal_chat" || chat.Type == "bot_chat" {
		them = "user" + chat.ID.String()
	}
	if in.Me.ID != "" {
		me = "user" + in.Me.ID.String()
	}
	known := them != "" && names[them] != "" || me != "" && names[me] != ""
	for i, m := range chat.Messages {
		out, ok := m.message(names)
		if !ok {
			f.find(RowUnread, i+1)
			continue
		}
		if id := m.author(); known && out.Role == app.RoleUnknown {
			out.Role = app.RoleCustomer
			if id == me || id != them && chat.Type == "personal_chat" {
				out.Role = app.RoleAgent
			}
			if id == "" {
				out.Role = app.RoleUnknown
			}
		}
		c.Messages = append(c.Messages, out)
	}
	c.sortByTimeSent(chat.Messages)
	c.takeSides(us, chat.Name, nil)
	if known {
		c.AskUs, c.LikelyUs = false, nil
	}
	if them != "" {
		c.Contact.UserID = them
		c.Contact.Name = firstOf(names[them], chat.Name)
		c.Contact.Phones = append(c.Contact.Phones, in.phones(chat)...)
	}
	return c
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// sortByTimeSent leaves the order of the file, which is that of sending, but
// for files put together of several: those with numbers of messages that fall.
func (c *Conversation) sortByTimeSent(ms []telegramMessage) {
	last := int64(0)
	for _, m := range ms {
		id, err := m.ID.Int64()
		if err != nil {
			return
		}
		if id < last {
			c.sortByTime()
			return
		}
		last = id
	}
}

func (in *telegramFile) listNumbers() {
	in.numbers = map[string]string{}
	for _, k := range in.Contacts.List {
		if key := firstOf(k.ID.String(), nameKey(k.First+" "+k.Last)); k.Phone != "" {
			in.numbers[key] = k.Phone
		}
	}
}

// phones of whom a chat is with, in international form where
// it is written so (00358…); else as written.
func (in *telegramFile) phones(chat telegramChat) []string {
	phone := firstOf(in.numbers[chat.ID.String()], in.numbers[nameKey(chat.Name)])
	if phone == "" {
		return nil
	}
	if e164, ok := numberOf("+" + strings.TrimLeft(phone, "+0 ")); ok && (strings.HasPrefix(phone, "00") || strings.HasPrefix(phone, "+")) {
		return []string{e164}
	}
	return []string{phone}
}

// names by id: of those who have left, older messages may still know them.
func (chat telegramChat) names() map[string]string {
	names := map[string]string{}
	for _, m := range chat.Messages {
		for id, name := range map[loose]string{m.FromID: m.From, m.ActorID: m.Actor} {
			if id != "" && name != "" {
				names[string(id)] = name
			}
		}
	}
	return names
}

func (m telegramMessage) author() string { return firstOf(string(m.FromID), string(m.ActorID)) }

func (m telegramMessage) message(names map[string]string) (Message, bool) {
	out := Message{ID: m.ID.String(), Role: app.RoleUnknown, Kind: app.KindText, Text: string(m.Text), Edited: m.Edited != "" && !strings.HasPrefix(string(m.Edited), "1970")}
	out.Author = shownName(firstOf(m.From, m.Actor, names[m.author()]))
	if unix, err := strconv.ParseInt(string(m.Unix), 10, 64); err == nil && unix > 0 && unix < 1<<33 {
		out.Time = fromMillis(unix * 1000)
	} else if c, ok := isoClock(m.Date); ok {
		out.Time, out.Local = c.String(), true
	} else {
		return out, false
	}
	switch {
	case m.Type == "service":
		m.service(&out)
	case m.Place != nil:
		out.Kind = app.KindLocation
	default:
		m.content(&out)
	}
	return out, true
}

func (m telegramMessage) service(out *Message) {
	if m.Action != "phone_call" {
		out.Role, out.Kind, out.Text = app.RoleSystem, app.KindSystem, firstOf(string(m.Text), m.Action)
		return
	}
	seconds, _ := m.Seconds.Int64() // absent: nobody answered
	out.Seconds = int(min(max(seconds, 0), 1<<30))
	out.Kind = app.KindCall
	if out.Seconds == 0 && (m.Discard == "missed" || m.Discard == "busy") {
		out.Kind = app.KindMissedCall
	}
}

// content of a message with a picture or file. A file left out has a remark in
// brackets in the place of its path.
func (m telegramMessage) content(out *Message) {
	file := firstOf(m.Photo, m.File)
	switch {
	case strings.HasPrefix(file, "("):
		out.Kind, out.File = app.KindMediaOmitted, m.FileName
	case file != "":
		out.Kind, out.File = app.KindMedia, file
	case m.Media != "" || m.Card != nil:
		out.Kind = app.KindMedia
	case strings.TrimSpace(out.Text) == "":
		out.Kind = app.KindEmpty
	}
}

// isoClock reads 2026-06-13T09:05:00 without a zone.
func isoClock(s string) (clock, bool) {
	if len(s) < 19 || s[4] != '-' || s[7] != '-' || s[10] != 'T' && s[10] != ' ' || s[13] != ':' || s[16] != ':' {
		return clock{}, false
	}
	for i := range 19 {
		if c := s[i]; (c < '0' || c > '9') && i != 4 && i != 7 && i != 10 && i != 13 && i != 16 {
			return clock{}, false
		}
	}
	c := clock{number(s[:4]), number(s[5:7]), number(s[8:10]), number(s[11:13]), number(s[14:16]), number(s[17:19])}
	return c, c.valid()
}
