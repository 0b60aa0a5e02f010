package desktop

import (
	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

// Templates are the firm's answers, and the way from them to a mail program.
type Templates struct{ sh *shell }

// List gives all by name.
func (t *Templates) List() ([]app.Template, error) {
	return view(t.sh, func(tx *vault.Tx) ([]app.Template, error) {
		all, err := tx.Templates()
		return list(all), err
	})
}

// Save adds one (without id), changes one, or puts back one that was removed.
func (t *Templates) Save(x app.Template) (app.Template, error) {
	return update(t.sh, func(tx *vault.Tx) (app.Template, error) { return tx.SaveTemplate(x) })
}

// Remove takes one out, and gives what it was.
func (t *Templates) Remove(id string) (app.Template, error) {
	return update(t.sh, func(tx *vault.Tx) (app.Template, error) { return tx.RemoveTemplate(id) })
}

// Fill puts a customer's card into a template.
func (t *Templates) Fill(id, customerID string) (app.Filled, error) {
	return view(t.sh, func(tx *vault.Tx) (app.Filled, error) {
		x, err := tx.Template(id)
		if err != nil {
			return app.Filled{}, err
		}
		f, err := tx.FillTemplate(x, customerID)
		f.Missing = list(f.Missing)
		return f, err
	})
}

// Fields lists the names of the fields that may stand in a template, in a language.
func (t *Templates) Fields(language app.Lang) ([]string, error) {
	return view(t.sh, func(*vault.Tx) ([]string, error) {
		out := []string{}
		for _, f := range app.TemplateFields() {
			if name := f.Name(language); name != "" {
				out = append(out, name)
			}
		}
		return out, nil
	})
}

// Mailed tells where a letter went on its way to the mail program.
type Mailed struct {
	Way  string `json:"way"`  // program: it was opened there; file: it was too long for that and is in a file; empty: the person changed their mind
	Path string `json:"path"` // of the file
}

// Mail opens the person's own mail program with a letter to a customer. A letter
// too long for that goes into a draft file, at a place that the person chooses.
func (t *Templates) Mail(customerID, subject, body string) (Mailed, error) {
	to, err := view(t.sh, func(tx *vault.Tx) (string, error) {
		c, err := tx.Customer(customerID)
		return c.Email, err
	})
	if err != nil {
		return Mailed{}, err
	}
	return call(t.sh, func() (Mailed, error) {
		letter := exchange.Letter{To: to, Subject: subject, Body: body}
		if link := letter.Mailto(); link != "" {
			return Mailed{Way: "program"}, t.sh.host.OpenLink(link)
		}
		path, err := t.sh.where("viesti.eml", FileKind{"EML", "*.eml"})
		if err != nil || path == "" {
			return Mailed{}, err
		}
		return Mailed{"file", path}, t.sh.put(path, letter.Draft())
	})
}
