//go:build !testclock

package vault

import "time"

// SystemClock is the time of the computer.
func SystemClock() time.Time { return time.Now() }
