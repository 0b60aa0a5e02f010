package crypto

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var makeGolden = flag.Bool("make-golden", false, "make the golden vaults that are missing")

// golden is what a vault in testdata/golden must open to, for ever. One that
// is there is never made anew: a change of the format adds others.
type golden struct {
	Passphrase  string
	RecoveryKey string
	Generation  uint64
	Sequence    uint64
	Digest      string
}

const goldenDir = "testdata/golden"

// goldens makes each of the golden vaults.
var goldens = map[string]func(t *testing.T, v *Vault){
	"v1-compacted": func(t *testing.T, v *Vault) { fillGolden(t, v); v.Compact(bg, nil) },
	"v1-log":       func(t *testing.T, v *Vault) { v.Compact(bg, nil); fillGolden(t, v) },
	// As a power loss leaves it: room set aside, the last record torn.
	"v1-torn": fillGolden,
}

func fillGolden(t *testing.T, v *Vault) {
	exec(t, v, "CREATE TABLE cards(id INTEGER PRIMARY KEY, body TEXT)")
	for _, s := range []string{"ensimmäinen", "andra", "third", ""} {
		exec(t, v, "INSERT INTO cards(body) VALUES(?)", s)
	}
	exec(t, v, "DELETE FROM cards WHERE id = 2")
}

func TestMakeGolden(t *testing.T) {
	if !*makeGolden {
		t.Skip("only with -make-golden")
	}
	for name, make := range goldens {
		dir := filepath.Join(goldenDir, name)
		if _, err := os.Stat(dir); err == nil {
			continue
		}
		v, c, err := Create(bg, dir, testPass, fast)
		if err != nil {
			t.Fatal(err)
		}
		make(t, v)
		g := golden{Passphrase: testPass, RecoveryKey: c.RecoveryKey, Digest: digest(t, v.DB())}
		g.Generation, g.Sequence = v.Position()
		closeVault(t, v)
		os.Remove(filepath.Join(dir, lockName))
		if name == "v1-torn" {
			tear(t, filepath.Join(dir, "log-000001"))
		}
		b, _ := json.MarshalIndent(g, "", "  ")
		if err := os.WriteFile(dir+".json", append(b, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// tear adds half of the first record, with a header as it were the next, and
// room.
func tear(t *testing.T, log string) {
	b, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	b = append(b, b[logHeaderLen:logHeaderLen+1000]...)
	b[len(b)-1000+20]++ // no authentic header
	b = append(b, make([]byte, 4096)...)
	if err := os.WriteFile(log, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestGoldenVaultsOpenForEver(t *testing.T) {
	found, err := filepath.Glob(goldenDir + "/*.json")
	if err != nil || len(found) < len(goldens) {
		t.Fatalf("%d golden vaults, want %d: %v", len(found), len(goldens), err)
	}
	for _, file := range found {
		name := filepath.Base(file[:len(file)-len(".json")])
		t.Run(name, func(t *testing.T) {
			g := readGolden(t, file)
			for _, way := range []string{"passphrase", "recovery key"} {
				checkGolden(t, filepath.Join(goldenDir, name), g, way)
			}
		})
	}
}

func readGolden(t *testing.T, file string) (g golden) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(b, &g)
	}
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func checkGolden(t *testing.T, src string, g golden, way string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(src)); err != nil {
		t.Fatal(err)
	}
	before := readDir(t, dir)
	var v *Vault
	var err error
	if way == "passphrase" {
		v, err = Open(bg, dir, g.Passphrase, Options{})
	} else {
		v, err = OpenRecovery(bg, dir, g.RecoveryKey, Options{})
	}
	if err != nil {
		t.Fatalf("%s: %v", way, err)
	}
	defer v.Close(bg)
	if gen, seq := v.Position(); gen != g.Generation || seq != g.Sequence {
		t.Errorf("position %d %d, want %d %d", gen, seq, g.Generation, g.Sequence)
	}
	if d := digest(t, v.DB()); d != g.Digest {
		t.Errorf("digest %s, want %s", d, g.Digest)
	}
	if err := v.Verify(bg, nil); err != nil {
		t.Error(err)
	}
	exec(t, v, "INSERT INTO cards(body) VALUES('uusi')")
	v.Close(bg)
	for name, b := range readDir(t, dir) {
		if filepath.Ext(name) == ".age" && !bytes.Equal(b, before[name]) {
			t.Error("changed:", name)
		}
	}
}
