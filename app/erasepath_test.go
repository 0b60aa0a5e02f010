package app_test

import (
	"go/ast"
	"go/token"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kortisto/app"
)

// erasePath is the one file that takes rows of people away.
const erasePath = "store/erase.go"

// deleting is every way in which SQL takes rows away. A table that is not named
// in the same string is one that this guard can not see, and not allowed.
var deleting = regexp.MustCompile("(?i)\\b(delete\\s+from|(?:insert\\s+or\\s+)?replace\\s+into|drop\\s+table(?:\\s+if\\s+exists)?)(?:\\s+(?:main\\.)?[\"`\\[]?([a-z_0-9]*)|$)")

func TestThereIsOneErasePath(t *testing.T) {
	for _, wrong := range strayDeletes(t, house(t)) {
		t.Error(wrong)
	}
}

func TestStrayDeletesAreCaught(t *testing.T) { brokenHouses(t, "erase", strayDeletes) }

func strayDeletes(t *testing.T, house fs.FS) []string {
	var wrong []string
	judge := func(at, sql string) {
		for _, m := range deleting.FindAllStringSubmatch(sql, -1) {
			verb := strings.ToUpper(strings.Join(strings.Fields(m[1]), " "))
			if table := strings.ToLower(m[2]); table == "" {
				wrong = append(wrong, at+": "+verb+" without a table's name outside "+erasePath)
			} else if slices.Contains(app.PersonalTables(), table) {
				wrong = append(wrong, at+": "+verb+" "+table+" outside "+erasePath)
			}
		}
	}
	for _, f := range goFiles(t, house) {
		if f.path == erasePath || f.test() {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				s, _ := strconv.Unquote(l.Value) // the parser has accepted it
				judge(f.at(l), s)
			}
			return true
		})
	}
	walk(t, house, ".sql", func(name string, src []byte) { judge(name, string(src)) })
	return wrong
}
