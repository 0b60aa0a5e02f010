package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"kortisto/app/vault"
)

type deaf struct{}

func (deaf) Write([]byte) (int, error) { return 0, errors.New("nobody listens") }

// The key is told once; where nobody hears it, nobody has it.
func TestAKeyThatNobodyWasToldCountsAsNotConfirmed(t *testing.T) {
	for _, heard := range []bool{false, true} {
		env := Env{
			Stdin: strings.NewReader("koe koe koe koe koe koe\n"), Stdout: deaf{}, Stderr: io.Discard, Getenv: os.Getenv, Version: "test",
			Options: vault.Options{Dir: filepath.Join(t.TempDir(), "vault"), Now: time.Now, NewID: uuid.NewString, WorkFactor: 10},
		}
		var said strings.Builder
		want := exitFailed
		if heard {
			env.Stdout, want = &said, exitDone
		}
		if exit := run(t.Context(), []string{"init", "--firm", "Piha ja Metsä Saarela", "--passphrase-file", "-", "--json"}, env); exit != want {
			t.Errorf("exit %d, want %d", exit, want)
		}
		if heard && strings.Count(said.String(), "AGE-SECRET-KEY-1") != 1 {
			t.Errorf("said %q", said.String())
		}
		v, err := vault.Open(t.Context(), env.Options, "koe koe koe koe koe koe")
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(v.Notes(), vault.RecoveryUnconfirmed) == heard {
			t.Errorf("heard: %v, and the vault notes %v", heard, v.Notes())
		}
		if err := v.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
