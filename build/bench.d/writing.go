package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kortisto/app"
	"kortisto/store"
)

// move changes a card, one transaction each.
func (w *worker) move(street string, i int) error { return w.moveBy(w.r.update, street, i) }

func (w *worker) moveBy(update func(func(tx *store.Tx) error) error, street string, i int) error {
	return update(func(tx *store.Tx) error {
		c, err := store.Customer(tx, w.people.IDs[i%len(w.people.IDs)])
		if err != nil {
			return err
		}
		c.Street = fmt.Sprint(street, " ", i)
		return store.UpdateCustomer(tx, c)
	})
}

// written is how much is handed to write calls for one change, in KB.
func (w *worker) written(street string, o *outcome) error {
	before, ok := bytesWritten()
	if !ok {
		return nil
	}
	for i := range w.updates {
		if err := w.move(street, i); err != nil {
			return err
		}
	}
	after, _ := bytesWritten()
	o.Value = float64(after-before) / float64(w.updates) / 1024
	return nil
}

func (b *bench) measureUpdate() error {
	took, err := b.turns(b.updates, "", call{Do: "move", With: "Muuttotie"})
	if err != nil {
		return err
	}
	b.addMedian("update", "change one customer, median", took)
	b.addQuantile("update-p99", "change one customer, p99", took, 0.99)
	told, err := b.each(call{Do: "written", With: "Toinen tie"})
	if err != nil || told[0].Value == 0 {
		return err
	}
	written := make([]float64, len(told))
	for i, o := range told {
		written[i] = o.Value
	}
	b.add("written", "written for one change", "KB", written)
	return nil
}

// bytesWritten is what this process has handed to write calls so far; other systems than Linux do not tell.
func bytesWritten() (n int64, ok bool) {
	text, err := os.ReadFile("/proc/self/io")
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(line, "wchar: "); found {
			_, err = fmt.Sscan(rest, &n)
			return n, err == nil
		}
	}
	return 0, false
}

// measureLongLog opens as after a power cut: what was changed since the last folding in lies in the log alone. The
// others are given the log that SQLite had written, for when they are closed it is gone.
func (b *bench) measureLongLog() error {
	if err := b.eachOf("begin", "grow"); err != nil {
		return err
	}
	if err := b.reopen("reopen", fmt.Sprintf("open with %d changes in the log", b.logged())); err != nil {
		return err
	}
	if err := b.eachOf("begin", "choose"); err != nil {
		return err
	}
	if _, err := b.each(call{Do: "import", With: "L"}); err != nil {
		return err
	}
	if err := b.reopen("reopen-import", fmt.Sprintf("open with an import of %d in the log", b.imported)); err != nil {
		return err
	}
	return b.eachOf("check")
}

// logged is how many changes make a long log.
func (b *bench) logged() int { return b.updates * 5 }

func (w *worker) grow(street string) error {
	for i := range w.logged() {
		if err := w.move(street, i); err != nil {
			return err
		}
	}
	return nil
}

// begin starts an empty log that grows.
func (r *register) begin(ctx context.Context) error {
	if r.vault != nil {
		return r.vault.Compact(ctx, nil)
	}
	return r.exec(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`, `PRAGMA wal_autocheckpoint = 0`)
}

func (b *bench) reopen(id, what string) error {
	if err := b.eachOf("keep"); err != nil {
		return err
	}
	took, err := b.turns(b.opens, "cut", call{Do: "open"})
	if err != nil {
		return err
	}
	b.addMedian(id, what, took)
	return b.eachOf("forget")
}

// log is SQLite's, and where it is kept for the next opening; the vault keeps its own.
func (r *register) log() (at, kept string) {
	at = filepath.Join(r.dir, r.file+"-wal")
	return at, at + ".kept"
}

func (r *register) keepLog() error {
	if r.vault != nil {
		return nil
	}
	return copyFile(r.log())
}

func (r *register) forgetLog() error {
	if r.vault != nil {
		return nil
	}
	_, kept := r.log()
	return os.Remove(kept)
}

// cutPower closes the register and leaves it as if it had been torn away.
func (w *worker) cutPower() error {
	if err := w.closed(); err != nil || w.r.vault != nil {
		return err
	}
	shared := filepath.Join(w.r.dir, w.r.file+"-shm")
	if err := os.Remove(shared); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	at, kept := w.r.log()
	return copyFile(kept, at)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // it was only read
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := out.ReadFrom(in); err != nil {
		return errors.Join(err, out.Close())
	}
	return out.Close()
}

// measureImport adds customers in one transaction, the same to each register, three times: the register's own people
// under other numbers.
func (b *bench) measureImport() error {
	if err := b.eachOf("choose"); err != nil {
		return err
	}
	took, err := b.turns(3, "", call{Do: "import", With: "T"})
	if err != nil {
		return err
	}
	b.addMedian("import", fmt.Sprintf("import of %d customers", b.imported), took)
	return nil
}

// chooseCards reads the cards that are imported.
func (w *worker) chooseCards() error {
	w.cards = make([]app.Customer, w.imported)
	return w.r.view(func(tx *store.Tx) (err error) {
		for i := 0; i < len(w.cards) && err == nil; i++ {
			w.cards[i], err = store.Customer(tx, w.people.IDs[i%len(w.people.IDs)])
		}
		return err
	})
}

func (w *worker) bringIn(series string) error {
	return w.r.update(func(tx *store.Tx) error {
		for n, c := range w.cards {
			if err := store.InsertCustomer(tx, under(tx, c, fmt.Sprint(series, "-", n))); err != nil {
				return err
			}
		}
		return nil
	})
}

// measureRewrite makes the files as small as what is in them.
func (b *bench) measureRewrite() error {
	took, err := b.turns(b.rewrites, "", call{Do: "rewrite"})
	if err != nil {
		return err
	}
	b.addMedian("rewrite", "compaction; the others: VACUUM", took)
	return nil
}
