package talk

import (
	"strings"

	"kortisto/app"
)

// Freshchat lists messages whose parts are texts, pictures and buttons; those
// who speak are in lists beside them.
var freshchat = deskKind{
	id:    "freshchat-messages",
	entry: func(o members) bool { return o.has("message_parts") && o.hasAny("actor_type", "actor_id") },
	list:  "messages",
	read:  readFreshchat,
}

func readFreshchat(d *desk, o, around members) {
	alone := around.text("conversation_id")
	tables := []map[string]members{d.peopleOf(around["users"]), d.peopleOf(around["agents"]), d.peopleOf(around["actors"])}
	o["messages"].objects(func(m members) {
		id := m.text("conversation_id")
		if id == "" {
			id = around.text("conversation_id")
		}
		t := d.within(&alone, id, app.Chat)
		who := ticket{people: tables}.who(m.text("actor_id"))
		if a := m.in("actor"); who == nil {
			who = a
		}
		msg := Message{ID: m.text("id"), Author: who.called(), Kind: app.KindText}
		msg.Text, msg.File = freshchatParts(m["message_parts"])
		switch m.text("actor_type") {
		case "user":
			msg.Role = app.RoleCustomer
			t.person(who)
			if t.Contact.UserID == "" {
				t.Contact.UserID = m.text("actor_id")
			}
		case "agent":
			msg.Role = app.RoleAgent
		case "bot":
			msg.Role = app.RoleBot
		}
		switch {
		case m.text("message_type") == "private":
			msg.Kind, msg.Internal = app.KindNote, true
		case m.text("message_type") == "system", m.text("actor_type") == "system":
			msg.Role, msg.Kind, msg.Author = app.RoleSystem, app.KindSystem, ""
		}
		t.say(msg, m.time("created_time", "created_at"))
	})
}

func freshchatParts(parts raw) (text, file string) {
	var lines []string
	parts.objects(func(p members) {
		if s := p.in("text").text("content"); s != "" {
			lines = append(lines, s)
		}
		for _, kind := range []string{"image", "file", "video", "audio"} {
			if f := p.in(kind); f != nil && file == "" {
				file = f.text("name", "url")
			}
		}
		for _, kind := range []string{"url_button", "quick_reply_button"} {
			if b := p.in(kind); b != nil {
				lines = append(lines, strings.TrimSpace("- "+b.text("label")+" "+b.text("url")))
			}
		}
	})
	return strings.Join(lines, "\n"), file
}
