//go:build windowtest

package windowtest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"kortisto/app"
)

// watch counts what hostile text would do if any page took it for markup: elements that come to stand in the page, if
// only for a moment, and code that runs. The content policy would stop most of the code, so that counting calls
// alone would prove little.
const watch = `window.grown = []; window.hits = 0;
window.hit = () => { window.hits++; window.go.desktop.Session.Lock('hit'); };
new MutationObserver(all => {
  for (const { addedNodes } of all) for (const node of addedNodes) {
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    for (const el of [node, ...node.querySelectorAll('*')]) if (el.hasAttribute('data-v')) window.grown.push(el.outerHTML.slice(0, 80));
  }
}).observe(document, { childList: true, subtree: true });`

// gather is all that the page says, shown or read out, and what it does with it that only text should have.
const gather = `const said = [document.body.innerText], odd = [];
for (const el of document.querySelectorAll('*')) {
  if (el.matches('input, textarea, select')) said.push(el.value);
  if (el.matches('option')) said.push(el.text);
  for (const { name, value } of el.attributes) {
    if (['aria-label', 'title', 'placeholder', 'aria-valuetext'].includes(name)) said.push(value);
    else if (value.includes('«') && name !== 'value') odd.push(el.tagName + ' ' + name);
  }
}
for (const el of document.querySelectorAll('[data-v], iframe, object, embed, base, meta[http-equiv=refresh], form[action], a[href^=javascript i]'))
  odd.push(el.outerHTML.slice(0, 80));
return [said.join('\n'), [...new Set(odd)].join('\n'), window.grown.join('\n'), String(window.hits)];`

// hostile is a walk through all pages of a register whose every text is hostile.
type hostile struct {
	t       *testing.T
	w       *Window
	asked   atomic.Int32 // requests to the address in the texts
	address string
	texts   []string // one of them comes after each text's own mark
	ways    int      // of becoming more than text, in all of them
	seen    map[string][]string
	stops   []string // where the walk has been
	looks   int      // at a text on a page
}

// evil is every way in which text has ever become more than text, in portions that fit a line. They end in marks
// that turn the direction of writing, and in some that nobody sees.
func evil(address string) (portions []string, ways int) {
	for _, portion := range [][]string{
		{`<script data-v>hit()</script>`, `<img data-v src=x onerror=hit()>`, `<img data-v src=U/picture>`,
			`<a data-v href=javascript:hit()>x</a>`, `{@html '<b data-v>'}`, `${hit()}`, `{{hit()}}`},
		{`<svg data-v onload=hit()><script>hit()</script></svg>`, `<iframe data-v srcdoc='<script>parent.hit()</script>'></iframe>`,
			`<p data-v style=background:url(U/style)></p>`, "\u202egpj.exe"},
		{`<style data-v>@import url(U/import)</style>`, `<meta data-v http-equiv=refresh content=0;url=U>`, `<base data-v href=U/>`,
			`<form data-v action=U/form>`, `<input data-v autofocus onfocus=hit()></form>`, `<template data-v></template>`, "\u200b\u2066x"},
	} {
		portions = append(portions, breakOut+strings.ReplaceAll(strings.Join(portion, ""), "U", address))
		ways += len(portion)
	}
	return portions, ways
}

// breakOut begins every hostile text: it would end an attribute, and elements that hold only text.
const breakOut = `"'></textarea></title>`

// field is the hostile text of a field, which begins with the field's own mark; n says which portion it is.
func (h *hostile) field(name string, n int) string {
	return "«" + name + "»" + h.texts[n%len(h.texts)]
}

// stop looks at the page as it stands now.
func (h *hostile) stop(page string) {
	h.t.Helper()
	answer, _ := h.w.Script(gather).([]any)
	if len(answer) != 4 {
		h.t.Fatalf("%s: nothing was gathered", page)
	}
	said, _ := answer[0].(string)
	said = strings.Join(strings.Fields(said), "") // a printout breaks words that are longer than its lines
	for i, what := range []string{"", "more than text", "an element has grown", "code ran"} {
		if found, _ := answer[i].(string); i > 0 && found != "" && found != "0" {
			h.t.Errorf("%s: %s: %s", page, what, found)
		}
	}
	if n := h.asked.Load(); n > 0 {
		h.t.Errorf("%s: the network was asked %d times", page, n)
	}
	found := 0
	for rest := said; ; found++ {
		_, after, more := strings.Cut(rest, "«")
		if !more {
			break
		}
		name, after, _ := strings.Cut(after, "»")
		if !strings.HasPrefix(after, breakOut) && page != "training" { // which replaces words
			h.t.Errorf("%s: %s is not shown as it is written: %.60q", page, name, after)
		}
		if !slices.Contains(h.seen[name], page) {
			h.seen[name] = append(h.seen[name], page)
		}
		rest = after
	}
	h.stops, h.looks = append(h.stops, page), h.looks+found
	h.t.Logf("%-28s %d texts", page, found)
}

// TestHostileTextStaysText fills every text of every register with markup, code and addresses, and walks through
// all pages that show any of it.
func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	h := &hostile{t: t, seen: map[string][]string{}}
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { h.asked.Add(1) }))
	t.Cleanup(server.Close)
	h.address = server.URL
	h.texts, h.ways = evil(server.URL)
	home := h.fill()
	h.w = Open(t, Options{Home: home})
	h.trial()
	h.walk()
	h.w.Quit()
	h.everyText()
	h.everyPage()
	t.Logf("%d texts in %d ways, %d times on %d stops: %d calls", len(h.seen), h.ways, h.looks, len(h.stops), h.asked.Load())
}

// trial shows that what the walk counts can be seen: markup that is let into the page on purpose is noticed. It is
// only the harmless part of it; some of the rest would lead the window away.
func (h *hostile) trial() {
	w := h.w
	w.XPath("//input[@type='password']").Wait()
	w.Script(watch)
	w.Script(`const place = document.createElement('div');
document.body.append(place);
place.innerHTML = '<img data-v src=x onerror=hit()><p data-v></p>';`)
	w.Eventually("what has grown to be noticed", func() bool { return w.Script("return window.grown.length >= 2") == true })
	if said, _ := w.Script(gather).([]any); len(said) != 4 || said[1] == "" {
		h.t.Errorf("markup in the page was not seen: %q", said)
	}
	w.Script("return new Promise(done => setTimeout(done, 200))")
	if w.Script("return window.hits") != float64(0) {
		h.t.Error("the content policy let code of a text run")
	}
	w.Script("document.body.lastElementChild.remove(); window.grown = []")
	if answer, err := http.Get(h.address); err != nil || answer.Body.Close() != nil || h.asked.Swap(0) != 1 {
		h.t.Errorf("the address in the texts does not count: %v", err)
	}
}

// everyText fails where a text of the data map was never filled in or stood on no page.
func (h *hostile) everyText() {
	for _, c := range app.DataMap() {
		name := c.Table + "." + c.Name
		if c.Coded || c.Subject == app.OfNobody || notText[c.Table] || slices.Contains(notWords, name) {
			continue
		}
		switch reason := unseen[name]; {
		case len(h.seen[name]) == 0 && reason == "":
			h.t.Errorf("%s stood on no page", name)
		case len(h.seen[name]) > 0 && reason != "":
			h.t.Errorf("%s is said to be on no page (%s), and stands on %q", name, reason, h.seen[name])
		}
	}
	for name, pages := range h.seen {
		h.t.Logf("%-28s %s", name, strings.Join(pages, ", "))
	}
}

// everyPage fails where the walk has not been to a page that the window has.
func (h *hostile) everyPage() {
	text, err := os.ReadFile(filepath.Join("..", "..", "frontend", "src", "pages", "sections.ts"))
	if err != nil {
		h.t.Fatal(err)
	}
	pages := pageOf.FindAllStringSubmatch(string(text), -1)
	if len(pages) < 20 {
		h.t.Fatalf("only %d pages are known", len(pages))
	}
	for _, page := range pages {
		if stop := stopOn[page[1]]; !slices.Contains(h.stops, stop) {
			h.t.Errorf("the walk was not on the page %s", page[1])
		}
	}
}

// pageOf is a page's row.
var pageOf = regexp.MustCompile(`(?m)^  "?([a-z-]+)"?: \{ section: `)

// write puts a file into the firm's own directory.
func (h *hostile) write(name, text string) string {
	path := filepath.Join(h.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
	return path
}
