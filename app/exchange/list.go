package exchange

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kortisto/app"
	"kortisto/app/vault"
)

// Columns that a file with addresses for the e-mail list has beside those of
// customers.
const (
	fieldConsentDate   = "consentDate"
	fieldConsentSource = "consentSource"
	fieldOrigin        = "origin"
)

var listFields = []string{
	"email", "name", fieldFirstName, fieldLastName, "kind", "language", "marketing", fieldMarketingBan,
	fieldConsentDate, fieldConsentSource, fieldOrigin,
}

//go:embed list_headings.json
var listHeadingsJSON []byte

var listWords = sync.OnceValue(func() *vocabulary {
	var listed map[string][]string
	if err := json.Unmarshal(listHeadingsJSON, &listed); err != nil {
		panic("exchange: list_headings.json: " + err.Error()) // embedded: can only be wrong in the build
	}
	table := headingTable(listed)
	for heading, field := range customerWords().table {
		if _, own := table[heading]; !own && slices.Contains(listFields, field) {
			table[heading] = field
		}
	}
	return &vocabulary{listFields, table, true}
})

// ListFields are all names that a column of a file for the e-mail list can be
// mapped to.
func ListFields() []string { return slices.Clone(listFields) }

// ListOptions are the owner's choices about a whole file.
type ListOptions struct {
	// ConsentSource and ConsentDate say where and when the permissions were given,
	// where the file does not say it row by row. With both, and without a column
	// of permissions, everybody in the file has given one.
	ConsentSource string
	ConsentDate   app.Day
	// Returning are rows of people who were erased before and are back by their wish.
	Returning []int
}

// ListPlan says for every row of a file what would happen to the e-mail list.
// Running it does exactly that.
type ListPlan struct {
	File    string    `json:"file"`
	Charset string    `json:"charset"`
	Delim   string    `json:"delimiter"`
	Tab     string    `json:"sheet"`
	Mapping *Mapping  `json:"mapping"`
	Rows    []ListRow `json:"-"`
	Counts  Counts    `json:"counts"`
	Skipped []Finding `json:"skipped"`
	Remarks []Finding `json:"remarks"`
	Digest  string    `json:"digest"` // binds what is shown to what is carried out

	sheet   *Sheet
	options ListOptions
}

// ListRow is what happens to one row of the file.
type ListRow struct {
	Row     int           `json:"row"`
	Do      Action        `json:"do"`
	Entry   app.ListEntry `json:"entry"`   // exactly as it will be stored, but for its id
	Consent *app.Consent  `json:"consent"` // the permission that comes in with it
	Reason  *app.Error    `json:"reason"`  // of a skip
	Remarks app.Errors    `json:"remarks"`
}

// MapList recognises the columns of a file for the e-mail list. It fails with
// import-no-email-column where none has addresses, and as Map does.
func (s *Sheet) MapList(o MapOptions) (*Mapping, error) {
	m, err := s.mapTo(listWords(), o)
	if err != nil {
		return nil, err
	}
	for i := range m.Columns { // by their content they may be taken for a customer's
		if c := &m.Columns[i]; !slices.Contains(listFields, c.Field) {
			c.Field, c.Known = "", false
		}
	}
	if !m.has("email") {
		return m, app.E("import-no-email-column", "file", "file", s.Name)
	}
	return m, nil
}

// PreviewList says what an import into the e-mail list would do. It changes
// nothing.
func PreviewList(ctx context.Context, v *vault.Vault, s *Sheet, m *Mapping, o ListOptions) (*ListPlan, error) {
	p := &ListPlan{File: s.Name, Charset: s.Charset, Delim: s.Delimiter, Tab: s.Tab, Mapping: m, sheet: s, options: o}
	err := v.View(func(tx *vault.Tx) error { return p.work(ctx, tx) })
	return p, err
}

// RunList carries a plan out in one transaction, or nothing of it. Where it
// would come out otherwise by now, it fails with import-changed-since.
func RunList(ctx context.Context, v *vault.Vault, p *ListPlan, progress vault.Progress) (Result, error) {
	res := Result{Added: p.Counts.Add, Skipped: p.Skipped, Remarks: p.Remarks}
	err := v.Update(func(tx *vault.Tx) error {
		now := &ListPlan{Mapping: p.Mapping, sheet: p.sheet, options: p.options}
		if err := now.work(ctx, tx); err != nil {
			return err
		}
		if now.Digest != p.Digest {
			return app.E("import-changed-since", "", "file", p.File)
		}
		var err error
		if res.Batch, err = tx.StartBatch("mailing", p.File, p.sheet.Digest); err != nil {
			return err
		}
		for i, r := range now.Rows {
			if ctx.Err() != nil {
				return app.E("cancelled", "")
			}
			if progress != nil && i%64 == 0 {
				progress("importing", int64(i), int64(len(now.Rows)))
			}
			if r.Do == Skip {
				continue
			}
			if err := tx.BatchEntry(res.Batch, r.Entry, r.Consent); err != nil {
				return err
			}
		}
		return tx.EndBatch(res.Batch, p.Counts.Add, 0, p.Counts.Skip)
	})
	if err != nil {
		return Result{}, err
	}
	return res, nil
}

// lister decides row after row.
type lister struct {
	mayUse     func(customerID, what string) error
	today      app.Day
	lang       app.Lang
	mapping    *Mapping
	options    ListOptions
	everybody  bool // has given the permission that the options tell of
	onList     map[string]bool
	cards      map[string]string // the one customer with an address; "": several
	inFile     map[string]int
	suppressed func(string) (app.Suppression, app.Day, bool)
	erased     func(app.Customer) (app.Day, bool)
}

func (p *ListPlan) work(ctx context.Context, tx *vault.Tx) error {
	if err := (Options{ConsentDate: p.options.ConsentDate}).check(tx.Today); err != nil {
		return err
	}
	l, err := newLister(tx, p.Mapping, p.options)
	if err != nil {
		return err
	}
	p.Skipped, p.Remarks, p.Rows, p.Counts = []Finding{}, []Finding{}, nil, Counts{}
	sum := sha256.New()
	enc := json.NewEncoder(sum)
	_ = enc.Encode([]any{p.sheet.Digest, p.options}) // a hash never fails to be written to
	for i, row := range p.Mapping.rows(p.sheet) {
		if i%256 == 0 && ctx.Err() != nil {
			return app.E("cancelled", "")
		}
		r := l.row(row)
		_ = enc.Encode(&r)
		p.take(r)
	}
	p.Digest = hex.EncodeToString(sum.Sum(nil))
	return nil
}

func (p *ListPlan) take(r ListRow) {
	p.Rows = append(p.Rows, r)
	p.Counts.Rows++
	if r.Do == Skip {
		p.Counts.Skip++
		p.Skipped = append(p.Skipped, finding(r.Row, r.Reason))
	} else {
		p.Counts.Add++
		if len(r.Remarks) > 0 {
			p.Counts.Corrected++
		}
	}
	if r.Consent != nil {
		p.Counts.Consents++
	}
	for _, e := range r.Remarks {
		p.Remarks = append(p.Remarks, finding(r.Row, e))
	}
}

func newLister(tx *vault.Tx, m *Mapping, o ListOptions) (l *lister, err error) {
	l = &lister{mayUse: tx.MayUse, today: tx.Today, mapping: m, options: o, onList: map[string]bool{}, cards: map[string]string{}, inFile: map[string]int{}}
	proof := strings.TrimSpace(o.ConsentSource) != "" && o.ConsentDate != ""
	l.everybody = proof && !m.has("marketing") && !m.has(fieldConsentDate)
	if l.lang, err = tx.Language(); err != nil {
		return nil, err
	}
	if l.suppressed, err = tx.SuppressedMail(); err != nil {
		return nil, err
	}
	if l.erased, err = tx.ErasedBefore(); err != nil {
		return nil, err
	}
	there, err := tx.MailList()
	if err != nil {
		return nil, err
	}
	for _, e := range there {
		l.onList[strings.ToLower(e.Email)] = true
	}
	return l, tx.Keys(func(k Key) error {
		address := strings.ToLower(k.Email)
		if _, twice := l.cards[address]; twice {
			l.cards[address] = "" // two cards: it is not known whose it is
		} else if address != "" {
			l.cards[address] = k.ID
		}
		return nil
	})
}

func (l *lister) row(row Row) ListRow {
	out := ListRow{Row: row.Number, Do: Add, Remarks: app.Errors{}}
	if row.Fault != nil {
		return out.skip(row.Fault)
	}
	cells := l.cells(row, &out)
	out.Entry = app.ListEntry{
		Email: cells["email"], Name: cells["name"], Origin: cells[fieldOrigin], AddedOn: l.today,
		Kind: app.Kind(cells["kind"]), Language: app.Lang(cells["language"]),
	}
	if out.Entry.Language == "" {
		out.Entry.Language = l.lang
	}
	if out.Entry.Kind == "" && app.GenericAddress(cells["email"]) {
		out.Entry.Kind = app.Company
	}
	l.tidy(&out)
	address := strings.ToLower(out.Entry.Email)
	switch first, twice := l.inFile[address]; {
	case out.Reason != nil:
		return out.skip(out.Reason)
	case twice:
		return out.skip(app.E("import-duplicate-row", "email", "row", strconv.Itoa(first)))
	case l.onList[address]:
		return out.skip(app.E("import-exists", "email"))
	}
	l.permission(&out, cells)
	if out.Reason == nil {
		l.remembered(&out)
	}
	if out.Reason != nil {
		return out.skip(out.Reason)
	}
	out.Entry.CustomerID = l.cards[address]
	if err := l.mayUse(out.Entry.CustomerID, app.UseEdit); err != nil {
		return out.skip(app.Told(err)[0])
	}
	l.inFile[address] = row.Number
	return out
}

func (r ListRow) skip(e *app.Error) ListRow {
	r.Do, r.Reason, r.Consent = Skip, e, nil
	return r
}

func (r *ListRow) remark(e *app.Error) { r.Remarks = append(r.Remarks, e) }

// cells takes the cells that are brought in. One with a personal identity code
// is refused before anything looks at it.
func (l *lister) cells(row Row, out *ListRow) map[string]string {
	cells := map[string]string{}
	for i, cell := range row.Cells {
		field := l.mapping.Columns[i].Field
		switch value := plainCell(cell); {
		case field == "" || value == "":
		case holdsHetu(cell):
			out.remark(app.E("hetu-found", field, "column", columnLetters(i)))
		default:
			cells[field] = value
		}
	}
	if cells["name"] == "" {
		cells["name"] = join(cells[fieldFirstName], cells[fieldLastName])
	}
	if several := severalIn(cells["email"]); len(several) > 1 {
		cells["email"] = several[0]
		out.remark(app.E("import-second-value", "email"))
	}
	if k := cells["kind"]; k != "" {
		cells["kind"] = readChoice(kindWords, k)
	}
	if c := cells["language"]; c != "" {
		cells["language"] = readChoice(langWords, c)
	}
	return cells
}

// tidy puts the rules to the entry. Without an address that mail could reach the
// row does not come in; any other value that breaks a rule is left out and told.
func (l *lister) tidy(out *ListRow) {
	out.Entry = out.Entry.Normalised()
	for _, e := range out.Entry.Check(l.today) {
		switch e.Field {
		case "name":
			out.Entry.Name = ""
		case "origin":
			out.Entry.Origin = ""
		case "kind":
			out.Entry.Kind = app.Person
		case "language":
			out.Entry.Language = l.lang
		default:
			out.Reason = e
			return
		}
		out.remark(e)
	}
}

// permission finds the row's permission, where it can be shown to have been
// given: with its source and its day. A row that says no stays out.
func (l *lister) permission(out *ListRow, cells map[string]string) {
	said := readChoice(yesNoWords, cells["marketing"])
	if ban := cells[fieldMarketingBan]; ban != "" && readChoice(yesNoWords, ban) != "no" || said == "no" {
		out.Reason = app.E("import-refused", "marketing")
		return
	}
	on, source := app.Day(readDay(cells[fieldConsentDate], l.today)), cells[fieldConsentSource]
	if said != "yes" && on == "" && !l.everybody {
		return
	}
	if on == "" {
		on = l.options.ConsentDate
	}
	if source == "" {
		source = strings.TrimSpace(l.options.ConsentSource)
	}
	c := app.Consent{Given: true, On: on, Channel: app.Other, Source: source}.Normalised()
	if source == "" || len(c.Check(l.today)) > 0 {
		out.remark(app.E("import-consent-unproven", "marketing"))
		return
	}
	out.Consent = &c
}

// remembered keeps out those who refused, unless they have agreed since, and
// those who were erased.
func (l *lister) remembered(out *ListRow) {
	if reason, on, ok := l.suppressed(out.Entry.Email); ok && (out.Consent == nil || out.Consent.On <= on) {
		out.Reason = app.E("import-suppressed", "email", "reason", string(reason), "day", string(on))
		return
	}
	if on, ok := l.erased(app.Customer{Email: out.Entry.Email}); ok && !slices.Contains(l.options.Returning, out.Row) {
		out.Reason = app.E("import-erased-before", "", "day", string(on))
	}
}
