package exchange

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"kortisto/app"
)

// planner decides row after row, knowing the register and the rows before.
type planner struct {
	reg     Register
	today   app.Day
	options Options
	own     bool // the file is one of ours
	known   *index
	file    *index
	rows    []int            // of the file's index, to name the first of two equal rows
	numbers app.NumberSeries // the next one is what a row without a number gets
}

// load takes in the register's keys, and the numbers of the whole file so that
// none is given twice.
func (pl *planner) load(clean []cleaned) (err error) {
	if pl.numbers, err = pl.reg.NumberSeries(); err != nil {
		return err
	}
	for _, c := range clean {
		pl.numbers.Used(c.card.Number)
	}
	return pl.reg.Keys(func(k Key) error {
		pl.known.add(k)
		pl.numbers.Used(k.Number)
		return nil
	})
}

func (pl *planner) row(number int, c cleaned) (PlanRow, error) {
	r := PlanRow{Row: number, Customer: c.card, Remarks: c.remarks, beside: c.beside}
	if c.fault != nil {
		return r.skip(c.fault), nil
	}
	if at, by, ok := pl.inFile(keyOf(c.card)); ok {
		code := "import-duplicate-row"
		if by == byOther {
			code = "import-duplicate-number"
		}
		return r.skip(app.E(code, by2field(by), "number", c.card.Number, "row", strconv.Itoa(pl.rows[at]))), nil
	}
	if at, by, ok := pl.known.find(keyOf(c.card), false); ok {
		return pl.met(r, c, pl.known.keys[at], by)
	}
	if day, gone := pl.reg.ErasedBefore(c.card); gone && !slices.Contains(pl.options.Returning, number) {
		return r.skip(app.E("import-erased-before", "", "day", string(day))), nil
	}
	r.Do = Add
	pl.designation(&r, "")
	refused := pl.refused(&r)
	pl.consent(&r, refused)
	if r.Customer.Number == "" {
		r.Customer.Number = pl.numbers.Take()
	}
	return r, nil
}

// inFile looks for the same customer in the rows before. In a file of our own
// every row is one customer of a register, whatever two of them have in common.
func (pl *planner) inFile(k Key) (at int, by string, ok bool) {
	if pl.own && k.Number != "" {
		at, ok := pl.file.number[tableFold(k.Number)]
		return at, byNumber, ok
	}
	return pl.file.find(k, true)
}

func by2field(by string) string {
	if by == byOther {
		return byNumber
	}
	return by
}

func (r PlanRow) skip(e *app.Error) PlanRow {
	r.Do, r.Reason = Skip, e
	return r
}

// met decides on a row whose customer, or whose number, is in the register.
func (pl *planner) met(r PlanRow, c cleaned, k Key, by string) (PlanRow, error) {
	if by == byOther {
		return r.skip(app.E("number-taken", "number", "number", c.card.Number)), nil
	}
	r.Existing = k.ID
	exists := app.E("import-exists", by, "number", k.Number)
	if !pl.options.UpdateExisting {
		return r.skip(exists), nil
	}
	before, err := pl.reg.Customer(k.ID)
	if err != nil {
		return r, err
	}
	r.Customer = c.over(before)
	pl.designation(&r, k.ID)
	if c.card.Marketing && !before.Marketing {
		r.remark(app.E("import-consent-existing", "marketing", "number", k.Number))
	}
	if r.Changed = app.Diff(before, r.Customer); len(r.Changed) == 0 {
		return r.skip(exists), nil
	}
	var restricted *app.Error
	if err := pl.reg.MayUse(k.ID, app.UseEdit); errors.As(err, &restricted) {
		return r.skip(restricted), nil
	} else if err != nil {
		return r, err
	}
	r.Do = Update
	if problems, _ := r.Customer.Check(pl.today); len(problems) > 0 {
		return r.skip(problems[0]), nil
	}
	return r, nil
}

// over writes what the file has over a card. Number and day of coming stay: the
// one is on papers, the other starts the retention clock.
func (c cleaned) over(before app.Customer) app.Customer {
	after := before
	for _, f := range c.given {
		if f == "number" || f == "createdOn" || f == "marketing" {
			continue
		}
		_ = after.SetField(f, c.card.Field(f)) // a field of the card, with a value that Check passed
	}
	return after.Normalised()
}

// designation drops one that another customer has; it must be unique.
func (pl *planner) designation(r *PlanRow, self string) {
	d := tableFold(r.Customer.Designation)
	if d == "" {
		return
	}
	at, taken := pl.known.designation[d]
	if taken && pl.known.keys[at].ID == self {
		taken = false
	}
	if _, inFile := pl.file.designation[d]; taken || inFile {
		r.remark(app.E("designation-taken", "designation", "designation", r.Customer.Designation))
		r.Customer.Designation = ""
	}
}

// consent keeps a permission only where it can be shown to have been given. It
// comes in with new customers only: the ledger of permissions is never taken
// back, so undoing the import could not take it from a card that stays.
func (pl *planner) consent(r *PlanRow, refused app.Day) {
	if !r.Customer.Marketing {
		return
	}
	if refused != "" && pl.options.ConsentDate <= refused {
		r.Customer.Marketing = false // what was agreed to before does not outweigh the refusal
		return
	}
	if strings.TrimSpace(pl.options.ConsentSource) != "" && pl.options.ConsentDate != "" {
		r.Consent = true
		return
	}
	r.Customer.Marketing = false
	r.remark(app.E("import-consent-unproven", "marketing"))
}

// refused remarks on an address that must not be written to, and gives the day
// since when: the customer comes in, a permission older than that does not.
func (pl *planner) refused(r *PlanRow) app.Day {
	reason, on, ok := pl.reg.Suppressed(r.Customer.Email)
	if !ok {
		return ""
	}
	r.remark(app.E("import-suppressed", "email", "reason", string(reason), "day", string(on)))
	return on
}

// remark copies: the row's remarks are the cleaner's until then.
func (r *PlanRow) remark(e *app.Error) { r.Remarks = append(slices.Clone(r.Remarks), e) }

// came remembers a row that comes in, for the rows after it.
func (pl *planner) came(r PlanRow) {
	if r.Do == Skip {
		return
	}
	pl.file.add(keyOf(r.Customer))
	pl.rows = append(pl.rows, r.Row)
}
