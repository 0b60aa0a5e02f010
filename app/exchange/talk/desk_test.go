package talk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange/talk"
)

// lines writes messages short: time author/role/kind text [file] !internal.
func lines(c talk.Conversation) string {
	var b strings.Builder
	for _, m := range c.Messages {
		fmt.Fprintf(&b, "%s %s/%s/%s %s", m.Time, m.Author, m.Role, m.Kind, strings.ReplaceAll(m.Text, "\n", "⏎"))
		if m.File != "" {
			b.WriteString(" [" + m.File + "]")
		}
		if m.Internal {
			b.WriteString(" !")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func gives(t *testing.T, f *talk.File, format string, want ...string) {
	t.Helper()
	if f.Format != format {
		t.Errorf("format %s, want %s", f.Format, format)
	}
	if len(f.Conversations) != len(want) {
		t.Fatalf("%d conversations, want %d: %+v", len(f.Conversations), len(want), f.Conversations)
	}
	for i, w := range want {
		if got := lines(f.Conversations[i]); got != w {
			t.Errorf("conversation %d:\n%swant\n%s", i+1, got, w)
		}
	}
}

func found(f *talk.File, code string) bool {
	for _, g := range f.Findings {
		if g.Code == code {
			return true
		}
	}
	return false
}

const liveChatArchive = `{"chats":[{"id":"PJ0MRSHTDG","users":[
 {"id":"u1","type":"customer","name":"Aino Kuusela","email":"aino.kuusela@example.com","last_visit":{"ip":"203.0.113.7","user_agent":"Mozilla/5.0","referrer":"https://haku.example/",
  "geolocation":{"country":"Finland","country_code":"FI","region":"Southwest Finland","city":"Raisio"},"last_pages":[{"opened_at":"2026-06-13T06:00:00.000000Z","url":"https://rayst.example/kourut","title":"Kourut"}]}},
 {"id":"otso@rayst.example","type":"agent","name":"Otso","email":"otso@rayst.example"}],
 "thread":{"id":"K600PKZON8","properties":{"rating":{"score":{"value":1},"comment":{"value":"Nopea"}}},"events":[
 {"id":"e0","type":"filled_form","author_id":"u1","created_at":"2026-06-13T06:05:00.000000Z","fields":[{"id":"1","type":"name","label":"Nimi:","answer":"Aino Kuusela"},{"id":"2","type":"phone","label":"Puhelin","answer":"040 000 0101"},{"id":"3","type":"checkbox","label":"Aihe","answers":[{"id":"0","label":"Kourut"},{"id":"1","label":"Katot"}]}]},
 {"id":"e1","type":"message","author_id":"u1","text":"Onko 6 m kouruja?","visibility":"all","created_at":"2026-06-13T06:05:10.123456Z"},
 {"id":"e2","type":"message","author_id":"otso@rayst.example","text":"vanha asiakas","visibility":"agents","created_at":"2026-06-13T06:05:20.000000Z"},
 {"id":"e3","type":"file","author_id":"otso@rayst.example","name":"hinnasto.pdf","url":"https://tiedostot.example/h.pdf","created_at":"2026-06-13T06:06:00.000000Z"},
 {"id":"e4","type":"rich_message","author_id":"otso@rayst.example","elements":[{"title":"Kouru","subtitle":"6 m","buttons":[{"text":"Tilaa"}]}],"created_at":"2026-06-13T06:07:00.000000Z"},
 {"id":"e5","type":"system_message","system_message_type":"manual_archived_customer","text":"Chat archived","created_at":"2026-06-13T06:08:00.000000Z"}]}}],"found_chats":1}`

const liveChatLines = `2026-06-13T06:05:00Z Aino Kuusela/customer/form Nimi: Aino Kuusela⏎Puhelin: 040 000 0101⏎Aihe: Kourut, Katot
2026-06-13T06:05:10.123Z Aino Kuusela/customer/text Onko 6 m kouruja?
2026-06-13T06:05:20Z Otso/agent/note vanha asiakas !
2026-06-13T06:06:00Z Otso/agent/media https://tiedostot.example/h.pdf [hinnasto.pdf]
2026-06-13T06:07:00Z Otso/agent/text Kouru⏎6 m⏎- Tilaa
2026-06-13T06:08:00Z /system/system Chat archived
`

func TestLiveChatArchive(t *testing.T) {
	f := readTalk(t, "archives.json", liveChatArchive, talk.Options{})
	gives(t, f, "livechat-archive", liveChatLines)
	c := f.Conversations[0]
	if c.ID != "PJ0MRSHTDG" || c.Contact.Name != "Aino Kuusela" || fmt.Sprint(c.Contact.Phones) != "[040 000 0101]" || c.Rating != "1" || c.Comment != "Nopea" {
		t.Errorf("%+v", c)
	}
	want := "city=Raisio\ncountry=FI\nip=203.0.113.7\npage=https://rayst.example/kourut\nreferrer=https://haku.example/\nregion=Southwest Finland\nua=Mozilla/5.0"
	if got := factsOf(c.Technical); got != want {
		t.Errorf("technical\n%s\nwant\n%s", got, want)
	}
}

func TestLiveChatOfBefore2019(t *testing.T) {
	f := readTalk(t, "chats.json", `{"chats":[{"type":"chat","id":"MH1","visitor":{"id":"S1","name":"Aino Kuusela","ip":"203.0.113.7","country_code":"FI"},"rate":"rated_good","chat_start_url":"https://rayst.example",
	"messages":[{"author_name":"Aino Kuusela","text":"Hei","user_type":"visitor","timestamp":1781330700},{"author_name":"Otso","text":"Hei!","user_type":"agent","timestamp":1781330705}]}],"total":1}`, talk.Options{})
	gives(t, f, "livechat-chats", "2026-06-13T06:05:00Z Aino Kuusela/customer/text Hei\n2026-06-13T06:05:05Z Otso/agent/text Hei!\n")
}

const crispMessages = `{"error":false,"reason":"listed","data":[
 {"session_id":"session_1","website_id":"w","type":"text","from":"user","origin":"chat","content":"Hei","fingerprint":163408807661021,"user":{"nickname":"visitor4711","user_id":"session_1"},"timestamp":1781330700000},
 {"session_id":"session_1","website_id":"w","type":"note","from":"operator","origin":"chat","content":"soita","fingerprint":2,"user":{"nickname":"Otso"},"timestamp":1781330710500},
 {"session_id":"session_1","website_id":"w","type":"file","from":"operator","origin":"chat","content":{"name":"h.pdf","url":"https://tiedostot.example/h.pdf","type":"application/pdf"},"fingerprint":3,"user":{"nickname":"Otso"},"timestamp":1781330720000},
 {"session_id":"session_1","website_id":"w","type":"picker","from":"operator","automated":true,"origin":"chat","content":{"id":"p","text":"Mitä?","choices":[{"value":"1","label":"Kourut","selected":true},{"value":"2","label":"Katot","selected":false}]},"fingerprint":4,"user":{"nickname":"Apuri"},"timestamp":1781330730000},
 {"session_id":"session_1","website_id":"w","type":"event","from":"operator","origin":"chat","content":{"namespace":"state:resolved"},"fingerprint":5,"user":{"nickname":"Otso"},"timestamp":1781330740000}]}`

const crispLines = `2026-06-13T06:05:00Z /customer/text Hei
2026-06-13T06:05:10.500Z Otso/agent/note soita !
2026-06-13T06:05:20Z Otso/agent/media https://tiedostot.example/h.pdf [h.pdf]
2026-06-13T06:05:30Z Apuri/bot/text Mitä?⏎→ Kourut⏎- Katot
2026-06-13T06:05:40Z Otso/system/system state:resolved
`

func TestCrispMessages(t *testing.T) {
	f := readTalk(t, "messages.json", crispMessages, talk.Options{})
	gives(t, f, "crisp-conversation", crispLines)
	if c := f.Conversations[0].Contact; c.Name != "" || c.Placeholder != "visitor4711" || !found(f, talk.MadeUpName) {
		t.Errorf("a made-up name is taken for somebody's: %+v", c)
	}
}

func TestCrispConversationWithItsMeta(t *testing.T) {
	f := readTalk(t, "c.json", `{"data":{"session_id":"session_2","website_id":"w","state":"resolved","meta":{"nickname":"Aino Kuusela","email":"aino.kuusela@example.com","phone":"+358400000101","ip":"203.0.113.7",
	"device":{"geolocation":{"country":"FI","region":"19","city":"Raisio"},"system":{"os":{"name":"Linux"},"browser":{"name":"Firefox","version":"140.0"},"useragent":"Mozilla/5.0"}}},
	"messages":[{"type":"text","from":"user","origin":"email","content":"Hei","fingerprint":1,"user":{},"timestamp":1781330700000}]}}`, talk.Options{})
	gives(t, f, "crisp-conversation", "2026-06-13T06:05:00Z Aino Kuusela/customer/email Hei\n")
	if got := factsOf(f.Conversations[0].Technical); got != "browser=Firefox 140.0\ncity=Raisio\ncountry=FI\nip=203.0.113.7\nos=Linux\nregion=19\nua=Mozilla/5.0" {
		t.Error(got)
	}
}

const freshdeskTicket = `{"id":20,"subject":"Takuu","source":1,"requester_id":501,"responder_id":9,"description":"<div>Kouru vuotaa</div>","description_text":"Kouru vuotaa","created_at":"2026-06-13T06:05:00Z",
 "requester":{"id":501,"name":"Aino Kuusela","email":"aino.kuusela@example.com","phone":null,"mobile":"0400000101"},
 "conversations":[{"id":2,"body":"<div>tarkista</div>","body_text":"tarkista","incoming":false,"private":true,"user_id":9,"from_email":null,"created_at":"2026-06-13T06:30:00Z"},
 {"id":3,"body":"<div>Hei,<br>tulemme.</div>","incoming":false,"private":false,"user_id":9,"from_email":"\"Räystäs Oy\" <tuki@rayst.example>","created_at":"2026-06-13T07:00:00Z","attachments":[{"name":"aika.ics"}]},
 {"id":4,"body_text":"Kiitos","incoming":true,"private":false,"user_id":501,"from_email":"Aino Kuusela <aino.kuusela@example.com>","created_at":"2026-06-13T07:30:00Z"}]}`

const freshdeskLines = `2026-06-13T06:05:00Z Aino Kuusela/customer/email Kouru vuotaa
2026-06-13T06:30:00Z /agent/note tarkista !
2026-06-13T07:00:00Z Räystäs Oy/agent/email Hei,⏎tulemme. [aika.ics]
2026-06-13T07:30:00Z Aino Kuusela/customer/email Kiitos
`

func TestFreshdeskTicket(t *testing.T) {
	f := readTalk(t, "ticket.json", freshdeskTicket, talk.Options{})
	gives(t, f, "freshdesk-tickets", freshdeskLines)
	c := f.Conversations[0]
	if c.Title != "Takuu" || c.Channel != app.Email || fmt.Sprint(c.Contact.Phones, c.Contact.Emails) != "[0400000101] [aino.kuusela@example.com]" {
		t.Errorf("%+v", c)
	}
}

func TestFreshdeskConversationsAlone(t *testing.T) {
	f := readTalk(t, "conversations.json", `[{"id":3,"ticket_id":20,"body_text":"Tulemme","incoming":false,"private":false,"user_id":9,"created_at":"2026-06-13T07:00:00Z"},
	{"id":2,"ticket_id":20,"body_text":"Vuotaa","incoming":true,"private":false,"user_id":501,"from_email":"aino.kuusela@example.com","created_at":"2026-06-13T06:00:00Z"},
	{"id":5,"ticket_id":21,"body_text":"Muu","incoming":true,"private":false,"user_id":502,"created_at":"2026-06-13T06:00:00Z"}]`, talk.Options{})
	gives(t, f, "freshdesk-tickets", "2026-06-13T06:00:00Z aino.kuusela@example.com/customer/email Vuotaa\n2026-06-13T07:00:00Z /agent/email Tulemme\n", "2026-06-13T06:00:00Z /customer/email Muu\n")
}

// Every system's conversations come in many wrappings: each must give the same.
func TestWrappingsGiveTheSame(t *testing.T) {
	flat := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	for _, c := range []struct{ name, one, format, want string }{
		{"LiveChat", liveChatArchive, "livechat-archive", liveChatLines},
		{"Freshdesk", freshdeskTicket, "freshdesk-tickets", freshdeskLines},
		{"Crisp", crispMessages, "crisp-conversation", crispLines},
		{"Olark", sampleFile(t, "olark-transcript/conversation.json"), "olark-conversation", ""},
		{"Help Scout", sampleFile(t, "helpscout-threads/conversation-with-threads.json"), "helpscout-conversation", ""},
		{"Intercom", sampleFile(t, "intercom-conversation/conversation.json"), "intercom-conversation", ""},
		{"tawk.to", sampleFile(t, "tawk-transcript-webhook/transcript.json"), "tawk-transcript", ""},
		{"giosg", sampleFile(t, "giosg-messages/messages.json"), "giosg-messages", ""},
		{"Chatwoot", sampleFile(t, "chatwoot-messages/messages.json"), "chatwoot-messages", ""},
		{"Freshchat", sampleFile(t, "freshchat-messages/messages.json"), "freshchat-messages", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := c.want
			if want == "" {
				want = lines(readTalk(t, "x.json", c.one, talk.Options{}).Conversations[0])
			}
			for wrapping, text := range map[string]string{
				"as it is": c.one, "a list": "[" + c.one + "]", "data": `{"data":` + c.one + `}`, "lines": flat(c.one) + "\n",
				"an item of an event": `{"type":"notification_event","data":{"item":` + c.one + `}}`, "with a byte order mark": "\ufeff" + c.one,
				"_embedded": `{"_embedded":{"conversations":[` + c.one + `]},"page":{"size":1}}`, "results": `{"count":1,"results":[` + c.one + `]}`,
			} {
				t.Run(wrapping, func(t *testing.T) { gives(t, readTalk(t, "x.json", text, talk.Options{}), c.format, want) })
			}
		})
	}
}

func sampleFile(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata/samples", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestZendeskTicketsInAListWithTheirPeopleBeside(t *testing.T) {
	f := readTalk(t, "tickets.json", `{"tickets":[{"id":17,"subject":"Lasku","status":"open","requester_id":501,"assignee_id":9,"via":{"channel":"chat"},"satisfaction_rating":{"score":"good","comment":"Kiitos"},
	"comments":[{"id":2,"author_id":9,"public":true,"html_body":"<p>Hei</p><p>Terv. Otso</p>","created_at":"2026-06-13T08:00:00+02:00"},{"id":1,"author_id":501,"public":true,"body":"Lasku puuttuu","created_at":"2026-06-13T05:00:00Z"}]}],
	"users":[{"id":501,"name":"Aino Kuusela","email":"aino.kuusela@example.com","role":"end-user"},{"id":9,"name":"Otso","role":"agent"}],"next_page":null}`, talk.Options{})
	gives(t, f, "zendesk-tickets-ndjson", "2026-06-13T05:00:00Z Aino Kuusela/customer/text Lasku puuttuu\n2026-06-13T06:00:00Z Otso/agent/text Hei⏎⏎Terv. Otso\n")
	if c := f.Conversations[0]; c.Contact.Name != "Aino Kuusela" || c.Channel != app.Chat || c.Rating != "good" || c.Comment != "Kiitos" {
		t.Errorf("%+v", c)
	}
}

// Relays, webhooks and pages of answers leave out much of what an export has.
func TestFormsThatTheSamplesDoNotShow(t *testing.T) {
	for _, c := range []struct{ name, text, format, want string }{
		{"Help Scout's threads alone", `{"_embedded":{"threads":[{"id":1,"type":"customer","state":"published","body":"<p>Hei</p>","source":{"type":"email"},"customer":{"id":5,"first":"Aino"},
		"createdBy":{"id":5,"type":"customer","email":"aino@example.com"},"createdAt":"2026-06-13T07:00:00Z"}]}}`, "helpscout-conversation", "2026-06-13T07:00:00Z Aino/customer/email Hei\n"},
		{"a webhook of Chatwoot, with a made-up name", `{"event":"message_created","id":1,"content":"Hei","message_type":"incoming","created_at":"2026-06-13 06:05:00 UTC","private":false,
		"sender":{"id":1,"name":"bitter-water-123"},"conversation":{"id":7}}`, "chatwoot-messages", "2026-06-13T06:05:00Z /customer/text Hei\n"},
		{"Freshchat without its people", `[{"message_type":"normal","actor_type":"user","actor_id":"u1","message_parts":[{"text":{"content":"Moi"}}],"created_time":"2026-06-13T06:05:00Z"},
		{"message_type":"normal","actor_type":"bot","actor_id":"b","message_parts":[{"image":{"url":"https://x.example/a.jpg"}}],"created_time":"2026-06-13T06:06:00Z"}]`,
			"freshchat-messages", "2026-06-13T06:05:00Z /customer/text Moi\n2026-06-13T06:06:00Z /bot/media  [https://x.example/a.jpg]\n"},
		{"a list of Intercom's, without parts", `{"type":"conversation.list","conversations":[{"type":"conversation","id":"1","created_at":1781330700,"source":{"type":"email",
		"author":{"type":"lead","id":"x","email":"aino@example.com"},"body":"<p>Hei</p>"}}]}`, "intercom-conversation", "2026-06-13T06:05:00Z aino@example.com/customer/email Hei\n"},
		{"tawk.to with a made-up name and a file", `{"chat":{"id":"c","visitor":{"name":"V1561719148780935"},"messages":[{"sender":{"t":"v","n":"V1561719148780935"},"type":"msg","msg":"Hei","time":"2026-06-13T06:05:20.000Z"},
		{"sender":{"t":"a","n":"Otso"},"type":"file","msg":"","attchs":[{"content":{"file":{"name":"a.pdf"}}}],"time":"2026-06-13T06:05:21.000Z"}]}}`,
			"tawk-transcript", "2026-06-13T06:05:20Z /customer/text Hei\n2026-06-13T06:05:21Z Otso/agent/media  [a.pdf]\n"},
		{"Zendesk Chat by sender_type, with a trigger and a file", `{"chats":[{"visitor":{"name":"Aino"},"id":"z","type":"chat","history":[
		{"type":"chat.msg","sender_type":"Visitor","name":"Aino","msg":"Hei","timestamp":"2026-06-13T06:00:01Z"},{"type":"chat.file","nick":"agent:9","name":"Otso","attachment":{"name":"a.pdf","url":"https://x.example/a.pdf"},"timestamp":"2026-06-13T06:00:03Z"},
		{"type":"chat.msg","nick":"agent:trigger","name":"Apuri","msg":"Tervetuloa","timestamp":"2026-06-13T06:00:00Z"}]}]}`,
			"zendesk-chat", "2026-06-13T06:00:00Z Apuri/bot/text Tervetuloa\n2026-06-13T06:00:01Z Aino/customer/text Hei\n2026-06-13T06:00:03Z Otso/agent/media https://x.example/a.pdf [a.pdf]\n"},
		{"LiveChat's threads alone", `{"threads":[{"id":"t1","user_ids":["u1","o"],"events":[{"id":"1","type":"message","author_id":"u1","text":"Hei","created_at":"2026-06-13T06:00:00.000000Z"}]}],"users":[{"id":"u1","type":"customer","name":"Aino"}]}`,
			"livechat-archive", "2026-06-13T06:00:00Z Aino/customer/text Hei\n"},
		{"an item list of Olark, ISO times", `{"items":[{"kind":"MessageToVisitor","operatorId":"11","timestamp":"2026-06-13T06:05:00.1Z","body":"Hei"},{"kind":"MessageToOperator","nickname":"USA (San Jose, CA) #4711","timestamp":"2026-06-13T06:05:01Z","body":"Moi"}],"operators":{"11":{"id":"11","nickname":"Otso"}}}`,
			"olark-conversation", "2026-06-13T06:05:00.100Z Otso/agent/text Hei\n2026-06-13T06:05:01Z /customer/text Moi\n"},
	} {
		t.Run(c.name, func(t *testing.T) { gives(t, readTalk(t, "x.json", c.text, talk.Options{}), c.format, c.want) })
	}
}

func TestZendeskCommentsBesideTheirTicketAndAlone(t *testing.T) {
	comments := `"comments":[{"id":1,"author_id":501,"public":true,"plain_body":"Lasku&nbsp;puuttuu","created_at":"2026-06-13T05:00:00Z"},{"id":2,"author_id":9,"public":false,"plain_body":"hae arkistosta","created_at":"2026-06-13T05:01:00Z"}],
	"users":[{"id":501,"name":"Aino Kuusela"},{"id":9,"name":"Otso"}]`
	f := readTalk(t, "t.json", `{"ticket":{"id":17,"subject":"Lasku","status":"open","requester_id":501},`+comments+`}`, talk.Options{})
	gives(t, f, "zendesk-tickets-ndjson", "2026-06-13T05:00:00Z Aino Kuusela/customer/email Lasku puuttuu\n2026-06-13T05:01:00Z Otso/agent/note hae arkistosta !\n")
	f = readTalk(t, "t.json", `{`+comments+`}`, talk.Options{Us: []string{"Otso"}})
	gives(t, f, "zendesk-tickets-ndjson", "2026-06-13T05:00:00Z Aino Kuusela/customer/email Lasku puuttuu\n2026-06-13T05:01:00Z Otso/agent/note hae arkistosta !\n")
}

func TestMessagesALineAreOneConversation(t *testing.T) {
	f := readTalk(t, "m.ndjson", `{"message_type":"incoming","content":"Hei","conversation_id":7,"created_at":1781330700,"sender":{"name":"Aino Kuusela","type":"contact"}}
{"message_type":"outgoing","content":"Moi","conversation_id":7,"created_at":1781330701,"sender":{"name":"Otso","type":"user"},"private":false}
{"message_type":"outgoing","content":"kat
`, talk.Options{})
	gives(t, f, "chatwoot-messages", "2026-06-13T06:05:00Z Aino Kuusela/customer/text Hei\n2026-06-13T06:05:01Z Otso/agent/text Moi\n")
	if !found(f, talk.LineBroken) {
		t.Errorf("the broken line is not told: %+v", f.Findings)
	}
}

func TestFileThatEndsInTheMiddleGivesWhatIsWhole(t *testing.T) {
	whole := sampleFile(t, "giosg-messages/messages.json")
	f := readTalk(t, "m.json", whole[:strings.Index(whole, "Soitan kohta")], talk.Options{})
	if len(f.Conversations) != 1 || len(f.Conversations[0].Messages) != 3 || !found(f, talk.BrokenOff) {
		t.Errorf("%+v", f)
	}
}

func TestWrongTypesAndNullsLeaveTheRest(t *testing.T) {
	f := readTalk(t, "c.json", `{"type":"conversation","id":7,"source":{"type":[],"author":null,"body":{"a":1}},"contacts":"none","conversation_parts":{"conversation_parts":[null,3,"x",[],{},
	{"part_type":"comment","body":"<p>Hei</p>","created_at":"oops","author":{"type":"user","name":5,"email":{}}},{"part_type":7,"body":null,"created_at":1781330700,"author":[]}]}}`, talk.Options{})
	gives(t, f, "intercom-conversation", " 5/customer/text Hei\n2026-06-13T06:05:00Z /system/system 7\n")
	if !found(f, talk.TimeMissing) {
		t.Error("messages without a time are not told")
	}
}
