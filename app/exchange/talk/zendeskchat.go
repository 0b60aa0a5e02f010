package talk

import (
	"strings"

	"kortisto/app"
)

// Zendesk Chat keeps what happened as history[], and messages left while nobody
// was there as type offline_msg.
var zendeskChat = deskKind{
	id: "zendesk-chat",
	whole: func(o members) bool {
		kind := firstObjectOf(o["history"]).text("type")
		return o["visitor"].opens('{') && (strings.HasPrefix(kind, "chat.") || o.text("type") == "offline_msg" ||
			o.text("type") == "chat" && o.hasAny("history", "session", "webpath"))
	},
	read: readZendeskChat,
}

func readZendeskChat(d *desk, o, _ members) {
	t := d.talk(o.text("id", "chat_id"), app.Chat)
	v, s := o.in("visitor"), o.in("session")
	t.person(v)
	t.learnt("ip", s.text("ip"), "ua", s.text("user_agent"), "browser", s.text("browser"), "os", s.text("platform"),
		"city", s.text("city"), "region", s.text("region"), "country", s.text("country_code", "country_name"))
	o["webpath"].objects(func(p members) { t.learnt("page", p.text("to")) })
	t.rated(o.text("rating"), o.text("comment"))
	if m := o.text("message"); m != "" {
		t.say(Message{Author: v.text("name"), Role: app.RoleCustomer, Kind: app.KindOfflineForm, Text: m}, o.time("timestamp"))
	}
	agents := map[string]bool{}
	o["agent_names"].each(func(n raw) bool {
		agents[n.text()] = true
		return true
	})
	o["history"].objects(func(m members) {
		msg := Message{ID: m.text("msg_id"), Author: m.text("name"), Kind: app.KindText, Text: m.text("msg", "message")}
		msg.Role = zendeskRole(m, v.text("name"), agents)
		switch m.text("type") {
		case "chat.msg":
		case "chat.file":
			file := m.in("attachment")
			msg.Kind = app.KindMedia
			msg.File = file.text("name")
			if msg.Text == "" {
				msg.Text = file.text("url")
			}
			if msg.Text == "" {
				msg.Text = m.text("url")
			}
		case "chat.rating":
			t.rated(m.text("new_rating"), "")
			return
		case "chat.comment":
			t.rated("", m.text("new_comment", "comment"))
			return
		default: // who came and went
			if msg.Text == "" {
				return
			}
			msg.Role, msg.Kind = app.RoleSystem, app.KindSystem
		}
		t.say(msg, m.time("timestamp"))
	})
}

func zendeskRole(m members, visitor string, agents map[string]bool) app.Role {
	nick := m.text("nick")
	word := strings.ToLower(m.text("sender_type"))
	switch {
	case strings.HasPrefix(nick, "visitor"), word == "visitor":
		return app.RoleCustomer
	case strings.HasPrefix(nick, "agent:trigger"), strings.HasPrefix(nick, "trigger"), strings.HasPrefix(nick, "bot"), word == "trigger", word == "bot":
		return app.RoleBot
	case strings.HasPrefix(nick, "agent"), word == "agent":
		return app.RoleAgent
	case nick == "system", word == "system":
		return app.RoleSystem
	}
	switch name := m.text("name"); {
	case agents[name]:
		return app.RoleAgent
	case name != "" && name == visitor:
		return app.RoleCustomer
	}
	return app.RoleUnknown
}
