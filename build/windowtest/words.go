//go:build windowtest

package windowtest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// Say is the text that the window shows for a key of the catalogues, in the window's language, so that a test does
// not break when a word is improved. Texts with variants (plurals) are no fit for it.
func (w *Window) Say(key string) string {
	w.t.Helper()
	if w.words == nil {
		language := "fi"
		if w.opts.Locale != "" {
			language, _, _ = strings.Cut(w.opts.Locale, "_")
		}
		w.SpeakFrom(language)
	}
	text, ok := w.words[key].(string)
	if !ok {
		w.t.Fatalf("no plain text has the key %q", key)
	}
	return text
}

// SpeakFrom makes Say use another language (fi, sv, en): after a test has switched the window's.
func (w *Window) SpeakFrom(language string) {
	w.t.Helper()
	root, err := repository()
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	files, err := filepath.Glob(filepath.Join(root, "frontend", "src", "i18n", language, "*.json"))
	if err != nil || len(files) == 0 {
		w.t.Fatalf("no catalogue of %q (%v)", language, err)
	}
	w.words = map[string]any{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(text, &w.words)
		}
		if err != nil {
			w.t.Fatalf("%s: %v", filepath.Base(file), err)
		}
	}
}

// Unlock types the passphrase on the lock page and waits for the pages behind it.
func (w *Window) Unlock(passphrase string) {
	w.t.Helper()
	w.XPath("//input[@type='password']").Type(passphrase)
	w.Keys("Enter")
	w.Role("navigation", "").Wait()
}
