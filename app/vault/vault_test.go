package vault_test

import (
	"context"
	"errors"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func TestAWrongPassphraseChangesNothingAndTheRightOneStillOpens(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Esimerkki"})
	if err := v.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	_, err := vault.Open(context.Background(), v.Options, "väärä väärä väärä")
	if !errors.Is(err, app.E("passphrase-wrong", "")) {
		t.Fatalf("got %v", err)
	}
	v.Reopen()
	err = v.View(func(tx *vault.Tx) error {
		got, err := tx.CustomerByNumber(c.Number)
		if err == nil && got.Name != c.Name {
			t.Errorf("name %q", got.Name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
