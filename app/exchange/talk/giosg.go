package talk

import (
	"kortisto/app"
)

// giosg lists the messages of chats. The times have no zone.
var giosg = deskKind{
	id: "giosg-messages",
	entry: func(o members) bool {
		return o.has("sender_type", "type") && o.hasAny("chat_id", "sender_public_name", "is_encrypted") && !o.has("message_type")
	},
	list: "results",
	read: readGiosg,
}

func readGiosg(d *desk, o, around members) {
	alone := around.text("id")
	o["results"].objects(func(m members) {
		id := m.text("chat_id")
		if id == "" {
			id = alone
		}
		t := d.within(&alone, id, app.Chat)
		t.learnt("page", around.text("first_visitor_message_url"), "page", around.in("chat").text("first_visitor_message_url"))
		msg := Message{ID: m.text("id"), Author: m.text("sender_name", "sender_public_name"), Kind: app.KindText, Text: m.text("message"), File: attached(m["attachments"])}
		switch m.text("sender_type") {
		case "visitor":
			msg.Role = app.RoleCustomer
			if t.Contact.UserID == "" {
				t.Contact.UserID = m.text("sender_id")
			}
			t.named(msg.Author)
		case "user":
			msg.Role = app.RoleAgent
		case "rule":
			msg.Role = app.RoleBot
		}
		switch kind := m.text("type"); kind {
		case "msg", "":
		case "autosuggest":
			msg.Role, msg.Kind = app.RoleBot, app.KindAutosuggest
		default:
			msg.Role, msg.Kind = app.RoleSystem, app.KindSystem
			if msg.Text == "" {
				msg.Text = kind
			}
		}
		if m["is_encrypted"].yes() && msg.Text == "" {
			msg.Kind = app.KindEncrypted
		}
		t.say(msg, m.time("created_at"))
	})
}
