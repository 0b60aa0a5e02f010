//go:build windowtest

package windowtest

import (
	"bytes"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf16"
)

// Leftovers searches all files and file names under the directories for the words as UTF-8, UTF-16 and base64, and
// returns "path: word" for each find. It reads whole files: meant for a window's Home, not for a disk.
func Leftovers(words []string, dirs ...string) ([]string, error) {
	var found []string
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				if os.IsNotExist(err) { // A file of a running program may be gone again.
					return nil
				}
				return err
			}
			content := []byte(entry.Name())
			if entry.Type().IsRegular() {
				text, err := os.ReadFile(path)
				if err != nil && !os.IsNotExist(err) {
					return err
				}
				content = append(append(content, '\n'), text...)
			}
			for _, word := range words {
				if holds(content, word) {
					found = append(found, path+": "+word)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// holds knows the spellings in which text ends up in files by accident.
func holds(content []byte, word string) bool {
	spellings := [][]byte{[]byte(word)}
	var little, big []byte
	for _, unit := range utf16.Encode([]rune(word)) {
		little = append(little, byte(unit), byte(unit>>8))
		big = append(big, byte(unit>>8), byte(unit))
	}
	spellings = append(spellings, little, big)
	// In base64 a word looks different at each of three offsets; the first and last characters depend on neighbours.
	for offset := range 3 {
		padded := append(make([]byte, offset), word...)
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			text := encoding.EncodeToString(padded)
			start, end := (offset*8+5)/6, len(padded)*8/6
			if end-start >= 6 {
				spellings = append(spellings, []byte(text[start:end]))
			}
		}
	}
	for _, spelling := range spellings {
		if bytes.Contains(content, spelling) {
			return true
		}
	}
	return false
}
