package cli

import (
	"fmt"
	"io"

	"kortisto/app"
	"kortisto/app/demo"
	"kortisto/app/vault"
)

type demoCmd struct {
	Customers int   `default:"120" placeholder:"N"`
	Contacts  int   `default:"4" placeholder:"N"`
	Seed      int64 `default:"1" placeholder:"S"`
}

func (c demoCmd) Run(s *session) error {
	if c.Customers < 1 || c.Customers > 1_000_000 {
		return app.E("invalid", "customers", "value", fmt.Sprint(c.Customers))
	}
	if c.Contacts < 1 || c.Contacts > 100 {
		return app.E("invalid", "contacts", "value", fmt.Sprint(c.Contacts))
	}
	return s.open(func(v *vault.Vault) error {
		n, err := demo.Fill(s.ctx, v, demo.Options{Customers: c.Customers, Contacts: c.Contacts, Seed: c.Seed}, s.progress())
		if err != nil {
			return err
		}
		return s.result(n, func(w io.Writer) {
			s.line(w, "say.demo", "customers", fmt.Sprint(n.Customers), "contacts", fmt.Sprint(n.Contacts), "deliveries", fmt.Sprint(n.Deliveries))
		})
	})
}
