package app

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// What a file is, as people call it.
const (
	MediaAudio    = "audio"
	MediaImage    = "image"
	MediaVideo    = "video"
	MediaPDF      = "pdf"
	MediaMail     = "mail"
	MediaDocument = "document"
	MediaSheet    = "sheet"
	MediaText     = "text"
	MediaArchive  = "archive"
	MediaOther    = "other"
)

// MediaFamilies lists them.
func MediaFamilies() []string {
	return []string{MediaAudio, MediaImage, MediaVideo, MediaPDF, MediaMail, MediaDocument, MediaSheet, MediaText, MediaArchive, MediaOther}
}

// mediaFamilies says what each media type that is recognised is, and by which
// ending of a name the system knows it.
var mediaFamilies = map[string]struct{ family, ending string }{
	"audio/wav": {MediaAudio, ".wav"}, "audio/mpeg": {MediaAudio, ".mp3"}, "audio/ogg": {MediaAudio, ".ogg"},
	"audio/mp4": {MediaAudio, ".m4a"}, "audio/amr": {MediaAudio, ".amr"}, "audio/flac": {MediaAudio, ".flac"},
	"image/png": {MediaImage, ".png"}, "image/jpeg": {MediaImage, ".jpg"}, "image/gif": {MediaImage, ".gif"}, "image/webp": {MediaImage, ".webp"}, "image/heic": {MediaImage, ".heic"},
	"video/mp4": {MediaVideo, ".mp4"}, "video/webm": {MediaVideo, ".webm"}, "video/3gpp": {MediaVideo, ".3gp"},
	"application/pdf": {MediaPDF, ".pdf"}, "message/rfc822": {MediaMail, ".eml"}, "application/vnd.ms-outlook": {MediaMail, ".msg"},
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": {MediaDocument, ".docx"},
	"application/vnd.oasis.opendocument.text":                                 {MediaDocument, ".odt"},
	"application/rtf": {MediaDocument, ".rtf"},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {MediaSheet, ".xlsx"},
	"application/vnd.oasis.opendocument.spreadsheet":                    {MediaSheet, ".ods"},
	"text/plain": {MediaText, ".txt"}, "application/zip": {MediaArchive, ".zip"},
	"application/octet-stream": {MediaOther, ""},
}

// MediaFamily is what people call a file of a media type.
func MediaFamily(mediaType string) string {
	if m, ok := mediaFamilies[mediaType]; ok {
		return m.family
	}
	return MediaOther
}

// MediaEnding is the ending by which the system knows files of a media type;
// empty where no such thing is known.
func MediaEnding(mediaType string) string { return mediaFamilies[mediaType].ending }

// MediaTypes lists the media types that the program tells apart.
func MediaTypes() []string {
	out := make([]string, 0, len(mediaFamilies))
	for t := range mediaFamilies {
		out = append(out, t)
	}
	slices.Sort(out)
	return out
}

// MediaHead is how many of a file's first bytes MediaType wants to see.
const MediaHead = 16 << 10

// magic is how files of some types begin: bytes at a place.
var magic = []struct {
	at        int
	bytes     string
	mediaType string
}{
	{0, "OggS", "audio/ogg"}, {0, "fLaC", "audio/flac"}, {0, "#!AMR", "audio/amr"}, {0, "ID3", "audio/mpeg"},
	{0, "\x89PNG\r\n\x1a\n", "image/png"}, {0, "\xff\xd8\xff", "image/jpeg"}, {0, "GIF8", "image/gif"},
	{0, "\x1a\x45\xdf\xa3", "video/webm"}, {0, "{\\rtf", "application/rtf"}, {0, "%PDF-", "application/pdf"},
}

// MediaType recognises a file by its first bytes. What it does not know is
// application/octet-stream; the name is not asked.
func MediaType(head []byte) string {
	head = head[:min(len(head), MediaHead)]
	for _, m := range magic {
		if len(head) >= m.at+len(m.bytes) && string(head[m.at:m.at+len(m.bytes)]) == m.bytes {
			return m.mediaType
		}
	}
	switch {
	case len(head) >= 12 && string(head[:4]) == "RIFF":
		return riff(string(head[8:12]))
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		return boxed(string(head[8:12]), head)
	case mp3Frame(head):
		return "audio/mpeg"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return zipped(head)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) && bytes.Contains(head, []byte("_\x00_\x00s\x00u\x00b\x00s\x00t\x00g")):
		return "application/vnd.ms-outlook"
	case !plainText(head):
		return "application/octet-stream"
	case mailHeader(string(head)):
		return "message/rfc822"
	case len(head) == 0:
		return "application/octet-stream"
	}
	return "text/plain"
}

func riff(form string) string {
	switch form {
	case "WAVE":
		return "audio/wav"
	case "WEBP":
		return "image/webp"
	}
	return "application/octet-stream"
}

// boxed tells the users of the ISO media format apart: phones record calls as
// M4A, and as MP4 or 3GP without a picture.
func boxed(brand string, head []byte) string {
	switch {
	case brand == "M4A " || brand == "M4B ":
		return "audio/mp4"
	case brand == "heic" || brand == "heix" || brand == "mif1" || brand == "hevc":
		return "image/heic"
	case bytes.Contains(head, []byte("soun")) && !bytes.Contains(head, []byte("vide")):
		return "audio/mp4"
	case strings.HasPrefix(brand, "3g"):
		return "video/3gpp"
	}
	return "video/mp4"
}

// mp3Frame knows an MPEG audio frame of layer III without a tag before it.
func mp3Frame(b []byte) bool {
	return len(b) >= 4 && b[0] == 0xff && b[1]&0xe6 == 0xe2 && b[1]&0x18 != 0x08 && b[2]>>4 != 0xf && b[2]>>4 != 0 && b[2]&0x0c != 0x0c
}

func zipped(head []byte) string {
	for _, z := range []struct{ holds, mediaType string }{
		{"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"},
		{"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"},
		{"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	} {
		if bytes.Contains(head, []byte(z.holds)) {
			return z.mediaType
		}
	}
	return "application/zip"
}

// plainText says whether the bytes read as text: UTF-8, or one byte a letter
// without control characters.
func plainText(b []byte) bool {
	for _, c := range b {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			return false
		}
	}
	for i := 0; i < utf8.UTFMax && i <= len(b); i++ { // the last character may be cut
		if utf8.Valid(b[:len(b)-i]) {
			return true
		}
	}
	for _, c := range b {
		if c >= 0x7f && c < 0xa0 {
			return false
		}
	}
	return true
}

// mailHeader says whether text begins with the header of a mail: a sender, and
// one more of the fields that a mail has.
func mailHeader(s string) bool {
	from, more := false, false
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		name, _, ok := strings.Cut(line, ":")
		if !ok || strings.ContainsAny(name, " \t") {
			return false
		}
		switch strings.ToLower(name) {
		case "from":
			from = true
		case "date", "subject", "to", "message-id", "received", "mime-version", "return-path":
			more = true
		}
	}
	return from && more
}
