package disktest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"strconv"
	"strings"

	"kortisto/crypto"
)

// Judge looks into vaults that were found after a crash. It remembers which databases it has looked through, page for
// page: what SQLite says of the same pages is the same.
type Judge struct {
	known map[Digest]inside
}

// inside is what a database holds.
type inside struct {
	rows  Digest
	named map[string]Digest
}

func NewJudge() *Judge { return &Judge{known: map[Digest]inside{}} }

// Databases is how many different ones SQLite has checked.
func (j *Judge) Databases() int { return len(j.known) }

// Look opens what is on an FS with the passphrases that the model knows, and tells what it holds. Opening repairs, so
// the FS is a copy of what was found. Any error is a fault: a vault that outlived a crash opens.
func (j *Judge) Look(ctx context.Context, fsys crypto.FS, m *Model) (o Outcome, err error) {
	v, o, err := j.open(ctx, fsys, m)
	if v != nil {
		err = errors.Join(err, v.Close(ctx))
	}
	return o, err
}

// Check is Look, held against the model, and then GoOn.
func (j *Judge) Check(ctx context.Context, fsys crypto.FS, m *Model) error {
	o, err := j.Look(ctx, fsys, m)
	if err == nil {
		err = m.Allows(o)
	}
	if err == nil {
		err = j.GoOn(ctx, fsys, m, o)
	}
	return err
}

func (j *Judge) open(ctx context.Context, fsys crypto.FS, m *Model) (v *crypto.Vault, o Outcome, err error) {
	state, err := crypto.Exists(Dir, options(fsys))
	if err != nil {
		return nil, o, err
	}
	if state == crypto.Other {
		return nil, o, errors.New("the directory holds files that are no vault")
	}
	if state == crypto.None {
		o.Absent = true
		return nil, o, nil
	}
	if o.Oldest, err = oldest(fsys); err != nil {
		return nil, o, err
	}
	for _, pass := range m.Passphrases() {
		if v, err = crypto.Open(ctx, Dir, pass, options(fsys)); err == nil {
			o.Pass = pass
			break
		}
		if !errors.Is(err, crypto.ErrWrongPassphrase) {
			break
		}
	}
	if err != nil {
		return nil, o, fmt.Errorf("it does not open: %w", err)
	}
	return v, o, j.look(ctx, v, m, &o)
}

// oldest is the lowest generation of which a file is there.
func oldest(fsys crypto.FS) (uint64, error) {
	names, err := fsys.ReadDir(Dir)
	lowest := uint64(math.MaxUint64)
	for _, e := range names {
		name, base := strings.CutPrefix(e.Name(), "base-")
		name, log := strings.CutPrefix(name, "log-")
		if !base && !log {
			continue
		}
		digits, _, _ := strings.Cut(name, ".")
		n, err := strconv.ParseUint(digits, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", e.Name(), err)
		}
		lowest = min(lowest, n)
	}
	return lowest, err
}

func (j *Judge) look(ctx context.Context, v *crypto.Vault, m *Model, o *Outcome) error {
	o.Gen, o.Seq = v.Position()
	in, err := j.database(ctx, v)
	if err != nil {
		return err
	}
	o.Rows, o.Named = in.rows, in.named
	ids, err := v.Blobs()
	if err != nil {
		return err
	}
	o.Blobs = map[string]Digest{}
	for _, id := range ids {
		if o.Blobs[id], err = blobSum(v, id); err != nil {
			return err
		}
	}
	o.Sealed = map[string]Digest{}
	for _, name := range m.SealedNames() {
		switch b, err := v.ReadSealed(name); {
		case err == nil:
			o.Sealed[name] = sha256.Sum256(b)
		case !errors.Is(err, fs.ErrNotExist):
			return err
		}
	}
	return nil
}

func blobSum(v *crypto.Vault, id string) (sum Digest, err error) {
	b, err := v.OpenBlob(id)
	if err != nil {
		return sum, err
	}
	defer b.Close()
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(b, 0, b.Size())); err != nil {
		return sum, fmt.Errorf("blob %s: %w", id, err)
	}
	h.Sum(sum[:0])
	return sum, nil
}

// database says what the tables hold, and the first time it sees these pages, whether SQLite finds them whole.
func (j *Judge) database(ctx context.Context, v *crypto.Vault) (in inside, err error) {
	image, err := v.Image()
	if err != nil {
		return in, err
	}
	defer image.Close()
	h := sha256.New()
	if _, err := io.Copy(h, image); err != nil {
		return in, err
	}
	var pages Digest
	h.Sum(pages[:0])
	if in, ok := j.known[pages]; ok {
		return in, nil
	}
	if in, err = through(ctx, v); err != nil {
		return in, err
	}
	j.known[pages] = in
	return in, nil
}

func through(ctx context.Context, v *crypto.Vault) (in inside, err error) {
	q := v.Reader()
	for _, check := range []string{"PRAGMA integrity_check", "SELECT 'row of ' || \"table\" FROM pragma_foreign_key_check"} {
		said, err := column(ctx, q, check)
		if err != nil {
			return in, v.Explain(err)
		}
		if len(said) > 0 && said[0] != "ok" {
			return in, fmt.Errorf("%s: %s", check, strings.Join(said, "; "))
		}
	}
	if in.rows, err = rowsOf(ctx, q); err != nil || in.rows == (Digest{}) {
		return in, v.Explain(err)
	}
	in.named = map[string]Digest{}
	rows, err := q.QueryContext(ctx, "SELECT id, sum FROM attachment")
	if err != nil {
		return in, v.Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var sum []byte
		if err := rows.Scan(&id, &sum); err != nil {
			return in, v.Explain(err)
		}
		in.named[id] = Digest(sum)
	}
	return in, v.Explain(rows.Err())
}

// GoOn shows that a vault which was found holding o can be worked with: every byte of it is right, it takes
// transactions, compacts, and opens with all of it again. Where there is none, one can be made.
func (j *Judge) GoOn(ctx context.Context, fsys crypto.FS, m *Model, o Outcome) error {
	if err := opensByPaper(ctx, fsys, m, o); err != nil {
		return err
	}
	w := NewWorkload(fsys, 3)
	w.set(m)
	if !o.Absent {
		w.set(m.Adopt(o))
	}
	if err := w.Open(ctx); err != nil {
		return fmt.Errorf("opened again: %w", err)
	}
	defer func() { w.Close(ctx) }()
	if err := w.v.Verify(ctx, nil); err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	for _, step := range []string{"edit", "compact", "edit", "reopen"} {
		if err := w.Do(ctx, step); err != nil {
			return fmt.Errorf("then %s: %w", step, err)
		}
	}
	return nil
}

func opensByPaper(ctx context.Context, fsys crypto.FS, m *Model, o Outcome) error {
	if o.Absent || m.recovery == "" {
		return nil
	}
	v, err := crypto.OpenRecovery(ctx, Dir, m.recovery, options(fsys))
	if err != nil {
		return fmt.Errorf("with the recovery key: %w", err)
	}
	return v.Close(ctx)
}
