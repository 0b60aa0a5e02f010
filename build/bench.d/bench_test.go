package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The bench starts itself for what is measured in a process of its own: here that is the test.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == childFlag {
		if err := child(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// tiny is enough to see that every row is measured.
func tiny(customers int) config {
	return config{customers: customers, contacts: 3, imported: 50, updates: 10, searches: 60, opens: 2, scans: 1, rewrites: 1, events: 20, share: 0.05, seed: 7, lived: 250}
}

// The bench is run by hand; this keeps it running.
func TestAShortRunHasEveryFigure(t *testing.T) {
	keep, out := t.TempDir(), t.TempDir()
	o := order{keep: keep, dir: t.TempDir(), out: out}
	var all []result
	for _, size := range []int{200, 300} {
		r, err := measureSize(t.Context(), tiny(size), o, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	if err := write(o, all); err != nil {
		t.Fatal(err)
	}
	var table bytes.Buffer
	all[0].print(&table)
	report, err := os.ReadFile(filepath.Join(out, "bench.md"))
	if err != nil {
		t.Fatal(err)
	}
	memory, _ := status("VmRSS")
	for _, id := range append(slices.Clone(inReport), "list-town", "contacts-word", "duplicates", "facts") {
		if memory == 0 && (strings.HasPrefix(id, "memory") || strings.HasSuffix(id, "-peak") || id == "written") {
			continue // another system than Linux
		}
		r, ok := all[0].row(id)
		if !ok {
			t.Errorf("there is no row %s", id)
			continue
		}
		for i, v := range r.value {
			if i != ours && slices.Contains([]string{"review", "letter"}, id) {
				continue
			}
			if math.IsNaN(v) || v <= 0 {
				t.Errorf("%s of %s is %v", r.what, all[0].names[i], v)
			}
		}
		for name, text := range map[string]string{"table": table.String(), "report": string(report)} {
			if !strings.Contains(text, r.what+", "+r.unit) {
				t.Errorf("%s is missing from the %s", r.what, name)
			}
		}
	}
	for id := range targets {
		if _, ok := all[0].row(id); !ok && memory > 0 {
			t.Errorf("the target for %s is no row's", id)
		}
	}
	if !strings.Contains(string(report), "What does not grow") {
		t.Error("the report does not compare the sizes")
	}
	if got := all[1].contacts - 50; got < 250 || !strings.Contains(string(report), "the same people under other numbers") {
		t.Errorf("of the larger register the report says\n%s", report)
	}
	wellFormed(t, filepath.Join(out, "bench.svg"))
}

func wellFormed(t *testing.T, file string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	texts := 0
	for d := xml.NewDecoder(f); ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "text" {
			texts++
		}
		if chars, ok := token.(xml.CharData); ok && strings.Contains(string(chars), "NaN") {
			t.Errorf("the picture says %q", chars)
		}
	}
	if texts < len(inReport)-5 {
		t.Errorf("the picture has %d words on it", texts)
	}
}

func TestKeptRegistersAreUsedAgain(t *testing.T) {
	dir, c := t.TempDir(), tiny(120)
	if _, err := made(t.Context(), dir, c, io.Discard); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(plainFile(dir))
	if err != nil {
		t.Fatal(err)
	}
	again := func(c config) bool {
		t.Helper()
		if _, err := made(t.Context(), dir, c, io.Discard); err != nil {
			t.Fatal(err)
		}
		now, err := os.Stat(plainFile(dir))
		if err != nil {
			t.Fatal(err)
		}
		return !os.SameFile(before, now) || !now.ModTime().Equal(before.ModTime())
	}
	if again(c) {
		t.Error("the register was made again")
	}
	if c.seed++; !again(c) {
		t.Error("a register of other people was taken for it")
	}
}

func TestSizes(t *testing.T) {
	got, err := parseSizes("1k, 250,1M")
	if err != nil || !slices.Equal(got, []int{1000, 250, 1_000_000}) {
		t.Errorf("got %v, %v", got, err)
	}
	for _, wrong := range []string{"", "k", "10x", "-1k", "1k,,2k"} {
		if got, err := parseSizes(wrong); err == nil {
			t.Errorf("%q was taken for %v", wrong, got)
		}
	}
	for n, want := range map[int]string{1000: "1k", 1_000_000: "1M", 250: "250"} {
		if got := sizeName(n); got != want {
			t.Errorf("%d is %s", n, got)
		}
	}
}

func TestNumbersHaveAsManyDigitsAsMeanSomething(t *testing.T) {
	for v, want := range map[float64]string{1234.5: "1234", 12.34: "12.3", 1.4: "1.4", 1.234: "1.23", 0.0512: "0.051", 50: "50.0"} {
		if got := number(v); got != want {
			t.Errorf("%v is written %s, not %s", v, got, want)
		}
	}
	if number(math.NaN()) != "–" {
		t.Error("what was not measured has a number")
	}
}
