package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"kortisto/app"
	"kortisto/app/finnish"
)

func catalogues(t *testing.T) map[app.Lang]words {
	t.Helper()
	out := map[app.Lang]words{}
	for _, lang := range app.Langs() {
		w, err := wordsOf(lang)
		if err != nil {
			t.Fatalf("%s: %v", lang, err)
		}
		out[lang] = w
	}
	return out
}

func TestEveryLanguageHasTheSameTexts(t *testing.T) {
	all := catalogues(t)
	for key, fi := range all[app.Finnish] {
		for lang, w := range all {
			text, ok := w[key]
			if !ok || strings.TrimSpace(text) == "" {
				t.Errorf("%s has no text for %s", lang, key)
			}
			if got, want := places(text), places(fi); !slices.Equal(got, want) {
				t.Errorf("%s: %s has the places %v, want %v", lang, key, got, want)
			}
			if strings.Count(text, "[") != strings.Count(text, "]") || strings.Count(text, "[") != len(optional.FindAllString(text, -1)) {
				t.Errorf("%s: brackets of %s do not match", lang, key)
			}
			if strings.Contains(text, "!") {
				t.Errorf("%s: %s shouts", lang, key)
			}
		}
		if strings.Contains(strings.ToLower(fi), "virhe") {
			t.Errorf("%s says virhe", key)
		}
	}
	for lang, w := range all {
		if len(w) != len(all[app.Finnish]) {
			t.Errorf("%s has %d texts, Finnish has %d", lang, len(w), len(all[app.Finnish]))
		}
	}
}

func places(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestEveryErrorCodeHasAText(t *testing.T) {
	known := map[string]bool{}
	for _, code := range app.Codes() {
		known[code] = true
	}
	for lang, w := range catalogues(t) {
		for code := range known {
			if w["error."+code] == "" {
				t.Errorf("%s has no text for the code %s", lang, code)
			}
		}
		for key := range w {
			code, _, _ := strings.Cut(strings.TrimPrefix(key, "error."), ".")
			if strings.HasPrefix(key, "error.") && !known[code] {
				t.Errorf("%s: %s is no code", lang, key)
			}
		}
	}
	for code := range exits {
		if !known[code] {
			t.Errorf("the exit code of %s is for nothing", code)
		}
	}
}

func TestEveryCommandAndFlagIsExplained(t *testing.T) {
	parser, err := kong.New(&commands{}, kong.Name("kortisto"), kong.NoDefaultHelp())
	if err != nil {
		t.Fatal(err)
	}
	w := catalogues(t)[app.Finnish]
	used := map[string]bool{}
	need := func(key string) {
		used[key] = true
		if w[key] == "" {
			t.Errorf("no text for %s", key)
		}
	}
	err = kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		switch n := node.(type) {
		case *kong.Application:
			need(helpKey(n.Node))
		case *kong.Node:
			if n.Hidden {
				return nil
			}
			need(helpKey(n))
			for _, f := range n.Flags {
				used[flagKey(n, f.Name)] = true // a text of its own is allowed, not needed
			}
		case *kong.Flag:
			if !n.Hidden {
				need("flag." + n.Name)
			}
		}
		return next(nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range w {
		if (strings.HasPrefix(key, "help.") || strings.HasPrefix(key, "flag.")) && !used[key] {
			t.Errorf("%s explains nothing that there is", key)
		}
	}
}

// texts that code asks for by name are there, and none is left over.
func TestEveryTextThatIsAskedForExists(t *testing.T) {
	w := catalogues(t)[app.Finnish]
	asked := map[string]bool{}
	names, err := filepath.Glob("*.go")
	if err != nil || len(names) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	key := regexp.MustCompile(`^(say|note)\.[a-z.-]+$`)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil && key.MatchString(s) {
					asked[s] = true
				}
			}
			return true
		})
	}
	for k := range asked {
		if !strings.HasSuffix(k, ".") && w[k] == "" {
			t.Errorf("there is no text %s", k)
		}
	}
	for k := range w {
		if strings.HasPrefix(k, "say.") && !asked[k] {
			t.Errorf("nobody says %s", k)
		}
	}
}

func TestEveryCardFieldAndChoiceHasAWord(t *testing.T) {
	for lang, w := range catalogues(t) {
		for _, f := range app.CustomerFields() {
			if w["field."+f.Name] == "" {
				t.Errorf("%s has no label for %s", lang, f.Name)
			}
		}
		for _, k := range app.Kinds() {
			if w["kind."+string(k)] == "" {
				t.Errorf("%s has no word for %s", lang, k)
			}
		}
		for _, c := range app.Channels() {
			if w["channel."+string(c)] == "" {
				t.Errorf("%s has no word for %s", lang, c)
			}
		}
	}
}

func TestEveryCodeOfARequestHasAWord(t *testing.T) {
	groups := map[string][]string{
		"stage": {"received", "identity", "clarify", "working", "answered", "refused", "cancelled"}, "ask": {"marketing"},
		"next": app.NextSteps(), "happened": app.RequestEvents(), "why": app.DeadlineSteps(), "off": finnish.DaysOff(),
	}
	for _, k := range app.RequestKinds() {
		groups["ask"] = append(groups["ask"], string(k))
	}
	for lang, w := range catalogues(t) {
		for group, codes := range groups {
			for _, code := range codes {
				if w[group+"."+code] == "" {
					t.Errorf("%s has no word for %s.%s", lang, group, code)
				}
			}
		}
	}
}

func TestTextsAreFilled(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		values map[string]string
		want   string
	}{
		"a value stands in its place":                   {"Number {number}.", map[string]string{"number": "7"}, "Number 7."},
		"a part without its value is left out":          {"Number[ {number}] is taken.", nil, "Number is taken."},
		"a part with its value stays":                   {"Number[ {number}] is taken.", map[string]string{"number": "7"}, "Number 7 is taken."},
		"a value with braces is not taken for a place":  {"{a} and {b}", map[string]string{"a": "{b}", "b": "x"}, "{b} and x"},
		"a value with brackets is not taken for a part": {"{a}", map[string]string{"a": "[x {c}]"}, "[x {c}]"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := fill(c.text, c.values); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestLanguageIsGuessed(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		env  map[string]string
		want app.Lang
	}{
		"asked for":                       {[]string{"find", "--lang", "sv"}, map[string]string{"LANG": "en_US.UTF-8"}, app.Swedish},
		"asked for in one word":           {[]string{"--lang=en", "find"}, nil, app.English},
		"of the environment":              {nil, map[string]string{"LANG": "sv_FI.UTF-8"}, app.Swedish},
		"LC_ALL before LANG":              {nil, map[string]string{"LANG": "sv_FI", "LC_ALL": "en_GB"}, app.English},
		"one we do not speak is Finnish":  {nil, map[string]string{"LANG": "de_DE.UTF-8"}, app.Finnish},
		"none is Finnish":                 {nil, nil, app.Finnish},
		"svenska is not any word with sv": {nil, map[string]string{"LANG": "svx"}, app.Finnish},
	} {
		t.Run(name, func(t *testing.T) {
			if got := guessLanguage(c.args, func(k string) string { return c.env[k] }); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
