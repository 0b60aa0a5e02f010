package app_test

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The rules read no file, no network, no environment and write no log; beyond
// the standard library they know these modules alone.
var (
	impure  = []string{"embed", "io/fs", "io/ioutil", "log", "log/*", "net", "net/*", "os", "os/*", "plugin", "runtime", "runtime/*", "syscall", "testing", "unsafe", "C"}
	foreign = map[string][]string{
		"app":           {"golang.org/x/text/unicode/norm"},
		"app/finnish":   {"github.com/nyaruka/phonenumbers"},
		"app/invoicing": {"github.com/shopspring/decimal"},
	}
)

func TestRulesArePure(t *testing.T) {
	for _, wrong := range impurities(t, house(t)) {
		t.Error(wrong)
	}
}

func TestImpureRulesAreCaught(t *testing.T) { brokenHouses(t, "pure", impurities) }

func impurities(t *testing.T, house fs.FS) []string {
	var wrong []string
	for _, f := range goFiles(t, house) {
		if !slices.Contains(words, f.room()) || f.test() {
			continue
		}
		for _, i := range f.ast.Imports {
			p, _ := strconv.Unquote(i.Path.Value) // the parser has accepted it
			first, _, _ := strings.Cut(p, "/")
			outside := strings.Contains(first, ".") && !slices.Contains(foreign[f.room()], p)
			dirty := slices.ContainsFunc(impure, func(n string) bool { m, _ := path.Match(n, p); return m })
			if outside || dirty {
				wrong = append(wrong, f.at(i)+": "+p+" does not belong into "+f.room())
			}
		}
	}
	return wrong
}
