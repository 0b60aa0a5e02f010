package talk

// textFormats are plain texts, known by the likeness of their lines, and come
// last.
func textFormats() []format { return nil }
