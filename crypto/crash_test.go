package crypto_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"kortisto/crypto"
	"kortisto/crypto/disktest"
)

// The tests here are the plain cases of what disktest.TestCrash finds by trying everything.

const crashPass = "oikea hevonen akku niitti"

func onDisk(d *disktest.Disk) crypto.Options { return crypto.Options{FS: d, WorkFactor: 1} }

// created is a vault on a disk of its own, with one table.
func created(t *testing.T) (*disktest.Disk, *crypto.Vault) {
	t.Helper()
	d := disktest.NewDisk()
	v, _, err := crypto.Create(context.Background(), disktest.Dir, crashPass, onDisk(d))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close(context.Background()) })
	if _, err := v.DB().Exec("CREATE TABLE a(n)"); err != nil {
		t.Fatal(v.Explain(err))
	}
	return d, v
}

// unsynced loses all that is not durable.
var unsynced = disktest.Damage{Data: disktest.KeepNone, Entries: disktest.KeepNone}

func TestANewVaultIsFoundAfterAPowerCut(t *testing.T) {
	d, _ := created(t)
	if s, err := crypto.Exists(disktest.Dir, onDisk(d.Crash(unsynced))); s != crypto.Present || err != nil {
		t.Fatal("nothing is where a vault was made", s, err)
	}
}

// TestWhatAnOpeningShowsStays: a process is killed at any operation of a commit, a compaction, a change of passphrase
// or the writing of a small file; the vault is opened and looked at; the power goes. It still holds what was seen.
func TestWhatAnOpeningShowsStays(t *testing.T) {
	for name, work := range map[string]func(v *crypto.Vault) error{
		"commit": func(v *crypto.Vault) error {
			_, err := v.DB().Exec("INSERT INTO a VALUES(1)")
			return err
		},
		"compaction": func(v *crypto.Vault) error { return v.Compact(context.Background(), nil) },
		"passphrase": func(v *crypto.Vault) error { return v.ChangePassphrase(crashPass, "toinen") },
		"small file": func(v *crypto.Vault) error { return v.WriteSealed("ledger.age", []byte("x")) },
	} {
		t.Run(name, func(t *testing.T) {
			d, v := created(t)
			var killed []*disktest.Disk
			d.After(func(string) { killed = append(killed, d.Clone()) })
			if err := work(v); err != nil {
				t.Fatal(err)
			}
			d.After(nil)
			if len(killed) < 3 {
				t.Fatal("only", len(killed), "operations")
			}
			for i, k := range killed {
				seen := look(t, k)
				if then := look(t, k.Crash(unsynced)); then != seen {
					t.Errorf("operation %d: saw %+v, and then %+v", i+1, seen, then)
				}
			}
		})
	}
}

// A vault that came without blobs/, empty directories being easily lost on the way, has them durably when something is
// written there.
func TestADirectoryMadeOnTheWayIsDurable(t *testing.T) {
	d, v := created(t)
	if err := errors.Join(d.Remove(disktest.Dir+"/blobs"), d.SyncDir(disktest.Dir)); err != nil {
		t.Fatal(err)
	}
	if err := v.WriteSealed("blobs/a.age", []byte("x")); err != nil {
		t.Fatal(err)
	}
	w, err := crypto.Open(context.Background(), disktest.Dir, crashPass, onDisk(d.Crash(unsynced)))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close(context.Background())
	if b, err := w.ReadSealed("blobs/a.age"); string(b) != "x" {
		t.Fatal("gone", err)
	}
}

// sight is what people see of a vault.
type sight struct {
	pass     string
	rows     int
	sealed   bool
	gen, seq uint64
}

func look(t *testing.T, d *disktest.Disk) (s sight) {
	t.Helper()
	var v *crypto.Vault
	var err error
	for _, s.pass = range []string{crashPass, "toinen"} {
		if v, err = crypto.Open(context.Background(), disktest.Dir, s.pass, onDisk(d)); !errors.Is(err, crypto.ErrWrongPassphrase) {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close(context.Background())
	if err := v.DB().QueryRow("SELECT count(*) FROM a").Scan(&s.rows); err != nil {
		t.Fatal(v.Explain(err))
	}
	_, err = v.ReadSealed("ledger.age")
	if s.sealed = err == nil; err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	s.gen, s.seq = v.Position()
	return s
}

// noDirSync is a disk whose directories can not be synced.
type noDirSync struct{ *disktest.Disk }

func (noDirSync) SyncDir(string) error { return errors.New("input/output error") }

// TestAnOpeningThatCanNotSyncTheDirectoryIsForReading: nothing is removed, and nothing is acknowledged, while the names
// that it would rely on may be lost.
func TestAnOpeningThatCanNotSyncTheDirectoryIsForReading(t *testing.T) {
	d, v := created(t)
	var between *disktest.Disk // the new base has its name, and the old one is there
	d.After(func(op string) {
		if strings.HasPrefix(op, "rename base-") {
			between = d.Clone()
		}
	})
	if err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	o := onDisk(between)
	o.FS = noDirSync{between}
	w, err := crypto.Open(context.Background(), disktest.Dir, crashPass, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB().Exec("INSERT INTO a VALUES(1)"); !errors.Is(w.Explain(err), crypto.ErrReadOnly) {
		t.Fatal(w.Explain(err))
	}
	if err := w.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if s := look(t, between.Crash(unsynced)); s.gen != 1 {
		t.Fatal("the old generation is gone, and the new one never was durable", s)
	}
}
