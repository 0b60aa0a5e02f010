package printout

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"kortisto/app"
)

func codes[T ~string](list ...T) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = string(c)
	}
	return out
}

// groups are keys that are put together from a group and a code of the program:
// the codes that each group must know, neither fewer nor more.
func groups() map[string][]string {
	registers := []string{"card", "consents", "contacts", "deliveries", "disclosures", "holds", "requests", "mailing", "history"}
	hanging := []string{"messages", "attachments", "technical"}
	counted := []string{}
	for _, r := range slices.Concat([]string{"persons"}, hanging, registers) {
		counted = append(counted, r+".one", r+".other")
	}
	card := []string{"marketing"}
	for _, c := range app.AccessColumns("customers") {
		card = append(card, c.Name)
	}
	columns := func(table string, more ...string) []string {
		for _, c := range app.AccessColumns(table) {
			more = append(more, c.Name)
		}
		return more
	}
	purposes := []string{"order", "company", "persons", "mentions", "recording", "technical", "marketing", "sale", "list", "proof", "hold", "history"}
	terms := []string{"controller", "basis", "consent", "interest", "restriction", "hold", "lastNeeded", "mass"}
	var froms, bases []string
	for _, preset := range app.Presets() {
		for _, r := range preset.Policy {
			froms, bases = append(froms, r.From), append(bases, r.Basis)
		}
	}
	return map[string][]string{
		"by": codes(app.Channels()...), "channel": codes(app.Channels()...), "direction": codes(app.In, app.Out),
		"role": codes(app.MainPerson, app.AlternativePerson), "kind": codes(app.Kinds()...), "language": codes(app.Langs()...),
		"marketing": {"yes", "no"}, "consent": {"yes", "no"},
		"event": slices.Concat(codes(app.Created, app.Corrected, app.Contacted, app.Delivered, app.MassSent),
			[]string{app.BecauseConsent, app.BecauseAdded, app.BecauseWithdrawn, app.BecauseVisit, app.BecauseWritten, app.BecauseClosed}),
		"because": codes(app.BecauseLastNeeded, app.BecauseHold, app.BecauseClock, app.BecauseRequest, app.BecauseRestricted, app.BecauseReceivable, app.BecauseExtended),
		"class":   app.Classes(), "item": app.Classes(), "did_to": codes(app.Erase, app.Anonymise),
		"from": froms, "legal": bases, "do": codes(app.Erase, app.Anonymise, app.Keep),
		"clock": {"clock-back", "clock-ahead"}, "customers": card,
		"register": registers, "found": append(counted, "none"), "category": slices.Concat([]string{"persons"}, hanging, registers),
		"counts":   {"customers", "persons", "contacts", "messages", "attachments", "deliveries", "consents", "entries", "technical", "requests", "visitors", "anonymised", "logRows"},
		"contacts": columns("contacts"), "messages": columns("messages"), "attachments": columns("attachments"), "extensions": columns("extensions"), "hold_kind": app.HoldKinds(), "technical": columns("technical"), "disclosures": columns("disclosures"), "list_entries": columns("list_entries"),
		"posted": codes(app.SendQueued, app.SendSending, app.SendSent, app.SendFailed, app.SendSkipped, app.SendBounced), "ground": codes(app.ByConsent, app.BySale, app.ToLegalPerson),
		"aim": codes(app.Purposes()...), "speaker": codes(app.Roles()...), "message": codes(app.MessageKinds()...), "media": app.MediaFamilies(),
		"fact": {"ip", "ua", "browser", "os", "city", "region", "country", "page", "referrer", "device"}, "answer": {"yes", "no"},
		"given": {"transcript", "attachment"}, "because_of": {"own-request", "law"},
		"purpose": purposes, "basis": purposes, "term": terms, "meaning": terms,
		"did": {"added", "updated"}, "annex": append([]string{"title", "persons", "imports", "extensions", "glossary", "listConsents", "sends"}, registers...),
		"action": append([]string{
			"customer-added", "customer-edited", "customer-imported", "customer-restored", "customer-viewed", "customer-merged", "customer-merged-away", "customer-unmerged",
			"customers-different", "customers-alike", "person-saved", "person-deleted",
			"contact-added", "contact-changed", "contact-restored", "contact-deleted", "attachment-added", "attachment-deleted", "attachment-opened", "attachment-saved", "disclosed", "delivery-added", "delivery-deleted", "consent-given", "consent-withdrawn",
			"hold-placed", "hold-lifted", "access-printed", "import-undone", "contact-anonymised", "portable-exported", "recording-extended", "recording-unextended", "record-expired",
			"restriction-placed", "restriction-lifted", "restricted-used", "tasks-added",
			"subject-searched", "subject-decided", "subject-redacted", "subject-masked", "subject-erased",
		}, requestActions()...),
		"ask": append(codes(app.RequestKinds()...), "marketing"), "stage": codes(app.RequestReceived, app.RequestIdentity, app.RequestClarify, app.RequestWorking, app.RequestAnswered, app.RequestRefused, app.RequestCancelled),
		"shown": codes(app.IdentityMethods()...), "result": {app.OutcomeDone, app.OutcomePartly, app.OutcomeRefused, app.OutcomeCancelled},
		"refusal": app.RefuseGrounds(), "happened": app.RequestEvents(),
		"requests": columns("requests"), "request_people": columns("request_people"), "request_pauses": columns("request_pauses"), "request_events": columns("request_events"),
		"erased": app.EraseClasses(), "erasing": codes(app.DoesErase, app.DoesMask), "outside": codes(app.TaskErase, app.TaskRectify, app.TaskNotify),
		"stays":     slices.DeleteFunc(app.EraseBecauses(), func(b string) bool { return b == app.BecauseCopies || b == app.BecauseBackups }),
		"provision": {"gdpr-17-3-e", "gdpr-18-2", "gdpr-12-3", "gdpr-21-3", "gdpr-5-2"},
		"country":   slices.Concat(eea, strings.Fields("AU CA CH CN GB IL IN JP KR NZ SG TR UA US")),
	}
}

// requestActions are what the log calls the steps of a request.
func requestActions() []string {
	var out []string
	for _, e := range app.RequestEvents() {
		out = append(out, "request-"+e)
	}
	return out
}

// written is every string that the package's code spells out, and the keys that
// it asks the catalogue for by name.
func written(t *testing.T) (literals map[string]bool, asked map[string]string) {
	t.Helper()
	literals, asked = map[string]bool{}, map[string]string{}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("own source not found: %v", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		inspect(f, literals, asked)
	}
	return literals, asked
}

func inspect(f *ast.File, literals map[string]bool, asked map[string]string) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if s, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
				literals[s] = true
			}
		case *ast.CallExpr:
			sel, ok := n.Fun.(*ast.SelectorExpr)
			if !ok || len(n.Args) == 0 || !slices.Contains([]string{"text", "say", "head", "column", "count", "fixed", "free", "fill", "written"}, sel.Sel.Name) {
				return true
			}
			if lit, ok := n.Args[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
				s, _ := strconv.Unquote(lit.Value)
				asked[s] = sel.Sel.Name
			}
		}
		return true
	})
}

func allCatalogues(t *testing.T) map[app.Lang]words {
	t.Helper()
	all, err := catalogues()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryLanguageSaysTheSameThings(t *testing.T) {
	all := allCatalogues(t)
	names := regexp.MustCompile(`\{[a-z]+\}`)
	placeholders := func(s string) []string {
		found := names.FindAllString(s, -1)
		sort.Strings(found)
		return slices.Compact(found)
	}
	for _, lang := range app.Langs() {
		for key, fi := range all[app.Finnish] {
			s, ok := all[lang][key]
			if !ok || strings.TrimSpace(s) == "" {
				t.Errorf("%s: %s is missing", lang, key)
			} else if !slices.Equal(placeholders(fi), placeholders(s)) {
				t.Errorf("%s: %s has other values than the Finnish text: %q", lang, key, s)
			}
		}
		for key := range all[lang] {
			if _, ok := all[app.Finnish][key]; !ok {
				t.Errorf("%s: %s is not in the reference language", lang, key)
			}
		}
	}
}

func TestEveryKeyThatTheCodeAsksForExists(t *testing.T) {
	fi := allCatalogues(t)[app.Finnish]
	_, asked := written(t)
	if len(asked) < 40 {
		t.Fatalf("only %d keys found in the code: this test has gone blind", len(asked))
	}
	for key, method := range asked {
		if key == "" || strings.HasSuffix(key, ".") { // the rest is a code: see groups
			continue
		}
		if method == "count" {
			key += ".one"
		}
		if _, ok := fi[key]; !ok {
			t.Errorf("%s is asked for and is nowhere", key)
		}
	}
	for group, want := range allGroups() {
		for _, code := range want {
			if _, ok := fi[group+"."+code]; !ok {
				t.Errorf("%s.%s has no text", group, code)
			}
		}
	}
}

func TestNoTextIsUnused(t *testing.T) {
	literals, _ := written(t)
	known := allGroups()
	for key := range allCatalogues(t)[app.Finnish] {
		plain := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		group, code, _ := strings.Cut(key, ".")
		at := strings.LastIndex(key, ".") + 1
		built := literals[key[:at]] && (literals[key[at:]]) // "recovery.step." + "install"
		inAccess := strings.HasPrefix(key, "access.") && literals[strings.TrimSuffix(strings.TrimPrefix(key, "access."), ".text")]
		if !literals[key] && !literals[plain] && !slices.Contains(known[group], code) && !built && !inAccess {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

func TestWords(t *testing.T) {
	w := words{"a": "x {n} y {name}", "b.one": "{n} asiakas", "b.other": "{n} asiakasta", "c.x": "tunnettu"}
	for name, c := range map[string]struct{ got, want string }{
		"values are put in once and not read again": {w.text("a", "n", "{name}", "name", "z"), "x {name} y z"},
		"one is singular":                        {w.count("b", 1), "1 asiakas"},
		"none is plural":                         {w.count("b", 0), "0 asiakasta"},
		"many are plural":                        {w.count("b", 21), "21 asiakasta"},
		"a known code has a word":                {w.code("c", "x"), "tunnettu"},
		"an unknown code is shown, not hidden":   {w.code("c", "uusi-koodi"), "uusi-koodi"},
		"an unknown language is read as Finnish": {must(wordsFor("xx")).text("frame.page"), "Sivu"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", name, c.got, c.want)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// What the register logs about a customer must have words in the letter.
func TestEveryLoggedActionHasWords(t *testing.T) {
	fi := allCatalogues(t)[app.Finnish]
	form := regexp.MustCompile(`"((?:customer|person|contact|attachment|delivery|consent|hold|access)-[a-z]+)"`)
	files, _ := filepath.Glob("../vault/*.go")
	seen := 0
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range form.FindAllStringSubmatch(string(src), -1) {
			if action := m[1]; action != "customer-erased" && !slices.Contains(app.Codes(), action) { // after it there is nobody to write to
				seen++
				if _, ok := fi["action."+action]; !ok {
					t.Errorf("%s is logged in %s and has no words", action, filepath.Base(name))
				}
			}
		}
	}
	if seen < 8 {
		t.Errorf("only %d actions found: this test has gone blind", seen)
	}
}
