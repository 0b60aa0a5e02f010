package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
)

// print writes one line per figure: each register's, and in brackets divided by the first one's.
func (r result) print(out io.Writer) {
	fmt.Fprintf(out, "%d customers, %d contacts, seed %d\n", r.customers, r.contacts, r.seed)
	fmt.Fprintf(out, "%s, %d CPUs, load %s before and %s after\n", runtime.Version(), runtime.NumCPU(), r.load[0], r.load[1])
	for i, v := range r.versions {
		fmt.Fprintf(out, "%s: %s\n", r.names[i], v)
	}
	fmt.Fprintln(out)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for i, name := range r.names {
		fmt.Fprintf(w, "\t%s", name)
		if compared(i) {
			fmt.Fprint(w, "\t(ratio)")
		}
	}
	fmt.Fprintln(w, "\ttarget\t")
	for _, row := range r.rows {
		fmt.Fprintf(w, "%s, %s", row.what, row.unit)
		for i := range row.value {
			fmt.Fprintf(w, "\t%s", number(row.value[i]))
			if compared(i) {
				fmt.Fprintf(w, "\t%s", bracket(row.ratio[i]))
			}
		}
		want, verdict := r.verdict(row)
		fmt.Fprintf(w, "\t%s\t\n", strings.TrimSpace(want+" "+verdict))
	}
	_ = w.Flush()
	fmt.Fprintln(out)
}

// compared are the registers whose ratio to the first is shown.
func compared(i int) bool { return i == ours || i == theirs }

// verdict is the target of a row and whether it was met.
func (r result) verdict(of row) (want, verdict string) {
	t, ok := targets[of.id]
	if !ok || !r.targeted() {
		return "", ""
	}
	if want = "≤ " + number(t.most) + " " + of.unit; t.ratio {
		want = "≤ " + number(t.most) + "×"
	}
	if t.reached(of) <= t.most {
		return want, "met"
	}
	return want, "not met"
}

// number has as many digits as mean something.
func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	case v == math.Trunc(v*10)/10:
		return fmt.Sprintf("%.1f", v)
	case v >= 0.1:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

func bracket(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return "(" + number(v) + ")"
}

// markdown is the report that a person reads.
func markdown(o order, all []result) string {
	var s strings.Builder
	sizes := make([]string, len(all))
	for i, r := range all {
		sizes[i] = sizeName(r.customers)
	}
	fmt.Fprintf(&s, "# The vault's speed\n\nMade by `build/bench --sizes %s`", strings.Join(sizes, ","))
	fmt.Fprintf(&s, ", with %s on %d processors (%s, %s).\n\n", runtime.Version(), runtime.NumCPU(), processor(), runtime.GOOS)
	for i, v := range all[0].versions {
		fmt.Fprintf(&s, "* %s: %s\n", all[0].names[i], v)
	}
	s.WriteString("\n![Ratios to plaintext SQLite](bench.svg)\n\n" + method)
	for _, r := range all {
		r.section(&s)
	}
	flat(&s, all)
	return s.String()
}

const method = `## How it is measured

The registers hold the same rows, and the same calls of the program are made to each. Every register lives in a process of
its own, which has nothing else open: in one, SQLite in Go keeps a single account of all page caches, and one register
would throw out another's pages. They take turns nevertheless, and who begins a turn changes, so that what else the machine
does falls on all of them; what it takes to tell them so is not counted. The ratio of a
median is the median of the turns' own ratios, any other ratio is that of the two figures. Milliseconds belong to the
machine and to its load; ratios are what to look at. *Processor ×* is the processor's time of the vault's turns to that of
plaintext's, whatever they waited for: on a busy machine it is the figure to trust.

Plaintext SQLite and SQLCipher run with a write-ahead log, synchronous=FULL and secure_delete, and a page cache of 32 MiB
for each connection; the vault's readers have 16 MiB, and its writer up to 48. SQLCipher is given a raw key, the vault a passphrase that costs nothing to check: deriving a key from a
passphrase is slow on purpose, and no matter of size. The vault's SQLite and the plaintext register's are the same
sources translated to Go, SQLCipher is C; so there is a plaintext register in C too, kept by SQLCipher's own library without
a key, and *the cost of the cipher* is the vault to plaintext in Go, and SQLCipher to plaintext in C. Memory is the
resident set of such a process.

* *Open and first query*, *the first histories after opening*: nothing was read before. After that the vault checks itself,
  every byte once, as the program does after each unlocking; everything below is measured when it has.
* *Open with … in the log*: as after a power cut. SQLite finds its write-ahead log, the vault its own.
* *Erase … for good*: the vault erases as the program does. It writes marks to the ledger and lines to the log, rewrites
  the search index, gives up free pages, compacts, and looks in all decrypted bytes for what the erased rows held. SQLite and
  SQLCipher do the same deletes in as large transactions, rewrite the index, give up free pages and truncate the
  write-ahead log; they prove nothing, and keep no ledger.
* *While importing, while erasing*: a search each 20 ms in the same process, as somebody does who gets a call; and while
  erasing a change each 200 ms.
* *Compaction*: the vault's own; the others VACUUM.

`

// section is the table of one size.
func (r result) section(s *strings.Builder) {
	fmt.Fprintf(s, "## %s customers\n\n", grouped(r.customers))
	fmt.Fprintf(s, "%s contacts, seed %d, load %s before and %s after.", grouped(r.contacts), r.seed, r.load[0], r.load[1])
	if r.large() {
		fmt.Fprintf(s, " The first %s customers have all their contacts; the others are the same people under other numbers, with one contact each. Measured is what is not to depend on the size; the targets are meant for %s.",
			grouped(r.lived), grouped(r.lived))
	}
	head, rule := "\n\n| |", "|---|"
	for i, name := range r.names {
		head, rule = head+" "+name+" |", rule+"--:|"
		if compared(i) {
			head, rule = head+" × |", rule+"--:|"
		}
		if i == ours {
			head, rule = head+" processor × |", rule+"--:|"
		}
	}
	if len(r.names) > inC {
		head, rule = head+" ahead of SQLCipher | cost of the cipher: vault, SQLCipher |", rule+"---|---|"
	}
	s.WriteString(head + " target | |\n" + rule + "--:|---|\n")
	for _, row := range r.rows {
		fmt.Fprintf(s, "| %s, %s |", row.what, row.unit)
		for i := range row.value {
			fmt.Fprintf(s, " %s |", number(row.value[i]))
			if compared(i) {
				fmt.Fprintf(s, " %s |", number(row.ratio[i]))
			}
			if i == ours {
				fmt.Fprintf(s, " %s |", number(row.worked))
			}
		}
		if len(r.names) > inC {
			fmt.Fprintf(s, " %s | %s |", ahead(row), cost(row))
		}
		want, verdict := r.verdict(row)
		if verdict == "not met" {
			verdict = "**not met**"
		}
		fmt.Fprintf(s, " %s | %s |\n", want, verdict)
	}
	s.WriteString("\n")
}

// ahead says how the vault stands to SQLCipher.
func ahead(r row) string {
	of := r.value[ours] / r.value[theirs]
	switch {
	case math.IsNaN(of):
		return ""
	case of <= 1:
		return "yes"
	}
	return "no, " + number(of) + "×"
}

// cost is each to the plaintext register of its own kind: the vault to SQLite in Go, SQLCipher to SQLite in C.
func cost(r row) string {
	if math.IsNaN(r.ratio[ours]) {
		return ""
	}
	return number(r.ratio[ours]) + "×, " + number(r.ratio[theirs]/r.ratio[inC]) + "×"
}

// flat is what must not grow with the register.
func flat(s *strings.Builder, all []result) {
	if len(all) < 2 {
		return
	}
	s.WriteString("## What does not grow\n\nMilliseconds, the vault's with the ratio to plaintext.\n\n|")
	for _, r := range all {
		fmt.Fprintf(s, " | %s", sizeName(r.customers))
	}
	s.WriteString(" |\n|---|" + strings.Repeat("--:|", len(all)) + "\n")
	for _, id := range overSizes {
		for i, name := range all[0].names {
			line := ""
			for _, r := range all {
				row, ok := r.row(id)
				if !ok {
					continue
				}
				if line == "" {
					line = "| " + row.what + ": " + name + " |"
				}
				line += " " + number(row.value[i])
				if i == ours {
					line += " (" + number(row.ratio[i]) + "×)"
				}
				line += " |"
			}
			s.WriteString(line + "\n")
		}
	}
}

// overSizes are the rows that are to stay the same from a thousand customers to a million.
var overSizes = []string{"open", "update"}

func grouped(n int) string {
	digits := fmt.Sprint(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + " " + digits[at:]
	}
	return digits
}

// processor is its name, as Linux tells it.
func processor() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	for l := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
