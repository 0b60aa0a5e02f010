package printout

import (
	"kortisto/app"
	"os"
	"testing"
)

func TestZZDump(t *testing.T) {
	os.MkdirAll("/tmp/x/pdf", 0o755)
	for n, d := range everything(t) {
		b, err := PDF(d)
		if err != nil {
			t.Fatal(n, err)
		}
		os.WriteFile("/tmp/x/pdf/"+n+".pdf", b, 0o644)
	}
	_ = app.Finnish
}
