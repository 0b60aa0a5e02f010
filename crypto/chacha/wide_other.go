//go:build !amd64

package chacha

func wide([]byte, *[KeySize]byte, *[NonceSize]byte, uint32) int { return 0 }

func wideBlocks(*[strip]byte, *[KeySize]byte, *[NonceSize]byte, []uint32) bool { return false }
