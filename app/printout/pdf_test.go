package printout

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"kortisto/app"
)

// sample is a document with every kind of block.
func sample(rows int) Document {
	t := Table{Columns: []Column{{"Päivä", 14, false}, {"Tapa", 16, false}, {"Sisältö", 56, false}, {"Määrä", 14, true}}}
	for i := range rows {
		t.Rows = append(t.Rows, cells("12.3.2026", "Puhelu", fmt.Sprintf("Sovittiin aidan korjauksesta, kohta %d. Åke lähettää hinta-arvion ensi viikolla.", i+1), fmt.Sprint(i*37)))
	}
	return Document{
		Title: "Vastaus tietopyyntöönne", Lang: app.Finnish, Date: "2026-11-23", ID: "TP-2026-07",
		Sender:    Sender{"Piha ja Metsä Saarela", []string{"Koivupolku 4, 70999 Lehtoranta"}},
		Recipient: []string{"Helvi Esimerkki", "Kaislakuja 3 B 12", "71800 Siilinjärvi"},
		Foot:      "Piha ja Metsä Saarela · Y-tunnus 1234567-1",
		Blocks: []Block{
			Heading{2, "1", "Pyyntönne"},
			Paragraph{[]Span{{"Saimme 6.11.2026 sähköpostitse pyyntönne. ", false}, {"Vastaus on maksuton.", true}, {" Vastaamme yleisen tietosuoja-asetuksen 15 artiklan mukaisesti, ja koko teksti on tässä.", false}}},
			Rows{[]Fact{{"Nimi", "Helvi Esimerkki"}, {"Sähköposti", "(ei tietoa)"}}},
			Box{[]Paragraph{text("Voitte milloin tahansa kieltää suoramarkkinoinnin.")}},
			List{[]string{"Ensimmäinen", "Toinen"}},
			Heading{2, "2", "Yhteydenpito"},
			t,
			Key{Groups: []string{"AGE-", "SECR", "ET-K", "EY-1"}, Payload: "AGE-SECRET-KEY-1", Alt: "QR-koodi"},
		},
	}
}

func render(t testing.TB, d Document) []byte {
	t.Helper()
	b, err := PDF(d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// javaClasses is the class path of Debian's PDFBox, or the reason for its lack.
func javaClasses() (string, string) {
	if _, err := exec.LookPath("java"); err != nil {
		return "", "no java (apt: default-jre-headless)"
	}
	var paths []string
	for _, jar := range []string{"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api"} {
		p := filepath.Join("/usr/share/java", jar+".jar")
		if _, err := os.Stat(p); err != nil {
			return "", "no " + p + " (apt: libpdfbox2-java libactivation-java libjaxb-api-java)"
		}
		paths = append(paths, p)
	}
	return strings.Join(paths, ":"), ""
}

// preflight says of each file whether PDFBox calls it valid PDF/A-1b.
func preflight(t *testing.T, files map[string][]byte) (valid map[string]bool, report string) {
	t.Helper()
	classes, lack := javaClasses()
	if lack != "" {
		t.Skip("PDF/A-1b not checked: " + lack)
	}
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name+".pdf"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// The exit status counts invalid files; one Java start for all of them.
	out, _ := exec.Command("java", "-cp", classes, "org.apache.pdfbox.preflight.Validator_A1b", "batch", dir).CombinedOutput()
	valid = map[string]bool{}
	for name := range files {
		valid[name] = strings.Contains(string(out), "The file "+name+".pdf is a valid PDF/A-1b file")
	}
	return valid, string(out)
}

// words of the PDF as poppler reads them, blanks folded.
func pdftotext(t *testing.T, data []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("text not read back: no pdftotext (apt: poppler-utils)")
	}
	cmd := exec.Command("pdftotext", "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(data)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func TestSameDocumentSameBytes(t *testing.T) {
	for name, d := range everything(t) {
		if !bytes.Equal(render(t, d), render(t, d)) {
			t.Errorf("%s differs from itself", name)
		}
	}
	d := sample(3)
	first := render(t, d)
	d.Date = "2026-11-24"
	if bytes.Equal(first, render(t, d)) {
		t.Error("another date gives the same file")
	}
}

func TestPDFAIsValid(t *testing.T) {
	all := everything(t)
	good := render(t, sample(60))
	files := map[string][]byte{
		"blocks": good, "hostile": render(t, hostile()),
		"false-claim": bytes.Replace(good, []byte("<pdfaid:part>1<"), []byte("<pdfaid:part>9<"), 1),
	}
	for name, d := range all {
		files[name] = render(t, d)
	}
	valid, report := preflight(t, files)
	if valid["false-claim"] {
		t.Error("the checker takes anything: nothing is proven")
	}
	delete(valid, "false-claim")
	for name, ok := range valid {
		if !ok {
			t.Errorf("%s is not PDF/A-1b\n%s", name, report)
		}
	}
}

func TestEveryFieldOfTheCustomerCanBeReadBack(t *testing.T) {
	in := helvi()
	in.Customer.Name = "Čáhcesuolu Ĩŋa Šaddžá (Öst) \\ Åbo"
	s := pdftotext(t, render(t, must(Access(in))))
	c := in.Customer
	want := []string{c.Number, c.Designation, c.Name, c.Street, c.Postcode, c.Town, c.Phone, c.Email, "3.11.2021", "Henkilöasiakas", "Suomi"}
	for _, p := range c.Persons {
		want = append(want, p.Name, p.Phone)
	}
	for _, x := range in.Contacts {
		want = append(want, strings.Fields(x.Text)...)
	}
	for _, x := range in.Deliveries {
		want = append(want, x.Product)
	}
	for _, x := range in.Consents {
		want = append(append(want, x.Source), strings.Fields(x.Wording)...)
	}
	for _, x := range want {
		if !strings.Contains(s, x) {
			t.Errorf("the PDF does not give back %q", x)
		}
	}
}

// hostile is a document whose data try everything.
func hostile() Document {
	in := helvi()
	in.Customer.Name = "Kissa \U0001F408\U0001F469\u200d\U0001F52C 東京 \x00\x07\x1b[31m \xff\xfe \u202eoktsiger"
	in.Customer.Street = "/JS (app.alert(1)) >> endobj /Launch /OpenAction << EMC ET"
	in.Customer.Email = "https://example.com/" + strings.Repeat("pitkä", 400)
	in.Customer.Town = "A\u0308a\u0308nekoski"
	in.Firm.Name = "Firma </rdf:li> & Öberg 🏡"
	in.Contacts = append(in.Contacts, app.Contact{On: today, Channel: "uusi", Text: strings.Repeat("Hyvin pitkä yhteydenotto. ", 800)})
	return must(Access(in))
}

func TestHostileDataStayText(t *testing.T) {
	data := render(t, hostile())
	f, err := readFile(data)
	if err != nil {
		t.Fatal(err)
	}
	for n, o := range f.objects {
		dict, _, _ := bytes.Cut(o, []byte("stream\n")) // what is drawn is not acted upon
		for _, bad := range []string{"/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/URI", "/Annot", "/EmbeddedFiles", "/A <</S", "/XObject <</"} {
			if bytes.Contains(dict, []byte(bad)) {
				t.Errorf("object %d holds %s: %s", n, bad, dict)
			}
		}
	}
	s := pdftotext(t, data)
	for _, want := range []string{"Kissa □", "/JS (app.alert(1))", "Äänekoski", "Hyvin pitkä yhteydenotto."} {
		if !strings.Contains(s, want) {
			t.Errorf("%q was lost", want)
		}
	}
	if strings.ContainsAny(s, "\x1b\x07\u202e") {
		t.Error("control characters came through")
	}
	if n := strings.Count(s, "Hyvin"); n < 700 { // some are split over pages' edges
		t.Errorf("only %d of 800 sentences of a long contact are there", n)
	}
}

func TestWhatTheFileMustSayIsDemanded(t *testing.T) {
	for name, d := range map[string]Document{
		"a document without a date":         {Title: "x"},
		"a document with an impossible day": {Title: "x", Date: "2026-02-30"},
		"a document without a title":        {Date: today},
	} {
		if _, err := PDF(d); err == nil {
			t.Errorf("%s was rendered", name)
		}
	}
	if b, err := PDF(Document{Title: "x", Date: today}); err != nil || len(b) == 0 {
		t.Errorf("an empty document with both: %v", err)
	}
}

func TestAnotherSpellingOfTheLibraryIsAnErrorNotAMiss(t *testing.T) {
	good := render(t, sample(1))
	if _, err := tagged(good, &node{tag: "Document"}, 1); err == nil {
		t.Error("a file without the expected page group was taken")
	}
	for name, data := range map[string][]byte{
		"nothing": nil, "no PDF": []byte("Hei"), "a cut file": good[:len(good)/2],
		"a table that points past the end": []byte("%PDF-1.4\nxref\n0 2\n0000000000 65535 f \n9999999999 00000 n \ntrailer\nstartxref\n9\n%%EOF\n"),
	} {
		if _, err := readFile(data); err == nil {
			t.Errorf("%s was read as a PDF file", name)
		}
	}
}

func TestRecoveryCodeScans(t *testing.T) {
	for _, tool := range []string{"pdftoppm", "zbarimg"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("QR code not read back: no " + tool + " (apt: poppler-utils zbar-tools)")
		}
	}
	dir := t.TempDir()
	data := render(t, must(Recovery(RecoveryInput{Firm: firm, Lang: app.Finnish, Today: today, Key: recoveryKey})))
	pdf := filepath.Join(dir, "r.pdf")
	if err := os.WriteFile(pdf, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "150", "-png", pdf, filepath.Join(dir, "r")).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", filepath.Join(dir, "r-1.png")).Output()
	if err != nil || strings.TrimSpace(string(out)) != recoveryKey {
		t.Errorf("the code reads %q, %v", out, err)
	}
}

func BenchmarkThousandRows(b *testing.B) {
	d := sample(1000)
	for b.Loop() {
		render(b, d)
	}
}
