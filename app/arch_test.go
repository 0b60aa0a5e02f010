package app_test

import (
	"go/ast"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "kortisto"

// words are the packages of vocabulary: pure, and so open to every room.
var words = []string{"app", "app/finnish", "app/invoicing"}

// arrows say which rooms a room may call on. A room that is not here has no
// place in the house yet: draw it here and in the description together.
//
//	main → cli, desktop → printout, exchange, backup, demo → vault → store → app
//	                                                            └──→ crypto
//
// Beside it, every room but crypto may use the vocabulary, and every room its
// own inner rooms (crypto/pagevfs, app/vault/vaulttest).
var arrows = map[string][]string{
	".":             {"app/cli", "app/desktop", "app/vault"}, // vault: its options are wired in main
	"app":           {},
	"app/finnish":   {},
	"app/invoicing": {},
	"app/cli":       {"app/printout", "app/exchange", "app/backup", "app/demo", "app/vault"},
	"app/desktop":   {"app/printout", "app/exchange", "app/backup", "app/demo", "app/vault"},
	"app/printout":  {"app/vault"},
	"app/exchange":  {"app/vault"},
	"app/backup":    {"app/vault"},
	"app/demo":      {"app/vault"},
	"app/vault":     {"store", "crypto"},
	"store":         {},
	"crypto":        {},
	"build":         {"app/printout", "app/exchange", "app/demo", "app/vault", "store", "crypto"}, // tools, benchmarks and window tests
	"frontend":      {},
}

// testRooms are helpers that any room's tests, and each other, may use.
var testRooms = []string{"build/campaign", "build/canary", "crypto/disktest", "crypto/memtest", "app/demo/invent", "app/exchange/exchangetest", "app/vault/vaulttest", "store/storetest"}

// owned are the doors to clock, chance and tables, and who may open them. A name
// ending in * stands for all that begin so; no name for the whole package.
var owned = []struct {
	pkg    string
	names  []string
	owners []string
}{
	{"time", []string{"Now", "Since", "Until"}, []string{".", "app/vault", "store", "crypto"}},
	{"github.com/google/uuid", []string{"New*", "Must", "SetRand", "EnableRandPool"}, []string{".", "app/vault", "store", "crypto"}},
	{"crypto/rand", nil, []string{"app/vault", "store", "crypto"}},
	{"math/rand", nil, []string{"app/vault", "store", "crypto", "app/demo"}}, // demo: seeded, so that it can be repeated
	{"math/rand/v2", nil, []string{"app/vault", "store", "crypto", "app/demo"}},
	{"database/sql", nil, []string{"app/vault", "store", "crypto"}},
	{"database/sql/driver", nil, []string{"app/vault", "store", "crypto"}},
	{"modernc.org/sqlite", nil, []string{"app/vault", "store", "crypto"}},
}

func TestArrowsBetweenPackages(t *testing.T) {
	for _, wrong := range wrongArrows(t, house(t)) {
		t.Error(wrong)
	}
}

func TestWrongArrowsAreCaught(t *testing.T) { brokenHouses(t, "arrow", wrongArrows) }

func TestClockChanceAndTablesHaveOwners(t *testing.T) {
	for _, wrong := range strayDoors(t, house(t)) {
		t.Error(wrong)
	}
}

func TestStrayDoorsAreCaught(t *testing.T) { brokenHouses(t, "door", strayDoors) }

// inRoom says whether a package is a room or an inner room of it. The root is
// only itself, and app's subpackages are rooms of their own.
func inRoom(pkg, room string) bool {
	if pkg == room {
		return true
	}
	return room != "." && room != "app" && strings.HasPrefix(pkg, room+"/")
}

func roomOf(pkg string) (string, bool) {
	for _, r := range slices.Sorted(maps.Keys(arrows)) {
		if inRoom(pkg, r) {
			return r, true
		}
	}
	return "", false
}

func wrongArrows(t *testing.T, house fs.FS) []string {
	var wrong []string
	for _, f := range goFiles(t, house) {
		from, ok := roomOf(f.room())
		if !ok {
			wrong = append(wrong, f.path+": "+f.room()+" has no room in the house")
			continue
		}
		for _, i := range f.ast.Imports {
			p, _ := strconv.Unquote(i.Path.Value) // the parser has accepted it
			to, ours := strings.CutPrefix(p, module+"/")
			if p == module {
				to, ours = ".", true
			}
			if ours && !mayImport(from, to, f.test() || slices.Contains(testRooms, f.room())) {
				wrong = append(wrong, f.at(i)+": "+from+" must not import "+to)
			}
		}
	}
	return wrong
}

func mayImport(from, to string, test bool) bool {
	if inRoom(to, from) || from != "crypto" && from != "app/finnish" && from != "app/invoicing" && slices.Contains(words, to) {
		return true
	}
	if slices.Contains(testRooms, to) {
		return test
	}
	return slices.ContainsFunc(arrows[from], func(room string) bool { return inRoom(to, room) })
}

// strayDoors leaves tests and tools alone: they may measure and draw lots.
func strayDoors(t *testing.T, house fs.FS) []string {
	var wrong []string
	for _, f := range goFiles(t, house) {
		if f.test() || inRoom(f.room(), "build") {
			continue
		}
		for _, door := range owned {
			if slices.ContainsFunc(door.owners, func(o string) bool { return inRoom(f.room(), o) }) {
				continue
			}
			for _, use := range f.uses(door.pkg, door.names) {
				wrong = append(wrong, use+" does not belong into "+f.room())
			}
		}
	}
	return wrong
}

// uses finds where a file reaches for names of a package, or, without names,
// where it imports the package. A dot import hides the names, and counts.
func (f goFile) uses(pkg string, names []string) []string {
	var out []string
	for _, i := range f.ast.Imports {
		p, _ := strconv.Unquote(i.Path.Value) // the parser has accepted it
		if p == pkg && (names == nil || i.Name != nil && i.Name.Name == ".") {
			out = append(out, f.at(i)+": "+pkg)
		}
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := s.X.(*ast.Ident)
		if !ok || f.imported(x.Name) != pkg {
			return true
		}
		if slices.ContainsFunc(names, func(n string) bool { m, _ := path.Match(n, s.Sel.Name); return m }) {
			out = append(out, f.at(s)+": "+x.Name+"."+s.Sel.Name)
		}
		return true
	})
	return out
}
