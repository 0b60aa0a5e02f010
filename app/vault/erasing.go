package vault

import (
	"context"
	"errors"
	"slices"

	"kortisto/app"
	"kortisto/store"
)

// A run erases many records in one transaction, part by part. Rows of one customer
// lie together, but in the indexes they are all around, and each page that changes
// is read, kept, encrypted and written once for a transaction: the more goes in one,
// the less there is to do. It ends early where somebody waits to write, where it is
// cancelled, and where it has come to hold much in memory.
var (
	// erasedTogether is how many records one transaction erases at most.
	erasedTogether = 5000
	// erasedAtOnce is how many a part has: so long somebody waits at least who writes
	// meanwhile.
	erasedAtOnce = 250
)

// erasingPages is how many pages a transaction may have written when it begins
// another part, 96 MiB.
const erasingPages = 24 << 10

// gone is what erasing some records of a class did.
type gone struct {
	needles []string
	ledger  []LedgerEntry
	counts  app.Counts
	do      app.Disposal
	records int
}

// eraseSome erases the next records of a run that are still due inside one
// transaction, and gives the strings that must not be found afterwards. The ledger
// is written before that is committed: were the machine to stop in between, a person
// would be listed as erased and erased at the next run, never erased and not listed.
func (v *Vault) eraseSome(ctx context.Context, run *Purged, progress Progress) (needles []string, more bool, err error) {
	var ledger []LedgerEntry
	next := *run
	next.Classes, next.Ledger = slices.Clone(run.Classes), slices.Clone(run.Ledger)
	err = v.erasing(func(tx *Tx) error {
		class, records, err := store.RunRecords(tx.Tx, run.ID, erasedTogether)
		if err != nil || len(records) == 0 {
			return err
		}
		more = true
		policy, err := tx.Policy()
		if err != nil {
			return err
		}
		parts := slices.Collect(slices.Chunk(records, erasedAtOnce))
		ahead := tx.lookAhead(policy, class, parts)
		defer ahead.end()
		did := 0
		for i, part := range parts {
			if i > 0 && (ctx.Err() != nil || v.waiting.Load() > 0 || v.bytes.Pending() > erasingPages) {
				break
			}
			progress.say("erasing", int64(next.Done), int64(next.Records))
			var g gone
			if err := tx.erasePart(policy, class, part, ahead, &g); err != nil {
				return err
			}
			needles, ledger = append(needles, g.needles...), append(ledger, g.ledger...)
			next.Counts = next.Counts.Add(g.counts)
			next.Went(class, g.do, g.records)
			next.Done += len(part)
			did += len(part)
		}
		ahead.end()
		return tx.carried(&next, class, records[:did], ledger)
	})
	if errors.Is(err, app.E("vault-read-only", "")) {
		return nil, false, err // the disk may hold the erasure or not: then it stays listed
	}
	if err != nil {
		return nil, false, errors.Join(err, v.withdrawLedger(ledger))
	}
	*run = next
	return needles, more, nil
}

// carried writes down how far a run has come with this transaction.
func (tx *Tx) carried(run *Purged, class string, records []string, ledger []LedgerEntry) error {
	if slices.Contains(copied, class) && slices.ContainsFunc(run.Classes, func(c app.ClassCount) bool { return c.Class == class }) {
		if err := tx.runTasks(*run); err != nil {
			return err
		}
	}
	for _, e := range ledger {
		run.Ledger = append(run.Ledger, e.ID)
	}
	if len(ledger) > 0 {
		if err := tx.appendLedger(ledger); err != nil {
			return err
		}
	}
	return errors.Join(store.RunRecordsDone(tx.Tx, run.ID, class, records), store.UpdateRun(tx.Tx, *run), tx.uncleansed())
}

// erasing is Update for what erases much: without SQLite's journal. That would hold
// each page as it was, which the vault has all the same, and takes none of the
// transaction when any of it fails.
func (v *Vault) erasing(f func(tx *Tx) error) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return app.E("vault-locked", "")
	}
	err := store.WithoutJournal(context.Background(), v.db, func() error {
		return v.transact(func(tx *Tx) error { return errors.Join(f(tx), tx.Failed()) })
	})
	return told(v.bytes.Explain(err))
}

func (tx *Tx) erasePart(policy app.Policy, class string, ids []string, ahead *lookAhead, g *gone) error {
	if class != app.ClassCustomer {
		return tx.eraseClass(policy, class, ids, g)
	}
	cards, err := ahead.next()
	if err != nil {
		return err
	}
	return tx.eraseCards(cards, g)
}

// cards are customers who are still due, and what erasing them needs to know.
type cards struct {
	ids     []string
	do      app.Disposal
	fresh   []string // entries of the e-mail list that stay
	needles []string
	marks   [][]string // for the ledger, of each of them
}

// eraseCards erases customers with everything of theirs.
func (tx *Tx) eraseCards(c cards, g *gone) (err error) {
	if len(c.fresh) > 0 { // without them it is less
		if err = store.PartEntries(tx.Tx, c.fresh); err != nil {
			return err
		}
		if err = tx.learn(&c); err != nil {
			return err
		}
	}
	g.needles, g.do, g.records = c.needles, c.do, len(c.ids)
	for _, marks := range c.marks {
		g.ledger = append(g.ledger, tx.cardErased(marks))
	}
	if g.counts, err = store.EraseCustomers(tx.Tx, c.ids); err != nil {
		return err
	}
	return tx.auditAll("customer-erased", c.ids)
}

// decided takes those of some customers who are still due.
func (tx *Tx) decided(policy app.Policy, ids []string) (c cards, err error) {
	files, err := store.FilesOf(tx.Tx, ids)
	if err != nil {
		return c, err
	}
	for _, id := range ids {
		f, ok := files[id]
		if !ok {
			continue
		}
		if d := app.Decide(f, policy, tx.Today); d.Due(tx.Today) {
			c.ids, c.do = append(c.ids, id), d.Do
			c.fresh = append(c.fresh, f.FreshEntries(policy, tx.Today)...)
		}
	}
	return c, tx.learn(&c)
}

// learn reads what they are looked for and listed by.
func (tx *Tx) learn(c *cards) (err error) {
	if c.needles, err = store.PersonalStrings(tx.Tx, c.ids); err != nil {
		return err
	}
	c.marks = make([][]string, len(c.ids))
	for i, id := range c.ids {
		if c.marks[i], err = tx.cardMarks(id); err != nil {
			return err
		}
	}
	return nil
}

// lookAhead reads of the next parts, beside the transaction that erases those before,
// what that needs to know of them. It sees the register as it was when this began,
// and nobody else writes meanwhile.
type lookAhead struct {
	found chan cards
	err   error // once found is closed
	stop  context.CancelFunc
}

// lookAhead begins it; of other classes than customers there is nothing to know.
func (tx *Tx) lookAhead(policy app.Policy, class string, parts [][]string) *lookAhead {
	ctx, stop := context.WithCancel(context.Background())
	a := &lookAhead{found: make(chan cards, 1), stop: stop}
	if class != app.ClassCustomer {
		close(a.found)
		return a
	}
	now, today := tx.Now, tx.Today
	go func() {
		defer close(a.found)
		a.err = tx.v.View(func(tx *Tx) error {
			tx.Now, tx.Today = now, today
			for _, ids := range parts {
				c, err := tx.decided(policy, ids)
				if err != nil {
					return err
				}
				select {
				case a.found <- c:
				case <-ctx.Done():
					return nil
				}
			}
			return nil
		})
	}()
	return a
}

func (a *lookAhead) next() (cards, error) {
	c, ok := <-a.found
	if !ok {
		return c, errors.Join(a.err, errNothingAhead)
	}
	return c, nil
}

var errNothingAhead = errors.New("vault: nothing more was looked at")

// end waits until it looks at nothing any more: whoever still looks when the erasure
// is committed would have its pages kept.
func (a *lookAhead) end() {
	a.stop()
	for range a.found {
	}
}
