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

// deskExpected is what expected.json of a desk's sample says: one conversation,
// several, or contacts alone. Null is the zero of its type.
type deskExpected struct {
	deskTalk
	Format        string
	File          string
	Conversations []deskTalk
	Contacts      []deskContact
}

type deskTalk struct {
	ID        string
	Subject   string
	Contact   *deskContact
	Messages  []deskMessage
	Technical map[string]any
	Rating    string
	Comment   string `json:"rating_comment"`
}

type deskContact struct {
	Name        string
	Placeholder string `json:"placeholder_name"`
	Emails      []string
	Phones      []string
	ExternalID  string `json:"external_id"`
	City        string
	Country     string
}

type deskMessage struct {
	Author, Role, Time, Kind, Text, Attachment string
	Internal                                   bool
}

var deskSamples = []string{
	"tawk-transcript", "olark-conversation", "helpscout-conversation", "zendesk-chat", "zendesk-tickets-ndjson", "intercom-conversation",
	"giosg-messages", "chatwoot-messages", "freshchat-messages", "tidio-contacts-csv",
}

// TestDeskSamplesGiveWhatIsExpected also reads the samples of a folder that the
// environment names, where there are more.
func TestDeskSamplesGiveWhatIsExpected(t *testing.T) {
	found := map[string]bool{}
	for _, dir := range []string{"testdata/samples", os.Getenv("KORTISTO_FORMAT_SAMPLES")} {
		paths, _ := filepath.Glob(filepath.Join(dir, "*", "expected.json"))
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var head struct{ Format string }
			if json.Unmarshal(data, &head) != nil || dir == "" || !slices.Contains(deskSamples, head.Format) {
				continue
			}
			found[head.Format] = true
			t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) { deskSample(t, filepath.Dir(path), data) })
		}
	}
	if len(found) != len(deskSamples) {
		t.Errorf("samples of %d formats, want %d", len(found), len(deskSamples))
	}
}

func deskSample(t *testing.T, dir string, expected []byte) {
	var want deskExpected
	if err := json.Unmarshal(expected, &want); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, want.File))
	if err != nil {
		t.Fatal(err)
	}
	f := readTalk(t, want.File, string(data), talk.Options{})
	if f.Format != want.Format {
		t.Fatalf("format %s, want %s", f.Format, want.Format)
	}
	talks := want.Conversations
	for _, c := range want.Contacts {
		talks = append(talks, deskTalk{Contact: &c, Technical: map[string]any{"city": c.City, "country": c.Country}})
	}
	if talks == nil {
		talks = []deskTalk{want.deskTalk}
	}
	if len(f.Conversations) != len(talks) {
		t.Fatalf("%d conversations, want %d", len(f.Conversations), len(talks))
	}
	for i, w := range talks {
		deskConversation(t, f.Conversations[i], w, want.Format == "giosg-messages")
	}
}

func deskConversation(t *testing.T, got talk.Conversation, want deskTalk, local bool) {
	is := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	if want.ID != "" {
		is("id", got.ID, want.ID)
	}
	is("title", got.Title, want.Subject)
	is("rating", got.Rating, firstOf(want.Rating, got.Rating))
	is("comment", got.Comment, firstOf(want.Comment, got.Comment))
	deskContactIs(t, got.Contact, want.Contact)
	if want.Technical != nil {
		is("technical", factsOf(got.Technical), expectedFacts(want.Technical))
	}
	if len(got.Messages) != len(want.Messages) {
		t.Fatalf("%d messages, want %d: %+v", len(got.Messages), len(want.Messages), got.Messages)
	}
	for i, w := range want.Messages {
		m := got.Messages[i]
		if local { // the sample takes UTC from memory, and we do not
			w.Time = strings.TrimSuffix(w.Time, "Z")
		}
		is("author", m.Author, w.Author)
		is("role", string(m.Role), w.Role)
		is("time", m.Time, w.Time)
		is("kind", string(m.Kind), w.Kind)
		is("text", m.Text, w.Text)
		is("attachment", m.File, w.Attachment)
		if m.Internal != w.Internal || m.Local != local {
			t.Errorf("%q: internal %v, local %v", m.Text, m.Internal, m.Local)
		}
	}
}

func deskContactIs(t *testing.T, got talk.Party, want *deskContact) {
	t.Helper()
	if want == nil {
		return
	}
	var phones, wanted []string
	for _, p := range got.Phones {
		phones = append(phones, number(p))
	}
	for _, p := range want.Phones {
		wanted = append(wanted, number(p))
	}
	if got.Name != want.Name || got.Placeholder != want.Placeholder || !slices.Equal(got.Emails, want.Emails) || !slices.Equal(phones, wanted) {
		t.Errorf("contact %+v, want %+v", got, *want)
	}
	if want.ExternalID != "" && got.UserID != want.ExternalID {
		t.Errorf("id of the contact %q, want %q", got.UserID, want.ExternalID)
	}
}

func number(s string) string {
	if p, ok := finnish.ReadPhone(s, ""); ok {
		return p.E164
	}
	return s
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func factsOf(facts []app.TechnicalFact) string {
	var all []string
	for _, f := range facts {
		all = append(all, f.Name+"="+f.Value)
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// expectedFacts writes the samples' own names in ours: several pages are a page
// each, and a site is one; a place in words is the town.
func expectedFacts(want map[string]any) string {
	ours := map[string]string{"pages": "page", "site": "page", "location": "city"}
	var all []string
	for name, v := range want {
		values, ok := v.([]any)
		if !ok {
			values = []any{v}
		}
		for _, v := range values {
			if s := v.(string); s != "" {
				all = append(all, firstOf(ours[name], name)+"="+s)
			}
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

func readTalk(t *testing.T, name, data string, o talk.Options) *talk.File {
	t.Helper()
	f, err := talk.Read(t.Context(), name, bytes.NewReader([]byte(data)), int64(len(data)), o)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}
