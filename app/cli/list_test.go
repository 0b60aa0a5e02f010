package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/demo/invent"
	"kortisto/app/vault/vaulttest"
)

// A list of the size a small firm has goes in, does not go in twice, and comes
// out again without touching whom it did not bring.
func TestFiveThousandCustomersComeAndGo(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "A1", Name: "Aino Ainokainen"})
	if err := v.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "asiakkaat.csv")
	if err := os.WriteFile(file, invent.List(5000, 1), 0o600); err != nil {
		t.Fatal(err)
	}
	before := answer[[]map[string]any](t, v, "customer list")
	shown := answer[imported](t, v, "import customers --dry-run "+file)
	done := answer[imported](t, v, "import customers "+file)
	if done.Batch == "" || shown.Batch != "" || done.Added != 5000 {
		t.Fatalf("batch %q, added %d", done.Batch, done.Added)
	}
	shown.Batch = done.Batch
	if !reflect.DeepEqual(shown, done) {
		t.Error("what was shown is not what was done")
	}
	if again := answer[imported](t, v, "import customers "+file); again.Added != 0 || again.Updated != 0 || len(again.Skipped) != 5000 {
		t.Errorf("the second time: %d added, %d updated, %d skipped", again.Added, again.Updated, len(again.Skipped))
	}
	if n := len(answer[[]map[string]any](t, v, "customer list")); n != 5001 {
		t.Errorf("%d customers", n)
	}
	answer[map[string]int](t, v, "import undo "+done.Batch)
	if after := answer[[]map[string]any](t, v, "customer list"); !reflect.DeepEqual(before, after) {
		t.Errorf("%d customers are left", len(after))
	}
}

// answer runs a command and reads its JSON.
func answer[T any](t *testing.T, v *vaulttest.V, command string) (out T) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := Env{Stdin: strings.NewReader(vaulttest.Passphrase), Stdout: &stdout, Stderr: &stderr, Getenv: func(string) string { return "" }, Options: v.Options}
	if exit := Main(append(strings.Fields(command), "--json", "--passphrase-file", "-"), env); exit != exitDone {
		t.Fatalf("%s: exit %d: %s", command, exit, &stderr)
	}
	if err := json.Unmarshal(stdout.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}
