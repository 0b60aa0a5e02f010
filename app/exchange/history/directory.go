package history

import (
	"strings"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/finnish"
	"kortisto/app/vault"
)

// Register is what a plan asks of the register.
type Register interface {
	Keys(func(exchange.Key) error) error
	Addresses(func(vault.Address) error) error
	ThreadOwner(thread string) (string, error)
	ContactBySource(key string) (app.Contact, error)
	MessageBySource(key string) (app.Message, error)
	ContactsOn(customerID string, on app.Day) ([]app.Contact, error)
	Attachments(contactID string) ([]app.Attachment, error)
	ErasedBefore(app.Customer) (app.Day, bool)
	IsUs(author string) bool
}

// Customer is whom a conversation is placed with, or offered to.
type Customer struct {
	ID     string `json:"id"` // empty: a card that the import makes
	Number string `json:"number"`
	Name   string `json:"name"`
}

// directory finds customers by what conversations know of people. It is in
// memory, so that a file of any size costs one pass over the register.
type directory struct {
	customers map[string]Customer // by id
	number    map[string]string   // lower case → id
	email     map[string][]string // → ids
	phone     map[string][]string // digits → ids
	name      map[string][]string // folded → ids
}

func readDirectory(reg Register) (*directory, error) {
	d := &directory{map[string]Customer{}, map[string]string{}, map[string][]string{}, map[string][]string{}, map[string][]string{}}
	err := reg.Keys(func(k exchange.Key) error {
		d.customers[k.ID] = Customer{k.ID, k.Number, k.Name}
		d.number[strings.ToLower(k.Number)] = k.ID
		put(d.name, app.SameName(k.Name), k.ID)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return d, reg.Addresses(func(a vault.Address) error {
		put(d.email, strings.ToLower(a.Email), a.CustomerID)
		if a.Phone != "" {
			if p, ok := finnish.ReadPhone(a.Phone, ""); ok {
				put(d.phone, p.E164, a.CustomerID)
			}
		}
		return nil
	})
}

// put adds an id once; those of one customer come one after another.
func put(m map[string][]string, key, id string) {
	ids := m[key]
	if key == "" || len(ids) > 0 && ids[len(ids)-1] == id {
		return
	}
	m[key] = append(ids, id)
}

// find looks for the one customer who has an address of the party. Several who
// share it are told apart by name, or not at all.
func (d *directory) find(p party) (id, by string, several bool) {
	for _, way := range []struct {
		by     string
		table  map[string][]string
		values []string
	}{{"email", d.email, p.emails}, {"phone", d.phone, p.phones}} {
		for _, v := range way.values {
			ids := way.table[v]
			if len(ids) > 1 {
				ids = d.named(ids, p.name)
				several = several || len(ids) != 1
			}
			if len(ids) == 1 {
				return ids[0], way.by, false
			}
		}
	}
	return "", "", several
}

func (d *directory) named(ids []string, name string) []string {
	var out []string
	for _, id := range ids {
		if name != "" && app.SameName(d.customers[id].Name) == app.SameName(name) {
			out = append(out, id)
		}
	}
	return out
}

// namesake is the only customer of a name, if there is one.
func (d *directory) namesake(name string) (Customer, bool) {
	if ids := d.name[app.SameName(name)]; name != "" && len(ids) == 1 {
		return d.customers[ids[0]], true
	}
	return Customer{}, false
}
