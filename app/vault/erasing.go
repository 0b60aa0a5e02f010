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
		did := 0
		for part := range slices.Chunk(records, erasedAtOnce) {
			if did > 0 && (ctx.Err() != nil || v.waiting.Load() > 0 || v.bytes.Pending() > erasingPages) {
				break
			}
			progress.say("erasing", int64(next.Done), int64(next.Records))
			var g gone
			if err := tx.eraseClass(policy, class, part, &g); err != nil {
				return err
			}
			needles, ledger = append(needles, g.needles...), append(ledger, g.ledger...)
			next.Counts = next.Counts.Add(g.counts)
			next.Went(class, g.do, g.records)
			next.Done += len(part)
			did += len(part)
		}
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
	v.letIn()
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return app.E("vault-locked", "")
	}
	v.updates.Add(1)
	err := store.WithoutJournal(context.Background(), v.db, func() error {
		return v.transact(func(tx *Tx) error { return errors.Join(f(tx), store.Failed(tx.Tx)) })
	})
	return told(v.bytes.Explain(err))
}

// eraseCards erases the customers that are still due with everything of theirs.
func (tx *Tx) eraseCards(policy app.Policy, ids []string, g *gone) error {
	files, err := store.FilesOf(tx.Tx, ids)
	if err != nil {
		return err
	}
	var due, fresh []string
	for _, id := range ids {
		f, ok := files[id]
		if !ok {
			continue
		}
		if d := app.Decide(f, policy, tx.Today); d.Due(tx.Today) {
			due, g.do = append(due, id), d.Do
			fresh = append(fresh, f.FreshEntries(policy, tx.Today)...)
		}
	}
	if err = store.PartEntries(tx.Tx, fresh); err != nil {
		return err
	}
	if g.needles, err = store.PersonalStrings(tx.Tx, due); err != nil {
		return err
	}
	if g.ledger, err = tx.ledgerEntries(due); err != nil {
		return err
	}
	if g.counts, err = store.EraseCustomers(tx.Tx, due); err != nil {
		return err
	}
	g.records = len(due)
	return tx.auditAll("customer-erased", due)
}
