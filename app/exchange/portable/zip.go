package portable

import (
	"archive/zip"
	"bytes"
	"embed"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"kortisto/app"
)

//go:embed texts
var texts embed.FS

// Names of the files in the ZIP.
const (
	fileJSON       = "tiedot.json"
	fileSchema     = "tiedot.schema.json"
	fileCustomer   = "asiakas.csv"
	fileDeliveries = "toimitukset.csv"
	fileMessages   = "viestit.csv"
	fileConsents   = "suostumukset.csv"
	fileReadme     = "LUEMINUT.txt"
)

// Zip makes the file. The tables are RFC 4180 in UTF-8: commas, and the names of
// tiedot.json in the first line.
func (p Package) Zip() ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	at := p.MadeOn.Time().UTC()
	for _, f := range []struct {
		name string
		make func() ([]byte, error)
	}{
		{fileReadme, p.readme},
		{fileJSON, p.json},
		{fileSchema, func() ([]byte, error) { return texts.ReadFile("texts/schema.json") }},
		{fileCustomer, p.customerCSV}, {fileDeliveries, p.deliveriesCSV}, {fileMessages, p.messagesCSV}, {fileConsents, p.consentsCSV},
	} {
		content, err := f.make()
		if err == nil {
			err = add(z, f.name, at, content)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func add(z *zip.Writer, name string, at time.Time, content []byte) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, bytes.NewReader(content))
	return err
}

func (p Package) json() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(p)
	return b.Bytes(), err
}

// readme tells in three languages what this is, the person's own first.
func (p Package) readme() ([]byte, error) {
	var parts []string
	for _, lang := range app.Langs() {
		text, err := texts.ReadFile("texts/lueminut_" + string(lang) + ".txt")
		if err != nil {
			return nil, err
		}
		s := strings.NewReplacer("{firm}", p.Controller.Name, "{day}", string(p.MadeOn)).Replace(strings.TrimSpace(string(text)))
		if string(lang) == p.Person.Language {
			parts = append([]string{s}, parts...)
		} else {
			parts = append(parts, s)
		}
	}
	text := strings.Join(parts, "\n\n----\n\n") + "\n"
	return []byte(strings.ReplaceAll(text, "\n", "\r\n")), nil
}

func table(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	err := w.WriteAll(rows)
	return b.Bytes(), err
}

func (p Package) customerCSV() ([]byte, error) {
	c := p.Person
	return table([][]string{
		{"name", "kind", "businessId", "street", "postcode", "town", "country", "phone", "email", "language"},
		{c.Name, c.Kind, c.BusinessID, c.Street, c.Postcode, c.Town, c.Country, c.Phone, c.Email, c.Language},
	})
}

func (p Package) deliveriesCSV() ([]byte, error) {
	rows := [][]string{{"on", "product", "quantity"}}
	for _, d := range p.Deliveries {
		rows = append(rows, []string{string(d.On), d.Product, d.Quantity})
	}
	return table(rows)
}

func (p Package) messagesCSV() ([]byte, error) {
	rows := [][]string{{"on", "at", "channel", "kind", "subject", "text", "seconds", "files"}}
	for _, m := range p.Messages {
		var names []string
		for _, f := range m.Files {
			names = append(names, f.Name)
		}
		rows = append(rows, []string{string(m.On), m.At, m.Channel, m.Kind, m.Subject, m.Text, strconv.Itoa(m.Seconds), strings.Join(names, "; ")})
	}
	return table(rows)
}

func (p Package) consentsCSV() ([]byte, error) {
	rows := [][]string{{"on", "given", "channel", "wording", "address"}}
	for _, c := range p.Consents {
		rows = append(rows, []string{string(c.On), strconv.FormatBool(c.Given), c.Channel, c.Wording, c.Address})
	}
	return table(rows)
}
