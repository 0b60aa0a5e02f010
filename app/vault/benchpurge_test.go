package vault_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"kortisto/app"
	"kortisto/app/vault"
)

// BenchmarkPurge erases what is due of a copy of the register in KORTISTO_VAULT
// (one that build/bench fills) on the day KORTISTO_TODAY, as the owner does it,
// phase by phase; then, of another copy, while somebody searches and somebody
// edits. Peak is the memory of the whole process, in MB.
//
//	KORTISTO_VAULT=dir KORTISTO_TODAY=2026-12-07 go test ./app/vault -run - -bench Purge -benchtime 1x
func BenchmarkPurge(b *testing.B) {
	dir, today := os.Getenv("KORTISTO_VAULT"), app.Day(os.Getenv("KORTISTO_TODAY"))
	if dir == "" || !today.Valid() {
		b.Skip("KORTISTO_VAULT and KORTISTO_TODAY name a register and a day")
	}
	for _, busy := range []bool{false, true} {
		name := map[bool]string{false: "alone", true: "with searches and edits"}[busy]
		b.Run(name, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				purgeOnce(b, dir, today, busy)
			}
		})
	}
}

const benchPassphrase = "bench bench bench bench bench"

func purgeOnce(b *testing.B, dir string, today app.Day, busy bool) {
	copied := filepath.Join(b.TempDir(), "vault")
	must(b, os.CopyFS(copied, os.DirFS(dir)))
	defer os.RemoveAll(copied) //nolint:errcheck // the test's directory goes anyway
	ctx := context.Background()
	v, err := vault.Open(ctx, vault.Options{Dir: copied, NewID: uuid.NewString, WorkFactor: 1,
		Now: func() time.Time { return today.Time().Add(9 * time.Hour) }}, benchPassphrase)
	must(b, err)
	defer v.Close(ctx) //nolint:errcheck // it goes
	review, err := v.Review(0)
	must(b, err)
	var idle []time.Duration
	for range 200 {
		idle = append(idle, searchOnce(b, v, len(idle)))
	}
	must(b, os.WriteFile("/proc/self/clear_refs", []byte("5"), 0))
	stop, wait := func() {}, sync.WaitGroup{}
	var searches, edits []time.Duration
	if busy {
		var stopped context.Context
		stopped, stop = context.WithCancel(ctx)
		wait.Go(func() {
			for stopped.Err() == nil {
				searches = append(searches, searchOnce(b, v, len(searches)))
				time.Sleep(20 * time.Millisecond)
			}
		})
		wait.Go(func() {
			for stopped.Err() == nil {
				began := time.Now()
				must(b, v.Update(func(tx *vault.Tx) error { return tx.Audited("customer-viewed", "") }))
				edits = append(edits, time.Since(began))
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
	var phases []string
	since, phase := time.Now(), "begin"
	next := func(name string) {
		if name != phase {
			var mem runtime.MemStats
			runtime.ReadMemStats(&mem)
			logs, _ := filepath.Glob(filepath.Join(copied, "log-*"))
			for _, l := range logs {
				if st, err := os.Stat(l); err == nil {
					phases = append(phases, fmt.Sprintf("log %d MB heap %d MB sys %d", st.Size()>>20, mem.HeapAlloc>>20, mem.Sys>>20))
				}
			}
			phases = append(phases, fmt.Sprintf("%s %.2f s (peak %d MB)", phase, time.Since(since).Seconds(), peak(b)))
			since, phase = time.Now(), name
		}
	}
	b.StartTimer()
	began := time.Now()
	run, err := v.Purge(ctx, vault.Approval{Digest: review.Digest}, func(phase string, _, _ int64) { next(phase) })
	took := time.Since(began)
	b.StopTimer()
	next("")
	stop()
	wait.Wait()
	must(b, err)
	b.Logf("%d records, %+v: %.2f s, peak %d MB\n\t%s", run.Done, run.Counts, took.Seconds(), peak(b), strings.Join(phases, "\n\t"))
	b.ReportMetric(float64(peak(b)), "peak-MB")
	b.Logf("search idle p50 %s p99 %s max %s", at(idle, 50), at(idle, 99), at(idle, 100))
	if busy {
		b.Logf("search meanwhile p50 %s p99 %s max %s of %d", at(searches, 50), at(searches, 99), at(searches, 100), len(searches))
		b.Logf("edit meanwhile p50 %s p99 %s max %s of %d", at(edits, 50), at(edits, 99), at(edits, 100), len(edits))
	}
}

func searchOnce(b *testing.B, v *vault.Vault, n int) time.Duration {
	words := []string{"mäkinen", "virtanen k", "0405", "kuopio", "koski mat"}
	began := time.Now()
	must(b, v.View(func(tx *vault.Tx) error {
		_, err := tx.Find(words[n%len(words)], 20)
		return err
	}))
	return time.Since(began)
}

func at(all []time.Duration, percent int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[(len(sorted)-1)*percent/100].Round(10 * time.Microsecond)
}

// peak is the most memory that the process had since it was last reset, in MB.
func peak(b *testing.B) (mb int) {
	text, err := os.ReadFile("/proc/self/status")
	must(b, err)
	for line := range bytes.Lines(text) {
		if rest, ok := bytes.CutPrefix(line, []byte("VmHWM:")); ok {
			_, err := fmt.Sscan(string(rest), &mb)
			must(b, err)
			return mb / 1024
		}
	}
	return 0
}
