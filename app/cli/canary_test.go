package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/uuid"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

const canary = "Kanaria"

// canaries are words that occur nowhere else. KORTISTO_CANARIES is how many;
// the same seed gives the same ones to the child process.
func canaries() []string {
	n, err := strconv.Atoi(os.Getenv("KORTISTO_CANARIES"))
	if err != nil {
		n = 200
	}
	r := rand.New(rand.NewPCG(7, 7))
	out := make([]string, n)
	for i := range out {
		word := []byte(canary)
		for range 10 {
			word = append(word, byte('a'+r.IntN(26)))
		}
		out[i] = string(word)
	}
	return out
}

// forms are the bytes under which a text may lie on a disk: UTF-8, UTF-16 in
// both orders, and base64 at each of its three alignments. Small letters too:
// a search index folds them.
func forms(word string) (out [][]byte) {
	for _, w := range []string{word, strings.ToLower(word), strings.ToUpper(word)} {
		out = append(out, []byte(w))
		var little, big []byte
		for _, u := range utf16.Encode([]rune(w)) {
			little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
		}
		out = append(out, little, big)
		for shift := range 3 {
			coded := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), w...))
			// What the neighbours share in the first and the last sign is cut off.
			out = append(out, []byte(coded[(shift*8+5)/6:len(coded)-1]))
		}
	}
	return out
}

// spilt lists the files under dir in which a canary lies in clear, but for one.
func spilt(t *testing.T, dir, except string, words []string) (files []string) {
	t.Helper()
	needles := forms(canary) // what they all begin with, and what each ends in
	for _, w := range words {
		needles = append(needles, []byte(strings.TrimPrefix(w, canary)))
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // a living process may remove its files
			return nil
		}
		if err != nil || path == except || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		for _, n := range needles {
			if bytes.Contains(b, n) || bytes.Contains([]byte(path), n) {
				files = append(files, path)
				break
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// world is a computer's directories, with nothing in them at first.
type world struct{ root string }

func (w world) dir(name string) string { return filepath.Join(w.root, name) }
func (w world) list() string           { return filepath.Join(w.root, "work", "asiakkaat.csv") }

func newWorld(t *testing.T) world {
	w := world{t.TempDir()}
	for _, name := range []string{"work", "home", "tmp", "run", "data", "state", "cache", "config"} {
		if err := os.Mkdir(w.dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// child is this test binary as a program in that world.
func (w world) child(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = w.dir("work")
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "WORK=" + w.dir("work"), "HOME=" + w.dir("home"), "USERPROFILE=" + w.dir("home"),
		"TMPDIR=" + w.dir("tmp"), "TMP=" + w.dir("tmp"), "TEMP=" + w.dir("tmp"), "SQLITE_TMPDIR=" + w.dir("tmp"),
		"XDG_RUNTIME_DIR=" + w.dir("run"), "XDG_DATA_HOME=" + w.dir("data"), "XDG_STATE_HOME=" + w.dir("state"),
		"XDG_CACHE_HOME=" + w.dir("cache"), "XDG_CONFIG_HOME=" + w.dir("config"),
		"KORTISTO_CLOCK=2026-11-21T09:00:00+02:00", "LANG=en_US.UTF-8", "KORTISTO_CANARIES=" + os.Getenv("KORTISTO_CANARIES"),
	}
	return cmd
}

func (w world) kortisto(t *testing.T, args ...string) string {
	t.Helper()
	cmd := w.child(t, "kortisto", append(args, "--passphrase-file", "-")...)
	cmd.Stdin = strings.NewReader("koe koe koe koe koe koe\n")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", args[0], err, &said)
	}
	return string(out)
}

// writeList makes the file from which half of the canaries come in.
func (w world) writeList(t *testing.T, words []string) {
	t.Helper()
	var b strings.Builder
	b.WriteString("Nimi;Lähiosoite;Puhelin\n")
	for i, word := range words {
		fmt.Fprintf(&b, "Meikäläinen %s;%skuja %d;\n", word, word, i+1)
	}
	if err := os.WriteFile(w.list(), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTheSearchForCanariesFindsThem(t *testing.T) {
	words := canaries()[:3]
	for i, form := range forms(words[1]) {
		w := newWorld(t)
		w.writeList(t, words)
		if got := spilt(t, w.root, w.list(), words); len(got) != 0 {
			t.Fatalf("found in %v", got)
		}
		if err := os.WriteFile(filepath.Join(w.dir("tmp"), "x"), append([]byte("å∀xyz"), append(form, 0xff)...), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := spilt(t, w.root, w.list(), words); len(got) != 1 {
			t.Errorf("form %d is not found", i)
		}
	}
	for shift := range 3 { // as somebody else's encoder writes it
		w := newWorld(t)
		text := base64.StdEncoding.EncodeToString([]byte("abc"[:shift] + words[2] + " ja muuta"))
		if err := os.WriteFile(filepath.Join(w.dir("home"), "x"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := spilt(t, w.root, "", words); len(got) != 1 {
			t.Errorf("base64 shifted by %d is not found", shift)
		}
	}
}

// TestNothingOfTheCustomersLiesInTheClear works in the terminal, each command
// a process of its own, and looks at every file of the computer in between.
func TestNothingOfTheCustomersLiesInTheClear(t *testing.T) {
	words := canaries()
	w := newWorld(t)
	half := len(words) / 2
	w.writeList(t, words[half:])
	clean := func(when string) {
		t.Helper()
		if got := spilt(t, w.root, w.list(), words); len(got) != 0 {
			t.Fatalf("%s: found in %v", when, got)
		}
	}
	w.kortisto(t, "init", "--firm", "Piha ja Metsä Saarela")
	clean("after init")
	for i, word := range words[:min(half, 12)] {
		w.kortisto(t, "customer", "add", "--name", word, "--street", word+" 7", "--email", word+"@esimerkki.example")
		w.kortisto(t, "customer", "edit", strconv.Itoa(1001+i), "--town", word)
		w.kortisto(t, "contact", "add", strconv.Itoa(1001+i), "--channel", "phone", "--direction", "in", "--text", "kertoi "+word)
	}
	clean("after adding and editing")
	w.kortisto(t, "import", "customers", w.list())
	clean("after an import")
	if found := w.kortisto(t, "find", words[half]); !strings.Contains(found, words[half]) {
		t.Fatalf("the import is not found: %s", found)
	}
	if shown := w.kortisto(t, "show", "1001"); !strings.Contains(shown, words[0]) {
		t.Fatalf("the card is not shown: %s", shown)
	}
	w.kortisto(t, "verify", "--deep")
	w.kortisto(t, "compact")
	clean("in the end")
}

// TestNothingLiesInTheClearAfterAKill looks while a process with everything
// open in it lives, and after it was killed.
func TestNothingLiesInTheClearAfterAKill(t *testing.T) {
	words := canaries()
	w := newWorld(t)
	w.writeList(t, words[len(words)/2:])
	cmd := w.child(t, "canary-child")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		step := lines.Text()
		if got := spilt(t, w.root, w.list(), words); len(got) != 0 {
			t.Fatalf("%s: found in %v", step, got)
		}
		if step == "writing" && n > 60 {
			break
		}
	}
	if lines.Text() != "writing" {
		t.Fatalf("the child came as far as %q: %s", lines.Text(), &said)
	}
	if err := cmd.Process.Kill(); err != nil { // SIGKILL
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if got := spilt(t, w.root, w.list(), words); len(got) != 0 {
		t.Fatalf("after the kill: found in %v", got)
	}
	if found := w.kortisto(t, "find", words[0]); !strings.Contains(found, words[0]) {
		t.Fatalf("what was written before the kill is not found: %s", found)
	}
}

// testOnlyCanaryChild does with a register what the window does, says what it
// has done, and writes on until it is killed.
func testOnlyCanaryChild() {
	if err := canarySession(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func canarySession() error {
	words, ctx := canaries(), context.Background()
	o := vault.Options{
		Dir: filepath.Join(os.Getenv("WORK"), "vault"), StateDir: os.Getenv("XDG_STATE_HOME"),
		Now: testOnlyClock, NewID: uuid.NewString, WorkFactor: 10,
	}
	v, _, err := vault.Create(ctx, o, "koe koe koe koe koe koe", app.Firm{Name: "Piha ja Metsä Saarela"}, app.Finnish)
	if err != nil {
		return err
	}
	ids, err := canaryCards(v, words[:len(words)/2])
	if err != nil {
		return err
	}
	fmt.Println("typed in")
	if err := canaryImport(ctx, v); err != nil {
		return err
	}
	fmt.Println("imported")
	err = v.View(func(tx *vault.Tx) error {
		for _, w := range words {
			if _, err := tx.Find(w, 10); err != nil {
				return err
			}
		}
		in, err := printout.AccessOf(tx, ids[0], app.Swedish)
		if err != nil {
			return err
		}
		doc, err := printout.Access(in)
		if err != nil {
			return err
		}
		_, err = printout.PDF(doc)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Println("searched and printed")
	if err := v.Close(ctx); err != nil {
		return err
	}
	fmt.Println("locked")
	if v, err = vault.Open(ctx, o, "koe koe koe koe koe koe"); err != nil {
		return err
	}
	fmt.Println("unlocked")
	for i := 0; ; i++ {
		err := v.Update(func(tx *vault.Tx) error {
			_, _, err := tx.EditCustomer(ids[i%len(ids)], map[string]string{"street": words[i%len(words)] + " " + strconv.Itoa(i)})
			return err
		})
		if err != nil {
			return err
		}
		if i%50 == 49 {
			if err := v.Compact(ctx, nil); err != nil {
				return err
			}
		}
		fmt.Println("writing")
		time.Sleep(time.Millisecond)
	}
}

func canaryCards(v *vault.Vault, words []string) (ids []string, err error) {
	err = v.Update(func(tx *vault.Tx) error {
		for _, w := range words {
			c, err := tx.AddCustomer(app.Customer{Name: w, Street: w + " 7", Email: w + "@esimerkki.example"})
			if err != nil {
				return err
			}
			if _, _, err = tx.EditCustomer(c.ID, map[string]string{"town": w}); err != nil {
				return err
			}
			if _, err = tx.AddContact(app.Contact{CustomerID: c.ID, Channel: app.Phone, Direction: app.In, Text: "kertoi " + w}); err != nil {
				return err
			}
			ids = append(ids, c.ID)
		}
		return nil
	})
	return ids, err
}

func canaryImport(ctx context.Context, v *vault.Vault) error {
	f, err := os.Open(filepath.Join(os.Getenv("WORK"), "asiakkaat.csv"))
	if err != nil {
		return err
	}
	defer f.Close()
	sheet, err := exchange.Read("asiakkaat.csv", f, exchange.ReadOptions{})
	if err != nil {
		return err
	}
	mapping, err := sheet.Map(exchange.MapOptions{})
	if err != nil {
		return err
	}
	plan, err := exchange.Preview(ctx, v, sheet, mapping, exchange.Options{})
	if err != nil {
		return err
	}
	r, err := exchange.Run(ctx, v, plan, nil)
	if err == nil && r.Added == 0 {
		err = errors.New("nothing came in")
	}
	return err
}
