package vault

import (
	"context"
	"errors"
	"slices"
	"sort"
	"strconv"

	"kortisto/app"
	"kortisto/store"
)

// erasedAtOnce is how many customers one transaction erases: it bounds the memory
// that a large erasure takes, and each chunk is whole by itself.
const erasedAtOnce = 1000

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
	err = store.Files(tx.Tx, func(f app.File) error {
		r.Add(f)
		return nil
	})
	if err != nil {
		return app.Review{}, err
	}
	review := r.Review()
	if review.Merges, err = store.CountMerges(tx.Tx); err != nil {
		return app.Review{}, err
	}
	for _, note := range tx.v.Notes() {
		if note == ClockBack || note == ClockAhead {
			review.ClockNote = note
		}
	}
	return review, nil
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

// Approval is what the owner agreed to: the review with this digest, or of it
// only the named records.
type Approval struct {
	Digest  string   // empty: whatever the review says at the moment of erasing
	Records []string // empty: all that is due
}

// Purged is the outcome of an erasure, and all that its certificate needs. It
// names nobody.
type Purged struct {
	On      app.Day    `json:"on"`
	Digest  string     `json:"digest"`
	Counts  app.Counts `json:"counts"`
	Residue int        `json:"residue"` // strings of erased people found afterwards; 0 or the erasure has failed
	Kept    []Kept     `json:"kept"`    // due by their day, and kept all the same
	Ledger  []string   `json:"ledger"`
	Rules   app.Policy `json:"rules"`
}

// Kept is how many customers stay past their day, why, and until when.
type Kept struct {
	Count   int     `json:"count"`
	Because string  `json:"because"`
	Until   app.Day `json:"until"`
}

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
// the search of the bytes is still made for it.
func (v *Vault) Purge(ctx context.Context, a Approval, progress Progress) (Purged, error) {
	p, due, err := v.approve(a)
	if err != nil {
		return p, err
	}
	needles, err := v.forgetMerges()
	if err != nil {
		return p, err
	}
	var stopped error
	for chunk := range slices.Chunk(due, erasedAtOnce) {
		if stopped = ctx.Err(); stopped != nil {
			break
		}
		progress.say("erasing", int64(p.Counts.Customers), int64(len(due)))
		found, err := v.eraseChunk(chunk, &p)
		if err != nil {
			stopped = err
			break
		}
		needles = append(needles, found...)
	}
	if p.Counts.Customers > 0 || len(needles) > 0 {
		if err := v.scrub(context.WithoutCancel(ctx), needles, &p, progress); err != nil {
			return p, errors.Join(err, told(stopped))
		}
	}
	return p, told(stopped)
}

// approve makes the review anew and compares it with what was approved.
func (v *Vault) approve(a Approval) (p Purged, due []string, err error) {
	err = v.View(func(tx *Tx) error {
		review, err := tx.Review(0)
		if err != nil {
			return err
		}
		if review.ClockNote == ClockBack {
			return app.E(ClockBack, "")
		}
		if a.Digest != "" && a.Digest != review.Digest {
			return app.E("digest-changed", "")
		}
		asked := map[string]bool{}
		for _, id := range a.Records {
			asked[id] = true
		}
		for _, d := range review.Decisions {
			if d.Due(tx.Today) && (len(asked) == 0 || asked[d.Record]) {
				due = append(due, d.Record)
			}
		}
		if len(asked) > 0 && len(due) != len(a.Records) {
			return app.E("digest-changed", "") // named twice, or not due
		}
		policy, err := tx.Policy()
		p = Purged{On: tx.Today, Digest: review.Digest, Kept: kept(review), Ledger: []string{}, Rules: policy}
		return err
	})
	return p, due, err
}

// kept groups what stays by reason and day.
func kept(r app.Review) []Kept {
	out := []Kept{}
	for _, d := range r.Decisions {
		if d.Do != app.Keep {
			continue
		}
		at := slices.IndexFunc(out, func(k Kept) bool { return k.Because == d.Because && k.Until == d.Until })
		if at < 0 {
			out = append(out, Kept{Because: d.Because, Until: d.Until})
			at = len(out) - 1
		}
		out[at].Count++
	}
	return out
}

// eraseChunk erases the records that are still due inside one transaction, and
// gives the strings that must not be found afterwards. The ledger is written
// first: were the machine to stop in between, a person would be listed as
// erased and erased at the next run, never erased and not listed.
func (v *Vault) eraseChunk(ids []string, p *Purged) (needles []string, err error) {
	var counts app.Counts
	var entries []LedgerEntry
	err = v.Update(func(tx *Tx) error {
		policy, err := tx.Policy()
		if err != nil {
			return err
		}
		files, err := store.FilesOf(tx.Tx, ids)
		if err != nil {
			return err
		}
		var due, fresh []string
		for _, id := range ids {
			if f, ok := files[id]; ok && app.Decide(f, policy, tx.Today).Due(tx.Today) {
				due = append(due, id)
				fresh = append(fresh, f.FreshEntries(policy, tx.Today)...)
			}
		}
		if err = store.PartEntries(tx.Tx, fresh); err != nil {
			return err
		}
		if needles, err = store.PersonalStrings(tx.Tx, due); err != nil {
			return err
		}
		if entries, err = tx.ledgerEntries(due); err != nil {
			return err
		}
		if err = tx.appendLedger(entries); err != nil {
			return err
		}
		if counts, err = store.EraseCustomers(tx.Tx, due); err != nil {
			return err
		}
		if err = tx.uncleansed(); err != nil {
			return err
		}
		for _, id := range due {
			if err = tx.audit("customer-erased", id); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, app.E("vault-read-only", "")) {
		return nil, err // the disk may hold the erasure or not: then it stays listed
	}
	if err != nil {
		return nil, errors.Join(err, v.withdrawLedger(entries))
	}
	p.Counts = p.Counts.Add(counts)
	for _, e := range entries {
		p.Ledger = append(p.Ledger, e.ID)
	}
	return needles, nil
}

// scrub makes the erasure real in the bytes, and proves it.
func (v *Vault) scrub(ctx context.Context, needles []string, p *Purged, progress Progress) error {
	if err := v.cleanse(ctx, progress); err != nil {
		return err
	}
	progress.say("scanning", 0, 0)
	sort.Strings(needles)
	var err error
	p.Residue, err = v.residue(ctx, slices.Compact(needles))
	if err != nil {
		return err
	}
	if p.Residue > 0 {
		return app.E("residue-found", "", "count", strconv.Itoa(p.Residue))
	}
	return nil
}

// Scan searches everything decrypted (base, log, attachments) for strings, as
// the bytes of their UTF-8, and counts the hits.
func (v *Vault) Scan(ctx context.Context, needles []string) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return 0, app.E("vault-locked", "")
	}
	return v.scan(ctx, needles, nil)
}

// residue is what is left of erased people: their strings anywhere but in the
// attachments of those who stay (what stands in one of these is theirs, as a
// name is that another's contact mentions), and attachments that belong to
// nobody.
func (v *Vault) residue(ctx context.Context, needles []string) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return 0, app.E("vault-locked", "")
	}
	staying, err := v.living()
	if err != nil {
		return 0, err
	}
	strays, err := v.strays(staying)
	if err != nil {
		return 0, err
	}
	hits, err := v.scan(ctx, needles, staying)
	return hits + len(strays), err
}

func (v *Vault) scan(ctx context.Context, needles []string, without map[string]bool) (int, error) {
	bytes := make([][]byte, len(needles))
	for i, n := range needles {
		bytes[i] = []byte(n)
	}
	found, err := v.bytes.ScanPlainWithout(ctx, bytes, without)
	hits := 0
	for _, n := range found {
		hits += int(n)
	}
	return hits, told(err)
}

// Compact rewrites the vault as one file without its log.
func (v *Vault) Compact(ctx context.Context, progress Progress) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return app.E("vault-locked", "")
	}
	return told(v.bytes.Compact(ctx, func(done, total int64) { progress.say("compacting", done, total) }))
}

// CompactIfWorth compacts when the log has grown past what is worth replaying.
func (v *Vault) CompactIfWorth(ctx context.Context) error {
	v.mu.Lock()
	worth := !v.closed && v.bytes.ShouldCompact()
	v.mu.Unlock()
	if !worth {
		return nil
	}
	return v.Compact(ctx, nil)
}

// Outlook counts what goes now and in each of the coming months.
func (tx *Tx) Outlook(months int) ([]app.MonthCount, error) {
	policy, err := tx.Policy()
	if err != nil {
		return nil, err
	}
	o := app.NewOutlook(policy, tx.Today, months)
	err = store.Files(tx.Tx, func(f app.File) error {
		o.Add(f)
		return nil
	})
	return o.Months(), err
}
