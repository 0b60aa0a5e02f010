package vault

import (
	"maps"
	"slices"

	"kortisto/app"
	"kortisto/app/finnish"
	"kortisto/store"
)

// CustomerFilter chooses and orders what a list shows. Zero values choose all.
type CustomerFilter struct {
	app.CustomerFilter
	Text   string   // words of the card, as in Find; contact texts are not looked at
	IDs    []string // only these; nil: all
	Sort   string   // number (default), name, town, postcode, lastNeeded
	Desc   bool
	Offset int
	Limit  int // 0: all
}

// Facet is a value by which the list can be filtered, and how many have it.
type Facet = store.Facet

// NewCustomer is a card with what every new one begins with: the next number,
// the register's language, today.
func (tx *Tx) NewCustomer() (app.Customer, error) {
	number, err := tx.NextNumber()
	if err != nil {
		return app.Customer{}, err
	}
	lang, err := tx.Language()
	return app.Customer{Number: number, Kind: app.Person, Language: lang, CreatedOn: tx.Today}, err
}

// NextNumber is the number of the firm's series after the highest one in use.
func (tx *Tx) NextNumber() (string, error) {
	series, err := tx.NumberSeries()
	if err != nil {
		return "", err
	}
	highest, err := store.HighestNumber(tx.Tx, series.Prefix())
	series.Used(highest)
	return series.Next(), err
}

// AddCustomer checks the card, gives it an id and what it lacks (number,
// language, day), and writes it.
func (tx *Tx) AddCustomer(c app.Customer) (app.Customer, error) {
	if err := tx.complete(&c); err != nil {
		return app.Customer{}, err
	}
	if err := tx.checkCustomer(c); err != nil {
		return app.Customer{}, err
	}
	return c, tx.insertCustomer(c)
}

func (tx *Tx) insertCustomer(c app.Customer) error {
	if err := store.InsertCustomer(tx.Tx, c); err != nil {
		return err
	}
	return tx.audit("customer-added", c.ID)
}

// complete tidies a new card and gives it what it lacks, ids in any case. It asks
// the register only for that: an import of thousands brings most of it along.
func (tx *Tx) complete(c *app.Customer) (err error) {
	if c.Number == "" {
		if c.Number, err = tx.NextNumber(); err != nil {
			return err
		}
	}
	if c.Language == "" {
		if c.Language, err = tx.Language(); err != nil {
			return err
		}
	}
	if c.CreatedOn == "" {
		c.CreatedOn = tx.Today
	}
	*c = c.Normalised() // which makes a person of an empty kind
	c.ID = tx.NewID()
	for i := range c.Persons {
		c.Persons[i].ID, c.Persons[i].CustomerID = tx.NewID(), c.ID
	}
	return nil
}

// EditCustomer changes the named fields of a card, by the names of
// app.CustomerFields, and moves the retention clock: the card was corrected.
// It gives the card before and after, so that the change can be taken back.
// The marketing permission is no field to edit: it has its own ledger.
func (tx *Tx) EditCustomer(id string, change map[string]string) (before, after app.Customer, err error) {
	before, err = store.Customer(tx.Tx, id)
	if err != nil {
		return
	}
	after = before
	var problems app.Errors
	for _, field := range slices.Sorted(maps.Keys(change)) {
		if field == "marketing" {
			problems = append(problems, app.E("choice-invalid", field))
		} else if err := after.SetField(field, change[field]); err != nil {
			problems = append(problems, app.Told(err)...)
		}
	}
	if err = problems.OrNil(); err != nil {
		return
	}
	after = after.Normalised()
	fields := app.Diff(before, after)
	if len(fields) == 0 {
		return before, before, nil
	}
	if err = tx.MayUse(id, app.UseEdit); err != nil {
		return
	}
	after.CorrectedOn = tx.Today
	return before, after, tx.saveCustomer(after, "customer-edited", fields)
}

// RestoreCustomer takes an edit back: the card becomes what it was, its day of
// correction included, so that undoing leaves no trace in the retention clock.
func (tx *Tx) RestoreCustomer(before app.Customer) (app.Customer, error) {
	now, err := store.Customer(tx.Tx, before.ID)
	if err != nil {
		return app.Customer{}, err
	}
	if err := tx.MayUse(before.ID, app.UseEdit); err != nil {
		return app.Customer{}, err
	}
	return before, tx.saveCustomer(before, "customer-restored", app.Diff(now, before))
}

func (tx *Tx) saveCustomer(c app.Customer, action string, fields []string) error {
	for i := range c.Persons {
		if c.Persons[i].ID == "" {
			c.Persons[i].ID, c.Persons[i].CustomerID = tx.NewID(), c.ID
		}
	}
	if err := tx.checkCustomer(c); err != nil {
		return err
	}
	if err := tx.dropPersons(c); err != nil {
		return err
	}
	before, err := store.Customer(tx.Tx, c.ID)
	if err != nil {
		return err
	}
	if err := store.UpdateCustomer(tx.Tx, c); err != nil {
		return err
	}
	if c.Email != "" && before.Email != "" && c.Email != before.Email {
		if err := store.MoveEntries(tx.Tx, c.ID, before.Email, c.Email); err != nil {
			return err
		}
	}
	return tx.audit(action, c.ID, fields...)
}

// checkCustomer adds to the card's own rules the two that need the register.
func (tx *Tx) checkCustomer(c app.Customer) error {
	problems, _ := c.Check(tx.Today)
	taken, err := store.NumberTaken(tx.Tx, c.Number, c.ID)
	if err != nil {
		return err
	}
	if taken {
		problems = append(problems, app.E("number-taken", "number", "number", c.Number))
	}
	if c.Designation != "" {
		if taken, err = store.DesignationTaken(tx.Tx, c.Designation, c.ID); err != nil {
			return err
		}
		if taken {
			problems = append(problems, app.E("designation-taken", "designation", "designation", c.Designation))
		}
	}
	return problems.OrNil()
}

// Customer is the card with its contact persons.
func (tx *Tx) Customer(id string) (app.Customer, error) { return store.Customer(tx.Tx, id) }

// CustomerByNumber finds the card by the number that people use.
func (tx *Tx) CustomerByNumber(number string) (app.Customer, error) {
	return store.CustomerByNumber(tx.Tx, number)
}

// Customers lists cards, with the day on which each goes.
func (tx *Tx) Customers(f CustomerFilter) ([]app.CustomerRow, int, error) {
	asked, err := tx.asked(f)
	if err != nil {
		return nil, 0, err
	}
	rows, total, err := store.Customers(tx.Tx, asked)
	if err != nil {
		return nil, 0, err
	}
	return rows, total, tx.date(rows)
}

// CustomerIDs lists the ids of all whom a filter chooses.
func (tx *Tx) CustomerIDs(f CustomerFilter) ([]string, error) {
	asked, err := tx.asked(f)
	if err != nil {
		return nil, err
	}
	return store.CustomerIDs(tx.Tx, asked)
}

// asked puts a filter in the words of the store: what the rules make of its days.
func (tx *Tx) asked(f CustomerFilter) (store.CustomerFilter, error) {
	f.CustomerFilter = f.CustomerFilter.Normalised()
	if err := f.CustomerFilter.Check().OrNil(); err != nil {
		return store.CustomerFilter{}, err
	}
	policy, err := tx.Policy()
	out := store.CustomerFilter{
		Text: f.Text, Kind: f.Kind, Town: f.Town, NeededBefore: f.NeededBefore(policy, tx.Today), IDs: f.IDs,
		Sort: f.Sort, Desc: f.Desc, Offset: f.Offset, Limit: f.Limit,
	}
	if f.Marketing != "" {
		yes := f.Marketing == "yes"
		out.Marketing = &yes
	}
	return out, err
}

// Cards are the cards of some customers, in the order asked.
func (tx *Tx) Cards(ids []string) ([]app.Customer, error) { return store.Cards(tx.Tx, ids) }

// Towns lists the towns of the register, the most frequent first.
func (tx *Tx) Towns(beginning string, limit int) ([]Facet, error) {
	return store.Towns(tx.Tx, beginning, limit)
}

// TownFor suggests the town of a postal code: the one that most cards have
// beside it, else what is generally known; "" when nothing is. country is as on
// the card.
func (tx *Tx) TownFor(postcode, country string) (string, error) {
	card := app.Customer{Postcode: postcode, Country: country}.Normalised()
	if card.Postcode == "" {
		return "", nil
	}
	towns, err := store.TownsOf(tx.Tx, card.Postcode, card.Country)
	if err != nil {
		return "", err
	}
	if len(towns) > 0 {
		return towns[0].Value, nil
	}
	if card.Country != "" {
		return "", nil
	}
	return finnish.TownOf(card.Postcode), nil
}

// Find searches every field of the register, best hits first.
func (tx *Tx) Find(text string, limit int) ([]app.CustomerRow, error) {
	rows, err := store.Find(tx.Tx, text, limit)
	if err != nil {
		return nil, err
	}
	return rows, tx.date(rows)
}

// date fills in what the rules say of each row.
func (tx *Tx) date(rows []app.CustomerRow) error {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	files, err := store.FilesOf(tx.Tx, ids)
	if err != nil {
		return err
	}
	policy, err := tx.Policy()
	if err != nil {
		return err
	}
	for i, r := range rows {
		d := app.Decide(files[r.ID], policy, tx.Today)
		rows[i].LastNeeded, rows[i].EraseOn, rows[i].Held = d.LastNeeded.On, d.EraseOn, d.Because == app.BecauseHold
		rows[i].Restricted = files[r.ID].Restricted()
	}
	return nil
}
