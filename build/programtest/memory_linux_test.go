package programtest

import (
	"bytes"
	"fmt"
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
	program := exec.Command(copyOf(t, built(t), dir), "init", "--firm", "Häkki Oy", "--passphrase-file", "-")
	home := filepath.Join(dir, "home") // not dir: the vault's directory bears the program's name
	program.Env = []string{"HOME=" + home, "XDG_DATA_HOME=" + home, "XDG_STATE_HOME=" + home}
	user := os.Getuid()
	if user == 0 {
		user = nobody
		program.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	var said bytes.Buffer
	program.Stdout, program.Stderr = &said, &said
	stdin, err := program.StdinPipe() // nothing is ever said
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { stdin.Close(); _ = program.Process.Kill(); _ = program.Wait() }()
	proc := "/proc/" + strconv.Itoa(program.Process.Pid)
	// What may be read of a process belongs to its user; what may not, to root. It
	// belongs to root, too, while the program is being started and when it has ended:
	// all of it has to hold at once.
	runs := regexp.MustCompile(`(?s)State:\s+[RSD] .*\nUid:\s+` + strconv.Itoa(user) + `\s`)
	noCore := regexp.MustCompile(`Max core file size +0 +0 `)
	var status, limits []byte
	var mem syscall.Stat_t
	eventually(t, func() bool {
		status, _ = os.ReadFile(proc + "/status")
		limits, _ = os.ReadFile(proc + "/limits")
		return runs.Match(status) && noCore.Match(limits) && syscall.Stat(proc+"/mem", &mem) == nil && mem.Uid == 0
	}, func() string {
		return fmt.Sprintf("its memory belongs to user %d\n%s\n%s\n%s", mem.Uid, status, limits, said.String())
	})
	if os.Getuid() != 0 {
		if f, err := os.Open(proc + "/mem"); err == nil {
			f.Close()
			t.Error("its memory could be opened")
		}
	}
}

// eventually waits until something is so, half a minute at most.
func eventually(t *testing.T, so func() bool, instead func() string) {
	t.Helper()
	for range 3000 {
		if so() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal(instead())
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
