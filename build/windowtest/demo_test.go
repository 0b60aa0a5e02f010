//go:build windowtest

package windowtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// demoPassphrase opens the registers that demoHome makes.
const demoPassphrase = "kivi halla suo tuuli mets ranta"

// demoHome is a new home directory with a register of that many invented customers in it, made by the program's own
// command line.
func demoHome(t *testing.T, customers int) string {
	t.Helper()
	home := t.TempDir()
	fillHome(t, home, customers, 4)
	return home
}

// fillHome makes the register in a home directory, with that many contacts of a customer on average.
func fillHome(t *testing.T, home string, customers, contacts int) {
	t.Helper()
	register := filepath.Join(home, ".local", "share", "kortisto")
	file := filepath.Join(t.TempDir(), "passphrase")
	if err := os.MkdirAll(filepath.Dir(register), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(demoPassphrase+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	binary, err := findBinary("")
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{{"init", "--firm", "Piha ja Metsä Saarela"}, {"demo", "--customers", strconv.Itoa(customers), "--contacts", strconv.Itoa(contacts), "--seed", "1"}} {
		cmd := exec.Command(binary, append([]string{"--vault", register, "--passphrase-file", file}, command...)...)
		cmd.Env = []string{"HOME=" + home, "TZ=Europe/Helsinki", "LANG=fi_FI.UTF-8"}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", command[0], err, out)
		}
	}
}
