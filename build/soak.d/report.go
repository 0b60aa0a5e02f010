package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

func (s *soak) json() ([]byte, error) {
	b, err := json.MarshalIndent(s, "", "  ")
	return append(b, '\n'), err
}

// state is how a result came out. Nothing done is not well done.
func (r result) state() string {
	switch {
	case r.Failed:
		return "FAILED"
	case r.Rounds == 0 && len(r.Figures) == 0:
		return "no time"
	}
	return "ok"
}

// line is a result in one line.
func (r result) line() string {
	return strings.TrimRight(fmt.Sprintf("%-7s %5d s  %s", r.state(), r.Seconds, r.did()), " ")
}

// did is the figures of a result, and what is to be said beside them.
func (r result) did() string {
	var parts []string
	if r.Rounds > 0 {
		parts = append(parts, grouped(r.Rounds)+" rounds")
	}
	for _, name := range slices.Sorted(maps.Keys(r.Figures)) {
		parts = append(parts, grouped(r.Figures[name])+" "+name)
	}
	if r.Note != "" {
		parts = append(parts, r.Note)
	}
	return strings.Join(parts, ", ")
}

// grouped writes 1 234 567, with narrow spaces that do not break.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

func (s *soak) verdict() string {
	failed := 0
	for _, r := range s.Results {
		if r.Failed {
			failed++
		}
	}
	text := fmt.Sprintf("%d done, %d failed", len(s.Results), failed)
	if s.Stopped {
		text += ", stopped early"
	}
	return text
}

func (s *soak) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Soak\n\n%s, %d of %d minutes: **%s**.\n\n", s.Begun.Format("2006-01-02 15:04 UTC"), (s.Seconds+30)/60, s.Minutes, s.verdict())
	fmt.Fprintf(&b, "Machine: %s. Commit: %s.\n\n", s.Machine, s.Commit)
	b.WriteString("| | | seconds | rounds | figures | seed |\n|---|---|--:|--:|---|---|\n")
	order := []string{"campaign", "model", "race", "fuzz"}
	results := slices.SortedFunc(slices.Values(s.Results), func(a, b result) int {
		if d := slices.Index(order, a.Kind) - slices.Index(order, b.Kind); d != 0 {
			return d
		}
		return strings.Compare(a.Campaign, b.Campaign)
	})
	for _, r := range results {
		state, seed, rounds := r.state(), "", ""
		if r.Failed {
			state = "**failed**"
		}
		if r.Seed > 0 {
			seed = strconv.FormatUint(r.Seed, 10)
		}
		if r.Rounds > 0 {
			rounds = grouped(r.Rounds)
		}
		figures := r
		figures.Rounds = 0
		fmt.Fprintf(&b, "| %s | %s | %d | %s | %s | %s |\n", r.Campaign, state, r.Seconds, rounds, strings.ReplaceAll(figures.did(), "|", `\|`), seed)
	}
	for _, r := range results {
		if r.Failed {
			fmt.Fprintf(&b, "\n## %s failed\n\nAgain: `%s`\n\n````\n%s\n````\n", r.Campaign, r.Repeat, r.Said)
		}
	}
	return b.String()
}
