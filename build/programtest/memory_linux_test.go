package programtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// nobody is a user without rights, for tests that are run as root.
const nobody = 65534

// TestNobodyReadsTheMemoryOfTheProgram starts the program up to where it waits for
// a passphrase. The system must not write its memory to the disk, nor show it to
// others of the same user.
func TestNobodyReadsTheMemoryOfTheProgram(t *testing.T) {
	dir := t.TempDir()
	program := exec.Command(copyOf(t, built(t), dir), "init", "--firm", "Häkki Oy")
	program.Env = []string{"HOME=" + dir, "XDG_DATA_HOME=" + dir, "XDG_STATE_HOME=" + dir}
	user := os.Getuid()
	if user == 0 {
		user = nobody
		program.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	stdin, err := program.StdinPipe() // nothing is ever said
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { stdin.Close(); _ = program.Process.Kill(); _ = program.Wait() }()
	proc := "/proc/" + strconv.Itoa(program.Process.Pid)
	noCore := regexp.MustCompile(`Max core file size +0 +0 `)
	eventually(t, "core dumps are on", func() bool {
		limits, err := os.ReadFile(proc + "/limits")
		return err == nil && noCore.Match(limits)
	})
	// What may be read of a process belongs to its user; what may not, to root.
	eventually(t, "its memory can be read by its user", func() bool {
		var st syscall.Stat_t
		return syscall.Stat(proc+"/mem", &st) == nil && st.Uid == 0
	})
	alive := regexp.MustCompile(`(?s)State:\s+[RSD] .*\nUid:\s+` + strconv.Itoa(user) + `\s`)
	if status, err := os.ReadFile(proc + "/status"); err != nil || !alive.Match(status) {
		t.Fatalf("it does not run as user %d: %v", user, err)
	}
	if os.Getuid() != 0 {
		if f, err := os.Open(proc + "/mem"); err == nil {
			f.Close()
			t.Error("its memory could be opened")
		}
	}
}

func eventually(t *testing.T, not string, ok func() bool) {
	t.Helper()
	for range 3000 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal(not)
}

// copyOf is a copy of a program in dir that another user may start, too.
func copyOf(t *testing.T, program, dir string) string {
	t.Helper()
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "kortisto")
	if err := os.WriteFile(name, b, 0o755); err != nil {
		t.Fatal(err)
	}
	return name
}
