package talk

import (
	"strings"

	"kortisto/app"
)

// Chatwoot lists the messages of conversations.
var chatwoot = deskKind{
	id: "chatwoot-messages",
	entry: func(o members) bool {
		return o.has("message_type", "content") && !o.has("message_parts") && o.hasAny("conversation_id", "conversation", "sender_type", "sender", "private", "content_type")
	},
	list: "payload",
	read: readChatwoot,
}

func readChatwoot(d *desk, o, around members) {
	alone := ""
	o["payload"].objects(func(m members) {
		id := m.text("conversation_id")
		if id == "" {
			id = m.in("conversation").text("id", "display_id")
		}
		if id == "" && around.has("messages") {
			id = around.text("id")
		}
		t := d.within(&alone, id, app.Chat)
		if len(t.Messages) == 0 {
			for _, head := range []members{around, m.in("conversation")} {
				t.chatwootHead(head)
			}
		}
		t.chatwootMessage(m)
	})
}

// chatwootHead takes what stands beside the messages.
func (t *talking) chatwootHead(o members) {
	meta := o.in("meta")
	for _, c := range []members{meta.in("contact"), meta.in("sender"), o.in("contact")} {
		t.person(c)
		a := c.in("additional_attributes")
		t.learnt("ip", a.text("created_at_ip"), "city", a.text("city"), "country", a.text("country_code", "country"))
		if t.Contact.Company == "" {
			t.Contact.Company = a.text("company_name")
		}
	}
	a := o.in("additional_attributes")
	b := a.in("browser")
	device := b.text("device_name")
	if strings.EqualFold(device, "unknown") {
		device = ""
	}
	t.learnt("browser", strings.TrimSpace(b.text("browser_name")+" "+b.text("browser_version")), "os", strings.TrimSpace(b.text("platform_name")+" "+b.text("platform_version")),
		"device", device, "referrer", a.text("referer", "referrer"))
	if t.Title == "" {
		t.Title = a.text("mail_subject")
	}
}

func (t *talking) chatwootMessage(m members) {
	sender := m.in("sender")
	extra := m.in("content_attributes")
	kind := m.text("message_type")
	msg := Message{ID: m.text("id"), Author: sender.called(), Kind: app.KindText, Text: m.text("content"), File: attached(m["attachments"])}
	msg.Internal = m["private"].yes()
	who := strings.ToLower(m.text("sender_type") + sender.text("type"))
	switch {
	case kind == "2", kind == "activity":
		msg.Role, msg.Kind = app.RoleSystem, app.KindSystem
	case strings.Contains(who, "bot"), kind == "3", kind == "template":
		msg.Role = app.RoleBot
	case strings.Contains(who, "contact"), kind == "0", kind == "incoming":
		msg.Role = app.RoleCustomer
		t.person(sender)
	case kind == "1", kind == "outgoing":
		msg.Role = app.RoleAgent
	}
	switch m.text("content_type") {
	case "incoming_email":
		msg.Kind, t.Channel = app.KindEmail, app.Email
	case "form":
		if answers := t.filledForm(extra["submitted_values"], false); answers != "" {
			msg.Kind, msg.Text = app.KindForm, strings.TrimSpace(msg.Text+"\n"+answers)
		}
	}
	csat := extra.in("submitted_values").in("csat_survey_response")
	t.rated(csat.text("rating"), csat.text("feedback_message"))
	if extra["deleted"].yes() {
		msg.Kind, msg.Text = app.KindDeleted, ""
	}
	t.say(msg, m.time("created_at"))
}
