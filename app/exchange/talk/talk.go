// Package talk reads files in which conversations lie: exports of chats and help
// desks, of messengers and telephones. It understands the file and nothing more:
// whose conversation it is, and what of it comes into the register, is for
// package exchange.
//
// Reading never guesses what the file does not say: a time without a zone stays a
// wall clock's (Message.Local), and where the file does not tell who is the firm,
// the authors are listed and their role is unknown until somebody tells.
// Nothing remote is ever fetched: pictures and links stay names.
package talk

import "kortisto/app"

// File is what was understood of one file.
type File struct {
	Format        string         `json:"format"`            // whatsapp-txt, zendesk-chat, telegram-single, …: the ids of the formats
	Variant       string         `json:"variant,omitempty"` // such as "iOS, fi": for the person to see that it was recognised
	Conversations []Conversation `json:"conversations"`
	Calls         []Call         `json:"calls,omitempty"`
	Recordings    []Recording    `json:"recordings,omitempty"`
	Findings      []Finding      `json:"findings"` // what was odd, what was left out
}

// Conversation is all that was said between the firm and somebody.
type Conversation struct {
	ID        string              `json:"id"`    // of the source; empty where it has none
	Title     string              `json:"title"` // of a group or a ticket
	Channel   app.Channel         `json:"channel"`
	Contact   Party               `json:"contact"`  // the customer's side
	Authors   []string            `json:"authors"`  // everybody who speaks, in the order in which they begin
	AskUs     bool                `json:"askUs"`    // the file does not say which of the authors is the firm
	LikelyUs  []string            `json:"likelyUs"` // with AskUs: who it probably is, to be offered first
	Messages  []Message           `json:"messages"`
	Technical []app.TechnicalFact `json:"technical"` // kept only by choice
	Rating    string              `json:"rating,omitempty"`
	Comment   string              `json:"ratingComment,omitempty"`
}

// Party is somebody as a file describes him.
type Party struct {
	Name        string   `json:"name"`
	Placeholder string   `json:"placeholder,omitempty"` // a name that the system made up ("Visitor 18000001"): nobody's
	Emails      []string `json:"emails"`
	Phones      []string `json:"phones"` // as written
	Company     string   `json:"company,omitempty"`
	UserID      string   `json:"userId,omitempty"` // of the source
}

// Message is one line of it, in the order of time (of the file where the times
// are equal). Chats in plain text keep the order of the file: their clocks go
// back, and the file knows better.
type Message struct {
	ID       string          `json:"id,omitempty"` // of the source
	Time     string          `json:"time"`         // RFC 3339: "2026-06-13T06:05:10Z", or with Local "2026-06-13T09:05:12"
	Local    bool            `json:"local"`        // a wall clock's time: the zone is not in the file
	Role     app.Role        `json:"role"`
	Author   string          `json:"author"` // empty: none, as of a system line
	Kind     app.MessageKind `json:"kind"`
	Text     string          `json:"text"` // HTML already reduced to text
	File     string          `json:"attachment,omitempty"`
	Enclosed bool            `json:"attachment_present,omitempty"` // the archive that is read holds File
	Link     string          `json:"link,omitempty"`               // that was shared; never followed
	Internal bool            `json:"internal,omitempty"`
	Edited   bool            `json:"edited,omitempty"`
	Seconds  int             `json:"duration_s,omitempty"`
}

// Call is a line of a call log.
type Call struct {
	Number    string        `json:"number"`
	Name      string        `json:"name"`
	Direction app.Direction `json:"direction"` // empty where the log does not say
	Result    string        `json:"result"`    // answered, missed, rejected, blocked, voicemail; empty where it does not say
	Time      string        `json:"time"`
	Local     bool          `json:"local"`
	Seconds   int           `json:"duration_s"`
	Audio     string        `json:"audio_file,omitempty"` // name of its recording, where something tells it
	Private   bool          `json:"private,omitempty"`    // the caller withheld the number
	Agent     string        `json:"agent,omitempty"`
	Queue     string        `json:"queue,omitempty"`
}

// Recording is what the name of a recording, or the file beside it, tells of a call.
type Recording struct {
	File      string        `json:"file"`
	Recorder  string        `json:"recorder"`
	Time      string        `json:"time"`
	Local     bool          `json:"local"`
	Direction app.Direction `json:"direction"`
	Number    string        `json:"number"` // E.164 where it could be read
	Name      string        `json:"name"`
	Seconds   int           `json:"duration_s,omitempty"`
}

// Finding is something that the person should know of the file.
type Finding struct {
	Code  string            `json:"code"`
	Where int               `json:"where,omitempty"` // line or message, counted from 1
	Args  map[string]string `json:"args,omitempty"`
}

// Codes of findings.
const (
	MessageCut = "talk-message-cut" // longer than MaxMessageBytes; Where is the message, conversation which one
	TooMany    = "talk-too-many"    // the rest was left out: limit
	BrokenOff  = "talk-broken-off"  // the file ends or breaks in the middle; what came before was read
	RowUnread  = "talk-row-unread"  // a row or message without a time that can be read was left out

	DayOrder     = "talk-day-order"     // 06/07 could be either; order is day or month, as was assumed: ask (Options.DayFirst)
	NoDay        = "talk-no-day"        // the file gives clock times only
	AuthorColon  = "talk-author-colon"  // author holds a colon, which is also what ends names: ask
	EntryRefused = "talk-entry-refused" // entry of an archive has a path that leads out of it
	EntryLarge   = "talk-entry-large"   // entry would unpack to too much
	EntryNested  = "talk-entry-nested"  // entry is an archive within the archive: not opened
	NothingFound = "talk-nothing-found" // the archive holds no conversation
	FileMissing  = "talk-file-missing"  // count files that messages name are not in the archive
	OwnNumber    = "talk-own-number"    // no column tells the direction of calls: number stands in every row and was taken for the firm's
	NotARecord   = "talk-no-recording"  // the name tells of no call
)

// FindingCodes are all codes that findings of this package have, for those who
// put them into words.
func FindingCodes() []string {
	return []string{
		MessageCut, TooMany, BrokenOff, RowUnread, DayOrder, NoDay, AuthorColon, EntryRefused, EntryLarge, EntryNested, NothingFound, FileMissing,
		OwnNumber, NotARecord, LineBroken, EntryUnknown, MadeUpName, Encrypted, TimeMissing, Mapped,
	}
}

// maxFindings are as many as anybody reads; a file that is wrong in every line is
// wrong as a whole.
const maxFindings = 1000

// find adds a finding; args are name, value, name, value.
func (f *File) find(code string, where int, args ...string) {
	if len(f.Findings) >= maxFindings {
		return
	}
	g := Finding{Code: code, Where: where}
	for i := 0; i+1 < len(args); i += 2 {
		if g.Args == nil {
			g.Args = map[string]string{}
		}
		g.Args[args[i]] = args[i+1]
	}
	f.Findings = append(f.Findings, g)
}

// Options are what the person chose or was asked.
type Options struct {
	Format   string            // empty: recognise
	Us       []string          // authors who are the firm
	DayFirst string            // "yes", "no" or empty: where 06/07 could be either
	Map      map[string]string // our field to a path in the file, for formats that nobody documented
}

// Limits of what is read. A mailbox is a stream and has its own.
const (
	MaxFileBytes     = 256 << 20
	MaxConversations = 100_000
	MaxMessages      = 2_000_000
	MaxMessageBytes  = 1 << 20 // of one message; longer ones are cut and reported
)
