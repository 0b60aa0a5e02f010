package store

import "kortisto/app"

// InsertVisits adds visits of a batch and says how many were new: one that is
// there already, of the same visitor at the same moment on the same page, is left
// out.
func InsertVisits(tx *Tx, batchID, origin string, visits []app.PageVisit) (added int, err error) {
	batch, err := batchKey(tx, batchID)
	if err != nil {
		return 0, err
	}
	for _, v := range visits {
		r, err := tx.exec(`INSERT INTO visits (batch_key, origin, on_day, at_time, visitor, page, title, seconds, referrer, browser, place)
			SELECT ?,?,?,?,?,?,?,?,?,?,? WHERE ? = '' OR NOT EXISTS (SELECT 1 FROM visits
				WHERE visitor = ? AND visitor <> '' AND on_day = ? AND at_time = ? AND page = ? AND origin = ? AND batch_key <> ?)`,
			batch, origin, v.On, v.At, v.Visitor, v.Page, v.Title, v.Seconds, v.Referrer, v.Browser, v.Place,
			v.Visitor, v.Visitor, v.On, v.At, v.Page, origin, batch)
		if err != nil {
			return added, err
		}
		n, err := r.RowsAffected()
		if err != nil {
			return added, err
		}
		added += int(n)
	}
	return added, nil
}

// InsertVisitCounts adds lines of statistics and says how many were new: one for
// the same thing over the same days is left out, however it was counted.
func InsertVisitCounts(tx *Tx, batchID, origin string, counts []app.VisitCount) (added int, err error) {
	batch, err := batchKey(tx, batchID)
	if err != nil {
		return 0, err
	}
	for _, c := range counts {
		r, err := tx.exec(`INSERT INTO visit_counts (batch_key, origin, from_day, to_day, by, name, views, visitors)
			SELECT ?,?,?,?,?,?,?,? WHERE NOT EXISTS (SELECT 1 FROM visit_counts
				WHERE origin = ? AND by = ? AND from_day = ? AND to_day = ? AND name = ?)`,
			batch, origin, c.From, c.To, c.By, c.Name, c.Views, c.Visitors, origin, c.By, c.From, c.To, c.Name)
		if err != nil {
			return added, err
		}
		n, err := r.RowsAffected()
		if err != nil {
			return added, err
		}
		added += int(n)
	}
	return added, nil
}

func batchKey(tx *Tx, id string) (int64, error) {
	return value[int64](tx, `SELECT key FROM import_batches WHERE id = ?`, id)
}

// VisitOrigins lists the tools from which there is something.
func VisitOrigins(tx *Tx) ([]string, error) {
	return list(tx, scanOne[string], `SELECT origin FROM visits UNION SELECT origin FROM visit_counts ORDER BY 1`)
}

func scanCount(s scanner) (c app.VisitCount, err error) {
	err = s.Scan(&c.From, &c.To, &c.By, &c.Name, &c.Views, &c.Visitors)
	return c, err
}

// VisitsByDay counts a tool's visits day by day from a day on, the oldest first.
// Days without any are left out.
func VisitsByDay(tx *Tx, origin string, from app.Day) ([]app.VisitCount, error) {
	return list(tx, scanCount, `SELECT on_day, on_day, 'day', on_day, count(*), count(DISTINCT nullif(visitor, '')) FROM visits
			WHERE origin = ? AND on_day >= ? GROUP BY on_day
		UNION ALL SELECT from_day, to_day, by, name, views, visitors FROM visit_counts
			WHERE origin = ? AND by = 'day' AND from_day >= ? ORDER BY 1`, origin, from, origin, from)
}

// visitColumns are what a tool's own visits are counted by here.
var visitColumns = map[string]string{app.CountByPage: "page", app.CountBySource: "referrer", app.CountByPlace: "place", app.CountByDevice: "browser"}

// VisitsBy lists what was looked at most since a day, the most first. A line of
// statistics counts when its days begin then or later.
func VisitsBy(tx *Tx, origin, by string, from app.Day, limit int) ([]app.VisitCount, error) {
	counted := `SELECT min(from_day), max(to_day), by, name, sum(views) AS n, sum(visitors) FROM visit_counts
		WHERE origin = ? AND by = ? AND from_day >= ? GROUP BY name`
	column, ok := visitColumns[by]
	if !ok {
		return list(tx, scanCount, counted+` ORDER BY n DESC, name LIMIT ?`, origin, by, from, limit)
	}
	return list(tx, scanCount, `SELECT * FROM (`+counted+` UNION ALL SELECT min(on_day), max(on_day), ?, `+column+`, count(*), count(DISTINCT nullif(visitor, ''))
		FROM visits WHERE origin = ? AND on_day >= ? AND `+column+` <> '' GROUP BY `+column+`) ORDER BY n DESC, name LIMIT ?`,
		origin, by, from, by, origin, from, limit)
}

// tellsApart is true of a visit whose row still tells its visitor from others.
const tellsApart = `(visitor <> '' OR at_time <> '' OR referrer <> '' OR browser <> '' OR place <> '')`

// VisitorNumbers counts the rows that hold a visitor's number, and how many of
// them are of visits until a day.
func VisitorNumbers(tx *Tx, until app.Day) (all, due int, err error) {
	all, err = value[int](tx, `SELECT count(*) FROM visits WHERE visitor <> ''`)
	if err != nil {
		return 0, 0, err
	}
	due, err = value[int](tx, `SELECT count(*) FROM visits WHERE on_day <= ? AND `+tellsApart, until)
	return all, due, err
}

// ForgetVisitors blanks what tells visitors apart in visits until a day.
func ForgetVisitors(tx *Tx, until app.Day) (int, error) {
	r, err := tx.exec(`UPDATE visits SET visitor = '', at_time = '', referrer = '', browser = '', place = ''
		WHERE on_day <= ? AND `+tellsApart, until)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}
