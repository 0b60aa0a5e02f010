// Package canary tells whether a text that must lie nowhere in clear lies somewhere all the same: words that occur
// nowhere else are let into a program, and afterwards looked for in every file that it could have written, under every
// form in which a text comes to lie on a disk.
package canary

import (
	"math/rand/v2"
	"slices"
)

// Flock is a number of words that nobody else has. All begin with the same stem, so that a word which was cut off is
// found as well.
type Flock struct {
	Stem  string
	Words []string
}

// Every fourth word is plain ASCII, for addresses; the others have one of the letters that are written in many ways.
const plainEvery = 4

// Hatch makes a flock of n words. The same seed gives the same ones, so that a process and its child need not tell
// each other. Another run should take another seed: what lies about of an earlier one is not to be found.
func Hatch(seed uint64, n int) Flock {
	r := rand.New(rand.NewPCG(seed, 7))
	letters := func(n int) string {
		out := make([]byte, n)
		for i := range out {
			out[i] = byte('a' + r.IntN(26))
		}
		return string(out)
	}
	f := Flock{Stem: "Kanaria" + letters(4)}
	for i := range n {
		word := f.Stem + letters(4)
		if i%plainEvery != 0 {
			word += []string{"ä", "ö", "å"}[r.IntN(3)]
		}
		f.Words = append(f.Words, word+letters(5))
	}
	return f
}

// Plain are the words without a letter that is not ASCII.
func (f Flock) Plain() []string {
	var out []string
	for i := 0; i < len(f.Words); i += plainEvery {
		out = append(out, f.Words[i])
	}
	return out
}

// Search looks for the words of the flock, and for the stem of one that was cut off.
func (f Flock) Search() *Search { return NewSearch(append(slices.Clone(f.Words), f.Stem)...) }
