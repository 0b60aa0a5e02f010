package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"kortisto/app"
)

// maxSecret is the longest passphrase or key that is read, in bytes.
const maxSecret = 4096

// passphrase is that of the vault: from --passphrase-file, or asked.
func (s *session) passphrase() (string, error) {
	return s.secret("passphrase-file", s.global.PassphraseFile, "say.passphrase")
}

// newPassphrase comes from a file, or is asked twice: a slip of the finger would
// lock its owner out.
func (s *session) newPassphrase(flag, file string) (string, error) {
	first, err := s.secret(flag, file, "say.passphrase.new")
	if err != nil || file != "" {
		return first, err
	}
	second, err := s.secret(flag, "", "say.passphrase.again")
	if err == nil && first != second {
		err = app.E("invalid", "passphrase", "what", "twice")
	}
	return first, err
}

// secret reads one line: of a file, of standard input for "-", or typed on the
// terminal without echo. Several secrets on standard input are its lines in the
// order in which they are needed. Where nobody can be asked, it is missing.
func (s *session) secret(flag, file, prompt string) (string, error) {
	switch file {
	case "-":
		return firstLine(s.in, flag, file)
	case "":
		return s.ask(flag, prompt)
	}
	f, err := os.Open(file)
	if err != nil {
		return "", app.E("file-unreadable", flag, "file", file)
	}
	defer f.Close()
	return firstLine(afterMark(f), flag, file)
}

// recoveryKey is the key on the recovery sheet. A file may hold it as the sheet
// does, in groups on several lines.
func (s *session) recoveryKey(file string) (string, error) {
	const flag = "recovery-key-file"
	if file == "" || file == "-" {
		return s.secret(flag, file, "say.recovery-key")
	}
	b, err := readAtMost(file, maxSecret)
	if err != nil {
		return "", app.E("file-unreadable", flag, "file", file)
	}
	return string(b), nil
}

func readAtMost(file string, limit int64) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(afterMark(f), limit))
}

// afterMark skips the mark that some editors write before a text in UTF-8.
func afterMark(r io.Reader) *bufio.Reader {
	b := bufio.NewReader(r)
	if mark, _ := b.Peek(3); string(mark) == "\ufeff" {
		_, _ = b.Discard(len(mark)) // it was just read
	}
	return b
}

func (s *session) ask(flag, prompt string) (string, error) {
	if !s.asks() {
		return "", app.E("required", flag)
	}
	fmt.Fprint(s.Stderr, s.text(prompt))
	b, err := term.ReadPassword(int(s.Stdin.(*os.File).Fd()))
	fmt.Fprintln(s.Stderr)
	if err != nil {
		return "", app.E("cancelled", "")
	}
	return string(b), nil
}

func firstLine(r *bufio.Reader, flag, file string) (string, error) {
	var line strings.Builder
	for line.Len() <= maxSecret {
		b, err := r.ReadByte()
		if errors.Is(err, io.EOF) || err == nil && b == '\n' {
			return strings.TrimSuffix(line.String(), "\r"), nil
		}
		if err != nil {
			return "", app.E("file-unreadable", flag, "file", file)
		}
		line.WriteByte(b)
	}
	return "", app.E("too-long", flag, "limit", fmt.Sprint(maxSecret))
}

// asks says whether there is somebody at a terminal.
func (s *session) asks() bool {
	f, ok := s.Stdin.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
