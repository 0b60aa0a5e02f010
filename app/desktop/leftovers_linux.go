package desktop

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// viewDirs are where WebKitGTK keeps what it keeps.
var viewDirs = map[string]string{"XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}

// endView ends the web view's own processes. They outlive the window by a moment
// and write down what they hold as they go, into directories that they make anew.
func endView() {
	for range removals {
		children := viewProcesses()
		if len(children) == 0 {
			return
		}
		for _, pid := range children {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		time.Sleep(removalPause)
	}
}

// viewProcesses are the children of this process that are WebKit's and run. Others,
// such as a viewer that shows a printout, are none of the window's business.
func viewProcesses() (pids []int) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		stat, err := os.ReadFile("/proc/" + e.Name() + "/stat")
		if err == nil && isViewProcess(stat, os.Getpid()) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// isViewProcess reads /proc/PID/stat: number, (name), state, parent …
func isViewProcess(stat []byte, parent int) bool {
	open, end := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
	if open < 0 || end < open {
		return false
	}
	rest := strings.Fields(string(stat[end+1:]))
	return strings.HasPrefix(string(stat[open+1:end]), "WebKit") && len(rest) > 1 && rest[0] != "Z" && rest[1] == strconv.Itoa(parent)
}
