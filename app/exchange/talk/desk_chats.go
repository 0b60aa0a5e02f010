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

// within is the conversation of a message in a list. Where neither it nor what
// stands around it has an id, the list is one conversation: alone remembers it.
func (d *desk) within(alone *string, id string, channel app.Channel) *talking {
	if id != "" {
		return d.talk(id, channel)
	}
	if t := d.byID[*alone]; t != nil && *alone != "" {
		return t
	}
	t := d.talk("", channel)
	*alone = "\x00" + string(rune(len(d.talks)))
	d.byID[*alone] = t
	return t
}

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
