package talk

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// stamp is a time as it is written into a message.
type stamp struct {
	text  string
	local bool
	key   int64 // for sorting, in milliseconds; 0 where there is no time
}

func (m stamp) known() bool { return m.text != "" }

// at writes a time: to the millisecond where it has any.
func at(t time.Time, local bool) stamp {
	if t.Year() < 1971 || t.Year() > 2200 {
		return stamp{}
	}
	if !local {
		t = t.UTC()
	}
	layout := "2006-01-02T15:04:05"
	if t.Nanosecond() >= int(time.Millisecond) {
		layout += ".000"
	}
	if !local {
		layout += "Z"
	}
	return stamp{t.Format(layout), local, t.UnixMilli()}
}

// unix reads a number of seconds, milliseconds, microseconds or nanoseconds
// since 1970: none of them is a likely time of another.
func unix(n float64) stamp {
	switch {
	case math.IsNaN(n) || n < 1e8:
		return stamp{}
	case n < 1e11:
		n *= 1000
	case n < 1e14:
	case n < 1e17:
		n /= 1000
	case n < 1e20:
		n /= 1e6
	default:
		return stamp{}
	}
	return at(time.UnixMilli(int64(n+0.0001)), false)
}

// Layouts with a zone and without one. A fraction of a second may follow the
// seconds in all of them.
var (
	zonedLayouts = []string{
		"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", "2006-01-02T15:04Z07:00",
		"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z07:00", "2006-01-02 15:04:05 Z0700", "2006-01-02 15:04:05Z0700",
		"2006-01-02 15:04:05 UTC", "2006-01-02 15:04:05 GMT", "2006-01-02 15:04:05 +0000 UTC", "2006-01-02 15:04 UTC",
		"Mon, 2 Jan 2006 15:04:05 Z0700", "Mon, 2 Jan 2006 15:04:05 GMT", "Mon, 2 Jan 2006 15:04:05 UTC", "2 Jan 2006 15:04:05 Z0700",
		"Mon Jan 2 15:04:05 Z0700 2006", "Mon Jan 2 2006 15:04:05 GMT-0700",
	}
	localLayouts = []string{
		"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02",
		"2006/01/02 15:04:05", "2006/01/02 15:04", "2006/01/02",
		"Jan 2, 2006 15:04:05", "Jan 2, 2006 15:04", "Jan 2, 2006, 15:04:05", "Jan 2, 2006, 15:04",
		"Jan 2, 2006 3:04:05 PM", "Jan 2, 2006 3:04 PM", "Jan 2, 2006, 3:04:05 PM", "Jan 2, 2006, 3:04 PM", "January 2, 2006 3:04 PM",
		"January 2, 2006 15:04", "2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 January 2006 15:04",
	}
)

// time reads a value that systems write: a number since 1970, also as a string,
// or a date and a time. A time without a zone is a wall clock's.
func (r raw) time() stamp { return readStamp(r.text(), "") }

// readStamp reads a time. dayFirst tells how 06/07 is meant: "no" for the month
// first, else as it is written here.
func readStamp(s, dayFirst string) stamp {
	s = strings.TrimSpace(s)
	if len(s) < 6 || len(s) > 60 {
		return stamp{}
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return unix(n)
	}
	if strings.ContainsAny(s[1:3], "./-") { // 1.2.2026, 13/06/26: none of the layouts
		return readDayMonth(s, dayFirst)
	}
	if mayHaveZone(s) {
		for _, l := range zonedLayouts {
			if t, err := time.Parse(l, s); err == nil {
				return at(t, false)
			}
		}
	}
	s, _, _ = strings.Cut(s, " (") // "Sat Jun 13 2026 09:05:12 (…)"
	for _, l := range localLayouts {
		if t, err := time.Parse(l, s); err == nil {
			return at(t, true)
		}
	}
	return stamp{}
}

// mayHaveZone spares most times a dozen attempts that fail.
func mayHaveZone(s string) bool {
	return strings.HasSuffix(s, "Z") || strings.Contains(s, "UTC") || strings.Contains(s, "GMT") || strings.LastIndexAny(s, "+-") > len("2006-01-")
}

// time is the first of the members that is a time.
func (o members) time(names ...string) stamp {
	for _, name := range names {
		if m := o[name].time(); m.known() {
			return m
		}
	}
	return stamp{}
}
