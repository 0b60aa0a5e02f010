package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// The tests of the house read the program's own source. They read it from an
// fs.FS, so that each can be shown a broken house (testdata/arch) and has to see
// what is wrong with it.

// goFile is one file of the house.
type goFile struct {
	path string // from the root, with slashes
	ast  *ast.File
	set  *token.FileSet
}

// room is the package's place: its folder from the root.
func (f goFile) room() string { return path.Dir(f.path) }

func (f goFile) test() bool { return strings.HasSuffix(f.path, "_test.go") }

func (f goFile) at(n ast.Node) string {
	return f.path + ":" + strconv.Itoa(f.set.Position(n.Pos()).Line)
}

// house is the program's source: the folder that holds go.mod.
func house(t *testing.T) fs.FS {
	t.Helper()
	if _, err := os.Stat(filepath.Join("..", "go.mod")); err != nil {
		t.Fatal(err)
	}
	return os.DirFS("..")
}

// goFiles parses every Go file of the house, whatever its build tags.
func goFiles(t *testing.T, house fs.FS) []goFile {
	t.Helper()
	var out []goFile
	walk(t, house, ".go", func(name string, src []byte) {
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, src, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, goFile{name, f, set})
	})
	return out
}

// walk visits the files with an extension that belong to the program.
func walk(t *testing.T, house fs.FS, ext string, visit func(name string, src []byte)) {
	t.Helper()
	err := fs.WalkDir(house, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || d.Name() == "testdata" || name == "build/out") {
			return fs.SkipDir
		}
		if d.IsDir() || path.Ext(name) != ext {
			return nil
		}
		src, err := fs.ReadFile(house, name)
		if err != nil {
			return err
		}
		visit(name, src)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// imported gives the path of what a selector such as sql.DB reaches into, by the
// file's imports.
func (f goFile) imported(name string) string {
	for _, i := range f.ast.Imports {
		p, _ := strconv.Unquote(i.Path.Value) // the parser has accepted it
		if i.Name != nil && i.Name.Name == name || i.Name == nil && path.Base(p) == name {
			return p
		}
	}
	return ""
}

// brokenHouses runs a guard over samples that are each wrong in one way. A
// sample says in its comment, after "caught:", what the guard must answer; one
// that says "nothing" is sound.
func brokenHouses(t *testing.T, prefix string, guard func(*testing.T, fs.FS) []string) {
	names, err := filepath.Glob("testdata/arch/" + prefix + "-*.txtar")
	if err != nil || len(names) < 2 {
		t.Fatalf("samples of %s: %v, %v", prefix, names, err)
	}
	for _, name := range names {
		sentence := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(name), prefix+"-"), ".txtar")
		sentence = strings.ReplaceAll(sentence, "-", " ")
		t.Run(sentence, func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			comment, sample := unpack(string(src))
			want, ok := strings.CutPrefix(strings.TrimSpace(comment), "caught: ")
			if !ok || len(sample) == 0 {
				t.Fatal("the sample does not say what is to be caught, or where")
			}
			got := strings.Join(guard(t, sample), "\n")
			if got == "" {
				got = "nothing"
			}
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

var sampleFile = regexp.MustCompile(`(?m)^-- (\S+) --\n`)

// unpack reads the txtar form: a comment, then files after lines of "-- name --".
func unpack(src string) (comment string, files fstest.MapFS) {
	files = fstest.MapFS{}
	heads := sampleFile.FindAllStringSubmatchIndex(src, -1)
	end := len(src)
	for _, h := range slices.Backward(heads) {
		files[src[h[2]:h[3]]] = &fstest.MapFile{Data: []byte(src[h[1]:end])}
		end = h[0]
	}
	return src[:end], files
}
