package vault

import (
	"errors"

	"kortisto/app"
	"kortisto/store"
)

// AddDelivery writes a delivery down and moves the customer's clock.
func (tx *Tx) AddDelivery(d app.Delivery) (app.Delivery, error) {
	if d.ID == "" {
		d.ID = tx.NewID()
	}
	if d.On == "" {
		d.On = tx.Today
	}
	d = d.Normalised()
	if err := d.Check(tx.Today).OrNil(); err != nil {
		return d, err
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
	if err := tx.MayUse(d.CustomerID, app.UseErase); err != nil {
		return d, err
	}
	if err := store.EraseDelivery(tx.Tx, id); err != nil {
		return d, err
	}
	return d, errors.Join(tx.uncleansed(), tx.audit("delivery-deleted", d.CustomerID, "deliveries"))
}

// Deliveries of a customer, newest first, and how many there are; limit 0 lists all.
func (tx *Tx) Deliveries(customerID string, limit, offset int) ([]app.Delivery, int, error) {
	return store.DeliveriesOf(tx.Tx, customerID, limit, offset)
}
