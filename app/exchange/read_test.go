package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"kortisto/app"
	"kortisto/app/demo/invent"
)

const today app.Day = "2026-11-21"

func readText(t testing.TB, text string) *Sheet {
	t.Helper()
	s, err := Read("lista.csv", strings.NewReader(text), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func code(t testing.TB, err error) string {
	t.Helper()
	var e *app.Error
	if !errors.As(err, &e) {
		t.Fatalf("%v is no error with a code", err)
	}
	return e.Code
}

func TestCharsetIsRecognised(t *testing.T) {
	const text = "Nimi;Kaupunki\r\nÄijä Öhman;Åbo\r\n"
	utf16 := func(order string, s string) string {
		var b strings.Builder
		for _, r := range s {
			if order == "le" {
				b.Write([]byte{byte(r), byte(r >> 8)})
			} else {
				b.Write([]byte{byte(r >> 8), byte(r)})
			}
		}
		return b.String()
	}
	latin := strings.NewReplacer("Ä", "\xc4", "ä", "\xe4", "Ö", "\xd6", "Å", "\xc5").Replace(text)
	mac := strings.NewReplacer("Ä", "\x80", "ä", "\x8a", "Ö", "\x85", "Å", "\x81").Replace(text)
	for name, c := range map[string]struct{ data, asked, want string }{
		"UTF-8 with a byte order mark":          {"\xef\xbb\xbf" + text, "", "utf-8"},
		"UTF-8 without one":                     {text, "", "utf-8"},
		"UTF-16 little-endian with a mark":      {"\xff\xfe" + utf16("le", text), "", "utf-16le"},
		"UTF-16 big-endian with a mark":         {"\xfe\xff" + utf16("be", text), "", "utf-16be"},
		"UTF-16 little-endian without a mark":   {utf16("le", text), "", "utf-16le"},
		"UTF-16 big-endian without a mark":      {utf16("be", text), "", "utf-16be"},
		"Windows-1252 as Excel writes it":       {latin, "", "windows-1252"},
		"Macintosh when the owner says so":      {mac, "macintosh", "macintosh"},
		"Windows-1252 when Latin-1 is asked":    {latin, "ISO-8859-1", "iso-8859-1"},
		"UTF-16 with a mark, and asked for too": {"\xff\xfe" + utf16("le", text), "utf-16le", "utf-16le"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Read("x.csv", strings.NewReader(c.data), ReadOptions{Charset: c.asked})
			if err != nil {
				t.Fatal(err)
			}
			want := []Row{{Number: 1, Cells: []string{"Nimi", "Kaupunki"}, written: 2}, {Number: 2, Cells: []string{"Äijä Öhman", "Åbo"}, written: 2}}
			if s.Charset != c.want || !reflect.DeepEqual(s.Rows, want) {
				t.Errorf("charset %s, rows %v", s.Charset, s.Rows)
			}
		})
	}
}

func TestDelimiterIsRecognised(t *testing.T) {
	for name, c := range map[string]struct{ text, delim, first string }{
		"semicolons with commas in the cells":    {"Nimi;Osoite\nA, B;Katu 1, 2\nC, D;Tie 3, 4\n", ";", "A, B"},
		"commas with quoted semicolons":          {"Nimi,Puhelin\nA,\"1; 2\"\nB,\"3; 4\"\n", ",", "A"},
		"tabs":                                   {"Nimi\tOsoite\nA\tKatu 1, 2\n", "\t", "A"},
		"bars":                                   {"Nimi|Osoite\nA|Katu 1\n", "|", "A"},
		"the line sep= is no data":               {"sep=,\r\nNimi,Huom\r\nA,x;y\r\n", ",", "A"},
		"one column has none":                    {"Nimi\nVäinö Räsänen\n", ";", "Väinö Räsänen"},
		"decimal commas are no separators":       {"Nimi;Myynti\nA;1,50\nB;2,75\n", ";", "A"},
		"more semicolons in one cell do not win": {"Nimi,Huom,X\nA,a;b;c;d;e,1\nB,x,2\n", ",", "A"},
	} {
		t.Run(name, func(t *testing.T) {
			s := readText(t, c.text)
			if s.Delimiter != c.delim || s.Rows[1].Cells[0] != c.first {
				t.Errorf("delimiter %q, rows %v", s.Delimiter, s.Rows)
			}
		})
	}
}

func TestOneBadRowCostsOneRow(t *testing.T) {
	const good = "Virtanen;Katu 1;00100;Helsinki\n"
	for name, c := range map[string]struct {
		row, code string
		more      int // further rows lost with it
	}{
		"too many cells":                        {"A;B;1;C;liikaa\n", "import-row-ragged", 0},
		"a quote that is never closed":          {"\"A;B;1;C\n", "import-row-ragged", 0},
		"a cell of a megabyte":                  {"\"" + strings.Repeat("x", 1<<20) + "\";B;1;C\n", "import-cell-long", 0},
		"a bare cell of 40 000 letters":         {strings.Repeat("ä", 40_000) + ";B;1;C\n", "import-cell-long", 0},
		"a zero byte":                           {"A\x00;B;1;C\n", "control-characters", 0},
		"a line break without quotes":           {"A;Katu\n5;00100;Oulu\n", "import-row-ragged", 1},
		"a thousand columns":                    {strings.Repeat("x;", 1000) + "\n", "import-row-ragged", 0},
		"five megabytes after an opening quote": {"\"" + strings.Repeat("y", 5<<20) + "\n", "import-row-ragged", 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := readText(t, "Nimi;Osoite;Postinumero;Kaupunki\n"+good+c.row+good+good)
			faults := 0
			for _, r := range s.Rows {
				if r.Fault == nil {
					continue
				}
				faults++
				if r.Fault.Code != c.code || r.Number < 3 || r.Number > 3+c.more || r.Cells != nil {
					t.Errorf("row %d: %v", r.Number, r.Fault)
				}
			}
			if faults != 1+c.more || len(s.Rows) != 5+c.more {
				t.Errorf("%d faults in %d rows", faults, len(s.Rows))
			}
		})
	}
}

func TestRowsAreNumberedAsASpreadsheetShowsThem(t *testing.T) {
	s := readText(t, "Nimi;Huom;X\n\n\"A\nB\";x;\n;;\nC;y\n")
	var numbers []int
	for _, r := range s.Rows {
		numbers = append(numbers, r.Number)
	}
	if !reflect.DeepEqual(numbers, []int{1, 3, 5}) || s.Rows[1].Cells[0] != "A\nB" {
		t.Errorf("%v %v", numbers, s.Rows)
	}
}

func TestRefusedFiles(t *testing.T) {
	for name, c := range map[string]struct {
		data string
		o    ReadOptions
		code string
	}{
		"nothing in it":               {"", ReadOptions{}, "import-empty"},
		"blank lines only":            {"\r\n;;\r\n", ReadOptions{}, "import-empty"},
		"an old Excel workbook":       {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00\x01\x02", 500), ReadOptions{}, "import-charset"},
		"not UTF-8 though asked for":  {"Nimi\n\xc4ij\xe4\n", ReadOptions{Charset: "utf-8"}, "import-charset"},
		"a charset that is not known": {"Nimi\nA\n", ReadOptions{Charset: "ebcdic"}, "import-charset"},
		"a separator that is none":    {"Nimi\nA\n", ReadOptions{Delimiter: "x"}, "import-delimiter"},
		"a workbook that is cut off":  {"PK\x03\x04abcdef", ReadOptions{}, "file-unreadable"},
		"more cells than can be kept": {"Nimi\n" + strings.Repeat(strings.Repeat(";", 255)+"x\n", 32_000), ReadOptions{}, "import-too-large"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read("x.csv", strings.NewReader(c.data), c.o)
			if code(t, err) != c.code {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestWorkbookIsReadAsShown(t *testing.T) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	zeros, _ := book.NewStyle(&excelize.Style{CustomNumFmt: ptr("00000")})
	day, _ := book.NewStyle(&excelize.Style{NumFmt: 14})
	finnishDay, _ := book.NewStyle(&excelize.Style{CustomNumFmt: ptr("d.m.yyyy")})
	set := func(cell string, v any, style int) {
		if err := book.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
		if style > 0 {
			if err := book.SetCellStyle("Sheet1", cell, cell, style); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, h := range []string{"Nimi", "Postinro", "Puhelin", "Luotu", "Lisätty"} {
		set(columnLetters(i)+"1", h, 0)
	}
	set("A3", "Äijä Öhman", 0)
	set("B3", 100, zeros)
	set("C3", 358405550128, 0)
	set("D3", 46000, day)
	set("E3", 46000, finnishDay)
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	s, err := Read("x.xlsx", &b, ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Äijä Öhman", "00100", "358405550128", "2025-12-09", "9.12.2025"}
	if len(s.Rows) != 2 || s.Rows[1].Number != 3 || !reflect.DeepEqual(s.Rows[1].Cells, want) {
		t.Errorf("%+v", s.Rows)
	}
}

func ptr[T any](v T) *T { return &v }

// expected is the part of a sample's expected.json that the customer card has.
type expected struct {
	Contacts []struct {
		ID            string `json:"customer_id"`
		Name          string `json:"name"`
		Company       string `json:"company"`
		ContactPerson string `json:"contact_person"`
		BusinessID    string `json:"business_id"`
		Postcode      string `json:"postcode"`
		Language      string `json:"language"`
		Emails        []struct{ Value string }
		Phones        []struct{ Value string }
		Addresses     []struct{ Street, Postcode, City string }
	}
}

func TestSamplesOfOtherPrograms(t *testing.T) {
	dirs, err := filepath.Glob("testdata/*-csv*")
	if more, _ := filepath.Glob("testdata/csv-*"); err != nil || len(dirs)+len(more) != 6 {
		t.Fatalf("samples: %v %v %v", dirs, more, err)
	} else {
		dirs = append(dirs, more...)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) { sample(t, dir) })
	}
}

func sample(t *testing.T, dir string) {
	var want expected
	b, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err == nil {
		err = json.Unmarshal(b, &want)
	}
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(dir + "/*.csv")
	f, err := os.Open(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := Read(files[0], f, ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	p := planOf(t, s, MapOptions{}, Options{}, newMemory())
	var got []app.Customer
	for _, r := range p.Rows {
		if r.Do == Add {
			got = append(got, r.Customer)
		}
	}
	if len(got) != len(want.Contacts) {
		t.Fatalf("%d customers, want %d: %+v", len(got), len(want.Contacts), p.Skipped)
	}
	for i, w := range want.Contacts {
		c := got[i]
		name, contact := w.Name, w.ContactPerson
		if w.Company != "" { // a person in a company's address book: the company is the customer
			name, contact = w.Company, w.Name
		}
		postcode, street, town := w.Postcode, "", ""
		if len(w.Addresses) > 0 {
			a := w.Addresses[0]
			street, postcode, town = a.Street, a.Postcode, a.City
		}
		check := func(what, got, want string) {
			if got != want && want != "" {
				t.Errorf("%s of %d: %q, want %q", what, i, got, want)
			}
		}
		check("number", c.Number, w.ID)
		check("name", c.Name, name)
		check("contact", c.Field("contactName"), contact)
		check("business id", c.BusinessID, w.BusinessID)
		check("postcode", c.Postcode, postcode)
		check("street", c.Street, street)
		check("town", c.Town, town)
		check("language", string(c.Language), w.Language)
		if len(w.Phones) > 0 {
			check("phone", strings.ReplaceAll(c.Phone, " ", ""), w.Phones[0].Value)
		} else {
			check("phone", c.Phone+".", ".")
		}
		if len(w.Emails) > 0 {
			check("email", strings.ToLower(c.Email), w.Emails[0].Value)
		}
	}
}

func TestNastySampleIsReported(t *testing.T) {
	f, err := os.Open("testdata/csv-excel-nasty/asiakkaat.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := Read("asiakkaat.csv", f, ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	p := planOf(t, s, MapOptions{}, Options{}, newMemory())
	wantFindings(t, p.Skipped, "6 import-row-ragged")
	wantFindings(t, p.Remarks, "3 invalid phone", "3 postcode-zeros-restored postcode")
	if u := p.Mapping.Unplaced(); len(u) != 1 || u[0].Heading != "Huom" {
		t.Errorf("not placed: %+v", u)
	}
}

func TestGeneratedListIsAlwaysTheSame(t *testing.T) {
	a, b := invent.List(50, 7), invent.List(50, 7)
	if !bytes.Equal(a, b) || bytes.Equal(a, invent.List(50, 8)) {
		t.Error("not by seed")
	}
	s, err := Read("x.csv", bytes.NewReader(a), ReadOptions{})
	if err != nil || s.Charset != "windows-1252" || s.Delimiter != ";" || len(s.Rows) != 51 {
		t.Errorf("%v %+v", err, s)
	}
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"", "\xff\xfe", "Nimi\n", "sep=;\nNimi;X\n\"a\"\"b\";c\n", "Nimi;Puhelin\n=1+1;'+358 40\n", "\"", "a,\"b\nc\"d,e\r", "PK\x03\x04",
		"Nimi;Postinro ja toimipaikka\nA;00100 Helsinki\n", "C;1234567-1;Räystäs Oy;;1001\n", "Nimi\n010190-900P\n", "\x00N\x00i\x00m\x00i",
		"Etunimi;Sukunimi;Markkinointikielto;Henkilöasiakas\nÄ;Ö;x;kyllä\n",
	} {
		f.Add([]byte(seed), "", "")
	}
	f.Add(invent.List(3, 1), "cp850", "|")
	f.Fuzz(func(t *testing.T, data []byte, charset, delim string) {
		s, err := Read("x", bytes.NewReader(data), ReadOptions{Charset: charset, Delimiter: delim})
		if err != nil {
			code(t, err)
			return
		}
		m, err := s.Map(MapOptions{})
		if err != nil {
			code(t, err)
			return
		}
		p, err := NewPlan(t.Context(), newMemory(), today, s, m, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range p.Rows {
			if r.Do == Skip {
				continue
			}
			if problems, _ := r.Customer.Check(today); len(problems) > 0 {
				t.Errorf("row %d comes in with %v", r.Row, problems)
			}
		}
	})
}
