package store_test

import (
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

func TestFind(t *testing.T) {
	db := storetest.New(t)
	katto := app.Customer{ID: id(3), Number: "1003", Name: "Kattotyö Järvi Oy", Kind: app.Company, BusinessID: "2617416-4", Street: "Torikatu 1", Postcode: "80100", Town: "Joensuu",
		Phone: "013 555 0101", Email: "toimisto@katto-jarvi.example",
		Persons: []app.ContactPerson{{ID: id(31), Role: app.MainPerson, Name: "Väinö Lähde", Phone: "+358 50 999 8888", Email: "vaino@katto-jarvi.example"}}}
	add(t, db, makinen(),
		app.Customer{ID: id(2), Number: "1002", Name: "Makinen Bo", Kind: app.Person, Town: "Turku", Phone: "+46 70 123 45 67"},
		katto,
		app.Customer{ID: id(4), Number: "70", Name: "Virtanen 1001 Yötä", Kind: app.Person, Street: "Mäkitie 5"},
		app.Customer{ID: id(5), Number: "A-17", Name: "Sjöström Åke", Kind: app.Person, Town: "Ekenäs"},
	)
	db.Update(t, func(tx *store.Tx) error {
		for i, text := range []string{"Soitti kattoremontista", "Mäkeläinen suositteli", "KATTOREMONTTI valmis"} {
			if err := store.InsertContact(tx, app.Contact{ID: id(50 + i), CustomerID: id(4 + i%2), On: "2026-01-01", Text: text}); err != nil {
				return err
			}
		}
		return nil
	})
	for _, tt := range []struct {
		name, text string
		want       string // number:match, in order
	}{
		{"the exact number comes first", "1001", "1001:number 70:name"},
		{"a beginning of the number", "100", "70:name 1001:number 1002:number 1003:number"},
		{"a number with a hyphen, in small letters", "a-17", "A-17:number"},
		{"ä is ä, street and contacts after names", "mäk", "1001:name 70:street 1002:name A-17:contacts"},
		{"a finds a first, then ä", "makinen", "1002:name 1001:name"},
		{"ä finds ä first, then a", "mäkinen", "1001:name 1002:name"},
		{"decomposed ä is the same ä", "ma\u0308kinen", "1001:name 1002:name"},
		{"capitals", "MÄKINEN AINO", "1001:name"},
		{"words in any order", "aino mäki", "1001:name"},
		{"name and town together", "mäk kuop", "1001:name"},
		{"the phone as printed", "040 123 4567", "1001:phone"},
		{"the phone abroad", "+358401234567", "1001:phone"},
		{"the phone with 00", "00358 40 1234567", "1001:phone"},
		{"the phone with (0)", "+358 (0)40 123", "1001:phone"},
		{"the phone without spaces", "0401234567", "1001:phone"},
		{"the beginning of the phone", "04012", "1001:phone"},
		{"the beginning with hyphens", "040-12", "1001:phone"},
		{"a foreign phone", "+46 70", "1002:phone"},
		{"a landline", "013-555", "1003:phone"},
		{"a person's phone", "050 999", "1003:persons"},
		{"a person's name", "väinö", "1003:persons"},
		{"a person's name without dots", "vaino lah", "1003:persons"},
		{"the e-mail's local part", "aino.mak", "1001:email"},
		{"the e-mail's domain", "katto-jarvi.ex", "1003:email"},
		{"the whole e-mail", "aino.makinen@posti.example", "1001:email"},
		{"the business id", "2617416-4", "1003:businessId"},
		{"a postal code", "80100", "1003:postcode"},
		{"the designation", "makinen puijonkatu", "1001:designation"},
		{"a contact's words, the newest first", "kattoremon", "70:contacts"},
		{"folded Swedish", "sjostrom ake", "A-17:name"},
		{"nothing", "zzz", ""},
		{"blank", "  \t", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db.Update(t, func(tx *store.Tx) error {
				rows, err := store.Find(tx, tt.text, 10)
				got := []string{}
				for _, r := range rows {
					got = append(got, r.Number+":"+r.Match)
				}
				same(t, strings.Join(got, " "), tt.want)
				return err
			})
		})
	}
}
