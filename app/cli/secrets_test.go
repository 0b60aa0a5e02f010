package cli

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAFileMayHoldTheRecoveryKeyInLinesAsTheSheetDoes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte("\ufeffAGE- SECR ET-K EY-1\r\n73HJ EDL7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := (&session{}).recoveryKey(file)
	if want := "AGE- SECR ET-K EY-1\r\n73HJ EDL7\n"; err != nil || got != want {
		t.Errorf("%q, %v", got, err)
	}
}
