//go:build windowtest

package windowtest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
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

// SayN is the text of a key with variants for a number, as "{shown} asiakasta" with the number filled in.
func (w *Window) SayN(key string, n int) string {
	w.t.Helper()
	w.Say("close") // reads the catalogue
	variants, _ := w.words[key].([]any)
	if len(variants) != 1 {
		w.t.Fatalf("no text with variants has the key %q", key)
	}
	match, _ := variants[0].(map[string]any)["match"].(map[string]any)
	text, ok := match["n=other"].(string)
	if n == 1 {
		text, ok = match["n=one"].(string)
	}
	if !ok {
		w.t.Fatalf("%q has no variant for %d", key, n)
	}
	shown := strconv.Itoa(n)
	if len(shown) > 3 {
		shown = shown[:len(shown)-3] + " " + shown[len(shown)-3:]
	}
	return strings.NewReplacer("{shown}", shown, "{count}", shown).Replace(text)
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
