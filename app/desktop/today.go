package desktop

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// Today is the first page: what waits for the owner.
type Today struct{ sh *shell }

// goingAhead is how many days ahead the day's page looks.
const goingAhead = 90

// Waiting lists what waits today, the most urgent first.
func (t *Today) Waiting() ([]app.TodayRow, error) {
	return view(t.sh, func(tx *vault.Tx) ([]app.TodayRow, error) {
		rows, err := tx.Waiting()
		return list(rows), err
	})
}

// Going counts what goes by the rules now and soon. It goes through the whole
// register: the page shows what waits without waiting for it.
func (t *Today) Going() (app.Going, error) {
	return view(t.sh, func(tx *vault.Tx) (app.Going, error) {
		review, err := tx.Review(goingAhead)
		return app.GoingOf(review), err
	})
}
