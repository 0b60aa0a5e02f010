package history_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/exchange/history"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// box is a mailbox of a small firm.
var box = []string{
	"Message-ID: <1@x>\nFrom: Aino Kuusela <aino@example.com>\nTo: myynti@raystas.example\nDate: Sat, 13 Jun 2026 09:05:10 +0300\nSubject: Kourut\nX-Originating-IP: [203.0.113.7]\n\nPaljonko kourut maksavat?\n",
	"Message-ID: <2@x>\nIn-Reply-To: <1@x>\nFrom: Otso <MYYNTI@raystas.example>\nTo: Aino Kuusela <aino@example.com>, muu@example.com\nDate: Sat, 13 Jun 2026 10:05:10 +0300\nSubject: Re: Kourut\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nTarjous on liitteenä.\n> Paljonko kourut maksavat?\n--b\nContent-Type: application/pdf; name=tarjous.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n--b--\n",
	"Message-ID: <3@x>\nReferences: <1@x> <2@x>\nFrom: aino@example.com\nTo: myynti@raystas.example\nDate: Sun, 14 Jun 2026 00:10:00 +0300\nSubject: Re: Kourut\n\nTilaan.\n",
	"Message-ID: <4@x>\nFrom: Uusi Ihminen <uusi@example.com>\nTo: myynti@raystas.example\nDate: Mon, 15 Jun 2026 09:00:00 +0300\nSubject: Kysymys\n\nHei\n",
	"Message-ID: <5@x>\nFrom: uutiset@lehti.example\nList-Unsubscribe: <mailto:x@lehti.example>\nTo: myynti@raystas.example\nDate: Mon, 15 Jun 2026 09:00:00 +0300\nSubject: Uutiset\n\nHei\n",
	"Message-ID: <6@x>\nFrom: MAILER-DAEMON@raystas.example\nTo: myynti@raystas.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\nDate: Mon, 15 Jun 2026 09:00:00 +0300\nSubject: Undelivered\n\nx\n",
	"Message-ID: <7@x>\nFrom: www@raystas.example\nReply-To: Lomake <lomake@example.com>\nTo: myynti@raystas.example\nDate: Tue, 16 Jun 2026 09:00:00 +0300\nSubject: Yhteydenotto\n\nSoittakaa\n",
	"Message-ID: <8@x>\nFrom: myynti@raystas.example\nTo: www@raystas.example\nDate: Tue, 16 Jun 2026 09:10:00 +0300\nSubject: muistiin\n\nx\n",
	"Message-ID: <9@x>\nFrom: uusi@example.com\nTo: myynti@raystas.example\nSubject: ei päivää\n\nx\n",
}

var us = []string{"myynti@raystas.example", "www@raystas.example"}

func mailbox(t testing.TB, mails ...string) []history.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), "Inbox")
	if err := os.WriteFile(path, []byte("From - \n"+strings.Join(mails, "\nFrom - \n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return opened(t, path)
}

func opened(t testing.TB, paths ...string) []history.Source {
	t.Helper()
	s, err := history.OpenMail(t.Context(), paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mailRun(t testing.TB, v *vaulttest.V, s []history.Source, o history.Options) history.Result {
	t.Helper()
	r, err := history.Run(t.Context(), v.Vault, "mail", preview(t, v, s, o), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rows tells a preview in a line for each address.
func rows(p *history.Plan) (out []string) {
	for _, d := range p.Conversations {
		s := fmt.Sprintf("%s %d %s", d.Email, d.Messages, d.Do)
		if d.Reason != nil {
			s += " " + d.Reason.Code
		}
		out = append(out, s)
	}
	return out
}

func TestMailComesInByAddress(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	src := mailbox(t, box...)
	p := preview(t, v, src, history.Options{})
	if !p.AskUs || p.Counts.Contacts != 0 || p.Authors[0].Name != "myynti@raystas.example" || p.Authors[0].Conversations != 7 {
		t.Fatalf("who is the firm: %+v", p)
	}
	p = preview(t, v, src, history.Options{Us: us})
	want := []string{"aino@example.com 3 existing", "uusi@example.com 2 skip import-person-unknown", "lomake@example.com 1 skip import-person-unknown", " 1 skip import-nobody"}
	if got := rows(p); !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	if d := p.Conversations[0]; d.First != "2026-06-13" || d.Last != "2026-06-14" || d.Contacts != 3 || d.Fresh != 4 || d.Customer.Number != "7" || d.By != "email" || len(d.Sample) != 3 || d.Sample[1].Text != "Re: Kourut" {
		t.Errorf("%+v", d)
	}
	if len(p.Files[0].Findings) != 2 || p.Files[0].Findings[0].Code != "import-mail-bulk" || p.Files[0].Findings[1].Args["count"] != "1" {
		t.Errorf("%+v", p.Files)
	}
	r := mailRun(t, v, src, history.Options{Us: us, Choices: []history.Choice{{Key: p.Conversations[1].Key, To: history.ToNew}}})
	if r.Added != 4 || r.Counts.Customers != 1 || r.Counts.Waiting != 0 {
		t.Fatalf("%+v", r)
	}
	got := contacts(t, v)
	if len(got) != 4 {
		t.Fatalf("%+v", got)
	}
	a, b, c := got[0], got[1], got[2]
	if a.Contact.Channel != app.Email || a.Contact.Direction != app.In || a.Contact.At != "09:05:10" || a.Contact.Subject != "Kourut" || a.Contact.Who != "Aino Kuusela" || a.Messages[0].Text != "Paljonko kourut maksavat?" || a.Messages[0].Kind != app.KindEmail || len(a.Technical) != 0 {
		t.Errorf("%+v", a)
	}
	if b.Contact.Direction != app.Out || b.Contact.HandledBy != "Otso" || len(b.Messages) != 2 || b.Messages[1].FileName != "tarjous.pdf" || b.Messages[0].Text != "Tarjous on liitteenä.\n> Paljonko kourut maksavat?" {
		t.Errorf("%+v", b)
	}
	if c.Contact.On != "2026-06-14" || c.Contact.At != "00:10:00" || a.Contact.ThreadKey != b.Contact.ThreadKey || b.Contact.ThreadKey != c.Contact.ThreadKey || c.Contact.Waiting {
		t.Errorf("%+v", c)
	}
	if got[3].Customer != "Uusi Ihminen" || got[3].Contact.ThreadKey == a.Contact.ThreadKey {
		t.Errorf("%+v", got[3])
	}
	// The firm's addresses are remembered, and the same mail again adds nothing,
	// also as files of their own.
	for _, again := range [][]history.Source{src, eml(t, box...)} {
		r := mailRun(t, v, again, history.Options{})
		if r.Batch != "" || r.Counts.Known != 5 || r.Counts.Contacts != 0 {
			t.Errorf("again: %+v", r)
		}
	}
	if u := undo(t, v, r.Batch); u != (vault.Undone{Removed: 5}) || len(contacts(t, v)) != 0 {
		t.Errorf("%+v", u)
	}
}

func eml(t testing.TB, mails ...string) []history.Source {
	t.Helper()
	var paths []string
	for i, m := range mails {
		path := filepath.Join(t.TempDir(), fmt.Sprint(i, ".eml"))
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(m, "\n", "\r\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return opened(t, paths...)
}

func TestLaterMailAddsOnlyWhatIsNew(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	mailRun(t, v, mailbox(t, box[0]), history.Options{Us: us})
	r := mailRun(t, v, mailbox(t, box[0], box[1], box[0], box[2]), history.Options{})
	if r.Added != 2 || r.Updated != 0 || r.Counts.Known != 2 {
		t.Errorf("%+v", r)
	}
	if got := contacts(t, v); len(got) != 3 {
		t.Errorf("%+v", got)
	}
}

func TestMailWaitsOnlyByChoiceAndWhereNothingFollows(t *testing.T) {
	for name, c := range map[string]struct {
		mails []string
		want  []bool
	}{
		"the customer wrote last":   {[]string{box[0], box[1], box[2]}, []bool{false, false, true}},
		"in whichever order":        {[]string{box[2], box[1], box[0]}, []bool{false, false, true}},
		"the firm answered":         {[]string{box[0], box[1]}, []bool{false, false}},
		"nobody answered":           {[]string{box[0]}, []bool{true}},
		"what it answers is absent": {[]string{box[2]}, []bool{true}},
	} {
		v := vaulttest.New(t)
		v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
		src := mailbox(t, c.mails...)
		mailRun(t, v, src, history.Options{Us: us, Waiting: true})
		var got []bool
		for _, x := range contacts(t, v) {
			got = append(got, x.Contact.Waiting)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
		if r := mailRun(t, v, src, history.Options{Us: us}); r.Added+r.Updated != 0 {
			t.Errorf("%s again: %+v", name, r)
		}
	}
}

func TestErasedPeopleDoNotComeBackWithTheirMail(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	v.Set("2029-11-23")
	review, err := v.Review(0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Purge(t.Context(), vault.Approval{Digest: review.Digest}, nil); err != nil {
		t.Fatal(err)
	}
	p := preview(t, v, mailbox(t, box...), history.Options{Us: us, NewCards: true})
	if p.Conversations[0].Reason == nil || p.Conversations[0].Reason.Code != "import-erased-before" || p.Conversations[1].Do != history.New {
		t.Errorf("%q", rows(p))
	}
}

func TestMailWithAPersonalIdentityCodeStaysOutWhole(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	m := strings.Replace(box[1], "Tarjous on", "Tunnus 131052-308T on", 1)
	r := mailRun(t, v, mailbox(t, m), history.Options{Us: us})
	if r.Added != 0 || r.Skipped[0].Code != "hetu-found" {
		t.Errorf("%+v", r)
	}
	r = mailRun(t, v, mailbox(t, m), history.Options{Us: us, MaskHetus: true})
	b, err := json.Marshal(contacts(t, v))
	if r.Added != 1 || err != nil || strings.Contains(string(b), "131052") {
		t.Errorf("%+v %s", r, b)
	}
}

func TestMailToSeveralCustomersIsTheFirstOnes(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Muu", Email: "muu@example.com"})
	p := preview(t, v, mailbox(t, box[1]), history.Options{Us: us})
	if got := rows(p); !reflect.DeepEqual(got, []string{"muu@example.com 1 existing"}) {
		t.Errorf("%q", got)
	}
	v.Customer(app.Customer{Number: "8", Name: "Aino", Email: "aino@example.com"})
	p = preview(t, v, mailbox(t, box[1]), history.Options{Us: us})
	if got := rows(p); !reflect.DeepEqual(got, []string{"aino@example.com 1 existing"}) || p.Files[0].Findings[0].Code != "import-mail-others" {
		t.Errorf("%q %+v", got, p.Files)
	}
}

func TestBulkMailAndTechnicalDataComeInByChoice(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Lehti", Email: "uutiset@lehti.example"})
	v.Customer(app.Customer{Number: "8", Name: "Aino", Email: "aino@example.com"})
	p := preview(t, v, mailbox(t, box[0], box[4]), history.Options{Us: us, Bulk: true, KeepTechnical: true})
	if p.Counts.Contacts != 2 || p.Counts.Technical != 1 || len(p.Files[0].Findings) != 0 {
		t.Errorf("%+v", p)
	}
	mailRun(t, v, mailbox(t, box[0]), history.Options{Us: us, KeepTechnical: true})
	if got := contacts(t, v); !reflect.DeepEqual(got[0].Technical, []app.TechnicalFact{{Name: "ip", Value: "203.0.113.7"}}) {
		t.Errorf("%+v", got[0].Technical)
	}
}

func TestMailThatChangedSinceThePreviewStaysOut(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	path := filepath.Join(t.TempDir(), "a.eml")
	write := func(s string) {
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(box[0])
	p := preview(t, v, opened(t, path), history.Options{Us: us})
	write(strings.Replace(box[0], "Paljonko", "Mitä", 1))
	if _, err := history.Run(t.Context(), v.Vault, "mail", p, nil); !errors.Is(err, app.E("import-changed-since", "")) {
		t.Errorf("%v", err)
	}
	if got := contacts(t, v); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestEnclosedFilesComeInByChoiceAndGoAgain(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	src := mailbox(t, box[0], box[1], box[1])
	files := func() (all []app.Attachment) {
		err := v.View(func(tx *vault.Tx) error {
			c, err := tx.CustomerByNumber("7")
			if err == nil {
				all, err = tx.AttachmentsOfCustomer(c.ID)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	r := mailRun(t, v, src, history.Options{Us: us})
	if got := files(); len(got) != 0 || r.Added != 2 {
		t.Errorf("unasked: %+v", got)
	}
	undo(t, v, r.Batch)
	r = mailRun(t, v, src, history.Options{Us: us, Attachments: true})
	got := files()
	if len(got) != 1 || got[0].Name != "tarjous.pdf" || got[0].Size != 9 || got[0].MediaType != "application/pdf" {
		t.Fatalf("%+v", got)
	}
	_, f, err := v.OpenAttachment(got[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil || string(data) != "%PDF-1.4\n" || f.Close() != nil {
		t.Errorf("%q %v", data, err)
	}
	if undo(t, v, r.Batch); len(files()) != 0 {
		t.Errorf("%+v", files())
	}
}

// generated writes a mailbox of about so many bytes: mail of 2000 people with
// enclosed files, every fifth of a customer's.
func generated(t testing.TB, path string, bytes int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	enclosed := strings.Repeat(strings.Repeat("QUJD", 19)+"\n", 140)
	begin := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for i, n := 0, 0; n < bytes; i++ {
		who := i % 2000
		more := enclosed
		if i%997 == 0 {
			more = strings.Repeat(enclosed, 200) // two megabytes
		}
		k, err := fmt.Fprintf(w, "From - Sat Jun 13 06:05:10 2026\nFrom: Nimi %d <a%d@example.com>\nTo: myynti@raystas.example\nMessage-ID: <%d@x>\nDate: %s\nSubject: Viesti %d\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nHyvää päivää\n%s\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n%s--b--\n\n",
			who, who, i, begin.Add(time.Duration(i)*time.Minute).Format(time.RFC1123Z), i, strings.Repeat("Kiitos kouruista. ", 20), more)
		if err != nil {
			t.Fatal(err)
		}
		n += k
	}
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// highest is the most memory that is in use while something runs.
func highest(f func()) (most uint64) {
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	f()
	close(stop)
	<-done
	return most
}

// TestAMailboxIsNeverInMemory brings in a mailbox that is many times larger than
// the memory allowed for it. KORTISTO_MAILBOX gives another size, in megabytes.
func TestAMailboxIsNeverInMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200 MB")
	}
	size := 200
	if s := os.Getenv("KORTISTO_MAILBOX"); s != "" {
		if _, err := fmt.Sscan(s, &size); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "large.mbox")
	generated(t, path, size<<20)
	v := vaulttest.New(t)
	for i := 0; i < 2000; i += 5 {
		v.Customer(app.Customer{Name: fmt.Sprint("Nimi ", i), Email: fmt.Sprintf("a%d@example.com", i)})
	}
	runtime.GC()
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(96 << 20))
	steps := 0
	most := highest(func() {
		src, err := history.OpenMail(t.Context(), []string{path}, func(_ string, done, total int64) { steps++ })
		if err != nil {
			t.Fatal(err)
		}
		p := preview(t, v, src, history.Options{Us: []string{"myynti@raystas.example"}})
		if len(p.Conversations) != min(2000, p.Counts.Messages*5) || p.Counts.Messages == 0 {
			t.Fatalf("%+v", p.Counts)
		}
		// Cancelled in the middle it leaves nothing.
		ctx, cancel := context.WithCancel(t.Context())
		_, err = history.Run(ctx, v.Vault, "mail", p, func(phase string, done, total int64) {
			if phase == "importing" && done > total/2 {
				cancel()
			}
		})
		if !errors.Is(err, app.E("cancelled", "")) {
			t.Errorf("%v", err)
		}
		if got := contacts(t, v); len(got) != 0 {
			t.Errorf("%d contacts were left", len(got))
		}
		r, err := history.Run(t.Context(), v.Vault, "mail", p, nil)
		if err != nil || r.Added == 0 {
			t.Fatalf("%+v %v", r.Counts, err)
		}
		t.Logf("%d messages came in", r.Added)
	})
	t.Logf("at most %d MB of %d in use", most>>20, size)
	if most > 128<<20 || steps == 0 {
		t.Errorf("%d bytes in use, %d steps of progress", most, steps)
	}
}
