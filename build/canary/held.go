package canary

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// HeldOpen looks through the files that a living process and its descendants hold open, above all those that have no
// name any more; what is memory by its nature is left out. Linux alone tells, and of a process that is closed to
// others it tells root alone: looked.Files is 0 where nothing was told.
func (s *Search) HeldOpen(pid int, except ...string) (finds []Find, looked Looked) {
	links, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, link := range links {
		target, err := os.Readlink(link)
		if err != nil || !strings.HasPrefix(target, "/") || strings.HasPrefix(target, "/memfd:") || strings.HasPrefix(target, memory) || slices.Contains(except, target) {
			continue
		}
		if holder, err := strconv.Atoi(strings.Split(link, "/")[2]); err != nil || !below(holder, pid) {
			continue
		}
		info, err := os.Stat(link) // the file itself, though it have no name
		if err != nil || !info.Mode().IsRegular() || info.Size() > largest {
			continue
		}
		text, err := os.ReadFile(link)
		if err != nil {
			continue
		}
		looked.Files, looked.Bytes = looked.Files+1, looked.Bytes+int64(len(text))
		for _, hit := range s.In(append([]byte(target+"\n"), text...)) {
			finds = append(finds, Find{target, hit})
		}
	}
	return finds, looked
}

// below says whether a process is another one, or descends from it.
func below(pid, of int) bool {
	for pid > 1 {
		if pid == of {
			return true
		}
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if err != nil {
			return false
		}
		// The name before it is in brackets, and may hold anything.
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(fields) < 2 {
			return false
		}
		if pid, err = strconv.Atoi(fields[1]); err != nil {
			return false
		}
	}
	return false
}
