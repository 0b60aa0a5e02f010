package talk

import (
	"strings"

	"kortisto/app"
)

// Zendesk's tickets, an object a line or in a list, with their comments inside
// or beside them.
var zendeskTickets = deskKind{
	id: "zendesk-tickets-ndjson",
	whole: func(o members) bool {
		return o.hasAny("requester_id", "requester") && o.hasAny("subject", "raw_subject", "description", "comments") &&
			o.hasAny("submitter_id", "submitter", "comments", "via", "raw_subject", "assignee_id", "status")
	},
	entry: func(o members) bool { return o.has("author_id", "public") && o.hasAny("plain_body", "html_body") },
	list:  "comments",
	read:  readZendeskTicket,
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
	if around["ticket"].opens('{') && !o.hasAny("requester_id", "requester") {
		return // comments beside their ticket, and read with it
	}
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
