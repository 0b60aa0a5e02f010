package talk

import (
	"regexp"
	"strings"

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

// Intercom: the first message is the source, what follows are parts.
var intercom = deskKind{
	id: "intercom-conversation",
	whole: func(o members) bool {
		return o.in("conversation_parts") != nil || o.text("type") == "conversation" && o.hasAny("source", "conversation_message")
	},
	read: readIntercom,
}

func readIntercom(d *desk, o, _ members) {
	source := o.in("source")
	if source == nil {
		source = o.in("conversation_message")
	}
	channel := channelOf(source.text("type"), app.Chat)
	t := d.talk(o.text("id"), channel)
	t.Title = HTMLText(o.text("title"))
	if t.Title == "" {
		t.Title = HTMLText(source.text("subject"))
	}
	t.intercomContact(o, source)
	r := o.in("conversation_rating")
	t.rated(r.text("rating"), r.text("remark"))
	if body := HTMLText(source.text("body")); body != "" || source["attachments"].opens('[') {
		first := Message{ID: source.text("id"), Text: body, Kind: kindIn(channel), File: attached(source["attachments"])}
		t.intercomAuthor(&first, source.in("author"))
		if first.Text != "" || first.File != "" {
			t.say(first, o.time("created_at"))
		}
	}
	parts := o["conversation_parts"]
	if inner := parts.object(); inner != nil {
		parts = inner["conversation_parts"]
	}
	parts.objects(func(p members) { t.intercomPart(p, channel) })
}

func (t *talking) intercomContact(o, source members) {
	list := o["contacts"]
	if inner := list.object(); inner != nil {
		list = inner["contacts"]
	}
	for _, c := range []members{firstObjectOf(list), o.in("contact"), o.in("user")} {
		t.person(c)
		l := c.in("location")
		t.learnt("browser", strings.TrimSpace(c.text("browser")+" "+c.text("browser_version")), "os", c.text("os"),
			"city", l.text("city"), "region", l.text("region"), "country", l.text("country_code", "country"))
	}
	t.learnt("page", source.text("url"))
}

// intercomAuthor also takes what a customer's own message tells of him: the
// contacts are ids alone.
func (t *talking) intercomAuthor(m *Message, a members) {
	m.Author = a.called()
	switch kind := a.text("type"); {
	case a["from_ai_agent"].yes(), a["is_ai_answer"].yes(), kind == "bot":
		m.Role = app.RoleBot
	case kind == "user", kind == "lead", kind == "contact", kind == "visitor":
		m.Role = app.RoleCustomer
		t.person(a)
	case kind == "admin", kind == "team":
		m.Role = app.RoleAgent
	}
}

func (t *talking) intercomPart(p members, channel app.Channel) {
	kind := p.text("part_type")
	m := Message{ID: p.text("id"), Text: HTMLText(p.text("body")), Kind: kindIn(channel), File: attached(p["attachments"])}
	if m.Text == "" && m.File == "" && kind == "" {
		return
	}
	t.intercomAuthor(&m, p.in("author"))
	switch {
	case p["redacted"].yes():
		m.Kind, m.Text = app.KindDeleted, ""
	case strings.HasPrefix(kind, "note"):
		m.Kind, m.Internal = app.KindNote, true
	case m.Text == "" && m.File == "" && kind != "comment":
		m.Role, m.Kind, m.Text = app.RoleSystem, app.KindSystem, kind
	}
	t.say(m, p.time("created_at", "notified_at"))
}

// Zendesk's tickets, an object a line or in a list, with their comments inside
// or beside them.
var zendeskTickets = deskKind{
	id: "zendesk-tickets-ndjson",
	whole: func(o members) bool {
		return o.hasAny("requester_id", "requester") && o.hasAny("subject", "raw_subject", "description", "comments") &&
			o.hasAny("submitter_id", "submitter", "comments", "via", "raw_subject", "assignee_id", "status")
	},
	read: readZendeskTicket,
}

// ticket is what is known of the people of one ticket.
type ticket struct {
	requester string
	agents    map[string]bool
	people    []map[string]members
}

func (t ticket) who(id string) members {
	for _, table := range t.people {
		if p := table[id]; p != nil {
			return p
		}
	}
	return nil
}

func readZendeskTicket(d *desk, o, around members) {
	channel := channelOf(o.in("via").text("channel"), app.Email)
	t := d.talk(o.text("id"), channel)
	t.Title = o.text("subject", "raw_subject")
	people := ticketPeople(d, o, around)
	t.person(people.who(people.requester))
	if t.Contact.UserID == "" {
		t.Contact.UserID = people.requester
	}
	r := o.in("satisfaction_rating")
	if s := r.text("score"); s != "unoffered" && s != "offered" {
		t.rated(s, r.text("comment"))
	}
	comments := o["comments"]
	if comments == "" && around["ticket"].opens('{') {
		comments = around["comments"]
	}
	said := len(t.Messages)
	comments.objects(func(c members) { t.zendeskComment(c, people, channel) })
	if said == len(t.Messages) {
		if text := o.text("description"); text != "" {
			t.say(Message{Author: people.who(people.requester).called(), Role: app.RoleCustomer, Kind: kindIn(channel), Text: text}, o.time("created_at"))
		}
	}
}

func ticketPeople(d *desk, o, around members) ticket {
	k := ticket{requester: o.text("requester_id"), agents: map[string]bool{}}
	table := map[string]members{}
	for _, name := range []string{"requester", "submitter", "assignee"} {
		p := o.in(name)
		if id := p.text("id"); id != "" {
			table[id] = p
		}
	}
	if id := o.in("requester").text("id"); k.requester == "" {
		if k.requester = id; id == "" && o["requester"].opens('{') {
			k.requester = "requester"
			table[k.requester] = o.in("requester")
		}
	}
	for _, id := range []string{o.text("assignee_id"), o.in("assignee").text("id"), o.text("submitter_id"), o.in("submitter").text("id"), o.text("responder_id")} {
		if id != "" && id != k.requester {
			k.agents[id] = true
		}
	}
	k.people = []map[string]members{table, d.peopleOf(o["users"]), d.peopleOf(around["users"])}
	return k
}

func (t *talking) zendeskComment(c members, k ticket, channel app.Channel) {
	author := c.in("author")
	id := c.text("author_id")
	if id == "" {
		id = author.text("id")
	}
	if author == nil {
		author = k.who(id)
	}
	m := Message{ID: c.text("id"), Author: author.called(), Kind: kindIn(channel), File: attached(c["attachments"])}
	m.Internal = string(c["public"]) == "false"
	m.Text = strings.ReplaceAll(c.text("plain_body", "body"), "&nbsp;", " ")
	if m.Text == "" {
		m.Text = HTMLText(c.text("html_body"))
	}
	switch role := author.text("role"); {
	case id != "" && id == k.requester, role == "end-user":
		m.Role = app.RoleCustomer
	case role == "agent", role == "admin", k.agents[id], m.Internal:
		m.Role = app.RoleAgent
	case id == "-1":
		m.Role, m.Kind = app.RoleSystem, app.KindSystem
	}
	if s := c.in("metadata").in("system"); m.Role == app.RoleCustomer {
		t.learnt("ip", s.text("ip_address"), "ua", s.text("client"), "city", s.text("location"))
	}
	t.say(m, c.time("created_at"))
}

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

// Freshchat lists messages whose parts are texts, pictures and buttons; those
// who speak are in lists beside them.
var freshchat = deskKind{
	id:    "freshchat-messages",
	entry: func(o members) bool { return o.has("message_parts") && o.hasAny("actor_type", "actor_id") },
	list:  "messages",
	read:  readFreshchat,
}

func readFreshchat(d *desk, o, around members) {
	alone := around.text("conversation_id")
	tables := []map[string]members{d.peopleOf(around["users"]), d.peopleOf(around["agents"]), d.peopleOf(around["actors"])}
	o["messages"].objects(func(m members) {
		id := m.text("conversation_id")
		if id == "" {
			id = around.text("conversation_id")
		}
		t := d.within(&alone, id, app.Chat)
		who := ticket{people: tables}.who(m.text("actor_id"))
		if a := m.in("actor"); who == nil {
			who = a
		}
		msg := Message{ID: m.text("id"), Author: who.called(), Kind: app.KindText}
		msg.Text, msg.File = freshchatParts(m["message_parts"])
		switch m.text("actor_type") {
		case "user":
			msg.Role = app.RoleCustomer
			t.person(who)
		case "agent":
			msg.Role = app.RoleAgent
		case "bot":
			msg.Role = app.RoleBot
		}
		switch {
		case m.text("message_type") == "private":
			msg.Kind, msg.Internal = app.KindNote, true
		case m.text("message_type") == "system", m.text("actor_type") == "system":
			msg.Role, msg.Kind, msg.Author = app.RoleSystem, app.KindSystem, ""
		}
		t.say(msg, m.time("created_time", "created_at"))
	})
}

func freshchatParts(parts raw) (text, file string) {
	var lines []string
	parts.objects(func(p members) {
		if s := p.in("text").text("content"); s != "" {
			lines = append(lines, s)
		}
		for _, kind := range []string{"image", "file", "video", "audio"} {
			if f := p.in(kind); f != nil && file == "" {
				file = f.text("name", "url")
			}
		}
		for _, kind := range []string{"url_button", "quick_reply_button"} {
			if b := p.in(kind); b != nil {
				lines = append(lines, strings.TrimSpace("- "+b.text("label")+" "+b.text("url")))
			}
		}
	})
	return strings.Join(lines, "\n"), file
}
