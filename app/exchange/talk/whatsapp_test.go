package talk_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange/talk"
)

// told writes messages a line each: time, author, kind, text and file.
func told(ms []talk.Message) string {
	var b strings.Builder
	for _, m := range ms {
		fmt.Fprintf(&b, "%s %s|%s|%s", m.Time, m.Author, m.Kind, m.Text)
		for _, more := range []struct {
			is   bool
			text string
		}{{m.File != "", "|" + m.File}, {m.Edited, "|edited"}, {m.Seconds > 0, fmt.Sprintf("|%d s", m.Seconds)}} {
			if more.is {
				b.WriteString(more.text)
			}
		}
		b.WriteString("\n")
	}
	return strings.TrimSpace(b.String())
}

func codes(f *talk.File) string {
	var cs []string
	for _, g := range f.Findings {
		cs = append(cs, g.Code)
	}
	return strings.Join(cs, " ")
}

func TestWhatsAppHeadsOfAllCountries(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"iPhone, Finnish": {
			"[13.6.2026 klo 9.05.12] Aino: Hei\n[14.6.2026 klo 19.05.01] Otso: Moi",
			"2026-06-13T09:05:12 Aino|text|Hei\n2026-06-14T19:05:01 Otso|text|Moi"},
		"iPhone, Finnish, with line ends of two characters": {
			"[13.6.2026 klo 9.05.12] Aino: Hei\r\nja hei\r\n[14.6.2026 klo 19.05.01] Otso: Moi\r\n",
			"2026-06-13T09:05:12 Aino|text|Hei\nja hei\n2026-06-14T19:05:01 Otso|text|Moi"},
		"Android, German, years of two digits": {
			"13.06.26, 09:05 - Jonas: Hallo\n14.06.26, 10:05 - Jonas: Na",
			"2026-06-13T09:05:00 Jonas|text|Hallo\n2026-06-14T10:05:00 Jonas|text|Na"},
		"Android, English on a Finnish telephone": {
			"13/06/2026, 9.05 - Aino: Hei\n13/06/2026, 9.06 - Otso: Moi",
			"2026-06-13T09:05:00 Aino|text|Hei\n2026-06-13T09:06:00 Otso|text|Moi"},
		"Canada": {
			"2023-12-20, 5:46 p.m. - Ada: Hi\n2023-12-21, 12:00 a.m. - Ada: Late",
			"2023-12-20T17:46:00 Ada|text|Hi\n2023-12-21T00:00:00 Ada|text|Late"},
		"South Africa": {
			"2023/12/20, 5:46 pm - Ada: Hi\n2023/12/21, 12:00 pm - Ada: Noon",
			"2023-12-20T17:46:00 Ada|text|Hi\n2023-12-21T12:00:00 Ada|text|Noon"},
		"Spain, with a wide blank in the half of the day": {
			"20/12/23, 01:55 p.\u00a0m. - Ada: Hola\n21/12/23, 01:55 a.\u00a0m. - Ada: Ya",
			"2023-12-20T13:55:00 Ada|text|Hola\n2023-12-21T01:55:00 Ada|text|Ya"},
		"the United States, with a narrow blank": {
			"[6/13/26, 9:05:12\u202fAM] Dana: Hi\n[6/13/26, 12:05:12\u202fPM] Dana: Noon",
			"2026-06-13T09:05:12 Dana|text|Hi\n2026-06-13T12:05:12 Dana|text|Noon"},
		"Swedish": {
			"2026-06-13 09:05 - Maja: Hej\n2026-06-13 09:06 - Maja: Hej igen",
			"2026-06-13T09:05:00 Maja|text|Hej\n2026-06-13T09:06:00 Maja|text|Hej igen"},
		"brackets around dots, month first": {
			"[06.13.18 21:25:15] a: m\n[06.14.18 21:25:15] a: n",
			"2018-06-13T21:25:15 a|text|m\n2018-06-14T21:25:15 a|text|n"},
		"an old form that ends with a colon": {
			"13.06.18 21.25.15: a: m\n13.06.18 21.25.16: b: n\n13.06.18 21.25.17: a: o",
			"2018-06-13T21:25:15 a|text|m\n2018-06-13T21:25:16 b|text|n\n2018-06-13T21:25:17 a|text|o"},
		"an old form with blanks in the date": {
			"13. 6. 2018. 21:25:15 a: m\n13. 6. 2018. 21:25:16 b: n\n13. 6. 2018. 21:25:17 a: o",
			"2018-06-13T21:25:15 a|text|m\n2018-06-13T21:25:16 b|text|n\n2018-06-13T21:25:17 a|text|o"},
		"Signal, by somebody else's program": {
			"[2019-12-24, 12:23] Aino: Hyvää joulua\n[2019-12-24, 12:24] Otso: Samoin",
			"2019-12-24T12:23:00 Aino|text|Hyvää joulua\n2019-12-24T12:24:00 Otso|text|Samoin"},
		"UTF-16 with its mark": {
			"\xff\xfe" + utf16le("13.6.2026 klo 9.05 - Äiti: Ööh\n"),
			"2026-06-13T09:05:00 Äiti|text|Ööh"},
	} {
		t.Run(name, func(t *testing.T) {
			f := read(t, "_chat.txt", []byte(c.in), talk.Options{})
			same(t, "format", f.Format, "whatsapp-txt")
			same(t, "messages", told(all(f)), c.want)
		})
	}
}

func utf16le(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(byte(r >> 8))
	}
	return b.String()
}

func TestWhatsAppLinesThatAreNoPlainText(t *testing.T) {
	const android, iphone = "13.6.2026 klo 9.05 - ", "[13.6.2026 klo 9.05.12] "
	for name, c := range map[string]struct{ in, want string }{
		"a video was left out, Finnish":       {iphone + "Aino: \u200evideota ei sisällytetä", "Aino|media_omitted|"},
		"a sound was left out, Finnish":       {iphone + "Aino: \u200eäänitiedostoa ei sisällytetä", "Aino|media_omitted|"},
		"a sticker was left out, Swedish":     {iphone + "Aino: \u200esticker utesluten", "Aino|media_omitted|"},
		"a contact card was left out, German": {iphone + "Aino: \u200eKontaktkarte ausgelassen", "Aino|media_omitted|"},
		"the other Finnish form":              {android + "Aino: <Mediaa ei sisällytetty>", "Aino|media_omitted|"},
		"a document was left out":             {iphone + "Aino: Tarjous.pdf • 3 sivua \u200edokumenttia ei sisällytetä", "Aino|media_omitted||Tarjous.pdf"},
		"a picture with a caption before it":  {iphone + "Aino: tässä \u200eimage omitted", "Aino|media_omitted|tässä"},
		"attached by an iPhone, Finnish":      {iphone + "Aino: \u200e<liite: 00000002-PHOTO-2026-06-13-09-05-30.jpg>", "Aino|media||00000002-PHOTO-2026-06-13-09-05-30.jpg"},
		"attached by an iPhone with caption":  {iphone + "Aino: kaksi\nriviä \u200e<attached: 00000002-PHOTO.jpg>", "Aino|media|kaksi\nriviä|00000002-PHOTO.jpg"},
		"attached by an older German iPhone":  {iphone + "Aino: \u200e<angehängt: a.jpg>", "Aino|media||a.jpg"},
		"attached by Android, German":         {android + "Aino: \u200eIMG-20210428-WA0001.jpg (Datei angehängt)\nBild vom Dach", "Aino|media|Bild vom Dach|IMG-20210428-WA0001.jpg"},
		"a file name with brackets":           {android + "Aino: Tarjous (2).pdf (liitetiedosto)", "Aino|media||Tarjous (2).pdf"},
		"a path is no file name":              {android + "Aino: ../../etc/passwd (file attached)", "Aino|media||passwd"},
		"a missed video call, Finnish":        {android + "Vastaamaton videopuhelu", "|missed_call|Vastaamaton videopuhelu"},
		"a missed call with its time":         {android + "Missed voice call at 12:30 PM", "|missed_call|Missed voice call at 12:30 PM"},
		"a call with its length, Finnish":     {iphone + "Aino: \u200eÄänipuhelu. \u200e1 t 3 min", "Aino|call|Äänipuhelu. 1 t 3 min|3780 s"},
		"a call that nobody took":             {iphone + "Aino: \u200eVoice call. \u200eNo answer", "Aino|call|Voice call. No answer"},
		"somebody writes of a call":           {android + "Aino: Missed voice call from you yesterday", "Aino|text|Missed voice call from you yesterday"},
		"a place, from an iPhone":             {iphone + "Aino: \u200eLocation: https://maps.google.com/?q=60.1,24.1", "Aino|location|Location: https://maps.google.com/?q=60.1,24.1"},
		"somebody writes of a place":          {android + "Aino: sijainti: Hämeenlinna", "Aino|text|sijainti: Hämeenlinna"},
		"a place that moves":                  {android + "Aino: live-sijainti jaettu", "Aino|location|live-sijainti jaettu"},
		"edited, Finnish":                     {android + "Aino: Kello 9 <Tätä viestiä on muokattu>", "Aino|text|Kello 9|edited"},
		"edited, with marks":                  {iphone + "Aino: Kello 9 \u200e<Muokattu>\u200e", "Aino|text|Kello 9|edited"},
		"deleted, Swedish, with a stop":       {iphone + "Aino: \u200eDet här meddelandet raderades.", "Aino|deleted|"},
		"somebody quotes that":                {android + "Aino: This message was deleted\nwhy?", "Aino|text|This message was deleted\nwhy?"},
		"somebody is called":                  {iphone + "Aino: \u200e@\u2068Otso Räsänen\u2069 katso", "Aino|text|@Otso Räsänen katso"},
		"an author who is not in the phone":   {iphone + "~\u202fAino: hei", "Aino|text|hei"},
		"a number for an author":              {iphone + "\u202a+358\u00a040\u00a00000101\u202c: hei", "+358 40 0000101|text|hei"},
		"a family of emoji stays whole":       {android + "Aino: 👨‍👩‍👧", "Aino|text|👨‍👩‍👧"},
		"a group's new name, German":          {android + "Jonas hat den Betreff von „Dach“ zu „Angebot: Dach“ geändert.", "|system|Jonas hat den Betreff von „Dach“ zu „Angebot: Dach“ geändert."},
		"a group's new name, Finnish":         {android + "Aino vaihtoi ryhmän nimeksi ”Tarjous: katto”", "|system|Aino vaihtoi ryhmän nimeksi ”Tarjous: katto”"},
		"security code, Finnish":              {android + "Turvanumerosi muuttui henkilön Aino kanssa. Lisätietoja: napauta.", "|system|Turvanumerosi muuttui henkilön Aino kanssa. Lisätietoja: napauta."},
		"an iPhone's line of a group":         {iphone + "Katto: \u200eAino lisäsi sinut", "|system|Aino lisäsi sinut"},
		"somebody tells of a group":           {iphone + "Aino: Otso lisäsi sinut", "Aino|text|Otso lisäsi sinut"},
		"a time within brackets in a text":    {android + "Aino: ajat:\n[13.6.2026 klo 9.05.12] tai\n14.6.2026 klo 10.00", "Aino|text|ajat:\n[13.6.2026 klo 9.05.12] tai\n14.6.2026 klo 10.00"},
		"markup stays text":                   {android + "Aino: <script>x</script>", "Aino|text|<script>x</script>"},
	} {
		t.Run(name, func(t *testing.T) {
			f := read(t, "_chat.txt", []byte(c.in+"\n"), talk.Options{})
			_, got, _ := strings.Cut(told(all(f)), " ")
			same(t, "message", got, c.want)
		})
	}
}

func TestDayAndMonthThatCouldBeEither(t *testing.T) {
	for name, c := range map[string]struct{ in, dayFirst, want, finding string }{
		"a number over 12 proves the month":     {"01/13/2026, 09:05 - A: x", "yes", "2026-01-13", ""},
		"a number over 12 proves the day":       {"13/01/2026, 09:05 - A: x", "no", "2026-01-13", ""},
		"the one that moves is the day":         {"06/05/2026, 09:05 - A: x\n06/06/2026, 09:05 - A: y", "", "2026-06-05", talk.DayOrder},
		"the one that falls is the day":         {"11/05/2026, 09:05 - A: x\n01/06/2026, 09:05 - A: y", "", "2026-05-11", talk.DayOrder},
		"the person knows better":               {"06/05/2026, 09:05 - A: x\n06/06/2026, 09:05 - A: y", "yes", "2026-05-06", ""},
		"one date alone is taken as day first":  {"06/05/2026, 09:05 - A: x", "", "2026-05-06", talk.DayOrder},
		"one American date is taken as it is":   {"6/5/26, 9:05 AM - A: x", "", "2026-06-05", talk.DayOrder},
		"a year before them leaves no question": {"2026/06/05, 09:05 - A: x", "", "2026-06-05", ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := read(t, "chat.txt", []byte(c.in), talk.Options{DayFirst: c.dayFirst})
			same(t, "day", all(f)[0].Time[:10], c.want)
			same(t, "findings", codes(f), c.finding)
		})
	}
}

func TestWhoIsTheFirmIsAsked(t *testing.T) {
	const chat = "13.6.2026 klo 9.05 - Aino Kuusela: Hei\n13.6.2026 klo 9.06 - Räystäs Oy: Moi\n"
	f := read(t, "WhatsApp-keskustelu henkilön Aino Kuusela kanssa (1).txt", []byte(chat), talk.Options{})
	c := f.Conversations[0]
	same(t, "asked", c.AskUs, true)
	same(t, "offered", strings.Join(c.LikelyUs, ","), "Räystäs Oy")
	same(t, "role", c.Messages[0].Role, app.RoleUnknown)
	same(t, "contact", c.Contact.Name, "Aino Kuusela")
	same(t, "variant", f.Variant, "Android, fi")

	f = read(t, "_chat.txt", []byte(chat+"13.6.2026 klo 9.07 - Räystäs Oy: Poistit tämän viestin\n"), talk.Options{})
	same(t, "offered who deleted as you", strings.Join(f.Conversations[0].LikelyUs, ","), "Räystäs Oy")

	group := chat + "13.6.2026 klo 9.08 - Ville: Moi\n"
	f = read(t, "_chat.txt", []byte(group), talk.Options{Us: []string{"räystäs oy"}})
	c = f.Conversations[0]
	same(t, "asked", c.AskUs, false)
	same(t, "contact of a group", c.Contact.Name, "")
	same(t, "authors", strings.Join(c.Authors, ","), "Aino Kuusela,Räystäs Oy,Ville")
	same(t, "role of the firm", c.Messages[1].Role, app.RoleAgent)
	same(t, "role of the third", c.Messages[2].Role, app.RoleCustomer)
}

func TestFileNamesTellWithWhom(t *testing.T) {
	for name, want := range map[string]string{
		"WhatsApp-keskustelu henkilön Aino Kuusela kanssa.txt":     "Aino Kuusela",
		"WhatsApp-keskustelu_henkilön_Aino_Kuusela_kanssa.txt":     "Aino Kuusela",
		"WhatsApp-chatt med Maja.txt":                              "Maja",
		"WhatsApp Chat with Dana Reyes (2).txt":                    "Dana Reyes",
		"WhatsApp Chat mit Jonas.txt":                              "Jonas",
		"WhatsApp-Chat mit Jonas.txt":                              "Jonas",
		"whatsapp chat - Priya.txt":                                "Priya",
		"WhatsApp-keskustelu henkilo\u0308n A\u0308iti kanssa.txt": "Äiti",
		"muistio.txt": "",
	} {
		f := read(t, name, []byte("13.6.2026 klo 9.05 - Joku: Hei\n"), talk.Options{})
		same(t, name, f.Conversations[0].Title, want)
	}
}

func TestNamesWithColons(t *testing.T) {
	f := read(t, "x.txt", []byte("13.6.2026 klo 9.05 - Ida: Niemi: hei\n13.6.2026 klo 9.06 - Ida: Niemi: moi\n13.6.2026 klo 9.06 - Eaves: ok: hyvä\n"), talk.Options{})
	same(t, "authors", strings.Join(f.Conversations[0].Authors, ","), "Ida: Niemi,Eaves")
	same(t, "findings", codes(f), talk.AuthorColon)
}

type entry struct{ name, text string }

func zipped(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := w.Create(e.name)
		if err == nil {
			_, err = f.Write([]byte(e.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestArchives(t *testing.T) {
	const chat = "13.6.2026 klo 9.05 - Aino: Hei\n13.6.2026 klo 9.06 - Aino: a.jpg (liitetiedosto)\n13.6.2026 klo 9.07 - Aino: b.jpg (liitetiedosto)\n"
	const telegram = `{"name":"A","type":"personal_chat","id":7,"messages":[{"id":1,"type":"message","date":"2026-06-13T09:05:00","from":"A","from_id":"user7","text":"hei"}]}`
	meta := func(at, text string) string {
		return `{"participants":[{"name":"A"},{"name":"B"}],"title":"A","thread_path":"inbox/a","messages":[{"sender_name":"A","timestamp_ms":` + at + `,"content":"` + text + `"}]}`
	}
	for name, c := range map[string]struct {
		entries             []entry
		format, texts, code string
	}{
		"a chat beside its pictures": {
			[]entry{{"a.jpg", "x"}, {"WhatsApp-keskustelu henkilön Aino kanssa.txt", chat}}, "whatsapp-txt", "Hei,,", talk.FileMissing},
		"a chat in a folder of a Mac": {
			[]entry{{"k/_chat.txt", chat}, {"__MACOSX/k/._chat.txt", "x"}}, "whatsapp-txt", "Hei,,", talk.FileMissing},
		"a chat among other texts": {
			[]entry{{"muistio.txt", "ostoslista"}, {"keskustelu.txt", chat}}, "whatsapp-txt", "Hei,,", talk.FileMissing},
		"two chats": {
			[]entry{{"WhatsApp Chat with A.txt", "13/06/2026, 09:05 - A: a\n"}, {"WhatsApp Chat with B.txt", "13/06/2026, 09:06 - B: b\n"}}, "whatsapp-txt", "a,b", ""},
		"an archive within": {
			[]entry{{"_chat.txt", "13.6.2026 klo 9.05 - Aino: Hei\n"}, {"x.zip", "PK"}}, "whatsapp-txt", "Hei", talk.EntryNested},
		"a path of the root, and of Windows": {
			[]entry{{"/_chat.txt", chat}, {`..\_chat.txt`, chat}}, "whatsapp-zip", "", talk.EntryRefused + " " + talk.EntryRefused + " " + talk.NothingFound},
		"a bomb": {
			[]entry{{"_chat.txt", strings.Repeat("0", 20<<20)}}, "whatsapp-zip", "", talk.EntryLarge + " " + talk.EntryLarge + " " + talk.NothingFound},
		"Telegram": {
			[]entry{{"ChatExport/result.json", telegram}}, "telegram-result-json", "hei", ""},
		"a thread in two files, the newer first": {
			[]entry{{"inbox/a/message_1.json", meta("1781330800000", "toinen")}, {"inbox/a/message_2.json", meta("1781330700000", "eka")}}, "meta-messages-json", "eka,toinen", ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := read(t, "x.zip", zipped(t, c.entries...), talk.Options{})
			var texts []string
			for _, m := range all(f) {
				texts = append(texts, m.Text)
			}
			same(t, "format", f.Format, c.format)
			same(t, "texts", strings.Join(texts, ","), c.texts)
			same(t, "findings", codes(f), c.code)
			if strings.HasPrefix(name, "a thread") {
				same(t, "conversations", len(f.Conversations), 1)
			}
		})
	}
}

func TestAnArchiveOfTooManyEntriesIsRefused(t *testing.T) {
	entries := make([]entry, 50_001)
	for i := range entries {
		entries[i].name = fmt.Sprint(i, ".jpg")
	}
	data := zipped(t, entries...)
	_, err := talk.Read(t.Context(), "x.zip", bytes.NewReader(data), int64(len(data)), talk.Options{})
	if !errors.Is(err, app.E("import-too-large", "file")) {
		t.Errorf("got %v", err)
	}
}
