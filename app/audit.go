package app

import "time"

// AuditRow is one line of the log of what was done: never values, only the
// action, the object's random id and the names of fields.
type AuditRow struct {
	Seq    int64     `json:"seq"`
	At     time.Time `json:"-"`
	When   string    `json:"at"`     // RFC 3339, UTC
	Action string    `json:"action"` // customer-added, customer-viewed, …
	Object string    `json:"object"`
	Fields []string  `json:"fields"`
}
