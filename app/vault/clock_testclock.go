//go:build testclock

package vault

import (
	"os"
	"time"
)

// SystemClock is the time in KORTISTO_CLOCK (RFC 3339). Only builds for tests
// have it: whoever can turn the clock can have data erased.
func SystemClock() time.Time {
	said := os.Getenv("KORTISTO_CLOCK")
	if said == "" {
		return time.Now()
	}
	t, err := time.Parse(time.RFC3339, said)
	if err != nil {
		panic("KORTISTO_CLOCK: " + err.Error())
	}
	return t
}
