package finnish

import (
	"fmt"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

// What mobile reads, the library reads alike: every code, with the least, the most and other digits after it.
func TestMobileNumbersAreReadAsTheLibraryReadsThem(t *testing.T) {
	read := 0
	for head := range 10_000 {
		for _, rest := range []string{"00000", "12345", "99999"} {
			national := fmt.Sprintf("%04d%s", head, rest)
			for _, s := range []string{"+358" + national, "0" + national, "+358 " + national[:2] + " " + national[2:], " 0" + national[:3] + "  " + national[3:] + " "} {
				p, ok := mobile(s, "FI")
				if !ok {
					continue
				}
				read++
				n, err := phonenumbers.Parse(s, "FI")
				if err != nil || !phonenumbers.IsValidNumber(n) || phonenumbers.Format(n, phonenumbers.E164) != p.E164 ||
					p.Shown != "+358 "+grouped(phonenumbers.GetNationalSignificantNumber(n)) {
					t.Errorf("%q is read as %v; the library gives %v, %v", s, p, n, err)
				}
			}
		}
	}
	if read < 3000 {
		t.Errorf("only %d numbers were read", read)
	}
	for _, s := range []string{"", "0", "+358", "040-1234567", "04012345678", "040123456", "0401234é7", "0701234567", "+3580401234567", "00358401234567", "(0)401234567"} {
		if p, ok := mobile(s, "FI"); ok {
			t.Errorf("%q is read as %v", s, p)
		}
	}
	if p, ok := mobile("0401234567", "SE"); ok {
		t.Errorf("a number written in Sweden is read as %v", p)
	}
}
