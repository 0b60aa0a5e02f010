package talk_test

import (
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange/talk"
)

func TestTranscripts(t *testing.T) {
	for name, c := range map[string]struct{ in, want, findings string }{
		"a clock in brackets, and the day before": {
			"Date: 13 June 2026\n\n[09:05] Visitor 18000001: Hei\n[09:06] Otso: Moi\n",
			"2026-06-13T09:05:00 Visitor 18000001|text|Hei\n2026-06-13T09:06:00 Otso|text|Moi", ""},
		"no day at all": {
			"09:05 Aino: Hei\n09:06 Otso: Moi\n", " Aino|text|Hei\n Otso|text|Moi", talk.NoDay},
		"past midnight": {
			"Aloitettu: 13.6.2026\n\n23:59 Aino: Hei\n00:01 Otso: Moi\n",
			"2026-06-13T23:59:00 Aino|text|Hei\n2026-06-14T00:01:00 Otso|text|Moi", ""},
		"days between the lines": {
			"--- 13.6.2026 ---\n09:05 Aino: Hei\n--- 14.6.2026 ---\n08:00 Otso: Moi\n",
			"2026-06-13T09:05:00 Aino|text|Hei\n2026-06-14T08:00:00 Otso|text|Moi", ""},
		"a zone in every line": {
			"2026-06-13T09:05:00+03:00 Aino: Hei\n2026-06-13T06:06:00Z Otso: Moi\n",
			"2026-06-13T06:05:00Z Aino|text|Hei\n2026-06-13T06:06:00Z Otso|text|Moi", ""},
		"names before the clock": {
			"Date: 2026-06-13\n\nAino Kuusela (09:05): Hei\nOtso (09:06): Moi\n",
			"2026-06-13T09:05:00 Aino Kuusela|text|Hei\n2026-06-13T09:06:00 Otso|text|Moi", ""},
		"afternoon": {
			"Date: June 13, 2026\n\n1:05 PM Aino: Hei\n1:06 PM Otso: Moi\n",
			"2026-06-13T13:05:00 Aino|text|Hei\n2026-06-13T13:06:00 Otso|text|Moi", ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := read(t, "x.txt", []byte(c.in), talk.Options{})
			same(t, "format", f.Format, "chat-transcript-text")
			same(t, "messages", told(all(f)), strings.TrimSpace(c.want))
			same(t, "findings", codes(f), c.findings)
		})
	}
}

func TestSidesOfATranscript(t *testing.T) {
	f := read(t, "x.txt", []byte("09:05 Aino: Hei\n09:06 Otso: Moi\n"), talk.Options{})
	same(t, "asked, for nobody is named", f.Conversations[0].AskUs, true)
	f = read(t, "x.txt", []byte("09:05 Aino: Hei\n09:06 Otso: Moi\n"), talk.Options{Us: []string{"Otso"}})
	same(t, "told", f.Conversations[0].Messages[0].Role, app.RoleCustomer)
	f = read(t, "x.txt", []byte("Agent: Otso\n\n09:05 Vierailija 12: Hei\n09:06 Otso: Moi\n"), talk.Options{})
	c := f.Conversations[0]
	same(t, "asked, though a visitor speaks", c.AskUs, false)
	same(t, "visitor", c.Messages[0].Role, app.RoleCustomer)
	same(t, "agent", c.Messages[1].Role, app.RoleAgent)
	same(t, "a name that the system made", c.Contact.Name, "")
}

func TestTelegram(t *testing.T) {
	const me = `"personal_information":{"user_id":9},"contacts":{"list":[{"user_id":7,"first_name":"A","phone_number":"00358400000101"}]},`
	account := `{` + me + `"chats":{"list":[
	 {"type":"personal_chat","id":7,"name":"A","messages":[{"id":1,"type":"message","date":"2026-06-13T09:05:00","date_unixtime":1781330700,"from":"A","from_id":"user7","text":"hei"},
	  {"id":2,"type":"message","date":"2026-06-13T09:05:00","from":"Me","from_id":"user9","text":["a",{"type":"bold","text":"b"},"c"]},
	  {"id":3,"type":"service","date":"2026-06-13T09:05:00","actor":"A","actor_id":"user7","action":"phone_call","discard_reason":"missed","text":""}]},
	 {"type":"saved_messages","id":9,"messages":[{"id":1,"type":"message","date":"2026-06-13T09:05:00","from":"Me","from_id":"user9","text":"muistio"}]},
	 {"type":"private_group","id":8,"name":"Katto","messages":[{"id":1,"type":"message","date":"x","from":"A","from_id":"user7","text":"ilman aikaa"},
	  {"id":2,"type":"message","date":"2026-06-13T09:05:00","from":"A","from_id":"user7","text":5,"contact_information":{"first_name":"B"}}]}]}}`
	f := read(t, "result.json", []byte(account), talk.Options{})
	same(t, "conversations", len(f.Conversations), 2)
	c := f.Conversations[0]
	same(t, "messages", told(c.Messages), "2026-06-13T06:05:00Z A|text|hei\n2026-06-13T09:05:00 Me|text|abc\n2026-06-13T09:05:00 A|missed_call|")
	same(t, "role of the customer", c.Messages[0].Role, app.RoleCustomer)
	same(t, "role of who saved it", c.Messages[1].Role, app.RoleAgent)
	same(t, "asked", c.AskUs, false)
	same(t, "phone", e164(strings.Join(c.Contact.Phones, ",")), "+358400000101")
	same(t, "a contact that was sent", f.Conversations[1].Messages[0].Kind, app.KindMedia)
	same(t, "findings", codes(f), talk.RowUnread)
}

func TestMeta(t *testing.T) {
	const in = `{"participants":[{"name":"V\u00c3\u00a4in\u00c3\u00b6"},{"name":"Firma"}],"title":"V\u00c3\u00a4in\u00c3\u00b6","thread_path":"inbox/v","messages":[
	 {"sender_name":"Firma","timestamp_ms":1781330760000,"photos":[{"uri":"a.jpg"},{"uri":"b.jpg"}],"content":"kuvat"},
	 {"sender_name":"V\u00c3\u00a4in\u00c3\u00b6","timestamp_ms":1781330740000,"call_duration":61},
	 {"sender_name":"V\u00c3\u00a4in\u00c3\u00b6","timestamp_ms":1781330730000,"content":"Reacted \u00e2\u009d\u00a4 to your message ","ip":"203.0.113.7"},
	 {"sender_name":"V\u00c3\u00a4in\u00c3\u00b6","timestamp_ms":1781330720000,"is_unsent":true},
	 {"sender_name":"V\u00c3\u00a4in\u00c3\u00b6","timestamp_ms":1781330710000,"share":{"link":"https://x.example"}},
	 {"sender_name":"V\u00c3\u00a4in\u00c3\u00b6","timestamp_ms":1781330700000,"content":"ä on jo oikein ✨"},
	 {"sender_name":"V\u00c3\u00a4in\u00c3\u00b6","timestamp_ms":1781330700000,"content":"viimeinen tai ensimmäinen"}]}`
	f := read(t, "message_1.json", []byte(in), talk.Options{})
	c := f.Conversations[0]
	same(t, "messages", told(c.Messages), strings.Join([]string{
		"2026-06-13T06:05:00Z Väinö|text|viimeinen tai ensimmäinen", "2026-06-13T06:05:00Z Väinö|text|ä on jo oikein ✨",
		"2026-06-13T06:05:10Z Väinö|text|https://x.example", "2026-06-13T06:05:20Z Väinö|deleted|",
		"2026-06-13T06:05:30Z Väinö|reaction|Reacted ❤ to your message ", "2026-06-13T06:05:40Z Väinö|call||61 s",
		"2026-06-13T06:06:00Z Firma|media|kuvat|a.jpg", "2026-06-13T06:06:00Z Firma|media||b.jpg",
	}, "\n"))
	same(t, "asked", c.AskUs, true)
	same(t, "offered", strings.Join(c.LikelyUs, ","), "Firma")
	same(t, "technical", show(c.Technical), `[{"name":"ip","value":"203.0.113.7"}]`)
}
