package talk_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"kortisto/app/exchange/talk"
)

// readAny reads what may be anything, and judges what was made of it.
func readAny(t *testing.T, data []byte, o talk.Options) *talk.File {
	f, err := talk.Read(context.Background(), "x.json", bytes.NewReader(data), int64(len(data)), o)
	if err != nil {
		return nil
	}
	for _, c := range f.Conversations {
		last := ""
		for _, m := range c.Messages {
			switch {
			case !utf8.ValidString(m.Text + m.Author + m.File):
				t.Errorf("no text: %q %q %q", m.Text, m.Author, m.File)
			case strings.ContainsAny(m.Text, "\x00\x1b\r"), strings.ContainsAny(m.Author+m.File, "\n\t"):
				t.Errorf("control characters: %q %q %q", m.Text, m.Author, m.File)
			case m.Role == "" || m.Kind == "":
				t.Errorf("neither role nor kind: %+v", m)
			case m.Local == strings.HasSuffix(m.Time, "Z") && m.Time != "":
				t.Errorf("zone: %q, local %v", m.Time, m.Local)
			}
			if whole := strings.TrimSuffix(m.Time, "Z"); whole != "" && !m.Local {
				if whole = whole[:len("2006-01-02T15:04:05")]; whole < last {
					t.Errorf("%q comes after %q", whole, last)
				}
				last = whole
			}
		}
	}
	return f
}

func seeds(f *testing.F, pattern string, more ...string) {
	paths, _ := filepath.Glob(filepath.Join("testdata/samples", pattern))
	n := 0
	for _, p := range paths {
		if data, err := os.ReadFile(p); err == nil && filepath.Base(p) != "expected.json" {
			f.Add(data)
			n++
		}
	}
	if n == 0 {
		f.Fatal("no samples")
	}
	for _, s := range more {
		f.Add([]byte(s))
	}
}

func FuzzDeskJSON(f *testing.F) {
	seeds(f, "*/*.json", liveChatArchive, crispMessages, freshdeskTicket, "[["+liveChatArchive+"],"+crispMessages)
	f.Fuzz(func(t *testing.T, data []byte) { readAny(t, data, talk.Options{}) })
}

func FuzzHTMLText(f *testing.F) {
	for _, s := range []string{"<p>Hei,<br>saako?</p><p>Terv.</p>", "<table><tr><td>a<td>b", "<a href=https://x.example>x", "<svg><p>a", "<pre>a\n b", "<ul><li>a&nbsp;&#0;&#xD800;", "<script>x</", "<!--", "a < b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := talk.HTMLText(s)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\x00\x1b\r") || strings.TrimSpace(got) != got {
			t.Errorf("%q gives %q", s, got)
		}
		if strings.Contains(got, "\n\n\n\n\n") {
			t.Errorf("%q gives many empty lines: %q", s, got)
		}
	})
}

func FuzzChatCSV(f *testing.F) {
	seeds(f, "*/*.csv", "sep=;\r\nKeskustelu;Aika;Lähettäjä;Rooli;Viesti\r\n1;13.6.2026 klo 9.05;Aino;Asiakas;\"a\nb\"\r\n", "Date,Sender,Message\n06/07/26 9:05 PM,A,B\n\"", "Datum\tAvsändare\tMeddelande\n\"x")
	f.Fuzz(func(t *testing.T, data []byte) {
		readAny(t, data, talk.Options{})
		readAny(t, data, talk.Options{Format: "chat-csv"})
		readAny(t, data, talk.Options{Format: "tidio-contacts-csv"})
		talk.Suggest(data)
	})
}

func FuzzJSONMap(f *testing.F) {
	f.Add([]byte(`[{"a":{"mail":"a@example.com"},"b":[{"x":"Hei","y":"A","z":"13.6.2026"}]}]`), "[].b[].x", "[].b[].y", "[].a.mail")
	f.Add([]byte(`{"messages":[{"body":"Hei","at":1781330700}]}`), "messages[].body", "messages[].at", "visitor.email")
	f.Add([]byte("{\"t\":\"a\"}\n{\"t\":\"b\"}\n"), "[].t", "t", "")
	f.Fuzz(func(t *testing.T, data []byte, text, author, email string) {
		readAny(t, data, talk.Options{Format: "chat-json", Map: map[string]string{"text": text, "author": author, "time": author, "email": email, "conversation": email}})
		fields, _ := talk.Suggest(data)
		if fields["text"] != "" {
			readAny(t, data, talk.Options{Format: "chat-json", Map: fields})
		}
	})
}

// What is written to hurt is read in the time and memory of its size: these are
// a megabyte each, and a reader that looks at everything again for each part of
// it would not come to an end.
func TestHostileFilesComeToAnEnd(t *testing.T) {
	const n = 1 << 20
	many := func(s string) string { return strings.Repeat(s, n/len(s)) }
	for name, text := range map[string]string{
		"deep lists": many("["), "deep objects": many(`{"a":`), "members": `{"messages":[` + many(`{"a":1},`) + `]}`,
		"names":          "{" + many(`"data":[],`) + `"x":1}`,
		"quotes":         `{"a":"` + many(`\"`),
		"opened strings": many(`{"a":"` + "\n"),
		"links":          `[{"conversation_parts":{"conversation_parts":[{"part_type":"comment","created_at":1,"body":"` + many(`<a href='https://a.example'>`) + `"}]}}]`,
		"cells":          `[{"conversation_parts":{"conversation_parts":[{"part_type":"comment","created_at":1,"body":"` + many(`<td>`) + `"}]}}]`,
		"olark's form":   `{"items":[{"kind":"OfflineMessage","body":"` + many(`name: a\n`) + `"}]}`,
		"quoted cells":   "Aika;Lähettäjä;Viesti\n" + many("\"a;\n"), "columns": many("a;") + "\n" + many(";"),
		"wide headings": "Viesti;Aika;Lähettäjä" + many(";Viesti") + "\nx",
		"scripts":       `[{"conversation_parts":{"conversation_parts":[{"part_type":"comment","created_at":1,"body":"` + many(`<svg>`) + `"}]}}]`,
	} {
		t.Run(name, func(t *testing.T) {
			readAny(t, []byte(text), talk.Options{})
			readAny(t, []byte(text), talk.Options{Format: "chat-json", Map: map[string]string{"text": "a[].a"}})
			readAny(t, []byte(text), talk.Options{Format: "chat-csv"})
			talk.Suggest([]byte(text))
		})
	}
}

func BenchmarkDeskJSON(b *testing.B) {
	one := strings.Join(strings.Fields(sampleFile(b, "intercom-conversation/conversation.json")), " ")
	text := []byte("[" + strings.Repeat(one+",", 20<<20/len(one)) + one + "]")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := talk.Read(b.Context(), "x.json", bytes.NewReader(text), int64(len(text)), talk.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChatCSV(b *testing.B) {
	text := []byte("Keskustelu;Aika;Lähettäjä;Rooli;Viesti\n" + strings.Repeat("1;13.6.2026 9.05;Aino Kuusela;asiakas;Paljonko 20 metriä räystäskourua maksaa?\n", 200_000))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := talk.Read(b.Context(), "x.csv", bytes.NewReader(text), int64(len(text)), talk.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
