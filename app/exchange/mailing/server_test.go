package mailing

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"kortisto/app"
)

// mailServer is a mail server of this computer, with TLS and a login. It speaks
// as much of RFC 5321 as a client asks for.
type mailServer struct {
	t       *testing.T
	listen  net.Listener
	tls     *tls.Config
	roots   *x509.CertPool
	wrapped bool // TLS from the first byte
	bare    bool // no STARTTLS is offered

	mu       sync.Mutex
	messages []string
	to       []string
	secured  []bool
	hangUpAt int    // at this message, counted from 1: when it has been taken, nothing is answered
	refuse   string // a recipient with this in it is refused
	sender   bool   // the sender is refused
	pass     string
	taken    chan struct{} // told of each message
}

func newMailServer(t *testing.T, prepare func(*mailServer)) *mailServer {
	t.Helper()
	s := &mailServer{t: t, pass: "salasana", taken: make(chan struct{}, 100)}
	s.certify()
	prepare(s)
	var err error
	if s.listen, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	if s.wrapped {
		s.listen = tls.NewListener(s.listen, s.tls)
	}
	t.Cleanup(func() { _ = s.listen.Close() })
	go func() {
		for {
			c, err := s.listen.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return s
}

// certify makes a certificate that only this test believes.
func (s *mailServer) certify() {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		s.t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		s.t.Fatal(err)
	}
	s.roots = x509.NewCertPool()
	s.roots.AddCert(leaf)
	s.tls = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

func (s *mailServer) settings(way app.MailTLS) app.MailServer {
	return app.MailServer{
		Host: "127.0.0.1", Port: s.listen.Addr().(*net.TCPAddr).Port, TLS: way, User: "posti", Password: "salasana",
		From: "posti@saarela.example", PerMinute: 600,
	}
}

func (s *mailServer) line() Line { return Line{testOnlyRoots: s.roots, testOnlyPace: time.Millisecond} }

func (s *mailServer) got() (to, messages []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.to...), append([]string{}, s.messages...)
}

func (s *mailServer) serve(c net.Conn) {
	defer func() { _ = c.Close() }()
	in := bufio.NewReader(c)
	say := func(line string) { _, _ = fmt.Fprintf(c, "%s\r\n", line) }
	secure := s.wrapped
	var to string
	say("220 test")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch strings.ToUpper(verb) {
		case "EHLO", "HELO":
			say("250-test")
			if !secure && !s.bare {
				say("250-STARTTLS")
			}
			say("250-8BITMIME")
			say("250 AUTH PLAIN")
		case "STARTTLS":
			say("220 go on")
			tc := tls.Server(c, s.tls)
			if tc.Handshake() != nil {
				return
			}
			c, in, secure = tc, bufio.NewReader(tc), true
		case "AUTH":
			b, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
			if string(b) == "\x00posti\x00"+s.pass {
				say("235 welcome")
			} else {
				say("535 5.7.8 no")
			}
		case "MAIL":
			if s.sender {
				say("553 5.1.8 sender")
			} else {
				say("250 ok")
			}
		case "RCPT":
			to, _, _ = strings.Cut(strings.TrimPrefix(rest, "TO:<"), ">")
			if s.refuse != "" && strings.Contains(to, s.refuse) {
				say("550 5.1.1 unknown")
			} else {
				say("250 ok")
			}
		case "DATA":
			say("354 go on")
			if s.take(in, to, secure) {
				return
			}
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default: // RSET, NOOP
			say("250 ok")
		}
	}
}

// take reads a message and says whether to hang up instead of answering.
func (s *mailServer) take(in *bufio.Reader, to string, secure bool) (hangUp bool) {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return true
		}
		if line == ".\r\n" {
			break
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages, s.to, s.secured = append(s.messages, b.String()), append(s.to, to), append(s.secured, secure)
	s.taken <- struct{}{}
	return s.hangUpAt == len(s.messages)
}
