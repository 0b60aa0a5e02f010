package printout

import (
	"errors"
	"fmt"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// BenchmarkAccessFromTheVault makes the letter to somebody of whom the register has
// a thousand events: gathers them, writes the letter, sets the pages.
func BenchmarkAccessFromTheVault(b *testing.B) {
	v := vaulttest.New(b)
	var request app.Request
	c := v.Customer(app.Customer{Name: "Helvi Mäkinen", Email: "helvi@posti.example", Language: app.Finnish})
	err := v.Update(func(tx *vault.Tx) error {
		for i := range 1000 {
			on := app.Day("2024-01-01").AddDays(i % 900)
			if i%10 == 9 {
				if _, err := tx.AddDelivery(app.Delivery{CustomerID: c.ID, On: on, Product: fmt.Sprint("Huolto ", i)}); err != nil {
					return err
				}
				continue
			}
			contact := app.Contact{CustomerID: c.ID, On: on, Channel: app.Phone, Direction: app.In, Text: "Kysyi oksien hakettamisesta ja sopi ajan. Soitetaan uudelleen ensi viikolla."}
			if i%5 == 0 {
				contact.Channel, contact.Text = app.Chat, ""
			}
			k, err := tx.AddContact(contact)
			if err == nil && contact.Channel == app.Chat {
				err = tx.AddMessages(k.ID, []app.Message{{At: "14:32", Role: app.RoleCustomer, Kind: app.KindText, Text: "Haketetaanko oksat?"}, {At: "14:33", Role: app.RoleAgent, Kind: app.KindText, Text: "Kyllä, torstaina."}})
			}
			if err != nil {
				return err
			}
		}
		var err, err2, err3 error
		request, err = tx.RegisterRequest(app.Request{Kind: app.AskAccess, CustomerID: c.ID, Channel: app.Email, Words: "Mitä minusta on tallessa?"})
		if err == nil {
			_, err2 = tx.VerifyRequest(request.ID, app.KnownEmail, tx.Today, "")
			_, err3 = tx.SearchSubject(request.ID)
		}
		return errors.Join(err, err2, err3)
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		err := v.View(func(tx *vault.Tx) error {
			in, err := AccessOfRequest(tx, request.ID, "", "[…]")
			if err != nil {
				return err
			}
			d, err := Access(in)
			if err != nil {
				return err
			}
			pdf, err := PDF(d)
			b.ReportMetric(float64(len(pdf))/1024, "KiB")
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
