package app_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kortisto/app"
)

func TestLikeness(t *testing.T) {
	one := app.Customer{Name: "Aino Mäkinen", Kind: app.Person, Street: "Puijonkatu 12 A 3", Postcode: "70100", Phone: "+358 40 123 4567", Email: "aino.makinen@posti.example"}
	firm := app.Customer{Name: "Mäkelän Puu Oy", Kind: app.Company, BusinessID: "2617416-4", Email: "toimisto@tilitoimisto.example"}
	for _, c := range []struct {
		name         string
		a, b         app.Customer
		by           app.Likeness
		likely, sure bool
	}{
		{"last name first, in capitals, without dots, at the same postal code", one, app.Customer{Name: "MAKINEN, Aino", Postcode: "70 100"}, app.Likeness{app.ByAddress, app.ByName}, true, true},
		{"the same name and street, no postal code", one, app.Customer{Name: "Aino Mäkinen", Street: "puijonkatu 12 a 3"}, app.Likeness{app.ByAddress, app.ByName}, true, true},
		{"the same name alone", one, app.Customer{Name: "Aino Mäkinen", Postcode: "00100"}, app.Likeness{app.ByName}, false, false},
		{"the same address alone", one, app.Customer{Name: "Onni Mäkinen", Postcode: "70100", Street: "Puijonkatu 12 A 3"}, app.Likeness{app.ByAddress}, false, false},
		{"a family's phone in the national spelling", one, app.Customer{Name: "Onni Mäkinen", Phone: "040-123 4567"}, app.Likeness{app.ByPhone}, true, false},
		{"an e-mail in capitals, with the name", one, app.Customer{Name: "mäkinen aino", Email: "Aino.Makinen@POSTI.example"}, app.Likeness{app.ByEmail, app.ByName}, true, true},
		{"a firm's other form and order", firm, app.Customer{Name: "Oy Makelan Puu Ab", Kind: app.Company, BusinessID: "26174164"}, app.Likeness{app.ByBusinessID, app.ByName}, true, true},
		{"two firms with two business ids at one bookkeeper", firm, app.Customer{Name: "Mäkelän Puu Oy", Kind: app.Company, BusinessID: "1234567-1", Email: firm.Email}, nil, false, false},
		{"a sole trader written with a colon", app.Customer{Name: "T:mi Ville Vallaton", Postcode: "70100"}, app.Customer{Name: "Vallaton Ville Tmi", Postcode: "70100"}, app.Likeness{app.ByAddress, app.ByName}, true, true},
		{"a name that is nothing but a form", app.Customer{Name: "Oy", Postcode: "1"}, app.Customer{Name: "Ab", Postcode: "2"}, nil, false, false},
		{"two empty cards", app.Customer{}, app.Customer{}, nil, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, back := c.a.Signs().Like(c.b.Signs()), c.b.Signs().Like(c.a.Signs())
			if !slices.Equal(got, c.by) || !slices.Equal(back, c.by) || got.Likely() != c.likely || got.Sure() != c.sure {
				t.Errorf("got %v and %v, likely %v, sure %v", got, back, got.Likely(), got.Sure())
			}
		})
	}
}

// mergeCards draws two cards that a merge may meet.
func mergeCards(t *rapid.T) (kept, other app.Customer) {
	word := rapid.SampledFrom([]string{"", "a", "b", "Ä c"})
	card := func(id string) app.Customer {
		c := app.Customer{ID: id, Number: id, Designation: word.Draw(t, "designation"), Name: "x" + word.Draw(t, "name"), Kind: rapid.SampledFrom(app.Kinds()).Draw(t, "kind"),
			Street: word.Draw(t, "street"), Town: word.Draw(t, "town"), Email: word.Draw(t, "email"), Phone: word.Draw(t, "phone"), Language: app.Finnish,
			CreatedOn: rapid.SampledFrom([]app.Day{"2020-01-01", "2024-05-05"}).Draw(t, "created"), CorrectedOn: rapid.SampledFrom([]app.Day{"", "2025-01-01", "2026-01-01"}).Draw(t, "corrected")}
		for i := range rapid.IntRange(0, 3).Draw(t, "persons") {
			c.Persons = append(c.Persons, app.ContactPerson{ID: id + string(rune('a'+i)), CustomerID: id, Role: rapid.SampledFrom([]app.PersonRole{app.MainPerson, app.AlternativePerson}).Draw(t, "role"),
				Name: "p" + word.Draw(t, "person"), Phone: word.Draw(t, "personPhone"), Email: word.Draw(t, "personEmail")})
		}
		return c
	}
	return card("1"), card("2")
}

func TestUnmergedIsMergedBackwards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kept, other := mergeCards(t)
		take := rapid.SliceOfDistinct(rapid.SampledFrom(app.MergeFields()), rapid.ID[string]).Draw(t, "take")
		after, err := app.Merged(kept, other, take)
		if err != nil {
			t.Fatal(err)
		}
		a, b, stayed := app.MergedCards{Before: kept, After: after, Other: other}.Unmerged(after)
		if !sameCard(a, kept) || !sameCard(b, other) || len(stayed) != 0 {
			t.Fatalf("kept %+v\nwas  %+v\nother %+v\nwas   %+v\nstayed %v", a, kept, b, other, stayed)
		}
	})
}

func sameCard(a, b app.Customer) bool {
	ps := slices.Equal(a.Persons, b.Persons)
	return ps && len(app.Diff(a, b)) == 0 && a.ID == b.ID && a.CreatedOn == b.CreatedOn && a.CorrectedOn == b.CorrectedOn
}

func TestMergedTakesWhatWasChosenAndTheEarlierDay(t *testing.T) {
	kept := app.Customer{ID: "1", Number: "1001", Name: "Aino", Email: "vanha@posti.example", CreatedOn: "2024-01-01",
		Persons: []app.ContactPerson{{ID: "p", Role: app.MainPerson, Name: "Ville Varalla", Phone: "0405550101"}}}
	other := app.Customer{ID: "2", Number: "1002", Name: "Aino Mäkinen", Phone: "040 555 0102", CreatedOn: "2020-01-01", CorrectedOn: "2025-01-01",
		Persons: []app.ContactPerson{{ID: "q", Role: app.MainPerson, Name: "Varalla, Ville", Email: "ville@posti.example"}, {ID: "r", Role: app.MainPerson, Name: "Ulla Uusi"}}}
	if gaps := app.MergeGaps(kept, other); !slices.Equal(gaps, []string{"phone"}) {
		t.Errorf("gaps %v", gaps)
	}
	after, err := app.Merged(kept, other, []string{"name", "number", "phone"})
	if err != nil || after.Name != other.Name || after.Number != "1002" || after.Phone != other.Phone || after.Email != kept.Email || after.ID != "1" || after.CreatedOn != "2020-01-01" || after.CorrectedOn != "2025-01-01" {
		t.Errorf("%+v, %v", after, err)
	}
	want := []app.ContactPerson{
		{ID: "p", Role: app.MainPerson, Name: "Ville Varalla", Phone: "0405550101", Email: "ville@posti.example"},
		{ID: "r", CustomerID: "1", Role: app.AlternativePerson, Name: "Ulla Uusi"},
	}
	if !slices.Equal(after.Persons, want) {
		t.Errorf("persons %+v", after.Persons)
	}
	if _, err := app.Merged(kept, other, []string{"createdOn"}); err == nil {
		t.Error("the day of coming is no choice")
	}
}

func TestWhatChangedSinceAMergeStays(t *testing.T) {
	kept := app.Customer{ID: "1", Number: "1", Name: "A", Phone: "1"}
	other := app.Customer{ID: "2", Number: "2", Name: "B", Phone: "2", Persons: []app.ContactPerson{{ID: "q", CustomerID: "2", Name: "Q"}, {ID: "r", CustomerID: "2", Name: "R"}}}
	after, err := app.Merged(kept, other, []string{"name", "phone"})
	if err != nil {
		t.Fatal(err)
	}
	now := after.Clone()
	now.Phone, now.Town, now.Persons[0].Name = "3", "Kuopio", "Q2"
	a, b, stayed := app.MergedCards{Before: kept, After: after, Other: other}.Unmerged(now)
	if a.Name != "A" || a.Phone != "3" || a.Town != "Kuopio" || len(a.Persons) != 1 || a.Persons[0].Name != "Q2" {
		t.Errorf("kept %+v", a)
	}
	if b.Name != "B" || b.Phone != "2" || len(b.Persons) != 1 || b.Persons[0].ID != "r" {
		t.Errorf("other %+v", b)
	}
	if !slices.Equal(stayed, []string{"phone", "persons"}) {
		t.Errorf("stayed %v", stayed)
	}
}
