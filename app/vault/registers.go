package vault

import (
	"slices"

	"kortisto/app"
	"kortisto/store"
)

// unlimited is for registers of which one customer has few rows.
const unlimited = 1 << 30

// AddContact writes a contact down and moves the customer's clock.
func (tx *Tx) AddContact(c app.Contact) (app.Contact, error) {
	if c.ID == "" {
		c.ID = tx.NewID()
	}
	if c.On == "" {
		c.On = tx.Today
	}
	c = c.Normalised()
	c.RecordedAt = tx.Now
	if problems, _ := c.Check(tx.Today); len(problems) > 0 {
		return c, problems
	}
	if err := store.InsertContact(tx.Tx, c); err != nil {
		return c, err
	}
	return c, tx.audit("contact-added", c.CustomerID, "contacts")
}

// DeleteContact takes one contact out for good and gives what it was, so that
// the window can offer to put it back for a moment.
func (tx *Tx) DeleteContact(id string) (app.Contact, error) {
	c, err := store.Contact(tx.Tx, id)
	if err != nil {
		return c, err
	}
	if err := store.EraseContact(tx.Tx, id); err != nil {
		return c, err
	}
	return c, tx.audit("contact-deleted", c.CustomerID, "contacts")
}

// Contacts of a customer, newest first.
func (tx *Tx) Contacts(customerID string, limit, offset int) ([]app.Contact, int, error) {
	return store.ContactsOf(tx.Tx, customerID, limit, offset)
}

// AddDelivery writes a delivery down and moves the customer's clock.
func (tx *Tx) AddDelivery(d app.Delivery) (app.Delivery, error) {
	if d.ID == "" {
		d.ID = tx.NewID()
	}
	if d.On == "" {
		d.On = tx.Today
	}
	d = d.Normalised()
	if problems, _ := d.Check(tx.Today); len(problems) > 0 {
		return d, problems
	}
	if err := store.InsertDelivery(tx.Tx, d); err != nil {
		return d, err
	}
	return d, tx.audit("delivery-added", d.CustomerID, "deliveries")
}

// DeleteDelivery takes one delivery out for good and gives what it was.
func (tx *Tx) DeleteDelivery(id string) (app.Delivery, error) {
	d, err := store.Delivery(tx.Tx, id)
	if err != nil {
		return d, err
	}
	if err := store.EraseDelivery(tx.Tx, id); err != nil {
		return d, err
	}
	return d, tx.audit("delivery-deleted", d.CustomerID, "deliveries")
}

// Deliveries of a customer, newest first.
func (tx *Tx) Deliveries(customerID string, limit, offset int) ([]app.Delivery, int, error) {
	return store.DeliveriesOf(tx.Tx, customerID, limit, offset)
}

// AddConsent appends a permission or its withdrawal to the ledger (GDPR Art. 7).
func (tx *Tx) AddConsent(c app.Consent) (app.Consent, error) {
	c.ID, c.RecordedAt = tx.NewID(), tx.Now
	if c.On == "" {
		c.On = tx.Today
	}
	c = c.Normalised()
	if problems, _ := c.Check(tx.Today); len(problems) > 0 {
		return c, problems
	}
	if err := store.InsertConsent(tx.Tx, c); err != nil {
		return c, err
	}
	action := "consent-withdrawn"
	if c.Given {
		action = "consent-given"
	}
	return c, tx.audit(action, c.CustomerID, "marketing")
}

// Consents of a customer: the whole ledger, newest first.
func (tx *Tx) Consents(customerID string) ([]app.Consent, error) {
	all, _, err := store.ConsentsOf(tx.Tx, customerID, unlimited, 0)
	return all, err
}

// PlaceHold keeps a customer's data past their day.
func (tx *Tx) PlaceHold(h app.Hold) (app.Hold, error) {
	holds, err := tx.standing(h.CustomerID)
	if err != nil {
		return h, err
	}
	if len(holds) > 0 {
		return h, app.E("hold-open", "")
	}
	h.ID, h.PlacedOn, h.LiftedOn = tx.NewID(), tx.Today, ""
	h = h.Normalised()
	if problems, _ := h.Check(tx.Today); len(problems) > 0 {
		return h, problems
	}
	if err := store.InsertHold(tx.Tx, h); err != nil {
		return h, err
	}
	return h, tx.audit("hold-placed", h.CustomerID)
}

// LiftHold ends the standing hold; the customer's own day counts again.
func (tx *Tx) LiftHold(customerID string) error {
	holds, err := tx.standing(customerID)
	if err != nil {
		return err
	}
	if len(holds) == 0 {
		return app.E("hold-none", "")
	}
	for _, h := range holds {
		h.LiftedOn = tx.Today
		if err := store.UpdateHold(tx.Tx, h); err != nil {
			return err
		}
	}
	return tx.audit("hold-lifted", customerID)
}

// Holds of a customer, lifted ones included, newest first.
func (tx *Tx) Holds(customerID string) ([]app.Hold, error) {
	all, _, err := store.HoldsOf(tx.Tx, customerID, unlimited, 0)
	return all, err
}

func (tx *Tx) standing(customerID string) ([]app.Hold, error) {
	if _, err := store.Customer(tx.Tx, customerID); err != nil {
		return nil, err
	}
	all, err := tx.Holds(customerID)
	var out []app.Hold
	for _, h := range all {
		if h.LiftedOn == "" {
			out = append(out, h)
		}
	}
	return out, err
}

func (tx *Tx) audit(action, object string, fields ...string) error {
	return store.AppendAudit(tx.Tx, action, object, fields...)
}

// Audited writes down something done outside the vault: a printout, an export.
func (tx *Tx) Audited(action, object string, fields ...string) error {
	return tx.audit(action, object, fields...)
}

// Audit lists the log, newest first.
func (tx *Tx) Audit(limit, offset int) ([]app.AuditRow, int, error) {
	return store.AuditRows(tx.Tx, limit, offset)
}

// AuditOf lists what was done with one customer's data, oldest first.
func (tx *Tx) AuditOf(object string) ([]app.AuditRow, error) { return store.AuditFor(tx.Tx, object) }

// VerifyAudit walks the chain of the log and gives the number of lines that
// hold together.
func (tx *Tx) VerifyAudit() (int, error) { return store.VerifyAudit(tx.Tx) }

// SavePerson adds a contact person (without id) or changes one.
func (tx *Tx) SavePerson(p app.ContactPerson) error {
	c, err := store.Customer(tx.Tx, p.CustomerID)
	if err != nil {
		return err
	}
	found := p.ID == ""
	if found {
		c.Persons = append(c.Persons, p)
	}
	for i := range c.Persons {
		if p.ID != "" && c.Persons[i].ID == p.ID {
			c.Persons[i], found = p, true
		}
	}
	if !found {
		return app.E("not-found", "person")
	}
	c = c.Normalised()
	c.CorrectedOn = tx.Today
	return tx.saveCustomer(c, "person-saved", []string{"persons"})
}

// DeletePerson takes a contact person off the card for good.
func (tx *Tx) DeletePerson(customerID, id string) error {
	c, err := store.Customer(tx.Tx, customerID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(c.Persons, func(p app.ContactPerson) bool { return p.ID == id })
	if at < 0 {
		return app.E("not-found", "person")
	}
	c.Persons = slices.Delete(c.Persons, at, at+1)
	c.CorrectedOn = tx.Today
	return tx.saveCustomer(c, "person-deleted", []string{"persons"})
}

// Digest is a sum over every row of every register: two registers with the same
// digest hold the same.
func (tx *Tx) Digest() (string, error) { return store.Digest(tx.Tx) }
