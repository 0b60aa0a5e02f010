package store

import (
	"database/sql"

	"kortisto/app"
)

const placeColumns = `SELECT id, kind, name, recipient, processor, email, contents, country, safeguard, days, ended_on FROM places `

func scanPlace(s scanner) (p app.Place, err error) {
	err = s.Scan(&p.ID, &p.Kind, &p.Name, &p.Recipient, &p.Processor, &p.Email, &p.Holds, &p.Country, &p.Safeguard, &p.Days, &p.EndedOn)
	return p, err
}

// InsertPlace adds a place.
func InsertPlace(tx *Tx, p app.Place) error {
	_, err := tx.exec(`INSERT INTO places (id, kind, name, recipient, processor, email, contents, country, safeguard, days, ended_on)
		VALUES (?,?,?,?,?,?,?,?,?,?,?)`,
		p.ID, string(p.Kind), p.Name, p.Recipient, p.Processor, p.Email, p.Holds, p.Country, p.Safeguard, p.Days, p.EndedOn)
	return err
}

// UpdatePlace writes a place anew, by id.
func UpdatePlace(tx *Tx, p app.Place) error {
	return tx.must(`UPDATE places SET kind = ?, name = ?, recipient = ?, processor = ?, email = ?, contents = ?, country = ?, safeguard = ?, days = ?, ended_on = ?
		WHERE id = ?`, string(p.Kind), p.Name, p.Recipient, p.Processor, p.Email, p.Holds, p.Country, p.Safeguard, p.Days, p.EndedOn, p.ID)
}

// Place reads one by id.
func Place(tx *Tx, id string) (app.Place, error) {
	return one(tx, scanPlace, placeColumns+`WHERE id = ?`, id)
}

// Places lists all places: those in use before those that are not, each in the
// order in which they came.
func Places(tx *Tx) ([]app.Place, error) {
	return list(tx, scanPlace, placeColumns+`ORDER BY ended_on <> '', key`)
}

// A task's place is the name of the place, else the copy's file, else what the
// copy was, else the recipient.
const taskColumns = `SELECT t.id, t.kind, coalesce(p.id, ''), coalesce(c.id, ''),
	coalesce(p.name, CASE WHEN c.id IS NULL THEN NULL WHEN c.file <> '' THEN c.file ELSE c.what || '.' || c.format END, t.recipient),
	coalesce(p.email, ''), t.request_id, t.run_id, t.object, t.about, t.added_on, t.due_on, t.done_on, t.outcome, t.note
	FROM tasks t LEFT JOIN places p ON p.key = t.place_key LEFT JOIN copies c ON c.key = t.copy_key `

func scanTask(s scanner) (t app.Task, err error) {
	err = s.Scan(&t.ID, &t.Kind, &t.PlaceID, &t.CopyID, &t.Place, &t.Email, &t.RequestID, &t.RunID, &t.CustomerID, &t.About,
		&t.AddedOn, &t.DueOn, &t.DoneOn, &t.Outcome, &t.Note)
	return t, err
}

// InsertTask adds a task. Without a place and a copy, t.Place names a recipient.
func InsertTask(tx *Tx, t app.Task) error {
	place, err := keyOf(tx, "places", t.PlaceID)
	if err != nil {
		return err
	}
	copied, err := keyOf(tx, "copies", t.CopyID)
	if err != nil {
		return err
	}
	recipient := ""
	if !place.Valid && !copied.Valid {
		recipient = t.Place
	}
	_, err = tx.exec(`INSERT INTO tasks (id, kind, place_key, copy_key, recipient, request_id, run_id, object, about, added_on, due_on, done_on, outcome, note)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		t.ID, string(t.Kind), place, copied, recipient, t.RequestID, t.RunID, t.CustomerID, t.About, t.AddedOn, t.DueOn, t.DoneOn, t.Outcome, t.Note)
	return err
}

// keyOf is the key of a row by its id; of no id, no key.
func keyOf(tx *Tx, table, id string) (k sql.NullInt64, err error) {
	if id == "" {
		return k, nil
	}
	k.Int64, err = value[int64](tx, `SELECT key FROM `+table+` WHERE id = ?`, id)
	k.Valid = err == nil
	return k, err
}

// EndTask writes down how a task was done. One that is done already is not-found.
func EndTask(tx *Tx, t app.Task) error {
	return tx.must(`UPDATE tasks SET about = ?, done_on = ?, outcome = ?, note = ? WHERE id = ? AND done_on = ''`, t.About, t.DoneOn, t.Outcome, t.Note, t.ID)
}

// Task reads one by id.
func Task(tx *Tx, id string) (app.Task, error) {
	return one(tx, scanTask, taskColumns+`WHERE t.id = ?`, id)
}

// OpenTasks lists what is to be done, the most pressing first.
func OpenTasks(tx *Tx) ([]app.Task, error) {
	return list(tx, scanTask, taskColumns+`WHERE t.done_on = '' ORDER BY t.due_on, t.key`)
}

// OpenCopyTasks lists the open tasks that are about a copy.
func OpenCopyTasks(tx *Tx, copyID string) ([]app.Task, error) {
	return list(tx, scanTask, taskColumns+`WHERE t.done_on = '' AND c.id = ? ORDER BY t.key`, copyID)
}

// TasksOfRequest lists all tasks that came from a request, done ones too.
func TasksOfRequest(tx *Tx, requestID string) ([]app.Task, error) {
	return list(tx, scanTask, taskColumns+`WHERE t.request_id <> '' AND t.request_id = ? ORDER BY t.done_on <> '', t.due_on, t.key`, requestID)
}

// TasksOfRun lists all tasks that came from a retention run, done ones too.
func TasksOfRun(tx *Tx, runID string) ([]app.Task, error) {
	return list(tx, scanTask, taskColumns+`WHERE t.run_id <> '' AND t.run_id = ? ORDER BY t.done_on <> '', t.due_on, t.key`, runID)
}

// blankTasks takes out of the tasks for those who are being erased what the owner
// does not need any more to do them: the card's id, and of done ones the note and
// the recipient, for notes speak of people and recipients may be people.
func blankTasks(tx *Tx) error {
	_, err := tx.exec(`UPDATE tasks SET object = '', note = '', recipient = CASE done_on WHEN '' THEN recipient ELSE '' END
		WHERE object <> '' AND object IN (SELECT x.id FROM ` + everyID + ` x WHERE x.key IN (` + staged + `))`)
	return err
}
