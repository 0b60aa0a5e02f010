package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"runtime"
	"slices"
	"sync"

	"kortisto/app"
)

// Action is what happens to one row.
type Action string

const (
	Add    Action = "add"
	Update Action = "update"
	Skip   Action = "skip"
)

// Options are the owner's choices about a whole import.
type Options struct {
	// UpdateExisting lets what the file has overwrite the card of a customer who
	// is in the register already. Empty cells overwrite nothing. Otherwise such
	// rows are left out.
	UpdateExisting bool
	// ConsentSource and ConsentDate say where and when the permissions of a
	// marketing column were given. Without both, no row gets one (GDPR Art. 7(1)).
	ConsentSource string
	ConsentDate   app.Day
	// Returning are rows of people who were erased before and are customers again.
	Returning []int
	// KeepPostcodes leaves postcodes as they stand: 100 does not become 00100.
	KeepPostcodes bool
	// Chosen says that the mapping was chosen by hand: it is remembered for the next
	// file with the same headings.
	Chosen bool
}

// Register is what a plan asks of the register.
type Register interface {
	Keys(func(Key) error) error
	Customer(id string) (app.Customer, error)
	// NumberSeries is the form of customer numbers, from the first one on.
	NumberSeries() (app.NumberSeries, error)
	// ErasedBefore says when the same person or company was erased, if ever.
	ErasedBefore(app.Customer) (app.Day, bool)
	// Suppressed says whether an address must not be written to, why and since when.
	Suppressed(address string) (app.Suppression, app.Day, bool)
	// MayUse is "restricted" where a customer's data must not be used for what.
	MayUse(customerID, what string) error
}

// Plan says for every row what would happen. Running it does exactly that.
type Plan struct {
	File    string    `json:"file"`
	Charset string    `json:"charset"`
	Delim   string    `json:"delimiter"`
	Tab     string    `json:"sheet"`
	Mapping *Mapping  `json:"mapping"`
	Rows    []PlanRow `json:"-"`
	Counts  Counts    `json:"counts"`
	Skipped []Finding `json:"skipped"`
	Remarks []Finding `json:"remarks"`
	Digest  string    `json:"digest"` // binds what is shown to what is carried out

	sheet   *Sheet
	options Options
	today   app.Day
	clean   []cleaned // of the rows; cleaning is pure, so planning again need not repeat it
}

// Counts of a plan. Rows = Add + Update + Skip.
type Counts struct {
	Rows      int `json:"rows"`
	Add       int `json:"add"`
	Update    int `json:"update"`
	Skip      int `json:"skip"`
	Corrected int `json:"corrected"` // of those that come in: with a remark
	Consents  int `json:"consents"`
}

// PlanRow is what happens to one row of the file.
type PlanRow struct {
	Row      int          `json:"row"`
	Do       Action       `json:"do"`
	Customer app.Customer `json:"customer"` // exactly as it will be stored, but for its id
	Existing string       `json:"existing"` // the id of the customer in the register, for update and import-exists
	Changed  []string     `json:"changed"`  // fields that an update changes
	Consent  bool         `json:"consent"`  // a marketing permission comes in
	Reason   *app.Error   `json:"reason"`   // of a skip
	Remarks  app.Errors   `json:"remarks"`

	beside *beside // what our own file holds of a customer beside the card
}

// Finding is one line of a report: a row of the file and what is to be said.
type Finding struct {
	Row   int               `json:"row"`
	Code  string            `json:"code"`
	Field string            `json:"field,omitempty"`
	Args  map[string]string `json:"args,omitempty"`
}

func finding(row int, e *app.Error) Finding { return Finding{row, e.Code, e.Field, e.Args} }

// NewPlan works out what an import would do, changing nothing. It fails with
// day-invalid or day-future where the day of the permissions is impossible.
func NewPlan(ctx context.Context, reg Register, today app.Day, s *Sheet, m *Mapping, o Options) (*Plan, error) {
	p := &Plan{
		File: s.Name, Charset: s.Charset, Delim: s.Delimiter, Tab: s.Tab, Mapping: m, Skipped: []Finding{}, Remarks: []Finding{},
		Rows: make([]PlanRow, 0, len(m.rows(s))), sheet: s, options: o,
	}
	var err error
	p.Digest, err = p.work(ctx, reg, today, func(r PlanRow) { p.Rows = append(p.Rows, r) })
	if err != nil {
		return nil, err
	}
	p.count()
	return p, nil
}

// stillTrue says whether the plan would come out the same against the register
// as it is now. The rows are not kept twice: they are many.
func (p *Plan) stillTrue(ctx context.Context, reg Register, today app.Day) (bool, error) {
	digest, err := p.work(ctx, reg, today, func(PlanRow) {})
	return digest == p.Digest, err
}

// work decides on every row. Its digest covers what would be done: the file, the
// choices, and each row's outcome with the card as it would be stored.
func (p *Plan) work(ctx context.Context, reg Register, today app.Day, keep func(PlanRow)) (digest string, err error) {
	if err := p.options.check(today); err != nil {
		return "", err
	}
	rows := p.Mapping.rows(p.sheet)
	if today != p.today {
		if p.clean, err = cleanAll(ctx, newCleaner(p.Mapping, today, p.options.KeepPostcodes), rows); err != nil {
			return "", err
		}
		p.today = today
	}
	pl := &planner{reg: reg, today: today, options: p.options, own: p.Mapping.own || len(rows) > 0 && rows[0].own, known: newIndex(), file: newIndex()}
	if err := pl.load(p.clean); err != nil {
		return "", err
	}
	sum := sha256.New()
	enc := json.NewEncoder(sum)
	_ = enc.Encode([]any{p.sheet.Digest, p.options}) // a hash never fails to be written to
	for i := range rows {
		if i%1024 == 0 && ctx.Err() != nil {
			return "", app.E("cancelled", "")
		}
		r, err := pl.row(rows[i].Number, p.clean[i])
		if err != nil {
			return "", err
		}
		pl.came(r)
		_ = enc.Encode(&r)
		keep(r)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// check fails where the day of the permissions is impossible.
func (o Options) check(today app.Day) error {
	if o.ConsentDate != "" && !o.ConsentDate.Valid() {
		return app.E("day-invalid", "consentDate", "value", string(o.ConsentDate))
	}
	if o.ConsentDate > today {
		return app.E("day-future", "consentDate", "value", string(o.ConsentDate), "today", string(today))
	}
	return nil
}

// cleanAll cleans rows on all processors: reading phone numbers is slow, and no
// row depends on another.
func cleanAll(ctx context.Context, cl *cleaner, rows []Row) ([]cleaned, error) {
	out := make([]cleaned, len(rows))
	var wg sync.WaitGroup
	for part := range slices.Chunk(indices(len(rows)), max(1, len(rows)/runtime.GOMAXPROCS(0)+1)) {
		wg.Go(func() {
			for _, i := range part {
				if i%256 == 0 && ctx.Err() != nil {
					return
				}
				out[i] = cl.customer(rows[i])
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return nil, app.E("cancelled", "")
	}
	return out, nil
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func (p *Plan) count() {
	for _, r := range p.Rows {
		p.Counts.Rows++
		switch r.Do {
		case Add:
			p.Counts.Add++
		case Update:
			p.Counts.Update++
		default:
			p.Counts.Skip++
			p.Skipped = append(p.Skipped, finding(r.Row, r.Reason))
		}
		if r.Do != Skip && len(r.Remarks) > 0 {
			p.Counts.Corrected++
		}
		if r.Consent {
			p.Counts.Consents++
		}
		for _, e := range r.Remarks {
			p.Remarks = append(p.Remarks, finding(r.Row, e))
		}
	}
	for i := range p.Mapping.Columns {
		c := &p.Mapping.Columns[i]
		if cardField(c.Field) == "postcode" && c.Finding == "" && slices.ContainsFunc(p.Remarks, func(f Finding) bool { return f.Code == "postcode-zeros-restored" }) {
			c.Finding = "postcode-zeros-restored"
		}
	}
}
