package history_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange/history"
	"kortisto/app/exchange/talk"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// sound is a recording as talk reads it from its name.
func sound(name string, r talk.Recording) history.Source {
	data := []byte("OggS" + name)
	sum := sha256.Sum256(data)
	r.File = name
	s := history.FromFile(name, hex.EncodeToString(sum[:]), &talk.File{Format: "call-recording-file-names", Recordings: []talk.Recording{r}})
	s.Sound = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	return s
}

func TestRecordingsHangOnTheirCalls(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Number: "1", Name: "Aino Kuusela", Phone: "0405550128"})
	err := v.Update(func(tx *vault.Tx) error {
		_, err := tx.AddContact(app.Contact{CustomerID: c.ID, On: "2026-06-10", At: "09:00", Channel: app.Phone, Direction: app.In, Seconds: 60})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	calls := history.FromFile("calls.xml", "d", &talk.File{Format: "android-calls-xml", Calls: []talk.Call{
		{Number: "0405550128", Direction: app.In, Result: "answered", Time: "2026-06-13T06:05:00Z", Seconds: 125},
	}})
	src := []history.Source{
		sound("a.ogg", talk.Recording{Number: "+358405550128", Time: "2026-06-13T09:08:30", Local: true}),         // as its end: 3½ min after the beginning
		sound("b.ogg", talk.Recording{Number: "+358405550128", Time: "2026-06-10T09:01:00", Local: true}),         // in the register
		sound("c.ogg", talk.Recording{Number: "+358405550128", Direction: app.Out, Time: "2026-06-12T06:00:00Z"}), // no call of it anywhere
		sound("d.ogg", talk.Recording{Number: "+358405550199", Time: "2026-06-13T06:05:10Z"}),                     // nobody's
		calls,
	}
	before := contacts(t, v)
	p := preview(t, v, src, history.Options{})
	if p.Counts.Recordings != 3 || p.Counts.Contacts != 2 || p.Counts.Longer != 2 || p.Counts.Skipped != 1 {
		t.Fatalf("%+v %+v", p.Counts, p.Conversations)
	}
	r := run(t, v, src, history.Options{})
	got := contacts(t, v)
	if len(got) != 3 {
		t.Fatalf("%+v", got)
	}
	for i, want := range []app.Day{"2026-06-10", "2026-06-12", "2026-06-13"} {
		if x := got[i].Contact; x.On != want || x.Attachments != 1 || x.Channel != app.Phone {
			t.Errorf("%+v", x)
		}
	}
	if got[1].Contact.Direction != app.Out {
		t.Errorf("%+v", got[1].Contact)
	}
	if again := run(t, v, src, history.Options{}); again.Batch != "" {
		t.Errorf("again: %+v", again)
	}
	v.Reopen()
	err = v.View(func(tx *vault.Tx) error {
		all, err := tx.AttachmentsOfCustomer(c.ID)
		for _, a := range all {
			if !a.Recording {
				t.Errorf("%s is no recording", a.Name)
			}
		}
		if len(all) != 3 {
			t.Errorf("%d recordings", len(all))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if u := undo(t, v, r.Batch); u.Kept != 0 || u.Removed != 4 {
		t.Errorf("%+v", u)
	}
	if now := contacts(t, v); len(now) != 1 || now[0].Contact != before[0].Contact {
		t.Errorf("%+v", now)
	}
}

func TestTheFileBesideARecordingTellsMoreThanItsName(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "1", Name: "Aino Kuusela", Phone: "0405550128"})
	beside := history.FromFile("a.json", "j", &talk.File{Format: "bcr-metadata-json", Recordings: []talk.Recording{
		{File: "a.oga", Number: "+358405550128", Direction: app.Out, Time: "2026-06-12T06:00:00Z"},
	}})
	p := preview(t, v, []history.Source{sound("a.oga", talk.Recording{}), beside}, history.Options{})
	if p.Counts.Recordings != 1 || p.Counts.Conversations != 1 || p.Conversations[0].By != history.ByPhone {
		t.Errorf("%+v %+v", p.Counts, p.Conversations)
	}
}
