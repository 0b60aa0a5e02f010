package talk_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange/talk"
	"kortisto/app/finnish"
)

// expected is what expected.json of a sample says. Pointers: null is "nobody".
type expected struct {
	Format     string
	File       string
	OwnerHint  []string `json:"owner_hint"`
	Contact    *contact
	Messages   []message
	Calls      []call
	Recordings []recording
}

type contact struct {
	Name           *string
	Emails, Phones []string
	Company        string
	UserID         string `json:"external_id"`
}

type message struct {
	Author     *string
	Role       string
	Time       *string
	Kind       string
	Text       string
	Attachment string
	Present    *bool `json:"attachment_present"`
	Link       string
	Internal   bool
	Edited     bool
	Seconds    int `json:"duration_s"`
}

type call struct {
	Number    *string
	Name      *string
	Direction string
	Result    string
	Time      string
	Seconds   int    `json:"duration_s"`
	Audio     string `json:"audio_file"`
	Agent     string
	Queue     string
	Private   bool
}

type recording struct {
	File, Recorder          string
	Time, Direction, Number *string
	Name                    *string
}

// ours are the formats that this test reads. Those of desks have a test of
// their own.
var ours = []string{
	"whatsapp-txt", "whatsapp-zip", "chat-transcript-text", "telegram-result-json", "meta-messages-json", "meta-messages-e2ee-json",
	"android-sms-xml", "android-calls-xml", "voip-cdr-csv", "call-recording-file-names", "bcr-metadata-json",
}

func TestSamplesGiveWhatIsExpected(t *testing.T) {
	dirs := []string{"testdata/samples"}
	if more := os.Getenv("KORTISTO_FORMAT_SAMPLES"); more != "" {
		dirs = append(dirs, more)
	}
	for _, dir := range dirs {
		found := 0
		paths, _ := filepath.Glob(filepath.Join(dir, "*", "expected.json"))
		for _, path := range paths {
			var want expected
			readJSON(t, path, &want)
			if !slices.Contains(ours, want.Format) {
				continue
			}
			found++
			t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) { checkSample(t, filepath.Dir(path), want) })
		}
		if found < len(ours) {
			t.Errorf("%s: only %d samples of our formats", dir, found)
		}
	}
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func checkSample(t *testing.T, dir string, want expected) {
	data, err := os.ReadFile(filepath.Join(dir, want.File))
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, want.File, data, talk.Options{})
	if len(want.OwnerHint) > 0 {
		if asked := slices.ContainsFunc(got.Conversations, func(c talk.Conversation) bool { return c.AskUs }); asked {
			for _, m := range all(got) {
				if m.Role == app.RoleAgent {
					t.Errorf("%q is the firm's before anybody told", m.Text)
				}
			}
		} else if got.Format != "telegram-result-json" { // which tells by its ids
			t.Error("the file does not say who is the firm, and nobody is asked")
		}
		got = read(t, want.File, data, talk.Options{Us: want.OwnerHint})
	}
	same(t, "format", got.Format, want.Format)
	checkContact(t, got, want.Contact)
	checkMessages(t, all(got), want.Messages)
	checkCalls(t, got.Calls, want.Calls)
	checkRecordings(t, got.Recordings, want.Recordings)
}

func read(t *testing.T, name string, data []byte, o talk.Options) *talk.File {
	t.Helper()
	f, err := talk.Read(t.Context(), name, bytes.NewReader(data), int64(len(data)), o)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

// all messages of all conversations: of several in the order of time.
func all(f *talk.File) []talk.Message {
	var ms []talk.Message
	for _, c := range f.Conversations {
		ms = append(ms, c.Messages...)
	}
	if len(f.Conversations) > 1 {
		slices.SortStableFunc(ms, func(a, b talk.Message) int { return strings.Compare(a.Time, b.Time) })
	}
	return ms
}

func checkContact(t *testing.T, f *talk.File, want *contact) {
	if want == nil {
		return
	}
	if len(f.Conversations) != 1 {
		t.Errorf("%d conversations for one contact", len(f.Conversations))
		return
	}
	got := f.Conversations[0].Contact
	same(t, "contact's name", got.Name, deref(want.Name))
	same(t, "contact's company", got.Company, want.Company)
	same(t, "contact's e-mail", strings.Join(got.Emails, " "), strings.Join(want.Emails, " "))
	var phones []string
	for _, p := range got.Phones {
		phones = append(phones, e164(p))
	}
	same(t, "contact's phones", strings.Join(phones, " "), strings.Join(want.Phones, " "))
	if want.UserID != "" {
		same(t, "contact's id", got.UserID, want.UserID)
	}
}

func checkMessages(t *testing.T, got []talk.Message, want []message) {
	if len(got) != len(want) {
		t.Errorf("%d messages, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want[:min(len(got), len(want))] {
		g := got[i]
		same(t, "author", g.Author, deref(w.Author))
		same(t, "role", string(g.Role), w.Role)
		same(t, "time", g.Time, wholeTime(deref(w.Time)))
		same(t, "local", g.Local, g.Time != "" && !strings.HasSuffix(deref(w.Time), "Z"))
		same(t, "kind", string(g.Kind), w.Kind)
		same(t, "text", g.Text, w.Text)
		same(t, "attachment", g.File, w.Attachment)
		same(t, "link", g.Link, w.Link)
		same(t, "internal", g.Internal, w.Internal)
		same(t, "edited", g.Edited, w.Edited)
		same(t, "seconds", g.Seconds, w.Seconds)
		if w.Present != nil {
			same(t, "enclosed", g.Enclosed, *w.Present)
		}
	}
}

func checkCalls(t *testing.T, got []talk.Call, want []call) {
	if len(got) != len(want) {
		t.Errorf("%d calls, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want[:min(len(got), len(want))] {
		g := got[i]
		same(t, "number", e164(g.Number), deref(w.Number))
		same(t, "name", g.Name, deref(w.Name))
		same(t, "direction", string(g.Direction), w.Direction)
		same(t, "result", g.Result, w.Result)
		same(t, "time", g.Time, w.Time)
		same(t, "local", g.Local, !strings.HasSuffix(w.Time, "Z"))
		same(t, "seconds", g.Seconds, w.Seconds)
		same(t, "audio", g.Audio, w.Audio)
		same(t, "agent", g.Agent, w.Agent)
		same(t, "queue", g.Queue, w.Queue)
		same(t, "private", g.Private, w.Private)
	}
}

func checkRecordings(t *testing.T, got []talk.Recording, want []recording) {
	if len(got) != len(want) {
		t.Errorf("%d recordings, want %d", len(got), len(want))
	}
	for i, w := range want[:min(len(got), len(want))] {
		g := got[i]
		same(t, "file", g.File, w.File)
		same(t, w.File+": time", g.Time, deref(w.Time))
		same(t, w.File+": local", g.Local, w.Time != nil && !strings.HasSuffix(*w.Time, "Z"))
		same(t, w.File+": direction", string(g.Direction), deref(w.Direction))
		same(t, w.File+": number", g.Number, deref(w.Number))
		same(t, w.File+": name", g.Name, deref(w.Name))
		if !strings.HasPrefix(w.Recorder, g.Recorder) {
			t.Errorf("%s: made by %s, want %s", w.File, g.Recorder, w.Recorder)
		}
	}
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, show(got), show(want))
	}
}

func show(v any) string {
	s, _ := json.Marshal(v)
	return string(s)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// wholeTime gives a time without seconds its seconds, as our times have them.
func wholeTime(s string) string {
	if len(s) == len("2026-06-13T09:05") {
		s += ":00"
	}
	return s
}

func e164(s string) string {
	if p, ok := finnish.ReadPhone(s, ""); ok {
		return p.E164
	}
	return s
}
