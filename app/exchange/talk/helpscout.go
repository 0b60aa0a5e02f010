package talk

import (
	"kortisto/app"
)

// Help Scout writes a conversation with its threads, newest first.
var helpScout = deskKind{
	id: "helpscout-conversation",
	whole: func(o members) bool {
		if o.has("mailboxId", "primaryCustomer") {
			return true
		}
		list := helpScoutThreads(o)
		return list != "" && firstObjectOf(list).has("type", "createdBy") && !firstObjectOf(list).has("author")
	},
	entry: func(o members) bool {
		return o.in("createdBy").has("type") && o.has("createdAt", "state", "source") && o.hasAny("body", "action") && !o.hasAny("_embedded", "mailboxId")
	},
	list: "threads",
	read: readHelpScout,
}

func helpScoutThreads(o members) raw {
	if list := o["threads"]; list.opens('[') {
		return list
	}
	return o.in("_embedded")["threads"]
}

func readHelpScout(d *desk, o, around members) {
	channel := channelOf(o.text("type"), app.Email)
	id := o.text("id")
	if id == "" {
		id = around.text("conversationId")
	}
	t := d.talk(id, channel)
	t.Title = o.text("subject")
	t.person(o.in("primaryCustomer"))
	if t.Contact.Name == "" && len(t.Contact.Emails) == 0 {
		t.person(o.in("customer"))
	}
	helpScoutThreads(o).objects(func(m members) {
		by := m.in("createdBy")
		msg := Message{ID: m.text("id"), Author: by.called(), Text: HTMLText(m.text("body")), File: attached(m.in("_embedded")["attachments"])}
		msg.Role, msg.Kind = helpScoutKind(m, channel)
		switch {
		case msg.Kind == app.KindSystem && msg.Text == "":
			msg.Text = m.in("action").text("text", "type")
		case msg.Role == app.RoleCustomer:
			if by.fullName() == "" {
				msg.Author = firstOf(m.in("customer").called(), msg.Author)
			}
			t.person(by)
			t.person(m.in("customer"))
		}
		msg.Internal = msg.Kind == app.KindNote || m.text("type") == "forwardchild" || m.text("state") == "draft"
		t.say(msg, m.time("createdAt", "openedAt"))
	})
}

func helpScoutKind(m members, channel app.Channel) (app.Role, app.MessageKind) {
	role, kind := app.RoleUnknown, kindIn(channel)
	switch m.in("createdBy").text("type") {
	case "customer":
		role = app.RoleCustomer
	case "user", "team":
		role = app.RoleAgent
	case "system_user", "system":
		role = app.RoleBot
	}
	switch m.text("type") {
	case "customer", "message", "forwardparent", "forwardchild", "reply":
	case "note", "phone":
		kind = app.KindNote
	case "chat", "beaconchat":
		kind = app.KindText
	case "lineitem":
		return app.RoleSystem, app.KindSystem
	}
	return role, kind
}
