package disktest_test

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"runtime"
	"strings"
	"testing"

	"filippo.io/age"

	"kortisto/crypto"
	"kortisto/crypto/disktest"
)

// TestFilesThatAreNotTheirs puts into the place of each file nothing, an empty one, every other file of the vault, what
// the same file was at every moment before, and the file of the same name of two other vaults. What is not refused
// holds everything; or it is a state that was once there, and whoever kept the position or the blob's sum can tell.
func TestFilesThatAreNotTheirs(t *testing.T) {
	g := newTarget(t)
	tried, older := 0, 0
	try := func(name, what string, disk *disktest.Disk) {
		t.Helper()
		tried++
		got, err := g.judge(disk.Clone(), name)
		if err != nil && g.tellsOlder(t, disk.Clone(), name) {
			older++
			return
		}
		if err == nil && got == harmless && name != "lock" {
			err = errors.New("not noticed")
		}
		if err != nil {
			t.Errorf("%s: %s: %s %v", name, what, got, err)
		}
	}
	others := []*target{newTarget(t), newTarget(t)}
	for _, name := range g.names {
		gone := g.disk.Clone()
		if err := gone.Remove(path.Join(where, name)); err != nil {
			t.Fatal(err)
		}
		if name != ledger && name != targetBlob { // whether these ought to be there their owner knows
			try(name, "is missing", gone)
		}
		if name == "lock" {
			continue
		}
		try(name, "is empty", g.with(t, name, nil))
		for other, b := range g.files {
			if other != name && !bytes.Equal(b, g.files[name]) {
				try(name, "is "+other, g.with(t, name, b))
			}
		}
		for i, other := range others {
			if !bytes.Equal(other.files[name], g.files[name]) {
				try(name, fmt.Sprintf("is that of vault %d", i), g.with(t, name, other.files[name]))
			}
		}
		for moment, files := range g.past {
			for other, b := range files {
				// A file of another generation, too, under the name of this one.
				if kind(other) == kind(name) && !bytes.Equal(room(b), room(g.files[name])) {
					try(name, fmt.Sprintf("is %s of moment %d", other, moment), g.with(t, name, b))
				}
			}
		}
	}
	if older == 0 {
		t.Error("no older state was found: the test does not test that")
	}
	t.Logf("%d files put into the place of another, %d of them told by what was kept elsewhere", tried, older)
}

// room takes away the zeros at a file's end, which an open log has set aside.
func room(b []byte) []byte { return bytes.TrimRight(b, "\x00") }

// kind is a file's name without its generation.
func kind(name string) string {
	return strings.TrimRight(strings.TrimSuffix(name, ".age"), "0123456789")
}

// tellsOlder says whether a vault whose content is another tells it to whoever keeps elsewhere what the program keeps:
// the position, the SHA-256 of each blob, how many lines the ledger has.
func (g *target) tellsOlder(t *testing.T, disk *disktest.Disk, name string) bool {
	t.Helper()
	v, err := crypto.Open(bg, where, passphrase, on(disk))
	if err != nil {
		return false
	}
	defer v.Close(bg)
	switch name {
	case targetLog:
		gen, seq := v.Position()
		return gen < g.gen || gen == g.gen && seq < g.seq
	case targetBlob:
		changed := false
		err := v.VerifyBlobs(bg, nil, func(_ string, sum crypto.BlobSum) { changed = sum != g.blob })
		return err == nil && changed
	case ledger:
		b, err := v.ReadSealed(ledger)
		return err == nil && bytes.Count(b, []byte("\n")) < ledgerLines
	}
	return false
}

// forger knows to whom the vault's files are sealed, and has no key.
type forger struct{ to age.Recipient }

func newForger(t *testing.T, g *target) forger {
	t.Helper()
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(g.files[keyPass]), id)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	s, err := age.ParseX25519Identity(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return forger{s.Recipient()}
}

func (f forger) seal(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := age.Encrypt(&b, f.to)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// record is a log record of that number; its sums are guesses.
func (f forger) record(t *testing.T, seq uint64, text []byte) []byte {
	t.Helper()
	file := f.seal(t, text)
	h := make([]byte, 64)
	rand.Read(h)
	copy(h, "AGR1")
	binary.BigEndian.PutUint32(h[4:], uint32(len(file)))
	binary.BigEndian.PutUint64(h[8:], seq)
	return append(h, file...)
}

// TestWhoKnowsTheRecipientCanForgeNothing: age does not tell who wrote a file.
func TestWhoKnowsTheRecipientCanForgeNothing(t *testing.T) {
	g := newTarget(t)
	f := newForger(t, g)
	image := make([]byte, 4*4096)
	copy(image, "SQLite format 3\x00")
	log, base := g.files[targetLog], g.files[targetBase]
	records := split(t, log[4096:])
	last := len(log) - len(records[len(records)-1])
	joined := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	for _, c := range []struct {
		what, name string
		b          []byte
		want       verdict
	}{
		{"a base", targetBase, f.seal(t, image), atOpening},
		{"a base behind the header of the true one", targetBase, joined(base[:200], f.seal(t, image)[200:]), atOpening},
		{"a record behind the last", targetLog, joined(log, f.record(t, g.seq+1, image)), harmless},
		{"a record in the place of the last", targetLog, joined(log[:last], f.record(t, g.seq, image)), atOpening},
		{"a record between others", targetLog, joined(log[:last], f.record(t, g.seq, image), log[last:]), atOpening},
		{"a record with the sums of the last", targetLog, joined(log[:last+64], f.record(t, g.seq, image)[64:]), atOpening},
		{"a key file", keyPass, f.seal(t, []byte("AGE-SECRET-KEY-1\n")), atOpening},
	} {
		if got, err := g.judge(g.with(t, c.name, c.b), c.name); err != nil || got != c.want {
			t.Errorf("%s: %s %v", c.what, got, err)
		}
	}
	// A base of a generation to come, with and without a log.
	disk := g.disk.Clone()
	replace(t, disk, path.Join(where, "base-000003.age"), f.seal(t, image))
	for range 2 {
		if _, err := crypto.Open(bg, where, passphrase, on(disk.Clone())); !errors.Is(err, crypto.ErrDamaged) {
			t.Errorf("a newer base: %v", err)
		}
		replace(t, disk, path.Join(where, "log-000003"), log)
	}
	// Nothing was removed: what was there is whole as soon as the forgery is gone.
	for _, name := range []string{"base-000003.age", "log-000003"} {
		if err := disk.Remove(path.Join(where, name)); err != nil {
			t.Fatal(err)
		}
	}
	if o := g.look(disk); o.opening != nil || o.holds != g.holds {
		t.Errorf("after the forgery: %v", o.opening)
	}
}

// TestHostileLengthsCostNothing: what a file says of its own length, of scrypt's work or of its header is not believed
// before it is checked.
func TestHostileLengthsCostNothing(t *testing.T) {
	g := newTarget(t)
	log := g.files[targetLog]
	bad := bytes.Clone(log)
	binary.BigEndian.PutUint32(bad[4096+4:], 1<<32-1)
	stanza := "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\nhjabGXwSLQ9c3S6Lw2i+S2Tu2fiwQHHslbBN6B41FLE\n"
	const intro, mac = "age-encryption.org/v1\n", "--- WyJp9F/9FOZh7gJdheq2WIJcwHgYc8NIVh3ddwhrcNg\n"
	header := func(stanzas string) []byte { return []byte(intro + stanzas + mac + strings.Repeat("x", 100)) }
	work := func(factor string) []byte {
		return bytes.Replace(g.files[keyPass], []byte(" 1\n"), []byte(" "+factor+"\n"), 1)
	}
	type damage struct {
		what, name string
		b          []byte
	}
	all := []damage{{"a record of 4 GiB", targetLog, bad}, {"a log of zeros", targetLog, make([]byte, 1<<20)}}
	for _, factor := range []string{"21", "22", "29", "30", "63", "64", "99", "999999999999999999999", "-1", "0", "01"} {
		all = append(all, damage{"scrypt's work factor " + factor, keyPass, work(factor)})
	}
	for _, name := range []string{keyPass, keyPaper, targetBase, ledger, targetBlob} {
		all = append(all,
			damage{"a header of a thousand stanzas", name, header(strings.Repeat(stanza, 1000))},
			damage{"a header of many arguments", name, header("->" + strings.Repeat(" a", 1<<19) + "\n\n")},
			damage{"a header of one long line", name, header("-> x " + strings.Repeat("a", 1<<20) + "\n\n")},
			damage{"a header without an end", name, []byte(intro + strings.Repeat(stanza, 20_000))},
			damage{"an intro without an end", name, bytes.Repeat([]byte("age-encryption.org/"), 1<<15)},
			damage{"a stanza without an end", name, []byte(intro + "-> x\n" + strings.Repeat(strings.Repeat("A", 64)+"\n", 1<<14))})
	}
	for _, d := range all {
		disk := g.with(t, d.name, d.b)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got, err := g.judge(disk, d.name)
		runtime.ReadMemStats(&after)
		if err != nil || got == harmless {
			t.Errorf("%s, %s: %s %v", d.name, d.what, got, err)
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 64<<20 {
			t.Errorf("%s, %s: took %d MiB", d.name, d.what, n>>20)
		}
	}
}
