package app_test

import (
	"strings"
	"testing"

	"kortisto/app"
)

func TestContactCheck(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*app.Contact)
		want  string
	}{
		"a good contact is good":                {func(c *app.Contact) {}, ""},
		"a call without words is a contact too": {func(c *app.Contact) { c.Text = "" }, ""},
		"line breaks belong into texts":         {func(c *app.Contact) { c.Text = "a\n\tb" }, ""},
		"the longest text is still good":        {func(c *app.Contact) { c.Text = strings.Repeat("ö", app.MaxText) }, ""},
		"a character more is too much":          {func(c *app.Contact) { c.Text = strings.Repeat("ö", app.MaxText+1) }, "too-long text"},
		"a bell is no text":                     {func(c *app.Contact) { c.Text = "a\ab" }, "control-characters text"},
		"a hetu in the text is refused":         {func(c *app.Contact) { c.Text = "tunnus on\n010190-900P" }, "hetu-found text"},
		"tomorrow's contact is refused":         {func(c *app.Contact) { c.On = "2026-11-22" }, "day-future on"},
		"a contact without a day is refused":    {func(c *app.Contact) { c.On = "" }, "required on"},
		"an unknown channel is refused":         {func(c *app.Contact) { c.Channel = "fax" }, "choice-invalid channel"},
		"a contact has a direction":             {func(c *app.Contact) { c.Direction = "" }, "choice-invalid direction"},
	} {
		t.Run(name, func(t *testing.T) {
			x := app.Contact{On: today, Channel: app.Phone, Direction: app.In, Text: "Kysyi tarjousta."}
			c.spoil(&x)
			if got := x.Check(today); found(got) != c.want {
				t.Errorf("got %q, want %q", found(got), c.want)
			}
		})
	}
	got := app.Contact{Channel: " Email", Direction: "IN", Text: " a\u0308\r\nb\rc \n"}.Normalised()
	if want := (app.Contact{Channel: app.Email, Direction: app.In, Text: "ä\nb\nc"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestDeliveryQuantity(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", "1": "1", "2,5": "2.5", "2.5": "2.5", "2,50": "2.5", "0,125": "0.125", "007": "7", "0": "0", "0,0": "0",
		"1 000,5": "1000.5", "1\u00a0234\u00a0567": "1234567", " 3 ": "3", "999999999.999": "999999999.999",
	} {
		d := app.Delivery{On: today, Product: "Kahvi", Quantity: typed}.Normalised()
		if es := d.Check(today); d.Quantity != want || len(es) > 0 {
			t.Errorf("%q is %q, got %q, %v", typed, want, d.Quantity, es)
		}
	}
	for _, typed := range []string{"-1", "1,2345", "1.000,5", "1,000.5", "abc", "2 kpl", "1e3", "1 00", ",5", "5,", "1000000000", "٣", "0x1", "+1"} {
		d := app.Delivery{On: today, Product: "Kahvi", Quantity: typed}.Normalised()
		if got := d.Check(today); found(got) != "quantity-form quantity" {
			t.Errorf("%q is no quantity, got %q", typed, found(got))
		}
	}
}

func TestDeliveryCheck(t *testing.T) {
	for name, c := range map[string]struct {
		d    app.Delivery
		want string
	}{
		"a delivery is of something":          {app.Delivery{On: today}, "required product"},
		"a delivery to come is none yet":      {app.Delivery{On: "2026-11-22", Product: "x"}, "day-future on"},
		"a hetu for a product is refused":     {app.Delivery{On: today, Product: "010190-900P"}, "hetu-found product"},
		"a product has the length of a line":  {app.Delivery{On: today, Product: strings.Repeat("x", 201)}, "too-long product"},
		"a day and a product are enough":      {app.Delivery{On: today, Product: "x"}, ""},
		"a hetu for a quantity is not copied": {app.Delivery{On: today, Product: "x", Quantity: "010190-900P"}, "quantity-form quantity"},
	} {
		t.Run(name, func(t *testing.T) {
			es := c.d.Check(today)
			if got := found(es); got != c.want || strings.Contains(es.JSON(), "010190") {
				t.Errorf("got %q, want %q", es.JSON(), c.want)
			}
		})
	}
}

func TestConsentCheck(t *testing.T) {
	for name, c := range map[string]struct {
		c    app.Consent
		want string
	}{
		"a permission given by letter is good":                    {app.Consent{Given: true, On: today, Channel: app.Letter, Wording: "Saa lähettää."}, ""},
		"a permission of tomorrow is refused":                     {app.Consent{Given: true, On: "2026-11-22", Channel: app.Letter, Wording: "v1"}, "day-future on"},
		"a permission came in some way":                           {app.Consent{Given: true, On: today, Source: "Messut"}, "choice-invalid channel"},
		"a permission nobody can show to have been given is none": {app.Consent{Given: true, On: today, Channel: app.Letter}, "consent-unproven wording"},
		"a withdrawal needs no words":                             {app.Consent{On: today, Channel: app.Phone}, ""},
		"a hetu in the words is refused":                          {app.Consent{On: today, Channel: app.Other, Wording: "010190-900P"}, "hetu-found wording"},
		"a hetu in the source is refused":                         {app.Consent{On: today, Channel: app.Other, Source: "010190-900P"}, "hetu-found source"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.c.Normalised().Check(today); found(got) != c.want {
				t.Errorf("got %q, want %q", found(got), c.want)
			}
		})
	}
}

func TestConsentProven(t *testing.T) {
	for name, c := range map[string]struct {
		c    app.Consent
		want bool
	}{
		"bare words of permission prove nothing": {app.Consent{Given: true}, false},
		"the wording proves":                     {app.Consent{Given: true, Wording: "v1"}, true},
		"the source of an old list proves":       {app.Consent{Given: true, Source: "messut 2025"}, true},
		"a withdrawal needs no proof":            {app.Consent{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.c.Proven(); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestHoldCheck(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*app.Hold)
		want  string
	}{
		"a reason and a later day are enough":     {func(h *app.Hold) {}, ""},
		"without a reason nothing is kept":        {func(h *app.Hold) { h.Reason = " \n " }, "hold-reason-missing reason"},
		"a hold is looked at again":               {func(h *app.Hold) { h.ReviewOn = "" }, "required reviewOn"},
		"today is too early to look at it again":  {func(h *app.Hold) { h.ReviewOn = today }, "day-past reviewOn"},
		"a day that is none is refused":           {func(h *app.Hold) { h.ReviewOn = "2027-02-29" }, "day-invalid reviewOn"},
		"a hetu in the reason is refused":         {func(h *app.Hold) { h.Reason = "010190-900P" }, "hetu-found reason"},
		"a hold is placed today, not in a future": {func(h *app.Hold) { h.PlacedOn = "2026-11-22" }, "day-future placedOn"},
	} {
		t.Run(name, func(t *testing.T) {
			h := app.Hold{Reason: "Reklamaatio kesken", PlacedOn: today, ReviewOn: "2026-11-22"}
			c.spoil(&h)
			if got := h.Normalised().Check(today); found(got) != c.want {
				t.Errorf("got %q, want %q", found(got), c.want)
			}
		})
	}
}

func TestFirmCheck(t *testing.T) {
	for name, c := range map[string]struct {
		f    app.Firm
		want string
	}{
		"a name is enough":                         {app.Firm{Name: "Tmi Esimerkki"}, ""},
		"a firm has a name":                        {app.Firm{}, "required name"},
		"the VAT number is read as a business id":  {app.Firm{Name: "x", BusinessID: "FI12345671"}, ""},
		"a wrong check digit is refused":           {app.Firm{Name: "x", BusinessID: "1234567-2"}, "business-id-check businessId"},
		"the leap day may end a financial year":    {app.Firm{Name: "x", FinancialYearEnd: "02-29"}, ""},
		"31 June ends no financial year":           {app.Firm{Name: "x", FinancialYearEnd: "06-31"}, "day-invalid financialYearEnd"},
		"a day with a year ends no financial year": {app.Firm{Name: "x", FinancialYearEnd: "2026-12-31"}, "day-invalid financialYearEnd"},
		"an address that no mail reaches":          {app.Firm{Name: "x", Email: "x"}, "email-form email"},
		"a sole trader's hetu is refused":          {app.Firm{Name: "x", BusinessID: "010190-900P"}, "hetu-found businessId"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := found(c.f.Normalised().Check()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
