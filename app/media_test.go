package app_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"kortisto/app"
)

func TestMediaTypesAreRecognisedByContent(t *testing.T) {
	ftyp := func(brand, rest string) string { return "\x00\x00\x00\x20ftyp" + brand + "\x00\x00\x02\x00" + rest }
	zip := func(name string) string {
		return "PK\x03\x04\x14\x00\x00\x00\x00\x00" + strings.Repeat("\x00", 20) + name
	}
	for content, want := range map[string]string{
		"RIFF\x24\x00\x00\x00WAVEfmt ": "audio/wav", "RIFF\x24\x00\x00\x00WEBPVP8 ": "image/webp", "RIFF\x24\x00\x00\x00AVI LIST": "application/octet-stream",
		"OggS\x00\x02": "audio/ogg", "ID3\x04\x00": "audio/mpeg", "\xff\xfb\x90\x64\x00": "audio/mpeg", "\xff\xf3\x44\xc4": "audio/mpeg",
		"#!AMR\n": "audio/amr", "#!AMR-WB\n": "audio/amr", "fLaC\x00": "audio/flac",
		ftyp("M4A ", ""): "audio/mp4", ftyp("mp42", "...soun..."): "audio/mp4", ftyp("3gp4", "...soun"): "audio/mp4",
		ftyp("isom", "..soun...vide"): "video/mp4", ftyp("3gp5", "soun vide"): "video/3gpp", ftyp("heic", ""): "image/heic",
		"%PDF-1.7\n": "application/pdf", "\x89PNG\r\n\x1a\n": "image/png", "\xff\xd8\xff\xe0": "image/jpeg", "GIF89a": "image/gif",
		zip("[Content_Types].xml..word/document.xml"):            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		zip("[Content_Types].xml..xl/workbook.xml"):              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		zip("mimetypeapplication/vnd.oasis.opendocument.textPK"): "application/vnd.oasis.opendocument.text",
		zip("kuvat/a.png"): "application/zip", "{\\rtf1\\ansi": "application/rtf",
		"From: a@b.fi\r\nTo: c@d.fi\r\nSubject: x\r\n\r\nHei": "message/rfc822",
		"Received: by x\r\n\tfor y\r\nFrom: a@b.fi\r\n\r\n":   "message/rfc822",
		"From: päämäärä\n":                                    "text/plain", "Muistio: soita\nFrom: x": "text/plain", "Hei, maailma": "text/plain",
		"h\xe4iri\xf6": "text/plain", "<html><script>alert(1)</script>": "text/plain", "<svg onload=x>": "text/plain",
		"": "application/octet-stream", "MZ\x90\x00": "application/octet-stream", "\xff\xfeH\x00e\x00": "application/octet-stream",
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "application/octet-stream",
	} {
		if got := app.MediaType([]byte(content)); got != want {
			t.Errorf("%.40q: %s, want %s", content, got, want)
		}
	}
	long := strings.Repeat("a", app.MediaHead-1) + "ääkköset" // cut inside of a letter
	if got := app.MediaType([]byte(long)); got != "text/plain" {
		t.Errorf("a cut letter: %s", got)
	}
}

func TestEveryMediaTypeHasAFamilyAndAnEnding(t *testing.T) {
	for _, m := range app.MediaTypes() {
		if m != "application/octet-stream" && (app.MediaEnding(m) == "" || app.MediaFamily(m) == app.MediaOther) {
			t.Errorf("%s has none", m)
		}
	}
	if app.MediaFamily("text/html") != app.MediaOther || app.MediaEnding("text/html") != "" {
		t.Error("a type that the program does not know has a family")
	}
}

func TestFileNamesLoseWhatAFileSystemMustNotSee(t *testing.T) {
	for in, want := range map[string]string{
		"tarjous.pdf": "tarjous.pdf", "/etc/passwd": "passwd", `C:\Users\x\a.docx`: "a.docx", "../../x": "x", "..": "", "": "",
		"a\x00b\n.txt": "ab.txt", "lasku\u202efdp.exe": "laskufdp.exe", "a<b>:c?.txt": "a_b__c_.txt", " .piilo. ": "piilo", "Mäkinen ö.m4a": "Mäkinen ö.m4a", "\xff\xfe.txt": "txt",
		strings.Repeat("ä", 300) + ".wav": strings.Repeat("ä", app.MaxLine-4) + ".wav",
	} {
		if got := app.FileName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzMediaType(f *testing.F) {
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVE"))
	f.Add(binary.BigEndian.AppendUint32(nil, 0xfffb9064))
	f.Fuzz(func(t *testing.T, b []byte) {
		known := false
		got := app.MediaType(b)
		for _, m := range app.MediaTypes() {
			known = known || m == got
		}
		if !known {
			t.Errorf("%q is not on the list", got)
		}
	})
}
