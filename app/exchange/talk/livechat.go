package talk

import (
	"strings"

	"kortisto/app"
)

// LiveChat's archives: users[] and events[] of one or more threads.
var liveChat = deskKind{
	id: "livechat-archive",
	whole: func(o members) bool {
		if !o.hasAny("users", "user_ids") {
			return false
		}
		first := firstObjectOf(o["events"])
		if first == nil {
			first = firstObjectOf(o.in("thread")["events"])
		}
		if first == nil {
			first = firstObjectOf(firstObjectOf(o["threads"])["events"])
		}
		return first.has("type") && first.hasAny("author_id", "created_at") || o["thread"].opens('{') && o["users"].opens('[')
	},
	read: readLiveChat,
}

func readLiveChat(d *desk, o, around members) {
	id := o.text("chat_id")
	if id == "" && o.has("thread") || id == "" && o.has("threads") {
		id = o.text("id")
	}
	if id == "" {
		id = around.text("chat_id", "id")
	}
	if id == "" {
		id = o.text("id")
	}
	t := d.talk(id, app.Chat)
	users := d.peopleOf(o["users"])
	if users == nil {
		users = d.peopleOf(around["users"])
	}
	list := o["users"]
	if list == "" {
		list = around["users"]
	}
	list.objects(func(u members) {
		if u.text("type") == "customer" {
			t.person(u)
			t.visited(u.in("last_visit"))
			t.visited(u.in("visit"))
		}
	})
	t.liveChatRating(o)
	thread := func(th members) {
		t.liveChatRating(th)
		th["events"].objects(func(e members) { t.liveChatEvent(e, users) })
	}
	thread(o)
	if th := o.in("thread"); th != nil {
		thread(th)
	}
	o["threads"].objects(thread)
}

// visited is the visit that LiveChat keeps beside a customer.
func (t *talking) visited(v members) {
	g := v.in("geolocation")
	t.learnt("ip", v.text("ip"), "ua", v.text("user_agent"), "referrer", v.text("referrer"),
		"city", g.text("city"), "region", g.text("region"), "country", g.text("country_code", "country"))
	v["last_pages"].objects(func(p members) { t.learnt("page", p.text("url")) })
}

func (t *talking) liveChatRating(o members) {
	r := o.in("properties").in("rating")
	value := func(v raw) string {
		if s := v.text(); s != "" {
			return s
		}
		return v.object().text("value")
	}
	t.rated(value(r["score"]), value(r["comment"]))
}

func (t *talking) liveChatEvent(e members, users map[string]members) {
	user := users[e.text("author_id")]
	m := Message{ID: e.text("id"), Author: user.called(), Kind: app.KindText, Text: e.text("text")}
	m.Internal = e.text("visibility", "recipients") == "agents"
	switch user.text("type") {
	case "customer":
		m.Role = app.RoleCustomer
	case "agent":
		m.Role = app.RoleAgent
	case "bot":
		m.Role = app.RoleBot
	}
	switch e.text("type") {
	case "message":
	case "filled_form":
		m.Kind, m.Text = app.KindForm, t.filledForm(e["fields"], m.Role == app.RoleCustomer)
	case "file":
		m.Kind, m.File = app.KindMedia, e.text("name", "url")
		if m.Text == "" {
			m.Text = e.text("url")
		}
	case "rich_message":
		m.Text = richText(e["elements"])
	case "system_message":
		m.Role, m.Kind, m.Author = app.RoleSystem, app.KindSystem, ""
	default: // annotations, forms not yet filled in
		if m.Text == "" {
			return
		}
	}
	if e["deleted"].yes() {
		m.Kind, m.Text = app.KindDeleted, ""
	}
	t.say(m, e.time("created_at", "timestamp"))
}

// filledForm writes a form as lines "question: answer", and takes the name, the
// address and the number that a customer gave there.
func (t *talking) filledForm(fields raw, customer bool) string {
	var lines []string
	fields.objects(func(f members) {
		answer := f.text("answer", "value")
		if answer == "" {
			answer = f.in("answer").text("label", "id")
		}
		if answer == "" {
			var all []string
			f["answers"].objects(func(a members) { all = append(all, a.text("label", "id")) })
			answer = strings.Join(all, ", ")
		}
		if answer == "" {
			return
		}
		if customer {
			switch f.text("type") {
			case "name":
				t.named(answer)
			case "email":
				t.mailed(answer)
			case "phone":
				t.phoned(answer)
			}
		}
		lines = append(lines, strings.TrimSuffix(f.text("label", "name", "id"), ":")+": "+answer)
	})
	return strings.Join(lines, "\n")
}

func richText(elements raw) string {
	var lines []string
	elements.objects(func(e members) {
		for _, s := range []string{e.text("title"), e.text("subtitle"), e.text("text"), e.in("image").text("alternative_text", "url")} {
			if s != "" {
				lines = append(lines, s)
			}
		}
		e["buttons"].objects(func(b members) { lines = append(lines, "- "+b.text("text", "label")) })
	})
	return strings.Join(lines, "\n")
}

// LiveChat's chats of before 2019: visitor, messages[]{user_type, author_name}.
var liveChatOld = deskKind{
	id: "livechat-chats",
	whole: func(o members) bool {
		return o["visitor"].opens('{') && (firstObjectOf(o["messages"]).has("user_type") || firstObjectOf(o["events"]).has("user_type"))
	},
	read: func(d *desk, o, _ members) {
		t := d.talk(o.text("id"), app.Chat)
		v := o.in("visitor")
		t.person(v)
		t.learnt("ip", v.text("ip"), "ua", v.text("user_agent"), "city", v.text("city"), "region", v.text("region"), "country", v.text("country_code", "country"),
			"referrer", o.text("referrer"), "page", o.text("chat_start_url"))
		if r := o.text("rate"); r != "not_rated" {
			t.rated(r, o.text("rate_comment"))
		}
		list := o["events"]
		if list == "" {
			list = o["messages"]
		}
		list.objects(func(m members) {
			msg := Message{Author: m.text("author_name"), Kind: app.KindText, Text: m.text("text"), Role: roleOfWord(m.text("user_type"))}
			if kind := m.text("type"); kind != "" && kind != "message" && kind != "attachment" {
				msg.Role, msg.Kind = app.RoleSystem, app.KindSystem
			}
			msg.File = attached(m["files"])
			t.say(msg, m.time("timestamp", "date"))
		})
	},
}
