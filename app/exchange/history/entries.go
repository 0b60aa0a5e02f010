package history

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/finnish"
	"kortisto/app/vault"
)

// EntryOptions are the choices about a table of contacts or deliveries.
type EntryOptions struct {
	MaskHetus bool // cells with personal identity codes come in with asterisks; otherwise they stay out
	Chosen    bool // the mapping was chosen by hand: it is remembered
}

// EntryRow is what happens to one row. Of Contact and Delivery there is one.
type EntryRow struct {
	Row      int             `json:"row"`
	Do       exchange.Action `json:"do"`
	Customer Customer        `json:"customer"`
	Contact  *app.Contact    `json:"contact"`
	Delivery *app.Delivery   `json:"delivery"`
	Reason   *app.Error      `json:"reason"` // of a skip
	Remarks  app.Errors      `json:"remarks"`
}

// EntryPlan says for every row of a table of contacts or deliveries what would
// happen. Running it does exactly that.
type EntryPlan struct {
	Register string            `json:"register"` // contacts or deliveries
	File     string            `json:"file"`
	Charset  string            `json:"charset"`
	Delim    string            `json:"delimiter"`
	Tab      string            `json:"sheet"`
	Mapping  *exchange.Mapping `json:"mapping"`
	Rows     []EntryRow        `json:"-"`
	Counts   exchange.Counts   `json:"counts"`
	Skipped  []Finding         `json:"skipped"`
	Remarks  []Finding         `json:"remarks"`
	Digest   string            `json:"digest"`

	sheet *exchange.Sheet
	o     EntryOptions
}

// PreviewEntries says what bringing a table in would do. It changes nothing.
// Register is exchange.Contacts or exchange.Deliveries, by which the sheet was
// mapped.
func PreviewEntries(ctx context.Context, v *vault.Vault, register string, s *exchange.Sheet, m *exchange.Mapping, o EntryOptions) (*EntryPlan, error) {
	p := &EntryPlan{
		Register: register, File: s.Name, Charset: s.Charset, Delim: s.Delimiter, Tab: s.Tab, Mapping: m,
		Rows: []EntryRow{}, Skipped: []Finding{}, Remarks: []Finding{}, sheet: s, o: o,
	}
	err := v.View(func(tx *vault.Tx) (err error) {
		p.Digest, err = p.work(ctx, tx, func(r EntryRow) {
			p.Rows = append(p.Rows, r)
			p.count(r)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// RunEntries carries a plan out in one transaction: all of it, or after an error
// or a cancellation nothing. It fails with import-changed-since where it would
// come out otherwise than it was shown. Progress is called with the phase
// "importing" and rows.
func RunEntries(ctx context.Context, v *vault.Vault, p *EntryPlan, progress vault.Progress) (exchange.Result, error) {
	res := exchange.Result{Added: p.Counts.Add, Skipped: p.Skipped, Remarks: p.Remarks}
	err := v.Update(func(tx *vault.Tx) error {
		now, err := p.work(ctx, tx, func(EntryRow) {})
		if err != nil {
			return err
		}
		if now != p.Digest {
			return app.E("import-changed-since", "", "file", p.File)
		}
		if res.Batch, err = tx.StartBatch(p.Register, p.File, p.sheet.Digest); err != nil {
			return err
		}
		if err := p.carryOut(ctx, tx, res.Batch, progress); err != nil {
			return err
		}
		if err := p.Mapping.Remember(tx, p.Register, p.o.Chosen); err != nil {
			return err
		}
		return tx.EndBatch(res.Batch, p.Counts.Add, 0, p.Counts.Skip)
	})
	if err != nil {
		return exchange.Result{}, err
	}
	return res, nil
}

func (p *EntryPlan) carryOut(ctx context.Context, tx *vault.Tx, batch string, progress vault.Progress) error {
	action := map[string]string{exchange.Contacts: "contact-added", exchange.Deliveries: "delivery-added"}[p.Register]
	told := map[string]bool{}
	for i, r := range p.Rows {
		if i%64 == 0 {
			if ctx.Err() != nil {
				return app.E("cancelled", "")
			}
			if progress != nil {
				progress("importing", int64(i), int64(len(p.Rows)))
			}
		}
		if r.Do == exchange.Skip {
			continue
		}
		if err := write(tx, batch, r); err != nil {
			return err
		}
		if !told[r.Customer.ID] {
			told[r.Customer.ID] = true
			if err := tx.Audited(action, r.Customer.ID, p.Register); err != nil {
				return err
			}
		}
	}
	return nil
}

func write(tx *vault.Tx, batch string, r EntryRow) error {
	if r.Delivery != nil {
		d := *r.Delivery
		d.CustomerID = r.Customer.ID
		return tx.BatchDelivery(batch, r.Row, d)
	}
	c := *r.Contact
	c.CustomerID = r.Customer.ID
	_, err := tx.BatchContact(batch, r.Row, vault.Conversation{Contact: c}, nil)
	return err
}

// work decides on every row. Its digest covers what would be done.
func (p *EntryPlan) work(ctx context.Context, tx *vault.Tx, keep func(EntryRow)) (string, error) {
	reg, err := registerOf(tx)
	if err != nil {
		return "", err
	}
	dir, err := readDirectory(reg)
	if err != nil {
		return "", err
	}
	pl := &entryPlanner{tx: tx, dir: dir, register: p.Register, there: map[string]map[string]int{}}
	sum := sha256.New()
	enc := json.NewEncoder(sum)
	_ = enc.Encode([]any{p.sheet.Digest, p.Register, p.o}) // a hash never fails to be written to
	for i, row := range p.Mapping.Records(p.sheet) {
		if i%256 == 0 && ctx.Err() != nil {
			return "", app.E("cancelled", "")
		}
		r, err := pl.row(row, p.Mapping, p.o.MaskHetus)
		if err != nil {
			return "", err
		}
		_ = enc.Encode(&r)
		keep(r)
	}
	return digestOf(sum), nil
}

func (p *EntryPlan) count(r EntryRow) {
	n := &p.Counts
	n.Rows++
	if r.Do == exchange.Skip {
		n.Skip++
		p.Skipped = append(p.Skipped, Finding{Row: r.Row, Code: r.Reason.Code, Field: r.Reason.Field, Args: r.Reason.Args})
	} else {
		n.Add++
		if len(r.Remarks) > 0 {
			n.Corrected++
		}
	}
	for _, e := range r.Remarks {
		p.Remarks = append(p.Remarks, Finding{Row: r.Row, Code: e.Code, Field: e.Field, Args: e.Args})
	}
}

// entryPlanner decides row after row.
type entryPlanner struct {
	tx       *vault.Tx
	dir      *directory
	register string
	there    map[string]map[string]int // by customer and day: how often each entry is in the register
}

func (pl *entryPlanner) row(row exchange.Row, m *exchange.Mapping, mask bool) (EntryRow, error) {
	r := EntryRow{Row: row.Number, Do: exchange.Add, Remarks: app.Errors{}}
	if row.Fault != nil {
		return r.skip(row.Fault), nil
	}
	cells, remarks := m.Cells(row, mask)
	make := contactOf
	if pl.register == exchange.Deliveries {
		make = deliveryOf
	}
	e := make(cells, pl.tx.Today)
	r.Remarks = append(append(r.Remarks, remarks...), e.remarks...)
	if e.fault != nil {
		return r.skip(e.fault), nil
	}
	id, fault := pl.owner(cells)
	if fault != nil {
		return r.skip(fault), nil
	}
	r.Customer = pl.dir.customers[id]
	on := e.contact.On
	if pl.register == exchange.Deliveries {
		r.Delivery, on = &e.delivery, e.delivery.On
	} else {
		r.Contact = &e.contact
	}
	known, err := pl.known(id, on)
	if err != nil {
		return r, err
	}
	if k := content(r); known[k] > 0 { // as many equal ones as there are; the rest are more
		known[k]--
		return r.skip(app.E("import-known", "")), nil
	}
	return r, nil
}

func (r EntryRow) skip(e *app.Error) EntryRow {
	r.Do, r.Reason = exchange.Skip, e
	return r
}

// owner finds whose a row is: by number, else by address, else by a name that
// only one customer has.
func (pl *entryPlanner) owner(cells map[string]string) (string, *app.Error) {
	if n := cells["number"]; n != "" {
		if id, ok := pl.dir.number[strings.ToLower(n)]; ok {
			return id, nil
		}
		return "", app.E("import-customer-unknown", "number", "value", n)
	}
	who := party{name: cells["name"]}
	if e := cells["email"]; e != "" {
		who.emails = []string{strings.ToLower(e)}
	}
	if p, ok := finnish.ReadPhone(cells["phone"], ""); ok {
		who.phones = []string{p.E164}
	}
	id, _, several := pl.dir.find(who)
	if id != "" {
		return id, nil
	}
	if ids := pl.dir.name[app.SameName(who.name)]; who.name != "" && len(ids) == 1 {
		return ids[0], nil
	} else if len(ids) > 1 || several {
		return "", app.E("import-several", "")
	}
	return "", app.E("import-customer-unknown", "name", "value", who.called())
}

// known counts what a customer has on a day in the register already.
func (pl *entryPlanner) known(id string, on app.Day) (map[string]int, error) {
	at := id + " " + string(on)
	if have, ok := pl.there[at]; ok {
		return have, nil
	}
	have := map[string]int{}
	pl.there[at] = have
	if pl.register == exchange.Deliveries {
		all, err := pl.tx.DeliveriesOn(id, on)
		for _, d := range all {
			have[content(EntryRow{Delivery: &d})]++
		}
		return have, err
	}
	all, err := pl.tx.ContactsOn(id, on)
	for _, c := range all {
		have[content(EntryRow{Contact: &c})]++
	}
	return have, err
}

// content is what an entry says, whoever it is of: two that say the same are the
// same. Whether it still waits may have changed in the register.
func content(r EntryRow) string {
	var b []byte
	if r.Delivery != nil {
		d := *r.Delivery
		d.ID, d.CustomerID = "", ""
		b, _ = json.Marshal(d) // of plain fields
		return string(b)
	}
	c := *r.Contact
	c.ID, c.CustomerID, c.Waiting, c.FollowUpOn, c.Messages, c.Attachments = "", "", false, "", 0, 0
	b, _ = json.Marshal(c)
	return string(b)
}
