//go:build unix

package main

import "syscall"

// processorTime is what this process has used of the processors, in milliseconds.
func processorTime() (ms float64, ok bool) {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0, false
	}
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e6, true
}
