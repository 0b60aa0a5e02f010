package talk_test

import (
	"fmt"
	"strings"
	"testing"

	"kortisto/app/exchange/talk"
)

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
			if c := f.Conversations[0].Contact; c.Name != "Aino Kuusela" || fmt.Sprint(c.Emails) != "[aino.kuusela@example.com]" || len(c.Phones) != 1 || number(c.Phones[0]) != "+358400000101" {
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

func TestInternalNotesAreMarkedInWhateverColumnTheyAre(t *testing.T) {
	for name, text := range map[string]string{
		"a column for it":            "Aika;Lähettäjä;Viesti;Sisäinen\n2026-06-13 09:05;Otso;alennus 5 %;kyllä\n2026-06-13 09:06;Otso;Hei;ei\n",
		"one that says the contrary": "Time,Author,Message,Public\n2026-06-13 09:05,Otso,alennus 5 %,FALSE\n2026-06-13 09:06,Otso,Hei,TRUE\n",
		"the kind":                   "Time,Author,Message,Type\n2026-06-13 09:05,Otso,alennus 5 %,note\n2026-06-13 09:06,Otso,Hei,reply\n",
		"JSON":                       `[{"time":"2026-06-13T09:05:00","author":"Otso","message":"alennus 5 %","private":true},{"time":"2026-06-13T09:06:00","author":"Otso","message":"Hei","private":false}]`,
		"JSON, the contrary":         `[{"time":"2026-06-13T09:05:00","author":"Otso","message":"alennus 5 %","public":false},{"time":"2026-06-13T09:06:00","author":"Otso","message":"Hei","public":true}]`,
	} {
		t.Run(name, func(t *testing.T) {
			f := readTalk(t, "x", text, talk.Options{})
			gives(t, f, f.Format, "2026-06-13T09:05:00 Otso/unknown/note alennus 5 % !\n2026-06-13T09:06:00 Otso/unknown/text Hei\n")
		})
	}
}

func TestRowsWithoutAnIdBelongToTheCustomerTheyName(t *testing.T) {
	f := readTalk(t, "x.csv", "Aika;Lähettäjä;Rooli;Viesti;Sähköposti\n2026-06-13 09:05;Aino;asiakas;Hei;aino.kuusela@example.com\n2026-06-13 09:06;Otso;agentti;Moi;otso@rayst.example\n2026-06-13 09:07;Eero;asiakas;Hoi;eero@example.com\n", talk.Options{})
	gives(t, f, "chat-csv", "2026-06-13T09:05:00 Aino/customer/text Hei\n2026-06-13T09:06:00 Otso/agent/text Moi\n", "2026-06-13T09:07:00 Eero/customer/text Hoi\n")
	if got := fmt.Sprint(f.Conversations[0].Contact.Emails); got != "[aino.kuusela@example.com]" {
		t.Errorf("the firm's address became the customer's: %s", got)
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
