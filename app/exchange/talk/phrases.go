package talk

import (
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// phrases.json lists, for each language, what WhatsApp itself writes between
// people's messages. Titles are what stands before and after the name in the
// export's file name.
//
//go:embed phrases.json
var phrasesJSON []byte

type languagePhrases struct {
	Omitted, DocumentOmitted      []string
	AttachedBefore, AttachedAfter []string
	Deleted, DeletedByYou         []string
	Missed, Call                  []string
	Location, LiveLocation        []string
	Edited                        []string
	Encryption                    []string // lines begin so, with whatever author
	System                        []string // lines of the program begin so
	SystemPart                    []string // stands somewhere in a line of the program
	Title                         [][2]string
}

type phraseKind int

const (
	omitted phraseKind = iota + 1
	documentOmitted
	deleted
	deletedByYou
	missed
	called
	liveLocation
)

// phrase is what a whole line means, and in which language.
type phrase struct {
	kind     phraseKind
	language string
}

type phraseBook struct {
	whole          map[string]phrase // by folded
	attachedBefore map[string]string // word → language
	attachedAfter  map[string]string
	location       map[string]string
	edited         []string
	encryption     []string
	system         []string
	systemPart     []string
	titles         map[string][][2]string
}

// phrases of all languages. A file is not asked for its language: nobody's
// message is by chance the other language's phrase.
var phrases = sync.OnceValue(func() *phraseBook {
	var listed map[string]languagePhrases
	if err := json.Unmarshal(phrasesJSON, &listed); err != nil {
		panic("talk: phrases.json: " + err.Error()) // embedded: can only be wrong in the build
	}
	b := &phraseBook{whole: map[string]phrase{}, attachedBefore: map[string]string{}, attachedAfter: map[string]string{}, location: map[string]string{}, titles: map[string][][2]string{}}
	for _, language := range slices.Sorted(maps.Keys(listed)) {
		b.add(language, listed[language])
	}
	return b
})

func (b *phraseBook) add(language string, l languagePhrases) {
	for kind, words := range map[phraseKind][]string{
		omitted: l.Omitted, documentOmitted: l.DocumentOmitted, deleted: l.Deleted, deletedByYou: l.DeletedByYou,
		missed: l.Missed, called: l.Call, liveLocation: l.LiveLocation,
	} {
		for _, w := range words {
			b.whole[folded(w)] = phrase{kind, language}
		}
	}
	for table, words := range map[*map[string]string][]string{&b.attachedBefore: l.AttachedBefore, &b.attachedAfter: l.AttachedAfter, &b.location: l.Location} {
		for _, w := range words {
			(*table)[folded(w)] = language
		}
	}
	for list, words := range map[*[]string][]string{&b.edited: l.Edited, &b.encryption: l.Encryption, &b.system: l.System, &b.systemPart: l.SystemPart} {
		for _, w := range words {
			*list = append(*list, folded(w))
		}
	}
	b.titles[language] = l.Title
}

// phraseBytesMax is longer than any phrase with a name in it; what is longer is
// somebody's own words.
const phraseBytesMax = 600

func hasPart(parts []string, folded string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(folded, p) })
}

func hasStart(starts []string, folded string) bool {
	return slices.ContainsFunc(starts, func(p string) bool { return strings.HasPrefix(folded, p) })
}

// titleOf an export's file name: with whom, or in which group, the chat was.
// Empty where the name is not one that the program gives.
func titleOf(name string) (title, language string) {
	name = norm.NFC.String(name) // Macs take letters and their dots apart
	for _, ext := range []string{".zip", ".txt"} {
		if len(name) > len(ext) && strings.EqualFold(name[len(name)-len(ext):], ext) {
			name = name[:len(name)-len(ext)]
		}
	}
	name = withoutCopyNumber(name)
	for _, n := range []string{name, strings.ReplaceAll(name, "_", " ")} {
		for _, language := range []string{"fi", "sv", "de", "en"} {
			for _, around := range phrases().titles[language] {
				if t, ok := between(n, around[0], around[1]); ok {
					return shownName(t), language
				}
			}
		}
	}
	return "", ""
}

// withoutCopyNumber takes off what a browser adds to a second download: " (1)".
func withoutCopyNumber(name string) string {
	rest, ok := strings.CutSuffix(name, ")")
	if i := strings.LastIndex(rest, " ("); ok && i > 0 && strings.Trim(rest[i+2:], "0123456789") == "" && i+2 < len(rest) {
		return rest[:i]
	}
	return name
}

func between(s, before, after string) (string, bool) {
	if len(s) <= len(before)+len(after) || !strings.EqualFold(s[:len(before)], before) || !strings.EqualFold(s[len(s)-len(after):], after) {
		return "", false
	}
	return s[len(before) : len(s)-len(after)], true
}
