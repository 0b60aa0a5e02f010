package finnish

import "testing"

func TestTownOf(t *testing.T) {
	for postcode, want := range map[string]string{
		"00100": "Helsinki", "00990": "Helsinki", "02700": "Kauniainen", "33100": "Tampere", "70100": "Kuopio", "96100": "Rovaniemi",
		"71800": "", "01900": "", "00000": "", "99999": "", "70 100": "", "": "", "SE-111": "",
	} {
		if got := TownOf(postcode); got != want {
			t.Errorf("%s: got %q, want %q", postcode, got, want)
		}
	}
	for i, r := range towns {
		if !ValidPostcode(r.from) || !ValidPostcode(r.to) || r.from > r.to || i > 0 && towns[i-1].to >= r.from {
			t.Errorf("%+v overlaps, or is out of order", r)
		}
	}
}
