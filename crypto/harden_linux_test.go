package crypto_test

import (
	"os"
	"os/exec"
	"testing"

	"golang.org/x/sys/unix"

	"kortisto/crypto"
)

// Hardening is for the whole process, so a child is hardened, not the tests.
func TestAHardenedProcessLeavesNoCoreDump(t *testing.T) {
	if os.Getenv("KORTISTO_TEST_HARDEN") == "" {
		exe, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		child := exec.Command(exe, "-test.run=^"+t.Name()+"$")
		child.Env = append(os.Environ(), "KORTISTO_TEST_HARDEN=1")
		if out, err := child.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	if dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0); err != nil || dumpable != 1 {
		t.Fatalf("before: dumpable %d, %v", dumpable, err)
	}
	if err := crypto.Harden(); err != nil {
		t.Fatal(err)
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &limit); err != nil || limit.Cur != 0 || limit.Max != 0 {
		t.Errorf("core limit %+v, %v", limit, err)
	}
	if dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0); err != nil || dumpable != 0 {
		t.Errorf("dumpable %d, %v", dumpable, err)
	}
}
