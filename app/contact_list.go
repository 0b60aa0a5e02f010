package app

import "strconv"

// ContactFilter chooses contacts of all customers. Zero values choose all.
type ContactFilter struct {
	Text       string    `json:"text"` // words of subject, text, messages and of with whom; all must begin so
	Channel    Channel   `json:"channel"`
	Direction  Direction `json:"direction"`
	Purpose    Purpose   `json:"purpose"`
	Waiting    bool      `json:"waiting"`    // only what waits for an answer
	Attached   bool      `json:"attached"`   // only what has an attachment
	CustomerID string    `json:"customerId"` // only of one customer
	From       Day       `json:"from"`       // first day
	To         Day       `json:"to"`         // last day
	Offset     int       `json:"offset"`
	Limit      int       `json:"limit"` // 0: all
}

// Check judges a filter that came from outside.
func (f ContactFilter) Check() Errors {
	var es Errors
	if f.Channel != "" {
		es = append(es, checkChoice("channel", f.Channel, Channels())...)
	}
	if f.Direction != "" {
		es = append(es, checkChoice("direction", f.Direction, []Direction{In, Out})...)
	}
	if f.Purpose != "" {
		es = append(es, checkChoice("purpose", f.Purpose, Purposes())...)
	}
	for _, d := range []struct {
		field string
		day   Day
	}{{"from", f.From}, {"to", f.To}} {
		if d.day != "" && !d.day.Valid() {
			es = append(es, E("day-invalid", d.field, "value", string(d.day)))
		}
	}
	return es
}

// ContactRow is a contact in a list of all customers.
type ContactRow struct {
	Contact Contact `json:"contact"`
	Number  string  `json:"number"`  // of the customer
	Name    string  `json:"name"`    // of the customer
	Opening string  `json:"opening"` // the first words of a conversation whose contact has no text of its own
}

// ContactPage is a stretch of the history, newest first.
type ContactPage struct {
	Rows  []ContactRow `json:"rows"`
	Total int          `json:"total"`
	Cut   bool         `json:"cut"` // the words are so common that only the newest contacts with them were looked at
}

// Queue tells how many contacts wait for an answer.
type Queue struct {
	Due   int `json:"due"`   // whose day has come, or who have none
	Later int `json:"later"` // put off to a later day
}

// WholeContact is a contact with all that was said in it.
type WholeContact struct {
	Contact   Contact         `json:"contact"`
	Messages  []Message       `json:"messages"`
	Technical []TechnicalFact `json:"technical"`
}

// ContactDiff names the fields in which two states of one contact differ, for the
// log and the history of changes.
func ContactDiff(before, after Contact) []string {
	out := []string{}
	for _, f := range contactFields {
		if f.get(before) != f.get(after) {
			out = append(out, f.name)
		}
	}
	return out
}

// ContactLabel is the catalogue key of a field that ContactDiff names, the data
// map's own; empty where nobody reads it.
func ContactLabel(name string) (label string, ok bool) {
	for _, f := range contactFields {
		if f.name == name {
			c, _ := FindColumn("contacts", f.column)
			return c.Label, true
		}
	}
	return "", false
}

var contactFields = []struct {
	name, column string
	get          func(Contact) string
}{
	{"on", "on_day", func(c Contact) string { return string(c.On) }},
	{"at", "at_time", func(c Contact) string { return c.At }},
	{"channel", "channel", func(c Contact) string { return string(c.Channel) }},
	{"direction", "direction", func(c Contact) string { return string(c.Direction) }},
	{"who", "who", func(c Contact) string { return c.Who }},
	{"handledBy", "handled_by", func(c Contact) string { return c.HandledBy }},
	{"subject", "subject", func(c Contact) string { return c.Subject }},
	{"text", "text", func(c Contact) string { return c.Text }},
	{"purpose", "purpose", func(c Contact) string { return string(c.Purpose) }},
	{"seconds", "seconds", func(c Contact) string { return strconv.Itoa(c.Seconds) }},
	{"waiting", "waiting", func(c Contact) string { return yesNo(c.Waiting) }},
	{"followUpOn", "follow_up_on", func(c Contact) string { return string(c.FollowUpOn) }},
	{"mass", "mass", func(c Contact) string { return yesNo(c.Mass) }},
}

// Answered is a contact that no longer waits.
func (c Contact) Answered() Contact {
	c.Waiting, c.FollowUpOn = false, ""
	return c
}
