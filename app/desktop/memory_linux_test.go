package desktop

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"golang.org/x/crypto/curve25519"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/crypto/memtest"
)

const (
	memoryDir = "KORTISTO_TEST_MEMORY" // the directory of the vault that the child opens
	canaries  = 1000
)

func canary(i int) string { return fmt.Sprintf("Kanarialintu%06d", i) }

// TestWhatMemoryHoldsAfterLocking unlocks a register in a process of its own,
// reads, searches and changes all of it, locks, and looks into the memory of that
// process from outside.
func TestWhatMemoryHoldsAfterLocking(t *testing.T) {
	if os.Getenv(memoryDir) != "" {
		beUnlockedAndLocked(t)
		return
	}
	secret := "tämä salainen lause avaa kanarialintujen häkin"
	dir := t.TempDir()
	makeAviary(t, dir, secret)
	kinds, search := needles(t, dir, secret)
	child, in, out := startChild(t, t.Name(), memoryDir+"="+dir)
	fmt.Fprintln(in, secret)

	expect(t, out, "open")
	open := countKinds(t, search, kinds, child.Process.Pid)
	t.Logf("open:   %v", open)
	for _, kind := range []string{"S, text", "Kc", "Kf", "names"} {
		if open[kind] == 0 {
			t.Errorf("the scan does not find %s where it must be", kind)
		}
	}
	fmt.Fprintln(in, "lock")
	expect(t, out, "locked")
	left := countKinds(t, search, kinds, child.Process.Pid)
	t.Logf("locked: %v", left)
	for kind, n := range left {
		if n != 0 && kind != "names" {
			t.Errorf("%s: found %d times after locking", kind, n)
		}
	}
	// Not one in thirty is found as a rule; without overwriting it is every second.
	if left["names"]*10 > open["names"] {
		t.Errorf("names: %d of %d are left", left["names"], open["names"])
	}
	in.Close()
	if err := child.Wait(); err != nil {
		t.Fatal(err)
	}
}

// makeAviary makes a vault of which every customer is a canary.
func makeAviary(t *testing.T, dir, secret string) {
	t.Helper()
	b := newBenchIn(t, dir)
	v, _, err := vault.Create(context.Background(), b.sh.cfg.Options, secret, app.Firm{Name: "Häkki Oy"}, app.Finnish)
	if err != nil {
		t.Fatal(err)
	}
	err = v.Update(func(tx *vault.Tx) error {
		for i := range canaries {
			if _, err := tx.AddCustomer(app.Customer{Name: canary(i), CreatedOn: "2026-01-01"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// needles are what must not be found, by kind. The keys are taken out of the vault
// with age itself.
func needles(t *testing.T, dir, secret string) (kinds []string, s *memtest.Search) {
	t.Helper()
	var all [][]byte
	add := func(kind string, b []byte) {
		kinds, all = append(kinds, kind), append(all, b)
	}
	pass, err := age.NewScryptIdentity(secret)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.TrimSpace(string(unsealed(t, filepath.Join(dir, "vault", "key-pass.age"), pass)))
	add("S, text", []byte(text))
	add("S, text", []byte(strings.ToLower(text)))
	add("S, scalar", scalarOf(t, text))
	for kind, info := range map[string]string{"Kc": "log", "Kf": "files"} {
		key, err := hkdf.Key(sha256.New, []byte(text), nil, "kortisto vault v1 "+info, sha256.Size)
		if err != nil {
			t.Fatal(err)
		}
		add(kind, key)
	}
	s0, err := age.ParseX25519Identity(text)
	if err != nil {
		t.Fatal(err)
	}
	bases, _ := filepath.Glob(filepath.Join(dir, "vault", "base-*.age"))
	for path, id := range map[string]age.Identity{bases[0]: s0, filepath.Join(dir, "vault", "key-pass.age"): pass} {
		header, err := age.ExtractHeader(bytes.NewReader(file(t, path)))
		if err != nil {
			t.Fatal(err)
		}
		key, err := age.DecryptHeader(header, id)
		if err != nil {
			t.Fatal(err)
		}
		add("file keys", key)
	}
	add("passphrase", []byte(secret))
	add("passphrase", memtest.UTF16(secret))
	for i := range canaries {
		add("names", []byte(canary(i)))
		add("names", []byte(strings.ToLower(canary(i))))
		add("names", memtest.UTF16(canary(i)))
	}
	s, err = memtest.NewSearch(all)
	if err != nil {
		t.Fatal(err)
	}
	return kinds, s
}

func unsealed(t *testing.T, path string, id age.Identity) []byte {
	t.Helper()
	r, err := age.Decrypt(bytes.NewReader(file(t, path)), id)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func file(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// scalarOf is the 32 bytes that the text of an identity stands for.
func scalarOf(t *testing.T, text string) []byte {
	t.Helper()
	id, err := age.ParseX25519Identity(text)
	if err != nil {
		t.Fatal(err)
	}
	scalar := bech32(strings.TrimPrefix(text, "AGE-SECRET-KEY-1"))
	public, err := curve25519.X25519(scalar, curve25519.Basepoint)
	if err != nil || !bytes.Equal(public, bech32(strings.TrimPrefix(id.Recipient().String(), "age1"))) {
		t.Fatalf("no scalar of the identity: %v", err)
	}
	return scalar
}

// bech32 reads five bits a letter; the last six letters are a checksum.
func bech32(data string) (out []byte) {
	const letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
	var bits, have uint
	for _, c := range strings.ToLower(data[:len(data)-6]) {
		bits = bits<<5 | uint(strings.IndexRune(letters, c))
		if have += 5; have >= 8 {
			have -= 8
			out = append(out, byte(bits>>have))
			bits &= 1<<have - 1
		}
	}
	return out
}

func startChild(t *testing.T, name string, env ...string) (*exec.Cmd, io.WriteCloser, *bufio.Reader) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(exe, "-test.run=^"+name+"$")
	child.Env = append(os.Environ(), env...)
	child.Stderr = os.Stderr
	in, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = child.Process.Kill() })
	return child, in, bufio.NewReader(out)
}

func expect(t *testing.T, out *bufio.Reader, want string) {
	t.Helper()
	var seen []string
	for {
		line, err := out.ReadString('\n')
		if strings.TrimSpace(line) == want {
			return
		}
		if seen = append(seen, line); err != nil {
			t.Fatalf("no %q from the child: %v\n%s", want, err, strings.Join(seen, ""))
		}
	}
}

func countKinds(t *testing.T, s *memtest.Search, kinds []string, pid int) map[string]int {
	t.Helper()
	hits, scanned, err := s.Process(pid)
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for _, h := range hits {
		n[kinds[h.Needle]]++
	}
	t.Logf("%d MB scanned", scanned>>20)
	return n
}

// beUnlockedAndLocked is the child.
func beUnlockedAndLocked(t *testing.T) {
	stdin := bufio.NewReader(os.Stdin)
	line := func() string {
		s, err := stdin.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(s)
	}
	b := newBenchIn(t, os.Getenv(memoryDir))
	do[SessionState](b, "Session.Unlock", line())
	useEverything(b)
	fmt.Println("open")
	line()
	if s := do[SessionState](b, "Session.Lock", "user"); s.State != "locked" {
		t.Fatal(s.State)
	}
	fmt.Println("locked")
	_, _ = io.Copy(io.Discard, stdin)
}

func useEverything(b *bench) {
	page := do[CustomerPage](b, "Customers.List", CustomerQuery{Limit: 500})
	for i, row := range page.Rows {
		if i%5 == 0 {
			do[Card](b, "Customers.Open", row.ID)
		}
		if i%50 == 0 {
			do[Edited](b, "Customers.Edit", row.ID, []FieldValue{{Field: "town", Value: hex.EncodeToString([]byte{byte(i)})}})
		}
	}
	for i := range 200 {
		do[[]app.CustomerRow](b, "Customers.Find", canary(i * 5)[:16], 20)
	}
}
