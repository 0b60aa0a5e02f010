package printout

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

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

// preflight fails the test unless PDFBox calls the files valid PDF/A-1b.
func preflight(t *testing.T, files map[string][]byte) {
	t.Helper()
	classes, lack := javaClasses()
	if lack != "" {
		t.Skip("PDF/A-1b not checked: " + lack)
	}
	dir := t.TempDir()
	for name, data := range files {
		p := filepath.Join(dir, name+".pdf")
		if err := os.WriteFile(p, data, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("java", "-cp", classes, "org.apache.pdfbox.preflight.Validator_A1b", p).CombinedOutput()
		if err != nil || !strings.Contains(string(out), "is a valid PDF/A-1b file") {
			t.Errorf("%s is not PDF/A-1b: %v\n%s", name, err, out)
		}
	}
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

func TestSmoke(t *testing.T) {
	b := render(t, sample(60))
	os.WriteFile("/tmp/po/s.pdf", b, 0o644)
	preflight(t, map[string][]byte{"sample": b})
	_ = regexp.MustCompile
	start := time.Now()
	b = render(t, sample(1000))
	t.Log(time.Since(start), len(b))
}
