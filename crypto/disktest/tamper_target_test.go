package disktest_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"kortisto/crypto"
	"kortisto/crypto/disktest"
)

// target is a closed vault of some 64 KiB with something in every file, which is damaged in every way.
type target struct {
	disk  *disktest.Disk
	files map[string][]byte
	names []string // sorted
	size  int      // of all files
	paper string   // the recovery key
	holds [sha256.Size]byte
	// What the program keeps elsewhere.
	gen, seq uint64
	blob     crypto.BlobSum
	past     []map[string][]byte // the files before each step on the way here
}

// Where the target's files end up after its compaction.
const (
	targetBase = "base-000002.age"
	targetLog  = "log-000002"
	targetBlob = "blobs/liite.age"
	ledger     = "ledger.age"
	keyPass    = "key-pass.age"
	keyPaper   = "key-recovery.age"
	readme     = "README.txt"
)

// ledgerLines is how many lines the target's ledger has.
const ledgerLines = 2

func newTarget(t *testing.T) *target {
	t.Helper()
	g := &target{disk: disktest.NewDisk()}
	v, made, err := crypto.Create(bg, where, "ensimmäinen lause", on(g.disk))
	if err != nil {
		t.Fatal(err)
	}
	g.paper = made.RecoveryKey
	steps := []func() error{
		tell(v, "CREATE TABLE card(id INTEGER PRIMARY KEY, name TEXT, note TEXT)"),
		tell(v, "WITH n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 9) INSERT INTO card SELECT i, 'Nimi ' || i, hex(zeroblob(100 * i)) FROM n"),
		func() error { return v.ChangePassphrase("ensimmäinen lause", passphrase) },
		func() error { return v.Compact(bg, nil) },
	}
	for i := range 4 {
		steps = append(steps, tell(v, "UPDATE card SET name = ? WHERE id = ?", fmt.Sprintf("Uusi %d", i), i+1))
	}
	steps = append(steps,
		func() (err error) { g.paper, err = v.NewRecoveryKey(passphrase); return err },
		func() error { return v.WriteSealed(ledger, []byte("yksi\n")) },
		func() error { return v.WriteSealed(ledger, []byte(strings.Repeat("kaksi\n", ledgerLines))) },
		func() (err error) {
			g.blob, err = v.WriteBlob(bg, "liite", strings.NewReader(strings.Repeat("liite ", 500)), 1<<20)
			return err
		},
		func() error { g.gen, g.seq = v.Position(); return v.Close(bg) },
	)
	for _, do := range steps {
		g.past = append(g.past, filesOf(t, g.disk))
		if err := do(); err != nil {
			t.Fatal(v.Explain(err))
		}
	}
	g.files = filesOf(t, g.disk)
	for name, b := range g.files {
		g.names = append(g.names, name)
		g.size += len(b)
	}
	slices.Sort(g.names)
	o := g.look(g.disk.Clone())
	if o.opening != nil || o.reading != nil || o.verify != nil || g.paperOpens(g.disk.Clone()) != nil {
		t.Fatal("a whole vault: ", o)
	}
	g.holds = o.holds
	return g
}

func tell(v *crypto.Vault, query string, args ...any) func() error {
	return func() error { _, err := v.DB().Exec(query, args...); return err }
}

// filesOf is what the files of the vault on a disk hold, by names in its directory.
func filesOf(t *testing.T, disk *disktest.Disk) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, dir := range []string{"", "blobs/"} {
		entries, err := disk.ReadDir(path.Join(where, dir))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !e.IsDir() {
				files[dir+e.Name()] = content(t, disk, path.Join(where, dir, e.Name()))
			}
		}
	}
	return files
}

// outcome is what became of an opening, and of reading all there is.
type outcome struct {
	opening, reading, verify error
	holds                    [sha256.Size]byte
}

// look opens, reads everything and verifies. Opening repairs, so the disk is a copy.
func (g *target) look(disk *disktest.Disk) (o outcome) {
	v, err := crypto.Open(bg, where, passphrase, on(disk))
	if err != nil {
		o.opening = err
		return o
	}
	defer v.Close(bg)
	o.holds, o.reading = everything(v)
	o.verify = v.Verify(bg, nil)
	return o
}

// paperOpens says what becomes of an opening with the recovery key.
func (g *target) paperOpens(disk *disktest.Disk) error {
	v, err := crypto.OpenRecovery(bg, where, g.paper, on(disk))
	if err != nil {
		return err
	}
	return v.Close(bg)
}

// everything is the digest of all pages, blobs and small files, read as the program does.
func everything(v *crypto.Vault) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	image, err := v.Image()
	if err != nil {
		return sum, err
	}
	defer image.Close()
	if _, err := io.Copy(h, image); err != nil {
		return sum, err
	}
	ids, err := v.Blobs()
	if err != nil {
		return sum, err
	}
	for _, id := range ids {
		b, err := v.OpenBlob(id)
		if err != nil {
			return sum, err
		}
		defer b.Close()
		fmt.Fprintf(h, "%s %d\n", id, b.Size())
		if _, err := io.Copy(h, io.NewSectionReader(b, 0, b.Size())); err != nil {
			return sum, err
		}
	}
	small, err := v.ReadSealed(ledger)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return sum, err
	}
	fmt.Fprintf(h, "%v %d\n", err == nil, len(small))
	h.Write(small)
	h.Sum(sum[:0])
	return sum, nil
}

// verdict is how a damage showed.
type verdict string

const (
	atOpening verdict = "refused at opening"
	atReading verdict = "refused when read"
	atVerify  verdict = "found by verify"
	byPaper   verdict = "refused with the recovery key"
	harmless  verdict = "harmless"
)

// judge says how damage to one file showed. An error is a fault of the vault: wrong content, an error that does not say
// what is wrong, or a file blamed that is whole.
func (g *target) judge(disk *disktest.Disk, name string) (verdict, error) {
	if name == keyPaper {
		// Only the paper opens that file; verify may find it, too.
		if err := g.paperOpens(disk.Clone()); errors.Is(err, crypto.ErrWrongRecoveryKey) {
			return byPaper, nil
		} else if err != nil {
			return byPaper, blames(err, name)
		}
	}
	o := g.look(disk)
	switch {
	case errors.Is(o.opening, crypto.ErrWrongPassphrase) && name == keyPass:
		return atOpening, nil
	case o.opening != nil:
		return atOpening, blames(o.opening, name)
	case o.reading != nil:
		return atReading, errors.Join(blames(o.reading, name), blames(o.verify, name))
	case o.holds != g.holds:
		return "", errors.New("silently wrong")
	case o.verify != nil:
		return atVerify, blames(o.verify, name)
	}
	return harmless, nil
}

// blames says what is wrong with an error that ought to name a damaged file.
func blames(err error, name string) error {
	var damaged *crypto.DamagedError
	if !errors.As(err, &damaged) {
		return fmt.Errorf("told as %v", err)
	}
	// A log and its base are one: each is held against the other. So are a key and what it does not open.
	same := damaged.File == name || strings.HasPrefix(name, "base-") && strings.HasPrefix(damaged.File, "log-") ||
		name == keyPass && strings.HasPrefix(damaged.File, "base-")
	if !same {
		return fmt.Errorf("blames %s: %v", damaged.File, err)
	}
	return nil
}

// meaningless says whether a byte may be anything: who holds the lock, and of the log's first page the head slots, of
// which one is out of date and the other needed only when the last record is gone, and what is between them.
func meaningless(name string, at int) bool {
	return name == "lock" || name == targetLog && at >= 1024 && at < 4096
}

// with is the disk with another content of one file.
func (g *target) with(t *testing.T, name string, b []byte) *disktest.Disk {
	disk := g.disk.Clone()
	replace(t, disk, path.Join(where, name), b)
	return disk
}

// place is the file and the byte in it that is the n-th of all.
func (g *target) place(n int) (name string, at int) {
	for _, name := range g.names {
		if n < len(g.files[name]) {
			return name, n
		}
		n -= len(g.files[name])
	}
	panic("beyond the end")
}

// flipped is the file with one bit changed.
func (g *target) flipped(name string, at, bit int) []byte {
	b := bytes.Clone(g.files[name])
	b[at] ^= 1 << bit
	return b
}
