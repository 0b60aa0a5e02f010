package vault

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTheFinnishWordsAreManyDifferentAndShort(t *testing.T) {
	words := strings.Fields(finnishWords)
	if len(words) < 1500 {
		t.Errorf("%d words", len(words))
	}
	if !slices.IsSorted(words) {
		t.Error("not in order")
	}
	if n := len(slices.Compact(slices.Clone(words))); n != len(words) {
		t.Errorf("%d words stand twice", len(words)-n)
	}
	for _, w := range words {
		if n := utf8.RuneCountInString(w); n < 4 || n > 8 || strings.ToLower(w) != w {
			t.Errorf("%q", w)
		}
	}
}
