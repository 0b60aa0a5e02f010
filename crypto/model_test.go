package crypto

import (
	osexec "os/exec"
	"testing"
)

// TestTheProtocolLosesNothing has spin walk through the small form of the model; build/soak takes the large one.
func TestTheProtocolLosesNothing(t *testing.T) {
	for _, tool := range []string{"bash", "spin", "cc"} {
		if _, err := osexec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	out, err := osexec.Command("bash", "model/check", "--quick").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}
