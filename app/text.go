package app

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kortisto/app/finnish"
)

// Longest values, in characters. They are far above what a register needs and
// far below what would hurt it.
const (
	MaxNumber  = 20
	MaxName    = 200
	MaxLine    = 200
	MaxCode    = 30 // business ids, postal codes, phones: the foreign ones too
	MaxEmail   = 254
	MaxSubject = 500 // of a letter: longer ones are cut where they are brought in
	MaxReason  = 2_000
	MaxText    = 20_000
)

// line tidies a value of one line: composed characters (NFC), so that ä is one
// and is found; no spaces around it and single ones within.
func line(s string) string {
	return strings.Join(strings.Fields(norm.NFC.String(strings.ReplaceAll(s, "\ufeff", ""))), " ")
}

// choice tidies a value out of a list. Lowering may take characters apart again,
// and so comes first.
func choice[T ~string](v T) T { return T(line(strings.ToLower(string(v)))) }

// paragraphs tidies a text of many lines: NFC, line ends as \n, nothing around.
func paragraphs(s string) string {
	s = strings.NewReplacer("\ufeff", "", "\r\n", "\n", "\r", "\n").Replace(s)
	return strings.TrimSpace(norm.NFC.String(s))
}

// checkLine judges a value of one line, checkText one of many: too long,
// characters that are none, a personal identity code. The texts themselves are
// not in the errors: one with such a code must not be copied anywhere.
func checkLine(field, s string, limit int) Errors { return checkText(field, s, limit, "") }

func checkParagraphs(field, s string, limit int) Errors { return checkText(field, s, limit, "\n\t") }

func checkText(field, s string, limit int, allowed string) Errors {
	var es Errors
	if n := utf8.RuneCountInString(s); n > limit {
		es = append(es, E("too-long", field, "limit", strconv.Itoa(limit), "length", strconv.Itoa(n)))
	}
	control := func(r rune) bool { return isControl(r) && !strings.ContainsRune(allowed, r) }
	if !utf8.ValidString(s) || strings.ContainsFunc(s, control) {
		es = append(es, E("control-characters", field))
	}
	if n := len(finnish.FindHetus(s)); n > 0 {
		es = append(es, E("hetu-found", field, "count", strconv.Itoa(n)))
	}
	return es
}

// isControl covers, besides the control characters, line and paragraph
// separators and the marks that turn the direction of writing and can make a
// text look like another one.
func isControl(r rune) bool {
	return unicode.IsControl(r) || r >= '\u2028' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// checkDay judges a day of something that has happened. Years before 1900 are
// slips of typing, and would make a record due at once.
func checkDay(field string, d, today Day) Errors {
	switch {
	case d == "":
		return Errors{E("required", field)}
	case !d.Valid() || d < "1900-01-01":
		return Errors{E("day-invalid", field, "value", string(d))}
	case d > today:
		return Errors{E("day-future", field, "value", string(d), "today", string(today))}
	}
	return nil
}

// checkChoice judges a value out of a list.
func checkChoice[T ~string](field string, v T, choices []T) Errors {
	names := make([]string, len(choices))
	for i, c := range choices {
		if c == v {
			return nil
		}
		names[i] = string(c)
	}
	return Errors{E("choice-invalid", field, "value", string(v), "choices", strings.Join(names, " "))}
}

// email tidies an address: the domain is the same in any case (RFC 5321 2.4),
// what stands before the @ is the receiver's own affair.
func email(s string) string {
	if at := strings.LastIndexByte(s, '@'); at >= 0 {
		s = s[:at] + strings.ToLower(s[at:])
	}
	return line(s)
}

var emailForm = regexp.MustCompile(`^[^\s@,;:<>()\[\]"\\]{1,64}@([\pL\pN]([\pL\pN-]{0,61}[\pL\pN])?\.)+[\pL\pN]([\pL\pN-]{0,61}[\pL\pN])$`)

// checkEmail refuses only what no mail could reach (RFC 5321 4.5.3.1 for
// lengths). Quoted local parts are lawful and not met with.
func checkEmail(field, s string) Errors {
	es := checkLine(field, s, MaxEmail)
	local, _, _ := strings.Cut(s, "@")
	if len(es) == 0 && s != "" && (!emailForm.MatchString(s) || strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, "..")) {
		es = append(es, E("email-form", field, "value", s))
	}
	return es
}

// phone writes a number as people read it, where it can be read.
func phone(s, country string) string {
	s = line(s)
	if p, ok := finnish.ReadPhone(s, country); ok {
		return p.Shown
	}
	return s
}

// checkPhone remarks on numbers that can not be read: short numbers exist, and
// people write what they will. Only what is no text at all is refused.
func checkPhone(field, s, country string) (problems, remarks Errors) {
	problems = checkLine(field, s, MaxCode)
	if _, ok := finnish.ReadPhone(s, country); !ok && s != "" && len(problems) == 0 {
		remarks = Errors{E("phone-odd", field, "value", s)}
	}
	return problems, remarks
}
