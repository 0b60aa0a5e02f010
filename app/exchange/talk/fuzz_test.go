package talk_test

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"kortisto/app/exchange/talk"
)

// seed with the samples whose directory begins with one of the names.
func seed(f *testing.F, names ...string) {
	f.Helper()
	found := 0
	for _, n := range names {
		paths, _ := filepath.Glob(filepath.Join("testdata/samples", n+"*", "*"))
		for _, p := range paths {
			if filepath.Base(p) == "expected.json" {
				continue
			}
			data, err := os.ReadFile(p)
			if err != nil {
				f.Fatal(err)
			}
			found++
			f.Add(data)
		}
	}
	if found == 0 {
		f.Fatal("no samples to begin with")
	}
}

// digest reads bytes as one format and checks what holds of every file: it is
// read or refused, its texts are text, its messages are of this world.
func digest(t *testing.T, name, format string, data []byte) {
	for _, us := range [][]string{nil, {"Aino"}} {
		f, err := talk.Read(context.Background(), name, bytes.NewReader(data), int64(len(data)), talk.Options{Format: format, Us: us})
		if err != nil {
			continue
		}
		if f.Format == "" || f.Conversations == nil || f.Findings == nil {
			t.Errorf("incomplete: %+v", f)
		}
		size := 0
		for _, c := range f.Conversations {
			for _, m := range c.Messages {
				if size += len(m.Text) + len(m.Author); !utf8.ValidString(m.Text + m.Author + m.File) {
					t.Errorf("no text: %+v", m)
				}
				if m.Kind == "" || m.Role == "" || m.Time == "" && m.Local {
					t.Errorf("a message without kind or role: %+v", m)
				}
				if strings.ContainsAny(m.Author, "\n\u200e\ufeff") {
					t.Errorf("an author over lines or with marks: %q", m.Author)
				}
			}
		}
		if !bytes.HasPrefix(data, []byte("PK")) && size > 40*len(data)+1000 {
			t.Errorf("%d bytes of text out of %d", size, len(data))
		}
	}
}

func FuzzWhatsApp(f *testing.F) {
	seed(f, "whatsapp-android", "whatsapp-ios", "whatsapp-nasty")
	f.Fuzz(func(t *testing.T, data []byte) { digest(t, "_chat.txt", "whatsapp-txt", data) })
}

func FuzzTranscript(f *testing.F) {
	seed(f, "chat-transcript", "whatsapp-ios")
	f.Fuzz(func(t *testing.T, data []byte) { digest(t, "x.txt", "chat-transcript-text", data) })
}

func FuzzTelegram(f *testing.F) {
	seed(f, "telegram")
	f.Add([]byte(`{"personal_information":{"user_id":9},"contacts":{"list":[{"user_id":7,"phone_number":"00358400000101"}]},"chats":{"list":[{"type":"personal_chat","id":7,"name":"A","messages":[{"id":1,"date":"2026-06-13T09:05:00","from":"A","from_id":"user7","text":["a",{"text":"b"}]}]}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) { digest(t, "result.json", "telegram-result-json", data) })
}

func FuzzMeta(f *testing.F) {
	seed(f, "instagram", "messenger")
	f.Fuzz(func(t *testing.T, data []byte) {
		digest(t, "message_1.json", "meta-messages-json", data)
		digest(t, "x_1.json", "meta-messages-e2ee-json", data)
	})
}

func FuzzAndroidXML(f *testing.F) {
	seed(f, "android-")
	f.Add([]byte(`<smses><mms date="1781330700" msg_box="1" address="040~041"><parts><part ct="text/plain" text="a"/><part ct="image/jpeg" cl="a.jpg" data="QUJD"/></parts></mms></smses>`))
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY a "aaaa">]><smses><sms body="&a;"/></smses>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		digest(t, "sms.xml", "android-sms-xml", data)
		digest(t, "calls.xml", "android-calls-xml", data)
		digest(t, "x.xml", "", data)
	})
}

func FuzzCallCSV(f *testing.F) {
	seed(f, "voip")
	f.Fuzz(func(t *testing.T, data []byte) { digest(t, "x.csv", "voip-cdr-csv", data) })
}

func FuzzRecordingName(f *testing.F) {
	names, err := os.ReadFile("testdata/samples/call-recording-names/file-names.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, n := range strings.Split(strings.TrimSpace(string(names)), "\n") {
		f.Add(n)
	}
	f.Fuzz(func(t *testing.T, name string) {
		r, ok := talk.RecordingName(name)
		if !ok && (r.Time != "" || r.Number != "" || r.Recorder != "") {
			t.Errorf("not read, and yet %+v", r)
		}
		if ok && r.Time == "" {
			t.Errorf("read without a time: %+v", r)
		}
		digest(t, "x.txt", "call-recording-file-names", []byte(name))
	})
}

func FuzzSidecar(f *testing.F) {
	seed(f, "call-recording-sidecar")
	f.Fuzz(func(t *testing.T, data []byte) { digest(t, "x.json", "bcr-metadata-json", data) })
}

// FuzzZip packs texts under any name, and takes any bytes for an archive.
func FuzzZip(f *testing.F) {
	for _, p := range []string{"whatsapp-zip-bad", "whatsapp-zip-ios"} {
		paths, _ := filepath.Glob(filepath.Join("testdata/samples", p, "*.zip"))
		if len(paths) == 0 {
			f.Fatal("no archive to begin with")
		}
		data, err := os.ReadFile(paths[0])
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, "_chat.txt", "13.6.2026 klo 9.05 - Aino: Hei\n")
	}
	f.Fuzz(func(t *testing.T, data []byte, name, text string) {
		digest(t, "x.zip", "whatsapp-zip", data)
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		e, err := w.Create(name)
		if err == nil {
			_, err = e.Write([]byte(text))
		}
		if err != nil || w.Close() != nil {
			t.Skip("no archive can hold this")
		}
		digest(t, "x.zip", "", b.Bytes())
	})
}
