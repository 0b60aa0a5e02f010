package store

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"kortisto/app"
)

// The audit log is a chain. Each row's hash is SHA-256 over
//
//	previous hash (32 bytes, zeros before the first row)
//	seq           (8 bytes, big-endian)
//	at, action, object, fields, sealed  (each: length as 8 bytes, then bytes)
//
// so that an edited, dropped, swapped or inserted row breaks it, and the
// highest seq, which the database keeps apart, shows a log cut short. sealed
// is SHA-256(salt, payload) of what stands in audit_sealed, or empty.

// AuditError says that the audit chain does not hold from row Seq on.
type AuditError struct{ Seq int64 }

func (e *AuditError) Error() string { return fmt.Sprintf("store: audit chain broken at row %d", e.Seq) }

type chainHead struct {
	seq  int64
	at   string
	hash []byte
}

type auditRow struct {
	seq                        int64
	at, action, object, fields string
	sealed, hash               []byte
}

const auditColumns = `SELECT seq, at, action, object, fields, sealed, hash FROM audit `

func scanAudit(s scanner) (r auditRow, err error) {
	err = s.Scan(&r.seq, &r.at, &r.action, &r.object, &r.fields, &r.sealed, &r.hash)
	return r, err
}

func (r auditRow) sum(previous []byte) []byte {
	h := sha256.New()
	h.Write(previous)
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(r.seq))
	h.Write(n[:])
	for _, s := range []string{r.at, r.action, r.object, r.fields, string(r.sealed)} {
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	return h.Sum(nil)
}

func (r auditRow) public() (app.AuditRow, error) {
	at, err := readTime(r.at)
	row := app.AuditRow{Seq: r.seq, At: at, When: r.at, Action: r.action, Object: r.object, Fields: []string{}}
	if r.fields != "" {
		row.Fields = strings.Split(r.fields, ",")
	}
	return row, err
}

// AppendAudit adds a row to the chain: an action code, the random id of what it
// concerns, and names of fields. Never values.
func AppendAudit(tx *Tx, action, object string, fields ...string) error {
	return appendAudit(tx, action, object, "", fields)
}

// AppendAuditSealed adds a row with a payload that may have to be erased: the
// chain holds only its salted hash. It goes with the customer whose id object is.
func AppendAuditSealed(tx *Tx, action, object, payload string, fields ...string) error {
	return appendAudit(tx, action, object, payload, fields)
}

func appendAudit(tx *Tx, action, object, payload string, fields []string) error {
	head, err := auditHead(tx)
	if err != nil {
		return err
	}
	object, payload = norm.NFC.String(object), norm.NFC.String(payload) // as it will be stored
	r := auditRow{seq: head.seq + 1, at: timeText(tx.Now), action: action, object: object, fields: strings.Join(fields, ","), sealed: []byte{}}
	salt := make([]byte, 16)
	if payload != "" {
		if _, err := rand.Read(salt); err != nil {
			return err
		}
		r.sealed = seal(salt, payload)
	}
	r.hash = r.sum(head.hash)
	_, err = tx.exec(`INSERT INTO audit (seq, at, action, object, fields, sealed, hash) VALUES (?,?,?,?,?,?,?)`,
		r.seq, r.at, r.action, r.object, r.fields, r.sealed, r.hash)
	if err != nil {
		return err
	}
	tx.head = &chainHead{seq: r.seq, at: r.at, hash: r.hash}
	if payload == "" {
		return nil
	}
	_, err = tx.exec(`INSERT INTO audit_sealed (seq, salt, payload) VALUES (?,?,?)`, r.seq, salt, payload)
	return err
}

func seal(salt []byte, payload string) []byte {
	h := sha256.New()
	h.Write(salt)
	h.Write([]byte(payload))
	return h.Sum(nil)
}

// auditHead is the newest row of the chain, read once in a transaction.
func auditHead(tx *Tx) (*chainHead, error) {
	if tx.head != nil {
		return tx.head, nil
	}
	r, err := one(tx, scanAudit, auditColumns+`ORDER BY seq DESC LIMIT 1`)
	if errors.Is(err, app.E("not-found", "")) {
		r, err = auditRow{hash: make([]byte, sha256.Size)}, nil // the newest line is never cut off
	}
	if err != nil {
		return nil, err
	}
	tx.head = &chainHead{seq: r.seq, at: r.at, hash: r.hash}
	return tx.head, nil
}

// AuditRows lists the log, newest first, and says how many rows there are.
func AuditRows(tx *Tx, limit, offset int) ([]app.AuditRow, int, error) {
	total, err := value[int](tx, `SELECT count(*) FROM audit`)
	if err != nil {
		return nil, 0, err
	}
	if limit <= 0 {
		limit = -1
	}
	rows, err := list(tx, scanPublicAudit, auditColumns+`ORDER BY seq DESC LIMIT ? OFFSET ?`, limit, max(offset, 0))
	return rows, total, err
}

// AuditFor lists what was done to one object, oldest first: as a letter tells it.
// What was done to cards that were merged into a customer's is part of it.
func AuditFor(tx *Tx, object string) ([]app.AuditRow, error) {
	return list(tx, scanPublicAudit, auditColumns+`WHERE object <> '' AND object IN (SELECT ?1
		UNION SELECT f.id FROM former_ids f JOIN customers c ON c.key = f.customer_key WHERE c.id = ?1) ORDER BY seq`, object)
}

// Changes lists what was changed of one object, the newest first, and says how
// many such rows there are: who looked at it is left out.
func Changes(tx *Tx, object string, limit, offset int) ([]app.AuditRow, int, error) {
	const where = `WHERE object = ? AND object <> '' AND action <> 'customer-viewed' `
	total, err := value[int](tx, `SELECT count(*) FROM audit `+where, object)
	if err != nil {
		return nil, 0, err
	}
	rows, err := list(tx, scanPublicAudit, auditColumns+where+`ORDER BY seq DESC LIMIT ? OFFSET ?`, object, limit, max(offset, 0))
	return rows, total, err
}

func scanPublicAudit(s scanner) (app.AuditRow, error) {
	r, err := scanAudit(s)
	if err != nil {
		return app.AuditRow{}, err
	}
	return r.public()
}

// LastAudit gives the time and the hash (hexadecimal) of the newest row; zero
// and "" when there is none.
func LastAudit(tx *Tx) (time.Time, string, error) {
	h, err := auditHead(tx)
	if err != nil || h.seq == 0 {
		return time.Time{}, "", err
	}
	at, err := readTime(h.at)
	return at, hex.EncodeToString(h.hash), err
}

// VerifyAudit checks the whole chain and the payloads that are still there and
// says how many rows it has. A chain that does not hold gives *AuditError.
func VerifyAudit(tx *Tx) (rows int, err error) {
	from, err := AuditAnchorOf(tx)
	if err != nil {
		return 0, err
	}
	previous, seq := from.Hash, from.Seq
	err = each(tx, func(s scanner) error {
		r, err := scanAudit(s)
		if err != nil {
			return err
		}
		seq++
		if r.seq != seq || subtle.ConstantTimeCompare(r.sum(previous), r.hash) != 1 {
			return &AuditError{Seq: seq}
		}
		previous = r.hash
		return nil
	}, auditColumns+`ORDER BY seq`)
	if err != nil {
		return 0, err
	}
	last, err := value[int64](tx, `SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'audit'`)
	if err != nil {
		return 0, err
	}
	if last != seq {
		return 0, &AuditError{Seq: min(last, seq) + 1}
	}
	return int(seq - from.Seq), verifySealed(tx)
}

// AuditAnchor is the line after which the log begins, once the oldest lines have
// been cut off: the chain of those that stay goes on from its hash.
type AuditAnchor struct {
	Seq  int64  `json:"seq"`
	Hash []byte `json:"hash"`
	MAC  []byte `json:"mac"` // under the vault's key: whoever cuts the log must have it
}

const keyAuditAnchor = "audit-anchor"

// AuditAnchorOf reads it; where nothing was ever cut off it is the chain's begin.
func AuditAnchorOf(tx *Tx) (AuditAnchor, error) {
	a := AuditAnchor{Hash: make([]byte, sha256.Size)}
	s, err := Setting(tx, keyAuditAnchor)
	if err != nil || s == "" {
		return a, err
	}
	if json.Unmarshal([]byte(s), &a) != nil || a.Seq < 1 || len(a.Hash) != sha256.Size {
		return a, &AuditError{Seq: 1}
	}
	return a, nil
}

// SetAuditAnchor keeps it.
func SetAuditAnchor(tx *Tx, a AuditAnchor) error {
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return SetSetting(tx, keyAuditAnchor, string(b))
}

// OldAudit finds what was written before a moment, from the log's begin on: the
// time of the first line, how many there are, and the last of them. The log's
// newest line is not among them.
func OldAudit(tx *Tx, before time.Time) (first time.Time, n int, last AuditAnchor, err error) {
	var at string
	err = each(tx, func(s scanner) error {
		r, err := scanAudit(s)
		if err != nil {
			return err
		}
		if r.at >= timeText(before) {
			return errStop
		}
		if n == 0 {
			at = r.at
		}
		n, last.Seq, last.Hash = n+1, r.seq, r.hash
		return nil
	}, auditColumns+`WHERE seq < (SELECT max(seq) FROM audit) ORDER BY seq`)
	if err != nil {
		return first, 0, last, err
	}
	first, err = readTime(at)
	return first, n, last, err
}

func verifySealed(tx *Tx) error {
	return each(tx, func(s scanner) error {
		var seq int64
		var sealed, salt []byte
		var payload string
		if err := s.Scan(&seq, &sealed, &salt, &payload); err != nil {
			return err
		}
		if subtle.ConstantTimeCompare(seal(salt, payload), sealed) != 1 {
			return &AuditError{Seq: seq}
		}
		return nil
	}, `SELECT s.seq, a.sealed, s.salt, s.payload FROM audit_sealed s JOIN audit a ON a.seq = s.seq ORDER BY s.seq`)
}
