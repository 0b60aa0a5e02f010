package store

import "kortisto/app"

const letterColumns = `SELECT l.id, r.id, coalesce(c.id, ''), l.kind, l.language, l.on_day, l.way, l.pages, l.sha256
	FROM letters l JOIN requests r ON r.key = l.request_key
	LEFT JOIN request_people p ON p.request_key = r.key LEFT JOIN customers c ON c.key = p.customer_key `

func scanLetter(s scanner) (l app.IssuedLetter, err error) {
	err = s.Scan(&l.ID, &l.RequestID, &l.CustomerID, &l.Kind, &l.Language, &l.On, &l.Way, &l.Pages, &l.SHA256)
	return l, err
}

// InsertLetter writes down a letter that went out because of a request.
func InsertLetter(tx *Tx, l app.IssuedLetter) error {
	return tx.must(`INSERT INTO letters (id, request_key, kind, language, on_day, way, pages, sha256)
		SELECT ?, key, ?, ?, ?, ?, ?, ? FROM requests WHERE id = ?`,
		l.ID, l.Kind, l.Language, l.On, l.Way, l.Pages, l.SHA256, l.RequestID)
}

// LettersOf lists the letters of a request, the newest first.
func LettersOf(tx *Tx, requestID string) ([]app.IssuedLetter, error) {
	return list(tx, scanLetter, letterColumns+`WHERE r.id = ? ORDER BY l.key DESC`, requestID)
}
