package printout

import (
	"embed"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"kortisto/app"
)

//go:embed texts/*.json
var textFiles embed.FS

// words is the catalogue of one language: key to sentence, with {names} in
// braces where values go.
type words map[string]string

// catalogues are read once. Finnish is the reference; a test demands the same
// keys in all of them.
var catalogues = sync.OnceValues(func() (map[app.Lang]words, error) {
	all := map[app.Lang]words{}
	for _, lang := range app.Langs() {
		w := words{}
		for _, name := range []string{"", "letters-"} {
			data, err := textFiles.ReadFile("texts/" + name + string(lang) + ".json")
			if err != nil {
				return nil, fmt.Errorf("printout: %w", err)
			}
			if err := json.Unmarshal(data, &w); err != nil {
				return nil, fmt.Errorf("printout: texts/%s%s.json: %w", name, lang, err)
			}
		}
		all[lang] = w
	}
	return all, nil
})

// wordsFor is the catalogue of a language; an unknown or empty language is read
// as Finnish, since a letter in the reference language beats none.
func wordsFor(lang app.Lang) (words, error) {
	all, err := catalogues()
	if err != nil {
		return nil, err
	}
	if w, ok := all[lang]; ok {
		return w, nil
	}
	return all[app.Finnish], nil
}

// text is a sentence with its values: name, value, name, value. Values are put
// in once and never read as sentences themselves.
func (w words) text(key string, values ...string) string {
	s, ok := w[key]
	if !ok {
		return key
	}
	if len(values) == 0 {
		return s
	}
	pairs := make([]string, len(values))
	for i := 0; i+1 < len(values); i += 2 {
		pairs[i], pairs[i+1] = "{"+values[i]+"}", values[i+1]
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// count is the sentence for so many: key.one or key.other, with {n}.
func (w words) count(key string, n int) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return w.text(key+form, "n", w.number(n))
}

// code is the word for a stable code of the program. One that the catalogue
// does not know is shown as it is rather than hidden.
func (w words) code(group, code string) string {
	if s, ok := w[group+"."+code]; ok {
		return s
	}
	return code
}

func (w words) number(n int) string { return strconv.Itoa(n) }

// orNone says that the register holds nothing there.
func (w words) orNone(s string) string {
	if strings.TrimSpace(s) == "" {
		return w.text("none")
	}
	return s
}

// ActionName is what people read for an action of the log; one without words is
// shown as it is.
func ActionName(lang app.Lang, action string) string {
	w, err := wordsFor(lang)
	if err != nil {
		return action
	}
	return w.code("action", action)
}
