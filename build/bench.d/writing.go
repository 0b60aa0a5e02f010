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
func (b *bench) move(street string) func(*register, int) error {
	return func(r *register, i int) error {
		return r.update(func(tx *store.Tx) error {
			c, err := store.Customer(tx, b.people.IDs[i%len(b.people.IDs)])
			if err != nil {
				return err
			}
			c.Street = fmt.Sprint(street, " ", i)
			return store.UpdateCustomer(tx, c)
		})
	}
}

func (b *bench) measureUpdate(context.Context) error {
	took, err := b.turns(b.updates, b.move("Muuttotie"))
	if err != nil {
		return err
	}
	b.addMedian("update", "change one customer, median", took)
	b.addQuantile("update-p99", "change one customer, p99", took, 0.99)
	written := make([]float64, len(b.all))
	for which, r := range b.all {
		before, ok := bytesWritten()
		if !ok {
			return nil
		}
		again := b.move("Toinen tie")
		for i := range b.updates {
			if err := again(r, i); err != nil {
				return err
			}
		}
		after, _ := bytesWritten()
		written[which] = float64(after-before) / float64(b.updates) / 1024
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
func (b *bench) measureLongLog(ctx context.Context) error {
	err := b.begin(ctx)
	if err != nil {
		return err
	}
	for i := range b.logged() {
		if err := b.each(func(r *register) error { return b.move("Kolmas tie")(r, i) }); err != nil {
			return err
		}
	}
	if err := b.reopen(ctx, "reopen", fmt.Sprintf("open with %d changes in the log", b.logged())); err != nil {
		return err
	}
	if err := b.begin(ctx); err != nil {
		return err
	}
	cards, err := b.cards()
	if err != nil {
		return err
	}
	if err := b.each(func(r *register) error { return bringIn(r, cards, "L") }); err != nil {
		return err
	}
	return b.reopen(ctx, "reopen-import", fmt.Sprintf("open with an import of %d in the log", len(cards)))
}

// logged is how many changes make a long log.
func (b *bench) logged() int { return b.updates * 5 }

// begin starts an empty log that grows.
func (b *bench) begin(ctx context.Context) error {
	return b.each(func(r *register) error {
		if r.vault != nil {
			return r.vault.Compact(ctx, nil)
		}
		return r.exec(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`, `PRAGMA wal_autocheckpoint = 0`)
	})
}

func (b *bench) reopen(ctx context.Context, id, what string) error {
	err := b.each(func(r *register) error {
		if r.vault != nil {
			return nil
		}
		wal := filepath.Join(r.dir, r.file+"-wal")
		return copyFile(wal, wal+".kept")
	})
	if err != nil {
		return err
	}
	took, err := b.turnsAfter(b.opens, func(r *register, _ int) error {
		if err := r.close(); err != nil || r.vault != nil {
			return err
		}
		at := filepath.Join(r.dir, r.file)
		if err := os.Remove(at + "-shm"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return copyFile(at+"-wal.kept", at+"-wal")
	}, opened(ctx))
	if err != nil {
		return err
	}
	b.addMedian(id, what, took)
	return b.each(func(r *register) error {
		if r.vault != nil {
			return nil
		}
		return os.Remove(filepath.Join(r.dir, r.file+"-wal.kept"))
	})
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
func (b *bench) measureImport(context.Context) error {
	cards, err := b.cards()
	if err != nil {
		return err
	}
	took, err := b.turns(3, func(r *register, list int) error { return bringIn(r, cards, fmt.Sprint("T", list)) })
	if err != nil {
		return err
	}
	b.addMedian("import", fmt.Sprintf("import of %d customers", b.imported), took)
	return nil
}

func (b *bench) cards() ([]app.Customer, error) {
	cards := make([]app.Customer, b.imported)
	err := b.all[0].view(func(tx *store.Tx) (err error) {
		for i := 0; i < len(cards) && err == nil; i++ {
			cards[i], err = store.Customer(tx, b.people.IDs[i%len(b.people.IDs)])
		}
		return err
	})
	return cards, err
}

func bringIn(r *register, cards []app.Customer, series string) error {
	return r.update(func(tx *store.Tx) error {
		for n, c := range cards {
			if err := store.InsertCustomer(tx, under(tx, c, fmt.Sprint(series, "-", n))); err != nil {
				return err
			}
		}
		return nil
	})
}

// measureRewrite makes the files as small as what is in them.
func (b *bench) measureRewrite(ctx context.Context) error {
	took, err := b.turns(b.rewrites, func(r *register, _ int) error { return r.rewrite(ctx) })
	if err != nil {
		return err
	}
	b.addMedian("rewrite", "compaction; the others: VACUUM", took)
	return nil
}
