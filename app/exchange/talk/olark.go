package talk

import (
	"strings"

	"kortisto/app"
)

// Olark sends a conversation as items; the times are strings of unix seconds.
var olark = deskKind{
	id: "olark-conversation",
	whole: func(o members) bool {
		kind := firstObjectOf(o["items"]).text("kind")
		return o.text("kind") == "Conversation" && o.has("items") || strings.HasPrefix(kind, "MessageTo") || kind == "OfflineMessage"
	},
	read: readOlark,
}

func readOlark(d *desk, o, _ members) {
	t := d.talk(o.text("id"), app.Chat)
	v := o.in("visitor")
	t.person(v)
	t.learnt("ip", v.text("ip"), "city", v.text("city"), "region", v.text("region"), "country", v.text("countryCode", "country"),
		"browser", v.text("browser"), "os", v.text("operatingSystem"), "referrer", v.text("referrer"), "page", v.text("conversationBeginPage"))
	for _, from := range []members{v, o} {
		for _, name := range []string{"chatFeedback", "chat_feedback"} {
			f := from.in(name)
			t.rated(f.text("overallChat", "overall_chat"), f.text("comments"))
		}
	}
	operators := o["operators"].object()
	o["items"].objects(func(m members) {
		msg := Message{ID: m.text("id"), Author: m.text("nickname"), Kind: app.KindText, Text: m.text("body")}
		switch m.text("kind") {
		case "MessageToVisitor":
			msg.Role = app.RoleAgent
			if msg.Author == "" {
				msg.Author = operators.in(m.text("operatorId")).text("nickname", "username")
			}
		case "MessageToOperator":
			msg.Role = app.RoleCustomer
			if msg.Author == "" {
				msg.Author = m.text("visitorNickname")
			}
		case "OfflineMessage":
			t.leftOffline(&msg)
		default:
			msg.Role, msg.Kind = app.RoleSystem, app.KindSystem
			if msg.Text == "" {
				msg.Text = m.text("kind")
			}
		}
		t.say(msg, m.time("timestamp", "time"))
	})
}

// leftOffline takes Olark's form apart: "name: …", "email: …" and all that
// follows "Message:".
func (t *talking) leftOffline(m *Message) {
	m.Role, m.Kind = app.RoleCustomer, app.KindOfflineForm
	rest := tidy(m.Text)
	for rest != "" {
		line, after, _ := strings.Cut(rest, "\n")
		name, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch {
		case ok && strings.EqualFold(name, "name"):
			m.Author = value
			t.named(value)
		case ok && strings.EqualFold(name, "email"):
			t.mailed(value)
		case ok && strings.EqualFold(name, "phone"):
			t.phoned(value)
		case ok && strings.EqualFold(name, "message"):
			m.Text = strings.TrimSpace(rest[len(name)+1:])
			return
		default:
			return // no such form: the text is the message
		}
		rest = after
	}
}
