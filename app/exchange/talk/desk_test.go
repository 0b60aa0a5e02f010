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

func TestUnknownJSONIsMappedByLikeness(t *testing.T) {
	f := readTalk(t, "x.json", `{"export":{"dialogs":[
	{"dialogId":"d1","visitor":{"name":"Aino Kuusela","email":"aino.kuusela@example.com","phone":"040 000 0101"},"entries":[
	 {"who":{"name":"Otso","type":"user"},"when":"2026-06-13T06:06:00Z","content":"Hei!<br>Miten voin auttaa?"},
	 {"who":{"name":"Aino Kuusela","type":"visitor"},"when":"2026-06-13T06:05:00Z","content":"Hei vaan"}]},
	{"dialogId":"d2","visitor":{"name":"Visitor 12"},"entries":[{"who":{"name":"Visitor 12","type":"visitor"},"when":"2026-06-14T06:05:00Z","content":"Moi taas"}]}]}}`, talk.Options{})
	gives(t, f, "chat-json", "2026-06-13T06:05:00Z Aino Kuusela/customer/text Hei vaan\n2026-06-13T06:06:00Z Otso/agent/text Hei!⏎Miten voin auttaa?\n", "2026-06-14T06:05:00Z /customer/text Moi taas\n")
	if c := f.Conversations[0]; c.ID != "d1" || c.Contact.Name != "Aino Kuusela" || len(c.Contact.Phones) != 1 || !found(f, talk.Mapped) {
		t.Errorf("%+v %+v", c, f.Findings)
	}
}

func TestUnknownJSONIsMappedAsThePersonSays(t *testing.T) {
	text := `[{"a":{"mail":"aino.kuusela@example.com"},"b":[{"x":"Hei","y":"A","z":"13.6.2026 klo 9.05"},{"x":"Moi","y":"O","z":"13.6.2026 klo 9.06"}]},{"a":{},"b":[]}]`
	fields, paths := talk.Suggest([]byte(text))
	if fields["text"] != "" || fmt.Sprint(paths) != "[[].a.mail [].b[].x [].b[].y [].b[].z]" {
		t.Errorf("suggested %v of %v", fields, paths)
	}
	o := talk.Options{Map: map[string]string{"text": "[].b[].x", "author": "[].b[].y", "time": "[].b[].z", "email": "[].a.mail"}, Us: []string{"O"}}
	f := readTalk(t, "x.json", text, o)
	gives(t, f, "chat-json", "2026-06-13T09:05:00 A/customer/text Hei\n2026-06-13T09:06:00 O/agent/text Moi\n")
	if c := f.Conversations[0]; !c.Messages[0].Local || fmt.Sprint(c.Contact.Emails) != "[aino.kuusela@example.com]" || c.AskUs {
		t.Errorf("%+v", c)
	}
	o.Us = nil
	if f = readTalk(t, "x.json", text, o); !f.Conversations[0].AskUs {
		t.Error("nobody is asked who is the firm")
	}
}

func TestSuggestedMappingReadsTheFile(t *testing.T) {
	text := `[{"chatId":"c1","createdAt":"2026-06-13T06:05:00Z","senderType":"customer","senderName":"Aino Kuusela","message":"Hei vaan"},
	{"chatId":"c2","createdAt":"2026-06-13T06:06:00Z","senderType":"agent","senderName":"Otso","message":"Hei hei"}]`
	fields, _ := talk.Suggest([]byte(text))
	want := "map[author:[].senderName conversation:[].chatId role:[].senderType text:[].message time:[].createdAt]"
	if fmt.Sprint(fields) != want {
		t.Errorf("suggested %v", fields)
	}
	gives(t, readTalk(t, "x.json", text, talk.Options{Format: "chat-json", Map: fields}), "chat-json",
		"2026-06-13T06:05:00Z Aino Kuusela/customer/text Hei vaan\n", "2026-06-13T06:06:00Z Otso/agent/text Hei hei\n")
}

func TestChatTablesInFourLanguages(t *testing.T) {
	for name, text := range map[string]string{
		"Finnish, Excel":          "sep=;\r\nKeskustelun tunnus;Aika;Lähettäjä;Rooli;Viesti;Sähköposti;Puhelin\r\n1;13.6.2026 klo 9.05;Aino Kuusela;Asiakas;\"Hei; kysyisin\r\nhintaa\";aino.kuusela@example.com;=\"0400000101\"\r\n1;13.6.2026 9:06:30;Otso;Asiakaspalvelija;12 €/m;;\r\n",
		"Swedish, tabs":           "Ärende\tDatum\tAvsändare\tRoll\tMeddelande\tE-post\tTelefon\n1\t2026-06-13 09:05\tAino Kuusela\tKund\t\"Hei; kysyisin\nhintaa\"\taino.kuusela@example.com\t'0400000101\n1\t2026-06-13 09:06:30\tOtso\tHandläggare\t12 €/m\t\t\n",
		"English, month first":    "Chat ID,Date,Sender,Sender Type,Message,Customer Email,Phone\n1,6/13/26 9:05 AM,Aino Kuusela,visitor,\"Hei; kysyisin\nhintaa\",aino.kuusela@example.com,0400000101\n1,6/13/26 9:06:30 AM,Otso,user,12 €/m,,\n",
		"German, UTF-16":          utf16("Gespräch;Zeitpunkt;Absender;Rolle;Nachricht;E-Mail;Telefon\n1;13.06.2026 09:05;Aino Kuusela;Kunde;\"Hei; kysyisin\nhintaa\";aino.kuusela@example.com;0400000101\n1;13.06.2026 09:06:30;Otso;Mitarbeiter;12 €/m;;\n"),
		"Finnish, Windows-1252":   strings.NewReplacer("ä", "\xe4", "€", "\x80", "ö", "\xf6").Replace("Keskustelu;Päivämäärä;Lähettäjä;Suunta;Sisältö;Sähköpostiosoite;Puhelinnumero\n1;13.6.2026 9.05;Aino Kuusela;saapuva;\"Hei; kysyisin\nhintaa\";aino.kuusela@example.com;0400000101\n1;13.6.2026 9.06.30;Otso;lähtevä;12 €/m;;\n"),
		"English, day/month/year": "Conversation,Sent at,From,Direction,Body,Email,Phone\n1,13/06/2026 09:05,Aino Kuusela,inbound,\"Hei; kysyisin\nhintaa\",aino.kuusela@example.com,0400000101\n1,13/06/2026 09:06:30,Otso,outbound,12 €/m,,\n",
	} {
		t.Run(name, func(t *testing.T) {
			f := readTalk(t, "chat.csv", text, talk.Options{})
			gives(t, f, "chat-csv", "2026-06-13T09:05:00 Aino Kuusela/customer/text Hei; kysyisin⏎hintaa\n2026-06-13T09:06:30 Otso/agent/text 12 €/m\n")
			if c := f.Conversations[0].Contact; fmt.Sprint(c.Emails) != "[aino.kuusela@example.com]" || len(c.Phones) != 1 || number(c.Phones[0]) != "+358400000101" {
				t.Errorf("%+v", c)
			}
		})
	}
}

func utf16(s string) string {
	b := []byte{0xff, 0xfe}
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return string(b)
}

func TestTableWithoutKnownHeadingsTakesAMapping(t *testing.T) {
	text := "A,B,C\n06/07/2026 09:05,Aino,Hei\n06/07/2026 09:06,Otso,Moi\n"
	o := talk.Options{Map: map[string]string{"time": "A", "author": "B", "text": "C"}}
	f := readTalk(t, "chat.csv", text, o)
	gives(t, f, "chat-csv", "2026-07-06T09:05:00 Aino/unknown/text Hei\n2026-07-06T09:06:00 Otso/unknown/text Moi\n")
	if !found(f, talk.DayOrder) || !f.Conversations[0].AskUs {
		t.Errorf("neither the order of day and month nor the firm is asked for: %+v", f)
	}
	o.DayFirst = "no"
	f = readTalk(t, "chat.csv", text, o)
	gives(t, f, "chat-csv", "2026-06-07T09:05:00 Aino/unknown/text Hei\n2026-06-07T09:06:00 Otso/unknown/text Moi\n")
	if found(f, talk.DayOrder) {
		t.Error("asked again")
	}
}

// A list of customers is no conversation, and is for another page.
func TestCustomerListsAreNoChats(t *testing.T) {
	for _, text := range []string{
		"Asiakasnumero;Nimi;Sähköposti;Puhelin;Lisätietoja\n1;Aino Kuusela;a@example.com;040;x\n",
		"Name,Email,Phone,Created at,Comment\nAino,a@example.com,040,2026-06-13,moi\n",
		`[{"name":"Aino","email":"a@example.com"}]`, `{"a":1}`, `[]`, `[[[[[[[[[[1]]]]]]]]]]`,
	} {
		if f, err := talk.Read(t.Context(), "x", strings.NewReader(text), int64(len(text)), talk.Options{}); err == nil {
			t.Errorf("%q is read as %s", text, f.Format)
		}
	}
}

func TestHTMLAsText(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"breaks and paragraphs", "<p>Hei,<br>saako?</p><p>Terv. Otso</p>", "Hei,\nsaako?\n\nTerv. Otso"},
		{"a block begins a line", "Hei!<div>Paljonko?</div>", "Hei!\nPaljonko?"},
		{"an empty line of a mail program", "<div>a</div><div><br></div><div>b</div>", "a\n\nb"},
		{"blanks fold", "  a \n\t b<b> c</b>d ", "a b cd"},
		{"entities", "5&nbsp;% &amp; &lt;b&gt; &#228; &euro;", "5\u00a0% & <b> ä €"},
		{"a link keeps its address", `<a href="https://rayst.example/x">tästä</a> ja <a href="https://rayst.example/">rayst.example</a>`, "tästä <https://rayst.example/x> ja rayst.example"},
		{"a link that runs code", `<a href="javascript:alert(1)">x</a>`, "x"},
		{"what is not to be seen", "<style>p{}</style><script>alert('<p>')</script><!-- a --><title>t</title>b<svg><text>c</text></svg>", "b"},
		{"an unseen element that never ends", "a<svg><p>b</p>", "a\n\nb"},
		{"a script that never ends", "a<script>b", "a"},
		{"a list", "<ul><li>a</li><li>b</li></ul>c", "- a\n- b\n\nc"},
		{"a table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"},
		{"a picture", `<img src="https://x.example/t.gif" alt="Katto">`, "Katto"},
		{"as it was typed", "<pre>a\n  b</pre>", "a\n  b"},
		{"no HTML", "a < b & c", "a < b & c"},
		{"empty", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := talk.HTMLText(c.html); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
