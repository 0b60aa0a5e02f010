package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"runtime"
	"slices"
	"strconv"
	"strings"
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
}

// Register is what a plan asks of the register.
type Register interface {
	Keys(func(Key) error) error
	Customer(id string) (app.Customer, error)
	// ErasedBefore says when the same person or company was erased, if ever.
	ErasedBefore(app.Customer) (app.Day, bool)
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
	if o.ConsentDate != "" && !o.ConsentDate.Valid() {
		return nil, app.E("day-invalid", "consentDate", "value", string(o.ConsentDate))
	}
	if o.ConsentDate > today {
		return nil, app.E("day-future", "consentDate", "value", string(o.ConsentDate), "today", string(today))
	}
	p := &Plan{File: s.Name, Charset: s.Charset, Delim: s.Delimiter, Tab: s.Tab, Mapping: m, sheet: s, options: o, Skipped: []Finding{}, Remarks: []Finding{}}
	rows := m.rows(s)
	clean, err := cleanAll(ctx, newCleaner(m, today), rows)
	if err != nil {
		return nil, err
	}
	pl := &planner{reg: reg, today: today, options: o, known: newIndex(), file: newIndex()}
	if err := pl.load(clean); err != nil {
		return nil, err
	}
	p.Rows = make([]PlanRow, len(rows))
	for i := range rows {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, app.E("cancelled", "")
		}
		if p.Rows[i], err = pl.row(rows[i].Number, clean[i]); err != nil {
			return nil, err
		}
		pl.came(p.Rows[i])
	}
	p.count()
	p.Digest = p.digest()
	return p, nil
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

// planner decides row after row, knowing the register and the rows before.
type planner struct {
	reg     Register
	today   app.Day
	options Options
	known   *index
	file    *index
	rows    []int // of the file's index, to name the first of two equal rows
	next    int64 // the number that a row without one gets
}

// firstNumber is where the series begins in an empty register.
const firstNumber = 1001

// load takes in the register's keys, and the numbers of the whole file so that
// none is given twice.
func (pl *planner) load(clean []cleaned) error {
	pl.next = firstNumber
	count := func(number string) {
		if n, err := strconv.ParseInt(number, 10, 64); err == nil && len(number) <= 15 && n >= pl.next {
			pl.next = n + 1
		}
	}
	for _, c := range clean {
		count(c.card.Number)
	}
	return pl.reg.Keys(func(k Key) error {
		pl.known.add(k)
		count(k.Number)
		return nil
	})
}

func (pl *planner) row(number int, c cleaned) (PlanRow, error) {
	r := PlanRow{Row: number, Customer: c.card, Remarks: c.remarks}
	if c.fault != nil {
		return r.skip(c.fault), nil
	}
	if at, by, ok := pl.file.find(keyOf(c.card), true); ok {
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
	pl.consent(&r)
	if r.Customer.Number == "" {
		r.Customer.Number = strconv.FormatInt(pl.next, 10)
		pl.next++
	}
	return r, nil
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
	for _, f := range cardFields() {
		if !c.given[f] || f == "number" || f == "createdOn" || f == "marketing" {
			continue
		}
		_ = after.SetField(f, c.card.Field(f)) // a field of the card, with a value that Check passed
	}
	return after.Normalised()
}

// designation drops one that another customer has; it must be unique.
func (pl *planner) designation(r *PlanRow, self string) {
	d := strings.ToLower(r.Customer.Designation)
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
func (pl *planner) consent(r *PlanRow) {
	if !r.Customer.Marketing {
		return
	}
	if strings.TrimSpace(pl.options.ConsentSource) != "" && pl.options.ConsentDate != "" {
		r.Consent = true
		return
	}
	r.Customer.Marketing = false
	r.remark(app.E("import-consent-unproven", "marketing"))
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

// digest covers what would be done: the file, the choices, and each row's
// outcome with the card as it would be stored.
func (p *Plan) digest() string {
	h := sha256.New()
	enc := json.NewEncoder(h)
	_ = enc.Encode([]any{p.sheet.Digest, p.options}) // a hash never fails to be written to
	for i := range p.Rows {
		_ = enc.Encode(&p.Rows[i])
	}
	return hex.EncodeToString(h.Sum(nil))
}
