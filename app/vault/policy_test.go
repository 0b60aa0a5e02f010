package vault_test

import (
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func TestPolicyIsKept(t *testing.T) {
	v := vaulttest.New(t)
	months := func(class string, on app.Day) (n int) {
		t.Helper()
		if err := v.View(func(tx *vault.Tx) error {
			p, err := tx.Policy()
			r, _ := p.Rule(class, on)
			n = r.Months
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if got := months(app.ClassCustomer, "2026-11-21"); got != 36 {
		t.Fatalf("a register begins with Softop's promise, got %d months", got)
	}
	err := v.Update(func(tx *vault.Tx) error {
		if _, err := tx.SetRule(app.Rule{Class: app.ClassCustomer, Months: 24}); err != nil {
			return err
		}
		if _, err := tx.SetRule(app.Rule{Class: app.ClassChat, From: app.FromRecord, Months: 1, Since: "2027-06-01"}); err != nil {
			return err
		}
		_, err := tx.SetAuto(app.ClassChat, true)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	v.Reopen()
	if got := []int{months(app.ClassCustomer, "2026-11-21"), months(app.ClassChat, "2027-05-31"), months(app.ClassChat, "2027-06-01")}; !slices.Equal(got, []int{24, 0, 1}) {
		t.Errorf("after unlocking again: %v", got)
	}

	// Another notice outweighs all that was set, also for days to come.
	if err := v.Update(func(tx *vault.Tx) error { _, err := tx.UsePreset("seamk"); return err }); err != nil {
		t.Fatal(err)
	}
	if got := []int{months(app.ClassCustomer, "2026-11-21"), months(app.ClassChat, "2026-11-21"), months(app.ClassChat, "2027-06-01")}; !slices.Equal(got, []int{36, 6, 6}) {
		t.Errorf("after taking another notice: %v", got)
	}
	err = v.View(func(tx *vault.Tx) error {
		all, err := tx.Promised()
		if err != nil || len(all) < 4 || all[0].Rule.Months != 24 || all[0].On != "2026-11-21" {
			t.Errorf("what was promised is not to be read any more: %+v, %v", all, err)
		}
		auto, err := tx.AutoClasses()
		if !slices.Equal(auto, []string{app.ClassChat}) {
			t.Errorf("goes by itself: %v", auto)
		}
		log, _, err2 := tx.Audit(20, 0)
		for _, want := range []string{"rule-set", "preset-used", "settings-changed"} {
			if !slices.ContainsFunc(log, func(r app.AuditRow) bool { return r.Action == want }) {
				t.Errorf("%s is not in the log", want)
			}
		}
		return firstOf(err, err2)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
