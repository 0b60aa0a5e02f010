//go:build windowtest

package windowtest

import (
	"strings"
	"unicode/utf8"
)

// named are the keys that WebDriver writes as private code points (W3C WebDriver, section 17.4.2).
var named = map[string]rune{
	"Backspace": '\uE003', "Tab": '\uE004', "Enter": '\uE007', "Shift": '\uE008', "Control": '\uE009', "Alt": '\uE00A',
	"Escape": '\uE00C', "Space": ' ', "PageUp": '\uE00E', "PageDown": '\uE00F', "End": '\uE010', "Home": '\uE011',
	"ArrowLeft": '\uE012', "ArrowUp": '\uE013', "ArrowRight": '\uE014', "ArrowDown": '\uE015', "Insert": '\uE016',
	"Delete": '\uE017', "Meta": '\uE03D', "F1": '\uE031', "F2": '\uE032', "F3": '\uE033', "F4": '\uE034',
	"F5": '\uE035', "F6": '\uE036', "F7": '\uE037', "F8": '\uE038', "F9": '\uE039', "F10": '\uE03A', "F11": '\uE03B', "F12": '\uE03C',
}

// Keys presses chords one after the other where the keyboard is: "Control+k", "ArrowDown", "Shift+Tab", "ä".
func (w *Window) Keys(chords ...string) {
	w.t.Helper()
	for _, chord := range chords {
		var down, up []map[string]string
		for _, key := range splitChord(chord) {
			code, ok := named[key]
			if !ok {
				if utf8.RuneCountInString(key) != 1 {
					w.t.Fatalf("no key is called %q", key)
				}
				code, _ = utf8.DecodeRuneInString(key)
			}
			down = append(down, map[string]string{"type": "keyDown", "value": string(code)})
			up = append([]map[string]string{{"type": "keyUp", "value": string(code)}}, up...)
		}
		w.perform(append(down, up...))
	}
}

// Write types text where the keyboard is, whatever holds the focus.
func (w *Window) Write(text string) {
	w.t.Helper()
	var presses []map[string]string
	for _, r := range text {
		presses = append(presses, map[string]string{"type": "keyDown", "value": string(r)},
			map[string]string{"type": "keyUp", "value": string(r)})
	}
	w.perform(presses)
}

func (w *Window) perform(actions []map[string]string) {
	w.t.Helper()
	keyboard := map[string]any{"type": "key", "id": "keyboard", "actions": actions}
	if _, err := w.driver.call("POST", "/actions", map[string]any{"actions": []any{keyboard}}); err != nil {
		w.fatal("pressing keys: %v", err)
	}
}

// splitChord splits at the plus signs, but "+" alone and at the end is the key itself.
func splitChord(chord string) []string {
	if chord == "+" {
		return []string{"+"}
	}
	if rest, ok := strings.CutSuffix(chord, "++"); ok {
		return append(strings.Split(rest, "+"), "+")
	}
	return strings.Split(chord, "+")
}
