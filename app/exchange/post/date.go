package post

import (
	"regexp"
	"strings"
	"time"
)

// zones are names that mail programs write instead of an offset. The rest of the
// letters mean nothing: RFC 5322 says to take them for an unknown zone, UTC.
var zones = map[string]string{
	"UT": "+0000", "GMT": "+0000", "UTC": "+0000", "Z": "+0000", "WET": "+0000", "WEST": "+0100", "BST": "+0100", "CET": "+0100", "MET": "+0100", "CEST": "+0200", "MEST": "+0200", "EET": "+0200", "EEST": "+0300", "MSK": "+0300",
	"EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
}

var (
	remark = regexp.MustCompile(`\([^()]*\)`)
	day    = regexp.MustCompile(`^(?i)(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+`)
	offset = regexp.MustCompile(`^([+-])(\d\d?):?(\d\d)$`)
	named  = regexp.MustCompile(`^(?:GMT|UTC|UT)([+-]\d\d?:?\d\d)$`)
	dotted = regexp.MustCompile(`\b(\d\d?)\.(\d\d)(?:\.(\d\d))?\b`)
)

// forms of dates, with the zone apart.
var forms = []string{
	"2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 January 2006 15:04:05", "2 Jan 06 15:04:05", "2 Jan 06 15:04", "2-Jan-2006 15:04:05", "2-Jan-06 15:04:05",
	"Jan 2 15:04:05 2006", "Jan 2 15:04 2006", "Jan 2 2006 15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04:05",
}

// readDate reads the date of a mail. Without a zone it is a wall clock's.
func readDate(s string) (when string, local, ok bool) {
	for i := 0; i < 3; i++ { // remarks may lie within remarks
		s = remark.ReplaceAllString(s, " ")
	}
	s = day.ReplaceAllString(strings.TrimSpace(s), "")
	if !strings.Contains(s, ":") {
		s = dotted.ReplaceAllString(s, "$1:$2:$3")
		s = strings.ReplaceAll(s, ": ", " ")
	}
	zone := ""
	var rest []string
	for _, f := range strings.Fields(strings.ReplaceAll(s, ",", " ")) {
		if z := zoneOf(f); z != "" && len(rest) > 2 {
			if zone == "" {
				zone = z
			}
			continue
		}
		rest = append(rest, f)
	}
	if len(rest) > 5 {
		rest = rest[:5]
	}
	for n := len(rest); n > 0; n-- { // what follows a date is no part of it
		s = strings.Join(rest[:n], " ")
		for _, form := range forms {
			if t, err := time.Parse(form, s); err == nil {
				return stamp(t, zone)
			}
		}
	}
	return "", false, false
}

// zoneOf is the offset that a word means, if it is a zone.
func zoneOf(word string) string {
	if m := named.FindStringSubmatch(strings.ToUpper(word)); m != nil {
		word = m[1]
	}
	if m := offset.FindStringSubmatch(word); m != nil {
		h := m[2]
		if len(h) == 1 {
			h = "0" + h
		}
		if h > "15" || m[3] > "59" {
			return "+0000" // there is no such place
		}
		return m[1] + h + m[3]
	}
	if z, ok := zones[strings.ToUpper(word)]; ok {
		return z
	}
	for _, r := range word {
		if r < 'A' || r > 'Z' {
			return ""
		}
	}
	if len(word) > 5 {
		return ""
	}
	return "+0000"
}

func stamp(t time.Time, zone string) (string, bool, bool) {
	if y := t.Year(); y < 1980 || y > 9990 { // a clock that was never set
		return "", false, false
	}
	if zone == "" {
		return t.Format("2006-01-02T15:04:05"), true, true
	}
	z, err := time.Parse("-0700", zone)
	if err != nil {
		return "", false, false
	}
	_, seconds := z.Zone()
	return t.Add(-time.Duration(seconds) * time.Second).UTC().Format(time.RFC3339), false, true
}

// date is when a mail was written; where it does not say, when it arrived: by the
// last system that passed it on, or by the mailbox.
func (h header) date(separator string) (when string, local bool) {
	if when, local, ok := readDate(h.text("date")); ok {
		return when, local
	}
	for _, r := range h["received"] {
		if i := strings.LastIndex(r, ";"); i >= 0 {
			if when, local, ok := readDate(toText([]byte(r[i+1:]), "")); ok {
				return when, local
			}
		}
	}
	if _, s, ok := strings.Cut(strings.TrimPrefix(separator, "From "), " "); ok {
		if when, local, ok := readDate(s); ok {
			return when, local
		}
	}
	return "", false
}
