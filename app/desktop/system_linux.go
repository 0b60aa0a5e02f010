package desktop

import (
	"context"
	"os"
	"strings"
	"sync"
	"syscall"

	"github.com/godbus/dbus/v5"
)

// machine is systemd's logind on the system bus, and the desktop's screen saver on
// the session's. A bus that is not there tells nothing, and that is no failure.
func machine() System { return buses{dbus.SystemBusPrivate, dbus.SessionBusPrivateNoAutoStartup} }

type buses struct {
	system, session func(...dbus.ConnOption) (*dbus.Conn, error)
}

const (
	loginName    = "org.freedesktop.login1"
	loginPath    = "/org/freedesktop/login1"
	loginManager = loginName + ".Manager"
	loginSession = loginName + ".Session"
	properties   = "org.freedesktop.DBus.Properties"
)

// savers are the names under which desktops tell that the screen is covered.
var savers = []string{"org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver"}

func (b buses) Watch(ctx context.Context, tell func(reason string)) {
	var both sync.WaitGroup
	// While the inhibitor is open, sleep waits for us, five seconds at most.
	both.Go(func() { listen(ctx, b.system, logindSignals(), delaySleep, tell) })
	both.Go(func() {
		listen(ctx, b.session, saverSignals(), func(*dbus.Conn) func() { return func() {} }, tell)
	})
	both.Wait()
}

// listen hears one bus until ctx ends or the bus is gone. Each has a channel of its
// own: a connection that ends closes its channel. during is done once connected, and
// what it gives when the listening ends.
func listen(ctx context.Context, dial func(...dbus.ConnOption) (*dbus.Conn, error), signals [][]dbus.MatchOption, during func(*dbus.Conn) (release func()), tell func(reason string)) {
	told := make(chan *dbus.Signal, 64)
	conn, err := join(ctx, dial, told, signals)
	if err != nil {
		return
	}
	defer conn.Close()
	defer during(conn)()
	for {
		select {
		case <-ctx.Done():
			return
		case s := <-told:
			if s == nil {
				return
			}
			if reason := reasonOf(s); reason != "" {
				tell(reason)
			}
		}
	}
}

// join connects to a bus and asks for some of its signals.
func join(ctx context.Context, dial func(...dbus.ConnOption) (*dbus.Conn, error), told chan *dbus.Signal, signals [][]dbus.MatchOption) (*dbus.Conn, error) {
	conn, err := dial(dbus.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	for _, s := range signals {
		if err == nil {
			err = conn.AddMatchSignal(s...)
		}
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	conn.Signal(told)
	return conn, nil
}

func logindSignals() [][]dbus.MatchOption {
	from := dbus.WithMatchSender(loginName)
	of := dbus.WithMatchPathNamespace(loginPath + "/session")
	return [][]dbus.MatchOption{
		{from, dbus.WithMatchInterface(loginManager), dbus.WithMatchMember("PrepareForSleep")},
		{from, dbus.WithMatchInterface(loginSession), dbus.WithMatchMember("Lock"), of},
		{from, dbus.WithMatchInterface(properties), dbus.WithMatchMember("PropertiesChanged"), of},
	}
}

func saverSignals() (all [][]dbus.MatchOption) {
	for _, name := range savers {
		all = append(all, []dbus.MatchOption{dbus.WithMatchInterface(name), dbus.WithMatchMember("ActiveChanged")})
	}
	return all
}

// delaySleep has sleep wait until release is called.
func delaySleep(system *dbus.Conn) (release func()) {
	var fd dbus.UnixFD
	// The words are for lists of what keeps a machine awake.
	call := system.Object(loginName, loginPath).Call(loginManager+".Inhibit", dbus.FlagNoAutoStart, "sleep", "Kortisto", "Kortisto", "delay")
	if call.Err != nil || call.Store(&fd) != nil {
		return func() {}
	}
	syscall.CloseOnExec(int(fd))
	hold := os.NewFile(uintptr(fd), "inhibitor")
	return func() { _ = hold.Close() }
}

// reasonOf says what a signal means here; "" is nothing. Where several people are
// logged in, somebody else's screen counts too: to lock too often is no harm.
func reasonOf(s *dbus.Signal) string {
	on := func(i int) bool {
		yes, ok := s.Body[i].(bool)
		return ok && yes
	}
	switch {
	case s.Name == loginManager+".PrepareForSleep" && len(s.Body) > 0 && on(0):
		return "suspend"
	case s.Name == loginSession+".Lock":
		return "screen"
	case s.Name == properties+".PropertiesChanged" && len(s.Body) > 1:
		changed, _ := s.Body[1].(map[string]dbus.Variant)
		if hint, ok := changed["LockedHint"].Value().(bool); ok && hint {
			return "screen"
		}
	case strings.HasSuffix(s.Name, ".ScreenSaver.ActiveChanged") && len(s.Body) > 0 && on(0):
		return "screen"
	}
	return ""
}
