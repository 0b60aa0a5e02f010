package store

import "slices"

// UnseenForTest runs the residue matcher by itself.
func UnseenForTest(set map[string]bool, text string) []string {
	s := newStrings(set)
	s.see(text)
	seen := s.seen()
	var out []string
	for v := range set {
		if !seen[v] {
			out = append(out, v)
		}
	}
	slices.Sort(out)
	return out
}

// HasWords says whether a text has anything to look for.
func HasWords(s string) bool { return len(words(s)) > 0 }

// OptimizeSearch does all steps of a SearchMerge.
func OptimizeSearch(tx *Tx) error {
	var m SearchMerge
	for {
		if _, err := tx.Exec(`SAVEPOINT merging; RELEASE merging`); err != nil { // FTS5 writes out what it gathered
			return err
		}
		if more, err := m.Step(tx); !more || err != nil {
			return err
		}
	}
}
