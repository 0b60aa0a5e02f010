package app

import (
	"regexp"
	"slices"
	"strings"
)

// MaxTemplateBody is the longest body of a template, in characters: what it makes
// must fit into a contact's text.
const MaxTemplateBody = 10_000

// Template is an answer that the firm gives again and again. In subject and body
// a field stands in braces: {asiakas.nimi}. Its name is in any of the program's
// languages.
type Template struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"` // unique, at most MaxLine characters
	Subject  string  `json:"subject"`
	Body     string  `json:"body"`
	Channel  Channel `json:"channel"`  // where it is offered first; empty: everywhere
	Language Lang    `json:"language"` // of the text; empty: not said
}

// Normalised is the template as it is kept.
func (t Template) Normalised() Template {
	t.Name, t.Subject, t.Body = line(t.Name), line(t.Subject), paragraphs(t.Body)
	t.Channel, t.Language = choice(t.Channel), choice(t.Language)
	return t
}

// Check judges a normalised template. A field that there is not is
// "template-field", with its name.
func (t Template) Check() Errors {
	var es Errors
	if t.Name == "" {
		es = append(es, E("required", "name"))
	}
	if t.Subject+t.Body == "" {
		es = append(es, E("required", "body"))
	}
	return slices.Concat(es,
		checkLine("name", t.Name, MaxLine),
		checkLine("subject", t.Subject, MaxSubject),
		checkParagraphs("body", t.Body, MaxTemplateBody),
		checkChoice("channel", t.Channel, append([]Channel{""}, Channels()...)),
		checkChoice("language", t.Language, append([]Lang{""}, Langs()...)),
		unknownFields("subject", t.Subject),
		unknownFields("body", t.Body),
	)
}

// TemplateSource is what a template is filled from.
type TemplateSource struct {
	Customer Customer
	Firm     Firm
	Today    Day
}

// TemplateField is one place of a template.
type TemplateField struct {
	names map[Lang]string
	value func(TemplateSource) string
}

// Name is how the field is written in a language, without its braces.
func (f TemplateField) Name(l Lang) string { return f.names[l] }

// TemplateFields lists the fields in the order in which they are offered.
func TemplateFields() []TemplateField { return slices.Clone(templateFields) }

func field(fi, sv, en string, value func(TemplateSource) string) TemplateField {
	return TemplateField{map[Lang]string{Finnish: fi, Swedish: sv, English: en}, value}
}

var templateFields = []TemplateField{
	field("asiakas.nimi", "kund.namn", "customer.name", func(s TemplateSource) string { return s.Customer.Name }),
	field("asiakas.yhteyshenkilö", "kund.kontaktperson", "customer.contact", func(s TemplateSource) string { return s.Customer.Field("contactName") }),
	field("asiakas.numero", "kund.nummer", "customer.number", func(s TemplateSource) string { return s.Customer.Number }),
	field("asiakas.osoite", "kund.adress", "customer.address", func(s TemplateSource) string { return s.Customer.Street }),
	field("asiakas.postinumero", "kund.postnummer", "customer.postcode", func(s TemplateSource) string { return s.Customer.Postcode }),
	field("asiakas.paikkakunta", "kund.ort", "customer.town", func(s TemplateSource) string { return s.Customer.Town }),
	field("asiakas.puhelin", "kund.telefon", "customer.phone", func(s TemplateSource) string { return s.Customer.Phone }),
	field("asiakas.sähköposti", "kund.e-post", "customer.email", func(s TemplateSource) string { return s.Customer.Email }),
	field("asiakas.y-tunnus", "kund.fo-nummer", "customer.business-id", func(s TemplateSource) string { return s.Customer.BusinessID }),
	field("yritys.nimi", "företag.namn", "firm.name", func(s TemplateSource) string { return s.Firm.Name }),
	field("yritys.yhteyshenkilö", "företag.kontaktperson", "firm.contact", func(s TemplateSource) string { return s.Firm.Contact }),
	field("yritys.osoite", "företag.adress", "firm.address", func(s TemplateSource) string { return s.Firm.Street }),
	field("yritys.postinumero", "företag.postnummer", "firm.postcode", func(s TemplateSource) string { return s.Firm.Postcode }),
	field("yritys.paikkakunta", "företag.ort", "firm.town", func(s TemplateSource) string { return s.Firm.Town }),
	field("yritys.puhelin", "företag.telefon", "firm.phone", func(s TemplateSource) string { return s.Firm.Phone }),
	field("yritys.sähköposti", "företag.e-post", "firm.email", func(s TemplateSource) string { return s.Firm.Email }),
	field("yritys.y-tunnus", "företag.fo-nummer", "firm.business-id", func(s TemplateSource) string { return s.Firm.BusinessID }),
	field("päivä", "datum", "date", func(s TemplateSource) string { return finnishDay(s.Today) }),
}

// finnishDay writes a day as the firm's letters do, in every language: 7.12.2026.
func finnishDay(d Day) string {
	if !d.Valid() {
		return ""
	}
	return d.Time().Format("2.1.2006")
}

var templatePlace = regexp.MustCompile(`\{([^{}\n]{1,60})\}`)

func findTemplateField(name string) (TemplateField, bool) {
	name = strings.ToLower(line(name))
	i := slices.IndexFunc(templateFields, func(f TemplateField) bool {
		return f.names[Finnish] == name || f.names[Swedish] == name || f.names[English] == name
	})
	if i < 0 {
		return TemplateField{}, false
	}
	return templateFields[i], true
}

func unknownFields(in, text string) Errors {
	var es Errors
	for _, m := range templatePlace.FindAllStringSubmatch(text, -1) {
		if _, ok := findTemplateField(m[1]); !ok {
			es = append(es, E("template-field", in, "value", m[1]))
		}
	}
	return es
}

// Filled is a template with its places filled in.
type Filled struct {
	Subject string   `json:"subject"`
	Body    string   `json:"body"`
	Missing []string `json:"missing"` // fields that the card or the firm has no value for: they stand in brackets
}

// Fill puts values in the places of subject and body. What there is no value for
// stands as [asiakas.puhelin], so that nobody sends it unseen. A field that there
// is not is "template-field", with its name.
func (t Template) Fill(from TemplateSource) (Filled, error) {
	if err := append(unknownFields("subject", t.Subject), unknownFields("body", t.Body)...).OrNil(); err != nil {
		return Filled{}, err
	}
	out := Filled{Missing: []string{}}
	put := func(text string) string {
		return templatePlace.ReplaceAllStringFunc(text, func(place string) string {
			name := place[1 : len(place)-1]
			f, _ := findTemplateField(name)
			if v := f.value(from); v != "" {
				return v
			}
			if !slices.Contains(out.Missing, name) {
				out.Missing = append(out.Missing, name)
			}
			return "[" + name + "]"
		})
	}
	out.Subject, out.Body = put(t.Subject), put(t.Body)
	return out, nil
}
