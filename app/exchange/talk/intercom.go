package talk

import (
	"strings"

	"kortisto/app"
)

// Intercom: the first message is the source, what follows are parts.
var intercom = deskKind{
	id: "intercom-conversation",
	whole: func(o members) bool {
		return o.in("conversation_parts") != nil || o.text("type") == "conversation" && o.hasAny("source", "conversation_message")
	},
	read: readIntercom,
}

func readIntercom(d *desk, o, _ members) {
	source := o.in("source")
	if source == nil {
		source = o.in("conversation_message")
	}
	channel := channelOf(source.text("type"), app.Chat)
	t := d.talk(o.text("id"), channel)
	t.Title = HTMLText(o.text("title"))
	if t.Title == "" {
		t.Title = HTMLText(source.text("subject"))
	}
	t.intercomContact(o, source)
	r := o.in("conversation_rating")
	t.rated(r.text("rating"), r.text("remark"))
	if body := HTMLText(source.text("body")); body != "" || source["attachments"].opens('[') {
		first := Message{ID: source.text("id"), Text: body, Kind: kindIn(channel), File: attached(source["attachments"])}
		t.intercomAuthor(&first, source.in("author"))
		if first.Text != "" || first.File != "" {
			t.say(first, o.time("created_at"))
		}
	}
	parts := o["conversation_parts"]
	if inner := parts.object(); inner != nil {
		parts = inner["conversation_parts"]
	}
	parts.objects(func(p members) { t.intercomPart(p, channel) })
}

func (t *talking) intercomContact(o, source members) {
	list := o["contacts"]
	if inner := list.object(); inner != nil {
		list = inner["contacts"]
	}
	for _, c := range []members{firstObjectOf(list), o.in("contact"), o.in("user")} {
		t.person(c)
		l := c.in("location")
		t.learnt("browser", strings.TrimSpace(c.text("browser")+" "+c.text("browser_version")), "os", c.text("os"),
			"city", l.text("city"), "region", l.text("region"), "country", l.text("country_code", "country"))
	}
	t.learnt("page", source.text("url"))
}

// intercomAuthor also takes what a customer's own message tells of him: the
// contacts are ids alone.
func (t *talking) intercomAuthor(m *Message, a members) {
	m.Author = a.called()
	switch kind := a.text("type"); {
	case a["from_ai_agent"].yes(), a["is_ai_answer"].yes(), kind == "bot":
		m.Role = app.RoleBot
	case kind == "user", kind == "lead", kind == "contact", kind == "visitor":
		m.Role = app.RoleCustomer
		t.person(a)
	case kind == "admin", kind == "team":
		m.Role = app.RoleAgent
	}
}

func (t *talking) intercomPart(p members, channel app.Channel) {
	kind := p.text("part_type")
	m := Message{ID: p.text("id"), Text: HTMLText(p.text("body")), Kind: kindIn(channel), File: attached(p["attachments"])}
	if m.Text == "" && m.File == "" && kind == "" {
		return
	}
	t.intercomAuthor(&m, p.in("author"))
	switch {
	case p["redacted"].yes():
		m.Kind, m.Text = app.KindDeleted, ""
	case strings.HasPrefix(kind, "note"):
		m.Kind, m.Internal = app.KindNote, true
	case m.Text == "" && m.File == "" && kind != "comment":
		m.Role, m.Kind, m.Text = app.RoleSystem, app.KindSystem, kind
	}
	t.say(m, p.time("created_at", "notified_at"))
}
