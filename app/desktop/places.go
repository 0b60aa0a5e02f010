package desktop

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// DataPlaces is where, besides the vault, data of customers lie.
type DataPlaces struct{ sh *shell }

// List gives those in use before those that are not.
func (p *DataPlaces) List() ([]app.Place, error) {
	return view(p.sh, places)
}

// Save keeps a place; without an id it makes one.
func (p *DataPlaces) Save(place app.Place) ([]app.Place, error) {
	return update(p.sh, func(tx *vault.Tx) ([]app.Place, error) {
		if _, err := tx.SavePlace(place); err != nil {
			return nil, err
		}
		return places(tx)
	})
}

// End writes down that a place is no longer used.
func (p *DataPlaces) End(id string) ([]app.Place, error) {
	return update(p.sh, func(tx *vault.Tx) ([]app.Place, error) {
		if _, err := tx.EndPlace(id); err != nil {
			return nil, err
		}
		return places(tx)
	})
}

func places(tx *vault.Tx) ([]app.Place, error) {
	all, err := tx.Places()
	return list(all), err
}

// Tasks is what is to be done outside the vault.
type Tasks struct{ sh *shell }

// Open lists what is to be done, the most pressing first.
func (t *Tasks) Open() ([]app.Task, error) { return view(t.sh, openTasks) }

// OfRequest lists the tasks that came from a request, done ones too.
func (t *Tasks) OfRequest(requestID string) ([]app.Task, error) {
	return view(t.sh, func(tx *vault.Tx) ([]app.Task, error) {
		all, err := tx.TasksOfRequest(requestID)
		return list(all), err
	})
}

// End writes down how a task was done, and gives what is still open.
func (t *Tasks) End(id, outcome, note string) ([]app.Task, error) {
	return update(t.sh, func(tx *vault.Tx) ([]app.Task, error) {
		if _, err := tx.EndTask(id, outcome, note); err != nil {
			return nil, err
		}
		return openTasks(tx)
	})
}

func openTasks(tx *vault.Tx) ([]app.Task, error) {
	all, err := tx.OpenTasks()
	return list(all), err
}
