//go:build windowtest

package windowtest

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

func TestLeftoversFindsEverySpelling(t *testing.T) {
	const canary = "kanariaÄäni42"
	var wide []byte
	for _, unit := range utf16.Encode([]rune(canary)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	cases := map[string]struct {
		name, content string
		want          int
	}{
		"plain text":                       {"a", "x" + canary + "y", 1},
		"UTF-16":                           {"a", "\x00" + string(wide), 1},
		"base64 at the start":              {"a", base64.StdEncoding.EncodeToString([]byte(canary + "tail")), 1},
		"base64 one byte in":               {"a", base64.StdEncoding.EncodeToString([]byte("1" + canary + "tail")), 1},
		"base64 two bytes in":              {"a", base64.StdEncoding.EncodeToString([]byte("12" + canary)), 1},
		"the name of a file":               {canary + ".pdf", "", 1},
		"a word that only looks like it":   {"a", strings.ToUpper(canary), 0},
		"the word cut off before its end":  {"a", strings.TrimSuffix(canary, "2"), 0},
		"an empty file has nothing in it":  {"a", "", 0},
		"two hits in one file count once":  {"a", canary + canary, 1},
		"the same in name and text counts": {canary, canary, 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, c.name), []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			found, err := Leftovers([]string{canary}, dir)
			if err != nil || len(found) != c.want {
				t.Errorf("found %d (%v), want %d", len(found), err, c.want)
			}
		})
	}
}
