package vcard_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"kortisto/app/exchange/vcard"
)

func latin(b []byte, _ string) string {
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(rune(c))
	}
	return s.String()
}

func read(data string) (out []vcard.Card) {
	vcard.Read([]byte(data), latin, func(c vcard.Card) bool {
		out = append(out, c)
		return true
	})
	return out
}

func text(t *testing.T, c vcard.Card, name string) string {
	t.Helper()
	for _, p := range c.Props {
		if p.Name == name {
			return p.Text()
		}
	}
	t.Errorf("no %s", name)
	return ""
}

// TestOddLines: one line of a card as some program writes it, and its value.
func TestOddLines(t *testing.T) {
	for _, c := range []struct{ version, line, name, want string }{
		{"2.1", "TEL;CELL:+358400000101", "TEL", "+358400000101"},
		{"2.1", "TEL;:0400000101", "TEL", "0400000101"},
		{"2.1", "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:H=C3=\r\n=A4m=C3=A4", "FN", "Hämä"},
		{"2.1", "NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0A=\r\nb", "NOTE", "a\r\nb"},
		{"2.1", "NOTE:a\r\n b", "NOTE", "a b"},
		{"2.1", "URL;QUOTED-PRINTABLE:=68=74=74=70", "URL", "http"},
		{"2.1", "NOTE:C:\\new; old", "NOTE", "C:\\new; old"},
		{"3.0", "NOTE:a\r\n b", "NOTE", "ab"},
		{"3.0", "NOTE:a\\nb\\, c\\; d\\\\", "NOTE", "a\nb, c; d\\"},
		{"3.0", "URL:http\\://x.example", "URL", "http://x.example"},
		{"3.0", "item1.EMAIL;type=INTERNET;type=pref:a@x.example", "EMAIL", "a@x.example"},
		{"3.0", "NOTE;X-COUCHDB-UUID=\"a:b;c\":text", "NOTE", "text"},
		{"3.0", "NOTE;X=\"never closed:text", "NOTE", "text"},
		{"3.0", "FN:P\xe4ivi", "FN", "Päivi"},
		{"4.0", "TEL;VALUE=uri;TYPE=\"voice,work\":tel:+358-40-1", "TEL", "tel:+358-40-1"},
	} {
		cards := read("BEGIN:VCARD\r\nVERSION:" + c.version + "\r\n" + c.line + "\r\nPHOTO;ENCODING=b:AAAA\r\n BBBB\r\n\r\nEND:VCARD\r\n")
		if len(cards) != 1 || cards[0].Open || cards[0].Odd != 0 {
			t.Errorf("%s: %+v", c.line, cards)
			continue
		}
		if got := text(t, cards[0], c.name); got != c.want {
			t.Errorf("%s: %q, expected %q", c.line, got, c.want)
		}
	}
}

func TestBrokenCardsCostThemselvesAlone(t *testing.T) {
	cards := read("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nno colon here\nEND:VCARD\nBEGIN:VCARD\nFN:C\nAGENT:\nBEGIN:VCARD\nFN:D\nEND:VCARD\nEND:VCARD\nrubbish\nbegin:vcard\nfn:E\n")
	if len(cards) != 4 {
		t.Fatalf("%d cards", len(cards))
	}
	for i, want := range []struct {
		name string
		open bool
		odd  int
	}{{"A", true, 0}, {"B", false, 1}, {"C", false, 0}, {"E", true, 0}} {
		if got := text(t, cards[i], "FN"); got != want.name || cards[i].Open != want.open || cards[i].Odd != want.odd {
			t.Errorf("card %d: %s %+v", i, got, cards[i])
		}
	}
}

// FuzzVCard: nothing makes the reader fail, and what was written is read.
func FuzzVCard(f *testing.F) {
	f.Add("BEGIN:VCARD\r\nVERSION:2.1\r\nN;ENCODING=QUOTED-PRINTABLE:=C3=\r\n=A4;B\r\nEND:VCARD\r\n")
	f.Add("BEGIN:VCARD\nVERSION:4.0\nPHOTO;ENCODING=BASE64:AA\n AA\n\nTEL;PREF=1;TYPE=\"a,b\":tel:+1;ext=2\nEND:VCARD")
	f.Fuzz(func(t *testing.T, data string) {
		for _, c := range read(data) {
			for _, p := range c.Props {
				if !utf8.ValidString(p.Text()) {
					t.Fatalf("%q is no text", p.Text())
				}
				p.Parts()
			}
		}
		value := strings.ToValidUTF8(strings.ReplaceAll(data, "\r", ""), "")
		if value == "" {
			return
		}
		var b bytes.Buffer
		w := vcard.NewWriter(&b)
		w.Raw("BEGIN:VCARD")
		w.Raw("VERSION:4.0")
		w.Line("ADR", value, "x", value)
		w.Raw("END:VCARD")
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		cards := read(b.String())
		if len(cards) != 1 {
			t.Fatalf("%d cards of one", len(cards))
		}
		got := cards[0].Props[1].Parts()
		if len(got) != 3 || got[0] != value || got[2] != value {
			t.Fatalf("%q became %q", value, got)
		}
	})
}
