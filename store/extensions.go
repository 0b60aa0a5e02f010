package store

import "kortisto/app"

// InsertExtension keeps a recording longer; x.Record is the attachment's id. One
// that is there already makes way.
func InsertExtension(tx *Tx, x app.Extension) error {
	if err := EraseExtension(tx, x.Record); err != nil {
		return err
	}
	return tx.must(`INSERT INTO extensions (id, attachment_key, customer_key, until, reason, placed_on)
		SELECT ?, key, customer_key, ?, ?, ? FROM attachments WHERE id = ?`, x.ID, x.Until, x.Reason, x.PlacedOn, x.Record)
}

// ExtensionsOf lists the extensions of a customer's recordings, the one that ends
// first before the others.
func ExtensionsOf(tx *Tx, customerID string) ([]app.Extension, error) {
	return list(tx, func(s scanner) (x app.Extension, err error) {
		x.Class = app.ClassRecording
		err = s.Scan(&x.ID, &x.Record, &x.Until, &x.Reason, &x.PlacedOn)
		return x, err
	}, `SELECT x.id, a.id, x.until, x.reason, x.placed_on FROM extensions x JOIN attachments a ON a.key = x.attachment_key
		JOIN customers c ON c.key = x.customer_key WHERE c.id = ? ORDER BY x.until, x.key`, customerID)
}

// extendItems adds to recordings what keeps each of them longer.
func extendItems(tx *Tx, recordings []app.Item) error {
	at := map[string]int{}
	var ids []string
	for n, i := range recordings {
		at[i.Record], ids = n, append(ids, i.Record)
	}
	return chunks(ids, func(part []string) error {
		marks, args := placeholders(part)
		return each(tx, func(s scanner) error {
			x := app.Extension{Class: app.ClassRecording}
			if err := s.Scan(&x.ID, &x.Record, &x.Until, &x.Reason, &x.PlacedOn); err != nil {
				return err
			}
			recordings[at[x.Record]].Extension = &x
			return nil
		}, `SELECT x.id, a.id, x.until, x.reason, x.placed_on FROM extensions x JOIN attachments a ON a.key = x.attachment_key WHERE a.id IN (`+marks+`)`, args...)
	})
}
