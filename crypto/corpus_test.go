package crypto_test

import (
	"bufio"
	"cmp"
	"context"
	"crypto/md5" //nolint:gosec // the scripts' own sums
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kortisto/build/campaign"
	"kortisto/crypto"
	"kortisto/crypto/disktest"
)

// corpusDir names a directory with scripts of sqllogictest (https://www.sqlite.org/sqllogictest), SQLite's own set
// of about six million queries with the results that other databases gave, too. They are a gigabyte, and not ours to
// hand on: whoever wants to run them gets them from there. build/soak, which does not have them, does not find a
// campaign whose name is not written where it begins.
const (
	corpusDir      = "KORTISTO_SQLLOGIC"
	corpusCampaign = "sql-corpus"
)

// TestThePublicSQLLogicTests runs scripts of the public corpus, each on a vault of its own that is compacted again
// and again meanwhile, and compares each result with the one that the script names: all of them, or in any order as
// many as there is time for.
func TestThePublicSQLLogicTests(t *testing.T) {
	root := os.Getenv(corpusDir)
	if root == "" {
		t.Skip(corpusDir + " names no directory with the scripts")
	}
	var names []string
	err := filepath.WalkDir(root, func(name string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(name, ".test") {
			names = append(names, name)
		}
		return err
	})
	if err != nil || len(names) == 0 {
		t.Fatal("no scripts:", err)
	}
	c := campaign.Begin(t, corpusCampaign, len(names))
	rand.New(rand.NewPCG(c.Seed(), 0)).Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for {
		n, more := c.Next()
		if !more || n == len(names) {
			return
		}
		s := runScript(t, names[n])
		c.Add("scripts", 1)
		c.Add("statements", s.statements)
		c.Add("queries", s.queries)
		c.Add("records for other databases", s.skipped)
		c.Add("compactions", s.compactions)
	}
}

// script is one file that runs on one vault.
type script struct {
	t                                         *testing.T
	name                                      string
	line                                      int
	v                                         *crypto.Vault
	labels                                    map[string]string
	statements, queries, skipped, compactions int
}

// record is what stands between two empty lines: a statement or a query, and for a query what it gives.
type record struct {
	head []string
	sql  string
	want []string
	skip bool
	line int
}

func runScript(t *testing.T, name string) *script {
	v, _, err := crypto.Create(context.Background(), disktest.Dir, crashPass, onDisk(disktest.NewDisk()))
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close(context.Background())
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := &script{t: t, name: name, v: v, labels: map[string]string{}}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 4<<20)
	for {
		r, more := s.next(lines)
		if len(r.head) > 0 && !s.do(r) || t.Failed() || !more {
			break
		}
	}
	if lines.Err() != nil {
		t.Error(name, lines.Err())
	}
	var ok string
	if err := v.DB().QueryRow("PRAGMA integrity_check").Scan(&ok); err != nil || ok != "ok" {
		t.Error(name, "integrity:", ok, v.Explain(err))
	}
	return s
}

// next reads one record. Lines that begin with # are remarks.
func (s *script) next(lines *bufio.Scanner) (r record, more bool) {
	var text []string
	results := false
	for lines.Scan() {
		s.line++
		line := strings.TrimRight(lines.Text(), "\r")
		words := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "#"):
		case line == "" && len(r.head) > 0:
			r.sql = strings.Join(text, "\n")
			return r, true
		case line == "":
			r = record{} // a condition without a record
		case results:
			r.want = append(r.want, line)
		case len(r.head) > 0 && line == "----":
			results = true
		case len(r.head) > 0:
			text = append(text, line)
		case words[0] == "onlyif":
			r.skip = r.skip || words[1] != "sqlite"
		case words[0] == "skipif":
			r.skip = r.skip || words[1] == "sqlite"
		default:
			r.head, r.line = words, s.line
		}
	}
	r.sql = strings.Join(text, "\n")
	return r, false
}

// do runs a record, and says whether the script goes on.
func (s *script) do(r record) bool {
	if r.skip {
		s.skipped++
		return true
	}
	switch r.head[0] {
	case "halt":
		return false
	case "hash-threshold":
	case "statement":
		s.statements++
		_, err := s.v.DB().Exec(r.sql)
		if (err == nil) != (r.head[1] == "ok") {
			s.fail(r, "gave %v", s.v.Explain(err))
		}
	case "query":
		s.queries++
		s.query(r)
	default:
		s.fail(r, "is no record")
	}
	if (s.statements+s.queries)%1500 == 1499 {
		s.compactions++
		if err := s.v.Compact(context.Background(), nil); err != nil {
			s.fail(r, "compaction: %v", err)
		}
	}
	return true
}

func (s *script) fail(r record, format string, args ...any) {
	s.t.Errorf("%s:%d: %s\n%s", s.name, r.line, fmt.Sprintf(format, args...), r.sql)
}

func (s *script) query(r record) {
	got, err := s.rows(r)
	if err != nil && len(r.want) > 0 { // one that ends in an error gives nothing
		s.fail(r, "%v", s.v.Explain(err))
		return
	}
	h := md5.New()
	for _, value := range got {
		fmt.Fprintln(h, value)
	}
	sum := fmt.Sprintf("%d values hashing to %x", len(got), h.Sum(nil))
	if len(r.head) > 3 {
		if before, ok := s.labels[r.head[3]]; ok && before != sum {
			s.fail(r, "%s was %s, is %s", r.head[3], before, sum)
		}
		s.labels[r.head[3]] = sum
	}
	if len(r.want) == 1 && strings.Contains(r.want[0], " values hashing to ") {
		if r.want[0] != sum {
			s.fail(r, "%s, want %s", sum, r.want[0])
		}
	} else if !slices.Equal(got, r.want) {
		s.fail(r, "got %q, want %q", got, r.want)
	}
}

// rows are the values in the order that the record asks for.
func (s *script) rows(r record) ([]string, error) {
	rows, err := s.v.DB().Query(r.sql)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	kinds := r.head[1]
	values, refs := make([]any, len(kinds)), make([]any, len(kinds))
	for i := range values {
		refs[i] = &values[i]
	}
	var all [][]string
	for rows.Next() {
		if err := rows.Scan(refs...); err != nil {
			return nil, err
		}
		row := make([]string, len(kinds))
		for i, value := range values {
			row[i] = shown(kinds[i], value)
		}
		all = append(all, row)
	}
	sorted := ""
	if len(r.head) > 2 {
		sorted = r.head[2]
	}
	if sorted == "rowsort" {
		slices.SortStableFunc(all, slices.Compare[[]string])
	}
	flat := slices.Concat(all...)
	if sorted == "valuesort" {
		slices.Sort(flat)
	}
	return flat, cmp.Or(rows.Err(), rows.Close())
}

// shown writes a value as the scripts do.
func shown(kind byte, value any) string {
	if value == nil {
		return "NULL"
	}
	switch kind {
	case 'I':
		n, ok := value.(int64)
		if !ok {
			n = int64(number(value))
		}
		return strconv.Itoa(int(int32(n))) //nolint:gosec // their program asks for 32 bits
	case 'R':
		return fixed(number(value))
	}
	text := fmt.Sprint(value)
	if f, ok := value.(float64); ok {
		if text = strconv.FormatFloat(f, 'g', 15, 64); !strings.ContainsAny(text, ".e") {
			text += ".0"
		}
	}
	if text == "" {
		return "(empty)"
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '@'
		}
		return r
	}, text)
}

// fixed is a number with three decimals, of which SQLite gives sixteen digits.
func fixed(f float64) string {
	if math.Abs(f) < 1e16 {
		return strconv.FormatFloat(f, 'f', 3, 64)
	}
	digits, power, _ := strings.Cut(strconv.FormatFloat(f, 'e', 15, 64), "e+")
	n, _ := strconv.Atoi(power)
	return strings.Replace(digits, ".", "", 1) + strings.Repeat("0", n-15) + ".000"
}

// number is what SQLite makes of a value where a number is asked for.
func number(value any) float64 {
	switch v := value.(type) {
	case int64:
		return float64(v)
	case float64:
		return v
	case time.Time:
		return float64(v.Year())
	}
	var f float64
	fmt.Sscan(fmt.Sprint(value), &f)
	return f
}
