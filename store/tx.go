package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"golang.org/x/text/unicode/norm"

	"kortisto/app"
)

// Tx is a transaction in which time stands still. It prepares each statement
// once: an import of thousands of rows pays for parsing only with the first.
// Statements are closed by the commit or rollback of the sql.Tx.
type Tx struct {
	*sql.Tx
	Now   time.Time
	Today app.Day
	NewID func() string

	// Gone are the attachments whose rows this transaction deleted, in whatever
	// way: once it is committed, their bytes have to go as well.
	Gone []string

	statements map[string]*sql.Stmt
	failed     error      // what a statement that changes something said first
	head       *chainHead // the end of the audit chain, once it was read
}

// stamp is the form of points in time: RFC 3339, UTC, sorting as text.
const stamp = "2006-01-02T15:04:05.000Z"

// TimeText writes a moment in that form; "" for none.
func TimeText(t time.Time) string { return timeText(t) }

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(stamp)
}

func readTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(stamp, s)
}

func (tx *Tx) prepared(query string) (*sql.Stmt, error) {
	if s, ok := tx.statements[query]; ok {
		return s, nil
	}
	s, err := tx.Tx.Prepare(query)
	if err != nil {
		return nil, fmt.Errorf("store: prepare: %w", err)
	}
	if tx.statements == nil {
		tx.statements = map[string]*sql.Stmt{}
	}
	tx.statements[query] = s
	return s, nil
}

// exec runs a statement and returns its result.
func (tx *Tx) exec(query string, args ...any) (sql.Result, error) {
	s, err := tx.prepared(query)
	if err != nil {
		return nil, err
	}
	r, err := s.Exec(clean(args)...)
	if tx.failed == nil {
		tx.failed = err
	}
	return r, err
}

// Failed is the first error of a statement that was to change something, also where
// it was made good: such a transaction can not be committed without a journal.
func Failed(tx *Tx) error { return tx.failed }

// must runs a statement that has to change exactly one row.
func (tx *Tx) must(query string, args ...any) error {
	r, err := tx.exec(query, args...)
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	if err != nil {
		return err
	}
	if n != 1 {
		return app.E("not-found", "")
	}
	return nil
}

// scanner is a *sql.Row or *sql.Rows.
type scanner interface{ Scan(dest ...any) error }

// list reads all rows of a query and closes it.
func list[T any](tx *Tx, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	out := []T{}
	err := each(tx, func(s scanner) error {
		v, err := scan(s)
		if err == nil {
			out = append(out, v)
		}
		return err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// errStop ends each early without an error.
var errStop = errors.New("store: stop")

// each calls f for each row of a query and closes it.
func each(tx *Tx, f func(scanner) error, query string, args ...any) (err error) {
	s, err := tx.prepared(query)
	if err != nil {
		return err
	}
	rows, err := s.Query(clean(args)...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := f(rows); err == errStop {
			return nil
		} else if err != nil {
			return err
		}
	}
	return rows.Err()
}

// one reads a single row; none is app.E("not-found").
func one[T any](tx *Tx, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	var zero T
	s, err := tx.prepared(query)
	if err != nil {
		return zero, err
	}
	v, err := scan(s.QueryRow(clean(args)...))
	if errors.Is(err, sql.ErrNoRows) {
		return zero, app.E("not-found", "")
	}
	if err != nil {
		return zero, err
	}
	return v, nil
}

// value reads a single value of a single row.
func value[T any](tx *Tx, query string, args ...any) (T, error) {
	return one(tx, scanOne[T], query, args...)
}

func scanOne[T any](s scanner) (T, error) {
	var v T
	err := s.Scan(&v)
	return v, err
}

// clean turns the argument types of package app into what the driver knows,
// and text into normal form C.
func clean(args []any) []any {
	for i, a := range args {
		switch v := a.(type) {
		case string:
			args[i] = norm.NFC.String(v)
		case app.Day:
			args[i] = string(v)
		case app.Kind:
			args[i] = string(v)
		case app.Lang:
			args[i] = string(v)
		case app.Channel:
			args[i] = string(v)
		case app.Direction:
			args[i] = string(v)
		case app.PersonRole:
			args[i] = string(v)
		case app.Purpose:
			args[i] = string(v)
		case app.Role:
			args[i] = string(v)
		case app.MessageKind:
			args[i] = string(v)
		case time.Time:
			args[i] = timeText(v)
		case bool:
			args[i] = 0
			if v {
				args[i] = 1
			}
		}
	}
	return args
}

// placeholders gives "?,?,?" and the values as arguments.
func placeholders[T any](vs []T) (string, []any) {
	if len(vs) == 0 {
		return "NULL", nil
	}
	b := make([]byte, 0, 2*len(vs))
	args := make([]any, len(vs))
	for i, v := range vs {
		b = append(b, '?', ',')
		args[i] = v
	}
	return string(b[:len(b)-1]), args
}

// chunk is how many ids go into one statement.
const chunk = 500

// chunks cuts vs into pieces that one statement can take.
func chunks[T any](vs []T, f func([]T) error) error {
	for len(vs) > 0 {
		n := min(chunk, len(vs))
		if err := f(vs[:n]); err != nil {
			return err
		}
		vs = vs[n:]
	}
	return nil
}
