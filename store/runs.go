package store

import (
	"encoding/json"
	"errors"

	"kortisto/app"
)

const runColumns = `SELECT id, on_day, began_at, ended_at, state, automatic, digest, records, done, unsearched, residue, counts, classes, kept, rules, ledger FROM runs `

func scanRun(s scanner) (r app.Run, err error) {
	var counts, classes, kept, rules, ledger string
	if err = s.Scan(&r.ID, &r.On, &r.Began, &r.Ended, &r.State, &r.Automatic, &r.Digest, &r.Records, &r.Done, &r.Unsearched, &r.Residue,
		&counts, &classes, &kept, &rules, &ledger); err != nil {
		return r, err
	}
	r.BeganAt, err = readTime(r.Began)
	return r, errors.Join(err, json.Unmarshal([]byte(counts), &r.Counts), json.Unmarshal([]byte(classes), &r.Classes),
		json.Unmarshal([]byte(kept), &r.Kept), json.Unmarshal([]byte(rules), &r.Rules), json.Unmarshal([]byte(ledger), &r.Ledger))
}

func runFigures(r app.Run) ([]any, error) {
	out := []any{r.Ended, string(r.State), r.Done, r.Unsearched, r.Residue}
	for _, v := range []any{r.Counts, r.Classes, r.Kept, r.Rules, r.Ledger} {
		b, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		out = append(out, string(b))
	}
	return out, nil
}

// InsertRun writes a run down that is about to begin, with the records that were
// approved, in the order in which they go.
func InsertRun(tx *Tx, r app.Run, records []app.Decision) error {
	figures, err := runFigures(r)
	if err != nil {
		return err
	}
	done, err := tx.exec(`INSERT INTO runs (id, on_day, began_at, automatic, digest, records, ended_at, state, done, unsearched, residue, counts, classes, kept, rules, ledger)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`, append([]any{r.ID, r.On, r.BeganAt, r.Automatic, r.Digest, r.Records}, figures...)...)
	if err != nil {
		return err
	}
	key, err := done.LastInsertId()
	if err != nil {
		return err
	}
	for _, d := range records {
		if _, err := tx.exec(`INSERT INTO run_records (run_key, class, record, done) VALUES (?,?,?,0)`, key, d.Class, d.Record); err != nil {
			return err
		}
	}
	return nil
}

// UpdateRun writes how far a run has come.
func UpdateRun(tx *Tx, r app.Run) error {
	figures, err := runFigures(r)
	if err != nil {
		return err
	}
	return tx.must(`UPDATE runs SET ended_at = ?, state = ?, done = ?, unsearched = ?, residue = ?, counts = ?, classes = ?, kept = ?, rules = ?, ledger = ? WHERE id = ?`,
		append(figures, r.ID)...)
}

// RunRecords gives the next records that a run has to do, all of one class; none
// when it has done all.
func RunRecords(tx *Tx, runID string, limit int) (class string, records []string, err error) {
	err = each(tx, func(s scanner) error {
		var c, record string
		if err := s.Scan(&c, &record); err != nil {
			return err
		}
		if class != "" && c != class {
			return errStop
		}
		class, records = c, append(records, record)
		return nil
	}, `SELECT r.class, r.record FROM run_records r JOIN runs u ON u.key = r.run_key WHERE u.id = ? AND r.done = 0 ORDER BY r.key LIMIT ?`, runID, limit)
	return class, records, err
}

// RunRecordsDone marks records of a run as settled.
func RunRecordsDone(tx *Tx, runID, class string, records []string) error {
	return chunks(records, func(part []string) error {
		marks, args := placeholders(part)
		_, err := tx.exec(`UPDATE run_records SET done = 1 WHERE run_key = (SELECT key FROM runs WHERE id = ?) AND class = ? AND record IN (`+marks+`)`,
			append([]any{runID, class}, args...)...)
		return err
	})
}

// ForgetRunRecords lets go of the ids that a run was approved for: it has ended.
func ForgetRunRecords(tx *Tx, runID string) error {
	_, err := tx.exec(`DELETE FROM run_records WHERE run_key = (SELECT key FROM runs WHERE id = ?)`, runID)
	return err
}

// Runs lists the newest runs first.
func Runs(tx *Tx, limit, offset int) ([]app.Run, error) {
	if limit <= 0 {
		limit = -1
	}
	return list(tx, scanRun, runColumns+`ORDER BY key DESC LIMIT ? OFFSET ?`, limit, max(offset, 0))
}

// Run reads one by id.
func Run(tx *Tx, id string) (app.Run, error) { return one(tx, scanRun, runColumns+`WHERE id = ?`, id) }

// GoingRuns are those that have not ended.
func GoingRuns(tx *Tx) ([]app.Run, error) {
	return list(tx, scanRun, runColumns+`WHERE state = ? ORDER BY key`, string(app.RunGoing))
}
