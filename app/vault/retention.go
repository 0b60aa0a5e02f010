package vault

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"kortisto/app"
	"kortisto/store"
)

// Review says what the rules demand today and within that many days.
func (v *Vault) Review(within int) (app.Review, error) {
	var review app.Review
	err := v.View(func(tx *Tx) (err error) {
		review, err = tx.Review(within)
		return
	})
	return review, err
}

// Review is Vault.Review inside a transaction.
func (tx *Tx) Review(within int) (app.Review, error) {
	policy, err := tx.Policy()
	if err != nil {
		return app.Review{}, err
	}
	r := app.NewReviewer(policy, tx.Today, within)
	if err := tx.facts(policy, tx.Today.AddDays(max(within, 0)), r); err != nil {
		return app.Review{}, err
	}
	review := r.Review()
	auto, err := tx.autoClasses()
	if err != nil {
		return app.Review{}, err
	}
	byItself := map[string]app.Day{}
	for _, a := range auto {
		byItself[a.Class] = a.From(policy, tx.Today)
	}
	review.Total(byItself)
	if review.Merges, err = store.CountMerges(tx.Tx); err != nil {
		return app.Review{}, err
	}
	for _, note := range tx.v.Notes() {
		if note == ClockBack || note == ClockAhead {
			review.ClockNote = note
		}
	}
	note, err := tx.clockNote()
	if note != "" {
		review.ClockNote = note
	}
	return review, err
}

// Decision explains one customer's date.
func (tx *Tx) Decision(customerID string) (app.Decision, error) {
	f, err := store.FileOf(tx.Tx, customerID)
	if err != nil {
		return app.Decision{}, err
	}
	policy, err := tx.Policy()
	if err != nil {
		return app.Decision{}, err
	}
	return app.Decide(f, policy, tx.Today), nil
}

// scrub makes the erasure real in the bytes, and proves it. Who cancels an erasure
// waits for this all the same; only a hurry ends it, and then it is "cancelled".
func (v *Vault) scrub(needles []string, p *Purged, progress Progress) (err error) {
	if p.Residue, err = v.prove(v.patience, needles, progress); err != nil {
		return err
	}
	if p.Residue > 0 {
		return app.E("residue-found", "", "count", strconv.Itoa(p.Residue))
	}
	return nil
}

// proofs is how often at most a proof is made anew.
const proofs = 3

// prove cleanses, and counts what is left of erased people all the same. Somebody may
// change meanwhile what says the same as they did, another's town: then it is no
// longer said, and stands in a page of the new base that the log has replaced. So what
// is found is believed only where nothing was changed beside it.
func (v *Vault) prove(ctx context.Context, needles []string, progress Progress) (left int, err error) {
	for range proofs {
		before := v.updates.Load()
		if err := v.cleanse(ctx, progress); err != nil {
			return 0, err
		}
		progress.say("scanning", 0, 0)
		left, err = v.residue(ctx, needles)
		if left == 0 || err != nil || v.updates.Load() == before {
			break
		}
	}
	return left, err
}

// Scan searches everything decrypted (base, log, attachments) for strings, as
// the bytes of their UTF-8, and counts the hits.
func (v *Vault) Scan(ctx context.Context, needles []string) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return 0, app.E("vault-locked", "")
	}
	found, err := v.bytes.ScanPlain(ctx, inBytes(needles))
	hits := 0
	for _, n := range found {
		hits += int(n)
	}
	return hits, told(err)
}

func inBytes(needles []string) [][]byte {
	out := make([][]byte, len(needles))
	for i, n := range needles {
		out[i] = []byte(n)
	}
	return out
}

// residue counts what is left of erased people once the bytes were rewritten. Looked
// for are their values, everywhere but in the attachments of those who stay: what
// stands in one of these is theirs, as a name is that another's contact mentions.
//
// Rows that the register has are no residue: they were asked for by their owners
// when these went, and the database refuses to erase an owner of whom any is left.
// What is found anywhere else – in room that no row uses, in a page that was given
// up, in the log, in a file beside – and in the words that the search indexes keep
// is residue, unless something that stays says the same. Attachments that belong to
// nobody count too.
func (v *Vault) residue(ctx context.Context, values []string) (int, error) {
	stray, other, err := v.otherBlobs()
	if err != nil {
		return 0, err
	}
	needles := store.Needles(values)
	if len(needles) == 0 {
		return stray, nil
	}
	hits, err := v.bytes.ScanDead(ctx, inBytes(needles), other)
	if err != nil {
		return 0, told(err)
	}
	count := map[string]int{}
	for i, n := range hits {
		if n > 0 {
			count[needles[i]] = int(n)
		}
	}
	err = v.View(func(tx *Tx) error {
		words, err := store.Indexed(tx.Tx, needles)
		if err != nil {
			return err
		}
		for _, w := range words {
			count[w]++
		}
		if len(count) == 0 {
			return nil
		}
		left, err := store.Unseen(tx.Tx, slices.Collect(maps.Keys(count)))
		for _, l := range left {
			stray += count[l]
		}
		return err
	})
	return stray, err
}

// otherBlobs are the attachments that belong to nobody who stays, and how many of
// them belong to nothing at all.
func (v *Vault) otherBlobs() (strays int, other map[string]bool, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return 0, nil, app.E("vault-locked", "")
	}
	staying, err := v.living()
	if err != nil {
		return 0, nil, err
	}
	lost, err := v.strays(staying)
	if err != nil {
		return 0, nil, err
	}
	all, err := v.bytes.Blobs()
	other = map[string]bool{}
	for _, id := range all {
		if !staying[id] {
			other[id] = true
		}
	}
	return len(lost), other, told(err)
}

// Compact rewrites the vault as one file without its log. Changes go on meanwhile.
func (v *Vault) Compact(ctx context.Context, progress Progress) error {
	return v.compact(ctx, progress, func() bool { return true })
}

// CompactIfWorth compacts when the log has grown past what is worth replaying.
func (v *Vault) CompactIfWorth(ctx context.Context) error {
	return v.compact(ctx, nil, v.bytes.ShouldCompact)
}

func (v *Vault) compact(ctx context.Context, progress Progress, worth func() bool) error {
	v.cleaning.Lock()
	defer v.cleaning.Unlock()
	if !worth() {
		return nil
	}
	ctx, end := v.patient(ctx)
	defer end()
	return told(v.bytes.Compact(ctx, func(done, total int64) { progress.say("compacting", done, total) }))
}

// Outlook counts what goes now and in each of the coming months, this one first.
func (tx *Tx) Outlook(months int) (*app.Outlook, error) {
	policy, err := tx.Policy()
	if err != nil {
		return nil, err
	}
	o := app.NewOutlook(policy, tx.Today, months)
	return o, tx.facts(policy, tx.Today.AddMonths(months).AddDays(31), o)
}
