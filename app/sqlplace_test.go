package app_test

import (
	"go/ast"
	"go/token"
	"io/fs"
	"regexp"
	"strconv"
	"testing"
)

// sqlWriters are the rooms whose strings may be SQL: store for the register, crypto
// for what it asks of a database as such, build for measuring.
var sqlWriters = []string{"store", "crypto", "build"}

// sqlText is how a statement begins. Words of a person begin so too; what follows
// tells them apart.
var sqlText = regexp.MustCompile(`(?is)^\s*(select\s.*\sfrom\s|insert\s+(or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|pragma\s|create\s+(unique\s+)?(table|index|trigger|view)\s|drop\s+(table|index|trigger|view)\s|alter\s+table\s)`)

func TestSQLStandsInTheStoreAlone(t *testing.T) {
	for _, wrong := range straySQL(t, house(t)) {
		t.Error(wrong)
	}
}

func TestStraySQLIsCaught(t *testing.T) { brokenHouses(t, "sql", straySQL) }

// straySQL is needed beside the arrows: every transaction carries the database's
// own methods up to those who may not import it.
func straySQL(t *testing.T, house fs.FS) []string {
	var wrong []string
	for _, f := range goFiles(t, house) {
		if f.test() || inAny(f.room(), sqlWriters) {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				s, _ := strconv.Unquote(l.Value) // the parser has accepted it
				if sqlText.MatchString(s) {
					wrong = append(wrong, f.at(l)+": SQL belongs into store")
				}
			}
			return true
		})
	}
	return wrong
}

func inAny(pkg string, rooms []string) bool {
	for _, r := range rooms {
		if inRoom(pkg, r) {
			return true
		}
	}
	return false
}
