package crypto

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	osexec "os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"kortisto/build/campaign"
)

// The child of TestKill is this test binary itself.
const (
	killDir  = "KORTISTO_KILL_DIR"
	killSeed = "KORTISTO_KILL_SEED"
	killPass = "KORTISTO_KILL_PASS" // how often the passphrase was changed
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killDir); dir != "" {
		if err := writeUntilKilled(dir); err != nil {
			fmt.Println("ERROR", err)
			os.Exit(3)
		}
	}
	os.Exit(m.Run())
}

// killing spends nothing on keys.
var killing = Options{WorkFactor: 1, CacheBytes: 1 << 20}

func killText(n int) string { return strings.Repeat(strconv.Itoa(n)+" ", 1+n%700) }

func killPhrase(n int) string { return testPass + strconv.Itoa(n) }

// killBlob is what the attachment of every 20th commit holds.
func killBlob(n int) (id string, b []byte) {
	return "k" + strconv.Itoa(n), []byte(strings.Repeat(killText(n), 40))
}

// openKilled opens the vault with the passphrase that was announced last, or with
// the one that was durable and not announced any more.
func openKilled(dir string, pass int) (*Vault, int, error) {
	v, err := Open(bg, dir, killPhrase(pass), killing)
	if errors.Is(err, ErrWrongPassphrase) {
		pass++
		v, err = Open(bg, dir, killPhrase(pass), killing)
	}
	return v, pass, err
}

// writer is the child: it commits for ever, and says so after each commit.
type writer struct {
	v    *Vault
	r    *rand.Rand
	n    int // the last commit
	pass int
}

func writeUntilKilled(dir string) (err error) {
	seed, err := strconv.ParseUint(os.Getenv(killSeed), 10, 64)
	if err != nil {
		return err
	}
	w := writer{r: rand.New(rand.NewPCG(seed, 2))}
	if w.pass, err = strconv.Atoi(os.Getenv(killPass)); err != nil {
		return err
	}
	if w.v, w.pass, err = openKilled(dir, w.pass); err != nil {
		return err
	}
	if err := w.v.DB().QueryRow("SELECT coalesce(max(n),0) FROM a").Scan(&w.n); err != nil {
		return err
	}
	fmt.Println("PASS", w.pass)
	fmt.Println("READY", w.n)
	for {
		if err := w.step(); err != nil {
			return err
		}
	}
}

func (w *writer) step() error {
	switch {
	case w.r.IntN(20) == 0:
		if err := w.v.Compact(bg, nil); err != nil {
			return err
		}
		fmt.Println("COMPACT")
	case w.r.IntN(60) == 0:
		if err := w.v.ChangePassphrase(killPhrase(w.pass), killPhrase(w.pass+1)); err != nil {
			return err
		}
		w.pass++
		fmt.Println("PASS", w.pass)
	}
	return w.commit()
}

// commit is one transaction: mostly small, sometimes of many pages, sometimes
// taken back. An attachment is on the disk before the row that speaks of it.
func (w *writer) commit() error {
	next := w.n + 1
	if next%20 == 0 {
		if err := w.blob(next); err != nil {
			return err
		}
	}
	tx, err := w.v.DB().Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	statements := []string{"INSERT INTO a(n, t) VALUES(?1, ?2)", "UPDATE b SET t = ?2 WHERE n = ?1 % 50",
		"DELETE FROM c WHERE n < ?1 - 100", "INSERT INTO c(n, t) VALUES(?1, ?2)"}
	if next%25 == 0 {
		statements = append(statements, "UPDATE b SET t = ?2")
	}
	for _, s := range statements {
		if _, err := tx.Exec(s, next, killText(next)); err != nil {
			return err
		}
	}
	if w.r.IntN(12) == 0 {
		return tx.Rollback()
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	w.n = next
	fmt.Println("ACK", w.n)
	return nil
}

// blob adds the attachment of commit n. It may be there already: from before a
// kill, or for a transaction that was taken back.
func (w *writer) blob(n int) error {
	id, b := killBlob(n)
	_, err := w.v.WriteBlob(bg, id, bytes.NewReader(b), int64(len(b)))
	return err
}

// killed is a vault that is written and killed, and what is known of it.
type killed struct {
	c    *campaign.Campaign
	dir  string
	r    *rand.Rand
	last int // the last commit that was announced
	pass int // the last change of the passphrase that was announced
	left int // kills until another vault takes its place
}

// TestKill kills a writing process at random moments, also while it opens and
// while it repairs what the kill before left, and looks whether each commit,
// attachment and passphrase that it had announced is there. This does not test
// fsync: what a process wrote outlives it.
func TestKill(t *testing.T) {
	c := campaign.Begin(t, "kill", 120)
	var both sync.WaitGroup
	for i := range 2 {
		both.Go(func() {
			k := killed{c: c, r: rand.New(rand.NewPCG(c.Seed(), uint64(i)))}
			for n, more := c.Next(); more; n, more = c.Next() {
				if err := k.round(t, n); err != nil {
					t.Errorf("kill %d: %v", n, err)
				}
			}
		})
	}
	both.Wait()
}

// round is one kill. After one in three the next child finds what it left.
func (k *killed) round(t *testing.T, n int) error {
	if k.left == 0 {
		if err := k.begin(t); err != nil {
			return err
		}
	}
	k.left--
	if err := k.kill(); err != nil {
		return err
	}
	k.c.Add("kills", 1)
	if k.left > 0 && k.r.IntN(3) == 0 {
		return nil
	}
	return k.check(n%10 == 0 || k.left == 0)
}

// begin makes a new vault: an old one grows, and so takes longer to look at.
func (k *killed) begin(t *testing.T) error {
	if k.dir != "" {
		if err := os.RemoveAll(k.dir); err != nil {
			return err
		}
	}
	k.dir, k.last, k.pass, k.left = t.TempDir()+"/vault", 0, 0, 200
	v, _, err := Create(bg, k.dir, killPhrase(0), killing)
	if err != nil {
		return err
	}
	defer v.Close(bg)
	for _, table := range []string{"a", "b", "c"} {
		if _, err := v.DB().Exec("CREATE TABLE " + table + "(n INTEGER PRIMARY KEY, t TEXT)"); err != nil {
			return err
		}
	}
	_, err = v.DB().Exec("WITH RECURSIVE i(n) AS (SELECT 0 UNION ALL SELECT n+1 FROM i WHERE n < 49) INSERT INTO b SELECT n, '' FROM i")
	return errors.Join(err, v.Close(bg))
}

// kill runs a child until its moment has come: soon after its start, some time
// after it was ready, or right after it has announced so many things.
func (k *killed) kill() error {
	cmd := osexec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killDir+"="+k.dir, fmt.Sprintf("%s=%d", killSeed, k.r.Uint64()), fmt.Sprintf("%s=%d", killPass, k.pass))
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	micros := func(n int) time.Duration { return time.Duration(k.r.IntN(n)) * time.Microsecond }
	atOnce := k.r.IntN(6) == 0
	said, after := 2, micros(15_000)
	if k.r.IntN(3) == 0 {
		said, after = 2+k.r.IntN(20), micros(500)
	}
	var timer *time.Timer
	shoot := func(after time.Duration) { timer = time.AfterFunc(after, func() { cmd.Process.Kill() }) }
	if atOnce {
		shoot(micros(10_000))
	}
	lines := bufio.NewScanner(out)
	for n := 1; lines.Scan(); n++ {
		if err = k.heard(lines.Text()); err != nil {
			break
		}
		if n == said && !atOnce {
			shoot(after)
		}
	}
	if timer == nil { // it ended by itself
		shoot(0)
	}
	cmd.Wait()
	timer.Stop()
	if err == nil && cmd.ProcessState.Exited() {
		err = errors.New("the child ended by itself: " + cmd.ProcessState.String())
	}
	return err
}

// heard takes down what the child announced.
func (k *killed) heard(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	n, err := strconv.Atoi(rest)
	if err != nil && word != "COMPACT" {
		return errors.New("the child said: " + line)
	}
	switch word {
	case "READY":
		if n < k.last || n > k.last+1 {
			return fmt.Errorf("announced %d, the next child found %d", k.last, n)
		}
		k.last = n
	case "ACK":
		k.last = n
		k.c.Add("commits announced", 1)
	case "PASS":
		k.c.Add("passphrases changed", n-k.pass)
		k.pass = n
	case "COMPACT":
		k.c.Add("compactions", 1)
	}
	return nil
}

// check: everything up to the last is there, and at most one commit more, which
// was durable but not announced any more.
func (k *killed) check(full bool) error {
	v, pass, err := openKilled(k.dir, k.pass)
	if err != nil {
		return err
	}
	defer v.Close(bg)
	k.pass = pass
	var n, m int
	if err := v.DB().QueryRow("SELECT count(*), coalesce(max(n), 0) FROM a").Scan(&n, &m); err != nil {
		return v.Explain(err)
	}
	if m < k.last || m > k.last+1 || n != m {
		return fmt.Errorf("announced %d, found %d rows up to %d", k.last, n, m)
	}
	k.last = m
	for _, n := range []int{m, m - 1, m / 2, 1} {
		if n >= 1 && n <= m {
			if err := k.checkCommit(v, n); err != nil {
				return err
			}
		}
	}
	if !full {
		return nil
	}
	k.c.Add("checked in full", 1)
	var s string
	if err := v.DB().QueryRow("PRAGMA integrity_check").Scan(&s); err != nil || s != "ok" {
		return fmt.Errorf("integrity: %s %v", s, err)
	}
	return v.Verify(bg, nil)
}

// checkCommit looks for a commit's row, and for the attachment of the last that
// had one.
func (k *killed) checkCommit(v *Vault, n int) error {
	var text string
	if err := v.DB().QueryRow("SELECT t FROM a WHERE n = ?", n).Scan(&text); err != nil || text != killText(n) {
		return fmt.Errorf("row %d is not what was written: %v", n, err)
	}
	if n -= n % 20; n == 0 {
		return nil
	}
	id, want := killBlob(n)
	b, err := v.OpenBlob(id)
	if err != nil {
		return err
	}
	defer b.Close()
	got, err := io.ReadAll(io.NewSectionReader(b, 0, b.Size()+1))
	if err != nil || !bytes.Equal(got, want) {
		return fmt.Errorf("attachment %s is not what was written, but %d bytes: %v", id, len(got), err)
	}
	return nil
}
