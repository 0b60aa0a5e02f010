package app_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
)

func TestTemplateFill(t *testing.T) {
	from := app.TemplateSource{
		Customer: app.Customer{Name: "Aino {päivä} Koivu", Number: "1042", Persons: []app.ContactPerson{{Role: app.MainPerson, Name: "Ville Vara"}}},
		Firm:     app.Firm{Name: "Piha ja Metsä Saarela"},
		Today:    "2026-12-07",
	}
	for name, c := range map[string]struct {
		subject, body string
		want          app.Filled
	}{
		"values stand in their places":             {"Tarjous {asiakas.numero}", "Hei {asiakas.nimi},\n{päivä} {yritys.nimi}", app.Filled{Subject: "Tarjous 1042", Body: "Hei Aino {päivä} Koivu,\n7.12.2026 Piha ja Metsä Saarela"}},
		"names are understood in every language":   {"{kund.nummer}", "{customer.number} {datum} {date}", app.Filled{Subject: "1042", Body: "1042 7.12.2026 7.12.2026"}},
		"capitals and spaces do no harm":           {"", "{ Asiakas.Nimi }", app.Filled{Body: "Aino {päivä} Koivu"}},
		"the contact person":                       {"", "{asiakas.yhteyshenkilö}", app.Filled{Body: "Ville Vara"}},
		"what is missing is shown, and told once":  {"{asiakas.puhelin}", "{asiakas.puhelin} {yritys.sähköposti}", app.Filled{Subject: "[asiakas.puhelin]", Body: "[asiakas.puhelin] [yritys.sähköposti]", Missing: []string{"asiakas.puhelin", "yritys.sähköposti"}}},
		"braces over a line's end are plain text":  {"", "{a\nb}", app.Filled{Body: "{a\nb}"}},
		"braces around other words":                {"", "a { b } } {", app.Filled{}},
		"a template without places stays as it is": {"a", "b", app.Filled{Subject: "a", Body: "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := app.Template{Subject: c.subject, Body: c.body}.Fill(from)
			if name == "braces around other words" {
				if !errors.Is(err, app.E("template-field", "body")) {
					t.Errorf("got %+v, %v", got, err)
				}
				return
			}
			if err != nil || got.Subject != c.want.Subject || got.Body != c.want.Body || !slices.Equal(got.Missing, c.want.Missing) {
				t.Errorf("got %+v, %v, want %+v", got, err, c.want)
			}
		})
	}
	_, err := app.Template{Body: "{asiakas.lempiväri}"}.Fill(from)
	var told app.Errors
	if !errors.As(err, &told) || told[0].Code != "template-field" || told[0].Args["value"] != "asiakas.lempiväri" {
		t.Errorf("an unknown field: %v", err)
	}
}

func TestTemplateCheck(t *testing.T) {
	for name, c := range map[string]struct {
		t    app.Template
		want string
	}{
		"a good one":          {app.Template{Name: "Kiitos", Body: "Hei {asiakas.nimi}"}, ""},
		"no name":             {app.Template{Body: "x"}, "required name"},
		"no text":             {app.Template{Name: "x"}, "required body"},
		"an unknown field":    {app.Template{Name: "x", Subject: "{y}", Body: "z"}, "template-field subject"},
		"too long":            {app.Template{Name: "x", Body: strings.Repeat("ö", app.MaxTemplateBody+1)}, "too-long body"},
		"an unknown channel":  {app.Template{Name: "x", Body: "z", Channel: "fax"}, "choice-invalid channel"},
		"an unknown language": {app.Template{Name: "x", Body: "z", Language: "de"}, "choice-invalid language"},
		"a hetu in the text":  {app.Template{Name: "x", Body: "010190-900P"}, "hetu-found body"},
		"a bell in the text":  {app.Template{Name: "x", Body: "a\ab"}, "control-characters body"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := found(c.t.Check()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTemplateFieldsHaveOneMeaning(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range app.TemplateFields() {
		for _, l := range app.Langs() {
			if n := f.Name(l); n == "" || seen[n] {
				t.Errorf("%q in %s", n, l)
			} else {
				seen[n] = true
			}
		}
	}
}
