package talk

import (
	"regexp"

	"kortisto/app"
)

// Freshdesk's tickets with their conversations, or those alone. Freshservice
// writes the same.
var freshdesk = deskKind{
	id: "freshdesk-tickets",
	whole: func(o members) bool {
		first := firstObjectOf(o["conversations"])
		if first == nil {
			first = firstObjectOf(o["notes"])
		}
		return o.has("description_text") || o.hasAny("requester_id", "subject") && (o.has("responder_id") || freshdeskEntry(first))
	},
	entry: freshdeskEntry,
	list:  "conversations",
	read:  readFreshdesk,
}

func freshdeskEntry(o members) bool {
	return o.has("incoming") && o.hasAny("body_text", "body") && o.hasAny("private", "user_id", "from_email")
}

func readFreshdesk(d *desk, o, around members) {
	channel := app.Email
	switch o.text("source") {
	case "3":
		channel = app.Phone
	case "7", "13":
		channel = app.Chat
	}
	requester := o.text("requester_id")
	var t *talking
	if o.hasAny("id", "subject", "description_text", "requester") {
		t = d.talk(o.text("id", "display_id"), channel)
		t.Title = o.text("subject")
		t.person(o.in("requester"))
		t.mailed(o.text("email"))
		t.named(o.text("requester_name"))
		if t.Contact.UserID == "" {
			t.Contact.UserID = requester
		}
		text := o.text("description_text")
		if text == "" {
			text = HTMLText(o.text("description_html", "description"))
		}
		if text != "" {
			t.say(Message{Author: o.in("requester").called(), Role: app.RoleCustomer, Kind: kindIn(channel), Text: text, File: attached(o["attachments"])}, o.time("created_at"))
		}
	}
	list := o["conversations"]
	if list == "" {
		list = o["notes"]
	}
	people := []map[string]members{d.peopleOf(o["users"]), d.peopleOf(around["users"]), d.peopleOf(around["contacts"]), d.peopleOf(around["agents"])}
	alone := ""
	list.objects(func(m members) {
		to := t
		if to == nil {
			to = d.within(&alone, m.text("ticket_id"), channel)
		}
		to.freshdeskMessage(m, ticket{requester: requester, people: people}, o.in("requester"), channel)
	})
}

var mailAddress = regexp.MustCompile(`^\s*"?([^"<]*?)"?\s*<([^<>\s]+@[^<>\s]+)>\s*$`)

func (t *talking) freshdeskMessage(m members, k ticket, requester members, channel app.Channel) {
	user := m.text("user_id")
	who := k.who(user)
	if who == nil && user != "" && user == k.requester {
		who = requester
	}
	name, address := "", m.text("from_email")
	if parts := mailAddress.FindStringSubmatch(address); parts != nil {
		name, address = parts[1], parts[2]
	}
	msg := Message{ID: m.text("id"), Author: who.called(), Kind: kindIn(channel), Text: m.text("body_text"), File: attached(m["attachments"])}
	if msg.Author == "" {
		msg.Author = name
	}
	if msg.Text == "" {
		msg.Text = HTMLText(m.text("body"))
	}
	if m["incoming"].yes() || user != "" && user == k.requester {
		msg.Role = app.RoleCustomer
		t.person(who)
		t.named(name)
		if who == nil {
			t.mailed(address)
		}
	} else {
		msg.Role = app.RoleAgent
	}
	if msg.Author == "" {
		msg.Author = address
	}
	msg.Internal = m["private"].yes()
	t.say(msg, m.time("created_at"))
}
