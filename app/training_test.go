package app_test

import (
	"encoding/json"
	"strings"
	"testing"

	"kortisto/app"
)

func TestTrainingTellsNobody(t *testing.T) {
	a := anonymiser()
	a.Customer(app.Customer{Name: "Aino Mäkelä", Number: "1042", Street: "Puistonranta 12"})
	a.About("1042")
	w := app.WholeContact{
		Contact: app.Contact{ID: "secret-id", CustomerID: "secret-customer", On: "2026-03-02", At: "14:32", Channel: app.Chat, Direction: app.In, Who: "Kirsi Kuusela",
			HandledBy: "Seppo Saarela", Subject: "Mäkelän tilaus 1042", Text: "Kirsille ja Sepolle", Purpose: app.ForSupport, SourceKey: "secret-source"},
		Messages: []app.Message{
			{ID: "secret-message", At: "14:32", Role: app.RoleCustomer, Author: "Ainuska", Kind: app.KindText, Text: "Ainuskan numero on 040 123 4567", FileName: "aino.jpg"},
			{Role: app.RoleAgent, Author: "Tero", Kind: app.KindNote, Internal: true, Text: "hankala tyyppi"},
			{Role: app.RoleAgent, Author: "Tero", Kind: app.KindText, Text: "Tero tässä, hei"},
		},
		Technical: []app.TechnicalFact{{Name: "ip", Value: "10.1.2.3"}},
	}
	b, err := json.Marshal(app.TrainingOf(w, 1, a))
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"secret", "Aino", "Ainuska", "Mäkel", "Kirsi", "Sepol", "Seppo", "Tero", "040", "1042", "hankala", "10.1", "14:32", "03-02", "jpg"} {
		if strings.Contains(string(b), word) {
			t.Errorf("%s is in %s", word, b)
		}
	}
	want := `{"number":1,"month":"2026-03","channel":"chat","direction":"in","purpose":"support","seconds":0,"subject":"[customer] tilaus [number]","text":"[person] ja [staff]",` +
		`"messages":[{"role":"customer","kind":"text","text":"[customer] numero on [phone]"},{"role":"agent","kind":"text","text":"[staff] tässä, hei"}]}`
	if string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
}

func TestTrainingChoice(t *testing.T) {
	k := app.Contact{On: "2026-03-02", Channel: app.Phone, Purpose: app.ForQuality}
	mass := k
	mass.Mass = true
	for name, c := range map[string]struct {
		choice app.TrainingChoice
		k      app.Contact
		want   bool
	}{
		"all":               {app.TrainingChoice{}, k, true},
		"no mass mailing":   {app.TrainingChoice{}, mass, false},
		"by purpose":        {app.TrainingChoice{Purposes: []app.Purpose{app.ForTraining, app.ForQuality}}, k, true},
		"another purpose":   {app.TrainingChoice{Purposes: []app.Purpose{app.ForTraining}}, k, false},
		"another channel":   {app.TrainingChoice{Channels: []app.Channel{app.Email}}, k, false},
		"the first day":     {app.TrainingChoice{From: "2026-03-02"}, k, true},
		"after it":          {app.TrainingChoice{From: "2026-03-03"}, k, false},
		"the last day":      {app.TrainingChoice{To: "2026-03-02"}, k, true},
		"before it":         {app.TrainingChoice{To: "2026-03-01"}, k, false},
		"by channel as one": {app.TrainingChoice{Channels: []app.Channel{app.Phone}}, k, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.choice.Wants(c.k); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
	if got := found(app.TrainingChoice{Purposes: []app.Purpose{"fun"}}.Check()); got != "choice-invalid purpose" {
		t.Errorf("an unknown purpose: %q", got)
	}
}
