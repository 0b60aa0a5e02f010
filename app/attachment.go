package app

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Caps on files that hang on a contact.
const (
	MaxAttachmentBytes = 200 << 20 // an hour of uncompressed speech is 115 MiB
	MaxAttachments     = 50        // of one contact
)

// Attachment is a file that hangs on a contact: a recording, a document, a mail.
// Its bytes lie sealed beside the register.
type Attachment struct {
	ID         string    `json:"id"`
	ContactID  string    `json:"contactId"`
	CustomerID string    `json:"customerId"`
	Name       string    `json:"name"`
	MediaType  string    `json:"mediaType"` // audio/mpeg, application/pdf, …: recognised by content, never believed from the name
	Size       int64     `json:"size"`      // bytes
	SHA256     string    `json:"sha256"`
	Recording  bool      `json:"recording"` // of a call: a shorter time to keep
	AddedAt    time.Time `json:"-"`
}

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

// FileName is the last part of a name as a file system may have it: no path, no
// control character, none that turns the writing direction, at most MaxLine
// characters with the ending kept. A name of which nothing is left is "".
func FileName(name string) string {
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		name = name[at+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar:
			return -1
		case strings.ContainsRune(`<>:"|?*`, r): // not in a name on Windows
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.TrimSpace(strings.TrimLeft(strings.TrimRight(name, ". "), ". "))
	runes := []rune(name)
	if len(runes) <= MaxLine {
		return name
	}
	ending := ""
	if at := strings.LastIndex(name, "."); at >= 0 && len(name)-at <= 12 {
		ending = name[at:]
	}
	return string(runes[:MaxLine-len([]rune(ending))]) + ending
}
