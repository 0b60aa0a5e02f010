package cli

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// mailserver DIR: a mail server of this computer, at $SMTP, that writes each
// message to a file of its directory.
func mailServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: mailserver dir")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o700))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = l.Close() })
	ts.Setenv("SMTP", fmt.Sprint(l.Addr().(*net.TCPAddr).Port))
	go func() {
		var mu sync.Mutex
		n := 0
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go takeMail(c, func(message string) {
				mu.Lock()
				defer mu.Unlock()
				n++
				_ = os.WriteFile(fmt.Sprintf("%s/%d.eml", dir, n), []byte(message), 0o600) // the script looks for it
			})
		}
	}()
}

func takeMail(c net.Conn, keep func(string)) {
	defer func() { _ = c.Close() }()
	in := bufio.NewReader(c)
	say := func(line string) { _, _ = fmt.Fprintf(c, "%s\r\n", line) }
	say("220 test")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch verb, _, _ := strings.Cut(strings.TrimSpace(line), " "); strings.ToUpper(verb) {
		case "DATA":
			say("354 go on")
			var b strings.Builder
			for {
				if line, err = in.ReadString('\n'); err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				b.WriteString(line)
			}
			keep(b.String())
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}
