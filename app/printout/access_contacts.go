package printout

import (
	"fmt"
	"strings"

	"kortisto/app"
)

// contacts is the annex of the contact history: the entries, then what was said
// in each conversation, then the files and what a web page learnt.
func (a *access) contacts() {
	t := Table{Columns: []Column{
		a.column("contacts.on_day", 12), a.column("contacts.channel", 16), a.column("contacts.direction", 11), a.column("contacts.text", 49), a.column("contacts.recorded_at", 12),
	}}
	for _, c := range a.in.Contacts {
		channel := a.code("channel", string(c.Channel))
		if c.Mass {
			channel += "\n(" + strings.ToLower(a.text("contacts.mass")) + ")"
		}
		t.Rows = append(t.Rows, cells(withTime(a.day(c.On), c.At), channel, a.code("direction", string(c.Direction)), a.said(c), a.moment(c.RecordedAt)))
	}
	a.table(t)
	for _, c := range a.in.Contacts {
		a.conversation(c)
	}
	a.attachments()
	a.technical()
}

// withTime puts the time of day, where it is known, under the day.
func withTime(day, at string) string { return strings.Join(joined("\n", day, at), "") }

// said is all that an entry tells: what it was about, the words, and the facts
// that it has.
func (a *access) said(c app.Contact) string {
	var out []string
	fact := func(column, value string) {
		if value != "" {
			out = append(out, a.field("contacts", column)+": "+value)
		}
	}
	fact("subject", c.Subject)
	fact("who", c.Who)
	out = append(out, joined("", c.Text)...)
	if c.Purpose != app.NoPurpose {
		fact("purpose", a.code("aim", string(c.Purpose)))
	}
	fact("seconds", length(c.Seconds))
	if c.Waiting {
		fact("waiting", a.text("answer.yes"))
	}
	fact("follow_up_on", showDay(c.FollowUpOn))
	return a.orNone(strings.Join(out, "\n"))
}

// conversation is what was said in a contact, line by line.
func (a *access) conversation(c app.Contact) {
	messages := a.in.Messages[c.ID]
	if len(messages) == 0 {
		return
	}
	a.add(Heading{Level: 3, Text: a.text("annex.conversation", "day", showDay(c.On), "channel", strings.ToLower(a.code("channel", string(c.Channel))))})
	t := Table{Columns: []Column{
		a.column("messages.at_time", 13), a.column("messages.role", 17), a.column("messages.kind", 16), a.column("messages.text", 54),
	}}
	for _, m := range messages {
		t.Rows = append(t.Rows, cells(a.orNone(m.At), a.code("speaker", string(m.Role)), a.code("message", string(m.Kind)), a.messageText(m)))
	}
	a.add(t)
}

// messageText is the text of one message with what belongs to it.
func (a *access) messageText(m app.Message) string {
	out := joined("", m.Text)
	if m.FileName != "" {
		out = append(out, a.field("messages", "file_name")+": "+m.FileName)
	}
	if m.Seconds > 0 {
		out = append(out, a.field("messages", "seconds")+": "+length(m.Seconds))
	}
	if m.Internal {
		out = append(out, a.field("messages", "internal")+": "+strings.ToLower(a.text("answer.yes")))
	}
	return a.orNone(strings.Join(out, "\n"))
}

func (a *access) attachments() {
	if len(a.in.Attachments) == 0 {
		return
	}
	a.add(Heading{Level: 3, Text: a.text("annex.attachments")})
	size := a.column("attachments.size", 10)
	size.Right = true
	t := Table{Columns: []Column{
		a.column("contacts.on_day", 12), a.column("attachments.name", 34), a.column("attachments.media_type", 18), size, a.column("attachments.recording", 14), a.column("attachments.added_at", 12),
	}}
	on := map[string]app.Day{}
	for _, c := range a.in.Contacts {
		on[c.ID] = c.On
	}
	for _, f := range a.in.Attachments {
		recording := "no"
		if f.Recording {
			recording = "yes"
		}
		t.Rows = append(t.Rows, cells(a.day(on[f.ContactID]), a.orNone(f.Name), a.code("media", app.MediaFamily(f.MediaType)),
			a.size(f.Size), a.code("answer", recording), a.moment(f.AddedAt)))
	}
	a.add(t)
	a.say("annex.attachments.copies")
	a.extensions()
}

// extensions are the recordings that are kept longer than the others, and why.
func (a *access) extensions() {
	t := Table{Columns: []Column{a.column("attachments.name", 30), a.column("extensions.placed_on", 12), a.column("extensions.until", 16), a.column("extensions.reason", 42)}}
	for _, f := range a.in.Attachments {
		if x := f.Extension; x != nil {
			t.Rows = append(t.Rows, cells(a.orNone(f.Name), a.day(x.PlacedOn), a.day(x.Until), a.orNone(x.Reason)))
		}
	}
	if len(t.Rows) > 0 {
		a.add(Heading{Level: 3, Text: a.text("annex.extensions")}, t)
	}
}

func (a *access) technical() {
	t := Table{Columns: []Column{a.column("contacts.on_day", 12), a.column("technical.name", 28), a.column("technical.value", 60)}}
	for _, c := range a.in.Contacts {
		for _, f := range a.in.Technical[c.ID] {
			t.Rows = append(t.Rows, cells(a.day(c.On), a.code("fact", f.Name), a.orNone(f.Value)))
		}
	}
	if len(t.Rows) > 0 {
		a.add(Heading{Level: 3, Text: a.text("annex.technical")}, t)
	}
}

// disclosures is to whom something about the customer was given (Art. 15(1)(c)).
func (a *access) disclosures() {
	t := Table{Columns: []Column{
		a.column("disclosures.on_day", 12), a.column("disclosures.what", 24), a.column("disclosures.recipient", 24), a.column("disclosures.means", 14), a.column("disclosures.basis", 14), a.column("disclosures.recorded_at", 12),
	}}
	for _, d := range a.in.Disclosures {
		t.Rows = append(t.Rows, cells(a.day(d.On), a.orNone(a.code("given", d.What)), a.orNone(d.Recipient), a.code("channel", string(d.Means)),
			a.orNone(a.code("because_of", d.Basis)), a.moment(d.RecordedAt)))
	}
	a.table(t)
}

// length shows seconds as people read a clock: 3:05, 1:02:30. None is "".
func length(seconds int) string {
	switch {
	case seconds <= 0:
		return ""
	case seconds < 3600:
		return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

// size shows bytes in the largest unit of which there is one.
func (l *letter) size(n int64) string {
	switch {
	case n >= 1_000_000:
		return l.text("size.mb", "n", l.decimal(fmt.Sprintf("%.1f", float64(n)/1_000_000)))
	case n >= 1000:
		return l.text("size.kb", "n", fmt.Sprint(n/1000))
	}
	return l.text("size.b", "n", fmt.Sprint(n))
}

// decimal shows a number as the letter's language writes it.
func (l *letter) decimal(s string) string {
	if l.doc.Lang == app.English {
		return s
	}
	return decimal(s)
}
