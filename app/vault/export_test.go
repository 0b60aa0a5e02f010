package vault

// EraseAtOnce has a run take so few records at a time that a test can stop
// between them, until the given function is called.
func EraseAtOnce(n int) (back func()) {
	before := erasedAtOnce
	erasedAtOnce = n
	return func() { erasedAtOnce = before }
}
