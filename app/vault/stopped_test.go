package vault_test

import (
	"slices"
	"testing"

	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
	"kortisto/crypto"
)

// The machine stops after the vault's files are whole and before anything is
// written into it: the recovery key was shown to nobody.
func TestAVaultWhoseMakingWasStoppedSaysThatItHasNoSheet(t *testing.T) {
	o := vaulttest.New(t).Options
	o.Dir += "2"
	b, _, err := crypto.Create(t.Context(), o.Dir, vaulttest.Passphrase, crypto.Options{WorkFactor: o.WorkFactor})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	v := opened(t, o)
	if !slices.Contains(v.Notes(), vault.RecoveryUnconfirmed) {
		t.Fatalf("notes %v", v.Notes())
	}
	if err := v.ConfirmRecovery(); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if notes := opened(t, o).Notes(); len(notes) != 0 {
		t.Fatalf("notes %v", notes)
	}
}
