package desktop

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// todayStory: what waits stands on the day's page in the order of its last day,
// and those who only wait for an answer come after it.
func todayStory(b *bench, id string) {
	b.Helper()
	if _, err := update(b.sh, func(tx *vault.Tx) (none, error) {
		if _, err := tx.AddContact(app.Contact{CustomerID: id, On: tx.Today.AddDays(-3), Channel: app.Email, Direction: app.In, Subject: "Milloin ehditte?", Waiting: true}); err != nil {
			return none{}, err
		}
		if _, err := tx.PlaceHold(app.Hold{CustomerID: id, Kind: app.HoldDispute, Reason: "Riita kesken", ReviewOn: tx.Today.AddDays(9)}); err != nil {
			return none{}, err
		}
		_, err := tx.RegisterRequest(app.Request{Kind: app.AskAccess, CustomerID: id, Name: "Aino Esimerkki", Received: tx.Today, Channel: app.Email, Words: "Mitä minusta on?"})
		return none{}, err
	}); err != nil {
		b.Fatal(err)
	}
	var kinds []string
	for _, row := range do[[]app.TodayRow](b, "Today.Waiting") {
		if row.CustomerID != id {
			continue
		}
		kinds = append(kinds, row.Kind)
		if row.Kind == app.TodayContact && row.Left != -3 || row.Kind == app.TodayRequest && row.Left < 28 {
			b.Errorf("%+v", row)
		}
	}
	if len(kinds) != 3 || kinds[0] != app.TodayHold || kinds[1] != app.TodayRequest || kinds[2] != app.TodayContact {
		b.Errorf("in the order %v", kinds)
	}
	if g := do[app.Going](b, "Today.Going"); g.Now != 0 || g.In90 < g.In30 {
		b.Errorf("going %+v", g)
	}
}
