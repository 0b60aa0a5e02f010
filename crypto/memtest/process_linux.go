package memtest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
)

const block = 1 << 20

// Process looks for the needles in all memory of a process that it may write to,
// and tells how many bytes that was.
func (s *Search) Process(pid int) (hits []Hit, scanned int64, err error) {
	maps, err := os.Open(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return nil, 0, err
	}
	defer maps.Close()
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return nil, 0, err
	}
	defer mem.Close()
	lines := bufio.NewScanner(maps)
	for lines.Scan() {
		from, to, name, ok := writable(lines.Text())
		if !ok {
			continue
		}
		n, err := s.region(mem, from, to, func(needle int, at uintptr) { hits = append(hits, Hit{needle, at, name}) })
		scanned += n
		if err != nil {
			return hits, scanned, fmt.Errorf("%s: %w", lines.Text(), err)
		}
	}
	return hits, scanned, lines.Err()
}

// writable reads a line of /proc/PID/maps: from-to rwxp offset device inode name.
func writable(line string) (from, to uintptr, name string, ok bool) {
	f := strings.Fields(line)
	if len(f) < 5 || !strings.HasPrefix(f[1], "rw") {
		return 0, 0, "", false
	}
	if _, err := fmt.Sscanf(f[0], "%x-%x", &from, &to); err != nil {
		return 0, 0, "", false
	}
	if len(f) > 5 {
		name = f[5]
	}
	return from, to, name, true
}

// region reads a mapping block by block; blocks overlap by less than a needle.
func (s *Search) region(mem io.ReaderAt, from, to uintptr, found func(int, uintptr)) (scanned int64, err error) {
	buf := make([]byte, block+s.longest)
	for at := from; at < to; at += block {
		b := buf[:min(uintptr(len(buf)), to-at)]
		n, err := mem.ReadAt(b, int64(at))
		if errors.Is(err, syscall.EIO) || errors.Is(err, syscall.EFAULT) {
			return scanned, nil // a device's memory, or one that has just gone
		}
		if err != nil && err != io.EOF {
			return scanned, err
		}
		limit := min(n, block)
		s.in(b[:n], limit, func(needle, i int) { found(needle, at+uintptr(i)) })
		scanned += int64(limit)
	}
	return scanned, nil
}
