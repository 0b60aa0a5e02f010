package store

import (
	"errors"

	"kortisto/app"
)

// openRequest is the condition of a request that still waits for something;
// r is the row of requests.
const openRequest = `r.state IN ('received', 'identity', 'clarify', 'working')`

const requestColumns = `SELECT r.key, r.id, r.number, r.kind, r.state, r.received, r.channel, r.marketing, r.verified_on, r.method,
	r.extended_on, r.outcome, r.refuse_ground, r.closed_on, coalesce(c.id, ''), coalesce(c.number, ''),
	coalesce(p.name, ''), coalesce(p.address, ''), coalesce(p.email, ''), coalesce(p.phone, ''), coalesce(p.language, ''),
	coalesce(p.representative, ''), coalesce(p.authority, ''), coalesce(p.words, ''), coalesce(p.scope, ''),
	coalesce(p.verified_note, ''), coalesce(p.extend_reason, ''), coalesce(p.reason, '')
	FROM requests r LEFT JOIN request_people p ON p.request_key = r.key LEFT JOIN customers c ON c.key = p.customer_key `

type keyedRequest struct {
	key int64
	app.Request
}

func scanRequest(s scanner) (r keyedRequest, err error) {
	err = s.Scan(&r.key, &r.ID, &r.Number, &r.Kind, &r.State, &r.Received, &r.Channel, &r.Marketing, &r.VerifiedOn, &r.Method,
		&r.ExtendedOn, &r.Outcome, &r.RefuseGround, &r.ClosedOn, &r.CustomerID, &r.Customer,
		&r.Name, &r.Address, &r.Email, &r.Phone, &r.Language,
		&r.Representative, &r.Authority, &r.Words, &r.Scope, &r.VerifiedNote, &r.ExtendReason, &r.Reason)
	r.Pauses = []app.Pause{}
	return r, err
}

// requests reads requests with their pauses and works out their deadlines.
func requests(tx *Tx, query string, args ...any) ([]app.Request, error) {
	keyed, err := list(tx, scanRequest, requestColumns+query, args...)
	if err != nil {
		return nil, err
	}
	keys, at := make([]int64, len(keyed)), map[int64]int{}
	for i, k := range keyed {
		keys[i], at[k.key] = k.key, i
	}
	err = chunks(keys, func(part []int64) error {
		marks, args := placeholders(part)
		return each(tx, func(s scanner) error {
			var key int64
			var p app.Pause
			err := s.Scan(&key, &p.From, &p.To, &p.Why)
			keyed[at[key]].Pauses = append(keyed[at[key]].Pauses, p)
			return err
		}, `SELECT request_key, from_day, to_day, why FROM request_pauses WHERE request_key IN (`+marks+`) ORDER BY key`, args...)
	})
	out := make([]app.Request, len(keyed))
	for i, k := range keyed {
		out[i] = k.Request
		out[i].Deadline = app.DeadlineOf(k.Request, tx.Today)
	}
	return out, err
}

// Request reads one request by id, its deadline worked out as of today, or
// not-found.
func Request(tx *Tx, id string) (app.Request, error) { return oneRequest(tx, `WHERE r.id = ?`, id) }

// RequestByNumber reads one request by its number, in any case of its letters.
func RequestByNumber(tx *Tx, number string) (app.Request, error) {
	return oneRequest(tx, `WHERE r.number = ? COLLATE NOCASE`, number)
}

func oneRequest(tx *Tx, where, value string) (app.Request, error) {
	all, err := requests(tx, where, value)
	if err != nil {
		return app.Request{}, err
	}
	if len(all) == 0 {
		return app.Request{}, app.E("not-found", "request", "value", value)
	}
	return all[0], nil
}

// OpenRequests lists what waits for something, by the day of receipt.
func OpenRequests(tx *Tx) ([]app.Request, error) {
	return requests(tx, `WHERE r.closed_on = '' ORDER BY r.received, r.key`)
}

// ClosedRequests lists what is done with, the newest first. Their time (class
// "request") counts from ClosedOn.
func ClosedRequests(tx *Tx) ([]app.Request, error) {
	return requests(tx, `WHERE r.closed_on <> '' ORDER BY r.closed_on DESC, r.key DESC`)
}

// RequestsOf lists a customer's requests, open and closed, the newest first.
func RequestsOf(tx *Tx, customerID string) ([]app.Request, error) {
	return requests(tx, `WHERE c.id = ? ORDER BY r.received DESC, r.key DESC`, customerID)
}

// RequestNumbers lists the numbers in use that begin so.
func RequestNumbers(tx *Tx, prefix string) ([]string, error) {
	return list(tx, scanOne[string], `SELECT number FROM requests WHERE substr(number, 1, length(?)) = ?`, prefix, prefix)
}

// InsertRequest writes a new request down.
func InsertRequest(tx *Tx, r app.Request) error {
	done, err := tx.exec(`INSERT INTO requests (id, number, kind, state, received, channel, marketing, verified_on, method, extended_on, outcome, refuse_ground, closed_on)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`, r.ID, r.Number, string(r.Kind), string(r.State), r.Received, r.Channel, r.Marketing, r.VerifiedOn, string(r.Method),
		r.ExtendedOn, r.Outcome, r.RefuseGround, r.ClosedOn)
	if err != nil {
		return err
	}
	key, err := done.LastInsertId()
	if err != nil {
		return err
	}
	customer, err := cardOf(tx, r)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO request_people (request_key, customer_key, name, address, email, phone, language, representative, authority, words, scope, verified_note, extend_reason, reason)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)`, key, customer, r.Name, r.Address, r.Email, r.Phone, r.Language, r.Representative, r.Authority, r.Words, r.Scope,
		r.VerifiedNote, r.ExtendReason, r.Reason)
	if err != nil {
		return err
	}
	return setPauses(tx, key, r.Pauses)
}

// cardOf is the key of the card of who asks, nil without one.
func cardOf(tx *Tx, r app.Request) (any, error) {
	if r.CustomerID == "" {
		return nil, nil
	}
	key, err := customerKey(tx, r.CustomerID)
	return key, err
}

// UpdateRequest writes a request anew by id, with its pauses. Number and kind
// stay as they are.
func UpdateRequest(tx *Tx, r app.Request) error {
	key, err := requestKey(tx, r.ID)
	if err != nil {
		return err
	}
	customer, err := cardOf(tx, r)
	if err != nil {
		return err
	}
	if err := tx.must(`UPDATE requests SET state = ?, received = ?, channel = ?, verified_on = ?, method = ?, extended_on = ?, outcome = ?, refuse_ground = ?, closed_on = ? WHERE key = ?`,
		string(r.State), r.Received, r.Channel, r.VerifiedOn, string(r.Method), r.ExtendedOn, r.Outcome, r.RefuseGround, r.ClosedOn, key); err != nil {
		return err
	}
	if err := tx.must(`UPDATE request_people SET customer_key = ?, name = ?, address = ?, email = ?, phone = ?, language = ?, representative = ?, authority = ?,
		words = ?, scope = ?, verified_note = ?, extend_reason = ?, reason = ? WHERE request_key = ?`,
		customer, r.Name, r.Address, r.Email, r.Phone, r.Language, r.Representative, r.Authority, r.Words, r.Scope, r.VerifiedNote, r.ExtendReason, r.Reason, key); err != nil {
		return err
	}
	return setPauses(tx, key, r.Pauses)
}

// setPauses writes what of the pauses has changed: they are only ever added, and
// the last one ended.
func setPauses(tx *Tx, request int64, pauses []app.Pause) error {
	keys, err := list(tx, scanOne[int64], `SELECT key FROM request_pauses WHERE request_key = ? ORDER BY key`, request)
	if err != nil {
		return err
	}
	if len(keys) > len(pauses) {
		return app.E("invalid", "pauses")
	}
	for i, p := range pauses {
		if i < len(keys) {
			err = tx.must(`UPDATE request_pauses SET from_day = ?, to_day = ?, why = ? WHERE key = ?`, p.From, p.To, p.Why, keys[i])
		} else {
			_, err = tx.exec(`INSERT INTO request_pauses (request_key, from_day, to_day, why) VALUES (?,?,?,?)`, request, p.From, p.To, p.Why)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// AddRequestEvent adds a line to a request's history.
func AddRequestEvent(tx *Tx, requestID string, e app.RequestEvent) error {
	key, err := requestKey(tx, requestID)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO request_events (request_key, on_day, what, note) VALUES (?,?,?,?)`, key, e.On, e.What, e.Note)
	return err
}

// RequestHistory lists what happened to a request, in the order of writing.
func RequestHistory(tx *Tx, requestID string) ([]app.RequestEvent, error) {
	return list(tx, func(s scanner) (e app.RequestEvent, err error) {
		err = s.Scan(&e.On, &e.What, &e.Note)
		return e, err
	}, `SELECT e.on_day, e.what, e.note FROM request_events e JOIN requests r ON r.key = e.request_key WHERE r.id = ? ORDER BY e.key`, requestID)
}

func requestKey(tx *Tx, id string) (int64, error) {
	key, err := value[int64](tx, `SELECT key FROM requests WHERE id = ?`, id)
	if errors.Is(err, app.E("not-found", "")) {
		err = app.E("not-found", "request")
	}
	return key, err
}

// asked are the open requests, by the key of the cards that they keep. A request is
// somebody's who is on its card, on a card that the owner found to be theirs, among
// the contact persons of one; one that names no card yet, everybody's with the address
// from which it came.
const asked = `(SELECT p.customer_key AS card, r.id AS id, r.number AS number FROM requests r JOIN request_people p ON p.request_key = r.key
		WHERE ` + openRequest + ` AND p.customer_key IS NOT NULL
	UNION SELECT c.key, r.id, r.number FROM requests r JOIN finds f ON f.request_id = r.id JOIN customers c ON c.id = f.customer_id
		WHERE ` + openRequest + ` AND f.same = '` + app.SameYes + `' AND f.register IN ('customers', 'contact_persons')
	UNION SELECT c.key, r.id, r.number FROM requests r JOIN request_people p ON p.request_key = r.key JOIN customers c ON c.email = p.email
		WHERE ` + openRequest + ` AND p.customer_key IS NULL AND p.email <> '' AND c.email <> '')`

// addRequests adds the open requests of the customers: they keep everything of
// theirs until they are closed.
func addRequests(tx *Tx, files map[int64]*app.File, among string, args []any) error {
	return each(tx, func(s scanner) error {
		var key int64
		g := app.Guard{Because: app.BecauseRequest}
		if err := s.Scan(&key, &g.Ref, &g.Text); err != nil {
			return err
		}
		if f := files[key]; f != nil {
			f.Guards = append(f.Guards, g)
		}
		return nil
	}, `SELECT card, id, number FROM `+asked+` WHERE card `+among+` ORDER BY number, id`, args...)
}

// AskedEntries gives the open requests that keep entries of the e-mail list, by the
// entry's id: those that came from its address, and those for which the owner found
// it to be the person's.
func AskedEntries(tx *Tx) (map[string][]app.Guard, error) {
	out := map[string][]app.Guard{}
	return out, each(tx, func(s scanner) error {
		g := app.Guard{Because: app.BecauseRequest}
		var entry string
		err := s.Scan(&entry, &g.Ref, &g.Text)
		out[entry] = append(out[entry], g)
		return err
	}, `SELECT e.id, r.id, r.number FROM request_people p JOIN requests r ON r.key = p.request_key JOIN list_entries e ON e.email = p.email
		WHERE `+openRequest+` AND p.email <> ''
		UNION SELECT e.id, r.id, r.number FROM finds f JOIN requests r ON r.id = f.request_id JOIN list_entries e ON e.id = f.record
		WHERE `+openRequest+` AND f.same = '`+app.SameYes+`' AND f.register = 'list_entries'
		ORDER BY 1, 3`)
}
