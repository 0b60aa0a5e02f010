package vault

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"kortisto/app"
	"kortisto/store"
)

// erasedAtOnce is how many records one transaction erases: it bounds the memory
// that a large erasure takes and the time that somebody waits who writes meanwhile,
// and each chunk is whole by itself.
var erasedAtOnce = 250

// Approval is what the owner agreed to: the review with this digest, or of it
// only the named records and the named classes.
type Approval struct {
	Digest  string   // empty: whatever the review says at the moment of erasing
	Records []string // by id
	Classes []string // whole. Neither records nor classes: all that is due
	Count   int      // how many records that is; 0: nobody has counted
}

// Purged is the outcome of an erasure, and all that its certificate needs. It
// names nobody.
type Purged = app.Run

// Kept is how many records stay past their day, why, and until when.
type Kept = app.Kept

// Purge erases exactly what an approved review shows. It goes on to the bytes:
// the search index is rewritten, free pages are given up, the vault is
// compacted, and then everything decrypted is searched for what the erased
// rows held. Only a clean search is called erased: otherwise Purged comes with
// the error "residue-found".
//
// Merges of cards can be taken back until then and no longer: first of all, what
// is kept for that is erased, and looked for afterwards like the rest.
//
// Cancelling stops between chunks; what was erased by then is erased whole, and
// the search of the bytes is still made for it. Where the machine stops in the
// middle, the rest of what was approved follows when the vault is next opened.
func (v *Vault) Purge(ctx context.Context, a Approval, progress Progress) (Purged, error) {
	run, err := v.begin(false, func(_ *Tx, _ app.Policy, r app.Review) ([]app.Decision, error) { return a.choose(r) })
	if err != nil {
		return run, err
	}
	return v.carryOut(ctx, run, progress)
}

// PurgeAutomatic erases what is due of the classes that the owner lets go by
// themselves, as far as they have been announced long enough. While the clock is
// in doubt it is "clock-back" or "clock-ahead", and nothing goes. A run without
// an id means that nothing was due.
func (v *Vault) PurgeAutomatic(ctx context.Context, progress Progress) (Purged, error) {
	var chosen []string
	err := v.View(func(tx *Tx) (err error) { chosen, err = tx.AutoClasses(); return err })
	if err != nil || len(chosen) == 0 {
		return Purged{Automatic: true, Classes: []app.ClassCount{}, Kept: []Kept{}, Ledger: []string{}, Rules: app.Policy{}}, err
	}
	run, err := v.begin(true, func(tx *Tx, p app.Policy, r app.Review) (due []app.Decision, err error) {
		auto, err := tx.announced(p)
		if err != nil {
			return nil, err
		}
		for _, d := range r.Decisions {
			if d.Due(r.Today) && auto[d.Class] {
				due = append(due, d)
			}
		}
		return tx.foreseen(due)
	})
	if err != nil || run.ID == "" {
		return run, err
	}
	return v.carryOut(ctx, run, progress)
}

// choose takes out of a review what was agreed to.
func (a Approval) choose(r app.Review) (due []app.Decision, err error) {
	if a.Digest != "" && a.Digest != r.Digest {
		return nil, app.E("digest-changed", "")
	}
	all := len(a.Records) == 0 && len(a.Classes) == 0
	named, asked := 0, map[string]bool{}
	for _, id := range a.Records {
		asked[id] = true
	}
	for _, d := range r.Decisions {
		if !d.Due(r.Today) {
			continue
		}
		byName := asked[d.Record]
		if byName {
			named++
		}
		if all || byName || slices.Contains(a.Classes, d.Class) {
			due = append(due, d)
		}
	}
	if named != len(a.Records) {
		return nil, app.E("digest-changed", "") // named twice, or not due
	}
	if due = inOrder(due); a.Count != 0 && a.Count != len(due) {
		return nil, app.E("count-mismatch", "count", "count", strconv.Itoa(len(due)))
	}
	return due, nil
}

// begin makes the review anew, chooses out of it what goes, and writes it down as
// a run that has begun. A run without an id has nothing to do.
func (v *Vault) begin(automatic bool, choose func(*Tx, app.Policy, app.Review) ([]app.Decision, error)) (run Purged, err error) {
	err = v.Update(func(tx *Tx) error {
		review, err := tx.Review(0)
		if err != nil {
			return err
		}
		if review.ClockNote == ClockBack || automatic && review.ClockNote != "" {
			return app.E(review.ClockNote, "")
		}
		policy, err := tx.Policy()
		if err != nil {
			return err
		}
		chosen, err := choose(tx, policy, review)
		if err != nil {
			return err
		}
		due := inOrder(chosen)
		run = Purged{
			On: tx.Today, BeganAt: tx.Now, Began: store.TimeText(tx.Now), State: app.RunGoing, Automatic: automatic, Digest: review.Digest, Records: len(due),
			Classes: []app.ClassCount{}, Kept: kept(review), Ledger: []string{}, Rules: policy.InForce(tx.Today),
		}
		if len(due) == 0 {
			return nil
		}
		if err := tx.giveUpRuns(); err != nil {
			return err
		}
		run.ID = tx.NewID()
		return store.InsertRun(tx.Tx, run, due)
	})
	return run, err
}

// runOrder is the order in which classes go: cards first, for what hangs on them
// goes with them, and the log last, for the run writes into it.
var runOrder = []string{
	app.ClassCustomer, app.ClassChat, app.ClassContact, app.ClassRecording, app.ClassTechnical,
	app.ClassMailing, app.ClassRequest, app.ClassVisitor, app.ClassAudit,
}

// copied are the classes of which copies may be outside the vault.
var copied = []string{app.ClassCustomer, app.ClassChat, app.ClassContact, app.ClassRecording, app.ClassTechnical, app.ClassMailing}

// executable says whether there is a way to do what a decision says.
func executable(d app.Decision) bool {
	if d.Do == app.Anonymise {
		return slices.Contains([]string{app.ClassChat, app.ClassContact, app.ClassVisitor}, d.Class)
	}
	return slices.Contains(runOrder, d.Class)
}

// inOrder are the decisions that can be carried out, in the order of classes.
func inOrder(ds []app.Decision) []app.Decision {
	out := []app.Decision{}
	for _, class := range runOrder {
		for _, d := range ds {
			if d.Class == class && executable(d) {
				out = append(out, d)
			}
		}
	}
	return out
}

// giveUpRuns ends runs that failed in the middle: the owner approves anew.
func (tx *Tx) giveUpRuns() error {
	going, err := store.GoingRuns(tx.Tx)
	if err != nil {
		return err
	}
	for _, r := range going {
		if err := tx.endRun(&r, app.RunStopped); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) endRun(r *app.Run, state app.RunState) error {
	r.State, r.Ended = state, store.TimeText(tx.Now)
	if err := store.UpdateRun(tx.Tx, *r); err != nil {
		return err
	}
	return store.ForgetRunRecords(tx.Tx, r.ID)
}

// kept groups what stays by class, reason and day.
func kept(r app.Review) []Kept {
	out := []Kept{}
	for _, d := range r.Decisions {
		if d.Do != app.Keep {
			continue
		}
		at := slices.IndexFunc(out, func(k Kept) bool { return k.Class == d.Class && k.Because == d.Because && k.Until == d.Until })
		if at < 0 {
			out = append(out, Kept{Class: d.Class, Because: d.Because, Until: d.Until})
			at = len(out) - 1
		}
		out[at].Count++
	}
	return out
}

// carryOut does what a run still has to do, chunk by chunk, and makes it real in
// the bytes.
func (v *Vault) carryOut(ctx context.Context, run Purged, progress Progress) (Purged, error) {
	defer v.cacheSize(v.cacheSize(erasingCache))
	needles, err := v.forgetMerges()
	if err != nil {
		return run, err
	}
	var stopped error
	for more := run.ID != ""; more; {
		if stopped = ctx.Err(); stopped != nil {
			break
		}
		progress.say("erasing", int64(run.Done), int64(run.Records))
		var found []string
		if found, more, stopped = v.eraseChunk(&run); stopped != nil {
			break
		}
		needles = append(needles, found...)
	}
	if run.Done > 0 || len(needles) > 0 {
		err = v.scrub(needles, &run, progress)
	}
	return run, errors.Join(err, told(stopped), v.settle(&run, err, givenUp(ctx), stopped))
}

// erasingCache is SQLite's cache while a run erases, 24 MiB. It goes over pages all
// around the register and comes back to few of them, and each that it changes is in
// memory twice besides, as it was and as it will be.
const erasingCache = -24 << 10

// cacheSize sets the cache, and gives what it was or 0: a cache of another size is no
// reason to stop.
func (v *Vault) cacheSize(size int) (before int) {
	if size == 0 {
		return 0
	}
	_, err := v.penned(func() (_ bool, err error) {
		before, err = store.CacheSize(context.Background(), v.db, size)
		return false, err
	})
	if err != nil {
		return 0
	}
	return before
}

// settle writes down how a run ended. One that failed on the way, and was not
// cancelled, is gone on with when the vault is next opened.
func (v *Vault) settle(run *Purged, scrubbed error, cancelled bool, stopped error) error {
	state := app.RunDone
	switch {
	case run.ID == "" || stopped != nil && !cancelled:
		return nil
	case scrubbed != nil && !errors.Is(scrubbed, app.E("residue-found", "")):
		if !cancelled {
			return nil
		}
		run.Unsearched, state = run.Done, app.RunStopped
	case run.Done < run.Records:
		state = app.RunStopped
	}
	return v.Update(func(tx *Tx) error { return tx.endRun(run, state) })
}

// finishRuns goes on with the run in whose middle the machine stopped: with the
// rest of exactly what was approved, as far as it is still due. It waits while the
// clock is in doubt. That it fails must not keep the owner from the register: it is
// noted, and tried again at the next opening.
func (v *Vault) finishRuns(ctx context.Context) error {
	var going []app.Run
	err := v.View(func(tx *Tx) (err error) { going, err = store.GoingRuns(tx.Tx); return err })
	if err != nil || tooDoubtful(v.Notes()) {
		return err
	}
	for _, run := range going {
		run.Unsearched = run.Done // what they held is known no more
		switch _, err := v.carryOut(ctx, run, nil); {
		case errors.Is(err, app.E(ResidueFound, "")):
			v.addNote(ResidueFound)
		case err != nil:
			v.addNote(RunUnfinished)
		}
	}
	return nil
}

func tooDoubtful(notes []string) bool {
	return slices.Contains(notes, ClockBack) || slices.Contains(notes, ClockAhead)
}

// gone is what erasing some records of a class did.
type gone struct {
	needles []string
	ledger  []LedgerEntry
	counts  app.Counts
	do      app.Disposal
	records int
}

// eraseChunk erases the next records of a run that are still due inside one
// transaction, and gives the strings that must not be found afterwards. The ledger
// is written first: were the machine to stop in between, a person would be listed
// as erased and erased at the next run, never erased and not listed.
func (v *Vault) eraseChunk(run *Purged) (needles []string, more bool, err error) {
	var g gone
	next := *run
	next.Classes, next.Ledger = slices.Clone(run.Classes), slices.Clone(run.Ledger)
	err = v.Update(func(tx *Tx) error {
		class, records, err := store.RunRecords(tx.Tx, run.ID, erasedAtOnce)
		if err != nil || len(records) == 0 {
			return err
		}
		more = true
		policy, err := tx.Policy()
		if err != nil {
			return err
		}
		if err := tx.eraseClass(policy, class, records, &g); err != nil {
			return err
		}
		if g.records > 0 && slices.Contains(copied, class) {
			if err := tx.runTasks(next); err != nil {
				return err
			}
		}
		next.Done += len(records)
		next.Counts = next.Counts.Add(g.counts)
		next.Went(class, g.do, g.records)
		for _, e := range g.ledger {
			next.Ledger = append(next.Ledger, e.ID)
		}
		return errors.Join(store.RunRecordsDone(tx.Tx, run.ID, class, records), store.UpdateRun(tx.Tx, next), tx.uncleansed())
	})
	if errors.Is(err, app.E("vault-read-only", "")) {
		return nil, false, err // the disk may hold the erasure or not: then it stays listed
	}
	if err != nil {
		return nil, false, errors.Join(err, v.withdrawLedger(g.ledger))
	}
	*run = next
	return g.needles, more, nil
}

func (tx *Tx) eraseClass(policy app.Policy, class string, ids []string, g *gone) error {
	if class == app.ClassCustomer {
		return tx.eraseCards(policy, ids, g)
	}
	due, err := tx.dueItems(policy, class, ids)
	if err != nil {
		return err
	}
	due = slices.DeleteFunc(due, func(d app.Decision) bool { return !executable(d) })
	if len(due) == 0 {
		return nil
	}
	g.do, g.records = due[0].Do, len(due)
	switch class {
	case app.ClassMailing:
		return tx.eraseEntries(recordsOf(due), g)
	case app.ClassRequest:
		return tx.eraseRequests(recordsOf(due), g)
	case app.ClassVisitor:
		return tx.eraseVisitors(policy, g)
	case app.ClassAudit:
		return tx.cutLog(policy, g)
	}
	if g.do == app.Anonymise {
		a, err := tx.AnonymiseContacts(recordsOf(due), app.MaskChoice{})
		g.counts, g.needles = a.Counts, a.Needles
		return err
	}
	return tx.eraseItems(class, due, g)
}

func recordsOf(ds []app.Decision) []string {
	out := make([]string, len(ds))
	for i, d := range ds {
		out[i] = d.Record
	}
	return out
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
	entries, err := tx.ledgerEntries(due)
	if err != nil {
		return err
	}
	if g.ledger = entries; len(entries) > 0 {
		if err = tx.appendLedger(entries); err != nil {
			return err
		}
	}
	if g.counts, err = store.EraseCustomers(tx.Tx, due); err != nil {
		return err
	}
	g.records = len(due)
	return tx.auditAll("customer-erased", due)
}

func (tx *Tx) auditAll(action string, objects []string, fields ...string) error {
	for _, id := range objects {
		if err := tx.audit(action, id, fields...); err != nil {
			return err
		}
	}
	return nil
}

// eraseEntries takes entries off the e-mail list.
func (tx *Tx) eraseEntries(ids []string, g *gone) (err error) {
	if g.needles, err = store.EntryStrings(tx.Tx, ids); err != nil {
		return err
	}
	if g.ledger, err = tx.entryMarks(ids); err != nil {
		return err
	}
	if len(g.ledger) > 0 {
		if err = tx.appendLedger(g.ledger); err != nil {
			return err
		}
	}
	if g.counts, err = store.EraseEntries(tx.Tx, ids); err != nil {
		return err
	}
	return tx.auditAll("entry-erased", ids)
}

// itemFields is the name of the field of a card that records of a class are in,
// for the log.
var itemFields = map[string]string{app.ClassChat: "contacts", app.ClassContact: "contacts", app.ClassRecording: "attachments", app.ClassTechnical: "technical"}

// eraseItems erases single records; their cards stay, and the log of each tells.
func (tx *Tx) eraseItems(class string, due []app.Decision, g *gone) (err error) {
	ids := recordsOf(due)
	if g.needles, err = store.ItemStrings(tx.Tx, class, ids); err != nil {
		return err
	}
	if g.counts, err = store.EraseItems(tx.Tx, class, ids); err != nil {
		return err
	}
	var cards []string
	for _, d := range due {
		cards = append(cards, d.CustomerID)
	}
	return tx.auditAll("record-expired", unique(cards), itemFields[class])
}

// eraseVisitors blanks what tells visitors apart; the statistics stay.
func (tx *Tx) eraseVisitors(policy app.Policy, g *gone) (err error) {
	until, _ := app.VisitorsKept(policy, tx.Today)
	if g.needles, err = store.VisitorStrings(tx.Tx, until); err != nil {
		return err
	}
	if g.counts.Visitors, err = store.ForgetVisitors(tx.Tx, until); err != nil {
		return err
	}
	return tx.audit("visitors-forgotten", "")
}

// cutLog takes the oldest lines off the log. The chain of the rest goes on from
// the last of them, of which the hash is kept under the vault's key.
func (tx *Tx) cutLog(policy app.Policy, g *gone) error {
	rule, _ := policy.Rule(app.ClassAudit, tx.Today)
	_, n, last, err := store.OldAudit(tx.Tx, tx.afterDay(rule.LastOver(tx.Today)))
	if err != nil || n == 0 {
		return err
	}
	last.MAC = tx.v.anchorMAC(last)
	if err := store.SetAuditAnchor(tx.Tx, last); err != nil {
		return err
	}
	if g.counts.LogRows, err = store.PruneAudit(tx.Tx, last.Seq); err != nil {
		return err
	}
	return tx.audit("log-cut", "")
}

// Runs lists the newest retention runs first; limit 0 lists all.
func (tx *Tx) Runs(limit, offset int) ([]app.Run, error) { return store.Runs(tx.Tx, limit, offset) }

// Run reads one; one that is not there is "not-found".
func (tx *Tx) Run(id string) (app.Run, error) { return store.Run(tx.Tx, id) }

// AutoClasses are the classes whose records go without being asked for, in the
// order of app.Classes.
func (tx *Tx) AutoClasses() ([]string, error) {
	auto, err := tx.autoClasses()
	out := []string{}
	for _, a := range auto {
		out = append(out, a.Class)
	}
	return out, err
}

func (tx *Tx) autoClasses() (auto []app.AutoClass, err error) {
	return auto, tx.setting(keyAuto, &auto)
}

// SetAutoClasses chooses the classes whose records go by themselves. Those that
// were chosen before keep their day; a new one waits app.AnnounceDays.
func (tx *Tx) SetAutoClasses(classes []string) error {
	old, err := tx.autoClasses()
	if err != nil {
		return err
	}
	for _, c := range classes {
		if !slices.Contains(runOrder, c) {
			return app.E("choice-invalid", "class", "value", c)
		}
	}
	auto := []app.AutoClass{}
	for _, c := range runOrder {
		if !slices.Contains(classes, c) {
			continue
		}
		a := app.AutoClass{Class: c, Since: tx.Today}
		if at := slices.IndexFunc(old, func(o app.AutoClass) bool { return o.Class == c }); at >= 0 {
			a = old[at]
		}
		auto = append(auto, a)
	}
	if slices.Equal(auto, old) {
		return nil
	}
	if err := tx.setSetting(keyAuto, auto); err != nil {
		return err
	}
	return tx.audit("settings-changed", "", keyAuto)
}

// foreseen are those that could be seen coming for app.AnnounceDays. What an import
// brought since, or a hold, a restriction or a request kept until lately, was not: it
// is asked for, and goes by itself when that time is over. Where a permission was
// withdrawn there is no ground any more to wait.
func (tx *Tx) foreseen(due []app.Decision) ([]app.Decision, error) {
	if len(due) == 0 {
		return due, nil
	}
	late, err := store.Surprising(tx.Tx, tx.Today.AddDays(1-app.AnnounceDays), tx.afterDay(tx.Today.AddDays(-app.AnnounceDays)))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(due, func(d app.Decision) bool {
		return d.Because != app.BecauseWithdrawn && (late[d.Record] || late[d.CustomerID] || late[store.ContactOf(d.Record)])
	}), nil
}

// announced are the classes that go by themselves today: none while the clock has
// lately jumped ahead, for nobody has seen what that made due.
func (tx *Tx) announced(p app.Policy) (map[string]bool, error) {
	auto, err := tx.autoClasses()
	out := map[string]bool{}
	if err != nil {
		return out, err
	}
	if leapt, err := tx.leaptLately(); err != nil || leapt {
		return out, err
	}
	for _, a := range auto {
		out[a.Class] = a.Announced(p, tx.Today)
	}
	return out, err
}
