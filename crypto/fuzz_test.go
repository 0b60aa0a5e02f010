package crypto

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// FuzzLog feeds the log's parser: whatever the file holds, the outcome is a
// state that was once committed, or a refusal that names the log.
func FuzzLog(f *testing.F) {
	seeds, err := filepath.Glob(goldenDir + "/*/log-*")
	if err != nil || len(seeds) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, s := range seeds {
		b, err := os.ReadFile(s)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		f.Add(b[:len(b)*2/3])
		f.Add(b[:logHeaderLen])
	}
	f.Add([]byte{})
	dir := filepath.Join(goldenDir, "v1-torn")
	id, err := passphraseIdentity(testPass)
	if err != nil {
		f.Fatal(err)
	}
	keys, err := openKeyFile(OS(), filepath.Join(dir, keyPass), keyPass, id, ErrWrongPassphrase)
	if err != nil {
		f.Fatal(err)
	}
	g, err := openGeneration(OS(), dir, keys, 1, 1<<20)
	if err != nil {
		f.Fatal(err)
	}
	committed := map[chainSum]uint64{}
	real, _, err := replay(g)
	if err != nil {
		f.Fatal(err)
	}
	for seq := range real.at.seq + 1 {
		committed[chainAt(f, g, seq)] = seq
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		fg := &generation{key: g.key, header: g.header, pages: g.pages, content: g.content, log: memFile{bytes.NewReader(b)}}
		v, _, err := replay(fg)
		var d *DamagedError
		switch {
		case err == nil:
			if seq, ok := committed[v.at.chain]; !ok || seq != v.at.seq || v.at.seq < fg.key.head(b) {
				t.Errorf("accepted a state that was never committed: %d", v.at.seq)
			}
		case errors.Is(err, ErrNewer):
		case !errors.As(err, &d) || d.File != logName(1):
			t.Errorf("refused with %v", err)
		}
	})
}

// chainAt is the chain after seq records.
func chainAt(f *testing.F, g *generation, seq uint64) chainSum {
	at := position{chain: g.key.chain0(g.header), end: logHeaderLen}
	size, _ := g.log.Size()
	for at.seq < seq {
		rec, chain, ok, err := g.key.record(g.log, at.end, size, at.seq+1, at.chain, nil)
		if !ok || err != nil {
			f.Fatal(at.seq, err)
		}
		at = position{seq: at.seq + 1, chain: chain, end: at.end + int64(len(rec))}
	}
	return at.chain
}

// FuzzRecoveryKey: what people type never panics, and only the key opens.
func FuzzRecoveryKey(f *testing.F) {
	f.Add("AGE-SECRET-KEY-1QQQ")
	f.Add(" age secret\nkey 1 \xff")
	f.Fuzz(func(t *testing.T, typed string) {
		if _, err := recoveryIdentity(typed); err != nil && !errors.Is(err, ErrWrongRecoveryKey) {
			t.Error(err)
		}
	})
}
