package desktop

import "testing"

func TestOnlyTheWebViewsOwnProcessesAreEnded(t *testing.T) {
	for _, c := range []struct {
		stat string
		want bool
	}{
		{"712 (WebKitNetworkPr) S 700 700 1 0 -1", true},
		{"713 (WebKitWebProces) R 700 700 1 0 -1", true},
		{"714 (WebKitWebProces) Z 700 700 1 0 -1", false}, // has ended
		{"715 (WebKitWebProces) S 1 700 1 0 -1", false},   // somebody else's
		{"716 (evince) S 700 700 1 0 -1", false},          // shows a printout
		{"717 (a (WebKit) b) S 700 700 1 0 -1", false},
		{"", false},
	} {
		if got := isViewProcess([]byte(c.stat), 700); got != c.want {
			t.Errorf("%q: %v", c.stat, got)
		}
	}
}
