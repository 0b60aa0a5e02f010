package store

// UnseenForTest runs the residue matcher by itself.
func UnseenForTest(set map[string]bool, text string) []string {
	s := newStrings(set)
	s.see(text)
	return s.unseen()
}

// HasWords says whether a text has anything to look for.
func HasWords(s string) bool { return len(words(s)) > 0 }
