package cli

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"kortisto/app"
	"kortisto/app/vault"
)

type templateCmd struct {
	List   templateListCmd   `cmd:""`
	Add    templateAddCmd    `cmd:""`
	Edit   templateEditCmd   `cmd:""`
	Remove templateRemoveCmd `cmd:""`
	Fill   templateFillCmd   `cmd:""`
}

type templateFlags struct {
	Subject  *string `placeholder:"T"`
	Body     *string `placeholder:"T"`
	Channel  *string `placeholder:"CHANNEL"`
	Language *string `enum:"fi,sv,en," placeholder:"fi|sv|en"`
}

func (f templateFlags) put(s *session, t *app.Template) (err error) {
	if f.Subject != nil {
		t.Subject = *f.Subject
	}
	if f.Body != nil {
		if t.Body, err = s.long("body", *f.Body); err != nil {
			return err
		}
	}
	if f.Channel != nil {
		t.Channel = app.Channel(*f.Channel)
	}
	if f.Language != nil {
		t.Language = app.Lang(*f.Language)
	}
	return nil
}

type templateListCmd struct{}

func (templateListCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		all, err := tx.Templates()
		if err != nil {
			return err
		}
		return s.result(orEmpty(all), func(w io.Writer) {
			section(s, w, "templates", all, func(t app.Template) []string {
				return []string{t.Name, s.choice("channel", string(t.Channel)), string(t.Language), t.Subject, t.Body}
			})
			s.line(w, "say.templates", "count", strconv.Itoa(len(all)))
		})
	})
}

type templateAddCmd struct {
	Template string `arg:"" name:"name"`
	templateFlags
}

func (c templateAddCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		t := app.Template{Name: c.Template}
		if err := c.put(s, &t); err != nil {
			return err
		}
		return s.template(tx.SaveTemplate(t))
	})
}

func (s *session) template(t app.Template, err error) error {
	if err != nil {
		return err
	}
	return s.result(t, func(w io.Writer) { s.line(w, "say.template", "name", t.Name) })
}

// templateNamed finds a template by the name that people use.
func (s *session) templateNamed(tx *vault.Tx, name string) (app.Template, error) {
	t, err := tx.TemplateByName(name)
	if errors.Is(err, app.E("not-found", "")) {
		err = app.E("not-found", "name", "value", name)
	}
	return t, err
}

type templateEditCmd struct {
	Template string  `arg:"" name:"name"`
	Name     *string `placeholder:"T"`
	templateFlags
}

func (c templateEditCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		t, err := s.templateNamed(tx, c.Template)
		if err != nil {
			return err
		}
		if c.Name != nil {
			t.Name = *c.Name
		}
		if err := c.put(s, &t); err != nil {
			return err
		}
		return s.template(tx.SaveTemplate(t))
	})
}

type templateRemoveCmd struct {
	Template string `arg:"" name:"name"`
}

func (c templateRemoveCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		t, err := s.templateNamed(tx, c.Template)
		if err != nil {
			return err
		}
		return s.template(tx.RemoveTemplate(t.ID))
	})
}

type templateFillCmd struct {
	Template string `arg:"" name:"name"`
	Customer string `required:"" placeholder:"NUMBER"`
}

func (c templateFillCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		t, err := s.templateNamed(tx, c.Template)
		if err != nil {
			return err
		}
		card, err := s.customer(tx, c.Customer)
		if err != nil {
			return err
		}
		filled, err := tx.FillTemplate(t, card.ID)
		if err != nil {
			return err
		}
		return s.result(filled, func(w io.Writer) {
			if filled.Subject != "" {
				fmt.Fprintln(w, filled.Subject)
				fmt.Fprintln(w)
			}
			fmt.Fprintln(w, filled.Body)
			for _, name := range filled.Missing {
				s.line(w, "say.template-missing", "name", name)
			}
		})
	})
}
