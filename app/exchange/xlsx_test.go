package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// workbook makes one with these rows from A1 on.
func workbook(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	for i, row := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rezipped is a workbook with its parts passed through change.
func rezipped(t testing.TB, data []byte, change func(name string, part []byte) []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := out.Create(f.Name)
		if err == nil {
			_, err = w.Write(change(f.Name, part))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestHostileWorkbooksAreRefused(t *testing.T) {
	good := workbook(t, []any{"Nimi", "Kaupunki"}, []any{"Väinö Räsänen", "Kuopio"}, []any{"Märta Öhman", "Vaasa"})
	isSheet := func(name string) bool { return strings.HasPrefix(name, "xl/worksheets/") }
	for name, c := range map[string]struct {
		data func() []byte
		code string
	}{
		"one that unpacks to 200 megabytes": {func() []byte {
			return rezipped(t, good, func(name string, part []byte) []byte {
				if isSheet(name) {
					return append(part, bytes.Repeat([]byte(" "), 200<<20)...)
				}
				return part
			})
		}, "import-too-large"},
		"one with thousands of parts": {func() []byte {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			for i := range MaxZipParts + 1 {
				if _, err := z.Create(fmt.Sprint(i)); err != nil {
					t.Fatal(err)
				}
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
			return b.Bytes()
		}, "import-too-large"},
		"one whose sheet breaks off": {func() []byte {
			return rezipped(t, good, func(name string, part []byte) []byte {
				if isSheet(name) {
					return part[:bytes.LastIndex(part, []byte("<row"))]
				}
				return part
			})
		}, "file-unreadable"},
		"one that is damaged": {func() []byte {
			bad := bytes.Clone(good)
			for i := len(bad) / 3; i < len(bad)/3+400; i++ {
				bad[i] ^= 0x55
			}
			return bad
		}, "file-unreadable"},
		"an archive that is no workbook": {func() []byte {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			if _, err := z.Create("../../etc/x"); err != nil {
				t.Fatal(err)
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
			return b.Bytes()
		}, "file-unreadable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("TMPDIR", t.TempDir())
			s, err := Read("x.xlsx", bytes.NewReader(c.data()), ReadOptions{})
			if err == nil {
				_, err = s.Map(MapOptions{})
			}
			if err == nil || code(t, err) != c.code {
				t.Errorf("got %v", err)
			}
			nothingIn(t, os.Getenv("TMPDIR"))
		})
	}
}

func TestRowOfTenThousandColumnsIsReported(t *testing.T) {
	data := rezipped(t, workbook(t, []any{"Nimi", "Kaupunki"}, []any{"Väinö Räsänen", "Kuopio"}, []any{"Märta Öhman", "Vaasa"}), func(name string, part []byte) []byte {
		return bytes.ReplaceAll(part, []byte(`r="B2"`), []byte(`r="XFD2"`))
	})
	s, err := Read("x.xlsx", bytes.NewReader(data), ReadOptions{})
	if err != nil || len(s.Rows) != 3 || s.Rows[1].Fault == nil || s.Rows[1].Fault.Code != "import-row-ragged" || s.Rows[2].Fault != nil {
		t.Errorf("%v %+v", err, s)
	}
}

func nothingIn(t testing.TB, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("files in %s: %v %v", dir, left, err)
	}
}

// A sheet of more than 16 MB goes into a temporary file by the library's default.
func TestLargeWorkbookTouchesNoDisk(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	data := rezipped(t, workbook(t, []any{"Nimi"}, []any{"Väinö Räsänen"}), func(name string, part []byte) []byte {
		if strings.HasPrefix(name, "xl/worksheets/") || name == "xl/sharedStrings.xml" {
			return append(part, bytes.Repeat([]byte("<!-- x -->\n"), 2<<20)...)
		}
		return part
	})
	s, err := Read("x.xlsx", bytes.NewReader(data), ReadOptions{})
	if err != nil || len(s.Rows) != 2 || s.Rows[1].Cells[0] != "Väinö Räsänen" {
		t.Errorf("%v %+v", err, s)
	}
	nothingIn(t, dir)
}

func TestWorkbookSheetIsChosen(t *testing.T) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	if _, err := book.NewSheet("Asiakkaat"); err != nil {
		t.Fatal(err)
	}
	if err := book.SetSheetRow("Asiakkaat", "A1", &[]any{"Nimi", "Kaupunki"}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	s, err := Read("x.xlsx", bytes.NewReader(b.Bytes()), ReadOptions{})
	if err != nil || s.Tab != "Asiakkaat" || !reflect.DeepEqual(s.Rows[0].Cells, []string{"Nimi", "Kaupunki"}) {
		t.Errorf("%v %+v", err, s)
	}
	if _, err := Read("x.xlsx", bytes.NewReader(b.Bytes()), ReadOptions{Sheet: "Muu"}); err == nil || code(t, err) != "file-unreadable" {
		t.Errorf("a sheet that there is not: %v", err)
	}
}

func FuzzXLSX(f *testing.F) {
	good := workbook(f, []any{"Nimi", "Postinumero"}, []any{"Väinö Räsänen", 100}, []any{"Märta Öhman", 358405550128})
	f.Add(good)
	f.Add(good[:len(good)-30])
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Read("x.xlsx", bytes.NewReader(append([]byte("PK\x03\x04"), bytes.TrimPrefix(data, []byte("PK\x03\x04"))...)), ReadOptions{})
		if err == nil {
			_, err = s.Map(MapOptions{})
		}
		if err != nil {
			code(t, err)
		}
	})
}
