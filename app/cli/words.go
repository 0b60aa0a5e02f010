package cli

import (
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"

	"kortisto/app"
)

//go:embed texts/*.json
var texts embed.FS

// words is one language's catalogue. A text may hold {names} of values, and
// [parts that are left out when a value in them is not known].
type words map[string]string

func wordsOf(lang app.Lang) (words, error) {
	b, err := texts.ReadFile("texts/" + string(lang) + ".json")
	if err != nil {
		return nil, err
	}
	var w words
	return w, json.Unmarshal(b, &w)
}

// speak chooses the language. The catalogues are part of the program, and a
// test reads them all; a language that is not there leaves the one before.
func (s *session) speak(lang app.Lang) {
	if w, err := wordsOf(lang); err == nil {
		s.words, s.lang = w, lang
	}
}

// guessLanguage is for what is said before the vault is open: --lang, else the
// environment's language, else Finnish.
func guessLanguage(args []string, getenv func(string) string) app.Lang {
	said := []string{}
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--lang="); ok {
			said = append(said, v)
		} else if a == "--lang" && i+1 < len(args) {
			said = append(said, args[i+1])
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			said = append(said, v)
			break // an empty one counts as not set, a set one hides the rest
		}
	}
	for _, v := range said {
		for _, lang := range app.Langs() {
			if v == string(lang) || strings.HasPrefix(v, string(lang)+"_") || strings.HasPrefix(v, string(lang)+".") {
				return lang
			}
		}
	}
	return app.Finnish
}

func asksForJSON(args []string) bool {
	for _, a := range args {
		if a == "--" {
			return false
		}
		if a == "--json" || a == "--json=true" {
			return true
		}
	}
	return false
}

// text is the sentence of a key; args are name, value, name, value.
func (s *session) text(key string, args ...string) string {
	values := map[string]string{}
	for i := 0; i+1 < len(args); i += 2 {
		values[args[i]] = args[i+1]
	}
	return fill(s.words[key], values)
}

func (s *session) line(w io.Writer, key string, args ...string) {
	fmt.Fprintln(w, s.text(key, args...))
}

// explain is the sentence of an error.
func (s *session) explain(e *app.Error) string {
	values := map[string]string{"field": s.field(e.Field)}
	for name, value := range e.Args {
		values[name] = value
	}
	if choices := e.Args["choices"]; choices != "" {
		values["choices"] = strings.Join(strings.FieldsFunc(choices, func(r rune) bool { return r == ',' || r == ' ' }), ", ")
	}
	if what := e.Args["what"]; what != "" {
		if text, ok := s.words["error."+e.Code+"."+what]; ok {
			return fill(text, values)
		}
	}
	return fill(s.words["error."+e.Code], values)
}

// field is the label of a field; a name without one is shown as it is.
func (s *session) field(name string) string {
	if label, ok := s.words["field."+name]; ok {
		return label
	}
	return name
}

// choice is the word for a code such as a kind or a channel; a code without a
// word is shown as it is.
func (s *session) choice(group, code string) string {
	if word, ok := s.words[group+"."+code]; ok {
		return word
	}
	return code
}

func (s *session) phase(code string) string {
	if word, ok := s.words["phase."+code]; ok {
		return word
	}
	return s.words["phase.other"]
}

var (
	optional    = regexp.MustCompile(`\[[^\[\]]*\]`)
	placeholder = regexp.MustCompile(`\{[A-Za-z]+\}`)
)

// fill puts values in their places in one pass, so that braces in a value are
// not taken for another place.
func fill(text string, values map[string]string) string {
	text = optional.ReplaceAllStringFunc(text, func(part string) string {
		for _, name := range placeholder.FindAllString(part, -1) {
			if values[name[1:len(name)-1]] == "" {
				return ""
			}
		}
		return part[1 : len(part)-1]
	})
	return placeholder.ReplaceAllStringFunc(text, func(name string) string { return values[name[1:len(name)-1]] })
}

// day is a date as people in Finland write it: 7.12.2026. What is no date is
// shown as it is.
func (s *session) day(d app.Day) string {
	if !d.Valid() {
		return string(d)
	}
	return d.Time().Format("2.1.2006")
}
