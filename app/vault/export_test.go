package vault

// EraseAtOnce has a transaction of a run take so few records that a test can stop
// between two of them, until the given function is called.
func EraseAtOnce(n int) (back func()) {
	return erase(n, n)
}

// EraseInParts has transactions take so many records, and parts of them so few.
func EraseInParts(together, n int) (back func()) { return erase(together, n) }

func erase(together, n int) (back func()) {
	before, each := erasedTogether, erasedAtOnce
	erasedTogether, erasedAtOnce = together, n
	return func() { erasedTogether, erasedAtOnce = before, each }
}

// Waiting is how many wait to write.
func Waiting(v *Vault) int { return int(v.waiting.Load()) }
