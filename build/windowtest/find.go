//go:build windowtest

package windowtest

import (
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

//go:embed find.js
var findByRole string

// findByText prefers the innermost element whose own text holds the words.
const findByText = `const [scope, text] = arguments, tidy = s => s.normalize('NFC').replace(/[\s\u00a0\u00ad]+/g, ' ').trim();
return [...(scope || document.body).querySelectorAll('*')].filter(el =>
  el.checkVisibility({ visibilityProperty: true }) && tidy(el.innerText || '').includes(tidy(text)) &&
  ![...el.children].some(c => tidy(c.innerText || '').includes(tidy(text)))).slice(0, 1);`

// Element is something on the page, found anew whenever it is used: a page that was drawn again does not matter.
type Element struct {
	w      *Window
	what   string
	script string
	args   []any // after the scope
	scope  *Element
}

// Role finds the one visible element with this ARIA role and accessible name, as a screen reader would say them. An
// empty name means any. Finding two is an error: name the place with Within.
func (w *Window) Role(role, name string) *Element {
	return &Element{w: w, what: fmt.Sprintf("%s %q", role, name), script: findByRole, args: []any{role, name}}
}

// Section opens a page by its entry in the rail: by its word, since the numbers of the keys move when one is added.
func (w *Window) Section(key string) {
	w.t.Helper()
	w.Role("button", "").Within(w.XPath("//nav//li[contains(., '" + w.Say(key) + "')]")).Click()
	w.Role("heading", w.Say(key)).Wait()
}

// Go opens a page by its key, Ctrl 1…8. Which number it is, the rail tells: they move when an entry is added.
func (w *Window) Go(key string) {
	w.t.Helper()
	w.Role("navigation", w.Say("rail")).Wait()
	at, _ := w.Script(`return [...document.querySelectorAll('nav li')].findIndex((li) => li.textContent.includes(arguments[0])) + 1`, w.Say(key)).(float64)
	if at < 1 || at > 8 {
		w.fatal("no entry %q in the rail", w.Say(key))
	}
	w.Keys("Control+" + strconv.Itoa(int(at)))
}

// Text finds the innermost visible element that holds these words.
func (w *Window) Text(words string) *Element {
	return &Element{w: w, what: fmt.Sprintf("text %q", words), script: findByText, args: []any{words}}
}

// XPath finds the one element of an XPath expression, for the few places that have neither role nor name.
func (w *Window) XPath(expression string) *Element {
	return &Element{w: w, what: expression, args: []any{expression},
		script: `const found = document.evaluate(arguments[1], arguments[0] || document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
return Array.from({ length: found.snapshotLength }, (_, i) => found.snapshotItem(i));`}
}

// Within looks for e only inside place.
func (e *Element) Within(place *Element) *Element {
	inside := *e
	inside.scope, inside.what = place, e.what+" in "+place.what
	return &inside
}

// errAmbiguous is final for one look, but the page may still be changing: find goes on until its time is up.
var errAmbiguous = errors.New("more than one")

// look returns the element's id now, or an error when there is not exactly one.
func (e *Element) look() (string, error) {
	var scope any
	if e.scope != nil {
		id, err := e.scope.look()
		if err != nil {
			return "", err
		}
		scope = map[string]string{elementKey: id}
	}
	value, err := e.w.driver.script(e.script, append([]any{scope}, e.args...)...)
	if err != nil {
		return "", err
	}
	found, _ := value.([]any)
	switch len(found) {
	case 0:
		return "", errors.New("not there")
	case 1:
		reference, _ := found[0].(map[string]any)
		id, _ := reference[elementKey].(string)
		return id, nil
	}
	return "", fmt.Errorf("%w: %d", errAmbiguous, len(found))
}

// try does act on the element until it succeeds or the time is up: the element may still be coming, be covered by
// something that is leaving, or be drawn again between finding and acting.
func (e *Element) try(doing string, act func(id string) error) {
	e.w.t.Helper()
	var err error
	for end := time.Now().Add(Timeout); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		var id string
		if id, err = e.look(); err == nil {
			if err = act(id); err == nil {
				return
			}
		}
	}
	e.w.fatal("%s %s: %v", doing, e.what, err)
}

// Click presses the element with the mouse.
func (e *Element) Click() {
	e.w.t.Helper()
	e.try("clicking", func(id string) error {
		// A click on a button that rests is no error to the driver, and does nothing.
		resting, err := e.w.driver.script("return arguments[0].disabled === true", map[string]string{elementKey: id})
		if err != nil || resting == true {
			return errors.Join(err, errors.New("disabled"))
		}
		_, err = e.w.driver.call("POST", "/element/"+id+"/click", struct{}{})
		return err
	})
}

// Type puts text at the end of what the field holds, key by key.
func (e *Element) Type(text string) {
	e.w.t.Helper()
	e.try("typing into", func(id string) error {
		_, err := e.w.driver.call("POST", "/element/"+id+"/value", map[string]string{"text": text})
		return err
	})
}

// Fill replaces what the field holds, as a person does: select all, type.
func (e *Element) Fill(text string) {
	e.w.t.Helper()
	e.Focus()
	e.w.Keys("Control+a")
	if text == "" {
		e.w.Keys("Delete")
		return
	}
	e.Type(text)
}

// Focus puts the keyboard on the element.
func (e *Element) Focus() {
	e.w.t.Helper()
	e.try("focusing", func(id string) error {
		_, err := e.w.driver.script("arguments[0].focus()", map[string]string{elementKey: id})
		return err
	})
}

// Wait returns when the element is there.
func (e *Element) Wait() *Element {
	e.w.t.Helper()
	e.try("waiting for", func(string) error { return nil })
	return e
}

// WaitSome returns when there is at least one of the kind.
func (e *Element) WaitSome() {
	e.w.t.Helper()
	e.w.Eventually("any "+e.what, e.Present)
}

// WaitGone returns when the element is no longer there.
func (e *Element) WaitGone() {
	e.w.t.Helper()
	e.w.Eventually(e.what+" to go away", func() bool { return !e.Present() })
}

// Present says whether the element is there now, without waiting; two count as present.
func (e *Element) Present() bool {
	_, err := e.look()
	return err == nil || errors.Is(err, errAmbiguous)
}

// Property reads a DOM property ("value", "checked", "innerText", …) as text.
func (e *Element) Property(name string) string {
	e.w.t.Helper()
	var text string
	e.try("reading "+name+" of", func(id string) error {
		value, err := e.w.driver.script("return String(arguments[0][arguments[1]])", map[string]string{elementKey: id}, name)
		text, _ = value.(string)
		return err
	})
	return text
}

// Content is the element's text as it is shown.
func (e *Element) Content() string { e.w.t.Helper(); return strings.TrimSpace(e.Property("innerText")) }

// Reach presses Tab until the keyboard is on the element, as somebody does who has no mouse.
func (e *Element) Reach() *Element {
	e.w.t.Helper()
	e.Wait()
	const most = 120 // more than any page has to stop at
	for range most {
		if e.focused() {
			return e
		}
		e.w.Keys("Tab")
	}
	e.w.fatal("%s is not reached by the Tab key", e.what)
	return e
}

func (e *Element) focused() bool {
	id, err := e.look()
	if err != nil {
		return false
	}
	on, _ := e.w.driver.script("return document.activeElement === arguments[0]", map[string]string{elementKey: id})
	return on == true
}
