package vault

import (
	"errors"

	"kortisto/app"
	"kortisto/store"
)

// SaveTemplate adds a template (without id) or changes one. A name that another
// has is "name-taken".
func (tx *Tx) SaveTemplate(t app.Template) (app.Template, error) {
	t = t.Normalised()
	if err := t.Check().OrNil(); err != nil {
		return t, err
	}
	switch other, err := store.TemplateByName(tx.Tx, t.Name); {
	case err == nil && other.ID != t.ID:
		return t, app.E("name-taken", "name", "value", t.Name)
	case err != nil && !errors.Is(err, app.E("not-found", "")):
		return t, err
	}
	if t.ID == "" {
		t.ID = tx.NewID()
	}
	if err := store.SaveTemplate(tx.Tx, t); err != nil {
		return t, err
	}
	return t, tx.audit("template-saved", "")
}

// RemoveTemplate takes a template out and gives what it was.
func (tx *Tx) RemoveTemplate(id string) (app.Template, error) {
	t, err := store.Template(tx.Tx, id)
	if err != nil {
		return t, err
	}
	if err := store.RemoveTemplate(tx.Tx, id); err != nil {
		return t, err
	}
	return t, tx.audit("template-removed", "")
}

// Templates lists the firm's templates by name.
func (tx *Tx) Templates() ([]app.Template, error) { return store.Templates(tx.Tx) }

// Template reads one by id, TemplateByName by the name that people use.
func (tx *Tx) Template(id string) (app.Template, error) { return store.Template(tx.Tx, id) }

// TemplateByName reads a template by its name, capitals and small letters alike.
func (tx *Tx) TemplateByName(name string) (app.Template, error) {
	return store.TemplateByName(tx.Tx, name)
}

// FillTemplate puts a customer's card, the firm and today into a template.
func (tx *Tx) FillTemplate(t app.Template, customerID string) (app.Filled, error) {
	c, err := store.Customer(tx.Tx, customerID)
	if err != nil {
		return app.Filled{}, err
	}
	firm, err := tx.Firm()
	if err != nil {
		return app.Filled{}, err
	}
	return t.Fill(app.TemplateSource{Customer: c, Firm: firm, Today: tx.Today})
}
