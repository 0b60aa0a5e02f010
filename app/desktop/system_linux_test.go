package desktop

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// logind is so much of systemd's that a machine can be put to sleep with it, on a
// bus of its own.
type logind struct {
	t    *testing.T
	conn *dbus.Conn
	held chan [2]*os.File // both ends of each inhibitor that was given out
}

func (l *logind) Inhibit(what, _, _, mode string) (dbus.UnixFD, *dbus.Error) {
	if what != "sleep" || mode != "delay" {
		return 0, dbus.MakeFailedError(errors.New(what + " " + mode))
	}
	r, w, err := os.Pipe()
	if err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	l.t.Cleanup(func() { r.Close(); w.Close() })
	fd := w.Fd() // before anybody may close it
	l.held <- [2]*os.File{r, w}
	return dbus.UnixFD(fd), nil
}

// inhibited waits until the program has the next inhibitor, and it alone: the end that
// it gives reads nothing more when the program lets go.
func (l *logind) inhibited() (reading *os.File) {
	l.t.Helper()
	ends := <-l.held
	within(l.t, "sending the inhibitor", func() {
		for holders(l.t, ends[1]) < 3 { // both of ours, and the copy that the answer carries
			time.Sleep(time.Millisecond)
		}
	})
	ends[1].Close()
	return ends[0]
}

// holders is how many open files of this process are an end of a pipe.
func holders(t *testing.T, pipe *os.File) (n int) {
	t.Helper()
	const open = "/proc/self/fd/"
	which, err := os.Readlink(open + strconv.Itoa(int(pipe.Fd())))
	if err != nil {
		t.Error(err)
		return 3
	}
	entries, err := os.ReadDir(open)
	if err != nil {
		t.Error(err)
	}
	for _, e := range entries {
		if to, err := os.Readlink(open + e.Name()); err == nil && to == which {
			n++
		}
	}
	return n
}

func startLogind(t *testing.T) (*logind, buses) {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("no dbus-daemon here: build/setup test installs it")
	}
	cmd := exec.Command(daemon, "--session", "--nofork", "--print-address=1", "--address=unix:dir="+t.TempDir())
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	dial := func(opts ...dbus.ConnOption) (*dbus.Conn, error) {
		return dbus.Dial(strings.TrimSpace(address), opts...)
	}
	l := &logind{t: t, held: make(chan [2]*os.File, 8)}
	if l.conn, err = dbus.Connect(strings.TrimSpace(address)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.conn.Close() })
	if err := l.conn.Export(l, loginPath, loginManager); err != nil {
		t.Fatal(err)
	}
	if got, err := l.conn.RequestName(loginName, dbus.NameFlagDoNotQueue); err != nil || got != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(got, err)
	}
	none := func(...dbus.ConnOption) (*dbus.Conn, error) { return nil, errors.New("no session bus") }
	return l, buses{dial, none}
}

func TestLogindWaitsWithSleepingUntilTheRegisterIsLocked(t *testing.T) {
	l, machine := startLogind(t)
	b := openedOn(t, machine)
	reading := l.inhibited()
	gone := make(chan string)
	go func() {
		_, _ = reading.Read(make([]byte, 1)) // ends when the inhibitor is let go
		gone <- do[SessionState](b, "Session.State").State
	}()
	if err := l.conn.Emit(loginPath, loginManager+".PrepareForSleep", false); err != nil {
		t.Fatal(err)
	}
	if err := l.conn.Emit(loginPath, loginManager+".PrepareForSleep", true); err != nil {
		t.Fatal(err)
	}
	within(t, "letting the machine sleep", func() {
		if state := <-gone; state != "locked" {
			t.Errorf("the machine may sleep, and the register is %s", state)
		}
	})
	if s := do[SessionState](b, "Session.State"); s.Reason != "suspend" {
		t.Errorf("%+v", s)
	}
	do[SessionState](b, "Session.Unlock", passphrase)
	within(t, "holding sleep again", func() { <-l.held })
}

// The desktop's bus beside the system's: each tells, both end with the lock, and one
// that goes away does not take the other along.
func TestTwoBuses(t *testing.T) {
	l, machine := startLogind(t)
	machine.session = machine.system
	b := openedOn(t, machine)
	<-l.held
	within(t, "locking with a covered screen", func() {
		for do[SessionState](b, "Session.State").State != "locked" {
			if err := l.conn.Emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", true); err != nil {
				t.Error(err)
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	})
	do[SessionState](b, "Session.Unlock", passphrase)
	within(t, "holding sleep again", func() { <-l.held })
}

func TestABusThatGoesAwayLeavesTheOther(t *testing.T) {
	l, machine := startLogind(t)
	var session atomic.Pointer[dbus.Conn]
	machine.session = func(opts ...dbus.ConnOption) (*dbus.Conn, error) {
		conn, err := machine.system(opts...)
		session.Store(conn)
		return conn, err
	}
	b := openedOn(t, machine)
	<-l.held
	within(t, "losing a bus", func() {
		for session.Load() == nil {
			time.Sleep(time.Millisecond)
		}
	})
	session.Load().Close()
	if err := l.conn.Emit(loginPath, loginManager+".PrepareForSleep", true); err != nil {
		t.Fatal(err)
	}
	within(t, "locking before sleep", func() {
		for do[SessionState](b, "Session.State").State != "locked" {
			time.Sleep(time.Millisecond)
		}
	})
}

func TestSignalsOfALockedScreenAndOthers(t *testing.T) {
	locked := func(v any) []any {
		return []any{loginSession, map[string]dbus.Variant{"LockedHint": dbus.MakeVariant(v)}, []string{}}
	}
	for _, c := range []struct {
		name string
		body []any
		want string
	}{
		{loginManager + ".PrepareForSleep", []any{true}, "suspend"},
		{loginManager + ".PrepareForSleep", []any{false}, ""},
		{loginManager + ".PrepareForSleep", nil, ""},
		{loginManager + ".PrepareForSleep", []any{"true"}, ""},
		{loginSession + ".Lock", nil, "screen"},
		{loginSession + ".Unlock", nil, ""},
		{properties + ".PropertiesChanged", locked(true), "screen"},
		{properties + ".PropertiesChanged", locked(false), ""},
		{properties + ".PropertiesChanged", locked("true"), ""},
		{properties + ".PropertiesChanged", []any{loginSession, map[string]dbus.Variant{"IdleHint": dbus.MakeVariant(true)}}, ""},
		{properties + ".PropertiesChanged", []any{loginSession, 7}, ""},
		{"org.gnome.ScreenSaver.ActiveChanged", []any{true}, "screen"},
		{"org.freedesktop.ScreenSaver.ActiveChanged", []any{true}, "screen"},
		{"org.freedesktop.ScreenSaver.ActiveChanged", []any{false}, ""},
		{"org.freedesktop.DBus.NameAcquired", []any{":1.1"}, ""},
	} {
		if got := reasonOf(&dbus.Signal{Name: c.name, Body: c.body}); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.name, c.body, got, c.want)
		}
	}
}

func TestWithoutABusNothingIsTold(t *testing.T) {
	none := func(...dbus.ConnOption) (*dbus.Conn, error) { return nil, errors.New("no bus") }
	b := openedOn(t, buses{none, none})
	if s := do[SessionState](b, "Session.Lock", "user"); s.State != "locked" {
		t.Fatalf("%+v", s)
	}
}
