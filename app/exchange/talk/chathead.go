package talk

import (
	"regexp"
	"strings"
)

// A line of a chat that was saved as text begins with a head:
//
//	[13.6.2026 klo 9.05.12] Aino Kuusela: Hei      iOS
//	13.6.2026 klo 9.05 - Aino Kuusela: Hei         Android
//	13.06.18 21.25.15: Aino Kuusela: Hei           old ones
//	13. 6. 2018. 21:25:15 Aino Kuusela: Hei
//
// Every country has its own mix of separators, order, leading zeros, seconds
// and halves of the day; within a file it is always the same one.
type head struct {
	style headStyle
	date  threeNumbers
	at    clock // hour, minute and second only, until the date's order is known
	half  bool  // AM or PM stood in it
	size  int   // bytes up to what is said
}

type headStyle struct {
	frame     byte // '[', '-', ':' or ' '
	separator byte // in the date
	seconds   bool
	yearFirst bool
}

// headBytesMax is longer than any head with its marks and wide blanks.
const headBytesMax = 160

const (
	headMarks = `^[\x{FEFF}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}]*`
	headBlank = `[ \t\x{A0}\x{202F}\x{2009}]`
	headDate  = `(\d{1,4})([./-])` + headBlank + `?(\d{1,2})([./-])` + headBlank + `?(\d{1,4})\.?`
	headTime  = `,?` + headBlank + `{1,2}(?:(?i:klo|kello|kl\.?|at|um|às|à|a las)` + headBlank + `)?(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?`
	headHalf  = `(?:` + headBlank + `?(?i:([ap])\.?` + headBlank + `?m\.?|([ai])p\.?|([fe])m|(vorm|nachm)\.?))?(?:` + headBlank + `Uhr)?`
)

var (
	bracketHead = regexp.MustCompile(headMarks + `\[` + headDate + headTime + headHalf + `\]` + headBlank + `?`)
	bareHead    = regexp.MustCompile(headMarks + headDate + headTime + headHalf + `(` + headBlank + `[-–]` + headBlank + `|:` + headBlank + `|` + headBlank + `)`)
)

// readHead reads the head at the beginning of a line; false where there is none.
func readHead(line string) (head, bool) {
	if !mayBeHead(line) {
		return head{}, false
	}
	start := beginning(line, headBytesMax)
	frame, m := byte('['), bracketHead.FindStringSubmatch(start)
	if m == nil {
		if m = bareHead.FindStringSubmatch(start); m == nil {
			return head{}, false
		}
		frame = bareFrame(m[13])
	}
	h := head{size: len(m[0]), style: headStyle{frame: frame, separator: m[2][0], seconds: m[8] != "", yearFirst: len(m[1]) == 4}}
	h.date = threeNumbers{number(m[1]), number(m[3]), number(m[5]), h.style.yearFirst}
	half := half(m[9:13])
	h.half = half != ""
	h.at = clock{hour: noon(number(m[6]), half), minute: number(m[7]), second: number(m[8])}
	loose := frame == ':' || frame == ' '
	ok := m[2] == m[4] && plausible(m[1], m[5]) && h.at.hour >= 0 && (!loose || h.style.seconds && m[2] == ".")
	return h, ok
}

// mayBeHead spares most lines the expressions.
func mayBeHead(line string) bool {
	line = trimMarks(line)
	return len(line) > 10 && (line[0] == '[' || line[0] >= '0' && line[0] <= '9')
}

func bareFrame(end string) byte {
	switch {
	case strings.ContainsAny(end, "-–"):
		return '-'
	case strings.HasPrefix(end, ":"):
		return ':'
	}
	return ' '
}

// plausible says that exactly one end of the date can be the year.
func plausible(first, third string) bool {
	if len(first) == 4 {
		return len(third) <= 2
	}
	return len(first) <= 2 && (len(third) == 4 || len(third) == 2)
}

// half of the day, as a or p: am and pm, the Finnish ap and ip, the Swedish fm
// and em, the German vorm. and nachm.
func half(m []string) string {
	word := m[0] + m[1] + m[2] + m[3]
	if word == "" {
		return ""
	}
	switch strings.ToLower(word) {
	case "a", "f", "vorm":
		return "a"
	}
	return "p"
}

// number of at most four digits, which the expressions have seen to.
func number(s string) int {
	n := 0
	for _, c := range []byte(s) {
		n = n*10 + int(c-'0')
	}
	return n
}

// headsLooked are as many heads as decide on the style of a file.
const headsLooked = 20

// styleOf a file: that of its first line, where that has a head; else that of
// most of the first heads. n tells how many of those looked at have it.
func styleOf(text string) (style headStyle, n int) {
	seen := map[headStyle]int{}
	var order []headStyle
	first := true
	looked := 0
	for line := range lineSeq(text[:min(len(text), 1<<20)]) {
		if strings.TrimSpace(unmark(line)) == "" {
			continue
		}
		h, ok := readHead(line)
		if ok {
			if seen[h.style]++; seen[h.style] == 1 {
				order = append(order, h.style)
			}
			if first {
				style = h.style
			}
			if looked++; looked == headsLooked {
				break
			}
		}
		first = false
	}
	if seen[style] == 0 {
		for _, s := range order {
			if seen[s] > seen[style] {
				style = s
			}
		}
	}
	return style, seen[style]
}

// lineSeq gives the lines without their ends, LF or CRLF; of old Macs' files CR.
func lineSeq(text string) func(func(string) bool) {
	end := "\n"
	if !strings.Contains(text, "\n") {
		end = "\r"
	}
	return func(yield func(string) bool) {
		for len(text) > 0 {
			line, rest, _ := strings.Cut(text, end)
			text = rest
			if !yield(strings.TrimSuffix(line, "\r")) {
				return
			}
		}
	}
}
