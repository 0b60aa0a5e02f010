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

// OptimizeSearch does all steps of MergeSearch.
func OptimizeSearch(tx *Tx) error {
	more, err := MergeSearch(tx, true)
	for more && err == nil {
		more, err = MergeSearch(tx, false)
	}
	return err
}
