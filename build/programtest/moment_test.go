package programtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// await waits for the moment of the kill: at a chance time; when so many things
// have happened in the vault's directory; some time after the first of them, when
// the vault is being opened; or when the process begins to speak.
func (w *workplace) await(name string, spoke, ended <-chan struct{}) string {
	chance := func(d time.Duration) time.Duration { return time.Duration(w.r.Int64N(int64(d))) }
	usual := max(w.usual[name], 40*time.Millisecond)
	switch n := w.r.IntN(20); {
	case n < 5:
		after := chance(usual + usual/4)
		if pause(after, ended) {
			return "after " + after.String()
		}
	case n < 14:
		count, after := 1+w.r.IntN(w.events[name]+2), chance(time.Millisecond)*time.Duration(w.r.IntN(2))
		if w.watch(name, count, ended) && pause(after, ended) {
			return fmt.Sprintf("%v after event %d", after, count)
		}
	case n < 18:
		after := chance(usual)
		if w.watch(name, 1, ended) && pause(after, ended) {
			return fmt.Sprintf("%v after it began to open", after)
		}
	default:
		select {
		case <-spoke:
			return "when it spoke"
		case <-ended:
		}
	}
	return "too late"
}

// pause says whether the time went by before the process ended.
func pause(d time.Duration, ended <-chan struct{}) bool {
	select {
	case <-time.After(d):
		return true
	case <-ended:
		return false
	}
}

// watch waits until so many things have happened in the vault's directory.
func (w *workplace) watch(name string, count int, ended <-chan struct{}) bool {
	last, seen := w.trace(), 0
	for seen < count {
		between := 100 * time.Microsecond
		if seen == 0 {
			between = time.Millisecond // it is still starting
		}
		if !pause(between, ended) {
			w.events[name] = max(w.events[name], seen)
			return false
		}
		if now := w.trace(); now != last {
			last = now
			seen++
		}
	}
	w.events[name] = max(w.events[name], seen)
	return true
}

// trace is what can be seen of the vault from outside: its files, their lengths and
// times, and the two slots in which the log names its last record.
func (w *workplace) trace() string {
	dir := w.options().Dir
	var b strings.Builder
	for _, sub := range []string{dir, filepath.Join(dir, "blobs")} {
		entries, err := os.ReadDir(sub)
		if err != nil {
			continue // there are no attachments yet
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil {
				continue // gone since
			}
			fmt.Fprintln(&b, e.Name(), info.Size(), info.ModTime().UnixNano())
			if strings.HasPrefix(e.Name(), "log-") {
				b.WriteString(slots(filepath.Join(sub, e.Name())))
			}
		}
	}
	return b.String()
}

func slots(log string) string {
	f, err := os.Open(log)
	if err != nil {
		return ""
	}
	defer f.Close()
	both := make([]byte, 128)
	for i := range 2 {
		if _, err := f.ReadAt(both[i*64:i*64+64], int64(1024*(i+1))); err != nil {
			return ""
		}
	}
	return string(both)
}
