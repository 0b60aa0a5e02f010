package vault

import (
	"errors"
	"testing"

	"kortisto/app"
	"kortisto/crypto"
)

func TestWhoHoldsTheVaultIsToldOnlyWhereItIsKnown(t *testing.T) {
	for _, c := range []struct {
		err  crypto.InUseError
		want string
	}{{crypto.InUseError{PID: 7, Host: "toimisto"}, "toimisto 7"}, {crypto.InUseError{}, ""}} {
		var e *app.Error
		if !errors.As(told(&c.err), &e) || e.Code != "vault-in-use" || e.Args["by"] != c.want {
			t.Errorf("%+v: %+v", c.err, e)
		}
	}
}
