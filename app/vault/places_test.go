package vault_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func TestTasksFollowOutside(t *testing.T) {
	v := vaulttest.New(t)
	card := v.Customer(app.Customer{Name: "Aino Koivu", Street: "Kaislapolku 17"})
	do := func(f func(tx *vault.Tx) error) {
		t.Helper()
		if err := v.Update(f); err != nil {
			t.Fatal(err)
		}
	}
	var old app.Place
	do(func(tx *vault.Tx) error {
		_, err1 := tx.SavePlace(app.Place{Kind: app.PlacePaper, Name: "Kansio 3"})
		_, err2 := tx.SavePlace(app.Place{Kind: app.PlaceStick, Name: "Tikku B", Days: 60})
		_, err3 := tx.SavePlace(app.Place{Kind: app.PlaceAccountant, Name: "Tilitoimisto Luku Oy", Processor: true, Email: "luku@tili.example"})
		gone, err4 := tx.SavePlace(app.Place{Kind: app.PlacePhone, Name: "Vanha puhelin"})
		_, err5 := tx.EndPlace(gone.ID)
		_, err6 := tx.AddDisclosure(app.Disclosure{CustomerID: card.ID, What: "osoite", Recipient: "Kuljetus Kanto Oy", Means: app.Email, Basis: "law"})
		_, err7 := tx.AddDisclosure(app.Disclosure{CustomerID: card.ID, What: "transcript", Recipient: "Aino Koivu", Means: app.Email, Basis: "own-request"})
		_, err8 := tx.AddCopy(app.Copy{What: "customers", Format: "xlsx", File: "asiakkaat.xlsx"})
		old = gone
		return errors.Join(err1, err2, err3, err4, err5, err6, err7, err8)
	})
	names := func(ts []app.Task) (out []string) {
		for _, t := range ts {
			out = append(out, string(t.Kind)+" "+t.Place+" "+string(t.DueOn))
		}
		slices.Sort(out)
		return out
	}
	for kind, want := range map[app.TaskKind][]string{
		app.TaskErase: {"erase Kansio 3 2026-12-05", "erase Tikku B 2027-01-20", "erase asiakkaat.xlsx 2026-12-05",
			"notify Kuljetus Kanto Oy 2026-12-05", "notify Tilitoimisto Luku Oy 2026-12-05"},
		app.TaskRectify: {"notify Kuljetus Kanto Oy 2026-12-05", "notify Tilitoimisto Luku Oy 2026-12-05", "rectify Kansio 3 2026-12-05", "rectify Tikku B 2026-12-05"},
		app.TaskNotify:  {"notify Kuljetus Kanto Oy 2026-12-05", "notify Tilitoimisto Luku Oy 2026-12-05"},
	} {
		do(func(tx *vault.Tx) error {
			made, err := tx.TasksFor(kind, card.ID, "pyyntö-"+string(kind), "")
			if got := names(made); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", kind, got, want)
			}
			for _, m := range made {
				if m.About != "1001 Aino Koivu" || m.Kind == app.TaskNotify && m.Place == "Tilitoimisto Luku Oy" && m.Email != "luku@tili.example" {
					t.Errorf("%+v", m)
				}
			}
			return err
		})
	}
	do(func(tx *vault.Tx) error { // of many at once
		made, err := tx.TasksFor(app.TaskErase, "", "", "ajo")
		if len(made) != 4 || made[0].About != "" {
			t.Errorf("%+v", made)
		}
		return err
	})
	if err := v.Update(func(tx *vault.Tx) error { _, err := tx.EndPlace(old.ID); return err }); !errors.Is(err, app.E("place-ended", "")) {
		t.Errorf("ending twice: %v", err)
	}
}

// What is said of a customer in a task is there until the task is done, though the
// card is gone; afterwards it is nowhere.
func TestATaskOutlivesTheCardAndForgets(t *testing.T) {
	v := vaulttest.New(t)
	ctx := context.Background()
	card := v.Customer(app.Customer{Name: "Kuukkeli Koivumäki", CreatedOn: "2020-01-01"})
	var task app.Task
	err := v.Update(func(tx *vault.Tx) error {
		_, err1 := tx.SavePlace(app.Place{Kind: app.PlacePaper, Name: "Kansio 3"})
		made, err2 := tx.TasksFor(app.TaskErase, card.ID, "p", "")
		task = made[0]
		return errors.Join(err1, err2)
	})
	if err != nil {
		t.Fatal(err)
	}
	if p, err := v.Purge(ctx, vault.Approval{}, nil); err != nil || p.Counts.Customers != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	found := func() int {
		n, err := v.Scan(ctx, []string{"Kuukkeli Koivumäki"})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if found() == 0 {
		t.Error("the open task does not name whom it is about")
	}
	for _, c := range []struct{ outcome, note, code, field string }{
		{"ehkä", "", "choice-invalid", "outcome"}, {app.TaskImpossible, "", "required", "note"}, {app.TaskDisproportionate, " ", "required", "note"},
	} {
		if err := v.Update(func(tx *vault.Tx) error { _, err := tx.EndTask(task.ID, c.outcome, c.note); return err }); !errors.Is(err, app.E(c.code, c.field)) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	err = v.Update(func(tx *vault.Tx) error {
		_, err1 := tx.EndTask(task.ID, app.TaskImpossible, "Kansio paloi")
		all, err2 := tx.TasksOfRequest("p")
		if len(all) != 1 || all[0].About != "" || all[0].DoneOn != "2026-11-21" || all[0].Note != "Kansio paloi" {
			t.Errorf("%+v", all)
		}
		return errors.Join(err1, err2)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Update(func(tx *vault.Tx) error { _, err := tx.EndTask(task.ID, app.TaskDone, ""); return err }); !errors.Is(err, app.E("task-done", "")) {
		t.Errorf("done twice: %v", err)
	}
	v.Reopen()
	if n := found(); n != 0 {
		t.Errorf("the name is there %d times after the task was done", n)
	}
}

func TestACopyThatIsGoneEndsItsTasks(t *testing.T) {
	v := vaulttest.New(t)
	card := v.Customer(app.Customer{Name: "Aino Koivu"})
	for name, end := range map[string]func(tx *vault.Tx, task app.Task) error{
		"by a task":   func(tx *vault.Tx, task app.Task) error { _, err := tx.EndTask(task.ID, app.TaskDone, ""); return err },
		"by the copy": func(tx *vault.Tx, task app.Task) error { return tx.MarkCopyGone(task.CopyID) },
	} {
		t.Run(name, func(t *testing.T) {
			err := v.Update(func(tx *vault.Tx) error {
				if _, err := tx.AddCopy(app.Copy{What: "customers", Format: "xlsx", File: "asiakkaat.xlsx"}); err != nil {
					return err
				}
				_, err1 := tx.TasksFor(app.TaskErase, card.ID, "yksi", "")
				two, err2 := tx.TasksFor(app.TaskErase, card.ID, "kaksi", "")
				if err := errors.Join(err1, err2, end(tx, two[0])); err != nil {
					return err
				}
				open, err := tx.OpenTasks()
				if len(open) != 0 {
					t.Errorf("still open: %+v", open)
				}
				copies, err3 := tx.Copies()
				for _, c := range copies {
					if c.GoneOn == "" {
						t.Errorf("still out: %+v", c)
					}
				}
				return errors.Join(err, err3)
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestAPlaceIsJudged(t *testing.T) {
	for name, c := range map[string]struct {
		place app.Place
		want  error
	}{
		"sound":                      {app.Place{Kind: app.PlaceMail, Name: "Posti", Country: "us", Safeguard: "Vakiolausekkeet"}, nil},
		"within the EEA":             {app.Place{Kind: app.PlaceMail, Name: "Posti", Country: "de"}, nil},
		"in Finland":                 {app.Place{Kind: app.PlaceMail, Name: "Posti", Country: "Suomi"}, nil},
		"without a name":             {app.Place{Kind: app.PlaceMail}, app.E("required", "name")},
		"of no kind":                 {app.Place{Kind: "pilvi", Name: "x"}, app.E("choice-invalid", "kind")},
		"a transfer without ground":  {app.Place{Kind: app.PlaceChat, Name: "x", Country: "US"}, app.E("required", "safeguard")},
		"a country that is none":     {app.Place{Kind: app.PlaceChat, Name: "x", Country: "Yhdysvallat", Safeguard: "x"}, app.E("country-form", "country")},
		"a rotation that never ends": {app.Place{Kind: app.PlaceStick, Name: "x", Days: 4000}, app.E("invalid", "days")},
		"an address that is none":    {app.Place{Kind: app.PlaceStick, Name: "x", Email: "posti"}, app.E("email-form", "email")},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.place.Normalised().Check().OrNil()
			if c.want == nil && err != nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}
