package talk

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kortisto/app"
)

// metaMessages are Messenger's and Instagram's downloads in JSON. A thread may
// lie in several files (message_1.json, message_2.json): Join makes it one.
var metaMessages = format{
	id: "meta-messages-json",
	is: func(s *source) bool {
		o := s.outline()
		m := o.first("messages")
		return o.Kind == object && o.has("participants", "messages") && (m["sender_name"] != nil && m["timestamp_ms"] != nil || m == nil && o.has("thread_path"))
	},
	read: readMeta,
}

// metaEncrypted are Messenger's end-to-end encrypted chats, which are saved in
// another form and in clean UTF-8.
var metaEncrypted = format{
	id: "meta-messages-e2ee-json",
	is: func(s *source) bool {
		o := s.outline()
		m := o.first("messages")
		return o.Kind == object && o.has("participants", "messages") && (m["senderName"] != nil && m["timestamp"] != nil || m == nil && o.has("threadName"))
	},
	read: readMetaEncrypted,
}

type metaThread struct {
	Participants []struct{ Name mojibake }
	Messages     []metaMessage
	Title        mojibake
	Path         string `json:"thread_path"`
}

type metaMessage struct {
	Sender   mojibake `json:"sender_name"`
	Millis   int64    `json:"timestamp_ms"`
	Content  mojibake
	Photos   []metaFile
	Videos   []metaFile
	Audio    []metaFile `json:"audio_files"`
	Files    []metaFile
	Gifs     []metaFile
	Sticker  metaFile
	Share    struct{ Link, Text mojibake }
	IsUnsent bool `json:"is_unsent"`
	Type     string
	Call     *json.Number `json:"call_duration"`
	Missed   bool
	IP       string
}

type metaFile struct{ URI mojibake }

// mojibake is text each UTF-8 byte of which was written as a character of its
// own. It is mended where that is what happened, and left where it is not.
type mojibake string

func (m *mojibake) UnmarshalJSON(data []byte) error {
	var s string
	if json.Unmarshal(data, &s) == nil { // what is no text is left out, and the rest read
		*m = mojibake(mend(s))
	}
	return nil
}

func mend(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 0xFF {
			return s
		}
		b = append(b, byte(r))
	}
	if !utf8.Valid(b) {
		return s
	}
	return string(b)
}

func readMeta(s *source) (*File, error) {
	text, err := s.text()
	if err != nil {
		return nil, err
	}
	var in metaThread
	if !decode(text, &in) {
		return nil, app.E("file-unreadable", "file", "file", s.name)
	}
	f := &File{Variant: "Messenger"}
	c := Conversation{ID: firstOf(in.Path, string(in.Title)), Title: string(in.Title), Channel: app.Chat}
	if n := len(in.Messages); n > 1 && in.Messages[0].Millis > in.Messages[n-1].Millis { // newest first
		slices.Reverse(in.Messages)
	}
	for _, m := range in.Messages {
		c.Messages = append(c.Messages, m.messages()...)
		if fact := (app.TechnicalFact{Name: "ip", Value: m.IP}); m.IP != "" && !slices.Contains(c.Technical, fact) && len(c.Technical) < 100 {
			c.Technical = append(c.Technical, fact)
		}
	}
	var names []string
	for _, p := range in.Participants {
		names = append(names, string(p.Name))
	}
	c.sortByTime()
	c.metaSides(s.o.Us, names)
	f.Conversations = []Conversation{c}
	return f, nil
}

// metaSides: participants who never spoke count as well. The title of a chat of
// two is the other one's name, so the firm is likely who remains.
func (c *Conversation) metaSides(us, participants []string) {
	title := ""
	if len(participants) < 3 {
		title = c.Title
	}
	c.takeSides(us, title, nil)
	if c.AskUs && len(participants) == 2 && isOneOf(participants, title) {
		c.LikelyUs = slices.DeleteFunc(slices.Clone(participants), func(p string) bool { return sameName(p, title) })
	}
	for _, p := range participants {
		if c.Contact.Name == "" && !c.AskUs && len(participants) == 2 && !isOneOf(us, p) {
			c.Contact.Name = p
		}
	}
}

// messages of one: several pictures sent at once are a message each, for a
// message has one file.
func (m metaMessage) messages() []Message {
	out := Message{Time: fromMillis(m.Millis), Role: app.RoleUnknown, Author: shownName(string(m.Sender)), Kind: app.KindText, Text: string(m.Content), Link: string(m.Share.Link)}
	files := slices.Concat(m.Photos, m.Videos, m.Audio, m.Files, m.Gifs)
	if m.Sticker.URI != "" {
		files = append(files, m.Sticker)
	}
	switch {
	case m.IsUnsent:
		out.Kind, out.Text = app.KindDeleted, ""
	case m.Call != nil || m.Type == "Call":
		out.Kind = app.KindCall
		if m.Call != nil {
			seconds, _ := m.Call.Int64() // no number: no time spoken
			out.Seconds = int(min(max(seconds, 0), 1<<30))
		}
		if m.Missed {
			out.Kind = app.KindMissedCall
		}
	case len(files) > 0:
		return withFiles(out, files)
	case isReaction(out.Text):
		out.Kind = app.KindReaction
	case out.Text == "" && out.Link != "":
		out.Text = out.Link
	case out.Text == "":
		out.Kind = app.KindEmpty
	}
	return []Message{out}
}

func withFiles(first Message, files []metaFile) []Message {
	var out []Message
	for i, f := range files {
		m := first
		if m.Kind, m.File = app.KindMedia, string(f.URI); i > 0 {
			m.Text, m.Link = "", ""
		}
		out = append(out, m)
	}
	return out
}

// reactions are lines that the program writes for somebody who pressed a heart.
// What stands before … and after it begins and ends such a line.
var reactions = [][2]string{
	{"Liked a message", ""}, {"Reacted ", " to your message"}, {"reacted ", " to your message"},
	{"Tykkäsi viestistä", ""}, {"Reagoi viestiisi", ""}, {"Reagoi ", " viestiisi"},
	{"Gillade ett meddelande", ""}, {"Reagerade med ", " på ditt meddelande"}, {"Reagerade ", " på ditt meddelande"},
	{"Gefällt eine Nachricht", ""}, {"Hat mit ", " auf deine Nachricht reagiert"}, {"Hat eine Nachricht mit „Gefällt mir“ markiert", ""},
}

func isReaction(text string) bool {
	if len(text) > 100 {
		return false
	}
	text = strings.TrimRight(text, " .")
	return slices.ContainsFunc(reactions, func(r [2]string) bool {
		if r[1] == "" {
			return text == r[0] || strings.HasPrefix(text, r[0]+": ")
		}
		return strings.HasPrefix(text, r[0]) && strings.HasSuffix(text, r[1])
	})
}

type encryptedThread struct {
	Participants []string
	ThreadName   string `json:"threadName"`
	Messages     []struct {
		IsUnsent   bool `json:"isUnsent"`
		Media      []metaFile
		SenderName string `json:"senderName"`
		Text       string
		Timestamp  int64
		Type       string
	}
}

func readMetaEncrypted(s *source) (*File, error) {
	text, err := s.text()
	if err != nil {
		return nil, err
	}
	var in encryptedThread
	if !decode(text, &in) {
		return nil, app.E("file-unreadable", "file", "file", s.name)
	}
	c := Conversation{ID: in.ThreadName, Title: threadTitle(in.ThreadName), Channel: app.Chat}
	if n := len(in.Messages); n > 1 && in.Messages[0].Timestamp > in.Messages[n-1].Timestamp {
		slices.Reverse(in.Messages)
	}
	for _, m := range in.Messages {
		out := Message{Time: fromMillis(m.Timestamp), Role: app.RoleUnknown, Author: shownName(m.SenderName), Kind: app.KindText, Text: m.Text}
		switch {
		case m.IsUnsent:
			out.Kind, out.Text = app.KindDeleted, ""
		case len(m.Media) > 0:
			c.Messages = append(c.Messages, withFiles(out, m.Media)...)
			continue
		case isReaction(m.Text) || m.Type == "reaction":
			out.Kind = app.KindReaction
		case m.Text == "" && m.Type == "media":
			out.Kind = app.KindMediaOmitted
		case m.Text == "":
			out.Kind = app.KindEmpty
		}
		c.Messages = append(c.Messages, out)
	}
	c.sortByTime()
	c.metaSides(s.o.Us, in.Participants)
	return &File{Variant: "Messenger", Conversations: []Conversation{c}}, nil
}

// threadTitle takes off the number that keeps threads of one name apart:
// "Väinö_1".
func threadTitle(name string) string {
	title, n, ok := cutLast(name, "_")
	if _, err := strconv.Atoi(n); ok && err == nil {
		return title
	}
	return name
}
