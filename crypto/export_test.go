package crypto

// Identity is the text of S.
func (v *Vault) Identity() string { return string(v.keys.secret) }

// Scrub is what every page goes through on its way to the disk.
func Scrub(page uint32, data []byte) { scrub(page, data) }
