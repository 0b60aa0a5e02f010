package disktest_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"io"
	"slices"
	"strings"

	"kortisto/crypto"
	"kortisto/crypto/disktest"
)

// phase is a piece of work in which operations fail.
type phase struct {
	name string
	from string // the state in which it begins
	open bool   // the vault is open before
	warm bool   // and has been read
	// do is the work. Its error is the caller's; it counts what was acknowledged.
	do func(c *work) error
	// reads: whatever fails in it has to be told, for there is nothing that could do without.
	reads bool
	// commits: a transaction of it may be of unknown outcome.
	commits bool
	// creates: there is no vault yet, and after judges.
	creates bool
	after   func(c *work)
}

var phases = []phase{
	{name: "create", from: "empty", do: create, creates: true, after: created},
	{name: "create over an interrupted one", from: "unfinished", do: create, creates: true, after: created},
	{name: "open", from: "closed", do: open},
	{name: "open with the recovery key", from: "closed", do: openRecovery},
	{name: "open after kill -9", from: "killed", do: open},
	{name: "open after a torn record", from: "torn", do: open},
	{name: "open after an interrupted compaction", from: "half compacted", do: open},
	{name: "open after a compaction that left old files", from: "compacted, old files left", do: open},
	{name: "open after half a blob", from: "half a blob", do: open},
	{name: "read", from: at(shrinksAt), open: true, do: read, reads: true},
	{name: "read beside the writer", from: at(shrinksAt), open: true, do: readBeside, reads: true},
	{name: "commit", from: "closed", open: true, do: commit, commits: true},
	{name: "commit, all of it read before", from: "closed", open: true, warm: true, do: commit, commits: true},
	{name: "commit into room", from: "killed", open: true, warm: true, do: commit, commits: true},
	{name: "commit much", from: at(largeAt), open: true, do: commit, commits: true},
	{name: "commit and shrink", from: at(shrinksAt), open: true, do: commit, commits: true},
	{name: "commit and grow again", from: at(shrinksAt + 1), open: true, do: commit, commits: true},
	{name: "three commits", from: "closed", open: true, do: threeCommits, commits: true},
	{name: "roll back", from: at(shrinksAt), open: true, do: rollBack},
	{name: "compact", from: at(shrinksAt), open: true, do: compact},
	{name: "compact while commits go on", from: at(shrinksAt), open: true, warm: true, do: compactBesideCommits, commits: true},
	{name: "compact and commit", from: at(shrinksAt + 1), open: true, warm: true, do: compactAndCommit, commits: true},
	{name: "change the passphrase", from: "closed", open: true, do: changePassphrase, after: passphraseChanged},
	{name: "new recovery key", from: "closed", open: true, do: newRecoveryKey, after: recoveryKeyChanged},
	{name: "write a blob", from: "closed", open: true, do: writeBlob, after: blobWritten},
	{name: "write a blob over half of one", from: "half a blob", open: true, do: writeBlob, after: blobWritten},
	{name: "read a blob", from: "closed", open: true, do: readBlob, reads: true},
	{name: "list blobs", from: "closed", open: true, do: listBlobs, reads: true},
	{name: "remove a blob", from: "closed", open: true, do: removeBlob, after: blobRemoved},
	{name: "write a sealed file", from: "closed", open: true, do: writeSealed, after: sealedWritten},
	{name: "read a sealed file", from: "closed", open: true, do: readSealed, reads: true},
	{name: "verify", from: at(shrinksAt + 1), open: true, do: verify, reads: true},
	{name: "scan", from: at(shrinksAt + 1), open: true, do: scan, reads: true},
	{name: "image", from: "closed", open: true, do: image, reads: true},
	{name: "recovery sum", from: "closed", open: true, do: recoverySum, reads: true},
	{name: "close", from: "closed", open: true, warm: true, do: closeVault},
	{name: "close with room set aside", from: "closed", open: true, do: commitAndClose, commits: true},
}

var bg = context.Background()

// errWrong is an answer that is none of the file system's: a phase gives it where it got no error and no truth.
type errWrong string

func (e errWrong) Error() string { return string(e) }

func create(c *work) (err error) {
	c.v, _, err = crypto.Create(bg, where, passphrase, on(c.faults))
	return err
}

// created: either there is a vault now, or the next one can be made.
func created(c *work) {
	c.t.Helper()
	disks := []*disktest.Disk{c.disk.Clone()}
	if c.v != nil {
		err := c.w.commit(c.v, 0)
		if err != nil && !(c.mayRefuse(phase{}) && errors.Is(err, crypto.ErrReadOnly)) {
			c.fatalf("first transaction: %v", err)
		}
		if err == nil {
			c.acked++
		}
		if err := c.v.Close(bg); err != nil {
			c.fatalf("close: %v", err)
		}
		disks = append(disks, c.disk)
	}
	for i, disk := range disks {
		c.usable(disk, min(i, c.acked))
	}
}

func (c *work) usable(disk *disktest.Disk, acked int) {
	c.t.Helper()
	s, err := crypto.Exists(where, on(disk))
	if err != nil {
		c.fatalf("exists: %v", err)
	}
	var v *crypto.Vault
	switch {
	case s == crypto.Present:
		v, err = crypto.Open(bg, where, passphrase, on(disk))
	case s == crypto.None && c.err != nil:
		v, _, err = crypto.Create(bg, where, passphrase, on(disk))
	default:
		err = errWrong("neither a vault nor a place for one")
	}
	if err != nil {
		c.fatalf("afterwards: %v", err)
	}
	defer v.Close(bg)
	if got, err := digest(v.DB()); err != nil || got != c.w.want[acked] {
		c.fatalf("a new vault: %s, %v", c.w.which(got), v.Explain(err))
	}
	c.whole(v, disk)
}

func open(c *work) error {
	v, err := crypto.Open(bg, where, passphrase, on(c.faults))
	return c.look(v, err)
}

func openRecovery(c *work) error {
	v, err := crypto.OpenRecovery(bg, where, c.w.paper, on(c.faults))
	return c.look(v, err)
}

// look reads what was opened while operations still fail.
func (c *work) look(v *crypto.Vault, err error) error {
	if err != nil {
		return err
	}
	c.v = v
	return read(c)
}

func read(c *work) error { return c.readBy(c.v.DB()) }

func readBeside(c *work) error { return c.readBy(c.v.Reader()) }

func (c *work) readBy(db *sql.DB) error {
	got, err := digest(db)
	if err == nil && got != c.w.want[c.acked] {
		c.fatalf("read without an error: %s, but %d were acknowledged", c.w.which(got), c.acked)
	}
	return c.v.Explain(err)
}

func commit(c *work) error {
	err := c.w.commit(c.v, c.acked)
	if err == nil {
		c.acked++
	}
	return err
}

// threeCommits goes on after one that failed, as people do, until one is refused.
func threeCommits(c *work) error {
	var all error
	for range 3 {
		err := commit(c)
		all = errors.Join(all, err)
		if errors.Is(err, crypto.ErrReadOnly) {
			break
		}
	}
	return all
}

func rollBack(c *work) error {
	tx, err := c.v.DB().Begin()
	if err != nil {
		return c.v.Explain(err)
	}
	for _, s := range c.w.txs[c.acked] {
		if _, err := tx.Exec(s.query, s.args...); err != nil {
			err = c.v.Explain(err)
			tx.Rollback()
			return err
		}
	}
	return c.v.Explain(tx.Rollback())
}

func compact(c *work) error { return c.v.Compact(bg, nil) }

// compactBesideCommits commits while the base is being written.
func compactBesideCommits(c *work) error {
	var beside error
	work := func() {
		if beside == nil {
			beside = commit(c)
		}
	}
	err := c.v.CompactAway(bg, func(int64, int64) { work() })
	return errors.Join(err, beside)
}

func compactAndCommit(c *work) error {
	err := compact(c)
	if err != nil && !errors.Is(err, crypto.ErrReadOnly) {
		return errors.Join(err, commit(c))
	}
	if err == nil {
		return commit(c)
	}
	return err
}

const otherPass = "toinen tunnuslause"

func changePassphrase(c *work) error { return c.v.ChangePassphrase(passphrase, otherPass) }

// passphraseChanged: the new one opens the vault when that was said, or when its file had come into place; else the old
// one does.
func passphraseChanged(c *work) {
	if c.err == nil || c.did(disktest.OpRename, "key-pass.age") {
		c.pass = otherPass
	}
}

func newRecoveryKey(c *work) error {
	paper, err := c.v.NewRecoveryKey(passphrase)
	if err == nil {
		c.pass = paper
	}
	return err
}

// recoveryKeyChanged: a paper that was given opens the vault; the old one does until the file was renamed.
func recoveryKeyChanged(c *work) {
	c.t.Helper()
	paper := c.pass
	c.pass = ""
	if !c.did(disktest.OpRename, "key-recovery.age") {
		paper = c.w.paper
	}
	if paper == "" {
		return // a new key that nobody was told; the passphrase still opens the vault
	}
	v, err := crypto.OpenRecovery(bg, where, paper, on(c.disk.Clone()))
	if err != nil {
		c.fatalf("the recovery key does not open it: %v", err)
	}
	v.Close(bg)
}

func writeBlob(c *work) (err error) {
	c.blob, err = c.v.WriteBlob(bg, "new", strings.NewReader(blobText("new")), 1<<30)
	return err
}

// blobWritten: it is there whole, or not at all.
func blobWritten(c *work) {
	c.t.Helper()
	sum, there := c.blobNow("new")
	want := crypto.BlobSum{Size: int64(len(blobText("new"))), SHA256: sha256.Sum256([]byte(blobText("new")))}
	switch {
	case there && sum != want:
		c.fatalf("half a blob is there")
	case c.err == nil && (!there || c.blob != want):
		c.fatalf("was acknowledged: there %v, sum right %v", there, c.blob == want)
	}
}

// blobNow is what lies there as a process sees it that opens the vault after this one was killed.
func (c *work) blobNow(id string) (sum crypto.BlobSum, there bool) {
	c.t.Helper()
	v, err := crypto.Open(bg, where, passphrase, on(c.disk.Clone()))
	if err != nil {
		c.fatalf("open: %v", err)
	}
	defer v.Close(bg)
	err = v.VerifyBlobs(bg, nil, func(name string, s crypto.BlobSum) {
		if name == id {
			sum, there = s, true
		}
	})
	if err != nil {
		c.fatalf("verify: %v", err)
	}
	return sum, there
}

func readBlob(c *work) error {
	b, err := c.v.OpenBlob("old")
	if err != nil {
		return err
	}
	got, err := io.ReadAll(io.NewSectionReader(b, 0, b.Size()))
	if err == nil && string(got) != blobText("old") {
		c.fatalf("read without an error, but wrong")
	}
	return errors.Join(err, b.Close())
}

func listBlobs(c *work) error {
	ids, err := c.v.Blobs()
	if err == nil && !slices.Equal(ids, []string{"old"}) {
		c.fatalf("listed without an error: %q", ids)
	}
	return err
}

func removeBlob(c *work) error { return c.v.RemoveBlobs([]string{"old"}) }

func blobRemoved(c *work) {
	c.t.Helper()
	if _, there := c.blobNow("old"); there && c.err == nil {
		c.fatalf("is there after it was removed")
	}
}

func writeSealed(c *work) error { return c.v.WriteSealed("ledger.age", []byte("new ledger")) }

func sealedWritten(c *work) {
	c.t.Helper()
	b, err := c.v.ReadSealed("ledger.age")
	if err != nil || string(b) != "new ledger" && (string(b) != "ledger" || c.err == nil) {
		c.fatalf("%q, %v", b, err)
	}
}

func readSealed(c *work) error {
	b, err := c.v.ReadSealed("ledger.age")
	if err == nil && string(b) != "ledger" {
		c.fatalf("read without an error: %q", b)
	}
	return err
}

func verify(c *work) error { return c.v.Verify(bg, nil) }

func scan(c *work) error {
	hits, err := c.v.ScanPlain(bg, [][]byte{[]byte("Nimi")})
	if err == nil && hits[0] == 0 {
		c.fatalf("scanned without an error, and found nothing")
	}
	return err
}

func image(c *work) error {
	r, err := c.v.Image()
	if err != nil {
		return err
	}
	n, err := io.Copy(io.Discard, r)
	var pages int64
	if err == nil {
		err = c.v.DB().QueryRow("PRAGMA page_count").Scan(&pages)
	}
	if err == nil && n != pages*4096 {
		c.fatalf("an image of %d bytes without an error", n)
	}
	return errors.Join(c.v.Explain(err), r.Close())
}

func recoverySum(c *work) error {
	_, err := c.v.RecoverySum()
	return err
}

func closeVault(c *work) error {
	err := c.v.Close(bg)
	c.v = nil
	return err
}

func commitAndClose(c *work) error {
	err := commit(c)
	return errors.Join(err, closeVault(c))
}
