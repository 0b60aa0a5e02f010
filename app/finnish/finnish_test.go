package finnish

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// vectors reads one file of testdata.
func vectors[T any](t *testing.T, name string) T {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

// atLeast guards against a test that passes because it had nothing to do.
func atLeast[T any](t *testing.T, n int, list []T) {
	t.Helper()
	if len(list) < n {
		t.Fatalf("only %d vectors, expected %d", len(list), n)
	}
}

func TestBusinessID(t *testing.T) {
	v := vectors[struct {
		Valid      []string
		Invalid    [][2]string
		Normalise  [][2]string
		VATValid   []string `json:"vat_valid"`
		VATInvalid []string `json:"vat_invalid"`
	}](t, "ytunnus.json")
	atLeast(t, 10, v.Valid)
	atLeast(t, 9, v.Invalid)
	atLeast(t, 5, v.Normalise)
	atLeast(t, 5, v.VATValid)
	for _, s := range v.Valid {
		if f := CheckBusinessID(s); f != NoFault {
			t.Errorf("%q is a business id, got %q", s, f)
		}
		if got := BusinessID(s); got != s {
			t.Errorf("a canonical id stays as it is: %q became %q", s, got)
		}
	}
	for _, c := range v.Invalid {
		want := WrongForm
		if strings.Contains(c[1], "check") || strings.Contains(c[1], "remainder") {
			want = WrongCheck
		}
		if got := CheckBusinessID(c[0]); got != want {
			t.Errorf("%q (%s): got fault %q, want %q", c[0], c[1], got, want)
		}
	}
	for _, c := range v.Normalise {
		if got := BusinessID(c[0]); got != c[1] {
			t.Errorf("%q is written %q, got %q", c[0], c[1], got)
		}
	}
	for _, s := range v.VATValid {
		if f := CheckBusinessID(BusinessID(s)); f != NoFault {
			t.Errorf("the VAT number %q holds a business id, got %q", s, f)
		}
	}
}

func TestBusinessIDThatCanNotBeRead(t *testing.T) {
	for name, c := range map[string]struct{ typed, want string }{
		"seven digits without a hyphen stay as typed": {"0112038", "0112038"},
		"a Swedish VAT number stays as typed":         {"SE556703748501", "SE556703748501"},
		"two hyphens stay as typed":                   {"011-2038-9", "011-2038-9"},
		"a hyphen in the wrong place stays":           {"01120-389", "01120-389"},
		"words stay, trimmed":                         {"  haetaan ", "haetaan"},
		"empty stays empty":                           {"", ""},
		"spaces in between are dropped":               {"FI 0112038 - 9", "0112038-9"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := BusinessID(c.typed); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestBusinessIDDigit(t *testing.T) {
	if d, ok := BusinessIDDigit("0112038"); !ok || d != "9" {
		t.Errorf("the worked example of the rule gives 9, got %q, %v", d, ok)
	}
	for _, s := range []string{"8000000", "1000008", "123456", "12345a7", "ä12345"} {
		if d, ok := BusinessIDDigit(s); ok {
			t.Errorf("%q has no check digit, got %q", s, d)
		}
	}
}

func TestPostcode(t *testing.T) {
	v := vectors[struct {
		Valid     [][2]string
		Invalid   []string
		Normalise [][2]string
	}](t, "postal.json")
	atLeast(t, 6, v.Valid)
	atLeast(t, 6, v.Invalid)
	atLeast(t, 3, v.Normalise)
	for _, c := range v.Valid {
		if !ValidPostcode(c[0]) || Postcode(c[0]) != c[0] {
			t.Errorf("%q is a postal code and stays as it is", c[0])
		}
	}
	for _, s := range v.Invalid {
		if ValidPostcode(s) {
			t.Errorf("%q is not written as a postal code", s)
		}
	}
	for _, c := range v.Normalise {
		if got := Postcode(c[0]); got != c[1] {
			t.Errorf("%q is written %q, got %q", c[0], c[1], got)
		}
	}
	if got := Postcode(" SW1A 1AA "); got != "SW1A 1AA" {
		t.Errorf("a foreign code stays as typed, got %q", got)
	}
}

func TestRestorePostcode(t *testing.T) {
	for name, c := range map[string]struct {
		typed, want string
		ok          bool
	}{
		"two zeros lost in a spreadsheet come back": {"100", "00100", true},
		"one zero lost comes back":                  {"1300", "01300", true},
		"two digits are too few to tell":            {"12", "", false},
		"five digits need nothing":                  {"70700", "", false},
		"words are no postal code":                  {"Kuopio", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got, ok := RestorePostcode(c.typed); got != c.want || ok != c.ok {
				t.Errorf("got %q, %v", got, ok)
			}
		})
	}
}

func TestReadPhone(t *testing.T) {
	v := vectors[struct {
		Valid   [][2]string
		Invalid []string
	}](t, "phone.json")
	atLeast(t, 20, v.Valid)
	atLeast(t, 8, v.Invalid)
	for _, c := range v.Valid {
		p, ok := ReadPhone(c[0], "")
		if !ok || p.E164 != c[1] {
			t.Errorf("%q is %s, got %s, %v", c[0], c[1], p.E164, ok)
			continue
		}
		again, ok := ReadPhone(p.Shown, "")
		if !ok || again != p {
			t.Errorf("what is shown reads back the same: %+v, got %+v, %v", p, again, ok)
		}
	}
	for _, s := range v.Invalid {
		if p, ok := ReadPhone(s, ""); ok {
			t.Errorf("%q is no number to call, got %+v", s, p)
		}
	}
}

func TestPhoneIsShownInGroups(t *testing.T) {
	for typed, want := range map[string]string{
		"0401234567":       "+358 40 123 4567",
		"0400123456":       "+358 400 123 456",
		"0500123456":       "+358 500 123 456",
		"0501234567":       "+358 50 123 4567",
		"0457 123 4567":    "+358 457 123 4567",
		"045 1234567":      "+358 45 123 4567",
		"09 123 4567":      "+358 9 123 4567",
		"017 123 456":      "+358 17 123 456",
		"020 124 3000":     "+358 20 124 3000",
		"010 195 701":      "+358 10 195 701",
		"075 3250 1234":    "+358 75 3250 1234",
		"0800 12345":       "+358 800 12345",
		"+46 70 123 45 67": "+46 70 123 45 67",
	} {
		if p, ok := ReadPhone(typed, ""); !ok || p.Shown != want {
			t.Errorf("%q is shown %q, got %q, %v", typed, want, p.Shown, ok)
		}
	}
}

func TestPhoneOfAnotherCountry(t *testing.T) {
	if p, ok := ReadPhone("070-123 45 67", "SE"); !ok || p.E164 != "+46701234567" {
		t.Errorf("a Swedish customer's number is read as written in Sweden, got %+v, %v", p, ok)
	}
	if p, ok := ReadPhone("040 123 4567", "XX"); ok {
		t.Errorf("an unknown country reads no national numbers, got %+v", p)
	}
}

func TestPhoneDropsNothingThatWasTyped(t *testing.T) {
	for name, typed := range map[string]string{
		"a name behind the number":      "040 123 4567 vaimo",
		"a name before the number":      "Matti 040 123 4567",
		"two numbers with a slash":      "040 123 4567 / 050 123 4567",
		"two numbers with a comma":      "040 123 4567, 050 123 4567",
		"a personal identity code":      "010190-900P",
		"one that ends in a digit":      "311299-9019",
		"one with another separator":    "010899+9122",
		"letters on a telephone's dial": "0800-KUKKA",
	} {
		t.Run(name, func(t *testing.T) {
			if p, ok := ReadPhone(typed, ""); ok {
				t.Errorf("%q was made %+v", typed, p)
			}
		})
	}
	if p, ok := ReadPhone("09 123 4567 x12", ""); !ok || p.Shown != "+358 9 123 4567 x12" {
		t.Errorf("an extension is kept, got %+v, %v", p, ok)
	}
}

type hetuVectors struct {
	Table    string
	Valid    [][3]string
	Invalid  [][2]string
	Distinct []string `json:"distinct_pair"`
	Specimen string
}

func TestHetu(t *testing.T) {
	v := vectors[hetuVectors](t, "hetu.json")
	atLeast(t, 18, v.Valid)
	atLeast(t, 10, v.Invalid)
	if v.Table != hetuTable {
		t.Errorf("the table of check characters is %s", v.Table)
	}
	for _, c := range append(v.Valid, [3]string{v.Specimen}) {
		if !ValidHetu(c[0]) {
			t.Errorf("%s is a personal identity code", c[0])
		}
		text := "Asiakas (ö) kertoi: " + c[0] + ", soitetaan."
		found := FindHetus(text)
		if len(found) != 1 || text[found[0].From:found[0].To] != c[0] {
			t.Errorf("%s is found in a sentence, got %v", c[0], found)
		}
		if m := MaskHetus(text); strings.Contains(m, c[0]) || utf8.RuneCountInString(m) != utf8.RuneCountInString(text) {
			t.Errorf("%s is masked character by character, got %q", c[0], m)
		}
	}
	for _, c := range v.Invalid {
		if ValidHetu(c[0]) {
			t.Errorf("%s is none: %s", c[0], c[1])
		}
		if found := FindHetus(c[0]); len(found) != 0 {
			t.Errorf("%s is not found: %s, got %v", c[0], c[1], found)
		}
	}
}

func TestFindHetusInText(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"two codes that differ in the separator are both found": {"100190-999P/100190Y999P", []string{"100190-999P", "100190Y999P"}},
		"small letters hide nothing":                            {"hetu 010101a905w", []string{"010101a905w"}},
		"an en dash hides nothing":                              {"hetu:010190–900P.", []string{"010190–900P"}},
		"a minus sign hides nothing":                            {"010190\u2212900P", []string{"010190\u2212900P"}},
		"quotation marks and line ends hide nothing":            {"\"010190-900P\"\n311299-9019\r\n", []string{"010190-900P", "311299-9019"}},
		"a longer word is something else":                       {"X010190-900P 010190-900PX 9010190-900P 010190-900P1", nil},
		"a business id is none":                                 {"0112038-9 1234567-1", nil},
		"a phone number is none":                                {"+358 40 123 4567, 040-1234567", nil},
		"an IBAN is none":                                       {"FI2112345600000785", nil},
		"an empty text has none":                                {"", nil},
		"a cut code is none":                                    {"010190-900", nil},
		"broken characters do no harm":                          {"\xff010190-900P\xff", []string{"010190-900P"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, s := range FindHetus(c.text) {
				got = append(got, c.text[s.From:s.To])
			}
			if strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// FuzzHetu holds the hand-written scan against a plain reading with a pattern.
func FuzzHetu(f *testing.F) {
	f.Add("x 010190-900P y")
	f.Add("010190-900P-900P 100190Y999P")
	form := regexp.MustCompile(`[0-9]{6}[-+ABCDEFYXWVU][0-9]{3}[0-9A-FHJ-NPR-Y]`)
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range FindHetus(text) {
			if got := utf8.RuneCountInString(text[s.From:s.To]); got != hetuLength {
				t.Errorf("a code of %d characters", got)
			}
		}
		if len(FindHetus(MaskHetus(text))) != 0 {
			t.Errorf("a masked text still holds a code")
		}
		for _, at := range form.FindAllStringIndex(text, -1) {
			alone := text[at[0]:at[1]]
			if ValidHetu(alone) != (len(FindHetus(alone)) == 1) {
				t.Errorf("the two readings differ")
			}
		}
	})
}
