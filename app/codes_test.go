package app_test

import (
	"go/ast"
	"go/token"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"kortisto/app"
)

func TestEveryErrorCodeIsListed(t *testing.T) {
	for _, wrong := range unlistedCodes(t, house(t)) {
		t.Error(wrong)
	}
}

func TestUnlistedCodesAreCaught(t *testing.T) { brokenHouses(t, "code", unlistedCodes) }

func TestErrorCodesAreWellFormed(t *testing.T) {
	codes := app.Codes()
	if len(codes) < 50 {
		t.Fatalf("only %d codes", len(codes))
	}
	form := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for i, c := range codes {
		if !form.MatchString(c) {
			t.Errorf("%q is not written as a code", c)
		}
		if i > 0 && codes[i-1] == c {
			t.Errorf("%q is listed twice", c)
		}
	}
}

// unlistedCodes finds codes in calls of app.E and in literals of app.Error that
// Codes does not list.
func unlistedCodes(t *testing.T, house fs.FS) []string {
	var wrong []string
	for _, f := range goFiles(t, house) {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			for _, l := range f.codes(n) {
				code, _ := strconv.Unquote(l.Value) // the parser has accepted it
				if !slices.Contains(app.Codes(), code) {
					wrong = append(wrong, f.at(l)+": "+code+" is not among the codes")
				}
			}
			return true
		})
	}
	return wrong
}

func (f goFile) codes(n ast.Node) []*ast.BasicLit {
	var at []ast.Expr
	switch n := n.(type) {
	case *ast.CallExpr:
		if f.isOurs(n.Fun, "E") && len(n.Args) > 0 {
			at = append(at, n.Args[0])
		}
	case *ast.CompositeLit:
		if n.Type == nil || !f.isOurs(n.Type, "Error") {
			return nil
		}
		for i, e := range n.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				if k, ok := kv.Key.(*ast.Ident); ok && k.Name == "Code" {
					at = append(at, kv.Value)
				}
			} else if i == 0 {
				at = append(at, e)
			}
		}
	}
	var out []*ast.BasicLit
	for _, e := range at {
		if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
			out = append(out, l)
		}
	}
	return out
}

// isOurs says whether an expression is a name of package app.
func (f goFile) isOurs(e ast.Expr, name string) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return f.room() == "app" && f.ast.Name.Name == "app" && e.Name == name
	case *ast.SelectorExpr:
		x, ok := e.X.(*ast.Ident)
		return ok && e.Sel.Name == name && f.imported(x.Name) == module+"/app"
	}
	return false
}
