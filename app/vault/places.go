package vault

import (
	"errors"
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/store"
)

// SavePlace keeps a place; without an id it makes one. That one is no longer used
// is not said here: see EndPlace.
func (tx *Tx) SavePlace(p app.Place) (app.Place, error) {
	p = p.Normalised()
	p.EndedOn = ""
	if err := p.Check().OrNil(); err != nil {
		return p, err
	}
	if p.ID == "" {
		p.ID = tx.NewID()
		return p, errors.Join(store.InsertPlace(tx.Tx, p), tx.audit("place-saved", p.ID))
	}
	before, err := store.Place(tx.Tx, p.ID)
	if err != nil {
		return p, err
	}
	if before.EndedOn != "" {
		return before, app.E("place-ended", "")
	}
	return p, errors.Join(store.UpdatePlace(tx.Tx, p), tx.audit("place-saved", p.ID))
}

// EndPlace writes down that a place is no longer used. It stays in the list: what
// was there before is still asked for.
func (tx *Tx) EndPlace(id string) (app.Place, error) {
	p, err := store.Place(tx.Tx, id)
	if err != nil {
		return p, err
	}
	if p.EndedOn != "" {
		return p, app.E("place-ended", "")
	}
	p.EndedOn = tx.Today
	return p, errors.Join(store.UpdatePlace(tx.Tx, p), tx.audit("place-ended", p.ID))
}

// Places lists all of them: those in use before those that are not.
func (tx *Tx) Places() ([]app.Place, error) { return store.Places(tx.Tx) }

// TasksFor makes the tasks that follow outside the vault from what was done, or is
// being done, in it: one for each place in use that may hold the person's data, for
// each file that was taken out, and a notice for each recipient, of the places or
// of the log of disclosures (GDPR Art. 17(2), 19). kind erase and rectify give
// notices along; notify gives only those, as a restriction needs. customerID empty:
// of many at once, whose names no task bears. Ask before the card is erased.
func (tx *Tx) TasksFor(kind app.TaskKind, customerID, requestID, runID string) ([]app.Task, error) {
	tasks, err := tx.outside(kind, customerID)
	if err != nil {
		return nil, err
	}
	return tx.addTasks(tasks, customerID, requestID, runID)
}

// outside are the tasks that TasksFor makes.
func (tx *Tx) outside(kind app.TaskKind, customerID string) (tasks []app.Task, err error) {
	places, err := tx.Places()
	if err != nil {
		return nil, err
	}
	for _, p := range places {
		if !p.Standing(tx.Today) {
			continue
		}
		if kind != app.TaskNotify && p.Wants(kind) {
			tasks = append(tasks, app.TaskAt(kind, p, tx.Today))
		}
		if p.Wants(app.TaskNotify) {
			tasks = append(tasks, app.TaskAt(app.TaskNotify, p, tx.Today))
		}
	}
	more, err := tx.recipientTasks(customerID, places)
	if err != nil {
		return nil, err
	}
	tasks = append(tasks, more...)
	if kind == app.TaskErase {
		if more, err = tx.copyTasks(); err != nil {
			return nil, err
		}
		tasks = append(tasks, more...)
	}
	return tasks, nil
}

// runTasks makes, once, the tasks that follow from a retention run. What goes by
// itself day after day does not ask every day for the same: a task that an earlier
// run left open asks for this one's records too.
func (tx *Tx) runTasks(run app.Run) error {
	made, err := tx.TasksOfRun(run.ID)
	if err != nil || len(made) > 0 {
		return err
	}
	tasks, err := tx.outside(app.TaskErase, "")
	if err != nil {
		return err
	}
	if run.Automatic {
		open, err := tx.OpenTasks()
		if err != nil {
			return err
		}
		tasks = slices.DeleteFunc(tasks, func(t app.Task) bool {
			return slices.ContainsFunc(open, func(o app.Task) bool {
				return o.RunID != "" && o.Kind == t.Kind && o.PlaceID == t.PlaceID && o.CopyID == t.CopyID
			})
		})
	}
	_, err = tx.addTasks(tasks, "", "", run.ID)
	return err
}

// moreNotices are for the recipients of the data on the person's other cards, who
// are not told already.
func (tx *Tx) moreNotices(told []app.Task, customerID, requestID string) ([]app.Task, error) {
	places, err := tx.Places()
	if err != nil {
		return nil, err
	}
	tasks, err := tx.recipientTasks(customerID, places)
	if err != nil {
		return nil, err
	}
	tasks = slices.DeleteFunc(tasks, func(t app.Task) bool {
		return slices.ContainsFunc(told, func(have app.Task) bool { return have.Kind == t.Kind && strings.EqualFold(have.Place, t.Place) })
	})
	return tx.addTasks(tasks, customerID, requestID, "")
}

// recipientTasks are notices to those to whom something about the customer was
// given, who are not among the places.
func (tx *Tx) recipientTasks(customerID string, places []app.Place) (tasks []app.Task, err error) {
	if customerID == "" {
		return nil, nil
	}
	given, err := tx.Disclosures(customerID)
	told := map[string]bool{}
	for _, p := range places {
		told[strings.ToLower(p.Name)] = true
	}
	for _, d := range given {
		if d.Basis == ownRequest || d.Recipient == "" || told[strings.ToLower(d.Recipient)] {
			continue
		}
		told[strings.ToLower(d.Recipient)] = true
		t := app.TaskFor(app.TaskNotify, tx.Today)
		t.Place = d.Recipient
		tasks = append(tasks, t)
	}
	return tasks, err
}

// ownRequest is the basis of what was given to the person: no recipient.
const ownRequest = "own-request"

// copyTasks are for the files that were taken out and not destroyed.
func (tx *Tx) copyTasks() (tasks []app.Task, err error) {
	copies, err := tx.Copies()
	for _, c := range copies {
		if c.GoneOn == "" {
			t := app.TaskFor(app.TaskErase, tx.Today)
			t.CopyID, t.Place = c.ID, c.File
			tasks = append(tasks, t)
		}
	}
	return tasks, err
}

func (tx *Tx) addTasks(tasks []app.Task, customerID, requestID, runID string) ([]app.Task, error) {
	about := ""
	if customerID != "" {
		c, err := store.Customer(tx.Tx, customerID)
		if err != nil {
			return nil, err
		}
		about = c.Number + " " + c.Name
	}
	out := []app.Task{}
	for _, t := range tasks {
		t.ID, t.CustomerID, t.RequestID, t.RunID, t.About = tx.NewID(), customerID, requestID, runID, about
		if err := store.InsertTask(tx.Tx, t); err != nil {
			return nil, err
		}
		made, err := store.Task(tx.Tx, t.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, made)
	}
	if len(out) == 0 {
		return out, nil
	}
	return out, tx.audit("tasks-added", customerID)
}

// OpenTasks lists what is to be done outside the vault, the most pressing first.
func (tx *Tx) OpenTasks() ([]app.Task, error) { return store.OpenTasks(tx.Tx) }

// TasksOfRequest lists the tasks that came from a request, done ones too: the open
// ones are what a receipt says is still to be done.
func (tx *Tx) TasksOfRequest(requestID string) ([]app.Task, error) {
	return store.TasksOfRequest(tx.Tx, requestID)
}

// TasksOfRun is the same of a retention run.
func (tx *Tx) TasksOfRun(runID string) ([]app.Task, error) { return store.TasksOfRun(tx.Tx, runID) }

// EndTask writes down how a task was done (one of app.TaskOutcomes; all but done
// need a reason) and forgets whom it was about. The task of a copy that was
// destroyed marks the copy as gone, and ends the copy's other tasks. One that is
// done already is task-done.
func (tx *Tx) EndTask(id, outcome, note string) (app.Task, error) {
	t, err := store.Task(tx.Tx, id)
	if err != nil {
		return t, err
	}
	if !t.Open() {
		return t, app.E("task-done", "")
	}
	if t.CopyID != "" && outcome == app.TaskDone {
		if err := store.MarkCopyGone(tx.Tx, t.CopyID); err != nil && !errors.Is(err, app.E("not-found", "")) {
			return t, err
		}
		return t, errors.Join(tx.endCopyTasks(t.CopyID), tx.audit("copy-gone", t.CopyID))
	}
	if t, err = t.Done(outcome, note, tx.Today); err != nil {
		return t, err
	}
	return t, errors.Join(store.EndTask(tx.Tx, t), tx.uncleansed(), tx.audit("task-ended", t.ID, t.Outcome))
}

// endCopyTasks ends what was to be done about a copy that is gone.
func (tx *Tx) endCopyTasks(copyID string) error {
	tasks, err := store.OpenCopyTasks(tx.Tx, copyID)
	if err != nil || len(tasks) == 0 {
		return err
	}
	for _, t := range slices.Clone(tasks) {
		if t, err = t.Done(app.TaskDone, "", tx.Today); err != nil {
			return err
		}
		if err := errors.Join(store.EndTask(tx.Tx, t), tx.audit("task-ended", t.ID, t.Outcome)); err != nil {
			return err
		}
	}
	return tx.uncleansed()
}
