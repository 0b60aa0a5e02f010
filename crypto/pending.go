package crypto

// Pending is how many pages the transaction that writes now has given to the vault so
// far. They are in memory until it is committed, besides those in SQLite's cache.
func (v *Vault) Pending() int {
	v.pager.mu.RLock()
	defer v.pager.mu.RUnlock()
	return len(v.pager.pending)
}
