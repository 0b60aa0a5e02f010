package vault_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
	"kortisto/build/campaign"
)

// TestAllAtOnceEveryLookSeesOneState searches and reads histories in several goroutines while others edit, import,
// erase, compact, and lock and unlock the register. What is written in one transaction is made so that a half of it
// shows; what was acknowledged before a look began has to be seen by it; and nothing may be refused but for the
// register being locked.
func TestAllAtOnceEveryLookSeesOneState(t *testing.T) {
	c := campaign.Begin(t, "concurrency", 1)
	for {
		round, more := c.Next()
		if !more {
			return
		}
		newCrowd(t, c, round).run()
	}
}

const (
	twins     = 4  // pairs of cards that change their street together
	batchRows = 30 // cards that an import brings
	spoken    = 2  // contacts of every card that was imported or waits for erasure
	oldCards  = 12 // cards that one purge takes
)

// crowd is a register and those who work in it.
type crowd struct {
	t     *testing.T
	c     *campaign.Campaign
	seed  [2]uint64
	w     *vaulttest.V
	vault atomic.Pointer[vault.Vault]
	first [twins][2]string // identifiers
	acked [twins]atomic.Int64
	ended sync.Map     // numbers of the imports that were acknowledged
	alive atomic.Int64 // counts everything that ends
	done  atomic.Int64 // counts what was not refused
}

func newCrowd(t *testing.T, c *campaign.Campaign, round int) *crowd {
	w := vaulttest.New(t)
	w.Set("2026-11-22")
	k := &crowd{t: t, c: c, w: w, seed: [2]uint64{c.Seed(), uint64(round)}} //nolint:gosec // counts up
	for i := range k.first {
		for j := range 2 {
			k.first[i][j] = w.Customer(app.Customer{Name: fmt.Sprintf("Pari %d %d", i, j), Street: "Katu 0"}).ID
		}
	}
	k.vault.Store(w.Vault)
	return k
}

func (k *crowd) run() {
	stop := make(chan struct{})
	go k.watch(stop)
	var writers, readers sync.WaitGroup
	var over atomic.Bool
	for i := range 4 {
		readers.Go(func() {
			r := rand.New(rand.NewPCG(k.seed[0], k.seed[1]<<8|uint64(i))) //nolint:gosec // four
			for !over.Load() && !k.t.Failed() {
				k.look(r)
			}
		})
	}
	for _, work := range []struct {
		times int
		do    func(n int) bool
	}{{30, k.edit}, {8, k.bring}, {3, k.erase}, {3, k.compact}} {
		writers.Go(func() {
			for n := 0; n < work.times && !k.t.Failed(); {
				if work.do(n) {
					n++
				}
			}
		})
	}
	readers.Go(func() {
		r := rand.New(rand.NewPCG(k.seed[0], k.seed[1]))
		for !over.Load() && !k.t.Failed() {
			for begun, most := k.done.Load(), int64(20+r.IntN(150)); k.done.Load() < begun+most && !over.Load() && !k.t.Failed(); {
				time.Sleep(time.Millisecond)
			}
			k.lock()
		}
	})
	writers.Wait()
	over.Store(true)
	readers.Wait()
	close(stop)
	k.end()
}

// watch ends the tests with every goroutine's stack when nothing has ended for minutes.
func (k *crowd) watch(stop chan struct{}) {
	for last := int64(-1); ; {
		select {
		case <-stop:
			return
		case <-time.After(5 * time.Minute):
		}
		now := k.alive.Load()
		if now == last {
			_ = pprof.Lookup("goroutine").WriteTo(os.Stderr, 2)
			panic("they wait for each other")
		}
		last = now
	}
}

// did counts something that ended, and says whether it was done. Only that the register is locked keeps from it.
func (k *crowd) did(what string, err error) bool {
	k.alive.Add(1)
	switch {
	case err == nil:
		k.done.Add(1)
		k.c.Add(what, 1)
		return true
	case errors.Is(err, app.E("vault-locked", "")):
		k.c.Add("found it locked", 1)
		time.Sleep(5 * time.Millisecond)
	default:
		k.t.Errorf("%s: %v", what, err)
	}
	return false
}

// edit gives two cards the same street, another one each time.
func (k *crowd) edit(n int) bool {
	i := n % twins
	err := k.vault.Load().Update(func(tx *vault.Tx) error {
		for _, id := range k.first[i] {
			if _, _, err := tx.EditCustomer(id, map[string]string{"street": fmt.Sprintf("Katu %d", n+1)}); err != nil {
				return err
			}
		}
		return nil
	})
	if !k.did("edits", err) {
		return false
	}
	k.acked[i].Store(int64(n + 1))
	return true
}

// bring imports cards with what was said, in one transaction as an import is.
func (k *crowd) bring(n int) bool {
	err := k.vault.Load().Update(func(tx *vault.Tx) error {
		batch, err := tx.StartBatch("customers", fmt.Sprintf("tuonti-%d.csv", n), fmt.Sprint("sum ", n))
		if err != nil {
			return err
		}
		for line := range batchRows {
			card, err := tx.NewCustomer()
			if err != nil {
				return err
			}
			card.Name = fmt.Sprintf("Tuotu%d Rivi%d", n, line)
			if card, err = tx.BatchAdd(batch, line+1, card); err != nil {
				return err
			}
			for range spoken {
				talk := vault.Conversation{Contact: app.Contact{CustomerID: card.ID, On: tx.Today, Channel: app.Phone, Direction: app.In, Text: "kysyi tuonnista"}}
				if _, err := tx.BatchContact(batch, line+1, talk, nil); err != nil {
					return err
				}
			}
		}
		return tx.EndBatch(batch, batchRows, 0, 0)
	})
	done := k.did("imports", err)
	if done {
		k.ended.Store(n, true)
	}
	return done
}

// erase adds cards of old and erases them, chunk by chunk and out of the bytes.
func (k *crowd) erase(n int) bool {
	var ids []string
	v := k.vault.Load()
	err := v.Update(func(tx *vault.Tx) error {
		for i := range oldCards {
			card, err := tx.AddCustomer(app.Customer{Name: fmt.Sprintf("Vanha%d Poistuva%d", n, i), CreatedOn: "2020-01-01"})
			if err != nil {
				return err
			}
			ids = append(ids, card.ID)
			for range spoken {
				if _, err := tx.AddContact(app.Contact{CustomerID: card.ID, On: "2020-01-01", Channel: app.Phone, Direction: app.In, Text: "kysyi kauan sitten"}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if !k.did("additions", err) {
		return false
	}
	for len(ids) > 0 && !k.t.Failed() {
		run, err := k.vault.Load().Purge(context.Background(), vault.Approval{Records: ids}, nil)
		if k.did("purges", err) {
			if run.Residue != 0 || run.Counts.Customers != len(ids) {
				k.t.Errorf("purge %d: %d of %d customers, residue %d", n, run.Counts.Customers, len(ids), run.Residue)
			}
			return true
		}
		ids = k.remaining(ids) // whoever opened the register went on with a purge that had begun
	}
	return true
}

// remaining are those of the cards that are there.
func (k *crowd) remaining(ids []string) (left []string) {
	for {
		err := k.vault.Load().View(func(tx *vault.Tx) error {
			cards, err := tx.Cards(ids)
			left = nil
			for _, card := range cards {
				left = append(left, card.ID)
			}
			return err
		})
		if k.did("looks", err) || k.t.Failed() {
			return left
		}
	}
}

func (k *crowd) compact(int) bool {
	time.Sleep(100 * time.Millisecond) // not all at the beginning
	return k.did("compactions", k.vault.Load().Compact(context.Background(), nil))
}

// lock closes the register under the hands of all others, and opens it again.
func (k *crowd) lock() {
	if err := k.vault.Load().Close(context.Background()); err != nil {
		k.t.Errorf("locking: %v", err)
		return
	}
	v, err := vault.Open(context.Background(), k.w.Options, vaulttest.Passphrase)
	if err != nil {
		k.t.Errorf("unlocking: %v", err)
		return
	}
	k.vault.Store(v)
	k.did("lockings", nil)
}

// look is one View that sees something of everything, and the same at its end as at its beginning.
func (k *crowd) look(r *rand.Rand) {
	i, n, old := r.IntN(twins), r.IntN(8), r.IntN(3)
	acked := k.acked[i].Load()
	_, imported := k.ended.Load(n)
	err := k.vault.Load().View(func(tx *vault.Tx) error {
		one, err := tx.Customer(k.first[i][0])
		if err != nil {
			return err
		}
		_, before, err := tx.Customers(vault.CustomerFilter{Limit: 5})
		if err != nil {
			return err
		}
		found, err := k.group(tx, fmt.Sprintf("Tuotu%d", n))
		if err != nil {
			return err
		}
		if found != 0 && found != batchRows || imported && found == 0 {
			k.t.Errorf("%d cards of import %d (acknowledged: %v)", found, n, imported)
		}
		if _, err := k.group(tx, fmt.Sprintf("Vanha%d", old)); err != nil {
			return err
		}
		if r.IntN(10) == 0 {
			if _, err := tx.VerifyAudit(); err != nil {
				return err
			}
		}
		two, err := tx.Customer(k.first[i][1])
		if err != nil {
			return err
		}
		var street int64
		if _, err := fmt.Sscanf(two.Street, "Katu %d", &street); err != nil || one.Street != two.Street || street < acked {
			k.t.Errorf("pair %d has %q and %q; %d was acknowledged", i, one.Street, two.Street, acked)
		}
		if _, after, err := tx.Customers(vault.CustomerFilter{Limit: 5}); err != nil || after != before {
			k.t.Errorf("%d cards at the beginning of a look, %d at its end: %v", before, after, err)
		}
		return nil
	})
	k.did("looks", err)
}

// group is how many cards a word finds. Each that is found is there, with all that was said.
func (k *crowd) group(tx *vault.Tx, word string) (int, error) {
	rows, err := tx.Find(word, 2*batchRows)
	if err != nil {
		return 0, err
	}
	for i, row := range rows {
		if i%6 > 0 { // looks are short, as people's are
			continue
		}
		card, err := tx.Customer(row.ID)
		if err != nil {
			return 0, fmt.Errorf("found, and not there: %w", err)
		}
		_, total, err := tx.Contacts(card.ID, 10, 0)
		if err != nil {
			return 0, err
		}
		if total != spoken {
			k.t.Errorf("%s has %d contacts", word, total)
		}
	}
	return len(rows), nil
}

// end looks at what is left.
func (k *crowd) end() {
	if k.t.Failed() {
		return
	}
	k.lock()
	v := k.vault.Load()
	k.w.Vault = v // closed with the test
	if err := v.Verify(context.Background(), nil); err != nil {
		k.t.Errorf("verify: %v", err)
	}
	err := v.View(func(tx *vault.Tx) error {
		want := 2*twins + 8*batchRows
		_, got, err := tx.Customers(vault.CustomerFilter{Limit: 1})
		if err == nil && got != want {
			err = fmt.Errorf("%d cards, want %d", got, want)
		}
		return err
	})
	if err := errors.Join(err, v.Close(context.Background())); err != nil {
		k.t.Error(err)
	}
}
