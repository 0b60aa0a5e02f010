package crypto

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	osexec "os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The child of TestKill is this test binary itself.
const killDir = "KORTISTO_KILL_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killDir); dir != "" {
		writeUntilKilled(dir)
	}
	os.Exit(m.Run())
}

func killText(n int) string { return strings.Repeat(strconv.Itoa(n)+" ", 1+n%700) }

// writeUntilKilled commits for ever, and says so after each commit.
func writeUntilKilled(dir string) {
	fail := func(err error) {
		fmt.Println("ERROR", err)
		os.Exit(3)
	}
	ctx := context.Background()
	v, err := Open(ctx, dir, testPass, fast)
	if err != nil {
		fail(err)
	}
	var n int
	if err := v.DB().QueryRow("SELECT coalesce(max(n),0) FROM a").Scan(&n); err != nil {
		fail(err)
	}
	fmt.Println("READY", n)
	r := rand.New(rand.NewPCG(uint64(os.Getpid()), uint64(time.Now().UnixNano())))
	for {
		tx, err := v.DB().Begin()
		if err != nil {
			fail(err)
		}
		for _, s := range []string{"INSERT INTO a(n, t) VALUES(?1, ?2)", "UPDATE b SET t = ?2 WHERE n = ?1 % 50",
			"DELETE FROM c WHERE n < ?1 - 100", "INSERT INTO c(n, t) VALUES(?1, ?2)"} {
			if _, err := tx.Exec(s, n+1, killText(n+1)); err != nil {
				fail(err)
			}
		}
		if r.IntN(12) == 0 {
			if err := tx.Rollback(); err != nil {
				fail(err)
			}
			continue
		}
		if err := tx.Commit(); err != nil {
			fail(err)
		}
		n++
		fmt.Println("ACK", n)
		if r.IntN(40) == 0 {
			if err := v.Compact(ctx, nil); err != nil {
				fail(err)
			}
			fmt.Println("COMPACT")
		}
	}
}

// TestKill kills a writing process at random moments, also while it opens, and
// looks whether each commit that it had announced is there. KORTISTO_KILLS is
// how often. This does not test fsync: what a process wrote outlives it.
func TestKill(t *testing.T) {
	kills := 25
	if s := os.Getenv("KORTISTO_KILLS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal("KORTISTO_KILLS:", err)
		}
		kills = n
	}
	v, dir, _ := newVault(t, fast)
	for _, s := range []string{"CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)", "CREATE TABLE b(n INTEGER PRIMARY KEY, t TEXT)",
		"CREATE TABLE c(n INTEGER PRIMARY KEY, t TEXT)"} {
		exec(t, v, s)
	}
	for i := range 50 {
		exec(t, v, "INSERT INTO b VALUES(?, '')", i)
	}
	closeVault(t, v)
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	var last, acked, compactions, early int
	for i := range kills {
		delay := time.Duration(r.IntN(400)) * time.Millisecond
		if i%8 == 7 {
			delay = time.Duration(r.IntN(60)) * time.Millisecond // while it opens
		}
		k := killOnce(t, dir, delay)
		if k.last > 0 {
			last = k.last
		}
		acked += k.acks
		compactions += k.compactions
		if !k.ready {
			early++
		}
		last = checkKilled(t, dir, last, i)
	}
	t.Logf("%d kills, %d acknowledged commits, %d compactions, %d killed before they were ready, 0 lost",
		kills, acked, compactions, early)
	if acked == 0 {
		t.Error("no commit was made")
	}
}

type killed struct {
	ready                   bool
	last, acks, compactions int
}

func killOnce(t *testing.T, dir string, delay time.Duration) (k killed) {
	t.Helper()
	cmd := osexec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(delay, func() { cmd.Process.Kill() })
	defer timer.Stop()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		switch word {
		case "READY":
			k.ready = true
		case "ACK":
			k.acks++
			k.last, _ = strconv.Atoi(rest)
		case "COMPACT":
			k.compactions++
		default:
			t.Errorf("child: %s", lines.Text())
		}
	}
	cmd.Wait()
	return k
}

// checkKilled: everything up to last is there, and at most one commit more,
// which was durable but not announced any more.
func checkKilled(t *testing.T, dir string, last, i int) int {
	t.Helper()
	v, err := Open(context.Background(), dir, testPass, fast)
	if err != nil {
		t.Fatalf("kill %d: %v", i, err)
	}
	defer v.Close(context.Background())
	n := count(t, v, "SELECT count(*) FROM a")
	m := count(t, v, "SELECT coalesce(max(n),0) FROM a")
	if m < last || m > last+1 || n != m {
		t.Fatalf("kill %d: acknowledged %d, found %d rows up to %d", i, last, n, m)
	}
	for _, k := range []int{m, m - 1, m / 2, 1} {
		if k < 1 || k > m {
			continue
		}
		var text string
		if err := v.DB().QueryRow("SELECT t FROM a WHERE n = ?", k).Scan(&text); err != nil || text != killText(k) {
			t.Fatalf("kill %d: row %d: %v", i, k, err)
		}
	}
	if i%5 == 0 {
		var s string
		if err := v.DB().QueryRow("PRAGMA integrity_check").Scan(&s); err != nil || s != "ok" {
			t.Fatalf("kill %d: integrity: %s %v", i, s, err)
		}
		if err := v.Verify(context.Background(), nil); err != nil {
			t.Fatalf("kill %d: %v", i, err)
		}
	}
	return m
}
