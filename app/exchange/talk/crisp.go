package talk

import (
	"strings"

	"kortisto/app"
)

// Crisp lists the messages of a session; content is a text, or an object by type.
var crisp = deskKind{
	id: "crisp-conversation",
	whole: func(o members) bool {
		return o.has("session_id") && o["meta"].opens('{') && !o.has("content") && o.hasAny("messages", "state", "website_id")
	},
	entry: func(o members) bool {
		from := o.text("from")
		return (from == "user" || from == "operator") && o.has("content") && o.hasAny("fingerprint", "session_id", "website_id", "origin", "stamped")
	},
	list: "messages",
	read: readCrisp,
}

func readCrisp(d *desk, o, around members) {
	head := around
	if o.has("session_id") {
		head = o
	}
	alone := ""
	tell := func(t *talking) {
		meta := head.in("meta")
		t.person(meta)
		t.crispDevice(meta)
		if t.Title == "" {
			t.Title = meta.text("subject")
		}
	}
	if id := head.text("session_id"); id != "" {
		tell(d.talk(id, app.Chat))
	}
	o["messages"].objects(func(m members) {
		id := m.text("session_id")
		if id == "" {
			id = head.text("session_id")
		}
		t := d.within(&alone, id, app.Chat)
		tell(t)
		t.crispMessage(m)
	})
}

func (t *talking) crispDevice(meta members) {
	dev := meta.in("device")
	g, sys := dev.in("geolocation"), dev.in("system")
	name := func(o members) string { return strings.TrimSpace(o.text("name") + " " + o.text("version")) }
	t.learnt("ip", meta.text("ip"), "ua", sys.text("useragent", "user_agent"), "browser", name(sys.in("browser")), "os", name(sys.in("os")),
		"city", g.text("city"), "region", g.text("region"), "country", g.text("country"), "page", meta.in("page").text("page_url"))
}

func (t *talking) crispMessage(m members) {
	user := m.in("user")
	msg := Message{ID: m.text("fingerprint"), Author: user.text("nickname"), Kind: app.KindText, Text: m.text("content"), Edited: m["edited"].yes()}
	switch from := m.text("from"); {
	case from == "user":
		msg.Role = app.RoleCustomer
		t.named(user.text("nickname"))
		if msg.Author == "" {
			msg.Author = t.Contact.Name
		}
	case m["automated"].yes():
		msg.Role = app.RoleBot
	case from == "operator":
		msg.Role = app.RoleAgent
	}
	if strings.Contains(m.text("origin"), "email") {
		msg.Kind = app.KindEmail
	}
	c := m.in("content")
	if msg.Text == "" {
		msg.Text = c.text("text")
	}
	switch m.text("type") {
	case "note":
		msg.Kind, msg.Internal = app.KindNote, true
	case "file", "animation", "audio":
		msg.Kind, msg.File, msg.Text = app.KindMedia, c.text("name"), c.text("url")
		if n, ok := c["duration"].number(); ok && n > 0 && n < 1e6 {
			msg.Seconds = int(n)
		}
	case "picker":
		c["choices"].objects(func(o members) {
			mark := "\n- "
			if o["selected"].yes() {
				mark = "\n→ "
			}
			msg.Text += mark + o.text("label", "value")
		})
	case "field":
		msg.Kind = app.KindForm
		msg.Text = strings.TrimSpace(c.text("text", "explain") + "\n" + c.text("value"))
	case "carousel":
		c["targets"].objects(func(o members) {
			msg.Text += "\n- " + strings.TrimSpace(o.text("title")+" "+o.text("description"))
		})
	case "event":
		msg.Role, msg.Kind = app.RoleSystem, app.KindSystem
		if msg.Text == "" {
			msg.Text = c.text("namespace")
		}
	}
	msg.Internal = msg.Internal || m["stealth"].yes()
	t.say(msg, m.time("timestamp"))
}
