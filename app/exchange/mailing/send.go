package mailing

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/textproto"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"kortisto/app"
	"kortisto/app/vault"
)

// patience is how long a server may take to answer.
const patience = 30 * time.Second

// Line is the way to the mail server.
type Line struct {
	testOnlyRoots *x509.CertPool // whom to believe instead of the system's authorities
	testOnlyPace  time.Duration  // between messages, instead of the setting's
}

// Outcome is what became of a mailing so far.
type Outcome struct {
	Sent    int  `json:"sent"`
	Failed  int  `json:"failed"`
	Skipped int  `json:"skipped"`
	Left    int  `json:"left"` // still to be sent
	Done    bool `json:"done"`
}

// Test tries the way to the server and the login, and sends nothing.
func (l Line) Test(ctx context.Context, v *vault.Vault) error {
	server, err := serverOf(v)
	if err != nil {
		return err
	}
	c, err := l.dial(ctx, server)
	if err != nil {
		return err
	}
	_ = c.Close() // all that was to be tried has been
	return nil
}

// Send sends a mailing to exactly those whom the preview with the digest showed,
// one message each, no more a minute than the setting allows. A mailing that has
// begun goes on where it stopped, whatever the digest. Each message is written
// down before and after it goes: after a crash it is never sent a second time
// unless a person says that it did not go (mail-unsure). Cancelling, a server
// that can not be reached and one that refuses the sender stop the work and
// leave the rest in the queue.
func (l Line) Send(ctx context.Context, v *vault.Vault, mailingID, digest string, progress vault.Progress) (Outcome, error) {
	server, err := serverOf(v)
	if err != nil {
		return Outcome{}, err
	}
	p, err := begin(v, mailingID, digest)
	if err != nil {
		return Outcome{}, err
	}
	s := &sending{line: l, v: v, server: server, preview: p}
	defer s.hangUp()
	err = s.all(ctx, mailingID, progress)
	out, told := outcome(v, mailingID)
	return out, errors.Join(err, told)
}

func serverOf(v *vault.Vault) (server app.MailServer, err error) {
	err = v.View(func(tx *vault.Tx) error {
		server, err = tx.MailServer()
		return err
	})
	if err == nil && server.Host == "" {
		err = app.E("mail-server-missing", "host")
	}
	return server, err
}

// begin puts a draft's recipients in the queue, and gives what all messages of
// the mailing have in common.
func begin(v *vault.Vault, id, digest string) (p vault.MailPreview, err error) {
	err = v.Update(func(tx *vault.Tx) error {
		if p, err = tx.PreviewMailing(id); err != nil {
			return err
		}
		if p.Mailing.State != app.MailingDraft {
			return p.Sayable()
		}
		return tx.BeginMailing(id, digest)
	})
	return p, err
}

func outcome(v *vault.Vault, id string) (out Outcome, err error) {
	err = v.View(func(tx *vault.Tx) error {
		m, err := tx.Mailing(id)
		out = Outcome{Sent: m.Sent, Failed: m.Failed, Skipped: m.Skipped, Done: m.State == app.MailingDone}
		out.Left = max(0, m.Recipients-m.Sent-m.Failed-m.Skipped)
		if out.Done {
			out.Left = 0 // who was erased meanwhile is not to be sent to
		}
		return err
	})
	return out, err
}

// sending is one run of sending.
type sending struct {
	line    Line
	v       *vault.Vault
	server  app.MailServer
	preview vault.MailPreview
	client  *mail.Client
}

func (s *sending) all(ctx context.Context, id string, progress vault.Progress) error {
	pace := time.Minute / time.Duration(s.server.PerMinute)
	if s.line.testOnlyPace > 0 {
		pace = s.line.testOnlyPace
	}
	for first := true; ; first = false {
		if out, err := outcome(s.v, id); err != nil {
			return err
		} else if progress != nil {
			done := int64(out.Sent + out.Failed + out.Skipped)
			progress("sending", done, done+int64(out.Left))
		}
		if !first && !wait(ctx, pace) || ctx.Err() != nil {
			return app.E("mail-stopped", "")
		}
		if err := s.connect(ctx); err != nil { // before the message is taken from the queue
			return err
		}
		more, err := s.one(ctx, id)
		if err != nil || !more {
			return err
		}
	}
}

// wait sleeps for a while unless the work is cancelled.
func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// one takes the next recipient, sends the message and writes down what became
// of it.
func (s *sending) one(ctx context.Context, id string) (more bool, err error) {
	var send app.Send
	var at time.Time
	var done bool
	err = s.v.Update(func(tx *vault.Tx) error {
		at = tx.Now.In(tx.Zone())
		send, err = tx.NextSend(id)
		if errors.Is(err, app.E("not-found", "")) {
			done = true // the end of the mailing is kept
			return nil
		}
		return err
	})
	if err != nil || done {
		return false, err
	}
	row := vault.MailRow{ListEntry: app.ListEntry{Email: send.Email, Name: send.Name, Language: send.Language}, Decision: app.MailDecision{Mode: send.Mode}}
	m, err := compose(s.preview, row, send.MessageID, at, false)
	if err != nil {
		return true, s.end(send, app.SendFailed, app.Told(err)[0].Code)
	}
	// A message that is on its way is not broken off: nobody could tell then
	// whether it went.
	return s.judge(m, send, s.client.Send(m))
}

// judge tells what an answer of the server, or none, means for a message.
func (s *sending) judge(m *mail.Msg, send app.Send, err error) (more bool, _ error) {
	if err == nil || m.IsDelivered() {
		return true, s.end(send, app.SendSent, "")
	}
	s.hangUp() // the next one begins with a line that is whole
	var told *mail.SendError
	if !errors.As(err, &told) {
		return false, errors.Join(app.E("mail-connect", "host"), s.putBack(send))
	}
	switch code := told.ErrorCode(); {
	case told.Reason == mail.ErrSMTPDataClose && code == 0:
		// Everything was said and nothing answered: it may have gone.
		return false, app.E("mail-unsure", "", "count", "1")
	case code == 0 || code == 421:
		return false, errors.Join(app.E("mail-connect", "host"), s.putBack(send))
	case told.Reason == mail.ErrSMTPMailFrom:
		return false, errors.Join(app.E("mail-refused", "from", "status", number(code)), s.putBack(send))
	default:
		return true, s.end(send, app.SendFailed, number(code))
	}
}

func (s *sending) end(send app.Send, outcome app.SendState, code string) error {
	return s.v.Update(func(tx *vault.Tx) error { return tx.EndSend(send, outcome, code) })
}

func (s *sending) putBack(send app.Send) error {
	return s.v.Update(func(tx *vault.Tx) error { return tx.PutBack(send) })
}

// connect makes sure that there is a line, and that it is not a dead one.
func (s *sending) connect(ctx context.Context) (err error) {
	if s.client != nil && s.client.Reset() == nil {
		return nil
	}
	s.hangUp()
	s.client, err = s.line.dial(ctx, s.server)
	return err
}

func (s *sending) hangUp() {
	if s.client != nil {
		_ = s.client.Close() // the line is given up, whatever it says to that
		s.client = nil
	}
}

// dial opens the line to the server and logs in. Nothing is said on a line that
// is not secured, except to this very computer.
func (l Line) dial(ctx context.Context, server app.MailServer) (*mail.Client, error) {
	options := []mail.Option{
		mail.WithPort(server.Port), mail.WithTimeout(patience),
		mail.WithTLSConfig(&tls.Config{ServerName: server.Host, MinVersion: tls.VersionTLS12, RootCAs: l.testOnlyRoots}),
		mail.WithHELO("localhost"), // not the computer's name
	}
	switch server.TLS {
	case app.MailImplicit:
		options = append(options, mail.WithSSL(), mail.WithTLSPolicy(mail.NoTLS)) // secured already: no second time
	case app.MailPlain:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if server.User != "" {
		auth := mail.SMTPAuthAutoDiscover
		if server.TLS == app.MailPlain {
			auth = mail.SMTPAuthPlainNoEnc
		}
		options = append(options, mail.WithSMTPAuth(auth), mail.WithUsername(server.User), mail.WithPassword(server.Password))
	}
	c, err := mail.NewClient(server.Host, options...)
	if err == nil {
		err = c.DialWithContext(ctx)
	}
	switch {
	case err == nil:
		return c, nil
	case ctx.Err() != nil:
		return nil, app.E("mail-stopped", "")
	}
	return nil, lineError(err, server)
}

// lineError says what is wrong with the way to the server.
func lineError(err error, server app.MailServer) error {
	var answered *textproto.Error
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &certificate), errors.As(err, &record), strings.Contains(err.Error(), "does not support STARTTLS"): // which has no error of its own
		return app.E("mail-tls", "tls", "host", server.Host)
	case errors.As(err, &answered) && (answered.Code == 535 || answered.Code == 534 || answered.Code == 530),
		errors.Is(err, mail.ErrNoSupportedAuthDiscovered), errors.Is(err, mail.ErrPlainAuthNotSupported):
		return app.E("mail-login", "user", "host", server.Host)
	}
	return app.E("mail-connect", "host", "host", server.Host)
}
