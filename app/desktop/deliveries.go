package desktop

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// Deliveries is what was delivered.
type Deliveries struct{ sh *shell }

// Add writes a delivery down, or puts one back that was just deleted.
func (c *Deliveries) Add(d app.Delivery) (app.Delivery, error) {
	return update(c.sh, func(tx *vault.Tx) (app.Delivery, error) { return tx.AddDelivery(d) })
}

// Delete takes one out for good, and gives what it was.
func (c *Deliveries) Delete(id string) (app.Delivery, error) {
	return update(c.sh, func(tx *vault.Tx) (app.Delivery, error) { return tx.DeleteDelivery(id) })
}
