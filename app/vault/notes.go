package vault

import "slices"

// Notes are codes of what the owner should know after unlocking:
// "vault-older-than-seen", "clock-back", "clock-ahead", "recovery-unconfirmed".
func (v *Vault) Notes() []string {
	v.noting.Lock()
	defer v.noting.Unlock()
	return append([]string{}, v.notes...)
}

func (v *Vault) addNote(note string) {
	v.noting.Lock()
	defer v.noting.Unlock()
	if !slices.Contains(v.notes, note) {
		v.notes = append(v.notes, note)
	}
}

func (v *Vault) dropNote(note string) {
	v.noting.Lock()
	defer v.noting.Unlock()
	v.notes = slices.DeleteFunc(v.notes, func(n string) bool { return n == note })
}
