//go:build windowtest

// Command show opens the program on a prepared register, unlocks it as a person would, and writes pictures of it:
// what a machine without a display can still let one see. build/run calls it.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kortisto/build/windowtest"
)

func main() {
	home := flag.String("home", "", "the home directory that holds the register")
	file := flag.String("passphrase-file", "", "holds the register's passphrase")
	out := flag.String("out", "", "where the pictures go")
	flag.Parse()
	passphrase, err := os.ReadFile(*file)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	p := &person{}
	defer p.end()
	show(p, *home, strings.TrimSpace(string(passphrase)), *out)
}

func show(p *person, home, passphrase, out string) {
	out, err := filepath.Abs(out)
	if err != nil {
		p.Fatalf("%v", err)
	}
	w := windowtest.Open(p, windowtest.Options{Home: home})
	w.Unlock(passphrase)
	w.Go("rail_customers")
	w.Role("row", "").Within(w.Role("grid", w.Say("rail_customers"))).WaitSome()
	w.Screenshot(filepath.Join(out, "customers.png"))
	w.Section("rail_retention")
	w.Role("table", "").WaitSome()
	w.Screenshot(filepath.Join(out, "window.png"))
	w.Quit()
}

// person stands where a test has its testing.T.
type person struct{ after []func() }

func (p *person) Helper()          {}
func (p *person) Name() string     { return "show" }
func (p *person) Cleanup(f func()) { p.after = append(p.after, f) }

func (p *person) Logf(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

func (p *person) Fatalf(format string, args ...any) {
	p.Logf(format, args...)
	p.end()
	os.Exit(1)
}

func (p *person) TempDir() string {
	dir, err := os.MkdirTemp("", "show")
	if err != nil {
		p.Fatalf("%v", err)
	}
	p.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// end undoes everything, the last thing first, and only once.
func (p *person) end() {
	for len(p.after) > 0 {
		last := p.after[len(p.after)-1]
		p.after = p.after[:len(p.after)-1]
		last()
	}
}
