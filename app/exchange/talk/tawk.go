package talk

import (
	"strings"

	"kortisto/app"
)

// tawk.to tells of a chat when it has ended: chat{visitor, messages[]}, with
// sender.t v for the visitor, a for an agent and s for the system.
var tawk = deskKind{
	id: "tawk-transcript",
	whole: func(o members) bool {
		if strings.HasPrefix(o.text("event"), "chat:transcript") {
			return o["chat"].opens('{')
		}
		chat := o
		if c := o.in("chat"); c != nil {
			chat = c
		}
		return firstObjectOf(chat["messages"]).in("sender").has("t")
	},
	read: readTawk,
}

func readTawk(d *desk, o, around members) {
	chat := o.in("chat")
	if chat == nil {
		chat, o = o, around
	}
	t := d.talk(chat.text("id", "chatId"), app.Chat)
	visitor := chat.in("visitor")
	if visitor == nil {
		visitor = o.in("visitor")
	}
	t.person(visitor)
	t.learnt("ip", visitor.text("ip"), "ua", visitor.text("userAgent", "user_agent"), "browser", visitor.text("browser"), "os", visitor.text("os"),
		"city", visitor.text("city"), "country", visitor.text("country"), "referrer", o.text("referrer"), "page", o.text("domain"))
	chat["messages"].objects(func(m members) {
		sender := m.in("sender")
		msg := Message{ID: m.text("id", "msgId"), Author: sender.text("n", "name"), Kind: app.KindText, Text: m.text("msg", "message", "text")}
		switch sender.text("t") {
		case "v":
			msg.Role = app.RoleCustomer
			if msg.Author == "" {
				msg.Author = visitor.text("name")
			}
		case "a":
			msg.Role = app.RoleAgent
		case "b":
			msg.Role = app.RoleBot
		case "s":
			msg.Role, msg.Kind = app.RoleSystem, app.KindSystem
		}
		msg.File = attached(m["attchs"])
		switch m.text("type") {
		case "file":
			msg.Kind = app.KindMedia
			file := m.in("msg")
			if inner := file.in("file"); inner != nil {
				file = inner
			}
			if file != nil {
				msg.File, msg.Text = file.text("name", "filename"), file.text("url")
			}
		case "webrtc-call":
			msg.Kind = app.KindCall
		}
		t.say(msg, m.time("time", "timestamp", "createdOn"))
	})
}
