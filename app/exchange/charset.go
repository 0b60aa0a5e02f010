package exchange

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"kortisto/app"
)

// charsets are the encodings that can be asked for. Latin-1 is read as
// Windows-1252: programs say the one and write the other, and what differs
// (0x80–0x9F) are control characters that no customer list holds.
var charsets = map[string]encoding.Encoding{
	"utf-8":        nil,
	"utf-16le":     unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
	"utf-16be":     unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	"windows-1252": charmap.Windows1252,
	"iso-8859-1":   charmap.Windows1252,
	"iso-8859-15":  charmap.ISO8859_15,
	"macintosh":    charmap.Macintosh,
	"cp437":        charmap.CodePage437,
	"cp850":        charmap.CodePage850,
}

var boms = []struct {
	mark string
	name string
}{{"\xef\xbb\xbf", "utf-8"}, {"\xff\xfe", "utf-16le"}, {"\xfe\xff", "utf-16be"}}

// detectCharset follows the order that never guesses where it can know: byte
// order mark, then valid UTF-8, then the pattern of zero bytes of UTF-16, and
// Windows-1252 for the rest (Excel's "CSV" in Finland).
func detectCharset(data []byte) string {
	for _, b := range boms {
		if bytes.HasPrefix(data, []byte(b.mark)) {
			return b.name
		}
	}
	if name := utf16Pattern(data); name != "" {
		return name
	}
	if utf8.Valid(data) {
		return "utf-8"
	}
	return "windows-1252"
}

// utf16Pattern recognises UTF-16 without a mark: Latin text has a zero in every
// other byte, and zeros nowhere else.
func utf16Pattern(data []byte) string {
	head := data[:min(len(data), 4096)&^1]
	if len(head) < 4 {
		return ""
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[1] > half*2/3 && zeros[0] < half/10+1:
		return "utf-16le"
	case zeros[0] > half*2/3 && zeros[1] < half/10+1:
		return "utf-16be"
	}
	return ""
}

// decode makes text of the file. It fails with import-charset where the bytes
// are not of the charset that was asked for, or are no text at all.
func decode(data []byte, asked string) (text, charset string, err error) {
	charset = strings.ToLower(strings.TrimSpace(asked))
	if charset == "" {
		charset = detectCharset(data)
	}
	enc, known := charsets[charset]
	if !known {
		return "", "", app.E("import-charset", "charset", "value", asked)
	}
	for _, b := range boms {
		if b.name == charset {
			data = bytes.TrimPrefix(data, []byte(b.mark))
		}
	}
	if enc == nil {
		if !utf8.Valid(data) {
			return "", "", app.E("import-charset", "charset", "value", charset)
		}
		text = string(data)
	} else {
		decoded, derr := enc.NewDecoder().Bytes(data)
		if derr != nil {
			return "", "", app.E("import-charset", "charset", "value", charset)
		}
		text = string(decoded)
	}
	if looksBinary(text) {
		return "", "", app.E("import-charset", "charset", "value", charset)
	}
	return text, charset, nil
}

// looksBinary says that the beginning holds so many control characters that it
// is a picture, a program or an old Excel workbook, not a list.
func looksBinary(text string) bool {
	head := text[:min(len(text), 4096)]
	odd := 0
	for i := 0; i < len(head); i++ {
		if c := head[i]; c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			odd++
		}
	}
	return odd > 8 && odd > len(head)/20
}
