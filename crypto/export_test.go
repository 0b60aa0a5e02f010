package crypto

// Identity is the text of S.
func (v *Vault) Identity() string { return string(v.keys.secret) }
