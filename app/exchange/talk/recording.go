package talk

import (
	"bytes"
	"path"
	"regexp"
	"strings"
	"time"

	"kortisto/app"
)

// recordingNames is a list of the names of recordings, a name a line; or one
// recording, which tells of its call only by its own name.
var recordingNames = format{
	id:   "call-recording-file-names",
	is:   func(s *source) bool { return isSound(s) || isNameList(s) },
	read: readRecordingNames,
}

// sidecar is the JSON file that BCR writes beside a recording.
var sidecar = format{
	id: "bcr-metadata-json",
	is: func(s *source) bool {
		o := s.outline()
		return o.Kind == object && (o.has("timestamp_unix_ms") || o.has("timestamp")) && o.has("calls", "output")
	},
	read: readSidecar,
}

var soundExtensions = map[string]bool{
	".oga": true, ".ogg": true, ".opus": true, ".m4a": true, ".mp4": true, ".aac": true, ".amr": true, ".awb": true, ".3gp": true, ".3gpp": true,
	".mp3": true, ".wav": true, ".flac": true, ".wma": true, ".gsm": true, ".webm": true,
}

func soundName(name string) bool { return soundExtensions[strings.ToLower(path.Ext(name))] }

// isSound believes a name only with bytes that are sound.
func isSound(s *source) bool {
	if !soundName(s.name) {
		return false
	}
	for _, magic := range []string{"OggS", "#!AMR", "RIFF", "ID3", "fLaC", "\x1aE\xdf\xa3", "\x30\x26\xb2\x75"} {
		if bytes.HasPrefix(s.head, []byte(magic)) {
			return true
		}
	}
	return len(s.head) > 8 && string(s.head[4:8]) == "ftyp" || len(s.head) > 1 && s.head[0] == 0xFF && s.head[1]&0xE0 == 0xE0
}

const maxListedNames = 100_000

func isNameList(s *source) bool {
	if s.size > MaxFileBytes || binary(string(s.head)) {
		return false
	}
	text, err := s.text()
	if err != nil {
		return false
	}
	n := 0
	for line := range lineSeq(text) {
		if line = strings.TrimSpace(unmark(line)); line == "" {
			continue
		}
		if n++; len(line) > 300 || !soundName(line) {
			return false
		}
	}
	return n > 0
}

func readRecordingNames(s *source) (*File, error) {
	f := &File{}
	if isSound(s) {
		f.addRecording(s.name, 0)
		return f, nil
	}
	text, err := s.text()
	if err != nil {
		return nil, err
	}
	n := 0
	for line := range lineSeq(text) {
		n++
		if line = strings.TrimSpace(unmark(line)); line == "" {
			continue
		}
		if len(f.Recordings) == maxListedNames {
			f.find(TooMany, n, "limit", "100000")
			break
		}
		f.addRecording(baseName(line), n)
	}
	return f, nil
}

func (f *File) addRecording(name string, line int) {
	r, ok := RecordingName(name)
	if !ok {
		f.find(NotARecord, line, "file", name)
	}
	f.Recordings = append(f.Recordings, r)
}

// recorder is a program that records calls, by the names it gives.
type recorder struct {
	name string
	form *regexp.Regexp
	take func(r *Recording, m []string) bool
}

// recorders in the order of trying: what is unmistakable first. Forms are for
// the name without its ending. A number is only taken where a form has its
// place; digits elsewhere in a name are nobody's number.
var recorders = []recorder{
	{"BCR", regexp.MustCompile(`^(\d{8})_(\d{6})(?:\.(\d{1,3}))?([+-]\d{4}|Z)(?:_(in|out|conference))?(?:_sim\d+)?(?:_(.*))?$`), takeBCR},
	{"BCR", regexp.MustCompile(`^(\d{8})_(\d{6})(?:\.(\d{1,3}))?()_(in|out|conference)(?:_sim\d+)?(?:_(.*))?$`), takeBCR},
	{"GrapheneOS", regexp.MustCompile(`^CallRecord_(\d{8})-(\d{6})(?:_(.*))?$`), func(r *Recording, m []string) bool { return r.wall(m[1], m[2]) && r.who(m[3]) }},
	{"True Phone", regexp.MustCompile(`^(.+) \((\+?[\d ]+)(?: [^()]*)?\) (\d{4}-\d{2}-\d{2})_(\d{6})_(in|out)$`), func(r *Recording, m []string) bool {
		r.Name, r.Direction = m[1], app.Direction(m[5])
		return r.wall(m[3], m[4]) && r.who(m[2])
	}},
	{"True Phone", regexp.MustCompile(`^(.+) @ (\d{4}-\d{2}-\d{2})_(\d{6})_(in|out)$`), func(r *Recording, m []string) bool {
		r.Direction = app.Direction(m[4])
		return r.wall(m[2], m[3]) && r.who(m[1])
	}},
	{"Huawei", regexp.MustCompile(`^(.*)@(\+?[\d ]+)_(\d{8})(\d{6})$`), func(r *Recording, m []string) bool {
		r.nameUnlessNumber(m[1])
		return r.wall(m[3], m[4]) && r.who(m[2])
	}},
	{"3CX", regexp.MustCompile(`^\[(.*)\]_([^_-]+)-([^_]+)_(\d{8})(\d{6})\(\d+\)$`), func(r *Recording, m []string) bool {
		r.nameUnlessNumber(m[1])
		return r.wall(m[4], m[5]) && r.outer(m[2], m[3])
	}},
	{"Asterisk", regexp.MustCompile(`^([a-z]+)-(\+?\w+)-(\+?\w+)-(\d{8})-(\d{6})-\d+\.\d+$`), takeAsterisk},
	{"Telesis", regexp.MustCompile(`^(\w+?)_(\d{6})_(\d{6})_([A-Z]{2})_([^_]*)_([^_]*)_([^_]*)_\w+_\w+$`), func(r *Recording, m []string) bool {
		return r.wall("20"+m[2], m[3]) && r.outer(m[7], m[6], m[5])
	}},
	{"Xiaomi", regexp.MustCompile(`^(.+?)\((\+?[\d ]+)\)_(\d{8})(\d{6})$`), func(r *Recording, m []string) bool {
		r.nameUnlessNumber(m[1])
		return r.wall(m[3], m[4]) && r.who(m[2])
	}},
	{"LineageOS", regexp.MustCompile(`^(.+)_(\d{6})_(\d{6})\d{3}$`), func(r *Recording, m []string) bool { return r.wall("20"+m[2], m[3]) && r.who(m[1]) }},
	{"Samsung", regexp.MustCompile(`^(.+)_(\d{6})_(\d{6})$`), takeSamsung},
	{"ColorOS", regexp.MustCompile(`^(.+)-(\d{6})(\d{4})$`), func(r *Recording, m []string) bool { return r.wall("20"+m[2], m[3]+"00") && r.who(m[1]) }},
	// A voice memo: a time, and nobody's.
	{"", regexp.MustCompile(`^(\d{8})[_-](\d{6})$`), func(r *Recording, m []string) bool { return r.wall(m[1], m[2]) }},
}

// RecordingName reads what the name of a recording tells. It is false, with
// only File set, for a name that no recorder gives: a message's voice file, or
// digits that are anything.
func RecordingName(name string) (Recording, bool) {
	file := baseName(name)
	stem := strings.TrimSuffix(file, path.Ext(file))
	if len(stem) > 300 {
		return Recording{File: file}, false
	}
	for _, k := range recorders {
		m := k.form.FindStringSubmatch(stem)
		if m == nil {
			continue
		}
		r := Recording{File: file, Recorder: k.name}
		if k.take(&r, m) {
			r.Name = shownName(r.Name)
			return r, true
		}
	}
	return Recording{File: file}, false
}

// wall sets a wall clock's time of 20260613 or 2026-06-13, and 090500.
func (r *Recording) wall(date, hms string) bool {
	date = strings.ReplaceAll(date, "-", "")
	c := clock{number(date[:4]), number(date[4:6]), number(date[6:]), number(hms[:2]), number(hms[2:4]), number(hms[4:])}
	r.Time, r.Local = c.String(), true
	return c.valid()
}

// who sets the number where it is one, else the name.
func (r *Recording) who(s string) bool {
	s = strings.TrimSpace(s)
	if n := callable(s); n != "" {
		r.Number = n
	} else if r.Name == "" && !strings.EqualFold(s, "unknown") && !strings.EqualFold(s, "private") {
		r.Name = s
	}
	return true
}

func (r *Recording) nameUnlessNumber(s string) {
	if callable(s) == "" {
		r.Name = strings.TrimSpace(s)
	}
}

// outer sets the number of those outside: of several numbers in a name the one
// that can be called from anywhere, for the others are extensions and codes.
func (r *Recording) outer(candidates ...string) bool {
	for _, c := range candidates {
		if n := callable(c); n != "" && (strings.HasPrefix(n, "+") || len(n) > 6) {
			r.Number = n
			return true
		}
	}
	return true
}

func takeBCR(r *Recording, m []string) bool {
	if !r.wall(m[1], m[2]) {
		return false
	}
	if m[4] != "" {
		fraction := (m[3] + "000")[:3]
		zone := strings.Replace(m[4], "Z", "+0000", 1)
		at, err := time.Parse("20060102150405.000-0700", m[1]+m[2]+"."+fraction+zone)
		if err != nil {
			return false
		}
		r.Time, r.Local = utc(at), false
	}
	if m[5] == "in" || m[5] == "out" {
		r.Direction = app.Direction(m[5])
	}
	number, name, both := strings.Cut(m[6], "_")
	if r.who(number); both && r.Number != "" {
		r.Name = name
	} else if both {
		r.Name = m[6]
	}
	return true
}

// takeAsterisk: the first word says how the call went, and a call out has the
// number before the extension.
func takeAsterisk(r *Recording, m []string) bool {
	numbers := []string{m[3], m[2]}
	switch {
	case m[1] == "out":
		r.Direction, numbers = app.Out, []string{m[2], m[3]}
	case m[1] == "in" || m[1] == "external" || m[1] == "q" || m[1] == "rg" || m[1] == "exten":
		r.Direction = app.In
	}
	return r.wall(m[4], m[5]) && r.outer(numbers...)
}

// samsungPrefixes are what the telephone writes before the name, in its own
// language. Of others nothing is known: there the name keeps the words.
var samsungPrefixes = []string{"Call recording ", "Puhelun tallenne ", "Puhelutallenne ", "Puhelun tallennus ", "Samtalsinspelning ", "Inspelning av samtal ", "Anrufaufnahme ", "Anrufaufzeichnung "}

func takeSamsung(r *Recording, m []string) bool {
	who := m[1]
	for _, p := range samsungPrefixes {
		if rest, ok := strings.CutPrefix(who, p); ok {
			who = rest
			break
		}
	}
	return r.wall("20"+m[2], m[3]) && r.who(who)
}

// soundOf is the ending of recordings by what BCR says of the container.
var soundOf = map[string]string{"audio/ogg": ".oga", "audio/mp4": ".m4a", "audio/flac": ".flac", "audio/x-wav": ".wav", "audio/wav": ".wav", "audio/amr": ".amr", "audio/3gpp": ".amr"}

func readSidecar(s *source) (*File, error) {
	text, err := s.text()
	if err != nil {
		return nil, err
	}
	var in struct {
		Millis    int64 `json:"timestamp_unix_ms"`
		Timestamp string
		Direction string
		LogName   string `json:"call_log_name"`
		Calls     []struct {
			Number  string `json:"phone_number"`
			Shown   string `json:"phone_number_formatted"`
			Caller  string `json:"caller_name"`
			Contact string `json:"contact_name"`
		}
		Output struct {
			Format struct {
				Container string `json:"mime_type_container"`
			}
			Recording struct {
				Seconds float64 `json:"duration_secs_total"`
			}
		}
	}
	if !decode(text, &in) {
		return nil, app.E("file-unreadable", "file", "file", s.name)
	}
	f := &File{Variant: "BCR"}
	at, err := time.Parse(time.RFC3339, in.Timestamp)
	if in.Millis > 0 && in.Millis < 1<<43 {
		at, err = time.UnixMilli(in.Millis), nil
	}
	if err != nil {
		f.find(RowUnread, 1)
		return f, nil
	}
	call := Call{Time: utc(at), Seconds: int(min(max(in.Output.Recording.Seconds, 0), 1e9)), Name: in.LogName}
	if in.Direction == "in" || in.Direction == "out" {
		call.Direction = app.Direction(in.Direction)
	}
	if ext := soundOf[in.Output.Format.Container]; ext != "" {
		call.Audio = strings.TrimSuffix(s.name, path.Ext(s.name)) + ext
	}
	for _, party := range in.Calls[:min(len(in.Calls), 100)] {
		c := call
		c.Number = callable(firstOf(party.Number, party.Shown))
		c.Name, c.Private = firstOf(party.Contact, party.Caller, in.LogName), c.Number == ""
		f.Calls = append(f.Calls, c)
	}
	if len(in.Calls) == 0 {
		call.Private = true
		f.Calls = append(f.Calls, call)
	}
	return f, nil
}
