package store

import (
	"kortisto/app"
)

const deliveryColumns = `SELECT t.id, c.id, t.on_day, t.product, t.quantity
	FROM deliveries t JOIN customers c ON c.key = t.customer_key `

func scanDelivery(s scanner) (d app.Delivery, err error) {
	err = s.Scan(&d.ID, &d.CustomerID, &d.On, &d.Product, &d.Quantity)
	return d, err
}

// InsertDelivery adds a delivery.
func InsertDelivery(tx *Tx, d app.Delivery) error {
	customer, err := customerKey(tx, d.CustomerID)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO deliveries (id, customer_key, on_day, product, quantity) VALUES (?,?,?,?,?)`,
		d.ID, customer, d.On, d.Product, d.Quantity)
	if err != nil {
		return err
	}
	return needed(tx, customer, d.On)
}

// Delivery reads a delivery by id.
func Delivery(tx *Tx, id string) (app.Delivery, error) {
	return one(tx, scanDelivery, deliveryColumns+`WHERE t.id = ?`, id)
}

// DeliveriesOf lists a customer's deliveries, newest first, and says how many
// there are. limit 0 lists all.
func DeliveriesOf(tx *Tx, customerID string, limit, offset int) ([]app.Delivery, int, error) {
	return pageOf(tx, scanDelivery, deliveryColumns, "deliveries", "on_day", customerID, limit, offset)
}

// DeliveriesOn lists a customer's deliveries of one day in the order in which
// they were written down.
func DeliveriesOn(tx *Tx, customerID string, on app.Day) ([]app.Delivery, error) {
	return list(tx, scanDelivery, deliveryColumns+`WHERE c.id = ? AND t.on_day = ? ORDER BY t.key`, customerID, on)
}
