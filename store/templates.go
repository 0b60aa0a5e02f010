package store

import "kortisto/app"

const templateColumns = `SELECT id, name, subject, body, channel, language FROM templates `

func scanTemplate(s scanner) (t app.Template, err error) {
	err = s.Scan(&t.ID, &t.Name, &t.Subject, &t.Body, &t.Channel, &t.Language)
	return t, err
}

// SaveTemplate adds a template or, where its id is known, changes it.
func SaveTemplate(tx *Tx, t app.Template) error {
	_, err := tx.exec(`INSERT INTO templates (id, name, subject, body, channel, language) VALUES (?,?,?,?,?,?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, subject = excluded.subject, body = excluded.body,
		channel = excluded.channel, language = excluded.language`,
		t.ID, t.Name, t.Subject, t.Body, t.Channel, t.Language)
	return err
}

// Template reads one by id.
func Template(tx *Tx, id string) (app.Template, error) {
	return one(tx, scanTemplate, templateColumns+`WHERE id = ?`, id)
}

// TemplateByName reads one by the name that people use, capitals and small
// letters alike.
func TemplateByName(tx *Tx, name string) (app.Template, error) {
	return one(tx, scanTemplate, templateColumns+`WHERE name = ?`, name)
}

// Templates lists all by name.
func Templates(tx *Tx) ([]app.Template, error) {
	return list(tx, scanTemplate, templateColumns+`ORDER BY name`)
}

// RemoveTemplate takes one out. It holds nothing of any customer.
func RemoveTemplate(tx *Tx, id string) error {
	return tx.must(`DELETE FROM templates WHERE id = ?`, id)
}
