package talk_test

import (
	"bytes"
	"strings"
	"testing"

	"kortisto/app/exchange/talk"
)

// BenchmarkRead reads 4 MiB of each kind: of usual files, and of what is made
// to be slow. All take well under a second.
func BenchmarkRead(b *testing.B) {
	for name, c := range map[string]struct{ format, line string }{
		"chat":                      {"", "13.6.2026 klo 9.05 - Aino Kuusela: Hei, milloin voitte tulla?\n"},
		"iPhone chat":               {"", "\u200e[13.6.2026 klo 9.05.12] Aino: \u200eimage omitted\n"},
		"chat of one line":          {"", "13.6.2026 klo 9.05 - A: x "},
		"chat of empty lines":       {"whatsapp-txt", "\n"},
		"chat of heads":             {"whatsapp-txt", "13.6.2026 klo 9.05 - \n"},
		"chat of colons":            {"whatsapp-txt", "13.6.2026 klo 9.05 - : : : : \n"},
		"chat of brackets":          {"whatsapp-txt", "13.6.2026 klo 9.05 - A: <<<<<<<<<<((((((((((\n"},
		"chat of digits":            {"whatsapp-txt", "1111.1.1.1.1.1.1.1.1.1.1.1.1.1\n"},
		"chat of dates":             {"whatsapp-txt", "[[[[13.6.2026 13.6.2026\n"},
		"transcript":                {"", "09:05:00 Aino Kuusela: Hei, milloin voitte tulla?\n"},
		"transcript of other lines": {"chat-transcript-text", "09:05:00 A: b\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"},
		"calls":                     {"", "13.6.2026 9.05;Saapuva;0400000101;0200000000;125\n"},
		"calls of quotes":           {"voip-cdr-csv", "\"\"\"\";"},
		"short messages":            {"", `<sms address="0400000101" date="1781330700000" type="1" body="Hei! K&#55357;&#56397;" contact_name="Aino"/>` + "\n"},
		"short messages of &":       {"", `<sms address="0400000101" date="1781330700000" type="1" body="&&&&&&&&&&&&&&&&&&&&&&&&&&"/>` + "\n"},
	} {
		data := []byte(strings.Repeat(c.line, 4<<20/len(c.line)))
		switch {
		case strings.HasPrefix(name, "calls"):
			data = append([]byte("Aika;Suunta;Soittaja;Vastaanottaja;Kesto\n"), data...)
		case strings.HasPrefix(name, "short"):
			data = append(append([]byte("<smses>"), data...), "</smses>"...)
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := talk.Read(b.Context(), "x", bytes.NewReader(data), int64(len(data)), talk.Options{Format: c.format}); err != nil && c.format == "" {
					b.Fatal(err)
				}
			}
		})
	}
}
