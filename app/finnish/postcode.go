package finnish

import (
	"regexp"
	"strings"
)

var (
	postcodeForm   = regexp.MustCompile(`^[0-9]{5}$`)
	postcodePrefix = regexp.MustCompile(`^(?i)(FIN|FI|AX)[ -]?`)
	postcodeShort  = regexp.MustCompile(`^[0-9]{3,4}$`)
)

// Postcode writes a Finnish postal code as five digits, without a country
// prefix or spaces. What can not be read so comes back trimmed. A postal code is
// text: its leading zeros count.
func Postcode(s string) string {
	typed := strings.TrimSpace(s)
	t := strings.NewReplacer(" ", "", "\u00a0", "").Replace(postcodePrefix.ReplaceAllString(typed, ""))
	if postcodeForm.MatchString(t) {
		return t
	}
	return typed
}

// ValidPostcode says whether s is five digits. Whether such a code is in use
// changes too often to be judged here.
func ValidPostcode(s string) bool { return postcodeForm.MatchString(s) }

// RestorePostcode offers the code that a spreadsheet made a number of: 100 was
// 00100. It is an offer, for the person to take or leave. Two digits or one are
// too few to tell.
func RestorePostcode(s string) (string, bool) {
	t := strings.TrimSpace(s)
	if !postcodeShort.MatchString(t) {
		return "", false
	}
	return strings.Repeat("0", 5-len(t)) + t, true
}
